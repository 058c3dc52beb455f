"""Searching in every note: opened newest first in batches, so that the first hits are there at once."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from db.note_search_store import CaseOfNote, NoteReader
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import in_england
from iass_tui.rules.note_search import is_hit, sieve, text_of
from iass_tui.rules.notes import BrokenThread, NoteThread, fold_thread
from iass_tui.rules.records.casework import NoteRow
from iass_tui.rules.records.office import Act
from iass_tui.rules.timeline import marked, wanted_words
from iass_tui.services.acting import About, record
from iass_tui.services.note_search_views import NoteHit, SearchStep
from iass_tui.services.problems import in_words

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

MOST = 300
"""Hits that one search shows."""
FIRST, LARGEST = 64, 1024
"""Notes in the first batch, and in the largest: the first hits come at once, the rest with little said in between."""


class NoteSearchService:
    """Searching in every note. See `note_search_views.NoteSearch`."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._shown: dict[UUID, bool] = {}

    @in_words()
    def search(self, query: str, tell: Callable[[SearchStep], None], is_cancelled: Callable[[], bool]) -> SearchStep:
        """See the port. A query without a letter or digit finds nothing, and is no search."""
        self._session.require(Action.FIND)
        self._session.require(Action.OPEN_CASE)
        wanted = wanted_words(query)
        if not wanted:
            return SearchStep((), 0, 0, is_over=True)
        with self._desk.read() as connection:
            reader, self._shown = NoteReader(self._desk, connection), {}
            record(self._desk, dataclasses.replace(About("notes").detail(Act.SEARCH), count=reader.count))
            step = SearchStep((), 0, reader.count, is_over=True)
            for step in self._steps(reader, wanted):
                if is_cancelled():
                    return dataclasses.replace(step, is_over=False)
                tell(step)
                time.sleep(0)  # a moment for the screen
            return step

    def _steps(self, reader: NoteReader, wanted: tuple[str, ...]) -> Iterator[SearchStep]:
        may_hold = sieve(wanted)
        found = looked_at = unreadable = 0
        before, size, is_over = reader.newest, FIRST, False
        while not is_over:
            batch = reader.batch(before, size, may_hold)
            hits, lost = self._hits(batch.threads, wanted)
            hits = hits[: MOST - found]
            found, looked_at = found + len(hits), looked_at + batch.looked_at
            unreadable += batch.unreadable + lost
            is_over = batch.is_last or found == MOST
            yield SearchStep(tuple(hits), looked_at, reader.count, unreadable, is_over, is_full=found == MOST)
            before, size = batch.before, min(size * 2, LARGEST)

    def _hits(
        self, threads: list[tuple[CaseOfNote, list[NoteRow]]], wanted: tuple[str, ...]
    ) -> tuple[list[NoteHit], int]:
        """The notes that hold it, and how many are no thread."""
        hits, lost = [], 0
        for case, rows in threads:
            try:
                thread = fold_thread(rows)
            except BrokenThread:
                lost += 1
                continue
            if is_hit(thread, wanted):
                hits.append(self._hit(case, thread, wanted))
        return hits, lost

    def _hit(self, case: CaseOfNote, thread: NoteThread, wanted: tuple[str, ...]) -> NoteHit:
        name, is_open = self._session.people.colleague_name, self._is_open(case)
        return NoteHit(
            note_id=thread.note_id,
            case_id=case.id,
            reference=format_reference(case.number),
            day=thread.body.happened_on or in_england(thread.written_at).date(),
            author=name(thread.author_id),
            context=marked(text_of(thread), wanted) if is_open else "",
            officer=name(case.officer_id),
            in_error=thread.is_in_error,
        )

    def _is_open(self, case: CaseOfNote) -> bool:
        """Whether words of it may be shown: not a colleague's, and no family on whose page somebody says why first."""
        if case.id not in self._shown:
            self._shown[case.id] = self._session.access.shows(case.id, case.officer_id)
        return self._shown[case.id]
