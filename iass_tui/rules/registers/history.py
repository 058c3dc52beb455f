"""What stood in a line of a register before: each time it was written, by whom, and what changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from iass_tui.rules.records.registers import LineChange, RegisterLine


@dataclasses.dataclass(frozen=True)
class Step:
    """One time a line was written. `fields` are (key, what it held before, what since)."""

    at: datetime
    by: UUID
    fields: tuple[tuple[str, str, str], ...]
    is_first: bool
    taken_back: str = ""


def written(before: RegisterLine | None, after: RegisterLine, at: str, by: UUID) -> RegisterLine:
    """The line with the note that it was written now; the same line where nothing in it changed."""
    was = _was(before.values, after.values) if before is not None else {}
    if before is not None and not was and before.taken_back == after.taken_back:
        return after
    earlier = before.changes if before is not None else ()
    return dataclasses.replace(after, changes=(*earlier, LineChange(at=at, by=by, was=was)))


def _was(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    keys = sorted({*before, *after})
    return {key: before.get(key, "") for key in keys if before.get(key, "") != after.get(key, "")}


def history(line: RegisterLine) -> tuple[Step, ...]:
    """Every time it was written, newest first; what stood before is worked out backwards from what stands now."""
    values, found = dict(line.values), []
    newest = len(line.changes) - 1
    for number, change in reversed(tuple(enumerate(line.changes))):
        taken_back = line.taken_back if number == newest and not change.was else ""
        is_first = number == 0 and not change.was and not taken_back
        fields = tuple((key, was, values.get(key, "")) for key, was in change.was.items())
        if is_first:
            fields = tuple((key, "", value) for key, value in values.items())
        found.append(Step(datetime.fromisoformat(change.at), change.by, fields, is_first, taken_back))
        values |= change.was
    return tuple(found)


def people_of(lines: Iterable[RegisterLine]) -> frozenset[UUID]:
    """Whoever wrote any of them."""
    return frozenset(change.by for line in lines for change in line.changes)
