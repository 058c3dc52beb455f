"""The form of how two people of a family are related, and what is known of parental responsibility."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.records.people import FamilyTie
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import Seat
from screens.widgets.choice_field import ChoiceField
from screens.widgets.compact import CompactChoice
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.page import Shown
from screens.widgets.text_field import TextField
from screens.widgets.words import Section
from screens.words import people as words
from screens.words.codes import choices

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class TieSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class TieWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...
    def change_tie(self, link_id: UUID, version: int, before: FamilyTie, tie: FamilyTie) -> None: ...


class TieScreen(FormPage):
    """Relation, responsibility, with whom the child lives, and how we know."""

    where = "How they are related"
    act = "Save how they are related"

    def __init__(self, seat: TieSeat, people: TieWork, person_id: UUID, link_id: UUID) -> None:
        super().__init__(seat)
        self.people, self.person_id, self.link_id = people, person_id, link_id
        self.today = seat.today_date()
        self.before, self.version = FamilyTie(), 0

    @classmethod
    def open(cls, session: Session, wish: messages.TieWanted) -> Self:
        """The tie in the wish, seen from its person."""
        return cls(session, session.people, wish.person_id, wish.link_id)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.TieWanted(self.person_id, self.link_id)

    def fields(self) -> ComposeResult:
        """What the tie holds."""
        label = words.TIE_LABELS
        yield Section("", classes="first", ident="both")
        yield ChoiceField("relation", label["relation"], choices("RELATION", self.today))
        yield CompactChoice("responsibility", label["responsibility"], choices("PR_STATUS", self.today))
        yield TextField("evidence", label["evidence"], hint="Like birth certificate seen 3 November", optional=True)
        yield CompactChoice("home", label["home"], choices("HOME", self.today))
        yield TextField("words", label["words"], optional=True)

    async def fill(self) -> None:
        """Puts what stands there into the fields."""
        view = await self.call(self.people.person, self.person_id)
        found = next((one for one in view.family if one.link_id == self.link_id), None)
        if found is None:
            self.say("This link is no longer there.")
            raise Shown
        self.before, self.version = found.tie, found.version
        child, adult = (found.name, view.card.full_name) if found.is_child_side else (view.card.full_name, found.name)
        self.query_one("#both", Section).update(f"What {adult} is to {child}")
        for name in words.TIE_LABELS:
            self.field(name).text = getattr(found.tie, name)

    async def submit(self) -> None:
        """Saves, joining what a colleague saved first."""
        tie = dataclasses.replace(
            self.before,
            relation=self.field("relation").text,
            responsibility=self.field("responsibility").text,
            home=self.field("home").text,
            evidence=self.kept("evidence"),
            words=self.kept("words"),
        )

        def write(version: int, before: FamilyTie, mine: FamilyTie) -> None:
            self.people.change_tie(self.link_id, version, before, mine)

        first = await save_merged(self, write, self.version, self.before, tie, words.TIE_LABELS, words.field_words)
        self.done(saved_words(first), messages.Changed(self.person_id))
