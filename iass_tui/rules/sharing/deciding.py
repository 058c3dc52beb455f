"""The rule behind "may I share this?" (P3, P9, P11, P15, P16, P19, P32-P34; table 1.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from iass_tui.rules.consent import ConsentReason
from iass_tui.rules.decision import Decision, Reason, Refused, all_of, decide
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import ProvidedBy
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.sharing import Basis, ExceptionFacts, Material, Question, RecipientKind
from iass_tui.rules.release import ItemReason
from iass_tui.rules.safety import Watch, watch
from iass_tui.rules.sharing import family
from iass_tui.rules.sharing.answer import Answer, Change, Outcome, SharingReason, Subject
from iass_tui.rules.sharing.changes import changes
from iass_tui.rules.sharing.exception import EXCEPTIONS, exception_problems
from iass_tui.rules.sharing.permit import made
from iass_tui.rules.sharing.ruling import (
    Ruling,
    agency_of,
    allowed_by,
    contact_scope,
    document_scope,
    documents_for,
    why_not,
)

_MATERIAL = frozenset({Material.NOTE, Material.DOCUMENT, Material.CONTACT, Material.FILE})
"""What needs a consent of its own besides that to be in touch: SHARE_DOC, per document and recipient (table 5.3)."""
_OF_THE_COUNCIL = frozenset({"LA_SEN", "SOCIAL_CARE", "EP", "ADMISSIONS", "TRANSPORT", "ATTEND", "VSCHOOL", "SW"})
_CAREFUL = {
    Watch.ORDER: SharingReason.COURT_ORDER,
    Watch.APART: SharingReason.PARENTS_APART,
    Watch.HIDDEN: SharingReason.ADDRESS_WITHHELD,
}


def decide_sharing(
    question: Question, subjects: Sequence[Subject], today: date, exception: ExceptionFacts | None = None
) -> Answer:
    """Whether this may be shared with that recipient for that reason, on that day.

    Everyone whom it is about has to permit it; without permission only a complete exception does (P9, P11, P19,
    P33, P34). A refusal by the child beats parental responsibility (P15, P16). Raises `ValueError` without subjects.
    """
    if not subjects:
        raise ValueError("nobody whom it is about")
    rulings = [_one(question, subject, today) for subject in subjects]
    decision = all_of(*(one.decision for one in rulings), _named(question))
    warnings = tuple(dict.fromkeys(warning for one in subjects for warning in _warnings(question, one)))
    if not isinstance(decision, Refused):
        return _yes(question, subjects, rulings, today, decision.conditions, warnings)
    if question.ground not in EXCEPTIONS:
        found = changes(question, decision.reasons)
        return Answer(outcome=Outcome.NO, reasons=decision.reasons, warnings=warnings, changes=found)
    problems = exception_problems(question, exception)
    overriding = None
    if exception is not None and not problems:
        overriding = made(question, _seen(subjects), Basis.EXCEPTION, today, exception=exception)
    return Answer(
        outcome=Outcome.EXCEPTION,
        reasons=decision.reasons,
        warnings=warnings,
        changes=(Change.COMPLETE_EXCEPTION,) if problems else (),
        problems=problems,
        permit=overriding,
    )


def _yes(
    question: Question,
    subjects: Sequence[Subject],
    rulings: Sequence[Ruling],
    today: date,
    conditions: tuple[Reason, ...],
    warnings: tuple[Reason, ...],
) -> Answer:
    relied = [
        (subject.person_id, event) for subject, one in zip(subjects, rulings, strict=True) for event in one.relied
    ]
    bases = {one.basis for one in rulings}
    permit = made(
        question,
        _seen(subjects),
        next(basis for basis in (Basis.CONSENT, Basis.RIGHT, Basis.OWN) if basis in bases),
        today,
        consents=tuple((person_id, event.id) for person_id, event in relied),
        used_up=tuple(event.id for one in rulings for event in one.used_up),
        conditions=conditions,
    )
    words = (event.event.conditions.strip() for _, event in relied)
    limits = tuple(dict.fromkeys(one for one in words if one))
    return Answer(outcome=Outcome.YES, warnings=warnings, conditions=conditions, limits=limits, permit=permit)


def _seen(subjects: Sequence[Subject]) -> tuple[tuple[Subject, int], ...]:
    return tuple((one, one.heard) for one in subjects)


def _named(question: Question) -> Decision:
    """Nothing goes to "the school" at large: an organisation or person, by name (table 1.6)."""
    to = question.recipient
    is_on_file = to.kind is RecipientKind.PERSON and to.person_id is not None
    return decide([] if is_on_file or to.named.strip() else [SharingReason.NOBODY_NAMED])


def _one(question: Question, subject: Subject, today: date) -> Ruling:
    to = question.recipient
    if to.kind is RecipientKind.PERSON and to.person_id == subject.person_id:
        return family.themselves(question, subject, today)
    match to.kind:
        case RecipientKind.PERSON:
            ruling = family.another(question, subject, today)
        case RecipientKind.INTERPRETER:
            ruling = _interpreter(question, subject)
        case _:
            ruling = _agency(question, subject)
    return Ruling(all_of(*_stands(question, subject), ruling.decision), ruling.basis, ruling.relied)


def _stands(question: Question, subject: Subject) -> Iterator[Decision]:
    """What has to hold whoever receives it: the record stands, saving is agreed to, nobody is refused."""
    to = question.recipient
    states = {PersonState.PENDING: SharingReason.NOT_ASKED_YET, PersonState.FROZEN: SharingReason.FROZEN}
    yield decide([states[subject.state]] if subject.state in states else [])
    yield decide([] if subject.consent.may_save() else [ConsentReason.SAVE_CASE_NEEDED])
    overridden = subject.request is not None and subject.request.lawful_override
    scope = Scope() if to.kind is RecipientKind.PERSON else Scope(agency=agency_of(to), named=to.named)
    if subject.consent.refuses(to.person_id, scope) and not overridden:
        yield Refused((SharingReason.REFUSED_BY_SUBJECT,))


def _interpreter(question: Question, subject: Subject) -> Ruling:
    """An interpreter is told what is needed to interpret, never given a file."""
    scope = Scope(named=question.recipient.named, topic=question.topic)
    answer = subject.consent.may(Purpose.INTERPRETER_SHARE, scope)
    relied = subject.consent.relied_on(Purpose.INTERPRETER_SHARE, scope)
    decisions = [allowed_by(relied) if relied and answer else answer, _never_a_file(question)]
    return Ruling(all_of(*decisions), Basis.CONSENT, relied)


def _agency(question: Question, subject: Subject) -> Ruling:
    """Being in touch by CONTACT_AGENCY (P33, P83-P91); material by SHARE_DOC on top; never the file."""
    state, scope = subject.consent, contact_scope(question, subject)
    contact = state.may(Purpose.CONTACT_AGENCY, scope)
    relied = state.relied_on(Purpose.CONTACT_AGENCY, scope)
    decisions: list[Decision] = [contact if isinstance(contact, Refused) else decide([], _marks(subject))]
    if question.material in _MATERIAL:
        documents = documents_for(question, subject)
        if not documents:
            asked = why_not(state.may(Purpose.SHARE_DOC, document_scope(question, subject)))
            reasons = asked or (ConsentReason.NAME_THEM,)
            decisions.append(Refused((SharingReason.DOCUMENT_NOT_PERMITTED, *reasons)))
        relied = (*relied, *documents)
    decisions += [_never_a_file(question), allowed_by(relied)]
    return Ruling(all_of(*decisions), Basis.CONSENT, relied)


def _marks(subject: Subject) -> tuple[Reason, ...]:
    return (ItemReason.IN_ERROR,) if subject.item is not None and subject.item.is_in_error else ()


def _never_a_file(question: Question) -> Decision:
    return decide([SharingReason.NEVER_A_FILE] if question.material is Material.FILE else [])


def _warnings(question: Question, subject: Subject) -> Iterator[Reason]:
    to = question.recipient
    if to.kind is RecipientKind.PERSON and to.person_id == subject.person_id:
        return
    is_family = to.kind is RecipientKind.PERSON
    yield from (_CAREFUL[one] for one in watch(subject.safety, is_family=is_family))
    if to.code in _OF_THE_COUNCIL:
        yield SharingReason.COUNCIL
    if subject.item is not None and subject.item.provided_by is ProvidedBy.CHILD and subject.is_child:
        yield SharingReason.CHILD_GAVE_IT
