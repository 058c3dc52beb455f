"""The team's work as rows: what is nobody's first, then each colleague, then what nobody touched."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from iass_tui.rules.agenda import day_of
from iass_tui.rules.dates import display_day
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.casework import CaseStatus
from screens.widgets.caseload_rows import length_words, level_words, untouched_words
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import FOLDED, Row
from screens.words.days import day_due

if TYPE_CHECKING:
    from iass_tui.services.team_views import Load, TeamView
    from iass_tui.services.views import CaseLine, TaskView

QUIET = "quiet"


def rows(view: TeamView, unfolded: Collection[object], today: date, quiet_days: int) -> Iterator[Row]:
    """Everything; a colleague's cases, and the quiet ones, where their line is unfolded."""
    nobodys = len(view.unowned_cases) + len(view.unowned_tasks)
    yield Row("unowned", (f"Nobody's {nobodys}   g gives it to a colleague" if nobodys else "Nobody's: nothing",), True)
    out = view.restricted
    yield from (marked(_case(one, today), one.id, out) for one in view.unowned_cases)
    yield from (marked(_task(one, today), one.case_id, out) for one in view.unowned_tasks)
    if view.away_tasks:
        yield Row("away", (f"Due while its owner is away {len(view.away_tasks)}",), heading=True)
        yield from (marked(_task(one, today), one.case_id, out) for one in view.away_tasks)
    yield Row("colleagues", (f"Colleagues {len(view.loads)}",), heading=True)
    for load in view.loads:
        yield _load(load, today)
        if load.id in unfolded:
            yield from (marked(_case(one, today, indent=True), one.id, out) for one in load.cases)
    title = f"No note in {quiet_days} days {len(view.quiet)}"
    if not view.quiet:
        yield Row(QUIET, (f"No note in {quiet_days} days: nothing",), heading=True)
    elif QUIET in unfolded:
        yield Row("quiet heading", (title,), heading=True)
        yield from (marked(_case(one, today, kind="quiet"), one.id, out) for one in view.quiet)
    else:
        yield Row(("folded", QUIET), (Neutral(f"{title}   {FOLDED}"),))


def _load(one: Load, today: date) -> Row:
    levels = level_words(one.by_level) or "no open case"
    aside = f"   set aside {one.inactive}" if one.inactive else ""
    away = f"   AWAY to {display_day(one.away_until)}" if one.away_until else ""
    still_open = next((case for case in one.cases if case.status is CaseStatus.OPEN), None)
    oldest = f"oldest {length_words(still_open, today)}" if still_open else ""
    overdue = f"{one.overdue} overdue" if one.overdue else ""
    cells = (one.name, Neutral(levels + aside + away), Neutral(overdue), Neutral(oldest))
    return Row(("colleague", one.id), cells)


def _case(one: CaseLine, today: date, *, indent: bool = False, kind: str = "") -> Row:
    who = "  ·" if indent else one.officer or "nobody"
    aside = "" if one.status is CaseStatus.OPEN else "   set aside"
    words = f"{one.reference}   {one.name}{aside}"
    key = ("case", one.id, kind) if kind else ("case", one.id)
    return Row(key, (who, words, Neutral(one.level or "–"), Neutral(untouched_words(one, today))))


def _task(one: TaskView, today: date) -> Row:
    due = day_of(one.body)
    cells = (one.owner or "nobody", f"{one.reference}   {one.body.what}", Neutral("task"), Neutral(day_due(due, today)))
    return Row(("task", one.id), cells)


def under(row: Row | None, kind: str) -> UUID | None:
    """The id in the key of a row of this kind."""
    if row is None or not isinstance(row.key, tuple) or row.key[0] != kind:
        return None
    return row.key[1] if isinstance(row.key[1], UUID) else None
