"""What is due, my caseload, unsaved work offered back, and what the office must put right."""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.rules.agenda import Due, heading
from iass_tui.rules.masking import Neutral
from iass_tui.services.queue_views import QueueCount
from iass_tui.services.team_views import Unowned
from iass_tui.services.training_views import TrainingAgenda
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.putting_off import FinishingWork, PuttingOffWork, finish, put_off
from screens.dialogs.undo import Undo
from screens.widgets import agenda_rows, caseload_rows, team_rows, today_rows as lines
from screens.widgets.erasure_rows import erasure_rows
from screens.widgets.glance import Glance, GlanceWork
from screens.widgets.page import Shown
from screens.widgets.policy_rows import PolicyWork, policy_rows
from screens.widgets.queue_rows import QueueWork, queue_rows
from screens.widgets.reader import Part
from screens.widgets.row_list import FOLDED, Row, RowList
from screens.widgets.task_parts import task_parts
from screens.widgets.training_rows import TrainingWork, training_rows
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.services.concern_views import ConcernMark
    from iass_tui.services.consent_views import ConsentAgenda
    from iass_tui.services.policy_views import PolicyAgenda
    from iass_tui.services.ports import Session
    from iass_tui.services.views import CaseLine, ExceptionLine, TaskView, TodayView

WIDE = 110
"""From so many columns on the case under the cursor stands beside the list."""
COLUMNS, COLUMNS_BESIDE = (11, 0, 7, 15, 14), (11, 0, 7, 14, 10)
TO_ASK = "Consents and birthdays to ask about"
SECTIONS = ("Overdue", "Today", "This week", "Waiting on others", "Later")
HEADINGS = dict(zip(SECTIONS, Due, strict=True))


class TodaySeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class TodayWork(FinishingWork, Protocol):
    """What this page needs of casework."""

    def today(self) -> TodayView: ...
    def exceptions(self) -> tuple[ExceptionLine, ...]: ...
    def my_cases(self) -> tuple[CaseLine, ...]: ...


class ReviewsWork(Protocol):
    """What this page needs of consents."""

    def agenda(self) -> ConsentAgenda: ...


class DraftsWork(Protocol):
    """What this page needs of drafts."""

    def discard(self, draft_id: UUID) -> None: ...


class ConcernsWork(Protocol):
    """What this page needs of concerns."""

    def waiting(self) -> tuple[ConcernMark, ...]: ...


class TodayScreen(OfficeScreen):
    """The first page of officers and managers."""

    where = "Today"
    NEEDS: ClassVar[dict[str, str]] = {
        "done": "MANAGE_TASK",
        "undo": "MANAGE_TASK",
        "put_off": "MANAGE_TASK",
        "team": "READ_TEAM",
    }
    CSS_PATH = "today.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "done", "done", tooltip="Marks what is under the cursor as done", id="today.done"),
        Binding(
            "semicolon", "put_off", "put off", tooltip="Puts a task off, or says for whom it waits", id="today.off"
        ),
        Binding("u", "undo", "undo", tooltip="Takes the last act back", id="today.undo"),
        Binding("y", "team", "other view", tooltip="The whole team's work, for a manager", id="today.team"),
        Binding("right", "unfold", "show", tooltip="Shows what a heading holds", show=False, id="today.unfold"),
        Binding("left", "fold", "hide", tooltip="Hides it again", show=False, id="today.fold"),
        Binding("delete", "discard", "throw away", tooltip="Throws unsaved work away", show=False, id="today.discard"),
    ]

    def __init__(
        self,
        seat: TodaySeat,
        work: TodayWork,
        putting_off: PuttingOffWork,
        drafts: DraftsWork,
        concerns: ConcernsWork,
        reviews: ReviewsWork,
        queue: QueueWork,
        training: TrainingWork,
        policy: PolicyWork,
        team: team_rows.UnownedWork,
        handover: GlanceWork,
    ) -> None:
        super().__init__(seat)
        self.work, self.drafts, self.concerns, self.reviews, self.queue = work, drafts, concerns, reviews, queue
        self.training, self.of_office = training, TrainingAgenda()
        self.policy, self.handover = policy, handover
        self.policy_agenda: PolicyAgenda | None = None
        self.putting_off, self.team, self.today = putting_off, team, seat.today_date()
        self.sent = QueueCount()
        self.waiting: tuple[ConcernMark, ...] = ()
        self.agenda: ConsentAgenda | None = None
        self.unowned = Unowned()
        self.view: TodayView | None = None
        self.mine: tuple[CaseLine, ...] = ()
        self.unfolded = {"Overdue", "Today", TO_ASK}
        self.undos: tuple[Undo, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """Today for this colleague."""
        first = (session.casework, session.putting_off, session.drafts, session.concerns, session.reviews)
        return cls(session, *first, session.queue, session.training, session.policy, session.team, session.handover)

    def body(self) -> ComposeResult:
        """One list, beside it what the cursor is on, and the caseload below."""
        with Horizontal(id="both"):
            yield RowList(columns=COLUMNS, empty="Reading…", ident="due")
            yield Glance(self.handover)
        yield Words("", ident="caseload")

    def on_mount(self) -> None:
        """Reads."""
        self.set_focus(self.query_one(RowList))
        self.start(self.reload, reading=True)

    def on_screen_resume(self) -> None:
        """Something may have come meanwhile."""
        super().on_screen_resume()
        if self.view is not None:
            self.look()
            self._beside()

    def look(self) -> None:
        """Looks whether a concern or an exception came."""
        if self.is_current and self.view is not None:
            self.run_worker(self._wait(), group="waiting")  # beside reading, which it must not cut off

    async def _wait(self) -> None:
        from iass_tui.services.views import Problem

        try:
            waiting = await self.bare_call(self.concerns.waiting)
            exceptions = await self.bare_call(self.work.exceptions)
        except Problem:
            return  # whatever is wrong will be said when something is asked for
        if self.view is not None and (waiting, exceptions) != (self.waiting, self.view.exceptions):
            known = lines.cannot_wait(self.waiting, self.view.exceptions)
            self.waiting, self.view = waiting, dataclasses.replace(self.view, exceptions=exceptions)
            self._show()
            if not lines.cannot_wait(waiting, exceptions) <= known:
                self.app.bell()

    async def reload(self) -> None:
        """Reads what is due again."""
        self.query_one(Glance).forget()
        self.waiting = await self.call(self.concerns.waiting)
        self.sent = await self.call(self.queue.count)
        self.view = await self.call(self.work.today)
        if "My cases" in self.unfolded:
            self.mine = await self.call(self.work.my_cases)
        self._show()
        self.run_worker(self._read_agenda(), group="agenda")

    async def _read_agenda(self) -> None:
        """After the first paint: consents are compared one by one with the entries that vouch for them."""
        with contextlib.suppress(Shown):
            self.policy_agenda = await self.call(self.policy.agenda)
            self.agenda = await self.call(self.reviews.agenda)
            self.of_office = await self.call(self.training.agenda)
            self.unowned = await self.call(self.team.unowned)
            if self.is_attached:
                self._show()

    def on_resize(self) -> None:
        """A narrower list gives up some of its last columns: the pane says the same in full."""
        self.query_one(RowList).columns = COLUMNS_BESIDE if self._is_wide() else COLUMNS
        self._beside()

    def _is_wide(self) -> bool:
        return self.size.width >= WIDE

    def on_row_list_moved(self) -> None:
        """Another row: another case beside it."""
        self._beside()

    def _beside(self) -> None:
        """Nothing is opened where there is no room to show it."""
        if self.view is None or not self._is_wide():
            return
        row = self.query_one(RowList).row
        self.query_one(Glance).about(*self._of_row(row))

    def _of_row(self, row: Row | None) -> tuple[tuple[Part, ...], UUID | None]:
        """What Today itself knows of a row, and which case it is of."""
        task = self._due_task()
        if task is not None:
            return tuple(task_parts(task, self.today, owner="you")), task.case_id
        key = row.key if row is not None and isinstance(row.key, tuple) else ("",)
        if row is None or key[0] not in ("date", "case"):
            return ((Part("  ".join(row.cells)),) if row is not None else ()), None
        return (Part("  ".join(cell for cell in row.cells if cell.strip()), "strong"),), key[1]

    def place(self) -> messages.Wish:
        """Today is where every session begins."""
        return messages.TodayWanted()

    # drawing

    def _show(self) -> None:
        view = self.view
        if view is None:
            return
        rows = [lines.concern_row(mark) for mark in self.waiting]
        rows += [lines.exception_row(one) for one in view.exceptions]
        rows += queue_rows(self.sent, climbs=self.seat.may("MANAGE_STAFF"))
        words = {code: Neutral(lines.WARNINGS.get(code, code)) for code in view.warnings}
        rows += [Row(("warning", code), (Neutral("Put right"), what)) for code, what in words.items()]
        rows += [lines.draft_row(draft) for draft in view.drafts]
        rows += training_rows(self.of_office)
        rows += policy_rows(self.policy_agenda)
        rows += erasure_rows(self.agenda)
        rows += agenda_rows.referrals(self.agenda)
        rows += team_rows.unowned_row(self.unowned)
        come = self.agenda.birthdays if self.agenda else ()
        ahead = [one for one in come if heading(one.body, self.today) is Due.LATER]
        for name, stored in zip(SECTIONS, lines.due_tasks(view), strict=True):
            near = [one for one in come if one not in ahead and heading(one.body, self.today) is HEADINGS[name]]
            tasks = (*stored, *near)
            dates = [one for one in view.dates if one.heading is HEADINGS[name]]
            due = lines.by_day(tasks, dates, self.today, view.restricted)
            rows += self._section(name, len(due), due)
        if self.agenda is not None and (self.agenda.reviews or ahead):
            to_ask = agenda_rows.to_ask(self.agenda, ahead, self.today, view.restricted)
            rows += self._section(TO_ASK, len(to_ask), to_ask)
        mine = list(caseload_rows.case_rows(self.mine, self.today, view.restricted))
        rows += self._section("My cases", view.my_open + view.inactive, mine)
        self.query_one(RowList).show(rows)
        self.refresh_bindings()
        self._beside()
        levels = caseload_rows.level_words(view.by_level)
        aside = f"   set aside {view.inactive}" if view.inactive else ""
        quiet = f"   no note in {self.seat.facts.quiet_days} days: {view.quiet}" if view.quiet else ""
        self.query_one("#caseload", Words).update(f"My open cases: {view.my_open}   {levels}{aside}{quiet}")

    def _section(self, name: str, count: int, rows: list[Row]) -> list[Row]:
        """A heading; folded ones can be reached, to be shown."""
        if not count:
            return [Row(("section", name), (f"{name}: nothing",), heading=True)]
        if name in self.unfolded:
            return [Row(("section", name), (f"{name} {count}",), heading=True), *rows]
        return [Row(("folded", name), (Neutral(f"{name} {count}   {FOLDED}"),))]

    # acting

    def _under(self, kind: str) -> UUID | None:
        row = self.query_one(RowList).row
        if row is None or not isinstance(row.key, tuple) or row.key[0] != kind:
            return None
        return row.key[1] if isinstance(row.key[1], UUID) else None

    def _due_task(self) -> TaskView | None:
        found = self._under("task")
        if found is None or self.view is None:
            return None
        come = (*self.agenda.birthdays, *(one.task for one in self.agenda.reviews)) if self.agenda else ()
        return next((task for tasks in (*lines.due_tasks(self.view), come) for task in tasks if task.id == found), None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens the case, goes on with a draft, or shows what a heading holds."""
        kind, what = event.row.key[:2] if isinstance(event.row.key, tuple) else ("", None)
        task = self._due_task()
        if kind == "folded":
            self.action_unfold()
        elif kind in lines.LEADS_TO:
            self.post_message(lines.LEADS_TO[kind](what))
        elif task is not None:
            self.post_message(lines.where(task))
        elif kind == "draft" and self.view is not None:
            if wish := lines.go_on_with(next(draft for draft in self.view.drafts if draft.id == what)):
                self.post_message(wish)
        elif kind == "warning" and what in lines.GO:
            self.post_message(type(lines.GO[what])())
        elif kind == "warning" and what in lines.ADVICE:
            self.show_over(Notice("To put right", lines.ADVICE[what]))

    def action_unfold(self) -> None:
        """Shows what the heading under the cursor holds."""
        row = self.query_one(RowList).row
        if row is not None and isinstance(row.key, tuple) and row.key[0] == "folded":
            self.unfolded.add(row.key[1])
            self.start(self._unfold, reading=True)

    async def _unfold(self) -> None:
        """The cursor goes to the first of the lines that came."""
        here = self.query_one(RowList)
        at = next((number for number, one in enumerate(here.rows) if one is here.row), 0)
        await self.reload()
        if at + 1 < len(here.rows):
            here.go_to(here.rows[at + 1].key)

    def action_fold(self) -> None:
        """Hides everything but what is overdue or due today."""
        self.unfolded = {"Overdue", "Today"}
        self._show()

    def action_done(self) -> None:
        """Marks the task under the cursor as done."""
        task = self._due_task()
        if task is not None and task.body.policy_id is not None:
            self.post_message(lines.where(task))  # done by saying how they were told
        elif task is not None:
            self.start(self._finish, task)

    async def _finish(self, task: TaskView) -> None:
        if undo := await finish(self, self.work, task):
            self.undos = (*self.undos, undo)
            await self.reload()

    def action_put_off(self) -> None:
        """Asks until when the task under the cursor is put off, or for whom it waits."""
        row = self.query_one(RowList).row
        kind = row.key[0] if row is not None and isinstance(row.key, tuple) else ""
        task = self._due_task()
        if task is not None:
            self.start(self._put_off, task)
        elif kind in lines.NEVER_PUT_OFF:
            self.say(lines.NEVER_PUT_OFF[kind])

    async def _put_off(self, task: TaskView) -> None:
        if undo := await put_off(self, self.putting_off, task, self.today):
            self.undos = (*self.undos, undo)
            await self.reload()

    def action_team(self) -> None:
        """To the work of the whole team."""
        self.post_message(messages.TeamWanted())

    def action_undo(self) -> None:
        """Takes the last act on a task back."""
        if self.undos:
            self.start(self._undo)

    async def _undo(self) -> None:
        undo, self.undos = self.undos[-1], self.undos[:-1]
        await self.save(undo.act)
        self.say(undo.sentence)
        await self.reload()

    def action_discard(self) -> None:
        """Throws the draft under the cursor away, after asking."""
        draft = self._under("draft")
        if draft is not None:
            self.start(self._discard, draft)

    async def _discard(self, draft: UUID) -> None:
        question = Confirm(
            "Throw unsaved work away?", "It is destroyed and cannot be brought back.", "Throw away", danger=True
        )
        if await self.ask(question):
            await self.save(self.drafts.discard, draft)
            await self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo is offered while there is something to undo."""
        if action == "undo" and not getattr(self, "undos", ()):
            return False
        return super().check_action(action, parameters)
