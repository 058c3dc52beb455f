"""Who may say yes, and for whom: the person themselves, someone with parental responsibility, or nobody (P2, P14)."""

from __future__ import annotations

from datetime import date

from iass_tui.rules import ages
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Allowed, Decision, Reason, decide
from iass_tui.rules.records.consents import Decision as Said
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.release import Finding

OTHER_RIGHTS = frozenset({"AUTHORITY", "BEST_INTERESTS"})
"""Rights that do not end at 16 or 18: the young person asked for it, or cannot decide this themselves."""


class GivingReason(Reason):
    """Why a yes is not theirs to give, or what to look at where it is."""

    ADULT_DECIDES = "GIVING_ADULT_DECIDES", "P2"  # from 18 nobody has parental responsibility
    THEIRS_ALONE = "GIVING_THEIRS_ALONE", "P15 P32"  # what a child keeps back, only the child may let go
    NOT_COMPETENT = "GIVING_NOT_COMPETENT", "P14"
    # With a Yes:
    ASSESS_COMPETENCE = "GIVING_ASSESS_COMPETENCE", "P14"
    ASK_PARENT_TOO = "GIVING_ASK_PARENT_TOO"  # under 13
    OFFER_CHILDS_VIEW = "GIVING_OFFER_CHILDS_VIEW", "P14"
    ASK_THEM_TOO = "GIVING_ASK_THEM_TOO", "P12"  # 16 and 17: a parent's yes serves until they are asked
    SHOW_RIGHT = "GIVING_SHOW_RIGHT"  # no right established yet


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
) -> Decision:
    """Whether this is theirs to say. A No, or taking back, is anyone's of the family: it only narrows (P47).

    `of_child`: the consent is about a child or young person. Of an uncertain birth date the earliest counts, since
    it is the young person who loses where we take them for younger. `finding`: a usable assessment of competence.
    """
    if purpose is Purpose.REFUSE_ACCESS:
        return _refusal(said, is_own=is_own, of_child=of_child)
    if said is not Said.GIVEN or not of_child:
        return Allowed()
    if is_own:
        return _own(_attained(born, ages.OWN_REQUESTS, today), _attained(born, ages.COMPETENCE_GUIDE, today), finding)
    if purpose is Purpose.YP_RELEASE_TO_PARENT and right not in OTHER_RIGHTS:
        return decide([GivingReason.THEIRS_ALONE])
    if right in OTHER_RIGHTS:
        return Allowed()
    if _attained(born, ages.ADULT, today):
        return decide([GivingReason.ADULT_DECIDES])
    conditions: list[Reason] = [] if right else [GivingReason.SHOW_RIGHT]
    if _attained(born, ages.OWN_REQUESTS, today):
        conditions.append(GivingReason.ASK_THEM_TOO)
    elif _attained(born, ages.COMPETENCE_GUIDE, today):
        conditions.append(GivingReason.OFFER_CHILDS_VIEW)
    return Allowed(tuple(conditions))


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
