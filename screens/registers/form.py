"""The form of a line of a register, its fields as the rules have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.registers import RecordedLine, Register
from iass_tui.rules.registers import Fault, day, faults
from iass_tui.rules.registers.fields import FORMS, Field, Form, Shape
from screens import messages
from screens.base import Seat
from screens.widgets.choice_field import Choice, ChoiceField, MultiChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextAreaField, TextField

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

TO_DO = {
    Fault.MISSING: "{label}: fill this in",
    Fault.NOT_A_DAY: "{label} must be a real date, like 27 3 2027",
    Fault.NOT_A_CHOICE: "{label}: choose one",
    Fault.NOT_MONTHS: "{label}: enter a number from 1 to 60",
}


class RegisterWork(Protocol):
    """What this form needs of the registers."""

    def form(self, register: Register) -> Form: ...
    def line(self, register: Register, line_id: UUID) -> RecordedLine: ...
    def add(self, register: Register, values: Mapping[str, str]) -> UUID: ...
    def change(self, register: Register, line_id: UUID, version: int, values: Mapping[str, str]) -> None: ...


class RegisterFormScreen(FormPage):
    """A new line, or one to change."""

    act = "Save the line"

    def __init__(self, seat: Seat, work: RegisterWork, wish: messages.RegisterLineWanted) -> None:
        super().__init__(seat)
        self.work, self.wish, self.form = work, wish, FORMS[wish.register]
        self.where = f"{self.form.title}: {'a line' if wish.line_id else 'a new line'}"
        self.version = 0

    @classmethod
    def open(cls, session: Session, wish: messages.RegisterLineWanted) -> Self:
        """The line in the wish."""
        return cls(session, session.registers, wish)

    def place(self) -> messages.Wish:
        """This form again."""
        return self.wish

    def fields(self) -> ComposeResult:
        """Those of the register."""
        yield from (_widget(one) for one in self.form.fields)

    async def fill(self) -> None:
        """Offers what the office's lists hold, and puts the line into the fields."""
        self.form = await self.call(self.work.form, self.wish.register)
        for one in self.form.fields:
            field = self.field(one.key)
            if isinstance(field, ChoiceField):
                field.offer(Choice(code, words) for code, words in one.choices)
        if self.wish.line_id is None:
            return
        stored = await self.call(self.work.line, self.wish.register, self.wish.line_id)
        self.version = stored.version
        for one in self.form.fields:
            value = stored.body.value(one.key)
            field = self.field(one.key)
            found = day(value)
            if isinstance(field, DateFields) and found is not None:
                field.show_date(PartialDate.of(found))
            else:
                field.text = value

    def _values(self) -> dict[str, str]:
        return {one.key: self._value(one) for one in self.form.fields}

    def _value(self, one: Field) -> str:
        field = self.field(one.key)
        if isinstance(field, ChoiceField):
            return field.text
        if not isinstance(field, DateFields):
            return self.kept(one.key)
        read = field.read()
        return read.to_text() if isinstance(read, PartialDate) else field.text  # what is no day is said to be none

    def problems(self) -> Iterator[tuple[str, str]]:
        """What the rule finds wrong."""
        long = list(self.long_texts())
        yield from long
        if not long:
            for key, fault in faults(self.wish.register, self._values(), self.form):
                yield key, TO_DO[fault].format(label=self.form.field(key).label)

    async def submit(self) -> None:
        """Saves it."""
        if self.wish.line_id is None:
            await self.save(self.work.add, self.wish.register, self._values())
        else:
            await self.save(self.work.change, self.wish.register, self.wish.line_id, self.version, self._values())
        self.done("Saved", messages.Changed())


def _widget(one: Field) -> FormField:
    is_optional = not one.needed
    match one.shape:
        case Shape.TEXT:
            return TextAreaField(one.key, one.label, hint=one.hint, rows=3, optional=is_optional)
        case Shape.DAY:
            return DateFields(one.key, one.label, hint=one.hint or "Like 27 3 2027", optional=is_optional)
        case Shape.PEOPLE:
            return MultiChoice(one.key, one.label, (), hint="Space marks one.", optional=is_optional)
        case Shape.CHOICE | Shape.COURSE:
            choices = [Choice(code, words) for code, words in one.choices]
            return ChoiceField(one.key, one.label, choices, hint=one.hint, optional=is_optional)
        case _:
            return TextField(one.key, one.label, hint=one.hint, optional=is_optional)
