"""Dates as people know and type them: whole, or only a month or a year; and moments as they are shown."""

from __future__ import annotations

import calendar
import dataclasses
import enum
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Self

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EARLIEST_BIRTH_YEAR = 1900


@dataclasses.dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or the day and the month, may be unknown (None).

    Raises `ValueError` where the calendar has no such date.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day without its month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def of(cls, day: date) -> Self:
        """The whole date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The date that `to_text` wrote. Raises `ValueError` for any other text."""
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise ValueError("not a date")
        return cls(*map(int, text.split("-")))

    def to_text(self) -> str:
        """The date for storing and sorting: "2007-03-27", "2007-03" or "2007"."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def display(self) -> str:
        """The date for reading: "27 March 2007", "March 2007" or "2007"."""
        words = [] if self.day is None else [str(self.day)]
        words += [] if self.month is None else [MONTHS[self.month - 1]]
        return " ".join([*words, str(self.year)])

    @property
    def exact(self) -> date | None:
        """The date itself where day, month and year are known, else None."""
        return self.earliest() if self.day is not None else None

    def earliest(self) -> date:
        """The first day that this could be."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day that this could be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


class DateField(enum.StrEnum):
    """The three fields that a date is typed into."""

    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


class DateFault(enum.StrEnum):
    """What is to be put right, in the order in which a form says it."""

    NOTHING_TYPED = "NOTHING_TYPED"
    MISSING = "MISSING"  # the named fields are empty
    YEAR_NEEDS_FOUR_DIGITS = "YEAR_NEEDS_FOUR_DIGITS"
    IMPOSSIBLE = "IMPOSSIBLE"  # the named fields, or all three together, make no date
    NOT_READ = "NOT_READ"  # a pasted text that is no date
    NOT_IN_THE_PAST = "NOT_IN_THE_PAST"
    TOO_LONG_AGO = "TOO_LONG_AGO"  # before 1900


@dataclasses.dataclass(frozen=True, slots=True)
class DateProblem:
    """Why no date was read: one fault, and the fields to mark and go to (the first of them)."""

    fault: DateFault
    fields: tuple[DateField, ...] = tuple(DateField)


def read_date(day: str, month: str, year: str, *, approximate: bool = True) -> PartialDate | DateProblem:
    """The date in three fields as typed: "3" or "03", "3", "Mar" or "March", "2007".

    A year of two digits is refused, never guessed. With `approximate` the day, or day and month, may be left
    out. A whole date pasted into one field is read too.
    """
    day, month, year = (_plain(part) for part in (day, month, year))
    typed = [part for part in (day, month, year) if part]
    if not typed:
        return DateProblem(DateFault.NOTHING_TYPED)
    if len(typed) == 1 and len(re.findall(r"\w+", typed[0])) > 1:
        pasted = read_whole_date(typed[0])
        whole = isinstance(pasted, DateProblem) or approximate or pasted.exact
        return pasted if whole else DateProblem(DateFault.MISSING, (DateField.DAY,))
    missing = _missing(day, month, year, approximate)
    if missing:
        return DateProblem(DateFault.MISSING, missing)
    return _from_parts(day, month, year)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip().strip(".,")


def _missing(day: str, month: str, year: str, approximate: bool) -> tuple[DateField, ...]:
    needed = {DateField.DAY: day, DateField.MONTH: month, DateField.YEAR: year}
    if approximate and not day:
        del needed[DateField.DAY]
        if not month:
            del needed[DateField.MONTH]
    return tuple(field for field, part in needed.items() if not part)


def _from_parts(day: str, month: str, year: str) -> PartialDate | DateProblem:
    if year.isdecimal() and len(year) != 4:
        return DateProblem(DateFault.YEAR_NEEDS_FOUR_DIGITS, (DateField.YEAR,))
    numbers = {
        DateField.DAY: _number(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", day), 31),
        DateField.MONTH: _month(month),
        DateField.YEAR: _number(year, 9999),
    }
    typed = {DateField.DAY: day, DateField.MONTH: month, DateField.YEAR: year}
    wrong = tuple(field for field, number in numbers.items() if typed[field] and number is None)
    if wrong:
        return DateProblem(DateFault.IMPOSSIBLE, wrong)
    try:
        return PartialDate(numbers[DateField.YEAR] or 0, numbers[DateField.MONTH], numbers[DateField.DAY])
    except ValueError:
        return DateProblem(DateFault.IMPOSSIBLE)


def _number(text: str, highest: int) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= highest else None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return _number(text, 12)
    return month_named(text)


def month_named(word: str) -> int | None:
    """The number of a month from its English name, or from its first three letters or more; else None."""
    word = word.casefold().rstrip(".")
    if len(word) < 3:
        return None
    return next((number for number, name in enumerate(MONTHS, start=1) if name.casefold().startswith(word)), None)


_ISO_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ][0-9]{2}:[0-9]{2}[0-9:.]*z?")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s/.,\-‐-―'()_]*")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_whole_date(text: str) -> PartialDate | DateProblem:
    """The date in one text, in any usual spelling, day first: 27/3/2007, 27.03.2007, 27 March 2007.

    Also 2007-03-27, 27032007, March 27 2007, March 2007, 3/2007 and 2007. The American 3/27/2007 is refused,
    never turned round; so is a year of two digits.
    """
    text = _plain(text)
    moment = _ISO_MOMENT.fullmatch(text)
    words = _WORD.findall(moment[1] if moment else text)
    if not words:
        return DateProblem(DateFault.NOTHING_TYPED if not text else DateFault.NOT_READ)
    if not moment and _BETWEEN.sub("", text) != "".join(words):
        return DateProblem(DateFault.NOT_READ)
    words = [word for word in words if word not in ("st", "nd", "rd", "th", "of", "the") and not _is_day_name(word)]
    parts = _in_order(words)
    if parts is None:
        return DateProblem(DateFault.NOT_READ)
    missing = _missing(*parts, approximate=True)
    return DateProblem(DateFault.MISSING, missing) if missing else _from_parts(*parts)


def _is_day_name(word: str) -> bool:
    return len(word) >= 3 and any(name.startswith(word) for name in _DAY_NAMES)


def _in_order(words: list[str]) -> tuple[str, str, str] | None:
    """Day, month and year out of one to three words, "" for what is not there; None for no date."""
    named = [word for word in words if not word.isdecimal()]
    if len(named) > 1 or any(month_named(word) is None for word in named):
        return None
    match words:
        case [whole] if not named and len(whole) == 8:
            if 19 <= int(whole[4:6]) <= 20:
                return whole[:2], whole[2:4], whole[4:]
            return whole[6:], whole[4:6], whole[:4]
        case [year] if not named and len(year) == 4:
            return "", "", year
        case [year, month] if len(year) == 4 and year.isdecimal():
            return "", month, year
        case [month, year] if year.isdecimal() and (named or len(year) == 4):
            return "", month, year
        case [day, month] if day.isdecimal():
            return day, month, ""
        case [month] if named:
            return "", month, ""
        case [year, month, day] if len(year) == 4 and year.isdecimal() and day.isdecimal():
            return day, month, year
        case [month, day, year] if month in named:
            return day, month, year
        case [day, month, year] if day.isdecimal() and year.isdecimal():
            return day, month, year
    return None


def check_birth_date(value: PartialDate, today: date) -> DateProblem | None:
    """What is wrong with a date of birth: not in the past, or before 1900; None where it may stand.

    A month or year that has begun passes, since the day may have been.
    """
    if value.earliest() >= today:
        return DateProblem(DateFault.NOT_IN_THE_PAST)
    if value.year < EARLIEST_BIRTH_YEAR:
        return DateProblem(DateFault.TOO_LONG_AGO, (DateField.YEAR,))
    return None


def in_england(at: datetime) -> datetime:
    """The moment by the clocks of England: summer time from the last Sunday of March to that of October.

    Worked out here, since a machine may hold no time zones. Right from 1996 on. Raises `ValueError` for a
    moment without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    at = at.astimezone(UTC)
    starts, ends = (datetime(at.year, month, 31, 1, tzinfo=UTC) for month in (3, 10))
    starts, ends = (last - timedelta(days=(last.weekday() + 1) % 7) for last in (starts, ends))
    is_summer = starts <= at < ends
    return at.astimezone(timezone(timedelta(hours=1), "BST") if is_summer else timezone(timedelta(), "GMT"))


def display_day(day: date) -> str:
    """A day for reading: "27 March 2007"."""
    return PartialDate.of(day).display()


def display_moment(at: datetime) -> str:
    """A moment for reading, by the clocks of England: "27 March 2007, 14:02". Raises as `in_england` does."""
    local = in_england(at)
    return f"{display_day(local.date())}, {local:%H:%M}"


def months_after(day: date, months: int) -> date:
    """The same day of a later month (or, below 0, an earlier one); its last day where the month is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
