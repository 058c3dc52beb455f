"""What every screen of a signed-in colleague shares: bars, keys, the way back after a lock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from screens import messages
from screens.dialogs.keys_help import KeysHelp, key_rows
from screens.widgets import masking
from screens.widgets.bars import KeyBar, TopBar
from screens.widgets.choice_field import ChoiceList
from screens.widgets.page import Page
from screens.widgets.text_field import CleanArea, CleanInput

if TYPE_CHECKING:
    from iass_tui.rules.records.office import Colleague, OfficeFacts
    from iass_tui.services.ports import Session


def _anywhere(key: str, action: str, label: str, tooltip: str, *, show: bool = True) -> Binding:
    """A key that also works inside fields, where the bar below shows it."""
    return Binding(key, action, label, priority=True, show=show, tooltip=tooltip, id=f"office.{action}.anywhere")


FIELDS = (CleanInput, CleanArea, ChoiceList)


class Seat(Protocol):
    """Who sits here: the part of a `Session` that every screen needs."""

    me: Colleague
    facts: OfficeFacts

    def may(self, action: str) -> bool:
        """True where role and permissions allow the action."""
        ...


class OfficeScreen(Page):
    """A page of the office. `Page` gives it `start`, `call`, `save`, `ask` and `say`.

    Subclasses give `where` (the words in the bar above), `body()`, their own `BINDINGS`, and in `NEEDS` the
    `rules.access.Action` that each key needs; a key that may not be used is not offered. What says above a list whom
    it is about has the id `who`, `about` or `for`: it is masked with the list.
    """

    DEFAULT_CSS = """
    OfficeScreen.-masked { #who, #about, #for { visibility: hidden; } }
    """
    where: str = ""
    NEEDS: ClassVar[dict[str, str]] = {"find": "FIND", "intake": "ASK_INTAKE", "concern": "RAISE_CONCERN"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "find", tooltip="Find a person or a case", id="office.find"),
        Binding("i", "intake", "intake", tooltip="Start a new enquiry", id="office.intake"),
        Binding(
            "exclamation_mark",
            "concern",
            "concern",
            tooltip="Someone may be at risk of harm",
            id="office.concern",
        ),
        Binding(
            "asterisk",
            "mask",
            "mask",
            tooltip="Masks names in every list, or shows them again",
            show=False,
            id="office.mask",
        ),
        Binding("question_mark", "keys", "keys", tooltip="The keys that work here", id="office.keys"),
        Binding("escape", "leave", "back", tooltip="Leaves the field; again goes back", id="office.back"),
        _anywhere("ctrl+r", "concern", "concern", "Someone may be at risk of harm"),
        _anywhere("ctrl+f", "find", "find", "Find a person or a case"),  # the first to go where the bar is full
        _anywhere("ctrl+t", "today", "Today", "Back to the first page", show=False),
    ]

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self.is_stale = False

    @classmethod
    def open(cls, session: Session, wish: Any) -> Self:  # noqa: ARG003
        """The screen for a wish (see `screens.shell.routes`), given only those services that it needs."""
        return cls(session)

    def compose(self) -> ComposeResult:
        """The bars, and the body between them."""
        facts, me = self.seat.facts, self.seat.me
        who = f"{me.card.name}, {me.role.value}"
        yield TopBar(facts.name, who, demo=facts.is_demo, where=self.where)
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between the bars. A form has the class `form` and an `ErrorSummary` on top."""
        yield from ()

    def unbound(self) -> Iterable[tuple[str, str, messages.Wish, str]]:
        """Acts without a key of their own, for Ctrl+P: title, what it does, the wish, and which right it needs."""
        return ()

    def look(self) -> None:
        """Looks whether something came: every five seconds while this page is on top.

        The app's clock calls it. A timer of the page's own would hold the page in memory after a lock.
        """

    def place(self) -> messages.Wish | None:
        """The wish that brings one back here after a lock: ids only; None: to the screen below."""
        return None

    async def keep(self) -> None:
        """Saves the draft before the screen goes (lock, hang-up), without asking anything."""

    def would_lose(self) -> str:
        """One sentence on what leaving now throws away; "" where nothing is lost, as with a saved draft."""
        return ""

    async def reload(self) -> None:
        """Reads again what the screen shows. Begun when one comes back after something was saved above."""

    def read_anew(self) -> None:
        """Reads again: now where one sees it, else when one comes back."""
        self.is_stale = not self.is_current
        if self.is_current:
            self.start(self.reload, reading=True)

    def on_screen_resume(self) -> None:
        """Reads again where a screen above posted `messages.Changed`; masked or not, as the switch stands."""
        masking.follow(self)
        if self.is_stale:
            self.is_stale = False
            self.start(self.reload, reading=True)

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Hides what this role may not do."""
        needed = self._needs().get(action)
        return needed is None or self.seat.may(needed)

    @classmethod
    def _needs(cls) -> dict[str, str]:
        return {k: v for part in reversed(cls.__mro__) for k, v in vars(part).get("NEEDS", {}).items()}

    def action_leave(self) -> None:
        """Leaves the field; without one, the screen."""
        if isinstance(self.focused, FIELDS):
            self.leave_field(self.focused)
        else:
            self.post_message(messages.BackWanted())

    def action_mask(self) -> None:
        """Someone stands near: no list shows a name until the key is pressed again (P20)."""
        self.post_message(messages.MaskWanted())

    def asked_for_again(self) -> None:
        """Somebody came here by its key while it lay open underneath; a page that asks something begins anew."""

    def action_find(self) -> None:
        """To Find."""
        self.post_message(messages.FindWanted())

    def action_intake(self) -> None:
        """To a new enquiry."""
        self.post_message(messages.IntakeWanted())

    def action_today(self) -> None:
        """To the first page."""
        self.post_message(messages.TodayWanted())

    def action_keys(self) -> None:
        """The keys that work here, from the bindings."""
        self.show_over(KeysHelp(self.where, key_rows(self.active_bindings.values())))

    def action_concern(self) -> None:
        """To the form that raises a concern; what is open here stays as it is."""
        self.post_message(messages.ConcernWanted())
