"""What a colleague learns of a case and may not pass on to the family: asked of the very rule that copies obey."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from uuid import UUID

from iass_tui.rules.records.casework import ParentMaySee, ProvidedBy
from iass_tui.rules.release import Requester
from iass_tui.rules.release.items import ItemProvenance, ItemReason, Withhold, item_for


@dataclasses.dataclass(frozen=True)
class NotToTell:
    """Why something is kept back, and from whom. `whom` is empty where no adult of the family is on file."""

    why: ItemReason
    whom: tuple[UUID, ...]


def not_to_tell(
    provided_by: ProvidedBy, parent_may_see: ParentMaySee, adults: Collection[UUID], released_to: Collection[UUID] = ()
) -> NotToTell | None:
    """Who of the family is not told this (P32); None where everybody may be.

    `adults`: those of the family. `released_to`: those whom the child agreed to let have what they gave, which does
    not undo a No on the thing itself.
    """
    found = {adult: _withheld(provided_by, parent_may_see, agrees=adult in released_to) for adult in adults}
    whom = tuple(adult for adult, why in found.items() if why is not None)
    why = next((found[adult] for adult in whom), None) if adults else _withheld(provided_by, parent_may_see)
    return None if why is None else NotToTell(why, whom)


def _withheld(provided_by: ProvidedBy, parent_may_see: ParentMaySee, *, agrees: bool = False) -> ItemReason | None:
    """Why a copy for a parent would be without it; None where it would not."""
    item = ItemProvenance(provided_by=provided_by, parent_may_see=parent_may_see, child_agrees=agrees)
    answer = item_for(item, Requester.PARENT)
    return answer.reason if isinstance(answer, Withhold) else None
