"""How an agency stands to one person: noted anew, or changed (P33: "involved now or soon")."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.records.agencies import Agency, Involvement, RecordedInvolvement
from screens import messages
from screens.agencies import standing
from screens.base import Seat
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.page import Shown
from screens.widgets.words import Section
from screens.words import agencies as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class InvolvedWork(Protocol):
    """What this form needs of the directory."""

    def agency(self, agency_id: UUID) -> Agency: ...
    def of(self, person_id: UUID) -> tuple[RecordedInvolvement, ...]: ...
    def involve(self, person_id: UUID, agency_id: UUID, body: Involvement) -> UUID: ...
    def change_involvement(
        self, involvement_id: UUID, version: int, before: Involvement, body: Involvement
    ) -> None: ...


class InvolvedScreen(FormPage):
    """Three fields."""

    where = "Who is involved"
    act = "Save how they stand"

    def __init__(self, seat: Seat, agencies: InvolvedWork, wish: messages.InvolvedWanted) -> None:
        super().__init__(seat)
        self.agencies, self.wish = agencies, wish
        self.stored: RecordedInvolvement | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.InvolvedWanted) -> Self:
        """The involvement in the wish, or a new one with its agency."""
        return cls(session, session.agencies, wish)

    def place(self) -> messages.Wish:
        """This form again."""
        return self.wish

    def fields(self) -> ComposeResult:
        """Who, and how they stand."""
        yield Section("", classes="first", ident="which")
        yield from standing.fields()

    async def fill(self) -> None:
        """Puts what stands there into the fields."""
        if self.wish.agency_id is not None:
            entry = await self.call(self.agencies.agency, self.wish.agency_id)
            self.query_one("#which", Section).update(words.listed_name(entry.card))
            return
        every = await self.call(self.agencies.of, self.wish.person_id)
        self.stored = next((one for one in every if one.id == self.wish.involvement_id), None)
        if self.stored is None:
            self.say("This is no longer on their record.")
            raise Shown
        self.query_one("#which", Section).update(words.name_of(self.stored))
        standing.fill(self, self.stored.body)

    def problems(self) -> Iterator[tuple[str, str]]:
        """An answer, and a day that can be."""
        yield from self.long_texts()
        yield from standing.problems(self)

    async def submit(self) -> None:
        """Saves, joining what a colleague saved first."""
        typed = standing.read(self)
        if self.stored is None:
            assert self.wish.agency_id is not None
            await self.save(self.agencies.involve, self.wish.person_id, self.wish.agency_id, typed)
            self.done("Saved", messages.Changed(self.wish.person_id))
            return
        stored = self.stored
        body = dataclasses.replace(stored.body, stands=typed.stands, since=typed.since, words=typed.words)

        def write(version: int, before: Involvement, mine: Involvement) -> None:
            self.agencies.change_involvement(stored.id, version, before, mine)

        labels = words.INVOLVEMENT_LABELS
        first = await save_merged(self, write, stored.version, stored.body, body, labels, words.field_words)
        self.done(saved_words(first), messages.Changed(self.wish.person_id))
