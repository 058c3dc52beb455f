"""The first page: name and passphrase."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from screens import messages
from screens.widgets.button import ActButton
from screens.widgets.door_page import DoorMaker, DoorPage
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import TextField
from screens.widgets.words import Words


class SignInScreen(DoorPage):
    """The first page. It is painted before the office is opened; Enter waits for that."""

    where = "Sign in"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "join", "join", tooltip="Join with an invitation from the manager", id="door.join"),
    ]

    def __init__(self, door: DoorMaker, name: str = "") -> None:
        super().__init__()
        self.door = door
        self.name_field = TextField("sign-in", "Sign-in name", value=name)
        self.passphrase = TextField("passphrase", "Passphrase", secret=True, limit=1_000)
        self.news = Words("", ident="news")

    def body(self) -> ComposeResult:
        """Two fields and a button."""
        yield self.name_field
        yield self.passphrase
        yield ActButton("Sign in", "sign-in-now", first=True)
        yield self.news
        yield Words("\nThis service is confidential. Open only what your work needs.", classes="dim")
        yield Words("New here? Esc, then j: join with an invitation.", classes="dim keys")

    def on_mount(self) -> None:
        """Goes to the passphrase where the name is known."""
        (self.passphrase if self.name_field.value else self.name_field).aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter goes on to the passphrase, then signs in."""
        if event.field is self.name_field and not self.passphrase.value:
            self.passphrase.aim()
        else:
            self.sign_in()

    def on_button_pressed(self) -> None:
        """Signs in."""
        self.sign_in()

    def action_join(self) -> None:
        """To joining."""
        self.post_message(messages.JoinWanted())

    def sign_in(self) -> None:
        """Asks for what is missing, else tries."""
        missing = [("sign-in", "Enter your sign-in name")] if not self.name_field.value else []
        missing += [("passphrase", "Enter your passphrase")] if not self.passphrase.value else []
        if self.query_one(ErrorSummary).show(missing):
            (self.name_field if not self.name_field.value else self.passphrase).aim()
        else:
            self.start(self._try)

    async def _try(self) -> None:
        from iass_tui.services.views import Problem, WrongPassphrase

        self.news.update("Opening…")
        try:
            with self.busy():
                door = await self.door()
                session = await self.bare_call(door.sign_in, self.name_field.value, self.passphrase.value)
        except WrongPassphrase as wrong:
            self.passphrase.text = ""
            self.news.update("")
            self.show_problem(wrong)
            self._wait(wrong.wait)
        except Problem as problem:
            self.news.update("")
            self.show_problem(problem)
        else:
            self.news.update("")
            self.post_message(messages.SignedIn(session))

    def _wait(self, seconds: float) -> None:
        """Keeps the form closed as long as the next try must wait, and says so."""
        form = self.query_one("#page")
        if seconds < 1:
            self.passphrase.aim()
            return
        form.disabled = True
        self.news.update(f"The next try is possible in {round(seconds)} seconds.")

        def again() -> None:
            form.disabled = False
            self.news.update("")
            self.passphrase.aim()

        self.set_timer(seconds, again)
