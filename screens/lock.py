"""The locked app: nothing on screen but the office, who is locked out, and one field."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from screens import messages
from screens.dialogs.dialog import Confirm
from screens.widgets.button import ActButton
from screens.widgets.door_page import DoorPage
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import CleanInput, TextField
from screens.widgets.words import Section, Words

SIGN_OUT = (
    "The app closes; unsaved drafts are kept where saving was permitted, and offered back when you sign in again."
)
LOCKED = "Locked. {who}, type your passphrase to go on where you were."
CLOSED = (
    "Locked. {who}, your account was closed, or got new keys from another place. What you had saved stays in the "
    "office. Ask your manager; Esc signs out."
)


class LockScreen(DoorPage):
    """Blank but for the office, who is locked out, and one field. Escape asks before it signs out."""

    where = "Locked"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "sign out", tooltip="Leaves the field; again asks to sign out", id="door.close"),
    ]

    def __init__(self, unlock: Callable[[str], bool], office: str, who: str, *, is_closed: bool = False) -> None:
        super().__init__()
        self.unlock, self.office = unlock, office
        self.sentence = (CLOSED if is_closed else LOCKED).format(who=who)
        self.passphrase = TextField("passphrase", "Passphrase", secret=True, limit=1_000)
        self.news = Words("", ident="news")

    def body(self) -> ComposeResult:
        """Who is locked out, and the field."""
        yield Section(self.office, classes="first")
        yield Words(f"{self.sentence}\n")
        yield self.passphrase
        yield ActButton("Unlock", "unlock", first=True)
        yield self.news

    def on_mount(self) -> None:
        """Ready to type."""
        self.passphrase.aim()

    def on_form_field_submitted(self) -> None:
        """Enter unlocks."""
        self.start(self._unlock)

    def on_button_pressed(self) -> None:
        """Unlocks."""
        self.start(self._unlock)

    def action_leave(self) -> None:
        """Leaves the field; without one, asks once: Escape twice is soon pressed by whoever comes back."""
        if isinstance(self.focused, CleanInput):
            super().action_leave()
        else:
            self.start(self._sign_out)

    async def _sign_out(self) -> None:
        if await self.ask(Confirm("Sign out?", SIGN_OUT, "Sign out and close", back="Stay locked")):
            self.post_message(messages.SignOutWanted())
        else:
            self.passphrase.aim()

    async def _unlock(self) -> None:
        typed = self.passphrase.value
        if not typed:
            self.query_one(ErrorSummary).show([("passphrase", "Enter your passphrase")])
            self.passphrase.aim()
            return
        opened = await self.save(self.unlock, typed)
        self.passphrase.text = ""
        if opened:
            self.post_message(messages.Unlocked())
        else:
            self.query_one(ErrorSummary).show([("passphrase", "That is not your passphrase. Try again")])
            self.passphrase.aim()
