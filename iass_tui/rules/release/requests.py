"""Who may receive a file (domain table 1.4: P12, P14-P16, P31)."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date

from iass_tui.rules import ages
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Decision, Reason, Refused, decide


class Requester(enum.StrEnum):
    """Who asks."""

    CHILD = "CHILD"  # the child or young person whom the file is about
    PARENT = "PARENT"
    CARER = "CARER"  # a carer or step-parent without parental responsibility
    REPRESENTATIVE = "REPRESENTATIVE"  # solicitor, friend, advocate
    COUNCIL = "COUNCIL"
    PROFESSIONAL = "PROFESSIONAL"
    POLICE_OR_COURT = "POLICE_OR_COURT"


class Whose(enum.StrEnum):
    """Whose data is asked for: two requests that look alike, so that the requester has to choose."""

    OWN = "OWN"
    CHILDS = "CHILDS"
    CLIENTS = "CLIENTS"  # a representative, for an adult


class AuthorityFrom(enum.StrEnum):
    """Who gave written authority (domain table 4.6)."""

    SUBJECT = "SUBJECT"  # the child or young person, or the adult client
    PARENT = "PARENT"  # someone with parental responsibility


class Finding(enum.StrEnum):
    """What an assessment of competence, or of capacity from 16, found (domain table 4.4)."""

    COMPETENT = "COMPETENT"
    NOT_COMPETENT = "NOT_COMPETENT"


@dataclasses.dataclass(frozen=True)
class Competence:
    """One assessment. It serves one request: `is_used` once another one was decided with it."""

    finding: Finding
    assessed_on: date
    is_used: bool = False
    review_on: date | None = None


@dataclasses.dataclass(frozen=True)
class Authority:
    """Written authority to receive someone's file."""

    given_by: AuthorityFrom
    signed_on: date
    until: date | None = None


class ReleaseReason(Reason):
    """Why a file may not be released to this requester, or what must be seen to when it is."""

    CHOOSE_WHOSE = "RELEASE_CHOOSE_WHOSE"
    IDENTITY_IN_DOUBT = "RELEASE_IDENTITY_IN_DOUBT"
    AGE_UNKNOWN = "RELEASE_AGE_UNKNOWN", "P12 P14"
    COUNCIL = "RELEASE_COUNCIL", "P3 P13 P49"
    ASK_AS_SHARING = "RELEASE_ASK_AS_SHARING", "P19"  # a professional gets what is shared, never a file
    NEEDS_AN_ORDER = "RELEASE_NEEDS_AN_ORDER"
    DIED = "RELEASE_DIED"  # not UK GDPR: the manager decides
    ASSESS_COMPETENCE = "RELEASE_ASSESS_COMPETENCE", "P14"
    NOT_COMPETENT = "RELEASE_NOT_COMPETENT", "P14"
    REFUSED_BY_CHILD = "RELEASE_REFUSED_BY_CHILD", "P15 P16"
    NEEDS_CHILDS_AUTHORITY = "RELEASE_NEEDS_CHILDS_AUTHORITY", "P12 P14"
    NEEDS_AUTHORITY = "RELEASE_NEEDS_AUTHORITY"
    RESPONSIBILITY_NOT_SHOWN = "RELEASE_RESPONSIBILITY_NOT_SHOWN"
    RESPONSIBILITY_DISPUTED = "RELEASE_RESPONSIBILITY_DISPUTED"
    ORDER_FORBIDS = "RELEASE_ORDER_FORBIDS"
    CONCERN = "RELEASE_CONCERN"  # abuse concern: the manager decides
    # With a Yes:
    WITH_SUPPORT = "RELEASE_WITH_SUPPORT"
    BEST_INTERESTS = "RELEASE_BEST_INTERESTS"
    MINUS_CHILDS_OWN = "RELEASE_MINUS_CHILDS_OWN", "P32"
    ONLY_THEIR_OWN = "RELEASE_ONLY_THEIR_OWN"
    WHAT_THE_ORDER_NAMES = "RELEASE_WHAT_THE_ORDER_NAMES"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Request:
    """One request for a file, with what is known that bears on it. Defaults are what narrows."""

    requester: Requester
    whose: Whose | None
    born: PartialDate | None
    """Of the child or young person whom the file is about; not looked at for an adult's own data."""
    competence: Competence | None = None
    authority: Authority | None = None
    responsibility: str = "UNKNOWN"
    """A PR_STATUS code, of a parent who asks or who gave the authority."""
    responsibility_evidenced: bool = False
    """Birth certificate or order seen (domain table 4.6)."""
    is_refused: bool = False
    """The child refuses this requester access: `ConsentState.refuses` (P15)."""
    order_forbids: bool = False
    order_requires: bool = False
    """A court order or a power of the police that has been seen."""
    has_concern: bool = False
    """Abuse or pressure is suspected."""
    lawful_override: bool = False
    """A manager's recorded decision on a legal basis, over the child's refusal or over a concern."""
    identity_in_doubt: bool = False
    has_died: bool = False


class _Band(enum.Enum):
    FROM_16 = enum.auto()
    FROM_13 = enum.auto()
    UNDER_13 = enum.auto()


def may_receive(request: Request, today: date, *, direct_age: int = ages.OWN_REQUESTS) -> Decision:
    """Whether the requester may have the file, with every reason if not (domain table 1.4).

    `today` is the day of the request: age counts then. Of an uncertain birth date every age it allows must say
    yes. `direct_age` is the office's reading of "over 16" (16 or over). A refusal by the child beats parental
    responsibility; only a recorded lawful override beats the refusal. Items are decided one by one after this:
    see `release.item_for`.
    """
    reasons: list[Reason] = []
    if request.whose is None:
        reasons.append(ReleaseReason.CHOOSE_WHOSE)
    if request.identity_in_doubt:
        reasons.append(ReleaseReason.IDENTITY_IN_DOUBT)
    outsider = _outsider(request)
    if outsider is not None:
        return _with(reasons, outsider)
    if request.whose is Whose.CLIENTS:
        authorised = _authority(request, AuthorityFrom.SUBJECT, today)
        return decide([*reasons, *([] if authorised else [ReleaseReason.NEEDS_AUTHORITY])])
    if request.whose is Whose.OWN and request.requester is not Requester.CHILD:
        return decide(reasons, (ReleaseReason.ONLY_THEIR_OWN,))
    return _with(reasons, _childs_file(request, today, direct_age))


def _with(reasons: list[Reason], decision: Decision) -> Decision:
    if isinstance(decision, Refused):
        return Refused((*reasons, *decision.reasons))
    return decide(reasons, decision.conditions)


def _outsider(request: Request) -> Decision | None:
    """The answer to someone outside the family and its helpers; None for those within."""
    match request.requester:
        case Requester.COUNCIL:  # P13, P49: not even as part of its own reply
            return Refused((ReleaseReason.COUNCIL,))
        case Requester.PROFESSIONAL:
            return Refused((ReleaseReason.ASK_AS_SHARING,))
        case Requester.POLICE_OR_COURT:
            if request.order_requires:
                return decide([], (ReleaseReason.WHAT_THE_ORDER_NAMES,))
            return Refused((ReleaseReason.NEEDS_AN_ORDER,))
    return None


def _childs_file(request: Request, today: date, direct_age: int) -> Decision:
    reasons: list[Reason] = []
    if request.has_died:
        reasons.append(ReleaseReason.DIED)
    if request.order_forbids:
        reasons.append(ReleaseReason.ORDER_FORBIDS)
    bands = _bands(request.born, today, direct_age)
    if not bands:
        reasons.append(ReleaseReason.AGE_UNKNOWN)
    conditions: list[Reason] = []
    findings = [(band, _finding(request, band, today, direct_age)) for band in bands]
    if request.requester is Requester.CHILD:
        rows = [_asked_by_child(band, finding) for band, finding in findings]
    else:
        if request.is_refused and not request.lawful_override:
            reasons.append(ReleaseReason.REFUSED_BY_CHILD)
        if request.has_concern and not request.lawful_override:
            reasons.append(ReleaseReason.CONCERN)
        rows = [_asked_by_adult(request, band, finding, today) for band, finding in findings]
    for row in rows:
        if isinstance(row, Refused):
            reasons += row.reasons
        else:
            conditions += row.conditions
    return decide(reasons, tuple(conditions))


def _bands(born: PartialDate | None, today: date, direct_age: int) -> list[_Band]:
    possible = ages.ages_possible(born, today) if born else None
    if possible is None:
        return []
    lowest, highest = possible
    spans = (
        (_Band.UNDER_13, 0, ages.COMPETENCE_GUIDE - 1),
        (_Band.FROM_13, ages.COMPETENCE_GUIDE, direct_age - 1),
        (_Band.FROM_16, direct_age, highest),
    )
    return [band for band, first, last in spans if lowest <= last and first <= highest]


def _finding(request: Request, band: _Band, today: date, direct_age: int) -> Finding | None:
    return usable_finding(request.competence, request.born, today, band is _Band.FROM_16, direct_age)


def usable_finding(
    found: Competence | None, born: PartialDate | None, today: date, is_16: bool, direct_age: int = ages.OWN_REQUESTS
) -> Finding | None:
    """What a usable assessment found: not used for another request, not past its review, not from the future.

    From 16 capacity is presumed, so that only an assessment made since then counts.
    """
    if found is None or found.is_used or found.assessed_on > today:
        return None
    was_16 = born is None or ages.has_attained(born.latest(), direct_age, found.assessed_on)
    if is_16 and not was_16:
        return None
    return found.finding if found.review_on is None or found.review_on >= today else None


def _authority(request: Request, given_by: AuthorityFrom, today: date) -> bool:
    found = request.authority
    if found is None or found.given_by is not given_by:
        return False
    return found.signed_on <= today and (found.until is None or found.until >= today)


def _asked_by_child(band: _Band, finding: Finding | None) -> Decision:
    if finding is Finding.NOT_COMPETENT:
        return Refused((ReleaseReason.NOT_COMPETENT,))
    if band is _Band.FROM_16:  # P12; competence is presumed
        return decide([])
    if finding is None:  # P14: 13 is a guide; England has no fixed age
        return Refused((ReleaseReason.ASSESS_COMPETENCE,))
    return decide([], (ReleaseReason.WITH_SUPPORT,) if band is _Band.UNDER_13 else ())


def _asked_by_adult(request: Request, band: _Band, finding: Finding | None, today: date) -> Decision:
    """A parent, or someone acting for the child or for a parent."""
    is_authorised = _authority(request, AuthorityFrom.SUBJECT, today)
    if band is not _Band.FROM_16:
        is_authorised = is_authorised and finding is Finding.COMPETENT  # before 16 a child's word counts once assessed
    if is_authorised:
        return decide([], (ReleaseReason.MINUS_CHILDS_OWN,))
    reasons: list[Reason] = []
    if request.requester is not Requester.PARENT and not _authority(request, AuthorityFrom.PARENT, today):
        reasons.append(ReleaseReason.NEEDS_AUTHORITY)
    if request.responsibility == "DISPUTED":
        reasons.append(ReleaseReason.RESPONSIBILITY_DISPUTED)
    elif request.responsibility != "YES" or not request.responsibility_evidenced:
        reasons.append(ReleaseReason.RESPONSIBILITY_NOT_SHOWN)
    if band is not _Band.UNDER_13 and finding is not Finding.NOT_COMPETENT:
        reasons.append(ReleaseReason.NEEDS_CHILDS_AUTHORITY)
        if band is _Band.FROM_13 and finding is None:
            reasons.append(ReleaseReason.ASSESS_COMPETENCE)
    return decide(reasons, (ReleaseReason.BEST_INTERESTS, ReleaseReason.MINUS_CHILDS_OWN))
