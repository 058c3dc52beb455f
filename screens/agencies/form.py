"""The form of an entry: a new one, for a family straight away, or one to change. Likenesses are asked about."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.agencies import AgencyReason, Likeness, may_list
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.agencies import Agency, AgencyCard, Involvement
from screens import messages
from screens.agencies import standing
from screens.base import Seat
from screens.dialogs.dialog import Confirm
from screens.widgets.compact import CompactChoice
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.page import Shown
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Section
from screens.words import agencies as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

TEXTS = ("organisation", "person", "job", "phone", "email", "words")
TO_DO = {
    AgencyReason.NO_KIND: ("code", "Choose what kind it is"),
    AgencyReason.NO_ORGANISATION: ("organisation", "Write the name of the organisation"),
}


class FormSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class FormWork(Protocol):
    """What this form needs of the directory."""

    def agency(self, agency_id: UUID) -> Agency: ...
    def alike(self, card: AgencyCard, but: UUID | None = None) -> tuple[tuple[Agency, Likeness], ...]: ...
    def add(self, card: AgencyCard) -> UUID: ...
    def change(self, agency_id: UUID, version: int, before: AgencyCard, card: AgencyCard) -> Agency: ...
    def involve(self, person_id: UUID, agency_id: UUID, body: Involvement) -> UUID: ...


class AgencyFormScreen(FormPage):
    """The same fields for a new entry and an old one."""

    where = "An entry of the directory"
    act = "Save the entry"

    def __init__(self, seat: FormSeat, agencies: FormWork, wish: messages.AgencyFormWanted) -> None:
        super().__init__(seat)
        self.agencies, self.wish = agencies, wish
        self.today = seat.today_date()
        self.before, self.version = AgencyCard(code="", organisation=""), 0

    @classmethod
    def open(cls, session: Session, wish: messages.AgencyFormWanted) -> Self:
        """The entry in the wish, or a new one."""
        return cls(session, session.agencies, wish)

    def place(self) -> messages.Wish:
        """This form again."""
        return self.wish

    def fields(self) -> ComposeResult:
        """Who they are and how to reach them; for a family, also how they stand to it."""
        label = words.AGENCY_LABELS
        yield CompactChoice("code", label["code"], words.kind_choices(self.today))
        yield TextField("organisation", label["organisation"], dense=True)
        yield TextField("person", label["person"], dense=True, optional=True)
        yield TextField("job", label["job"], dense=True, optional=True)
        yield TextField("phone", label["phone"], dense=True, optional=True)
        yield TextField("email", label["email"], dense=True, optional=True)
        yield TextField("words", label["words"], dense=True, optional=True)
        yield TextAreaField("address", label["address"], rows=3, optional=True)
        if self.wish.person_id is not None:
            yield Section("For this family")
            yield from standing.fields()

    async def fill(self) -> None:
        """Puts the entry into the fields."""
        if self.wish.agency_id is None:
            return
        stored = await self.call(self.agencies.agency, self.wish.agency_id)
        self.before, self.version = stored.card, stored.version
        for name in ("code", "address", *TEXTS):
            self.field(name).text = getattr(stored.card, name)

    def _card(self) -> AgencyCard:
        typed: dict[str, Any] = {name: text.squash(self.kept(name)) for name in TEXTS}
        typed["email"] = text.normal_email(typed["email"])
        return dataclasses.replace(self.before, **typed, code=self.field("code").text, address=self.kept("address"))

    def problems(self) -> Iterator[tuple[str, str]]:
        """A kind, an organisation, an e-mail with its @."""
        long = list(self.long_texts())
        yield from long
        if long:
            return
        card = self._card()
        answer = may_list(card)
        if isinstance(answer, Refused):
            yield from (TO_DO[reason] for reason in answer.reasons if isinstance(reason, AgencyReason))
        if card.email and "@" not in card.email:
            yield "email", "Write the e-mail address with its @"
        if self.wish.person_id is not None:
            yield from standing.problems(self)

    async def submit(self) -> None:
        """Asks about what may be the same, then saves."""
        card = self._card()
        alike = await self.call(self.agencies.alike, card, self.wish.agency_id)
        if alike and not await self.ask(_question(alike)):
            raise Shown
        if self.wish.agency_id is not None:
            await self._change(self.wish.agency_id, card)
        else:
            await self._add(card)

    async def _add(self, card: AgencyCard) -> None:
        agency_id = await self.save(self.agencies.add, card)
        if self.wish.person_id is not None:
            await self.save(self.agencies.involve, self.wish.person_id, agency_id, standing.read(self))
        self.done("Saved", messages.Changed(self.wish.person_id))

    async def _change(self, agency_id: UUID, card: AgencyCard) -> None:
        def write(version: int, before: AgencyCard, mine: AgencyCard) -> object:
            return self.agencies.change(agency_id, version, before, mine)

        labels = words.AGENCY_LABELS
        first = await save_merged(self, write, self.version, self.before, card, labels, words.field_words)
        self.done(saved_words(first), messages.Changed())


def _question(alike: Sequence[tuple[Agency, Likeness]]) -> Confirm:
    lines = [
        f"{one.card.full_name}{' (retired)' if one.card.is_retired else ''} {words.LIKENESS[why]}."
        for one, why in alike[:5]
    ]
    sentence = "\n".join([*lines, "", "Two entries for one agency hide half of what is known about it."])
    return Confirm("Is this one in the directory already?", sentence, "Save it all the same", danger=True)
