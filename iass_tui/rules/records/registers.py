"""The office's registers: lines of named texts, each register with fields of its own."""

from __future__ import annotations

import dataclasses
import enum
from uuid import UUID

from iass_tui.rules.records.base import Record


class Register(enum.StrEnum):
    """The registers that share one shape. Values are stored and never renamed."""

    PROCESSING = "PROCESSING"  # P7, P75
    REACH = "REACH"  # P35
    SYSTEMS = "SYSTEMS"  # P57, P58
    CONTROLS = "CONTROLS"  # P36
    COURSES = "COURSES"  # P61
    PLAN = "PLAN"  # P25, P61: training that is still to come, and who came


@dataclasses.dataclass(frozen=True, kw_only=True)
class LineChange(Record):
    """That a line was written: when, by whom, and what the fields that changed held before."""

    at: str
    """The moment, as the unit of work has it."""
    by: UUID
    was: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, kw_only=True)
class RegisterLine(Record):
    """One line of a register: field name to text, a day as ISO 8601. Which fields there are, `rules.registers` says."""

    values: dict[str, str] = dataclasses.field(default_factory=dict)
    taken_back: str = ""
    """Why it no longer stands; "" while it does. The line is kept."""
    changes: tuple[LineChange, ...] = ()
    """Every time it was written, oldest first; of a line that is older than this list, only what came after."""

    def value(self, key: str) -> str:
        """One field, "" where it was left empty."""
        return self.values.get(key, "")


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedLine:
    """A line as it is stored."""

    id: UUID
    version: int
    register: Register
    body: RegisterLine
