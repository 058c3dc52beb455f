"""Cases as a caseload shows them: by level, and the one that nobody has touched for longest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from iass_tui.rules import agenda
from iass_tui.rules.dates import in_england
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.casework import CaseStatus
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row

if TYPE_CHECKING:
    from iass_tui.services.views import CaseLine


def untouched_since(line: CaseLine) -> date:
    """The day of the latest note, or on which the case was opened where it has none."""
    last = in_england(line.last_note_at).date() if line.last_note_at else None
    return agenda.untouched_since(last, line.opened_on)


def by_untouched(lines: Iterable[CaseLine]) -> list[CaseLine]:
    """The longest untouched first."""
    return sorted(lines, key=lambda one: (untouched_since(one), one.reference))


def length_words(line: CaseLine, today: date) -> str:
    """For how long nobody wrote a note: "41 days"."""
    days = max((today - untouched_since(line)).days, 0)
    return "today" if days == 0 else f"{days} day{'s' * (days != 1)}"


def untouched_words(line: CaseLine, today: date) -> str:
    """The same; of a case without a note, that there is none."""
    length = length_words(line, today)
    return length if line.last_note_at is not None else f"no note, {length}"


def level_words(by_level: Mapping[str, int]) -> str:
    """How many of each level: "L1 3   L2 5"."""
    return "   ".join(f"{level or 'no level'} {count}" for level, count in sorted(by_level.items()) if count)


def case_rows(lines: Sequence[CaseLine], today: date, restricted: Collection[UUID] = ()) -> Iterator[Row]:
    """The open ones, then those set aside."""
    aside = [one for one in lines if one.status is not CaseStatus.OPEN]
    in_hand = by_untouched(one for one in lines if one.status is CaseStatus.OPEN)
    yield from (marked(_row(one, today), one.id, restricted) for one in in_hand)
    if aside:
        yield Row(("section", "aside"), (f"Set aside {len(aside)}",), heading=True)
    yield from (marked(_row(one, today), one.id, restricted) for one in by_untouched(aside))


def _row(one: CaseLine, today: date) -> Row:
    untouched = Neutral(untouched_words(one, today))
    return Row(("case", one.id), (one.reference, one.name, Neutral(one.level or "–"), untouched))
