"""Someone new in a family: first their own yes to being saved, and only then who they are (P2, P29)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Vertical

from iass_tui.rules import ages
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate, check_birth_date
from iass_tui.rules.policy import Issued, read_on
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, Decision, FormSubject, Purpose
from iass_tui.rules.records.people import FamilyTie, NamedRelative, PartyRole, PersonCard
from iass_tui.rules.wording import form_wording, spoken_wording, wording
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import Seat
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.widgets.words import Section, Words
from screens.words.codes import choices
from screens.words.consents import METHODS, READ_BY
from screens.words.people import TIE_LABELS

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

OWN, FOR_CHILD, NO = "OWN", "PR", "NO"
ANSWERS = (
    Choice(OWN, "Yes, they said so themselves"),
    Choice(FOR_CHILD, "Yes, a parent said so for a child under 16"),
    Choice(NO, "No, or they have not been asked", apart=True),
)
NOT_SAVED = "Nothing is saved about them, and the fields for their name do not open. Ask them, then come back."
ADULTS = (Choice("PARENT", "A parent or carer"), Choice("OTHER", "Someone else"))
CHILD = Choice("CHILD", "A child or young person")


class RelativeSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class RelativeWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...
    def add_relative(
        self,
        person_id: UUID,
        card: PersonCard,
        tie: FamilyTie,
        *,
        save_consent: ConsentEvent,
        named: NamedRelative | None = None,
    ) -> UUID: ...


class PolicyWork(Protocol):
    """What this form needs of the policy: which version is agreed to."""

    def issued(self) -> Issued: ...


class RelativeScreen(FormPage):
    """The question first; the fields for a name open with a Yes."""

    where = "Someone new in the family"
    act = "Save them"
    NO_DRAFT = "Nothing has been written so far. If the line drops now, this page is lost."

    def __init__(
        self,
        seat: RelativeSeat,
        people: RelativeWork,
        policy: PolicyWork,
        person_id: UUID,
        number: int | None = None,
    ) -> None:
        super().__init__(seat)
        self.people, self.policy, self.person_id, self.number = people, policy, person_id, number
        self.issued: Issued = ()
        self.today = seat.today_date()
        self.view: PersonView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.RelativeWanted) -> Self:
        """A new relative of the person in the wish."""
        return cls(session, session.people, session.policy, wish.person_id, wish.named)

    def fields(self) -> ComposeResult:
        """What is said and answered; below it, closed until a Yes, who they are."""
        yield Words(f"Read aloud: {wording('intake.save').text}\n")
        yield ChoiceField("answer", "What did they answer?", ANSWERS)
        yield Words(NOT_SAVED, ident="no", classes="strong")
        with Vertical(id="details"):
            yield CompactChoice("given_by", "Which parent said so?", ())
            yield CompactChoice("read_by", "The policy", [Choice(code, words) for code, words in READ_BY.items()])
            yield CompactChoice("method", "How they said yes", [Choice(k.value, words) for k, words in METHODS.items()])
            yield DateFields("given_on", "On which day", dense=True)
            yield TextField("evidence", "Noted by", hint="Initials, or where the paper is", dense=True)
            yield Section("Who they are")
            yield CompactChoice("role", "Who is it?", ())
            yield TextField("given_name", "Given name", dense=True)
            yield TextField("family_name", "Family name", dense=True)
            yield DateFields("born", "Born", hint="A year alone will do", optional=True, dense=True)
            yield CompactChoice("relation", "What the adult is", choices("RELATION", self.today))
            yield CompactChoice("responsibility", "Responsibility", choices("PR_STATUS", self.today))
            yield CompactChoice("home", TIE_LABELS["home"], choices("HOME", self.today))
            yield TextField("proof", "How we know", hint="Like birth certificate seen", optional=True, dense=True)

    async def fill(self) -> None:
        """Whom they can be related to, and what is known: today, and who writes it down."""
        self.view = view = await self.call(self.people.person, self.person_id)
        self.issued = await self.call(self.policy.issued)
        is_child = view.card.role is PartyRole.CHILD
        roles = (*ADULTS, CHILD) if is_child else (CHILD,)
        self.query_one("#role", CompactChoice).list.choices = roles
        if not is_child:
            self.field("role").text = CHILD.code
        adults = [
            (one.person_id, one.name) for one in view.family if not one.is_child_side and one.tie.relation != "SIB"
        ]
        adults += [] if is_child else [(view.id, view.card.full_name)]
        self.query_one("#given_by", CompactChoice).list.choices = [Choice(str(one), name) for one, name in adults]
        self.query_one("#given_on", DateFields).show_date(PartialDate.of(self.today))
        self.field("evidence").text = self.seat.me.card.initials or self.seat.me.card.name
        self._open_details()

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """The answer opens the rest, or closes it."""
        super().on_form_field_changed(event)
        if event.field.key == "answer":
            self._open_details()

    def _open_details(self) -> None:
        answer = self.field("answer").text
        self.query_one("#details").display = answer in (OWN, FOR_CHILD)
        self.query_one("#no").display = answer == NO
        self.query_one("#save").display = answer in (OWN, FOR_CHILD)
        self.field("given_by").display = answer == FOR_CHILD
        if answer in (OWN, FOR_CHILD) and (named := self._named()) is not None and not self.field("given_name").text:
            self._fill_in(named)
        if answer == NO:
            for key in ("given_name", "family_name", "born", "proof"):
                self.field(key).text = ""

    def _named(self) -> NamedRelative | None:
        """Whose name stands on the child's card already."""
        every = self.view.card.named if self.view else ()
        return every[self.number] if self.number is not None and self.number < len(every) else None

    def _fill_in(self, named: NamedRelative) -> None:
        """What was said of them when they were named: to be looked at, not typed again."""
        self.field("role").text = PartyRole.PARENT.value
        for key in ("given_name", "family_name", "relation", "responsibility", "home"):
            self.field(key).text = getattr(named, key)

    # saving

    def problems(self) -> Iterator[tuple[str, str]]:
        """The answer, then everything that makes it sure, then a name."""
        answer = self.field("answer").text
        if answer not in (OWN, FOR_CHILD):
            yield "answer", "Ask them whether we may save anything about them"
            return
        yield from self.long_texts()
        yield from self._about_consent(answer)
        yield from self._about_them(answer)

    def _about_consent(self, answer: str) -> Iterator[tuple[str, str]]:
        if answer == FOR_CHILD and not self.field("given_by").text:
            yield "given_by", "Choose which parent said so"
        if not self.field("read_by").text:
            yield "read_by", "Choose whether they read the policy or you read it to them"
        if not self.field("method").text:
            yield "method", "Choose how they said yes"
        given_on = self._date("given_on")
        if isinstance(given_on, DateProblem):
            yield "given_on", self.query_one("#given_on", DateFields).sentence(given_on)
        elif given_on is None or (given_on.exact or date.max) > self.today:
            yield "given_on", "Enter the day on which they said yes, today at the latest"
        if not self.field("evidence").text.strip():
            yield "evidence", "Write your initials, or where the paper is"

    def _about_them(self, answer: str) -> Iterator[tuple[str, str]]:
        role, born = self.field("role").text, self._date("born")
        if not role:
            yield "role", "Choose who it is"
        if not self.field("given_name").text.strip() and not self.field("family_name").text.strip():
            yield "given_name", "Enter a given name or a family name"
        if isinstance(born, DateProblem):
            yield "born", self.query_one("#born", DateFields).sentence(born)
        elif born is not None and (fault := check_birth_date(born, self.today)):
            yield "born", self.query_one("#born", DateFields).sentence(fault)
        if answer == FOR_CHILD and role and role != CHILD.code:
            yield "answer", "An adult answers for themselves: ask them"
        elif answer == FOR_CHILD and isinstance(born, PartialDate):
            oldest = ages.ages_possible(born, self.today)
            if oldest and oldest[1] >= ages.OWN_REQUESTS:
                yield "answer", "They are 16 or older: ask them themselves"
        if not self._are_siblings() and not self.field("relation").text:
            yield "relation", "Choose what the adult is to the child"

    def _date(self, key: str) -> PartialDate | DateProblem | None:
        found = self.query_one(f"#{key}", DateFields).read(approximate=key == "born")
        return None if isinstance(found, DateProblem) and found.fault is DateFault.NOTHING_TYPED else found

    def _are_siblings(self) -> bool:
        here = self.view.card.role if self.view else PartyRole.CHILD
        return here is PartyRole.CHILD and self.field("role").text == CHILD.code

    async def submit(self) -> None:
        """Saves them with their consent, and opens their page."""
        born = self._date("born")
        card = PersonCard(
            role=PartyRole(self.field("role").text),
            given_name=self.kept("given_name"),
            family_name=self.kept("family_name"),
            born=born if isinstance(born, PartialDate) else None,
        )
        tie = FamilyTie(
            relation="SIB" if self._are_siblings() else self.field("relation").text,
            responsibility=self.field("responsibility").text or "UNKNOWN",
            home="" if self._are_siblings() else self.field("home").text,
            evidence=self.kept("proof"),
        )
        new_id = await self.save(
            self.people.add_relative,
            self.person_id,
            card,
            tie,
            save_consent=self._consent(),
            named=self._named(),
        )
        self.done("Saved. r notes how to reach them, once they agree to that", messages.Changed(self.person_id))
        self.post_message(messages.PersonChosen(new_id))

    def _consent(self) -> ConsentEvent:
        is_own = self.field("answer").text == OWN
        given_on = self._date("given_on")
        assert isinstance(given_on, PartialDate)
        assert given_on.exact is not None
        method = ConsentMethod(self.field("method").text)
        read = (spoken_wording if method is ConsentMethod.VERBAL else form_wording)(
            read_on(self.issued, given_on.exact)
        )
        parent = self.query_one("#given_by", CompactChoice)
        names = {choice.code: choice.label for choice in parent.list.choices}
        own_name = " ".join(part for part in (self.kept("given_name"), self.kept("family_name")) if part)
        return ConsentEvent(
            purpose=Purpose.SAVE_CASE,
            decision=Decision.GIVEN,
            given_by=None if is_own else UUID(parent.value),
            given_by_name=own_name if is_own else names[parent.value],
            right="SELF" if is_own else "PR",
            about=FormSubject.SELF if is_own else FormSubject.CHILD,
            wording_version=read.version,
            wording_hash=read.sha256,
            method=method,
            evidence=self.kept("evidence"),
            read_by=self.field("read_by").text,
            right_to_withdraw_explained=True,
            given_on=given_on.exact,
        )
