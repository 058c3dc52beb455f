"""The form that changes who someone is: names, birth date, how to talk with them, what to take care of."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import DateFault, DateProblem, PartialDate, check_birth_date
from iass_tui.rules.records.people import PersonCard
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import Seat
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.date_fields import DateFields
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.text_field import TextField
from screens.words import people as words
from screens.words.codes import choices, code_of

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

TEXTS = ("given_name", "family_name", "known_as", "safety_words", "code_word")
CODES = ("user_type", "language", "interpreter")
LISTS = ("formats", "safety")
BEFORE, VERSION = "before", "version"
"""In a draft: the card it began from, so that what a colleague saved meanwhile is noticed."""


class CardSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class CardWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...
    def change_card(self, person_id: UUID, version: int, before: PersonCard, card: PersonCard) -> PersonView: ...


class CardScreen(FormPage):
    """Everything on the card. Two colleagues at once are asked field by field."""

    where = "Change a person"
    act = "Save the card"

    def __init__(self, seat: CardSeat, people: CardWork, drafts: DraftsWork, wish: messages.CardWanted) -> None:
        super().__init__(seat)
        self.people, self.person_id = people, wish.person_id
        self.today = seat.today_date()
        self.keeper = DraftKeeper(drafts, lambda: drafts.start("card", person_id=self.person_id), wish.draft_id)
        self.before: PersonCard | None = None
        self.version = 0

    @classmethod
    def open(cls, session: Session, wish: messages.CardWanted) -> Self:
        """The card of the person in the wish."""
        return cls(session, session.people, session.drafts, wish)

    def place(self) -> messages.Wish:
        """This form again, with its draft."""
        return messages.CardWanted(self.person_id, self.keeper.draft_id if self.keeper else None)

    def fields(self) -> ComposeResult:
        """One field for everything on the card."""
        label = words.CARD_LABELS
        yield TextField("given_name", label["given_name"], dense=True)
        yield TextField("family_name", label["family_name"], dense=True)
        yield TextField("known_as", label["known_as"], dense=True, optional=True)
        yield DateFields(
            "born", label["born"], hint="A month and year, or a year alone, will do", optional=True, dense=True
        )
        yield CompactMulti("safety", label["safety"], choices("SAFETY", self.today))
        yield TextField("safety_words", label["safety_words"], dense=True, optional=True)
        yield TextField("code_word", label["code_word"], dense=True, optional=True)
        yield CompactChoice("language", label["language"], choices("LANG", self.today, nothing="Not known"))
        yield CompactChoice("interpreter", label["interpreter"], choices("INTERP", self.today, nothing="Not known"))
        yield CompactMulti("formats", label["formats"], choices("FORMAT", self.today))
        yield CompactChoice("user_type", label["user_type"], choices("USER_TYPE", self.today, nothing="Not known"))

    async def fill(self) -> None:
        """Puts the card into the fields."""
        view = await self.call(self.people.person, self.person_id)
        self.before, self.version = view.card, view.version
        for name in TEXTS:
            self.field(name).text = getattr(view.card, name)
        for name in CODES:
            self.field(name).text = getattr(view.card, name)
        for name in LISTS:
            self.field(name).text = " ".join(getattr(view.card, name))
        self.query_one("#born", DateFields).show_date(view.card.born)

    # the draft

    def values(self) -> dict[str, str]:
        """What is typed, and what it began from."""
        before = json.dumps(self.before.to_json(), sort_keys=True) if self.before else ""
        return {**super().values(), BEFORE: before, VERSION: str(self.version)}

    def take(self, values: dict[str, str]) -> None:
        """Goes on from where the draft began, not from what stands there now."""
        if values.get(BEFORE):
            self.before = PersonCard.from_json(json.loads(values[BEFORE]))
            self.version = int(values.get(VERSION, "0"))
        super().take(values)

    # saving

    def _born(self) -> PartialDate | DateProblem | None:
        found = self.query_one("#born", DateFields).read(approximate=True)
        if isinstance(found, DateProblem):
            return None if found.fault is DateFault.NOTHING_TYPED else found
        return check_birth_date(found, self.today) or found

    def problems(self) -> Iterator[tuple[str, str]]:
        """A name, and a birth date that can be."""
        yield from self.long_texts()
        if not self.field("given_name").text.strip() and not self.field("family_name").text.strip():
            yield "given_name", "Enter a given name or a family name"
        born = self._born()
        if isinstance(born, DateProblem):
            yield "born", self.query_one("#born", DateFields).sentence(born)

    async def submit(self) -> None:
        """Saves, joining what a colleague saved first."""
        assert self.before is not None
        born = self._born()
        typed: dict[str, Any] = {name: self.kept(name) for name in TEXTS}
        typed |= {name: code_of(self.field(name).text) for name in CODES}
        typed |= {name: tuple(self.field(name).text.split()) for name in LISTS}
        typed["born"] = born if isinstance(born, PartialDate) else None
        card = dataclasses.replace(self.before, **typed)

        def write(version: int, before: PersonCard, mine: PersonCard) -> object:
            return self.people.change_card(self.person_id, version, before, mine)

        first = await save_merged(self, write, self.version, self.before, card, words.CARD_LABELS, words.field_words)
        if self.keeper is not None:
            await self.keeper.throw_away()
        self.done(saved_words(first), messages.Changed(self.person_id))
