"""What is due, my caseload, unsaved work offered back, and what the office must put right."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.agenda import Due
from iass_tui.rules.masking import Neutral
from iass_tui.services.queue_views import QueueCount
from iass_tui.services.team_views import Unowned
from iass_tui.services.training_views import TrainingAgenda
from screens import messages, policy_wishes
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.putting_off import PuttingOffWork, Undo, put_off, undo_of_done
from screens.widgets import agenda_rows, caseload_rows, team_rows, today_rows as lines
from screens.widgets.erasure_rows import erasure_rows
from screens.widgets.page import Shown
from screens.widgets.policy_rows import PolicyWork, policy_rows
from screens.widgets.queue_rows import QueueWork, queue_rows
from screens.widgets.row_list import Row, RowList
from screens.widgets.training_rows import TrainingWork, training_rows
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.services.concern_views import ConcernMark
    from iass_tui.services.consent_views import ConsentAgenda
    from iass_tui.services.policy_views import PolicyAgenda
    from iass_tui.services.ports import Session
    from iass_tui.services.views import CaseLine, DraftOffer, TaskView, TodayView

LOOK_SECONDS = 30.0
"""How often a lead's first page looks for new concerns."""
TO_ASK = "Consents to ask about"
SECTIONS = ("Overdue", "Today", "This week", "Waiting on others", "Later")
HEADINGS = dict(zip(SECTIONS, Due, strict=True))


class TodaySeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class TodayWork(Protocol):
    """What this page needs of casework."""

    def today(self) -> TodayView: ...
    def my_cases(self) -> tuple[CaseLine, ...]: ...
    def finish_task(self, task_id: UUID, version: int) -> None: ...
    def reopen_task(self, task_id: UUID, version: int) -> None: ...


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
    ) -> None:
        super().__init__(seat)
        self.work, self.drafts, self.concerns, self.reviews, self.queue = work, drafts, concerns, reviews, queue
        self.training, self.of_office = training, TrainingAgenda()
        self.policy = policy
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
        return cls(session, *first, session.queue, session.training, session.policy, session.team)

    def body(self) -> ComposeResult:
        """One list, and the caseload below it."""
        yield RowList(columns=(11, 0, 7, 15, 14), empty="Reading…", ident="due")
        yield Words("", ident="caseload")

    def on_mount(self) -> None:
        """Reads."""
        self.set_focus(self.query_one(RowList))
        self.start(self.reload, reading=True)
        if self.seat.may("READ_CONCERN"):
            self.set_interval(LOOK_SECONDS, self._look)

    def on_screen_resume(self) -> None:
        """A concern may have come meanwhile."""
        super().on_screen_resume()
        if self.view is not None:
            self._look()

    def _look(self) -> None:
        """Looks whether a concern came, without opening any."""
        if self.is_current and self.view is not None and self.seat.may("READ_CONCERN"):
            self.run_worker(self._wait(), group="waiting")  # beside reading, which it must not cut off

    async def _wait(self) -> None:
        from iass_tui.services.views import Problem

        try:
            found = await self.bare_call(self.concerns.waiting)
        except Problem:
            return  # whatever is wrong will be said when something is asked for
        known, self.waiting = {one.id for one in self.waiting}, found
        self._show()
        if not {one.id for one in found} <= known:
            self.app.bell()

    async def reload(self) -> None:
        """Reads what is due again."""
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
        for name, tasks in zip(SECTIONS, _tasks(view), strict=True):
            dates = [one for one in view.dates if one.heading is HEADINGS[name]]
            rows += self._section(name, len(tasks) + len(dates), lines.by_day(tasks, dates, self.today))
        if self.agenda is not None and self.agenda.reviews:
            rows += self._section(TO_ASK, len(self.agenda.reviews), agenda_rows.reviews(self.agenda))
        mine = list(caseload_rows.case_rows(self.mine, self.today))
        rows += self._section("My cases", view.my_open + view.inactive, mine)
        self.query_one(RowList).show(rows)
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
        return [Row(("folded", name), (Neutral(f"{name} {count}   → to show"),))]

    # acting

    def _under(self, kind: str) -> UUID | None:
        row = self.query_one(RowList).row
        if row is None or not isinstance(row.key, tuple) or row.key[0] != kind:
            return None
        return row.key[1] if isinstance(row.key[1], UUID) else None

    def _due_task(self) -> TaskView | None:
        found = self._under("task")
        view = self.view
        if found is None or view is None:
            return None
        return next((task for tasks in _tasks(view) for task in tasks if task.id == found), None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens the case, goes on with a draft, or shows what a heading holds."""
        kind, what = event.row.key[:2] if isinstance(event.row.key, tuple) else ("", None)
        task = self._due_task()
        if kind == "folded":
            self.action_unfold()
        elif kind in lines.LEADS_TO:
            self.post_message(lines.LEADS_TO[kind](what))
        elif task is not None:
            self.post_message(_where(task))
        elif kind == "draft" and self.view is not None:
            self._go_on(next(draft for draft in self.view.drafts if draft.id == what))
        elif kind == "warning" and what in lines.GO:
            self.post_message(type(lines.GO[what])())
        elif kind == "warning" and what in lines.ADVICE:
            self.show_over(Notice("To put right", lines.ADVICE[what]))

    def _go_on(self, draft: DraftOffer) -> None:
        person, case = draft.subject_id, draft.case_id
        if draft.kind == "intake":
            self.post_message(messages.IntakeWanted(draft_id=draft.id))
        elif draft.kind == "card" and person is not None:
            self.post_message(messages.CardWanted(person, draft.id))
        elif draft.kind == "consent" and person is not None:
            self.post_message(messages.ConsentFormWanted(person, draft.id))
        elif draft.kind == "pack" and person is not None:
            self.post_message(messages.PackWanted(person, draft.id))
        elif draft.kind == "letter" and person is not None:
            self.post_message(messages.LetterWanted(person, draft_id=draft.id))
        elif draft.kind == "policy":
            self.post_message(policy_wishes.PolicyDraftWanted(draft.id))
        elif draft.kind == "facts" and case is not None:
            self.post_message(messages.CaseFactsWanted(case, draft.id))
        elif draft.kind == "closing" and case is not None:
            self.post_message(messages.ClosingWanted(case, draft.id))
        elif case is not None:
            self.post_message(messages.NoteWanted(case, person, draft.kind == "addendum", draft.id))

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
            self.post_message(_where(task))  # done by saying how they were told
        elif task is not None:
            self.start(self._finish, task)

    async def _finish(self, task: TaskView) -> None:
        await self.save(self.work.finish_task, task.id, task.version)
        self.undos = (*self.undos, undo_of_done(self.work.reopen_task, task))
        self.say("Done. u takes it back")
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


def _where(task: TaskView) -> messages.Wish:
    is_telling = task.body.policy_id is not None
    return policy_wishes.PolicyTellingWanted(task.case_id) if is_telling else messages.CaseChosen(task.case_id)


def _tasks(view: TodayView) -> tuple[tuple[TaskView, ...], ...]:
    """In the order of the headings."""
    return view.overdue, view.today, view.this_week, view.waiting, view.later
