"""The first page: name and passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.training import MOST_OWN_GRACE, Beginning, Grace, Trained
from screens import messages
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.date_fields import DateFields
from screens.widgets.door_page import DoorMaker, DoorPage
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import TextField
from screens.widgets.words import Words

DONE, GRACE = "DONE", "GRACE"
OWN = (Choice(DONE, "I did the confidentiality training"), Choice(GRACE, "I need days of grace"))


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
        self.own = ChoiceField("own", "Your own training", OWN)
        self.done = DateFields("done", "Done on which day", optional=True)
        self.days = TextField("days", "Days of grace", hint=f"1 to {MOST_OWN_GRACE}", optional=True, limit=3)
        self.why = TextField("why", "What shows that you did it, or why you need days of grace")

    def body(self) -> ComposeResult:
        """Two fields and a button."""
        yield self.name_field
        yield self.passphrase
        yield ActButton("Sign in", "sign-in-now", first=True)
        with Vertical(id="own-training"):
            yield self.own
            yield self.done
            yield self.days
            yield self.why
            yield ActButton("Enter it and sign in", "own-now")
        yield self.news
        yield Words("\nThis service is confidential. Open only what your work needs.", classes="dim")
        yield Words("New here? Esc, then j: join with an invitation.", classes="dim keys")

    DEFAULT_CSS = """
    SignInScreen #own-training { height: auto; display: none; margin-top: 1; }
    """

    def on_mount(self) -> None:
        """Goes to the passphrase where the name is known."""
        (self.passphrase if self.name_field.value else self.name_field).aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter goes on to the passphrase, then signs in."""
        if event.field is self.name_field and not self.passphrase.value:
            self.passphrase.aim()
        elif event.field in (self.own, self.done, self.days, self.why):
            self.focus_next()
        else:
            self.sign_in()

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Signs in."""
        if event.button.id == "own-now":
            self.enter_own()
        else:
            self.sign_in()

    def enter_own(self) -> None:
        """A manager's own training, where no other manager may work: asks for what is missing, else tries."""
        if not self.query_one(ErrorSummary).show(self._own_problems()):
            self.start(partial(self._try, self._own()))

    def _own_problems(self) -> Iterator[tuple[str, str]]:
        days, done = self.days.value, self.done.read()
        if not self.own.value:
            yield "own", "Choose whether you did the training"
        if self.own.value == DONE and not isinstance(done, PartialDate):
            yield "done", self.done.sentence(done)
        if self.own.value == GRACE and not (days.isascii() and days.isdecimal() and 1 <= int(days) <= MOST_OWN_GRACE):
            yield "days", f"Enter a number of days from 1 to {MOST_OWN_GRACE}"
        if not self.why.value:
            yield "why", "Enter what shows that you did it, or why you need days of grace"

    def _own(self) -> Beginning:
        done = self.done.read()
        if self.own.value == GRACE or not isinstance(done, PartialDate):
            return Grace(days=int(self.days.value), reason=self.why.value)
        return Trained(course_id=None, on=done.earliest(), evidence=self.why.value)

    def forget(self) -> None:
        """Wipes what was typed, and closes what a lapsed training opened."""
        super().forget()
        self.own.text = self.done.text = ""
        self.query_one("#own-training").display = False

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
            self.query_one("#own-training").display = ended.may_enter_own
            if ended.may_enter_own:
                self.own.aim()
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
