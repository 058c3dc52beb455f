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
from iass_tui.rules.consent import recording_effects
from iass_tui.rules.consent.giving import Subject, may_record
from iass_tui.rules.decision import Allowed, Decision as Answer, ProblemKind
from iass_tui.rules.policy import Issued, read_on
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, Decision, Purpose, Scope
from iass_tui.rules.wording import purpose_text, purpose_wording
from iass_tui.services.consent_views import Stops, Went, WithdrawalDone
from iass_tui.services.views import OutboxFile, PersonView
from screens import messages
from screens.base import Seat
from screens.consent import signing, taking_back
from screens.plain import clean
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.widgets.words import Section, Words
from screens.words import consents as words
from screens.words.agencies import listed_name
from screens.words.decisions import (
    ACTS,
    MISSING_NAME,
    NAMES_SOMEONE,
    REFUSAL_ACTS,
    REFUSAL_TITLES,
    SAID,
    TITLES,
    TOPICS,
)
from screens.words.problems import form_sentence
from screens.words.reasons import reason_sentences

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

NEEDS_NAME = frozenset({"EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "OTHER"})
NEVER_ONCE = frozenset({Purpose.SAVE_CASE, Purpose.SAVE_CONTACT, Purpose.SAVE_EQUALITY, Purpose.STATS})
"""What is kept or counted is so until it is taken back: it cannot be for one time."""


class DecisionSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class PeopleWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class ConsentWork(Protocol):
    """What this form needs of consents."""

    def record(self, person_id: UUID, events: Sequence[ConsentEvent]) -> Went: ...
    def subject(self, person_id: UUID) -> Subject: ...
    def tell_agency(self, person_id: UUID, purpose: Purpose, scope: Scope) -> str: ...
    def acknowledge(self, person_id: UUID, purpose: Purpose, scope: Scope) -> OutboxFile: ...
    def stops(self, person_id: UUID, purpose: Purpose, scope: Scope) -> Stops: ...
    def withdraw(
        self,
        person_id: UUID,
        purpose: Purpose,
        scope: Scope,
        *,
        given_by: UUID | None,
        given_on: date,
        method: str,
        right: str = "",
        evidence: str = "",
        conditions: str = "",
    ) -> WithdrawalDone: ...
    def keep_code_word(self, person_id: UUID, word: str) -> None: ...


class DirectoryWork(Protocol):
    """What this form needs of the directory of agencies."""

    def all(self, *, retired: bool = False) -> tuple[Agency, ...]: ...


class PolicyWork(Protocol):
    """What this form needs of the policy: which version is agreed to."""

    def issued(self) -> Issued: ...


class DecisionScreen(FormPage):
    """Taking back is as easy as giving (P47): the same few fields."""

    where = "Consent"

    def __init__(
        self,
        seat: DecisionSeat,
        people: PeopleWork,
        consent: ConsentWork,
        agencies: DirectoryWork,
        policy: PolicyWork,
        wish: messages.DecisionWanted,
    ) -> None:
        super().__init__(seat)
        self.people, self.consent, self.agencies, self.wish = people, consent, agencies, wish
        self.policy = policy
        self.issued: Issued = ()
        self.entries: dict[str, str] = {}
        """Names of the directory of the kind in question, by the entry's id."""
        self.today = seat.today_date()
        self.purpose, self.decision = Purpose(wish.purpose), Decision(wish.decision)
        is_refusal = self.purpose is Purpose.REFUSE_ACCESS
        self.act = (REFUSAL_ACTS if is_refusal else ACTS)[self.decision]
        self.said = (REFUSAL_TITLES if is_refusal else TITLES)[self.decision]
        self.givers: tuple[Choice, ...] = ()
        self.view: PersonView | None = None
        self.subject: Subject | None = None
        self.earlier = Scope()
        """How far the event reached that this is about."""
        self.agrees = self.decision is Decision.GIVEN and self.purpose is not Purpose.REFUSE_ACCESS
        """Whether this is a Yes that needs the wording: a refusal of access is given, but agrees to nothing (P15)."""

    @classmethod
    def open(cls, session: Session, wish: messages.DecisionWanted) -> Self:
        """The decision in the wish."""
        return cls(session, session.people, session.consent, session.agencies, session.policy, wish)

    def place(self) -> messages.Wish:
        """This form again, empty."""
        return self.wish

    def fields(self) -> ComposeResult:
        """What it does, who said it, how and when."""
        yield Section("", classes="first", ident="what")
        yield Words("", ident="effects")
        if self.agrees:
            yield Words(f"Read aloud: {purpose_text(self.purpose.value)}\n")
            if self.purpose in NAMES_SOMEONE:
                hint = "A kind alone is not enough to ring anyone" if self.purpose is Purpose.CONTACT_AGENCY else ""
                label = NAMES_SOMEONE[self.purpose]
                if self.purpose is Purpose.CONTACT_AGENCY:
                    yield CompactChoice("entry", "From the directory", (), optional=True)
                is_optional = self.purpose is Purpose.INTERPRETER_SHARE
                yield TextField("named", label, hint=hint, dense=not hint, optional=is_optional)
        yield CompactChoice("giver", "Who says so?", ())
        yield CompactChoice("right", "By what right, for a child?", signing.RIGHTS, optional=True)
        yield Words("", ident="weight", classes="dim")
        if self.agrees:
            yield signing.read_field()
            yield signing.told_field()
            yield from signing.language_fields(self.today)
        yield signing.method_field() if self.agrees else signing.method_field("How did they say so?")
        yield TextField("evidence", "Taken down by, or where the paper is", dense=True)
        yield DateFields("given_on", "When did they say so? (P96)", hint="", dense=True)
        if self.decision is Decision.GIVEN:  # a No, or taking it back, is whole
            yield TextField("conditions", "On what condition?", optional=True, dense=True)
        if self.agrees:
            if self.purpose in TOPICS:
                is_optional = self.purpose is not Purpose.SHARE_DOC
                yield TextField("topic", TOPICS[self.purpose], optional=is_optional, dense=True)
            if self.purpose not in NEVER_ONCE:
                yield signing.lasting_field()
            yield signing.review_field()

    def _has(self, key: str) -> bool:
        return bool(self.query(f"#{key}"))

    async def fill(self) -> None:
        """Whom it is about, what it does, and today."""
        self.view = view = await self.call(self.people.person, self.wish.person_id)
        self.subject = await self.call(self.consent.subject, self.wish.person_id)
        self.issued = await self.call(self.policy.issued)
        self.earlier = next(
            (one.event.scope for one in view.consents if one.id == self.wish.event_id),
            Scope(agency=self.wish.agency, person_id=self.wish.about_id),
        )
        self.givers = signing.givers(view)
        self.query_one("#giver", CompactChoice).offer(self.givers)
        self.field("right").display = signing.is_child(view)
        names = {one.person_id: one.name for one in view.family}
        about = names.get(self.earlier.person_id, "") if self.earlier.person_id else ""
        what = words.what_for(self.purpose, self.earlier, about)
        self.query_one("#what", Section).update(f"{self.said}: {what}")
        self.query_one("#effects", Words).update(await self._effects(view))
        if self._has("entry"):
            await self._offer_entries()
        for key in ("named", "topic"):
            if self._has(key):
                self.field(key).text = getattr(self.earlier, key)
        if self.earlier.one_off and self._has("lasting"):
            self.field("lasting").text = "ONE_OFF"
        if self.agrees:
            for key, code in signing.usual(view).items():
                self.field(key).text = code
        self.query_one("#given_on", DateFields).show_date(signing.today_as(self.today))

    async def _offer_entries(self) -> None:
        """Whoever of this kind the directory knows; choosing one writes the name (P33)."""
        found = [one for one in await self.call(self.agencies.all) if is_of_kind(one.card, self.earlier.agency)]
        self.entries = {str(one.id): one.card.full_name for one in found}
        field = self.field("entry")
        assert isinstance(field, CompactChoice)
        field.offer(Choice(str(one.id), listed_name(one.card)) for one in found)
        field.display = bool(found)

    async def _effects(self, view: PersonView) -> str:
        if self.decision is Decision.WITHDRAWN:
            stops = await self.call(self.consent.stops, self.wish.person_id, self.purpose, self.earlier)
            return taking_back.stops_words(stops) + "\n"
        said = ConsentEvent(
            purpose=self.purpose, decision=self.decision, given_on=self.today, scope=self.earlier, right="SELF"
        )
        found = recording_effects(view.consents, [said], self.today, view.card.born)
        return "" if found is None else taking_back.before_words(found) + "\n"

    def _scope(self) -> Scope:
        """As far as they say it reaches; what is taken back or refused reaches as far as what it is about."""
        if not self.agrees:
            return self.earlier
        return dataclasses.replace(
            self.earlier,
            named=text.squash(self.kept("named")) if self._has("named") else self.earlier.named,
            topic=text.squash(self.kept("topic")) if self._has("topic") else self.earlier.topic,
            one_off=self._has("lasting") and self.field("lasting").text == "ONE_OFF",
        )

    # who may say it

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """An entry of the directory writes its name; who says it, and by what right, decides what it weighs."""
        super().on_form_field_changed(event)
        if event.field.key == "entry" and event.field.text in self.entries:
            self.field("named").text = self.entries[event.field.text]
        if event.field.key == "method":
            evidence = self.field("evidence")
            assert isinstance(evidence, TextField)
            evidence.input.placeholder = clean(self._heard_by())
        if event.field.key == "giver" and self.view is not None:
            is_own = event.field.text == str(self.wish.person_id)
            self.field("right").display = signing.is_child(self.view) and not is_own
        if event.field.key in ("giver", "right") and self.is_filled:
            answer = self._may_give()
            found = answer.conditions if isinstance(answer, Allowed) else answer.reasons
            self.query_one("#weight", Words).update("\n".join(reason_sentences(found)))

    def _heard_by(self) -> str:
        """Who took down what was spoken, where nothing else is written: whoever types (P95)."""
        return self.seat.me.card.name if self.field("method").text == ConsentMethod.VERBAL else ""

    def _evidence(self) -> str:
        return self.kept("evidence") or self._heard_by()

    def _conditions(self) -> str:
        return self.kept("conditions") if self._has("conditions") else ""

    def _right(self, giver: UUID) -> str:
        """By what right they say it; "" where that is not established yet."""
        return "SELF" if giver == self.wish.person_id else self.field("right").text.replace("-", "")

    def _may_give(self) -> Answer:
        giver = self.field("giver").text
        if self.subject is None or not giver:
            return Allowed()
        said = ConsentEvent(
            purpose=self.purpose,
            decision=self.decision,
            given_by=UUID(giver),
            right=self._right(UUID(giver)),
            given_on=self.today,
        )
        return may_record(self.subject, said, self.today)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Who, how, when; and a name where a kind is not enough."""
        yield from self.long_texts()
        if self.agrees:
            yield from self._unnamed()
        if not self.field("giver").text:
            yield "giver", "Choose who says so"
        answer = self._may_give()
        if not isinstance(answer, Allowed):
            yield from (("giver", sentence) for sentence in reason_sentences(answer.reasons))
        if self.agrees:
            yield from self._untold()
        if not self.field("method").text:
            yield "method", "Choose how it was given (P95)" if self.agrees else "Choose how they said so (P95)"
        given_on, sentence = self._given_on()
        if sentence:
            yield "given_on", sentence
        if self.agrees:
            _, sentence = signing.read_review(self._review(), given_on)
            if sentence:
                yield "review_on", sentence

    def _unnamed(self) -> Iterator[tuple[str, str]]:
        """A kind allows a conversation; whoever is contacted or given something has a name (domain table 1.6)."""
        is_needed = self.earlier.agency in NEEDS_NAME or self.purpose is Purpose.SHARE_DOC
        if self._has("named") and is_needed and not self.field("named").text.strip():
            yield "named", MISSING_NAME[self.purpose]
        if self.purpose is Purpose.SHARE_DOC and not self.field("topic").text.strip():
            yield "topic", "Write which document"

    def _review(self) -> DateFields:
        field = self.field("review_on")
        assert isinstance(field, DateFields)
        return field

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
        then = None
        with self.busy():
            if self.decision is Decision.WITHDRAWN:
                then = await self._withdraw(giver, given_on)
            else:
                await self.call(self.consent.record, self.wish.person_id, [self._event(giver, given_on)])
        self.done("Recorded", messages.Changed(self.wish.person_id))
        if then is not None:
            self.post_message(then)

    async def _withdraw(self, giver: UUID, given_on: date) -> messages.Wish | None:
        done = await self.call(
            lambda: self.consent.withdraw(
                self.wish.person_id,
                self.purpose,
                self.earlier,
                given_by=giver,
                given_on=given_on,
                method=self.field("method").text,
                right=self._right(giver),
                evidence=self._evidence(),
                conditions=self._conditions(),
            )
        )
        return await taking_back.after(self, self.consent, self.wish.person_id, self.purpose, self.earlier, done)

    def _event(self, giver: UUID, given_on: date) -> ConsentEvent:
        event = ConsentEvent(
            purpose=self.purpose,
            decision=self.decision,
            given_by=giver,
            given_by_name=signing.name_of(self.givers, str(giver)),
            right=self._right(giver),
            method=ConsentMethod(self.field("method").text),
            evidence=self._evidence(),
            given_on=given_on,
            scope=self._scope(),
            conditions=self._conditions(),
        )
        return self._with_wording(event) if self.agrees else event

    def _with_wording(self, event: ConsentEvent) -> ConsentEvent:
        """A Yes says what was read or heard, by whom and how; of a No nobody claims that anything was read."""
        read = purpose_wording(self.purpose.value, read_on(self.issued, event.given_on))
        review_on, _ = signing.read_review(self._review(), event.given_on)
        return dataclasses.replace(
            event,
            wording_version=read.version,
            wording_hash=read.sha256,
            read_by=self.field("read_by").text,
            right_to_withdraw_explained=bool(self.field("withdrawal_explained").text),
            language=self.field("language").text,
            format=self.field("format").text,
            review_on=review_on,
        )
