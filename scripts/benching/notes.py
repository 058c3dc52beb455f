"""Searching in all notes, and the timeline of a case: in this process, beside what opening the same notes costs."""

from __future__ import annotations

import time
from datetime import date
from uuid import UUID

from db import directory_store
from db.note_search_store import NoteReader
from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.services.note_search_views import SearchStep
from iass_tui.services.session import OfficeSession
from screens.case.rows import names, tasks
from screens.case.timeline import row, timeline_of
from scripts.benching.findings import Finding, middle, ms
from scripts.benching.invented import SENTENCES
from scripts.benching.offices import Made

BATCH = 1024
NOWHERE = "zzqx"
"""A word that stands in no note, so that every note is looked through."""


def searching(made: Made, times: int) -> list[Finding]:
    """First hits and the end of a search that looks through everything, over opening every note."""
    session = made.sign_in()
    common = SENTENCES[0].split()[1]
    opened, firsts, alls = [], [], []
    count = 0
    for _ in range(times):
        took, count = _opened(session)
        opened.append(took)
        firsts.append(_searched(session, common)[0])
        alls.append(_searched(session, NOWHERE)[1])
    session.close()
    least, first, whole = (middle(each) for each in (opened, firsts, alls))
    detail = f"{ms(whole):.0f} ms for {count:,} notes; opening them {ms(least):.0f} ms"
    return [
        Finding("notes", "search in all notes: first hits", ms(first), "ms", 100),
        Finding("notes", "search in all notes: all looked through", ms(whole), "ms", 1000, detail),
        Finding("notes", "search in all notes: all, over opening them", whole / least, "times", 1.85, detail),
    ]


def _opened(session: OfficeSession) -> tuple[float, int]:
    """The seconds that opening every note takes, keys and all, without a look at what it says."""
    began, count = time.perf_counter(), 0
    with session.desk.read() as connection:
        reader = NoteReader(session.desk, connection)
        before, is_last = reader.newest, False
        while not is_last:
            batch = reader.batch(before, BATCH, lambda _: False)
            before, is_last, count = batch.before, batch.is_last, count + batch.looked_at
    return time.perf_counter() - began, count


def _searched(session: OfficeSession, query: str) -> tuple[float, float]:
    """Seconds to the first hits, and to the end."""
    began = time.perf_counter()
    first: list[float] = []

    def tell(step: SearchStep) -> None:
        if step.hits and not first:
            first.append(time.perf_counter() - began)

    session.note_search.search(query, tell, lambda: False)
    whole = time.perf_counter() - began
    return (first or [whole])[0], whole


def showing(made: Made, times: int) -> list[Finding]:
    """A case opened, put into one order and made into rows; and one more letter of a search in it."""
    session = made.sign_in()
    with session.desk.read() as connection:
        ids = [UUID(bytes=one[0]) for one in directory_store.cases(connection)][:times]
    session.access.give(tuple(ids), Why(WhyOpened.COVERING))
    whole, letters = [], []
    for case_id in ids:
        began = time.perf_counter()
        case = session.casework.case(case_id)
        known = names(case)
        timeline = timeline_of(case, known, {})
        _ = [*tasks(case, date(2026, 1, 1)), *(row(line) for line in timeline.lines)]
        whole.append(time.perf_counter() - began)
        timeline.narrowed(query="a")
        began = time.perf_counter()
        left = timeline.narrowed(query="ha")
        _ = [row(line, left.wanted) for line in left.lines]
        letters.append(time.perf_counter() - began)
    session.close()
    return [
        Finding("timeline", "timeline of a case: opened and in rows", ms(middle(whole)), "ms", 25),
        Finding("timeline", "timeline of a case: one letter more", ms(middle(letters)), "ms", 10),
    ]
