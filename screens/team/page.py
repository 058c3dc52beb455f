"""The other view of the first page, for managers: the whole team's work, and giving it to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.handover.words import gaps_line
from iass_tui.rules.records.office import Colleague, Role
from iass_tui.services.handover_views import GapLine
from iass_tui.services.team_views import TeamView
from iass_tui.services.views import CaseLine, TaskView
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm
from screens.dialogs.undo import Undo
from screens.team import rows
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import RowList
from screens.widgets.words import Banner
from screens.words.codes import NOTHING

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

TAKEN_BACK = "with whoever had it before"


class TeamSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class TeamWork(Protocol):
    """What this page needs of the team's work."""

    def view(self) -> TeamView: ...
    def give_task(self, task_id: UUID, owner_id: UUID | None) -> None: ...
    def take_task_back(self, task_id: UUID) -> None: ...


class CaseWork(Protocol):
    """What giving a case to somebody needs of casework."""

    def assign(self, case_id: UUID, version: int, officer_id: UUID | None) -> None: ...
    def take_assignment_back(self, case_id: UUID) -> None: ...


class HandoverWork(Protocol):
    """What giving a case to somebody needs of handing over."""

    def with_gaps(self) -> tuple[GapLine, ...]: ...


class StaffWork(Protocol):
    """What this page needs of the staff list."""

    def colleagues(self) -> tuple[Colleague, ...]: ...


class TeamScreen(OfficeScreen):
    """Read anew each time; the look is recorded by the service."""

    where = "Today   the team"
    NEEDS: ClassVar[dict[str, str]] = {"assign": "ASSIGN_CASE", "undo": "ASSIGN_CASE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "assign", "assign", tooltip="Gives what is under the cursor to a colleague", id="team.assign"),
        Binding("u", "undo", "undo", tooltip="Takes the last act back", id="team.undo"),
        Binding("y", "mine", "other view", tooltip="Back to my own day", id="team.mine"),
        Binding("right", "unfold", "show", tooltip="Shows a colleague's cases", show=False, id="team.unfold"),
        Binding("left", "fold", "hide", tooltip="Hides them again", show=False, id="team.fold"),
    ]

    def __init__(
        self, seat: TeamSeat, work: TeamWork, casework: CaseWork, handover: HandoverWork, staff: StaffWork
    ) -> None:
        super().__init__(seat)
        self.work, self.casework, self.handover, self.staff = work, casework, handover, staff
        self.today = seat.today_date()
        self.view: TeamView | None = None
        self.unfolded: set[object] = set()
        self.undos: tuple[Undo, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The team of this office."""
        return cls(session, session.team, session.casework, session.handover, session.staff)

    def body(self) -> ComposeResult:
        """What is damaged, and one list."""
        yield Banner(word="DAMAGED", ident="damaged", classes="-error")
        yield RowList(columns=(16, 0, 10, 19), empty="Reading everybody's work…", ident="team")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.TeamWanted()

    async def reload(self) -> None:
        """Reads everybody's work again."""
        self.view = await self.call(self.work.view)
        if self.is_attached:
            self._show()

    def _show(self) -> None:
        if self.view is None:
            return
        lost = f"{self.view.unreadable} cases or tasks do not open. Run: iass check --deep"
        self.query_one("#damaged", Banner).say(lost if self.view.unreadable else "")
        shown = rows.rows(self.view, self.unfolded, self.today, self.seat.facts.quiet_days)
        self.query_one(RowList).show(shown)
        self.refresh_bindings()

    # what the cursor is on

    def _case_here(self) -> CaseLine | None:
        found, view = rows.under(self.query_one(RowList).row, "case"), self.view
        if view is None or found is None:
            return None
        every = (*view.unowned_cases, *view.quiet, *(case for load in view.loads for case in load.cases))
        return next((one for one in every if one.id == found), None)

    def _task_here(self) -> TaskView | None:
        found, view = rows.under(self.query_one(RowList).row, "task"), self.view
        every = (*view.unowned_tasks, *view.away_tasks) if view else ()
        return next((one for one in every if one.id == found), None)

    # keys

    def action_mine(self) -> None:
        """To my own day."""
        self.post_message(messages.TodayWanted())

    def action_unfold(self) -> None:
        """Shows the cases of the line under the cursor."""
        row = self.query_one(RowList).row
        key = row.key if row is not None and isinstance(row.key, tuple) else ("", None)
        if key[0] in ("colleague", "folded"):
            self.unfolded.add(key[1])
            self._show()

    def action_fold(self) -> None:
        """Hides all cases but those that are nobody's."""
        self.unfolded = set()
        self._show()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens the case, which asks why where it is a colleague's; shows or hides what a line holds."""
        case, task = self._case_here(), self._task_here()
        if case is not None or task is not None:
            self.post_message(messages.CaseChosen(case.id if case else task.case_id))  # type: ignore[union-attr]
        elif isinstance(event.row.key, tuple) and event.row.key[1] in self.unfolded:
            self.unfolded.discard(event.row.key[1])
            self._show()
        else:
            self.action_unfold()

    def action_assign(self) -> None:
        """Asks to whom the case or task under the cursor goes."""
        case, task = self._case_here(), self._task_here()
        if case is not None:
            self.start(self._give_case, case)
        elif task is not None:
            self.start(self._give_task, task)

    async def _ask_whom(self, title: str, but: UUID | None, nobody: Sequence[Choice] = ()) -> str | None:
        colleagues = await self.call(self.staff.colleagues)
        able = [one for one in colleagues if one.is_active and one.role is not Role.VOLUNTEER and one.id != but]
        choices = [*(Choice(str(one.id), one.card.name) for one in able), *nobody]
        return await self.ask(Choose(title, "To whom?", choices, "Give it"))

    async def _give_case(self, case: CaseLine) -> None:
        chosen = await self._ask_whom(f"Give {case.reference} to a colleague", case.officer_id)
        if not chosen:
            return
        gaps = [one for one in await self.call(self.handover.with_gaps) if one.case_id == case.id]
        if gaps:  # what whoever gets it would not find, before it is done (P43)
            words = f"They would not find in it: {gaps_line(gaps[0].gaps)}."
            if not await self.ask(Confirm("Something is missing", words, "Assign anyway")):
                return
        await self.save(self.casework.assign, case.id, case.version, UUID(chosen))
        await self._given(Undo(partial(self.casework.take_assignment_back, case.id), f"{case.reference}: {TAKEN_BACK}"))

    async def _give_task(self, task: TaskView) -> None:
        holder = Choice(NOTHING, "Whoever has the case", apart=True)
        chosen = await self._ask_whom(f"Give a task of {task.reference} to a colleague", task.owner_id, [holder])
        if chosen:
            await self.save(self.work.give_task, task.id, None if chosen == NOTHING else UUID(chosen))
            await self._given(Undo(partial(self.work.take_task_back, task.id), f"{task.reference}: {TAKEN_BACK}"))

    async def _given(self, undo: Undo) -> None:
        self.undos = (*self.undos, undo)
        self.say("Given to them. u takes it back")
        self.post_message(messages.Changed())
        await self.reload()

    def action_undo(self) -> None:
        """Takes the last giving back."""
        if self.undos:
            self.start(self._undo)

    async def _undo(self) -> None:
        undo, self.undos = self.undos[-1], self.undos[:-1]
        await self.save(undo.act)
        self.say(undo.sentence)
        self.post_message(messages.Changed())
        await self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo is offered while there is something to undo."""
        if action == "undo" and not getattr(self, "undos", ()):
            return False
        return super().check_action(action, parameters)
