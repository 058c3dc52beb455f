"""A signed paper that lets someone receive a person's file (domain table 4.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.decision import Allowed
from iass_tui.rules.records.access import WrittenAuthority
from iass_tui.rules.release import AuthorityFrom
from iass_tui.rules.release.basis import may_record_authority
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import Seat
from screens.standing.dates import read_day, read_later
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.words import standing as words
from screens.words.reasons import reason_sentences

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

GIVEN_BY = tuple(Choice(one.value, words.GIVEN_BY[one]) for one in AuthorityFrom)
OUTSIDE = "OUTSIDE"


class AuthoritySeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class PeopleWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class AuthorityWork(Protocol):
    """What this form needs of the service."""

    def add_authority(self, person_id: UUID, authority: WrittenAuthority) -> None: ...


class AuthorityScreen(FormPage):
    """Who signed, for whom, when, and where the paper is."""

    where = "Written authority"
    act = "Record the authority"

    def __init__(self, seat: AuthoritySeat, people: PeopleWork, access: AuthorityWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.people, self.access, self.person_id, self.today = people, access, person_id, seat.today_date()
        self.names: dict[str, str] = {}

    @classmethod
    def open(cls, session: Session, wish: messages.AuthorityWanted) -> Self:
        """An authority over the file in the wish."""
        return cls(session, session.people, session.access_basis, wish.person_id)

    def place(self) -> messages.Wish:
        """This form again, empty."""
        return messages.AuthorityWanted(self.person_id)

    def fields(self) -> ComposeResult:
        """In the order in which the paper is read."""
        yield CompactChoice("given_by", "Who signed it?", GIVEN_BY)
        yield CompactChoice("by", "Which parent?", ())
        yield CompactChoice("to", "Who may receive the file?", ())
        yield TextField("to_name", "Their name and office", dense=True)
        yield DateFields("signed_on", "Signed on", hint="", dense=True)
        yield DateFields("until", "Counts until", hint="", dense=True, optional=True)
        yield TextField("evidence", "Where the paper is", dense=True)

    async def fill(self) -> None:
        """The family, as whom it may be for or from."""
        view = await self.call(self.people.person, self.person_id)
        adults = [one for one in view.family if not one.is_child_side and one.tie.relation != "SIB"]
        self.names = {str(one.person_id): one.name for one in view.family}
        self._offer("by", tuple(Choice(str(one.person_id), one.name) for one in adults))
        family = tuple(Choice(code, name) for code, name in self.names.items())
        self._offer("to", (*family, Choice(OUTSIDE, "Someone else: a solicitor, an advocate", apart=bool(family))))
        self._show()

    def _offer(self, key: str, choices: tuple[Choice, ...]) -> None:
        field = self.field(key)
        assert isinstance(field, CompactChoice)
        field.offer(choices)

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Only a parent is named who signed, only an outsider whom it is for."""
        super().on_form_field_changed(event)
        if event.field.key in ("given_by", "to"):
            self._show()

    def _show(self) -> None:
        self.field("by").display = self.field("given_by").text == AuthorityFrom.PARENT.value
        self.field("to_name").display = self.field("to").text == OUTSIDE

    def _authority(self) -> WrittenAuthority | None:
        signed_on, _ = read_day(self, "signed_on", self.today)
        until, _ = read_later(self, "until")
        given_by, to, by = (self.field(key).text for key in ("given_by", "to", "by"))
        if signed_on is None or not given_by or not to:
            return None
        source = AuthorityFrom(given_by)
        return WrittenAuthority(
            given_by=source,
            by_id=UUID(by) if source is AuthorityFrom.PARENT and by else None,
            to_id=None if to == OUTSIDE else UUID(to),
            to_name=self.kept("to_name") if to == OUTSIDE else self.names[to],
            signed_on=signed_on,
            until=until,
            evidence=self.kept("evidence"),
        )

    def problems(self) -> Iterator[tuple[str, str]]:
        """Who, for whom, when, where the paper is."""
        yield from self.long_texts()
        for key, sentence in (("given_by", "Choose who signed it"), ("to", "Choose who may receive the file")):
            if not self.field(key).text:
                yield key, sentence
        for key, read in (("signed_on", read_day(self, "signed_on", self.today)), ("until", read_later(self, "until"))):
            if read[1]:
                yield key, read[1]
        authority = self._authority()
        if authority is not None:
            answer = may_record_authority(authority, self.today)
            if not isinstance(answer, Allowed):
                yield from (("evidence", sentence) for sentence in reason_sentences(answer.reasons))

    async def submit(self) -> None:
        """Records it."""
        authority = self._authority()
        assert authority is not None
        await self.save(self.access.add_authority, self.person_id, authority)
        self.done("Recorded", messages.Changed(self.person_id))
