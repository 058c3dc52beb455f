"""Gaps in words: as few as fit into a line, and what to do about each."""

from __future__ import annotations

from collections.abc import Iterable

from iass_tui.rules.handover.gaps import HandoverGap

_SHORT = {
    HandoverGap.NO_LEVEL: "no level",
    HandoverGap.NO_ISSUE: "no issue",
    HandoverGap.NO_WAY_TO_REACH: "no way to reach them, and no code word",
    HandoverGap.NO_WISH: "what the family wants",
    HandoverGap.NO_NOTE: "no note yet",
    HandoverGap.NO_PROGRESS: "no note says how it goes",
    HandoverGap.NOT_UP_TO_DATE: "no note for 28 days",
    HandoverGap.NO_ACTION: "no agreed action",
    HandoverGap.NOTHING_NEXT: "nothing is to be done next",
    HandoverGap.ACTION_WITHOUT_DATE: "no action has a date",
    HandoverGap.CHILD_VIEW_NOT_SOUGHT: "the child's own view",
    HandoverGap.NO_OUTCOME: "the outcome",
}
_WHAT_TO_DO = {
    HandoverGap.NO_LEVEL: "Nobody has said which level this is.",
    HandoverGap.NO_ISSUE: "Nobody has said what it is about.",
    HandoverGap.NO_WAY_TO_REACH: "No number or address is kept, and no word by which they are known.",
    HandoverGap.NO_WISH: "What the family wants is not written down.",
    HandoverGap.NO_NOTE: "There is no note yet.",
    HandoverGap.NO_PROGRESS: "No note says how it goes.",
    HandoverGap.NOT_UP_TO_DATE: "Nothing was written for 28 days: how it stands now is not known here.",
    HandoverGap.NO_ACTION: "Nothing was agreed to be done.",
    HandoverGap.NOTHING_NEXT: "The case is open and nothing is to be done next: add it, or set the case aside.",
    HandoverGap.ACTION_WITHOUT_DATE: "What is to be done has no day by which.",
    HandoverGap.CHILD_VIEW_NOT_SOUGHT: "Whether the child's own view was sought is not known.",
    HandoverGap.NO_OUTCOME: "The case is closed without its outcome.",
}


def short_gap(gap: str) -> str:
    """One gap in a few words; the value itself where it is none that is known."""
    return _SHORT[HandoverGap(gap)] if gap in set(HandoverGap) else gap


def gap_sentence(gap: HandoverGap) -> str:
    """One gap as a sentence with the clauses that ask for it."""
    return f"{_WHAT_TO_DO[gap]} ({gap.policy.replace(' ', ', ')})"


def gaps_line(gaps: Iterable[str]) -> str:
    """All of them on one line, "" where there are none."""
    return " · ".join(short_gap(gap) for gap in gaps)
