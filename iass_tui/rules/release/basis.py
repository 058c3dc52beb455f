"""What a finding of competence or a written authority has to hold, and which of them counts today (4.4, 4.6)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.access import AccessBasis, CompetenceFinding, WrittenAuthority
from iass_tui.rules.release.requests import Authority, AuthorityFrom, Competence, Finding


class BasisReason(Reason):
    """What is missing before it can be recorded."""

    IN_THE_FUTURE = "BASIS_IN_THE_FUTURE"
    REVIEW_NOT_AFTER = "BASIS_REVIEW_NOT_AFTER"
    NOT_ALL_ASKED = "BASIS_NOT_ALL_ASKED", "P14"
    DOES_NOT_FOLLOW = "BASIS_DOES_NOT_FOLLOW", "P14"  # competent, though a No stands among the answers
    NO_ASSESSOR = "BASIS_NO_ASSESSOR"
    NOBODY_NAMED = "BASIS_NOBODY_NAMED"
    NO_EVIDENCE = "BASIS_NO_EVIDENCE"
    NO_PARENT = "BASIS_NO_PARENT"


_NEEDED = ("knows_copy", "can_read", "knows_consequences", "free_of_pressure")
"""Without a Yes to each nobody is found competent. Seen alone is asked too: a No there is a fact, not a bar."""


def may_record_finding(finding: CompetenceFinding, today: date) -> Decision:
    """Whether a talk may be recorded as it stands, with everything that is missing."""
    answers = [getattr(finding, name) for name in _NEEDED]
    reasons: list[Reason] = []
    if finding.assessed_on > today:
        reasons.append(BasisReason.IN_THE_FUTURE)
    if finding.review_on is not None and finding.review_on < finding.assessed_on:
        reasons.append(BasisReason.REVIEW_NOT_AFTER)
    if None in (*answers, finding.seen_alone):
        reasons.append(BasisReason.NOT_ALL_ASKED)
    if finding.finding is Finding.COMPETENT and False in answers:
        reasons.append(BasisReason.DOES_NOT_FOLLOW)
    if not finding.assessor.strip():
        reasons.append(BasisReason.NO_ASSESSOR)
    return decide(reasons)


def may_record_authority(authority: WrittenAuthority, today: date) -> Decision:
    """Whether a written authority may be recorded as it stands."""
    reasons: list[Reason] = []
    if authority.signed_on > today:
        reasons.append(BasisReason.IN_THE_FUTURE)
    if authority.until is not None and authority.until < authority.signed_on:
        reasons.append(BasisReason.REVIEW_NOT_AFTER)
    if authority.to_id is None and not authority.to_name.strip():
        reasons.append(BasisReason.NOBODY_NAMED)
    if not authority.evidence.strip():
        reasons.append(BasisReason.NO_EVIDENCE)
    if authority.given_by is AuthorityFrom.PARENT and authority.by_id is None:
        reasons.append(BasisReason.NO_PARENT)
    return decide(reasons)


def competence_of(basis: AccessBasis) -> Competence | None:
    """The newest finding, as the release rule knows it; None where nobody asked. Used ones say so."""
    if not basis.findings:
        return None
    newest = max(basis.findings, key=lambda one: one.assessed_on)
    return Competence(newest.finding, newest.assessed_on, newest.used_on is not None, newest.review_on)


def authority_of(basis: AccessBasis, requester_id: UUID, today: date) -> WrittenAuthority | None:
    """The newest authority for this requester that was not taken back and has not ended; None where there is none."""
    found = [
        one
        for one in basis.authorities
        if one.to_id == requester_id
        and one.signed_on <= today
        and one.revoked_on is None
        and (one.until is None or one.until >= today)
    ]
    return max(found, key=lambda one: one.signed_on) if found else None


def as_authority(found: WrittenAuthority | None) -> Authority | None:
    """A written authority as the release rule knows it."""
    return None if found is None else Authority(found.given_by, found.signed_on, found.until)
