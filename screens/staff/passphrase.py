"""Changing one's own passphrase: the old one, then a new one twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.services.views import Problem, WrongPassphrase
from screens import messages
from screens.base import Seat
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.text_field import TextField

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class PassphraseWork(Protocol):
    """What this form needs of the staff."""

    def change_passphrase(self, old: str, new: str) -> None: ...


class PassphraseScreen(FormPage):
    """Nobody can look a passphrase up. What is typed here is wiped when the page goes."""

    where = "My passphrase"
    act = "Change my passphrase"
    NO_DRAFT = (
        "Nobody can look it up: if it is lost, a manager makes you a code for new keys. Take a few words that do not "
        "belong together, 14 characters or more."
    )

    def __init__(self, seat: Seat, staff: PassphraseWork) -> None:
        super().__init__(seat)
        self.staff = staff

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """One's own passphrase."""
        return cls(session, session.staff)

    def place(self) -> messages.Wish:
        """This form again, empty."""
        return messages.PassphraseWanted()

    def fields(self) -> ComposeResult:
        """Three secrets."""
        yield TextField("old", "The passphrase you have now", secret=True, limit=1_000)
        yield TextField("new", "The new one", secret=True, limit=1_000)
        yield TextField("again", "The new one again", secret=True, limit=1_000)

    def values(self) -> dict[str, str]:
        """Secrets are not kept anywhere but in their fields."""
        return {}

    def problems(self) -> Iterator[tuple[str, str]]:
        """All three, and twice the same."""
        if not self.field("old").text:
            yield "old", "Type the passphrase you have now"
        if not self.field("new").text:
            yield "new", "Type a new passphrase"
        elif self.field("new").text != self.field("again").text:
            yield "again", "Type the same new passphrase twice"

    async def submit(self) -> None:
        """Seals one's keys under the new one."""
        try:
            with self.busy():
                await self.bare_call(self.staff.change_passphrase, self.field("old").text, self.field("new").text)
        except WrongPassphrase:
            self.query_one(ErrorSummary).show([("old", "That is not the passphrase you have now: type it again")])
            raise Shown from None
        except Problem as problem:
            self.query_one(ErrorSummary).show([("new", str(problem))])
            raise Shown from None
        for key in ("old", "new", "again"):
            self.field(key).text = ""
        self.done("Your passphrase is changed", messages.Changed())
