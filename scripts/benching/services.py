"""What the services cost: looked for, opened and saved in this process, beside the same in the plain."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from db import directory_store
from db.unit_of_work import moment
from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.records.casework import NoteBody
from iass_tui.services import case_views
from iass_tui.services.session import OfficeSession
from scripts.benching.findings import Finding, middle, ms, spread
from scripts.benching.invented import NOTES, SENTENCES
from scripts.benching.offices import Made
from scripts.benching.plain import PlainOffice

WARM_UP = 5
LIMIT = 50
"""How many hits the Find screen asks for."""
TYPED = ("Anna Kowalska", "Martin", "Jean Dup", "Singh", "Yilmaz", "Jonse", "07700 9", "LF12", "2008", "C-00")


def _took(act: Callable[..., Any], *given: Any) -> float:
    began = time.perf_counter()
    act(*given)
    return time.perf_counter() - began


def _typing(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from (word[:end] for end in range(1, len(word) + 1))


def finding(made: Made, times: int) -> list[Finding]:
    """What one more letter costs before anything is painted."""
    session = made.sign_in()
    session.directory.load()
    took = [_took(session.directory.search, typed, LIMIT) for _ in range(times) for typed in _typing(TYPED)]
    session.close()
    return [Finding("find", "one key in Find: results computed", ms(middle(took)), "ms", 7, spread(took))]


def opening(made: Made, times: int) -> list[Finding]:
    """A case with its notes, each time another one, over the same rows in the plain."""
    session, plain = made.sign_in(), PlainOffice(made.plain)
    cases = _cases(session)
    session.access.give(tuple(cases), Why(WhyOpened.COVERING))
    ids = itertools.cycle(cases)
    bare, before, whole = [], [], []
    for case, unread, own in zip(*[ids] * 2, itertools.cycle(plain.cases()), strict=False):
        bare.append(_took(plain.case, own))
        before.append(_took(case_views.view, session, case))
        whole.append(_took(session.casework.case, unread))
        if len(whole) == times + WARM_UP:
            break
    session.close()
    plain.close()
    least, middle_before, middle_whole = (middle(each[WARM_UP:]) for each in (bare, before, whole))
    what = f"open a case with {NOTES} notes, over plain SQLite"
    plain_text = f"the plain rows {ms(least):.2f} ms"
    first = f"{ms(middle_before):.2f} ms; {plain_text}"
    second = f"{ms(middle_whole):.2f} ms; {plain_text}"
    return [
        Finding("case", f"{what}: before its entry", middle_before / least, "times", 2, first),
        Finding("case", f"{what}: signed entry and all", middle_whole / least, "times", 3.5, second),
    ]


def saving(made: Made, times: int) -> list[Finding]:
    """A note with its contact, durable and signed, over the plain durable rows."""
    session, plain = made.sign_in(), PlainOffice(made.plain)
    ours, bare = _cases(session)[:20], plain.cases()[:20]
    session.access.give(tuple(ours), Why(WhyOpened.COVERING))
    body = NoteBody(progress=" ".join(SENTENCES[:3]), outcome=SENTENCES[4], channel="TEL", minutes=20)
    author, at = session.me.id, moment(session.desk.records.clock())
    least, whole = [], []
    for number in range(times + WARM_UP):
        least.append(_took(plain.add_note, bare[number % len(bare)], author, at, body))
        whole.append(_took(session.casework.add_note, ours[number % len(ours)], body))
    session.close()
    plain.close()
    middle_plain, middle_whole = middle(least[WARM_UP:]), middle(whole[WARM_UP:])
    detail = f"{ms(middle_whole):.2f} ms; the plain rows {ms(middle_plain):.2f} ms"
    what = "save a note, durable and signed, over plain durable rows"
    return [Finding("note", what, middle_whole / middle_plain, "times", 1.8, detail)]


def _cases(session: OfficeSession) -> list[UUID]:
    """The ids of all cases."""
    with session.desk.read() as connection:
        return [UUID(bytes=row[0]) for row in directory_store.cases(connection)]
