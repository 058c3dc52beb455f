"""A text that everybody who works here reads and agrees to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult
from textual.containers import Horizontal

from iass_tui.rules.records.training import Undertaking
from iass_tui.rules.training_words import UNDERTAKINGS
from iass_tui.rules.undertakings import Owed
from iass_tui.rules.wording import Wording
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.button import ActButton
from screens.widgets.reader import Part, Reader
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

SIGNED = "Agreeing is signed with your own key, with this very text and today's date."


class UndertakingWork(Protocol):
    """What this page needs of undertakings."""

    def owed(self) -> tuple[Owed, ...]: ...
    def text(self, what: Undertaking) -> Wording: ...
    def agree(self, what: Undertaking, sha256: str) -> None: ...


class UndertakingScreen(OfficeScreen):
    """Read it, then agree; or later: the first page goes on reminding. After one comes the next that is owed."""

    DEFAULT_CSS = """
    UndertakingScreen #signed { padding: 0 1; }
    """

    def __init__(self, seat: Seat, work: UndertakingWork, what: Undertaking) -> None:
        super().__init__(seat)
        self.work, self.what, self.where = work, what, UNDERTAKINGS[what]
        self.shown = work.text(what)

    @classmethod
    def open(cls, session: Session, wish: messages.UndertakingWanted) -> Self:
        """The text in the wish."""
        return cls(session, session.undertakings, wish.what)

    def body(self) -> ComposeResult:
        """The text, and the button."""
        yield Reader(ident="text")
        yield Words(SIGNED, ident="signed", classes="dim")
        with Horizontal(classes="buttons"):
            yield ActButton("I have read it and agree", "agree", first=True)
            yield ActButton("Later", "later")

    def on_mount(self) -> None:
        """The text from its top."""
        first, _, rest = self.shown.text.partition("\n")
        self.query_one(Reader).show([Part(first, "strong"), Part(rest), Part(f"Version {self.shown.version}", "dim")])
        self.query_one(Reader).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Whether it was agreed to already."""
        owed = await self.call(self.work.owed)
        if self.is_attached and self.what not in {one.what for one in owed}:
            self.query_one("#agree").display = False
            self.query_one("#later", ActButton).rename("Go back")
            self.query_one("#signed", Words).update("You agreed to this text.")

    def place(self) -> messages.Wish:
        """This text again."""
        return messages.UndertakingWanted(self.what)

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Agrees, or leaves it for later."""
        event.stop()
        if event.button.id == "agree":
            self.start(self._agree)
        else:
            self.post_message(messages.BackWanted())

    async def _agree(self) -> None:
        await self.save(self.work.agree, self.what, self.shown.sha256)
        self.say(f"{self.where}: agreed")
        self.post_message(messages.Changed())
        owed = await self.call(self.work.owed)
        self.post_message(messages.BackWanted())
        if owed:
            self.post_message(messages.UndertakingWanted(owed[0].what))
