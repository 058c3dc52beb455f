"""One decision about one purpose: yes, no, or taken back. What a withdrawal stops is shown before it is recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.agencies import is_of_kind
from iass_tui.rules.consent import fold, recording_effects, withdrawal_effects
from iass_tui.rules.decision import ProblemKind
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, Decision, Purpose, Scope
from iass_tui.rules.wording import form_wording
from iass_tui.services.views import PersonView, WithdrawalDone
from screens import messages
from screens.base import Seat
from screens.consent import signing, taking_back
from screens.dialogs.dialog import Notice
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.widgets.words import Section, Words
from screens.words import consents as words
from screens.words.agencies import listed_name
from screens.words.problems import form_sentence

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ACTS = {Decision.GIVEN: "Record the yes", Decision.REFUSED: "Record the no", Decision.WITHDRAWN: "Take it back now"}
TITLES = {Decision.GIVEN: "They say yes", Decision.REFUSED: "They say no", Decision.WITHDRAWN: "They take it back"}
SAID = {
    "read_by": form_sentence("read_by", "", ProblemKind.MISSING),
    "language": "Choose in which language they were told",
    "format": "Choose in which format they were told",
}
NEEDS_NAME = frozenset({"EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "OTHER"})


class DecisionSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class PeopleWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class ConsentWork(Protocol):
    """What this form needs of consents."""

    def record(self, person_id: UUID, events: Sequence[ConsentEvent]) -> None: ...
    def withdraw(
        self, person_id: UUID, purpose: Purpose, scope: Scope, *, given_by: UUID | None, given_on: date, method: str
    ) -> WithdrawalDone: ...


class DirectoryWork(Protocol):
    """What this form needs of the directory of agencies."""

    def all(self, *, retired: bool = False) -> tuple[Agency, ...]: ...


class DecisionScreen(FormPage):
    """Taking back is as easy as giving (P47): the same few fields."""

    where = "Consent"

    def __init__(
        self,
        seat: DecisionSeat,
        people: PeopleWork,
        consent: ConsentWork,
        agencies: DirectoryWork,
        wish: messages.DecisionWanted,
    ) -> None:
        super().__init__(seat)
        self.people, self.consent, self.agencies, self.wish = people, consent, agencies, wish
        self.entries: dict[str, str] = {}
        """Names of the directory of the kind in question, by the entry's id."""
        self.today = seat.today_date()
        self.purpose, self.decision = Purpose(wish.purpose), Decision(wish.decision)
        self.act = ACTS[self.decision]
        self.givers: tuple[Choice, ...] = ()
        self.agrees = self.decision is Decision.GIVEN and self.purpose is not Purpose.REFUSE_ACCESS
        """Whether this is a Yes that needs the wording: a refusal of access is given, but agrees to nothing (P15)."""

    @classmethod
    def open(cls, session: Session, wish: messages.DecisionWanted) -> Self:
        """The decision in the wish."""
        return cls(session, session.people, session.consent, session.agencies, wish)

    def place(self) -> messages.Wish:
        """This form again, empty."""
        return self.wish

    @property
    def _names_someone(self) -> bool:
        return self.purpose is Purpose.CONTACT_AGENCY and self.decision is Decision.GIVEN

    def fields(self) -> ComposeResult:
        """What it does, who said it, how and when."""
        yield Section("", classes="first", ident="what")
        yield Words("", ident="effects")
        if self._names_someone:
            yield CompactChoice("entry", "From the directory", (), optional=True)
            yield TextField("named", "Which organisation or person?", hint="A kind alone is not enough to ring anyone")
        yield CompactChoice("giver", "Who says so?", ())
        yield CompactChoice("right", "By what right, for a child?", signing.RIGHTS, optional=True)
        if self.agrees:
            yield signing.read_field()
            yield signing.told_field()
            yield from signing.language_fields(self.today)
        yield signing.method_field()
        yield TextField("evidence", "Taken down by, or where the paper is", dense=True)
        yield DateFields("given_on", "When did they say so? (P96)", hint="", dense=True)
        yield TextField("conditions", "On what condition?", optional=True, dense=True)

    async def fill(self) -> None:
        """Whom it is about, what it does, and today."""
        view = await self.call(self.people.person, self.wish.person_id)
        self.givers = signing.givers(view)
        giver = self.field("giver")
        assert isinstance(giver, CompactChoice)
        giver.offer(self.givers)
        self.field("right").display = signing.is_child(view)
        names = {one.person_id: one.name for one in view.family}
        about = names.get(self.wish.about_id, "") if self.wish.about_id else ""
        what = words.what_for(self.purpose, self._scope(), about)
        self.query_one("#what", Section).update(f"{TITLES[self.decision]}: {what}")
        self.query_one("#effects", Words).update(self._effects(view))
        if self._names_someone:
            await self._offer_entries()
            self.field("named").text = self.wish.named
        if self.agrees:
            for key, code in signing.usual(view).items():
                self.field(key).text = code
        given_on = self.field("given_on")
        assert isinstance(given_on, DateFields)
        given_on.show_date(signing.today_as(self.today))

    async def _offer_entries(self) -> None:
        """Whoever of this kind the directory knows; choosing one writes the name (P33)."""
        found = [one for one in await self.call(self.agencies.all) if is_of_kind(one.card, self.wish.agency)]
        self.entries = {str(one.id): one.card.full_name for one in found}
        field = self.field("entry")
        assert isinstance(field, CompactChoice)
        field.offer(Choice(str(one.id), listed_name(one.card)) for one in found)
        field.display = bool(found)

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """An entry of the directory writes its name, as it is said to the family."""
        super().on_form_field_changed(event)
        if event.field.key == "entry" and event.field.text in self.entries:
            self.field("named").text = self.entries[event.field.text]

    def _effects(self, view: PersonView) -> str:
        if self.decision is Decision.WITHDRAWN:
            effects = withdrawal_effects(fold(view.consents, self.today, view.card.born, used=view.used), self.purpose)
        else:
            said = ConsentEvent(
                purpose=self.purpose, decision=self.decision, given_on=self.today, scope=self._scope(), right="SELF"
            )
            found = recording_effects(view.consents, [said], self.today, view.card.born)
            if found is None:
                return ""
            effects = found
        return taking_back.before_words(effects) + "\n"

    def _scope(self) -> Scope:
        wish = self.wish
        named = text.squash(self.field("named").text) if self._names_someone and self.is_filled else wish.named
        return Scope(agency=wish.agency, named=named, person_id=wish.about_id)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Who, how, when; and a name where a kind is not enough."""
        yield from self.long_texts()
        if self._names_someone and self.wish.agency in NEEDS_NAME and not self.field("named").text.strip():
            yield "named", "Write which organisation or person they allow us to contact"
        if not self.field("giver").text:
            yield "giver", "Choose who says so"
        if self.agrees:
            yield from self._untold()
        if not self.field("method").text:
            yield "method", "Choose how it was given (P95)"
        elif self.field("method").text == ConsentMethod.VERBAL.value and not self.field("evidence").text.strip():
            yield "evidence", "Write the initials of who took it down (P95)"
        _, sentence = self._given_on()
        if sentence:
            yield "given_on", sentence

    def _untold(self) -> Iterator[tuple[str, str]]:
        """P72, and that it may be taken back: without them a Yes is no consent."""
        for key in ("read_by", "language", "format"):
            if not self.field(key).text:
                yield key, SAID[key]
        if not self.field("withdrawal_explained").text:
            yield "withdrawal_explained", form_sentence("withdrawal_explained", "", ProblemKind.NEEDS_A_YES)

    def _given_on(self) -> tuple[date | None, str]:
        field = self.field("given_on")
        assert isinstance(field, DateFields)
        return signing.read_day(field, self.today)

    async def submit(self) -> None:
        """Records it; a withdrawal takes its effects at once and says what remains to be done."""
        given_on, _ = self._given_on()
        assert given_on is not None
        giver = UUID(self.field("giver").text)
        with self.busy():
            if self.decision is Decision.WITHDRAWN:
                await self._withdraw(giver, given_on)
            else:
                await self.call(self.consent.record, self.wish.person_id, [self._event(giver, given_on)])
        self.done("Recorded", messages.Changed(self.wish.person_id))

    async def _withdraw(self, giver: UUID, given_on: date) -> None:
        done = await self.call(
            lambda: self.consent.withdraw(
                self.wish.person_id,
                self.purpose,
                self._scope(),
                given_by=giver,
                given_on=given_on,
                method=self.field("method").text,
            )
        )
        paragraphs = ["Done at once:\n" + "\n".join(f"  {words.effect_words(one)}" for one in done.at_once)]
        if done.backups_closed:
            paragraphs.append("No older copy of the keys opens what was erased.")
        paragraphs += words.then_words(done.then)
        await self.ask(Notice("It is taken back", *paragraphs))

    def _event(self, giver: UUID, given_on: date) -> ConsentEvent:
        own = giver == self.wish.person_id
        right = self.field("right").text.replace("-", "")
        event = ConsentEvent(
            purpose=self.purpose,
            decision=self.decision,
            given_by=giver,
            given_by_name=signing.name_of(self.givers, str(giver)),
            right="SELF" if own else right,
            method=ConsentMethod(self.field("method").text),
            evidence=self.kept("evidence"),
            given_on=given_on,
            scope=self._scope(),
            conditions=self.kept("conditions"),
        )
        return self._with_wording(event) if self.agrees else event

    def _with_wording(self, event: ConsentEvent) -> ConsentEvent:
        """A Yes says what was read or heard, by whom and how; of a No nobody claims that anything was read."""
        read = form_wording()
        return dataclasses.replace(
            event,
            wording_version=read.version,
            wording_hash=read.sha256,
            read_by=self.field("read_by").text,
            right_to_withdraw_explained=bool(self.field("withdrawal_explained").text),
            language=self.field("language").text,
            format=self.field("format").text,
        )
