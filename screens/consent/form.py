"""The whole consent form as the family knows it (P72-P96), with P44 beside it, recorded as consent events."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.agencies import is_of_kind
from iass_tui.rules.consent import (
    AgencyAnswer,
    Answer,
    Effects,
    FormAnswers,
    form_events,
    problems,
    recording_effects,
)
from iass_tui.rules.consent.giving import Subject, may_record
from iass_tui.rules.dates import DateProblem, PartialDate, display_day
from iass_tui.rules.decision import Allowed, Reason, Refused
from iass_tui.rules.policy import Issued, read_on
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, FormSubject, Scope
from iass_tui.rules.wording import form_wording
from iass_tui.services.consent_views import Went
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import Seat
from screens.consent import questions as q, signing, taking_back
from screens.dialogs.dialog import Confirm, Notice
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.date_fields import DateFields
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Words
from screens.words import consents as words
from screens.words.problems import form_sentence
from screens.words.reasons import reason_sentences

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

MOST_CHILDREN = 8
Filed = Sequence[tuple[UUID, tuple[ConsentEvent, ...]]]
"""The form's events for each person it is about."""


class FormSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class PeopleWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class ConsentWork(Protocol):
    """What this form needs of consents."""

    def record(self, person_id: UUID, events: Sequence[ConsentEvent]) -> Went: ...
    def subject(self, person_id: UUID) -> Subject: ...


class DirectoryWork(Protocol):
    """What this form needs of the directory of agencies."""

    def all(self, *, retired: bool = False) -> tuple[Agency, ...]: ...


class PolicyWork(Protocol):
    """What this form needs of the policy: which version is agreed to."""

    def issued(self) -> Issued: ...


class ConsentFormScreen(FormPage):
    """Nothing is ticked beforehand; an empty box is not a Yes."""

    where = "Consent form"
    act = "Check and record the form"

    def __init__(
        self,
        seat: FormSeat,
        people: PeopleWork,
        consent: ConsentWork,
        agencies: DirectoryWork,
        policy: PolicyWork,
        drafts: DraftsWork,
        wish: messages.ConsentFormWanted,
    ) -> None:
        super().__init__(seat)
        self.keeper = DraftKeeper(drafts, lambda: drafts.start("consent", person_id=wish.person_id), wish.draft_id)
        self.people, self.consent, self.agencies, self.wish = people, consent, agencies, wish
        self.policy = policy
        self.issued: Issued = ()
        self.today = seat.today_date()
        self.view: PersonView | None = None
        self.subjects: dict[UUID, Subject] = {}
        """Whom the form may be about, as the rule on who may say yes needs to know them."""
        self.born: dict[str, PartialDate | None] = {}
        """Birth dates of the children that the form may be about, by id (P93)."""
        self.givers: tuple[Choice, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: messages.ConsentFormWanted) -> Self:
        """The form for the person in the wish."""
        services = (session.people, session.consent, session.agencies, session.policy, session.drafts)
        return cls(session, *services, wish)

    def place(self) -> messages.Wish:
        """This form again, with its draft."""
        return messages.ConsentFormWanted(self.wish.person_id, self.keeper.draft_id if self.keeper else None)

    def fields(self) -> ComposeResult:
        """The form's own order."""
        yield Words("", ident="whom")
        yield from q.fields(self.today)

    async def fill(self) -> None:
        """Whom it can be about, who can sign, and what is on file already (P92-P94)."""
        self.view = await self.call(self.people.person, self.wish.person_id)
        self.issued = await self.call(self.policy.issued)
        self.givers = signing.givers(self.view)
        self._offer("signer", self.givers)
        children = signing.children(self.view)
        self._offer("child", tuple(Choice(str(id_), name) for id_, name in children))
        for id_, _ in children[:MOST_CHILDREN]:
            child = self.view if id_ == self.view.id else await self.call(self.people.person, id_)
            self.born[str(id_)] = child.card.born
            self.subjects[id_] = await self.call(self.consent.subject, id_)
        if len(children) == 1:
            self.field("child").text = str(children[0][0])
        if self.view.id not in self.subjects:
            self.subjects[self.view.id] = await self.call(self.consent.subject, self.view.id)
        await self._suggest_names()
        lines = [self.view.card.full_name]
        if self.view.card.born:
            lines.append(f"born {self.view.card.born.display()} (P93)")
        if self.view.destroy_due:
            lines.append(f"kept until {display_day(self.view.destroy_due)}, then destroyed (P76)")
        self.query_one("#whom", Words).update("   ".join(lines) + "\n")
        for key, code in signing.usual(self.view).items():
            self.field(key).text = code
        signed = self.field("signed_on")
        assert isinstance(signed, DateFields)
        signed.show_date(signing.today_as(self.today))

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Of a form about a parent alone no child is kept: what would not be kept is not asked."""
        super().on_form_field_changed(event)
        if event.field.key in ("about", "signer", "child"):
            is_own = self._said("about") == FormSubject.SELF.value and not self._child_signs
            self.field("child").display = not is_own

    def _offer(self, key: str, choices: tuple[Choice, ...]) -> None:
        field = self.field(key)
        assert isinstance(field, CompactChoice)
        field.offer(choices)

    async def _suggest_names(self) -> None:
        """Whoever of a kind the directory knows (P33)."""
        known = await self.call(self.agencies.all)
        for code in q.NAMED:
            field = self.field(f"named_{code}")
            assert isinstance(field, TextField)
            field.suggest(one.card.full_name for one in known if is_of_kind(one.card, code))

    # what was answered

    def _said(self, key: str) -> str:
        return self.field(key).text

    def _yes(self, key: str) -> bool:
        return self._said(key) == Answer.YES.value

    def _answer(self, key: str) -> Answer:
        return Answer(self._said(key) or Answer.NOT_ASKED)

    @property
    def _child_signs(self) -> bool:
        return self._said("signer") != "" and self._said("signer") == self._said("child")

    def _child_name(self) -> str:
        names = dict(signing.children(self.view)) if self.view else {}
        return names.get(UUID(self._said("child")), "") if self._said("child") else ""

    def answers(self) -> FormAnswers:
        """The form as filled in so far."""
        agencies = self.field("agencies")
        assert isinstance(agencies, CompactMulti)
        others = self.field("others")
        assert isinstance(others, TextAreaField)
        method, about = self._said("method"), self._said("about")
        signed_on, _ = self._day("signed_on")
        review_on, _ = self._day("review_on")
        return FormAnswers(
            read_by=self._said("read_by"),
            understood=self._yes("understood"),
            about=FormSubject(about) if about else None,
            purposes_understood=self._yes("purposes_understood"),
            withdrawal_explained=self._yes("withdrawal_explained"),
            **{key: self._answer(key) for key in q.ANSWERS},
            agencies=tuple(AgencyAnswer(code, self._named(code)) for code in agencies.values),
            unticked=tuple(AgencyAnswer(code, self._named(code)) for code in q.NAMED if code not in agencies.values),
            others=tuple(line for line in self.kept("others").split("\n") if line.strip()),
            topic=self.kept("topic"),
            one_off=self._said("lasting") == "ONE_OFF",
            child_name=self._child_name(),
            born=self.born.get(self._said("child")),
            parent_name="" if self._child_signs else signing.name_of(self.givers, self._said("signer")),
            signer_is_child=self._child_signs,
            right=self._said("right").replace("-", ""),
            own_consent_follows=self._yes("own_consent_follows"),
            signed_name=self.kept("signed_name"),
            method=ConsentMethod(method) if method else None,
            evidence=self.kept("evidence"),
            signed_on=signed_on,
            language=self._said("language") or signing.LANGUAGE,
            format=self._said("format") or signing.FORMAT,
            conditions=self.kept("conditions"),
            review_on=review_on,
        )

    def _named(self, code: str) -> str:
        return self.kept(f"named_{code}") if code in q.NAMED else ""

    def _day(self, key: str) -> tuple[date | None, str]:
        field = self.field(key)
        assert isinstance(field, DateFields)
        if not any(field.parts):
            return None, ""
        found = field.read()
        if isinstance(found, DateProblem):
            return None, field.sentence(found)
        return found.earliest(), ""

    def problems(self) -> Iterator[tuple[str, str]]:
        """Everything to put right, in the form's order."""
        yield from self.long_texts()
        needed = ("signer",) if self._said("about") == FormSubject.SELF.value else ("signer", "child")
        for key in needed:
            if not self._said(key):
                yield key, q.MISSING[key]
        for key in ("signed_on", "review_on"):
            _, sentence = self._day(key)
            if sentence:
                yield key, sentence
        for one in problems(self.answers(), self.today):
            key = q.FIELD_OF.get(one.field, one.field)
            if key in q.MISSING and not self._said(key):
                continue  # said above: whose name it is follows from who is chosen
            yield key, form_sentence(one.field, self.field(key).label, one.kind)
        if not problems(self.answers(), self.today) and self._said("signer"):
            yield from (("signer", sentence) for sentence in reason_sentences(self._weighed()[0]))

    def _filed(self) -> Filed:
        """The form's events for whomever it is about."""
        answers, signer = self.answers(), UUID(self._said("signer"))
        filed: list[tuple[UUID, tuple[ConsentEvent, ...]]] = []
        read = form_wording(read_on(self.issued, answers.signed_on or self.today))
        events_of = partial(form_events, answers, today=self.today, given_by=signer, wording=read)
        if answers.about in (FormSubject.SELF, FormSubject.BOTH):
            filed.append((signer, events_of(FormSubject.SELF)))
        if answers.about in (FormSubject.CHILD, FormSubject.BOTH):
            child = UUID(self._said("child"))
            filed.append((child, events_of(FormSubject.CHILD)))
        return filed

    def _weighed(self) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """Why a yes of this form is not theirs to give; and, where it is, what to look at (P2, P14)."""
        known = [(self.subjects[id_], events) for id_, events in self._filed() if id_ in self.subjects]
        answers = [may_record(subject, one, self.today) for subject, events in known for one in events]
        refused = [reason for one in answers if isinstance(one, Refused) for reason in one.reasons]
        conditions = [reason for one in answers if isinstance(one, Allowed) for reason in one.conditions]
        return tuple(dict.fromkeys(refused)), tuple(dict.fromkeys(conditions))

    async def submit(self) -> None:
        """Shows what will be recorded, then files the form for whomever it is about."""
        filed = self._filed()
        taken = await self._taken_back(filed)
        if not await self.ask(_question(self._summary(filed), taken)):
            if self.keeper is not None:
                self.keeper.reopen()
            return
        with self.busy():
            went = {subject: await self.call(self.consent.record, subject, events) for subject, events in filed}
        if self.keeper is not None:
            await self.keeper.throw_away()
        if taken:
            done = ((name, taking_back.by_form(one, went[subject])) for subject, name, one in taken)
            paragraphs = ["\n".join((name, *taking_back.done_paragraphs(one))) for name, one in done]
            await self.ask(Notice("The form is recorded", *paragraphs))
        self.done("The form is recorded", messages.Changed(self.wish.person_id))

    async def _taken_back(self, filed: Filed) -> list[tuple[UUID, str, Effects]]:
        """What the form takes back of what was agreed to before, for each person it is about."""
        out = []
        for subject, events in filed:
            is_shown = self.view is not None and subject == self.view.id
            view = self.view if is_shown and self.view else await self.call(self.people.person, subject)
            effects = recording_effects(view.consents, events, self.today, view.card.born)
            if effects is not None:
                out.append((subject, view.card.full_name, effects))
        return out

    def _summary(self, filed: Filed) -> str:
        names = dict(signing.children(self.view)) if self.view else {}
        lines = []
        for subject, events in filed:
            name = names.get(subject) or signing.name_of(self.givers, str(subject))
            lines.append(f"For {name}:")
            lines += [f"  {words.DECISIONS[event.decision]}: {_what(event)}" for event in events]
        limits = {words.scope_words(_limits(event)) for _, events in filed for event in events} - {""}
        lines += [f"Contacts alone: {one}" for one in sorted(limits)]
        lines += [f"Look at this: {sentence}" for sentence in reason_sentences(self._weighed()[1])]
        return "\n".join(lines)


def _limits(event: ConsentEvent) -> Scope:
    """What the form says once for all contacts."""
    return Scope(topic=event.scope.topic, one_off=event.scope.one_off)


def _what(event: ConsentEvent) -> str:
    """What for, without what is said once for all."""
    return words.what_for(event.purpose, dataclasses.replace(event.scope, topic="", one_off=False))


def _question(summary: str, taken: Sequence[tuple[UUID, str, Effects]]) -> Confirm:
    """What will be recorded; and above it, where a No goes over a Yes, what that does. Then Enter goes back."""
    if not taken:
        return Confirm("Record this form?", summary, "Record the form")
    effects = [
        f"This takes back what was agreed to for {name}.\n{taking_back.before_words(one)}" for _, name, one in taken
    ]
    return Confirm("Record this form?", "\n\n".join((*effects, summary)), "Record and take back", danger=True)
