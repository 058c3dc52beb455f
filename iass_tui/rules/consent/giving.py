"""Who may say yes, and for whom: the person themselves, someone with parental responsibility, or nobody (P2, P14)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from iass_tui.rules import ages
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Allowed, Decision, Reason, decide
from iass_tui.rules.records.consents import ConsentEvent, Decision as Said, Purpose
from iass_tui.rules.release import Competence, Finding
from iass_tui.rules.release.requests import usable_finding

OTHER_RIGHTS = frozenset({"AUTHORITY", "BEST_INTERESTS"})
"""Rights that do not end at 16 or 18: the young person asked for it, or cannot decide this themselves."""


class GivingReason(Reason):
    """Why a yes is not theirs to give, or what to look at where it is."""

    ADULT_DECIDES = "GIVING_ADULT_DECIDES", "P2"  # from 18 nobody has parental responsibility
    THEIRS_ALONE = "GIVING_THEIRS_ALONE", "P15 P32"  # what a child keeps back, only the child may let go
    NOT_COMPETENT = "GIVING_NOT_COMPETENT", "P14"
    NOT_THEMSELVES = "GIVING_NOT_THEMSELVES", "P2"  # somebody else's words, recorded as their own
    NO_RESPONSIBILITY = "GIVING_NO_RESPONSIBILITY", "P2"  # known to have none for this child
    IN_THE_FUTURE = "GIVING_IN_THE_FUTURE", "P96"
    # With a Yes:
    ASSESS_COMPETENCE = "GIVING_ASSESS_COMPETENCE", "P14"
    ASK_PARENT_TOO = "GIVING_ASK_PARENT_TOO"  # under 13
    OFFER_CHILDS_VIEW = "GIVING_OFFER_CHILDS_VIEW", "P14"
    ASK_THEM_TOO = "GIVING_ASK_THEM_TOO", "P12"  # 16 and 17: a parent's yes serves until they are asked
    SHOW_RIGHT = "GIVING_SHOW_RIGHT"  # no right established yet
    DISPUTED = "GIVING_DISPUTED"  # somebody denies their parental responsibility


@dataclasses.dataclass(frozen=True)
class Subject:
    """Whom a consent is about, as far as it bears on who may give it."""

    person_id: UUID
    is_child: bool
    born: PartialDate | None
    competence: Competence | None = None
    responsibility: Mapping[UUID, str] = dataclasses.field(default_factory=dict)
    """A PR_STATUS code for each adult of a child's family."""


def may_give(
    purpose: Purpose,
    said: Said,
    *,
    is_own: bool,
    right: str,
    of_child: bool,
    born: PartialDate | None,
    today: date,
    finding: Finding | None = None,
    responsibility: str = "",
) -> Decision:
    """Whether this is theirs to say. A No, or taking back, is anyone's of the family: it only narrows (P47).

    `of_child`: the consent is about a child or young person. Of an uncertain birth date the earliest counts, since
    it is the young person who loses where we take them for younger. `finding`: a usable assessment of competence.
    `responsibility`: the PR_STATUS code of who says it for a child.
    """
    reasons: list[Reason] = []
    if purpose is Purpose.REFUSE_ACCESS:
        return _refusal(said, is_own=is_own, of_child=of_child)
    if said is not Said.GIVEN:
        return Allowed()
    if right == "SELF" and not is_own:
        reasons.append(GivingReason.NOT_THEMSELVES)
    if not of_child:
        return decide(reasons)
    if is_own:
        return _own(_attained(born, ages.OWN_REQUESTS, today), _attained(born, ages.COMPETENCE_GUIDE, today), finding)
    if right in OTHER_RIGHTS:
        return Allowed()
    if purpose is Purpose.YP_RELEASE_TO_PARENT:
        reasons.append(GivingReason.THEIRS_ALONE)
    if _attained(born, ages.ADULT, today):
        reasons.append(GivingReason.ADULT_DECIDES)
    if right == "PR" and responsibility == "NO":
        reasons.append(GivingReason.NO_RESPONSIBILITY)
    return decide(reasons, tuple(_to_look_at(right, responsibility, born, today)))


def _to_look_at(right: str, responsibility: str, born: PartialDate | None, today: date) -> Iterator[Reason]:
    """With a yes that somebody says for a child."""
    if not right:
        yield GivingReason.SHOW_RIGHT
    if responsibility == "DISPUTED":
        yield GivingReason.DISPUTED
    if _attained(born, ages.OWN_REQUESTS, today):
        yield GivingReason.ASK_THEM_TOO
    elif _attained(born, ages.COMPETENCE_GUIDE, today):
        yield GivingReason.OFFER_CHILDS_VIEW


def may_record(subject: Subject, event: ConsentEvent, today: date) -> Decision:
    """`may_give` of one event about one person, on a day that has come (P96).

    Themselves: nobody else is named, and it is said to be their own.
    """
    if event.given_on > today:
        return decide([GivingReason.IN_THE_FUTURE])
    is_own = event.given_by in (None, subject.person_id) and (
        event.right == "SELF" or (not event.right and event.given_by is not None)
    )
    is_16 = _attained(subject.born, ages.OWN_REQUESTS, today)
    return may_give(
        event.purpose,
        event.decision,
        is_own=is_own,
        right=event.right,
        of_child=subject.is_child,
        born=subject.born,
        today=today,
        finding=usable_finding(subject.competence, subject.born, today, is_16),
        responsibility=subject.responsibility.get(event.given_by, "") if event.given_by else "",
    )


def _refusal(said: Said, *, is_own: bool, of_child: bool) -> Decision:
    """Refusing access is theirs, and so is lifting it: a parent must not be able to open what the child closed."""
    is_lifted = said is not Said.GIVEN
    return decide([GivingReason.THEIRS_ALONE] if of_child and not is_own and is_lifted else [])


def _own(is_16: bool, is_13: bool, finding: Finding | None) -> Decision:
    if finding is Finding.NOT_COMPETENT:
        return decide([GivingReason.NOT_COMPETENT])
    if is_16 or finding is Finding.COMPETENT:
        return Allowed()
    conditions: tuple[Reason, ...] = (GivingReason.ASSESS_COMPETENCE,)
    return Allowed(conditions if is_13 else (*conditions, GivingReason.ASK_PARENT_TOO))


def _attained(born: PartialDate | None, age: int, today: date) -> bool:
    return born is not None and ages.has_attained(born.earliest(), age, today)
