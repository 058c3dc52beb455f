"""Searching in all notes: hits stream in newest first, it says how far it is, Esc stops it, Enter opens the note."""

from __future__ import annotations

import dataclasses
import threading
from functools import partial
from typing import TYPE_CHECKING, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.message import Message

from iass_tui.rules.masking import Neutral
from iass_tui.rules.timeline import wanted_words
from iass_tui.services.note_search_views import NoteHit, NoteSearch, SearchStep
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.field import FormField
from screens.widgets.row_list import Row, RowList
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.days import short_day
from screens.words.notes import IN_ERROR

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

HINT = "Words of a note, in any order and spelling. Enter searches. Names: /"
ASKS = "a colleague's case, {}'s: Enter asks why you open it"


class NoteSearchScreen(OfficeScreen):
    """One field, the hits, and a line on how far it is. What was looked for is written nowhere."""

    where = "Search in all notes"
    CSS_PATH = "page.tcss"

    class Came(Message):
        """A step of a search, from its thread."""

        def __init__(self, search: Running, step: SearchStep) -> None:
            super().__init__()
            self.search, self.step = search, step

    def __init__(self, seat: Seat, notes: NoteSearch, typed: str = "") -> None:
        super().__init__(seat)
        self.notes, self.typed = notes, typed
        self.field = TextField("query", "Search in all notes", hint=HINT, value=typed)
        self.search: Running | None = None
        self.step: SearchStep | None = None
        self.hits: list[NoteHit] = []

    @classmethod
    def open(cls, session: Session, wish: messages.NoteSearchWanted) -> Self:
        """The page, with what was typed elsewhere looked for at once."""
        return cls(session, session.note_search, wish.typed)

    def body(self) -> ComposeResult:
        """The field, the hits, how far it is."""
        yield self.field
        yield RowList(columns=(11, 8, 0, 13), empty="", ident="hits")
        yield Words("", ident="far", classes="dim")

    async def takes_keys(self) -> None:
        """At once: what is typed ends a search that still runs."""

    def on_mount(self) -> None:
        """Ready to type, or searching for what was typed before."""
        self.field.aim()
        if self.typed:
            self.action_search()

    def on_unmount(self) -> None:
        """Nothing goes on behind a page that is gone."""
        self._stop()

    def place(self) -> messages.Wish:
        """This page, with an empty field."""
        return messages.NoteSearchWanted()

    async def keep(self) -> None:
        """A lock ends the search: its hits go with the page."""
        self._stop()

    async def reload(self) -> None:
        """What was found stays as it was: a search is asked for, since each one is on record."""

    # searching

    def _stop(self) -> None:
        if self.search is not None:
            self.search.stopped.set()

    def action_search(self) -> None:
        """Searches anew; an earlier search ends."""
        self._stop()
        self.hits, self.step = [], None
        self.query_one(RowList).show([], keep=False)
        if not wanted_words(self.field.value):
            self._say("Type a word, or a part of one")
            return
        self._say("Searching…")
        self.search = search = Running(threading.Event())
        self.start(self._search, search, self.field.value, reading=True)

    async def _search(self, search: Running, query: str) -> None:
        tell = partial(self._tell, search)
        await self.call(self.notes.search, query, tell, search.stopped.is_set)

    def _tell(self, search: Running, step: SearchStep) -> None:
        """Called in the thread of the search."""
        self.post_message(self.Came(search, step))

    def on_note_search_screen_came(self, event: Came) -> None:
        """More hits, and how far it is."""
        event.stop()
        if event.search is not self.search or event.search.stopped.is_set():
            return
        self.step = event.step
        self.hits += event.step.hits
        if event.step.hits:
            self.query_one(RowList).add(_row(hit) for hit in event.step.hits)
        if event.step.is_over:
            self.search = None
        self._say(_far(event.step, len(self.hits)))

    def _say(self, words: str) -> None:
        self.query_one("#far", Words).update(f" {words}")

    # keys

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter searches; the cursor goes to the hits."""
        event.stop()
        self.action_search()
        if self.search is not None:
            self.query_one(RowList).focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """To the note, in its case."""
        if isinstance(event.row.key, tuple):
            case_id, note_id = event.row.key
            if isinstance(case_id, UUID):
                self.post_message(messages.CaseChosen(case_id, note_id))

    def action_leave(self) -> None:
        """Stops a search that is under way; then from the hits to the field, and from there to the page below."""
        if self.search is not None:
            self._stop()
            self.search = None
            looked_at = f"{self.step.looked_at:,} of {self.step.of:,}" if self.step else "none"
            self._say(f"Stopped after {looked_at} notes. {_found(len(self.hits))}. Search again to go on")
        elif self.focused is self.query_one(RowList):
            self.field.aim()
        else:
            self.post_message(messages.BackWanted())


@dataclasses.dataclass(eq=False)
class Running:
    """One search; `stopped` ends it."""

    stopped: threading.Event


def _row(hit: NoteHit) -> Row:
    words = hit.context or Neutral(ASKS.format(hit.officer or "someone"))
    if hit.in_error and hit.context:
        words = f"{IN_ERROR}   {words}"
    return Row((hit.case_id, hit.note_id), (Neutral(short_day(hit.day)), hit.reference, words, hit.author))


def _found(count: int) -> str:
    return "Nothing found" if not count else "1 note found" if count == 1 else f"{count} notes found"


def _far(step: SearchStep, count: int) -> str:
    lost = f" {step.unreadable} notes do not open: run iass check --deep." if step.unreadable else ""
    if step.is_full:
        return f"The newest {count}, after {step.looked_at:,} of {step.of:,} notes: more words find fewer.{lost}"
    if step.is_over:
        return f"{_found(count)}. All {step.of:,} looked through.{lost}"
    return f"{_found(count)}   {step.looked_at:,} of {step.of:,} notes looked through   Esc stops{lost}"
