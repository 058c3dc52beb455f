"""A case's life: its reference, its level, and how its status changes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import date, timedelta

from iass_tui.rules.decision import Allowed, Decision, Reason, Refused, decide
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, LevelChange, StatusChange

REOPEN_DAYS = 28
"""How long after closing a case may be reopened; later it is a new case (domain table 2.1). K: the office confirms."""
LEVELS = ("L1", "L2", "L3", "L4")


class CaseReason(Reason):
    """Why a case may not be closed or reopened, or what reopening asks for."""

    ALREADY_CLOSED = "CASE_ALREADY_CLOSED"
    ALREADY_OPEN = "CASE_ALREADY_OPEN"
    NO_CLOSURE = "CASE_NO_CLOSURE", "P41"
    NO_OUTCOME = "CASE_NO_OUTCOME", "P41"
    NO_OUTCOME_WORDS = "CASE_NO_OUTCOME_WORDS", "P41"
    NO_REASON_GIVEN = "CASE_NO_REASON_GIVEN"
    OPEN_A_NEW_CASE = "CASE_OPEN_A_NEW_CASE"
    CONFIRM_CONSENT = "CASE_CONFIRM_CONSENT"  # table 5.5: re-confirm when reopened


def format_reference(number: int) -> str:
    """The office's name for a case: C-0417. Grows past four digits. Raises `ValueError` below 1."""
    if number < 1:
        raise ValueError("case numbers begin at 1")
    return f"C-{number:04d}"


_REFERENCE = re.compile(r"(?:C[\s-]*)?([0-9]{1,9})", re.IGNORECASE | re.ASCII)


def parse_reference(text: str) -> int | None:
    """The number in a reference however it was typed (c417, C-0417, 417); None where it is none."""
    found = _REFERENCE.fullmatch(text.strip())
    return int(found[1]) or None if found else None


_MOVES = {
    CaseStatus.OPEN: frozenset({CaseStatus.INACTIVE, CaseStatus.CLOSED}),
    CaseStatus.INACTIVE: frozenset({CaseStatus.OPEN, CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN}),
}


def next_statuses(status: CaseStatus) -> frozenset[CaseStatus]:
    """Where a case may go from here (domain table 2.2); `may_close` and `may_reopen` say under which conditions.

    A closed case never becomes inactive: it is opened again or stays closed.
    """
    return _MOVES[status]


def may_close(status: CaseStatus, *, closure: str, outcomes: Sequence[str], words: str) -> Decision:
    """Whether a case may be closed: it needs a closure code, an outcome code and the outcome in words (P41).

    An unknown outcome is an outcome too (O23): what is refused is saying nothing.
    """
    reasons: list[Reason] = []
    if status is CaseStatus.CLOSED:
        reasons.append(CaseReason.ALREADY_CLOSED)
    if not closure.strip():
        reasons.append(CaseReason.NO_CLOSURE)
    if not any(code.strip() for code in outcomes):
        reasons.append(CaseReason.NO_OUTCOME)
    if not words.strip():
        reasons.append(CaseReason.NO_OUTCOME_WORDS)
    return decide(reasons)


def may_reopen(status: CaseStatus, closed_on: date | None, today: date, *, reason: str = "") -> Decision:
    """Whether work may go on in this case; the consents are to be confirmed again (domain table 5.5).

    An inactive case always. A closed one within 28 days and saying why; after that someone who comes back has
    a new case, or finished quarters would change. A closing without a date counts as long ago.
    """
    if status is CaseStatus.OPEN:
        return Refused((CaseReason.ALREADY_OPEN,))
    if status is CaseStatus.INACTIVE:
        return Allowed((CaseReason.CONFIRM_CONSENT,))
    reasons: list[Reason] = []
    if closed_on is None or today > closed_on + timedelta(days=REOPEN_DAYS):
        reasons.append(CaseReason.OPEN_A_NEW_CASE)
    if not reason.strip():
        reasons.append(CaseReason.NO_REASON_GIVEN)
    return decide(reasons, (CaseReason.CONFIRM_CONSENT,))


def with_level(facts: CaseFacts, level: str, on: date, reason: str = "") -> CaseFacts:
    """The facts with one more line of level history; the same facts where the level is the same already.

    Raises `ValueError` for an unknown level, and for a day before the last change: history is only added to.
    """
    if level not in LEVELS:
        raise ValueError("no such level")
    if level == facts.level:
        return facts
    if facts.levels and on < facts.levels[-1].on:
        raise ValueError("before the last change of level")
    return dataclasses.replace(facts, levels=(*facts.levels, LevelChange(level=level, on=on, reason=reason)))


def highest_level(levels: Sequence[LevelChange], until: date | None = None) -> str:
    """The highest level reached up to and including a day, which reports count (domain table 2.2); "" for none.

    A case that came down again still counts at its height.
    """
    reached = (change.level for change in levels if until is None or change.on <= until)
    return max(reached, default="")


def with_status(facts: CaseFacts, status: CaseStatus, on: date, reason: str = "") -> CaseFacts:
    """The facts with one more line of status history, which keeps how a case was closed when it is opened again.

    Closing: put the closure and the outcome into `facts` first. A case that is not closed has none of them.
    """
    is_closed = status is CaseStatus.CLOSED
    change = StatusChange(
        status=status,
        on=on,
        reason=reason,
        closure=facts.closure if is_closed else "",
        outcomes=facts.outcomes if is_closed else (),
        outcome_words=facts.outcome_words if is_closed else "",
    )
    history = (*facts.statuses, change)
    if is_closed:
        return dataclasses.replace(facts, closed_on=on, statuses=history)
    return dataclasses.replace(facts, closed_on=None, closure="", outcomes=(), outcome_words="", statuses=history)


def with_outcome(facts: CaseFacts, closure: str, outcomes: Sequence[str], words: str) -> CaseFacts:
    """The facts with how the case ended (P41)."""
    return dataclasses.replace(facts, closure=closure, outcomes=tuple(outcomes), outcome_words=words)
