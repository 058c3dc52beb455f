"""Who is told of a new version: which families, how they may be reached, and a figure that always adds up (P66-P70)."""

from __future__ import annotations

import dataclasses
import enum
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from iass_tui.rules.decision import Decision, Reason, all_of, decide
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.people import ContactDetails
from iass_tui.rules.records.policies import Reached
from iass_tui.rules.safety import Doing, may


class TellingReason(Reason):
    """Why a family may not be told like this, or not be marked as told."""

    NOT_THIS_WAY = "TELL_NOT_THIS_WAY", "P44"  # no consent to be reached so, no such place, or not safe
    TOLD_ALREADY = "TELL_TOLD_ALREADY", "P69"
    IN_THE_FUTURE = "TELL_IN_THE_FUTURE", "P69"
    BEFORE_ISSUE = "TELL_BEFORE_ISSUE", "P69"


class Standing(enum.StrEnum):
    """Where one family of the snapshot stands."""

    TOLD = "TOLD"
    LEFT = "LEFT"
    CLOSED = "CLOSED"  # the case was closed before anyone could tell them
    WITHDRAWN = "WITHDRAWN"  # consent to save was taken back: nobody contacts them
    ERASED = "ERASED"  # nothing of them is on file any more


def is_active(case: CaseStatus, state: PersonState, *, may_save: bool) -> bool:
    """Whether a case is active at the moment of issue (P69): not closed, also where it waits, with consent in force."""
    return case is not CaseStatus.CLOSED and state is PersonState.ACTIVE and may_save


def standing(*, is_told: bool, case: CaseStatus, state: PersonState) -> Standing:
    """One family's standing today. Who was told stays told, whatever came after; a case opened again is left again."""
    if is_told:
        return Standing.TOLD
    if state is not PersonState.ACTIVE:
        return Standing.WITHDRAWN
    return Standing.CLOSED if case is CaseStatus.CLOSED else Standing.LEFT


@dataclasses.dataclass(frozen=True)
class Completion:
    """The figure. `total` is the snapshot of the day of issue: told, left and gone always add up to it."""

    total: int
    told: int
    left: int
    closed: int
    withdrawn: int
    erased: int

    @property
    def accounted(self) -> int:
        """Everybody but those left to tell."""
        return self.total - self.left

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 says that nobody is left."""
        return 100 if not self.total else 100 * self.accounted // self.total


def completion(total: int, standings: Iterable[Standing]) -> Completion:
    """The figure for a snapshot of so many families, of which these are still on file; the others were erased."""
    found = Counter(standings)
    return Completion(
        total=total,
        told=found[Standing.TOLD],
        left=found[Standing.LEFT],
        closed=found[Standing.CLOSED],
        withdrawn=found[Standing.WITHDRAWN],
        erased=total - found.total() + found[Standing.ERASED],
    )


_DOING = {Reached.POST: Doing.POST, Reached.EMAIL: Doing.EMAIL, Reached.TEXT: Doing.TEXT}


def ways_to(
    contact: ContactDetails | None,
    *,
    state: PersonState,
    may_keep_contact: bool,
    safety: Collection[str],
    is_refused: bool,
) -> frozenset[Reached]:
    """In which ways one adult of a family may be written to: none without their own consent to be reached (P44).

    Nor where it is not safe, nor while the child refuses them (P16): a letter alone says that there is a case.
    """
    if contact is None or state is not PersonState.ACTIVE or not may_keep_contact or is_refused:
        return frozenset()
    kept = {Reached.POST: contact.addresses, Reached.EMAIL: contact.emails, Reached.TEXT: contact.phones}
    return frozenset(one for one, places in kept.items() if places and may(safety, _DOING[one]))


def may_note(*, on: date, issued_on: date, today: date, is_told: bool) -> Decision:
    """Whether somebody may be noted as told on this day: once, since the version was issued, and not in the future."""
    reasons: list[Reason] = []
    if is_told:
        reasons.append(TellingReason.TOLD_ALREADY)
    if on > today:
        reasons.append(TellingReason.IN_THE_FUTURE)
    if on < issued_on:
        reasons.append(TellingReason.BEFORE_ISSUE)
    return decide(reasons)


def may_tell(
    reached: Reached, ways: Collection[Reached], *, on: date, issued_on: date, today: date, is_told: bool
) -> Decision:
    """Whether a family may be noted as told like this. By talk always: at the next contact at the latest."""
    is_not_theirs = reached.writes and reached not in ways
    return all_of(
        decide([TellingReason.NOT_THIS_WAY] if is_not_theirs else []),
        may_note(on=on, issued_on=issued_on, today=today, is_told=is_told),
    )
