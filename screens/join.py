"""Joining with an invitation: a newcomer makes their own keys."""

from __future__ import annotations

from textual.app import ComposeResult

from screens.dialogs.dialog import Notice
from screens.widgets.button import ActButton
from screens.widgets.door_page import DoorMaker, DoorPage
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import CleanInput, TextField
from screens.widgets.words import KEPT_BACK, Words


class JoinScreen(DoorPage):
    """A newcomer makes their own keys: the code from the manager, and a passphrase nobody else knows."""

    where = "Join with an invitation"

    def __init__(self, door: DoorMaker) -> None:
        super().__init__()
        self.door = door
        self.name_field = TextField("sign-in", "Sign-in name", hint="As the manager wrote it on the invitation")
        self.code = TextField("code", "Code", hint="From the invitation; spaces and capitals do not matter")
        self.first = TextField("first", "New passphrase", secret=True, limit=1_000)
        self.second = TextField("second", "The same passphrase again", secret=True, limit=1_000)
        self.offer = Words("", ident="offer", classes=KEPT_BACK)

    def body(self) -> ComposeResult:
        """Four fields and a button."""
        yield Words("Nobody can look your passphrase up. Use the six words below, or 14 characters or more.")
        yield self.offer
        yield self.name_field
        yield self.code
        yield self.first
        yield self.second
        yield ActButton("Make my keys and join", "join", first=True)

    def on_mount(self) -> None:
        """Ready to type, and six words on offer."""
        self.name_field.aim()
        self.start(self._offer, reading=True)

    async def _offer(self) -> None:
        door = await self.door()
        self.offer.update(f"  {await self.call(door.suggest_passphrase)}\n")

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter goes to the next field, at the end joins."""
        fields = list(self.query(TextField))
        at = fields.index(event.field) if isinstance(event.field, TextField) else 0
        if at + 1 < len(fields):
            fields[at + 1].aim()
        else:
            self.start(self._join)

    def on_button_pressed(self) -> None:
        """Joins."""
        self.start(self._join)

    async def _join(self) -> None:
        door = await self.door()
        wrong = [("sign-in", "Enter your sign-in name")] if not self.name_field.value else []
        wrong += [("code", "Enter the code from the invitation")] if not self.code.value else []
        judged = await self.call(door.judge_passphrase, self.first.value, self.name_field.value)
        wrong += [("first", judged)] if judged else []
        wrong += [("second", "Type the same passphrase twice")] if self.first.value != self.second.value else []
        if self.query_one(ErrorSummary).show(wrong):
            return
        await self.save(door.join, self.name_field.value, self.code.value, self.first.value)
        self.forget()
        await self.ask(
            Notice(
                "Your keys are made",
                "Tell the manager now: they let you in. After that, sign in with your name and passphrase.",
            )
        )
        self.dismiss(None)

    def action_leave(self) -> None:
        """Leaves the field; without one, back to sign-in."""
        if isinstance(self.focused, CleanInput):
            self.leave_field(self.focused)
        else:
            self.forget()
            self.dismiss(None)
