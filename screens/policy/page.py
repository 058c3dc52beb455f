"""Every version of the policy, and the two logs beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.records.policies import PolicyState
from iass_tui.services.policy_views import RegisterView
from screens import messages, policy_wishes
from screens.base import OfficeScreen, Seat
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words import policy as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

NEW, COPIES, QUESTIONS = "new", "copies", "questions"


class RegisterWork(Protocol):
    """What this page needs of the register."""

    def register(self) -> RegisterView: ...


class PolicyScreen(OfficeScreen):
    """The newest version first; nobody's name stands here."""

    where = "Policy"
    DEFAULT_CSS = """
    PolicyScreen #standing { padding: 0 1; text-style: bold; }
    PolicyScreen #due { padding: 0 1; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"add": "CHANGE_REGISTERS"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Begins a new version, or goes on with the draft", id="policy.add"),
    ]

    def __init__(self, seat: Seat, work: RegisterWork) -> None:
        super().__init__(seat)
        self.work = work
        self.view: RegisterView | None = None

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The register."""
        return cls(session, session.policy)

    def place(self) -> messages.Wish:
        """The register again."""
        return policy_wishes.PolicyWanted()

    def body(self) -> ComposeResult:
        """What is in force and when it is reviewed; the versions; the logs."""
        yield Words("Reading…", ident="standing")
        yield Words("", ident="due")
        yield RowList(columns=(12, 34, 0), empty="Reading…", about_people=False, ident="versions")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads the register."""
        self.view = view = await self.call(self.work.register)
        now = view.in_force
        self.query_one("#standing", Words).update(f"Version {now.number} is {words.state_words(now)}.")
        due = words.due_words(view.due)
        if view.reminder is not None and view.due is not None and view.due.call is None:
            due = words.reminder_words(view.reminder, view.due)
        self.query_one("#due", Words).update(f"{due}.")
        self.query_one(RowList).show(self._rows(view))

    def _rows(self, view: RegisterView) -> Iterator[Row]:
        yield Row("versions", ("Versions, the newest first. Enter opens one.",), heading=True)
        for one in view.versions:
            figure = view.told.get(one.id)
            told = f"{figure.percent}% of families accounted for" if figure else ""
            is_old = one.state is PolicyState.SUPERSEDED
            yield Row(one.id, (f"Version {one.number}", words.state_words(one), told), dim=is_old)
        if self.seat.may("CHANGE_REGISTERS"):
            is_open = any(one.state in (PolicyState.DRAFT, PolicyState.APPROVED) for one in view.versions)
            yield Row(NEW, ("Go on with the draft" if is_open else "Begin a new version",))
        yield Row("asked", ("Asked of us",), heading=True)
        yield Row(COPIES, ("Copies that people asked for: of the policy, of the ICT standards",))
        yield Row(QUESTIONS, ("Questions about the policy, for the manager",))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens a version or a log."""
        event.stop()
        key = event.row.key
        if isinstance(key, UUID):
            self.post_message(policy_wishes.PolicyVersionWanted(key))
        elif key == NEW:
            self.action_add()
        else:
            self.post_message(policy_wishes.PolicyAskedWanted(questions=key == QUESTIONS))

    def action_add(self) -> None:
        """To the draft."""
        self.post_message(policy_wishes.PolicyDraftWanted())
