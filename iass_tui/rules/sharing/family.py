"""People on file as recipients: table 1.4, whose words a note holds (P32), and consents beside both (P3, P14-P16)."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.rules.consent import ConsentReason
from iass_tui.rules.decision import Allowed, Decision, Reason, Refused, all_of, decide
from iass_tui.rules.records.casework import ProvidedBy
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.sharing import Basis, Material, Question
from iass_tui.rules.release import (
    Authority,
    AuthorityFrom,
    Competence,
    Finding,
    ItemProvenance,
    ItemReason,
    ReleaseReason,
    Request,
    Requester,
    Withhold,
    item_for,
    may_receive,
)
from iass_tui.rules.sharing.answer import SharingReason, Subject
from iass_tui.rules.sharing.ruling import Ruling, allowed_by, document_scope, family_consents, own_release, why_not

_SPOKEN = frozenset({Material.TALK, Material.LETTER})
_WORDS = frozenset({Material.NOTE, Material.TALK, Material.LETTER})
"""What can be said back to whoever said it: never a file, a document or a number."""


def themselves(question: Question, subject: Subject, today: date) -> Ruling:
    """What someone is told about themselves; a copy of the file follows table 1.4 for them too (P12, P14)."""
    by_another = subject.given_by is not None and subject.given_by != subject.person_id
    decision = decide([], (SharingReason.OTHERS_IN_IT,) if by_another else ())
    if question.material is Material.FILE:
        request = subject.request
        asked = Refused((ReleaseReason.CHOOSE_WHOSE,)) if request is None else may_receive(request, today)
        decision = all_of(decision, asked)
    return Ruling(decision, Basis.OWN)


def another(question: Question, subject: Subject, today: date) -> Ruling:
    """Anyone else on file. What somebody told us themselves may be said back to them."""
    if _said_it(question, subject):
        return Ruling(decide([], _error(subject.item)), Basis.OWN)
    consents = family_consents(question, subject, today)
    if not subject.is_child:
        return Ruling(_adults(question, subject, bool(consents), allowed_by(consents)), Basis.CONSENT, consents)
    by_right = _by_right(question, subject, today)
    item = _item(question, subject)
    if by_right or not consents or question.material is Material.FILE:
        more = () if by_right else _known_no(question, subject)
        return Ruling(all_of(by_right, item, decide(list(more))), Basis.RIGHT)
    return Ruling(all_of(allowed_by(consents), item, _never(subject.request, today)), Basis.CONSENT, consents)


def _said_it(question: Question, subject: Subject) -> bool:
    recipient = question.recipient.person_id
    is_theirs = subject.given_by is not None and subject.given_by == recipient and subject.item is not None
    return is_theirs and question.material in _WORDS


def _adults(question: Question, subject: Subject, has_consent: bool, permitted: Allowed) -> Decision:
    """What is about an adult goes by that adult's own consent, for this very person."""
    if has_consent:
        return permitted
    asked = why_not(subject.consent.may(Purpose.SHARE_DOC, document_scope(question, subject)))
    return Refused((SharingReason.DOCUMENT_NOT_PERMITTED, *(asked or (ConsentReason.NAME_THEM,))))


def _known_no(question: Question, subject: Subject) -> tuple[Reason, ...]:
    """What a consent that was once asked for says against it: also worth naming where the table says no.

    That no age is known the table says itself.
    """
    asked = why_not(subject.consent.may(Purpose.SHARE_DOC, document_scope(question, subject)))
    return tuple(one for one in asked if one not in (ConsentReason.NOT_ASKED, ConsentReason.AGE_UNKNOWN))


def _by_right(question: Question, subject: Subject, today: date) -> Decision:
    """Table 1.4. To speak with a parent whose responsibility is on record its evidence need not have been seen.

    The child's own release to this person counts as their authority.
    """
    request = subject.request
    if request is None:
        return Refused((SharingReason.NOT_IN_FAMILY,))
    request = dataclasses.replace(request, is_refused=False)  # asked for every recipient before this
    release = own_release(question, subject)
    if release and request.authority is None:
        signed_on = max(one.event.given_on for one in release)
        request = dataclasses.replace(request, authority=Authority(AuthorityFrom.SUBJECT, signed_on))
    unseen = request.responsibility == "YES" and not request.responsibility_evidenced
    if not (unseen and question.material in _SPOKEN):
        return may_receive(request, today)
    answer = may_receive(dataclasses.replace(request, responsibility_evidenced=True), today)
    return all_of(answer, decide([], (SharingReason.RESPONSIBILITY_UNSEEN,)))


def _never(request: Request | None, today: date) -> Decision:
    """What no consent undoes: a court order, a concern, a death. Of an age that nobody knows the consents see to it."""
    if request is None:
        return decide([])
    granted = dataclasses.replace(
        request,
        requester=Requester.REPRESENTATIVE,
        authority=Authority(AuthorityFrom.SUBJECT, today),
        competence=Competence(Finding.COMPETENT, today),
        is_refused=False,
    )
    return decide([one for one in why_not(may_receive(granted, today)) if one is not ReleaseReason.AGE_UNKNOWN])


def _error(item: ItemProvenance | None) -> tuple[Reason, ...]:
    return (ItemReason.IN_ERROR,) if item is not None and item.is_in_error else ()


def _item(question: Question, subject: Subject) -> Decision:
    """Whether this very note may go: what the child gave (P32), and what another person of the family said."""
    item = subject.item
    if item is None:
        return decide([])
    requester = subject.request.requester if subject.request else Requester.REPRESENTATIVE
    item = dataclasses.replace(item, child_agrees=bool(own_release(question, subject)))
    proposal = item_for(item, requester)
    reasons: list[Reason] = [proposal.reason] if isinstance(proposal, Withhold) else []
    marks = () if isinstance(proposal, Withhold) else proposal.marks
    by_adult = item.provided_by in {ProvidedBy.PARENT, ProvidedBy.OTHER}
    if by_adult and not _permitted_by_who_said_it(question, subject):
        reasons.append(SharingReason.ANOTHERS_WORDS)
    return decide(reasons, marks)


def _permitted_by_who_said_it(question: Question, subject: Subject) -> bool:
    """A consent for this very recipient, given by the one whose words they are; by anyone where nobody knows who."""
    events = subject.consent.relied_on(Purpose.SHARE_DOC, document_scope(question, subject))
    return any(subject.given_by in (None, one.event.given_by) for one in events)
