"""The consent form as answered, checked, and turned into consent events (P72-P96, with P44 beside it)."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from iass_tui.rules import ages, text
from iass_tui.rules.consent.state import CHANNELS, NEWS_FROM_AGE
from iass_tui.rules.dates import EARLIEST_BIRTH_YEAR, PartialDate
from iass_tui.rules.decision import Problem, ProblemKind
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, Decision, FormSubject, Purpose, Scope
from iass_tui.rules.wording import Wording, form_wording

AGENCIES = ("LA_SEN", "EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "PCF")
"""P84 to P89, in the form's order. OTHER (P90, P91) is a list of names."""


class Answer(enum.StrEnum):
    """One box of the form. An empty box is NOT_ASKED, and never a Yes."""

    YES = "YES"
    NO = "NO"
    NOT_ASKED = "NOT_ASKED"


@dataclasses.dataclass(frozen=True)
class AgencyAnswer:
    """One agency ticked on the form (P84-P89), with the organisation or person where the family named one."""

    code: str
    named: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class FormAnswers:
    """The form as one person filled it in. Defaults are empty boxes: nothing is answered for anyone.

    `right`: by what right the signer speaks for the child (PR, AUTHORITY, BEST_INTERESTS); "" where that is not
    established, which is no obstacle to advice.
    """

    read_by: str = ""
    """P72: READ or ALOUD."""
    understood: bool = False
    """P73."""
    about: FormSubject | None = None
    """P74."""
    purposes_understood: bool = False
    """P75 to P77: limited purposes, no longer than needed, securely."""
    withdrawal_explained: bool = False
    save: Answer = Answer.NOT_ASKED
    """P78."""
    contact: Answer = Answer.NOT_ASKED
    """P44."""
    email: Answer = Answer.NOT_ASKED
    phone: Answer = Answer.NOT_ASKED
    sms: Answer = Answer.NOT_ASKED
    post: Answer = Answer.NOT_ASKED
    professionals: Answer = Answer.NOT_ASKED
    """P83: a gate over the ticks. Yes: what is not ticked means No."""
    agencies: tuple[AgencyAnswer, ...] = ()
    unticked: tuple[AgencyAnswer, ...] = ()
    """Names written beside boxes that are not ticked. Nobody can tell what was meant, so they are asked about: a
    consent is an act (P83-P89), and a name may be no more than a note."""
    others: tuple[str, ...] = ()
    """P90, P91: names; more than two are welcome."""
    topic: str = ""
    """What the contacts may be about; "" does not limit them. The form has one line for all of them."""
    one_off: bool = False
    """The contacts are for one time only."""
    child_name: str = ""
    born: PartialDate | None = None
    """P93; None: not given."""
    parent_name: str = ""
    signer_is_child: bool = False
    right: str = ""
    own_consent_follows: bool = False
    """A young person of 16 or 17 is still to be asked for their own consent; a parent's serves until then."""
    signed_name: str = ""
    """P95, as written; for a spoken consent the name given."""
    method: ConsentMethod | None = None
    evidence: str = ""
    """Reference of the scan, message or witness; for a spoken consent the initials of who recorded it."""
    signed_on: date | None = None
    """P96."""
    language: str = "eng"
    format: str = "STD"
    conditions: str = ""
    review_on: date | None = None

    def channel(self, purpose: Purpose) -> Answer:
        """The answer for one way of keeping in touch (P79-P82)."""
        return dict(zip(CHANNELS, (self.email, self.phone, self.sms, self.post), strict=True))[purpose]


_CHANNEL_FIELDS = ("email", "phone", "sms", "post")


class UnfinishedForm(ValueError):
    """The form has problems and makes no events; `problems` holds all of them."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{one.field} {one.kind}" for one in found))
        self.problems = found


def problems(answers: FormAnswers, today: date) -> tuple[Problem, ...]:
    """Everything to put right before the form can be filed, in the form's order.

    Of a form that says No to P78 only what makes the No sure is asked: whom it is about, how and when.
    """
    found = [*_declaration(answers)]
    if answers.save is not Answer.NO:
        found += [*_permissions(answers, today), *_people(answers, today)]
    return tuple(dict.fromkeys((*found, *_signature(answers, today))))


def _declaration(answers: FormAnswers) -> Iterator[Problem]:
    if answers.read_by not in {"READ", "ALOUD"}:
        yield Problem("read_by", ProblemKind.MISSING if not answers.read_by else ProblemKind.NOT_AN_OPTION)
    if answers.about is None:
        yield Problem("about", ProblemKind.MISSING)
    if answers.save is Answer.NOT_ASKED:
        yield Problem("save", ProblemKind.MISSING)
    if answers.save is not Answer.NO:
        for field in ("understood", "purposes_understood", "withdrawal_explained"):
            if not getattr(answers, field):
                yield Problem(field, ProblemKind.NEEDS_A_YES)


def _permissions(answers: FormAnswers, today: date) -> Iterator[Problem]:
    wants_news = [field for field in _CHANNEL_FIELDS if getattr(answers, field) is Answer.YES]
    if answers.about is FormSubject.CHILD and not answers.signer_is_child:
        own = ["contact"] if answers.contact is Answer.YES else []
        if own or wants_news:  # their own number and news are about themselves, P74 says only the child
            yield Problem("about", ProblemKind.NEEDS_BOTH)
    for field in wants_news:
        if answers.contact is not Answer.YES:
            yield Problem(field, ProblemKind.NEEDS_CONTACT_CONSENT)
        if answers.signer_is_child and _is_younger(answers.born, NEWS_FROM_AGE, today):
            yield Problem(field, ProblemKind.TOO_YOUNG)
    is_ticked = bool(answers.agencies or answers.others)
    if answers.professionals is Answer.YES and not is_ticked:
        yield Problem("professionals", ProblemKind.NEEDS_A_TICK)
    if answers.professionals is not Answer.YES and is_ticked:
        yield Problem("professionals", ProblemKind.CONTRADICTS)
    for one in answers.unticked:
        if text.squash(one.named):
            yield Problem(f"named_{one.code}", ProblemKind.NEEDS_A_TICK)
    if any(one.code not in AGENCIES for one in answers.agencies):
        yield Problem("agencies", ProblemKind.NOT_AN_OPTION)
    if any(not text.squash(name) for name in answers.others):
        yield Problem("others", ProblemKind.MISSING)  # P90, P91: a name is required


def _people(answers: FormAnswers, today: date) -> Iterator[Problem]:
    is_about_child = answers.signer_is_child or answers.about in {FormSubject.CHILD, FormSubject.BOTH}
    if is_about_child and not text.squash(answers.child_name):
        yield Problem("child_name", ProblemKind.MISSING)
    if answers.born is not None and answers.born.earliest() > today:
        yield Problem("born", ProblemKind.IN_THE_FUTURE)
    if answers.born is not None and answers.born.year < EARLIEST_BIRTH_YEAR:
        yield Problem("born", ProblemKind.TOO_LONG_AGO)
    if not answers.signer_is_child and not text.squash(answers.parent_name):
        yield Problem("parent_name", ProblemKind.MISSING)
    if answers.signer_is_child and answers.about not in {FormSubject.SELF, None}:
        yield Problem("about", ProblemKind.NOT_AN_OPTION)
    speaks_for_child = is_about_child and not answers.signer_is_child
    if speaks_for_child and answers.right not in {"", "PR", "AUTHORITY", "BEST_INTERESTS"}:
        yield Problem("right", ProblemKind.NOT_AN_OPTION)
    needs_own_from = ages.ADULT if answers.own_consent_follows else ages.OWN_REQUESTS  # tables 1.6 and 5.5
    is_by_right = answers.right in {"AUTHORITY", "BEST_INTERESTS"}
    if speaks_for_child and not is_by_right and _may_be(answers.born, needs_own_from, today):
        yield Problem("signer_is_child", ProblemKind.NEEDS_OWN_CONSENT)


def _signature(answers: FormAnswers, today: date) -> Iterator[Problem]:
    if not text.squash(answers.signed_name):
        yield Problem("signed_name", ProblemKind.MISSING)
    if answers.method is None:
        yield Problem("method", ProblemKind.MISSING)
    if answers.method is ConsentMethod.VERBAL and not text.squash(answers.evidence):
        yield Problem("evidence", ProblemKind.MISSING)  # P95: verbal, recorded by
    if answers.signed_on is None:
        yield Problem("signed_on", ProblemKind.MISSING)
    elif answers.signed_on > today:
        yield Problem("signed_on", ProblemKind.IN_THE_FUTURE)
    if answers.review_on is not None and answers.review_on < today:
        yield Problem("review_on", ProblemKind.IN_THE_PAST)


def _is_younger(born: PartialDate | None, age: int, today: date) -> bool:
    return born is not None and not ages.has_attained(born.latest(), age, today)


def _may_be(born: PartialDate | None, age: int, today: date) -> bool:
    """Whether someone may have reached an age; of an uncertain birth date the earliest counts."""
    return born is not None and ages.has_attained(born.earliest(), age, today)


def form_events(
    answers: FormAnswers,
    subject: FormSubject,
    today: date,
    *,
    given_by: UUID | None = None,
    wording: Wording | None = None,
) -> tuple[ConsentEvent, ...]:
    """The events of a filled form for one data subject: SELF, the signer, or CHILD, whom they signed for.

    A form about both is filed twice, once for each. Empty boxes make no event, except that a form which asked
    P83 says No to whoever is not ticked. With No to P78 no Yes is kept. `wording`: what was read, else the
    form. Raises `UnfinishedForm`, and `ValueError` where the form is not about that subject.
    """
    found = problems(answers, today)
    if found or answers.signed_on is None or answers.method is None:
        raise UnfinishedForm(found)
    own = subject is FormSubject.SELF
    if answers.about not in {subject, FormSubject.BOTH} or subject is FormSubject.BOTH:
        raise ValueError("the form is not about this subject")
    base = dataclasses.replace(
        _saving(answers, answers.signed_on, answers.method, wording or form_wording()),
        given_by=given_by,
        right="SELF" if own else answers.right,
    )
    decided = [*(_about_signer(answers) if own else ()), *_professionals(answers)]
    return (
        base,
        *(
            dataclasses.replace(base, purpose=purpose, decision=decision, scope=scope)
            for purpose, decision, scope in decided
            if answers.save is Answer.YES or decision is not Decision.GIVEN
        ),
    )


def _saving(answers: FormAnswers, signed_on: date, method: ConsentMethod, read: Wording) -> ConsentEvent:
    """P78, with what all events of the form have in common."""
    return ConsentEvent(
        purpose=Purpose.SAVE_CASE,
        decision=_decision(answers.save),
        given_by_name=text.squash(answers.signed_name),
        about=answers.about,
        wording_version=read.version,
        wording_hash=read.sha256,
        language=answers.language,
        format=answers.format,
        method=method,
        evidence=answers.evidence,
        read_by=answers.read_by,
        right_to_withdraw_explained=answers.withdrawal_explained,
        given_on=signed_on,
        conditions=answers.conditions,
        review_on=answers.review_on,
    )


_Decided = tuple[Purpose, Decision, Scope]


def _decision(answer: Answer) -> Decision:
    return Decision.GIVEN if answer is Answer.YES else Decision.REFUSED


def _about_signer(answers: FormAnswers) -> Iterator[_Decided]:
    for purpose, answer in (
        (Purpose.SAVE_CONTACT, answers.contact),
        *((channel, answers.channel(channel)) for channel in CHANNELS),
    ):
        if answer is not Answer.NOT_ASKED:
            yield purpose, _decision(answer), Scope()


def _professionals(answers: FormAnswers) -> Iterator[_Decided]:
    if answers.professionals is Answer.NO:
        yield Purpose.CONTACT_AGENCY, Decision.REFUSED, Scope()
    if answers.professionals is not Answer.YES:
        return
    ticked = {one.code for one in answers.agencies}
    for code in (*AGENCIES, *(() if answers.others else ("OTHER",))):
        if code not in ticked:
            yield Purpose.CONTACT_AGENCY, Decision.REFUSED, Scope(agency=code)
    limits = Scope(topic=text.squash(answers.topic), one_off=answers.one_off)
    for one in answers.agencies:
        scope = dataclasses.replace(limits, agency=one.code, named=text.squash(one.named))
        yield Purpose.CONTACT_AGENCY, Decision.GIVEN, scope
    for name in answers.others:
        scope = dataclasses.replace(limits, agency="OTHER", named=text.squash(name))
        yield Purpose.CONTACT_AGENCY, Decision.GIVEN, scope
