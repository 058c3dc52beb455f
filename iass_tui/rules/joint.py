"""One contact that belongs to the cases of several brothers and sisters: entered once, kept in each, counted once.

Each case has its own copy under its own key, so that one may be destroyed and the other stays (decision 0015).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from uuid import UUID

from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.casework import ContactBody, NoteBody, ProvidedBy

PARENTS_AND_CARERS = frozenset({"MOT", "FAT", "STP", "GRA", "KIN", "GUA"})
"""Children who share one of these are one family. Sharing a foster carer or a social worker makes nobody a sibling."""


class JointReason(Reason):
    """Why a contact may not be entered in several cases at once."""

    CHILDS_OWN = "JOINT_CHILDS_OWN", "P32"
    NOT_THEIRS = "JOINT_NOT_THEIRS"
    EXCEPTION = "JOINT_EXCEPTION", "P9"


@dataclasses.dataclass(frozen=True)
class Partner:
    """With whom a contact was, as far as this rule asks."""

    kind: ProvidedBy
    person_id: UUID | None = None


def may_be_joint(
    partner: Partner,
    wanted: Collection[UUID],
    offered: Collection[UUID],
    children: Collection[UUID],
    *,
    by_exception: bool = False,
) -> Decision:
    """Whether a contact may go into the cases `wanted` as well. Nothing wanted: yes.

    What a child told us stays in that child's own case, even that they told it (P32). `offered`: the open cases of
    the family; `children`: the children whose cases these are. What is shared without permission was decided for one
    child alone.
    """
    reasons: list[Reason] = []
    if not wanted:
        return decide(reasons)
    if partner.kind is ProvidedBy.CHILD or partner.person_id in children:
        reasons.append(JointReason.CHILDS_OWN)
    if not set(wanted) <= set(offered):
        reasons.append(JointReason.NOT_THEIRS)
    if by_exception:
        reasons.append(JointReason.EXCEPTION)
    return decide(reasons)


def partner_of(body: NoteBody | ContactBody) -> Partner:
    """With whom a note or a contact says that it was."""
    if isinstance(body, NoteBody):
        return Partner(body.provided_by, body.provided_by_id)
    return Partner(body.with_whom, body.with_id)


def part_for(body: NoteBody, child: UUID, children: Collection[UUID]) -> NoteBody:
    """A joint note as it stands in one child's case: about that child first, then about everybody else it named."""
    others = dict.fromkeys((*body.about, *sorted(children)))
    return dataclasses.replace(body, about=(child, *(one for one in others if one != child)))
