"""The first page: name and passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from screens import messages
from screens.widgets.button import ActButton
from screens.widgets.door_page import DoorMaker, DoorPage
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import TextField
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.rules.training import Beginning
    from screens.widgets.own_training import OwnTraining


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
        self.own: OwnTraining | None = None
        """What a manager is asked whose training ended while no other manager may work."""

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
        elif event.field in (self.name_field, self.passphrase):
            self.sign_in()
        else:
            self.focus_next()

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Signs in."""
        if event.button.id == "own-now":
            self.enter_own()
        else:
            self.sign_in()

    def enter_own(self) -> None:
        """Asks for what is missing, else tries."""
        if self.own is not None and not self.query_one(ErrorSummary).show(self.own.problems()):
            self.start(partial(self._try, self.own.beginning()))

    async def _ask_own(self) -> None:
        from screens.widgets.own_training import OwnTraining

        if self.own is None:
            self.own = OwnTraining()
            await self.query_one("#page").mount(self.own, before=self.news)
        self.own.aim()

    def forget(self) -> None:
        """Wipes what was typed, and closes what a lapsed training opened."""
        super().forget()
        if self.own is not None:
            self.own.remove()
            self.own = None

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

    async def _try(self, own: Beginning | None = None) -> None:
        from iass_tui.services.training_views import TrainingEnded
        from iass_tui.services.views import Problem, WrongPassphrase

        self.news.update("Opening…")
        try:
            with self.busy():
                door = await self.door()
                who = self.name_field.value, self.passphrase.value
                way = partial(door.sign_in, *who) if own is None else partial(door.enter_own_training, *who, own)
                session = await self.bare_call(way)
        except WrongPassphrase as wrong:
            self.passphrase.text = ""
            self.news.update("")
            self.show_problem(wrong)
            self._wait(wrong.wait)
        except TrainingEnded as ended:
            self.news.update("")
            self.show_problem(ended)
            if ended.may_enter_own:
                await self._ask_own()
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
