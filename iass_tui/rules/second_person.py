"""Two people where the policy wants two (P11, P46, domain table 1.5), and when two accounts are not two people."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from iass_tui.rules.access import AccessReason, Action
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.office import Role

OF_MANAGERS = frozenset({Action.DECIDE_ERASURE, Action.SIGN_OFF_SHARING})
"""What one manager proposes or decides and another one confirms: erasing a record (P46, P47), the sign-off of P11."""
NEEDS_TWO = OF_MANAGERS | {Action.APPROVE_PACK, Action.APPROVE_DESTRUCTION, Action.APPROVE_RELEASE}
"""All that a second person confirms; of packs, destructions and releases of statistics an officer can be the second."""
SECOND_PERSON_DAYS = 14
"""For so long an account does not count as a second person beside the manager who issued or renewed it."""


@dataclasses.dataclass(frozen=True)
class Issued:
    """When an account last got new keys, and which manager let them in."""

    by: UUID
    on: date


Makers = Mapping[UUID, Issued]
"""Who let each account in. The founder, whom nobody let in, is not in it."""


class Second(enum.StrEnum):
    """How an act for which the policy wants two people was done, as its entry in the audit says. Stored."""

    SECOND_PERSON = "SECOND_PERSON"
    NO_SECOND_PERSON = "NO_SECOND_PERSON"  # one manager, and no officer who counts beside them


@dataclasses.dataclass(frozen=True)
class Possible:
    """A colleague who could be the second person for something, today or later."""

    account_id: UUID
    name: str
    counts_from: date


def may_confirm(
    role: Role,
    action: Action,
    *,
    approved_by: UUID,
    who: UUID,
    made: Makers,
    today: date,
    stands_in: bool = False,
) -> Decision:
    """Whether `who` may be the second person for an act in `NEEDS_TWO` that `approved_by` proposed or approved.

    Never the same person, never a volunteer, and no other act has a second person. Nor do two accounts count as two
    people while, within 14 days, one let the other in or the same manager stands behind both: that manager could have
    made them to be their own second person. It holds in both directions and over several steps.

    `stands_in`: a manager proposed it and no other manager counts, so that an officer may confirm that too.
    """
    reasons: list[Reason] = []
    able = {Role.MANAGER, Role.OFFICER} if action not in OF_MANAGERS or stands_in else {Role.MANAGER}
    if action not in NEEDS_TWO or role not in able:
        reasons.append(AccessReason.NOT_YOUR_ROLE)
    if approved_by == who:
        reasons.append(AccessReason.NEEDS_ANOTHER_PERSON)
    elif not are_two(approved_by, who, made, today):
        reasons.append(AccessReason.ACCOUNT_TOO_NEW)
    return decide(reasons)


def are_two(one: UUID, other: UUID, made: Makers, today: date) -> bool:
    """Whether two accounts count as two people on this day."""
    return not set(_behind(one, made, today)) & set(_behind(other, made, today))


def counts_from(one: UUID, others: Collection[UUID], made: Makers, today: date) -> date | None:
    """The first day, from today on, on which this account counts beside every one of the others.

    None where it is one of them: nobody ever is their own second person.
    """
    if one in others:
        return None
    days = (today + timedelta(days=number) for number in range(SECOND_PERSON_DAYS + 2))
    return next((day for day in days if all(are_two(one, other, made, day) for other in others)), None)


def _behind(who: UUID, made: Makers, today: date) -> Iterator[UUID]:
    """An account, the manager who let it in lately, who let that one in lately, and so on."""
    seen: set[UUID] = set()
    while who not in seen:
        seen.add(who)
        yield who
        issued = made.get(who)
        if issued is None or (today - issued.on).days > SECOND_PERSON_DAYS:
            return
        who = issued.by
