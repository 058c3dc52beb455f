"""The office's registers (P7, P35, P36, P57, P58, P61): their fields, what is wrong with a line, what is overdue."""

from __future__ import annotations

import enum
import functools
import pkgutil
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from iass_tui.rules.records.registers import RecordedLine, Register, RegisterLine
from iass_tui.rules.records.training import CourseKind
from iass_tui.rules.registers.fields import FORMS, REVIEW, UNCHECKED, Field, Form, Shape
from iass_tui.rules.training import MOST_MONTHS, Course


class Fault(enum.Enum):
    """What is wrong with a field."""

    MISSING = enum.auto()
    NOT_A_DAY = enum.auto()
    NOT_A_CHOICE = enum.auto()
    NOT_MONTHS = enum.auto()


def faults(register: Register, values: Mapping[str, str], form: Form | None = None) -> tuple[tuple[str, Fault], ...]:
    """What is wrong with a line, by field. Fields that the register does not have are nobody's fault: they stay.

    `form`: the register's, with what the office's own lists offer.
    """
    return tuple(
        (one.key, fault)
        for one in (form or FORMS[register]).fields
        if (fault := _fault(one, values.get(one.key, "").strip())) is not None
    )


def _fault(field: Field, value: str) -> Fault | None:
    if not value:
        return Fault.MISSING if field.needed else None
    match field.shape:
        case Shape.DAY if day(value) is None:
            return Fault.NOT_A_DAY
        case Shape.CHOICE | Shape.COURSE if value not in dict(field.choices):
            return Fault.NOT_A_CHOICE
        case Shape.PEOPLE if not set(value.split()) <= set(dict(field.choices)):
            return Fault.NOT_A_CHOICE
        case Shape.MONTHS if not (value.isascii() and value.isdecimal() and 1 <= int(value[:4]) <= MOST_MONTHS):
            return Fault.NOT_MONTHS
    return None


def day(value: str) -> date | None:
    """A stored day; None where there is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def review_due(line: RegisterLine, today: date) -> date | None:
    """The day on which a line should have been looked at again, where that has come (P36)."""
    found = None if line.taken_back else day(line.value(REVIEW))
    return found if found is not None and found <= today else None


def standing_lines(lines: Iterable[RecordedLine]) -> tuple[RecordedLine, ...]:
    """The lines that stand, by name."""
    return tuple(sorted((one for one in lines if not one.body.taken_back), key=_by_name))


def _by_name(one: RecordedLine) -> str:
    return one.body.value("name").casefold()


def courses_of(lines: Iterable[RecordedLine]) -> tuple[Course, ...]:
    """The office's courses: those without which nobody works first."""
    found = [
        Course(id=one.id, name=one.body.value("name"), kind=CourseKind(one.body.value("kind")), months=int(months))
        for one in standing_lines(lines)
        if (months := one.body.value("months")).isdecimal()
    ]
    return tuple(sorted(found, key=lambda one: (one.kind is not CourseKind.CONFIDENTIALITY, one.name.casefold())))


def is_last_of_its_kind(course_id: UUID, courses: Iterable[Course]) -> bool:
    """Whether taking this course back would leave no confidentiality training to record (P25)."""
    needed = [one.id for one in courses if one.kind is CourseKind.CONFIDENTIALITY]
    return needed == [course_id]


@functools.cache
def _seeds() -> dict[str, list[dict[str, str]]]:
    import tomllib

    raw = pkgutil.get_data("iass_tui.rules.registers", "seeds.toml") or b""
    found: dict[str, list[dict[str, str]]] = tomllib.loads(raw.decode())
    return found


def first_lines(register: Register, today: date) -> tuple[RegisterLine, ...]:
    """What a register begins with, for the office to confirm or change. Controls begin unchecked, due today."""
    more = {"stands": UNCHECKED, REVIEW: today.isoformat()} if register is Register.CONTROLS else {}
    return tuple(RegisterLine(values=row | more) for row in _seeds().get(register.value, ()))
