"""The rule behind "may I share this?" (P3, P9, P11, P15, P16, P19, P32-P34; table 1.4)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date

from iass_tui.rules.consent import ConsentReason, form_agency
from iass_tui.rules.decision import Allowed, Decision, Reason, Refused, all_of, decide
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import ProvidedBy
from iass_tui.rules.records.consents import Purpose, RecordedConsent, Scope
from iass_tui.rules.records.sharing import Basis, ExceptionFacts, Material, Question, RecipientKind
from iass_tui.rules.release import ItemProvenance, ItemReason, ReleaseReason, Request, Withhold, item_for, may_receive
from iass_tui.rules.sharing.answer import Answer, Change, Outcome, SharingReason, Subject
from iass_tui.rules.sharing.exception import EXCEPTIONS, exception_problems
from iass_tui.rules.sharing.permit import made

_MATERIAL = frozenset({Material.NOTE, Material.DOCUMENT, Material.CONTACT, Material.FILE})
"""What needs a consent of its own besides that to be in touch: SHARE_DOC, per document and recipient (table 5.3)."""


def decide_sharing(
    question: Question, subjects: Sequence[Subject], today: date, exception: ExceptionFacts | None = None
) -> Answer:
    """Whether this may be shared with that recipient for that reason, on that day.

    Everyone whom it is about has to permit it; without permission only a complete exception does (P9, P11, P19,
    P33, P34). A refusal by the child beats parental responsibility (P15, P16). Raises `ValueError` without subjects.
    """
    if not subjects:
        raise ValueError("nobody whom it is about")
    decision = all_of(*(_one(question, subject, today) for subject in subjects), _named(question))
    warnings = tuple(dict.fromkeys(warning for one in subjects for warning in _warnings(question, one)))
    ids = tuple(one.person_id for one in subjects)
    if isinstance(decision, Allowed):
        relied = [(one, event) for one in subjects for event in _relied_on(question, one)]
        permit = made(
            question,
            ids,
            Basis.OWN if not relied else Basis.CONSENT,
            today,
            consents=tuple((one.person_id, event.id) for one, event in relied),
            used_up=tuple(event.id for _, event in relied if event.event.scope.one_off),
            conditions=decision.conditions,
        )
        limits = tuple(dict.fromkeys(e.event.conditions.strip() for _, e in relied if e.event.conditions.strip()))
        return Answer(
            outcome=Outcome.YES, warnings=warnings, conditions=decision.conditions, limits=limits, permit=permit
        )
    if question.ground not in EXCEPTIONS:
        changes = _changes(decision.reasons)
        return Answer(outcome=Outcome.NO, reasons=decision.reasons, warnings=warnings, changes=changes)
    problems = exception_problems(question, exception)
    overriding = None if problems else made(question, ids, Basis.EXCEPTION, today, exception=exception)
    return Answer(
        outcome=Outcome.EXCEPTION,
        reasons=decision.reasons,
        warnings=warnings,
        changes=(Change.COMPLETE_EXCEPTION,) if problems else (),
        problems=problems,
        permit=overriding,
    )


def _named(question: Question) -> Decision:
    """Nothing goes to "the school" at large: an organisation or person, by name (table 1.6)."""
    to = question.recipient
    has_name = to.person_id is not None or bool(to.named.strip())
    return decide([] if has_name else [SharingReason.NOBODY_NAMED])


def _one(question: Question, subject: Subject, today: date) -> Decision:
    to = question.recipient
    if to.kind is RecipientKind.PERSON and to.person_id == subject.person_id:
        return _own(subject)
    standing = {PersonState.PENDING: SharingReason.NOT_ASKED_YET, PersonState.FROZEN: SharingReason.FROZEN}
    stands = decide([standing[subject.state]] if subject.state in standing else [])
    refuses = decide([SharingReason.REFUSED_BY_SUBJECT] if subject.consent.refuses(to.person_id) else [])
    match to.kind:
        case RecipientKind.PERSON:
            return all_of(stands, refuses, _family(question, subject, today))
        case RecipientKind.INTERPRETER:
            return all_of(stands, refuses, subject.consent.may(Purpose.INTERPRETER_SHARE, Scope(named=to.named)))
    return all_of(stands, refuses, _agency(question, subject))


def _own(subject: Subject) -> Decision:
    """What someone is told about themselves; what another person of the family said is still that person's."""
    by_another = subject.given_by is not None and subject.given_by != subject.person_id
    return decide([], (SharingReason.OTHERS_IN_IT,) if by_another else ())


def _agency(question: Question, subject: Subject) -> Decision:
    to, state = question.recipient, subject.consent
    code = to.code or "OTHER"
    decisions = [state.may_contact_agency(code, to.named, question.topic)]
    if question.material in _MATERIAL:
        covered = state.may(Purpose.SHARE_DOC, _document_scope(question))
        decisions.append(covered or Refused((SharingReason.DOCUMENT_NOT_PERMITTED, *covered.reasons)))
    if question.material is Material.FILE:
        decisions.append(Refused((SharingReason.NEVER_A_FILE,)))
    return all_of(*decisions)


def _document_scope(question: Question) -> Scope:
    to = question.recipient
    return Scope(agency=form_agency(to.code), named=to.named, topic=question.topic, person_id=to.person_id)


def _family(question: Question, subject: Subject, today: date) -> Decision:
    """The other people of the family. What somebody gave us themselves may always be said back to them."""
    recipient = question.recipient.person_id
    if subject.given_by is not None and subject.given_by == recipient and subject.item is not None:
        return decide([])
    by_consent = subject.consent.may(Purpose.SHARE_DOC, _document_scope(question))
    decisions: list[Decision] = []
    if subject.is_child and subject.request is not None:
        decisions.append(_as_requester(question, subject.request, today))
    elif not subject.is_child:
        refused = (SharingReason.DOCUMENT_NOT_PERMITTED,)
        decisions.append(by_consent or Refused((*refused, *by_consent.reasons)))
    else:
        decisions.append(Refused((SharingReason.NOT_IN_FAMILY,)))
    if subject.item is not None:
        decisions.append(_item(subject, subject.item, by_consent))
    return all_of(*decisions)


def _as_requester(question: Question, request: Request, today: date) -> Decision:
    """Table 1.4. To speak with a parent whose responsibility is on record its evidence need not have been seen."""
    is_spoken = question.material in {Material.TALK, Material.LETTER}
    if is_spoken and request.responsibility == "YES" and not request.responsibility_evidenced:
        answer = may_receive(dataclasses.replace(request, responsibility_evidenced=True), today)
        if isinstance(answer, Allowed):
            return Allowed((*answer.conditions, SharingReason.RESPONSIBILITY_UNSEEN))
        return answer
    return may_receive(request, today)


def _item(subject: Subject, item: ItemProvenance, by_consent: Decision) -> Decision:
    reasons: list[Reason] = []
    marks: tuple[Reason, ...] = ()
    if subject.request is not None:
        proposal = item_for(item, subject.request.requester)
        if isinstance(proposal, Withhold):
            reasons.append(proposal.reason)
        else:
            marks = proposal.marks
    by_adult = item.provided_by in {ProvidedBy.PARENT, ProvidedBy.OTHER}
    if by_adult and subject.is_child and not by_consent:
        reasons.append(SharingReason.ANOTHERS_WORDS)
    return decide(reasons, marks)


def _warnings(question: Question, subject: Subject) -> Iterable[Reason]:
    to = question.recipient
    if to.person_id == subject.person_id:
        return
    codes = {
        "COURT_ORDER": SharingReason.COURT_ORDER,
        "SEPARATED_PARENTS": SharingReason.PARENTS_APART,
        "ADDRESS_WITHHELD": SharingReason.ADDRESS_WITHHELD,
    }
    is_family = to.kind is RecipientKind.PERSON
    for code, warning in codes.items():
        if code in subject.safety and (is_family or code != "SEPARATED_PARENTS"):
            yield warning
    if to.code in _OF_THE_COUNCIL:
        yield SharingReason.COUNCIL
    if subject.item is not None and subject.item.provided_by is ProvidedBy.CHILD and subject.is_child:
        yield SharingReason.CHILD_GAVE_IT


_OF_THE_COUNCIL = frozenset({"LA_SEN", "SOCIAL_CARE", "EP", "ADMISSIONS", "TRANSPORT", "ATTEND", "VSCHOOL", "SW"})


def _relied_on(question: Question, subject: Subject) -> tuple[RecordedConsent, ...]:
    """The consent events by which this was allowed; none where it is the person's own."""
    to, state = question.recipient, subject.consent
    if to.person_id == subject.person_id:
        return ()
    asked: list[tuple[Purpose, Scope]] = []
    if to.kind is RecipientKind.INTERPRETER:
        asked.append((Purpose.INTERPRETER_SHARE, Scope(named=to.named)))
    elif to.kind is RecipientKind.PERSON:
        asked.append((Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=to.person_id)))
        asked.append((Purpose.SHARE_DOC, _document_scope(question)))
    else:
        asked.append((Purpose.CONTACT_AGENCY, Scope(agency=to.code or "OTHER", named=to.named, topic=question.topic)))
        if question.material in _MATERIAL:
            asked.append((Purpose.SHARE_DOC, _document_scope(question)))
    return tuple(dict.fromkeys(event for purpose, scope in asked for event in state.relied_on(purpose, scope)))


_CHANGED_BY: dict[str, Change] = {
    ConsentReason.NOT_ASKED: Change.ASK_THEM,
    ConsentReason.REFUSED: Change.ASK_THEM,
    ConsentReason.WITHDRAWN: Change.ASK_THEM,
    ConsentReason.EXPIRED: Change.ASK_THEM,
    ConsentReason.SAVE_CASE_NEEDED: Change.ASK_THEM,
    ConsentReason.OUTSIDE_SCOPE: Change.WIDEN,
    ConsentReason.NAME_THEM: Change.NAME_THEM,
    SharingReason.DOCUMENT_NOT_PERMITTED: Change.ASK_THEM,
    SharingReason.NOBODY_NAMED: Change.NAME_THEM,
    SharingReason.NOT_ASKED_YET: Change.CONFIRM_REFERRAL,
    SharingReason.FROZEN: Change.MANAGER_DECIDES,
    SharingReason.REFUSED_BY_SUBJECT: Change.ASK_THE_CHILD,
    SharingReason.NOT_IN_FAMILY: Change.SHOW_AUTHORITY,
    SharingReason.ANOTHERS_WORDS: Change.ASK_WHO_SAID_IT,
    SharingReason.NEVER_A_FILE: Change.SHARE_LESS,
    ItemReason.CHILD_DOES_NOT_AGREE: Change.ASK_THE_CHILD,
    ItemReason.CHILD_NOT_ASKED: Change.ASK_THE_CHILD,
    ItemReason.MAY_NOT_SEE: Change.ASK_THE_CHILD,
    ReleaseReason.REFUSED_BY_CHILD: Change.ASK_THE_CHILD,
    ReleaseReason.NEEDS_CHILDS_AUTHORITY: Change.ASK_THE_CHILD,
    ReleaseReason.ASSESS_COMPETENCE: Change.ASSESS_COMPETENCE,
    ReleaseReason.NEEDS_AUTHORITY: Change.SHOW_AUTHORITY,
    ReleaseReason.RESPONSIBILITY_NOT_SHOWN: Change.SHOW_RESPONSIBILITY,
    ReleaseReason.RESPONSIBILITY_DISPUTED: Change.SHOW_RESPONSIBILITY,
    ReleaseReason.ORDER_FORBIDS: Change.READ_THE_ORDER,
    ReleaseReason.CONCERN: Change.MANAGER_DECIDES,
    ReleaseReason.DIED: Change.MANAGER_DECIDES,
    ReleaseReason.AGE_UNKNOWN: Change.FIND_BIRTH_DATE,
    ReleaseReason.ASK_AS_SHARING: Change.SHARE_LESS,
}


def _changes(reasons: Sequence[Reason]) -> tuple[Change, ...]:
    """What would change a No, in the order of its reasons; what is always open to them comes last."""
    found = [_CHANGED_BY[reason] for reason in reasons if reason in _CHANGED_BY]
    return tuple(dict.fromkeys((*found, Change.THEY_SHARE, Change.RISK_OF_HARM)))
