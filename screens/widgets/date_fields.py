"""A date in three fields that never jump by themselves and also take a whole pasted date."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from iass_tui.rules.dates import (
    DateFault,
    DateField,
    DateProblem,
    PartialDate,
    read_date,
    read_whole_date,
)
from screens.plain import clean
from screens.widgets import ahead
from screens.widgets.field import FormField
from screens.widgets.text_field import CleanInput
from screens.widgets.words import Words


def date_sentence(label: str, problem: DateProblem) -> str:
    """What to do about a date that could not be read: "Born must include a month"."""
    names = [field.value.lower() for field in problem.fields]
    match problem.fault:
        case DateFault.NOTHING_TYPED:
            return f"{label}: enter a date"
        case DateFault.MISSING:
            return f"{label} must include a {' and a '.join(names)}"
        case DateFault.YEAR_NEEDS_FOUR_DIGITS:
            return f"{label}: write the year with four digits, like 2007"
        case DateFault.NOT_IN_THE_PAST:
            return f"{label} must be in the past"
        case DateFault.TOO_LONG_AGO:
            return f"{label} must be after 1899"
        case _:
            return f"{label} must be a real date, like 27 3 2007"


def _as_parts(value: PartialDate) -> tuple[str, str, str]:
    return (str(value.day or ""), str(value.month or ""), str(value.year))


def _in_parts(text: str) -> tuple[str, str, str] | None:
    """A whole date in one text as day, month and year; a year alone is none."""
    found = read_whole_date(text)
    return _as_parts(found) if isinstance(found, PartialDate) and found.month is not None else None


class _Part(CleanInput):
    def _on_paste(self, event: events.Paste) -> None:
        parts = _in_parts(clean(event.text[:100]))
        if parts is not None:
            event.stop()
            event.prevent_default()
            self.query_ancestor(DateFields).parts = parts

    async def action_submit(self) -> None:
        """Enter after a whole date goes on from its last part: month and year are not asked again."""
        await ahead.worked_off(self)
        if self.has_focus and _in_parts(self.value) is not None:
            await self.query_ancestor(DateFields).submit_whole()
        else:
            await super().action_submit()


class DateFields(FormField):
    """Day, month, year. Nothing is judged before `read()`, which Continue calls."""

    DEFAULT_CSS = """
    DateFields .control { height: 1; width: auto; }
    DateFields .control Words { width: auto; margin-right: 1; }
    DateFields .control CleanInput { margin-right: 2; }
    """

    def __init__(
        self,
        key: str,
        label: str,
        *,
        hint: str = "Like 27 3 2007",
        optional: bool = False,
        dense: bool = False,
    ) -> None:
        super().__init__(key, label, hint=hint, optional=optional, dense=dense)
        self._day = _Part(width=4, max_length=40)
        self._month = _Part(width=11, max_length=12)
        self._year = _Part(width=6, max_length=6)

    def make_control(self) -> Horizontal:
        """The three inputs in a row."""
        return _DateRow(self._day, self._month, self._year)

    @property
    def parts(self) -> tuple[str, str, str]:
        """Day, month and year as typed; a whole date that was typed for the day as its three parts."""
        typed = self._day.value.strip(), self._month.value.strip(), self._year.value.strip()
        return typed if any(typed[1:]) else _in_parts(typed[0]) or typed

    @parts.setter
    def parts(self, value: tuple[str, str, str]) -> None:
        for part, text in zip((self._day, self._month, self._year), value, strict=True):
            part.fill(text)

    def read(self, *, approximate: bool = False) -> PartialDate | DateProblem:
        """The date, or why there is none; `approximate` allows a month or a year alone."""
        return read_date(*self.parts, approximate=approximate)

    def show_date(self, value: PartialDate | None) -> None:
        """Fills in a date, or empties the fields."""
        self.parts = _as_parts(value) if value else ("", "", "")

    def sentence(self, problem: DateProblem) -> str:
        """What to do about the problem, for the error summary."""
        return date_sentence(self.label, problem)

    def aim_at(self, part: DateField) -> None:
        """Puts the focus into one of the three."""
        fields = {DateField.DAY: self._day, DateField.MONTH: self._month, DateField.YEAR: self._year}
        self.screen.set_focus(fields[part])

    async def submit_whole(self) -> None:
        """Enter from the last part."""
        self.screen.set_focus(self._year)
        await ahead.submit(self._year)

    @property
    def text(self) -> str:
        """`day/month/year` as typed, "" where nothing was."""
        return "/".join(self.parts) if any(self.parts) else ""

    @text.setter
    def text(self, value: str) -> None:
        day, _, rest = value.partition("/")
        month, _, year = rest.partition("/")
        self.parts = (day, month, year)

    def on_descendant_blur(self) -> None:
        """Whoever typed it whole reads it in its parts: the day's field is too narrow to show it."""
        day, month, year = self.parts
        self.parts = day, month, year

    def on_input_changed(self, event: Input.Changed) -> None:
        """Passes the change on as the field's own."""
        event.stop()
        self.post_message(self.Changed(self))


class _DateRow(Horizontal):
    def __init__(self, day: CleanInput, month: CleanInput, year: CleanInput) -> None:
        super().__init__()
        self._inputs = (("Day", day), ("Month", month), ("Year", year))

    def compose(self) -> ComposeResult:
        for name, part in self._inputs:
            yield Words(name)
            yield part
