"""Deciding a row: consent first, then everything else. Nothing personal comes out of a row without its evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from iass_tui.rules.codes import code_list
from iass_tui.rules.importing.consents import Lacks, evidence_of
from iass_tui.rules.importing.families import family_of
from iass_tui.rules.importing.reading import is_month_first, read_code, read_codes
from iass_tui.rules.importing.taking import Row
from iass_tui.rules.importing.verdicts import RowDecision, Verdict
from iass_tui.rules.quarters import week_of
from iass_tui.rules.records.casework import TallyBody

Raw = Mapping[str, str]
"""What a row says, by template key; empty cells are left out."""
_DATES = ("child_born", "consent_on", "opened", "closed", "note_on")


def month_first_columns(rows: Sequence[Raw]) -> frozenset[str]:
    """The columns in which some date can only have its month first (3/27/2007): there every doubtful one is refused."""
    return frozenset(key for key in _DATES if any(is_month_first(row.get(key, "")) for row in rows))


def decide_row(raw: Raw, number: int, today: date, month_first: Collection[str] = ()) -> RowDecision:
    """What becomes of a row by itself; whether it is somebody's double is for `rules.duplicates` to say.

    Without the evidence of a Yes to saving (P29, P78) a row becomes a count: codes, and the week in which the family
    came. Without that day it cannot even be counted, and is refused.
    """
    row = Row(raw, today, month_first)
    opened = row.day("opened", is_required=True)
    if opened is None:
        return RowDecision(number, Verdict.REFUSED, faults=tuple(row.faults))
    try:
        evidence = evidence_of(raw, today, month_first)
    except Lacks as lacks:
        return RowDecision(number, Verdict.TALLY, faults=lacks.faults, tally=_tally(raw, opened, said_no=lacks.said_no))
    family = family_of(row, opened, evidence)
    if row.faults or family is None:
        return RowDecision(number, Verdict.REFUSED, faults=tuple(dict.fromkeys(row.faults)))
    repairs = tuple(dict.fromkeys(row.repairs))
    return RowDecision(number, Verdict.REPAIRED if repairs else Verdict.ACCEPTED, repairs, family=family)


def _tally(raw: Raw, opened: date, *, said_no: bool) -> TallyBody:
    """Codes of the shortest lists, and a week (table 1.3)."""
    issues, _ = read_codes("ISSUE", raw.get("issues", ""))
    return TallyBody(
        week=week_of(opened),
        channel=read_code("CHANNEL", raw.get("channel", "")),
        user_type=read_code("USER_TYPE", raw.get("user_type", "")),
        issue_group=code_list("ISSUE").get(issues[0]).group if issues else "",
        why="NO" if said_no else "NOT_ASKED",
    )
