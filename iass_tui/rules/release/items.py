"""Which items of a child's file may go into a requester's copy (P31, P32). A proposal: a person decides each item."""

from __future__ import annotations

import dataclasses

from iass_tui.rules.decision import Reason
from iass_tui.rules.records.casework import ParentMaySee, ProvidedBy
from iass_tui.rules.release.requests import AuthorityFrom, Requester


class ItemReason(Reason):
    """Why an item is withheld, or what to look at before it goes in."""

    CHILD_DOES_NOT_AGREE = "ITEM_CHILD_DOES_NOT_AGREE", "P32"
    CHILD_NOT_ASKED = "ITEM_CHILD_NOT_ASKED", "P32"
    MAY_NOT_SEE = "ITEM_MAY_NOT_SEE", "P32"
    # On an included item:
    IN_ERROR = "ITEM_IN_ERROR"
    SOMEONE_ELSES_WORDS = "ITEM_SOMEONE_ELSES_WORDS"  # look for X16
    PROFESSIONALS_WORDS = "ITEM_PROFESSIONALS_WORDS"  # look for X17; names are usually released
    ABOUT_ANOTHER_CHILD = "ITEM_ABOUT_ANOTHER_CHILD"  # left out until somebody has read it for what is not theirs


@dataclasses.dataclass(frozen=True, kw_only=True)
class ItemProvenance:
    """Where an item of the file came from, and what was said about passing it on."""

    provided_by: ProvidedBy
    parent_may_see: ParentMaySee
    given_by_requester: bool = False
    is_in_error: bool = False
    child_agrees: bool = False
    """The child released the file to this parent: YP_RELEASE_TO_PARENT (P32). Does not undo a No on the item."""


@dataclasses.dataclass(frozen=True)
class Include:
    """A proposal to include. `marks`: what to show on it or look at first; a person decides."""

    marks: tuple[ItemReason, ...] = ()


@dataclasses.dataclass(frozen=True)
class Withhold:
    """Not to be included for this requester."""

    reason: ItemReason


def item_for(
    item: ItemProvenance, requester: Requester, *, authority_from: AuthorityFrom | None = None
) -> Include | Withhold:
    """Whether an item may go into this requester's copy of a child's file.

    What the child gave is kept from parents and whoever acts for them unless the child agreed, also where nobody asked
    (P32). The child, and a representative whom the child authorised, see it all; what was entered in
    error is included and marked, never dropped silently.
    """
    stands_in_for_child = requester is Requester.REPRESENTATIVE and authority_from is AuthorityFrom.SUBJECT
    if requester is not Requester.CHILD and not stands_in_for_child:
        reason = _withheld(item)
        if reason is not None:
            return Withhold(reason)
    marks = []
    if item.is_in_error:
        marks.append(ItemReason.IN_ERROR)
    if not item.given_by_requester:
        if item.provided_by is ProvidedBy.PROFESSIONAL:
            marks.append(ItemReason.PROFESSIONALS_WORDS)
        elif item.provided_by in _others(requester, stands_in_for_child):
            marks.append(ItemReason.SOMEONE_ELSES_WORDS)
    return Include(tuple(marks))


def _others(requester: Requester, stands_in_for_child: bool) -> frozenset[ProvidedBy]:
    """Whose words are another person's in this copy."""
    childs = requester is Requester.CHILD or stands_in_for_child
    return frozenset({ProvidedBy.PARENT, ProvidedBy.OTHER} | (set() if childs else {ProvidedBy.CHILD}))


def _withheld(item: ItemProvenance) -> ItemReason | None:
    from_child = item.provided_by is ProvidedBy.CHILD
    if item.parent_may_see is ParentMaySee.NO:
        return ItemReason.CHILD_DOES_NOT_AGREE if from_child else ItemReason.MAY_NOT_SEE
    if from_child and item.parent_may_see is ParentMaySee.NOT_ASKED and not item.child_agrees:
        return ItemReason.CHILD_NOT_ASKED
    return None
