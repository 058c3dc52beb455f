"""A form of the office: its fields, a button that names the act, Ctrl+O, and a draft where one may be kept."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.worker import Worker

from iass_tui.rules import text
from iass_tui.rules.dates import in_england
from screens import messages
from screens.base import FIELDS, OfficeScreen
from screens.dialogs.dialog import Confirm
from screens.widgets.button import ActButton
from screens.widgets.draft_keeper import DraftKeeper
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.page import Shown
from screens.widgets.text_field import CleanArea, TextAreaField, TextField
from screens.widgets.words import Words

PAUSE = 2.0
"""Seconds after a change until the draft is written: nobody loses more than these."""


class FormPage(OfficeScreen):
    """Subclasses give `fields()`, `fill()` and `submit()`; with `keeper` set, what is typed is kept as a draft."""

    act = "Save"
    NO_DRAFT = "Nothing is kept until you save."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "save", "save", priority=True, tooltip="Saves the form", id="form.save.anywhere"),
    ]
    DEFAULT_CSS = """
    FormPage > #state { color: $text-muted; height: auto; padding: 0 1; display: none; }
    FormPage > #page > FormField { max-width: 110; }
    """

    keeper: DraftKeeper | None = None
    is_filled = False
    is_submitting = False
    _timer: Timer | None = None
    _start_values: dict[str, str] | None = None

    # what a subclass gives

    def fields(self) -> ComposeResult:
        """The fields and headings of the form."""
        yield from ()

    async def fill(self) -> None:
        """Reads what stands there now and puts it into the fields."""

    async def submit(self) -> None:
        """Saves; called where `problems` found none. Raises `Shown` where it did not work."""
        raise NotImplementedError

    def problems(self) -> Iterable[tuple[str, str]]:
        """Field keys and what to do about each, for the summary. Begin with `long_texts()`."""
        return self.long_texts()

    LONG = "Shorten it by {more} characters: {limit} fit"

    def long_texts(self) -> Iterator[tuple[str, str]]:
        """What is longer than its field keeps. It stays as typed, so that nothing is lost."""
        for field in self.query(FormField):
            try:
                self.kept(field.key)
            except text.TextTooLong as long:
                words = self.LONG.format(more=long.length - long.limit, limit=f"{long.limit:,}")
                yield field.key, f"{field.label}: {words[0].lower()}{words[1:]}"

    def kept(self, key: str) -> str:
        """A text as it may be stored: without what a terminal would obey. Raises `TextTooLong`."""
        field = self.field(key)
        is_long = isinstance(field, TextAreaField)
        limit = text.NOTE_LIMIT if is_long else text.NAME_LIMIT
        return text.clean(field.text, limit=limit, multiline=is_long) if is_long or isinstance(field, TextField) else ""

    def first_field(self) -> FormField | None:
        """Where the cursor begins."""
        return next(iter(self.query(FormField)), None)

    # drawing and filling

    def body(self) -> ComposeResult:
        """A line on what is kept, in sight however far one is; then errors, the fields, the buttons."""
        yield Words("", ident="state")
        with VerticalScroll(id="page", classes="form", can_focus=False):
            yield ErrorSummary()
            yield from self.fields()
            with Horizontal(classes="buttons"):
                yield ActButton(self.act, "save", first=True)
                yield ActButton("Go back", "back")
                if self.keeper is not None:
                    yield ActButton("Throw away", "throw")

    def on_mount(self) -> None:
        """Reads, then one can type; what is typed meanwhile waits."""
        self.start(self._fill, reading=True)

    async def _fill(self) -> None:
        try:
            await self.fill()
        except Shown:
            if not self.query_one(ErrorSummary).errors:  # a question was answered with going back
                self.post_message(messages.BackWanted())
            raise
        self._start_values = self.values()
        if self.keeper is not None and self.keeper.draft_id is not None:
            await self._take_draft(self.keeper)
        for area in self.query(CleanArea):
            area.move_cursor(area.document.end)
        self.is_filled = True
        self.show_state("" if self.keeper else self.NO_DRAFT)
        first = self.first_field()
        if first is not None and self.focused is None:
            first.aim()

    async def _take_draft(self, keeper: DraftKeeper) -> None:
        """Puts the draft's words back into the fields."""
        values = await self.call(keeper.read)
        self.take(values)
        keeper.kept = self.values()

    def values(self) -> dict[str, str]:
        """What is typed, by field: what the draft holds."""
        return {field.key: field.text for field in self.query(FormField)}

    def take(self, values: dict[str, str]) -> None:
        """Puts values that a draft held back into the fields."""
        for field in self.query(FormField):
            if field.key in values:
                field.text = values[field.key]

    def field(self, key: str) -> FormField:
        """A field by its key."""
        return self.query_one(f"#{key}", FormField)

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed."""
        return self.is_filled and self.values() != self._start_values

    # the draft

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Keeps what was typed, a little later."""
        event.stop()
        if self.is_filled and self.keeper is not None and self._timer is None:
            self._timer = self.set_timer(PAUSE, self._keep_soon)

    def _keep_soon(self) -> None:
        self._timer = None
        if self.is_attached and self.is_changed:
            self._apart(self.keep)

    def _apart(self, work: Callable[[], Coroutine[None, None, None]]) -> Worker[None]:
        """Works on the draft beside reading and saving."""
        return self.run_worker(work, group="draft")

    async def keep(self) -> None:
        """Writes the draft now."""
        if self.keeper is None or not self.is_filled or self.is_saving:
            return
        if not self.is_changed and self.keeper.draft_id is None:
            return
        problem = await self.keeper.keep(self.values())
        if problem is not None:
            self.show_state(f"Not kept as a draft: {problem}")
        elif self.keeper.saved_at is not None:
            self.show_state(f"Saved {in_england(self.keeper.saved_at):%H:%M} as a draft. Not yet saved for good.")

    def show_state(self, sentence: str) -> None:
        """Says what is kept so far."""
        for line in self.query("#state").results(Words):  # none while the page is being taken away
            line.update(sentence)
            line.display = bool(sentence)

    def would_lose(self) -> str:
        """What is not in the draft."""
        if not self.is_changed or (self.keeper is not None and self.keeper.is_kept(self.values())):
            return ""
        return "What you typed here is not saved and will be lost."

    # keys

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A list that opens with the focus is seen whole."""
        self.call_after_refresh(event.widget.scroll_visible, animate=False)

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter goes on to the next field, and from the last one to the button."""
        event.stop()
        self.focus_next()

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Saves, or leaves."""
        event.stop()
        if event.button.id == "save":
            self.action_save()
        elif event.button.id == "throw":
            self.start(self._throw_away)
        else:
            self._leave_by(messages.BackWanted())

    def action_leave(self) -> None:
        """Leaves the field; without one the form, its draft written."""
        if isinstance(self.focused, FIELDS):
            self.leave_field(self.focused)
        else:
            self._leave_by(messages.BackWanted())

    def action_today(self) -> None:
        """To the first page, the draft written."""
        self._leave_by(messages.TodayWanted())

    def _leave_by(self, wish: messages.Wish) -> None:
        async def leave() -> None:
            await self.keep()
            if self.keeper is not None and self.keeper.draft_id is not None:
                self.post_message(messages.Changed())  # Today offers it back
            self.post_message(wish)

        self._apart(leave)

    async def _throw_away(self) -> None:
        if self.is_changed and not await self.ask(_question()):
            return
        if self.keeper is not None:
            await self.keeper.throw_away()
        self._start_values = self.values()
        self.post_message(messages.Changed())
        self.post_message(messages.BackWanted())

    def action_save(self) -> None:
        """Checks, then saves. Pressed twice, it saves once."""
        if self.is_filled and not self.is_submitting:
            self.is_submitting = True
            self.start(self._save)

    async def _save(self) -> None:
        try:
            if not self.query_one(ErrorSummary).show(self.problems()):
                await self._submit()
        finally:
            self.is_submitting = False

    async def _submit(self) -> None:
        if self.keeper is not None:
            self.keeper.close()
            await self.keeper.settle()
        try:
            await self.submit()
        except Shown:
            if self.keeper is not None:
                self.keeper.reopen()
            await self.keep()
            raise

    def done(self, sentence: str, changed: messages.Changed) -> None:
        """Says that it is saved, and goes back."""
        self._start_values = self.values()
        self.say(sentence)
        self.post_message(changed)
        self.post_message(messages.BackWanted())


def _question() -> Confirm:
    words = "What you typed here is destroyed, its draft too, and cannot be brought back."
    return Confirm("Throw this away?", words, "Throw away", danger=True)
