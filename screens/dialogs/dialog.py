"""What every dialog has: an opaque page of its own, Escape to leave, one way out."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen

from screens.widgets.ahead import TAB
from screens.widgets.bars import KeyBar
from screens.widgets.button import ActButton
from screens.widgets.field import FormField
from screens.widgets.words import Section, Words

T = TypeVar("T")


class DialogPage(VerticalScroll):
    """What a dialog says; where that is more than fits, the key bar says how to read on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page_down", "read on", tooltip="The next page of this", id="dialog.read_on"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """To read on there has to be more."""
        return action != "page_down" or self.max_scroll_y > 0

    def watch_virtual_size(self) -> None:
        """Whether there is more follows the words and the terminal."""
        self.call_after_refresh(self.screen.refresh_bindings)


class Dialog(ModalScreen[T | None]):
    """A question over a screen. Escape answers None. Leave only by `dismiss(value)` (trap T4)."""

    DEFAULT_CSS = """
    Dialog { background: $background; align: center top; }
    Dialog > .page { height: 1fr; max-width: 100; padding: 1 2; }
    Dialog .buttons { height: auto; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *TAB,
        Binding(
            "escape",
            "leave",
            "go back",
            tooltip="Closes this question; nothing is changed",
            id="dialog.leave",
        ),
        Binding(
            "ctrl+o", "save", "save", priority=True, tooltip="As the first button, from any field", id="dialog.save"
        ),
    ]
    AUTO_FOCUS = "*"

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """Heading, body, buttons."""
        with DialogPage(classes="page", can_focus=False):
            yield Section(self.heading, classes="first")
            yield from self.body()
            with Horizontal(classes="buttons"):
                yield from self.buttons()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between heading and buttons."""
        yield from ()

    def buttons(self) -> ComposeResult:
        """The ways out."""
        yield ActButton("Close", "close")

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Hands the button's id to `pressed`."""
        event.stop()
        if self.is_current:
            self.pressed(event.button.id or "")

    def pressed(self, button: str) -> None:  # noqa: ARG002
        """What a button does: dismiss with an answer, or stay and say why."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what is filled in is saved by a key: a plain question is answered on its button."""
        return action != "save" or bool(self.query(FormField))

    def action_save(self) -> None:
        """What the first button does, as on every form."""
        act = next(iter(self.query(ActButton)), None)
        if act is not None and self.is_current and not act.disabled:
            self.pressed(act.id or "")

    def action_leave(self) -> None:
        """Answers None."""
        if self.is_current:
            self.dismiss(None)


class Notice(Dialog[None]):
    """Something to read and close: "not allowed" with its next step, or what was done and what remains.

    It is read from its first line, however long it is.
    """

    AUTO_FOCUS = ""

    def __init__(self, title: str, *paragraphs: str) -> None:
        super().__init__(title)
        self.paragraphs = paragraphs

    def on_mount(self) -> None:
        """The way out has the focus, wherever it stands."""
        self.query_one(ActButton).focus(scroll_visible=False)

    def body(self) -> ComposeResult:
        """The paragraphs."""
        for paragraph in self.paragraphs:
            yield Words(f"{paragraph}\n")


class Confirm(Dialog[bool]):
    """One sentence on what will happen, and a button that names the act. True only for that button.

    `danger` puts the focus on going back. What is long is read from its first line.
    """

    AUTO_FOCUS = ""

    def __init__(self, title: str, sentence: str, act: str, *, danger: bool = False, back: str = "Go back") -> None:
        super().__init__(title)
        self.sentence, self.act, self.danger, self.back = sentence, act, danger, back

    def body(self) -> ComposeResult:
        """The sentence."""
        yield Words(self.sentence)

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton(self.act, "act", first=True)
        yield ActButton(self.back, "back")

    def on_mount(self) -> None:
        """Nothing that cannot be undone lies under a careless Enter."""
        self.query_one("#back" if self.danger else "#act", ActButton).focus(scroll_visible=False)

    def pressed(self, button: str) -> None:
        """True for the act alone."""
        self.dismiss(button == "act")
