"""After sign-in: the version in force that one has not read yet. What changed, and that one has read it (P26, P66)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.services.policy_views import ToRead
from screens import messages, policy_wishes
from screens.base import OfficeScreen, Seat
from screens.policy.version import MARKS
from screens.widgets.button import ActButton
from screens.widgets.reader import Part, Reader
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

LATER = "Esc reads it later: it is shown again when you next sign in."


class ReadingWork(Protocol):
    """What this page needs of the register."""

    def to_read(self) -> ToRead | None: ...
    def acknowledge(self, policy_id: UUID) -> None: ...


class PolicyReadingScreen(OfficeScreen):
    """What changed first, then the whole text; the whole text alone where no version came before."""

    where = "The confidentiality policy"
    DEFAULT_CSS = """
    PolicyReadingScreen #title { padding: 0 1; text-style: bold; }
    PolicyReadingScreen #hint { padding: 0 1; }
    PolicyReadingScreen .buttons { height: 1; margin: 0 1; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"done": "ACKNOWLEDGE_POLICY"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "done", "done", tooltip="I have read this version", id="reading.done"),
    ]

    def __init__(self, seat: Seat, work: ReadingWork) -> None:
        super().__init__(seat)
        self.work = work
        self.view: ToRead | None = None

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The version that is to be read."""
        return cls(session, session.policy)

    def place(self) -> messages.Wish:
        """This page again."""
        return policy_wishes.PolicyReadWanted()

    def body(self) -> ComposeResult:
        """Which version, its words, and the act."""
        yield Words("Reading…", ident="title")
        yield Reader(ident="text")
        yield Words(LATER, ident="hint")
        with Horizontal(classes="buttons"):
            yield ActButton("I have read it", "read", first=True)
            yield ActButton("Later", "later")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(Reader).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads what is to be read; where nothing is left, goes back."""
        self.view = view = await self.call(self.work.to_read)
        if view is None:
            self.query_one("#title", Words).update("You have read the version in force.")
            return
        self.query_one("#title", Words).update(f"Version {view.number} of our confidentiality policy is in force.")
        self.query_one(Reader).show([*_changed(view), *_whole(view)])

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """I have read it, or later."""
        event.stop()
        if event.button.id == "read":
            self.action_done()
        else:
            self.post_message(messages.BackWanted())

    def action_done(self) -> None:
        """I have read it."""
        if self.view is not None:
            self.start(self._done, self.view.policy_id)

    async def _done(self, policy_id: UUID) -> None:
        await self.save(self.work.acknowledge, policy_id)
        self.say("Noted: you have read it")
        self.post_message(messages.Changed())
        self.post_message(messages.BackWanted())


def _changed(view: ToRead) -> Iterator[Part]:
    """In plain words, then line by line; nothing of a version that none came before."""
    if view.changes:
        yield Part("What changed, in plain words", "strong")
        yield Part(f"{view.changes}\n")
    changed = [(how, line) for how, line in view.difference if how]
    if changed:
        yield Part("What changed, line by line", "strong")
        yield from (Part(f"{MARKS[how]}{line}") for how, line in changed)
        yield Part("\nThe whole text", "strong")


def _whole(view: ToRead) -> Iterator[Part]:
    return (Part(line) for how, line in view.difference if how != "taken out")
