"""A date in three fields that never jump by themselves and also take a whole pasted date."""

from __future__ import annotations

import re

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from screens.plain import clean
from screens.widgets.field import FormField
from screens.widgets.text_field import CleanInput
from screens.widgets.words import Words

_SEPARATORS = re.compile(r"[\s/.,\-]+")
_ORDINAL = re.compile(r"^(\d{1,2})(st|nd|rd|th)$", re.IGNORECASE)


def split_date(text: str) -> tuple[str, str, str]:
    """Day, month and year as they stand in a whole date ("27 March 2007", "2007-03-27").

    Two parts are a month and a year; four digits alone are a year; anything else is given back as the day.
    """
    parts = [part for part in _SEPARATORS.split(clean(text).strip()) if part]
    if parts and (ordinal := _ORDINAL.match(parts[0])):
        parts[0] = ordinal[1]
    match parts:
        case [year, month, day] if len(year) == 4 and year.isdecimal():
            return day, month, year
        case [day, month, year]:
            return day, month, year
        case [month, year]:
            return "", month, year
        case [year] if len(year) == 4 and year.isdecimal():
            return "", "", year
    return text.strip(), "", ""


class _Part(CleanInput):
    def _on_paste(self, event: events.Paste) -> None:
        parts = split_date(event.text[:100])
        fields = self.query_ancestor(DateFields)
        if sum(1 for part in parts if part) >= 2:
            event.stop()
            event.prevent_default()
            fields.parts = parts


class DateFields(FormField):
    """Day, month, year. `parts` is what was typed; reading it as a date is a rule's work, on Continue."""

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
        """Day, month and year as typed; a whole date typed into the first field is taken apart."""
        day, month, year = (part.value.strip() for part in (self._day, self._month, self._year))
        if day and not month and not year:
            return split_date(day)
        return day, month, year

    @parts.setter
    def parts(self, value: tuple[str, str, str]) -> None:
        for part, text in zip((self._day, self._month, self._year), value, strict=True):
            part.value = clean(text)

    @property
    def text(self) -> str:
        """`day/month/year` as typed, "" where nothing was."""
        return "/".join(self.parts) if any(self.parts) else ""

    @text.setter
    def text(self, value: str) -> None:
        day, _, rest = value.partition("/")
        month, _, year = rest.partition("/")
        self.parts = (day, month, year)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Passes the change on as the field's own."""
        event.stop()
        self.post_message(self.Changed(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Passes Enter on as the field's own."""
        event.stop()
        self.post_message(self.Submitted(self))


class _DateRow(Horizontal):
    def __init__(self, day: CleanInput, month: CleanInput, year: CleanInput) -> None:
        super().__init__()
        self._inputs = (("Day", day), ("Month", month), ("Year", year))

    def compose(self) -> ComposeResult:
        for name, part in self._inputs:
            yield Words(name)
            yield part
