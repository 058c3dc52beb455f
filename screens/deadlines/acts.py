"""What one does with a timetable: each act asks, saves and says what was done."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.dates import display_day
from iass_tui.rules.deadlines import ChildMilestone, Deadline, Holder
from iass_tui.rules.deadlines.words import (
    GROUPS,
    event_words,
    group_words,
    holder_words,
    kinds_of,
    short_words,
    told_words,
)
from iass_tui.rules.duties import milestone_task
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.deadlines import CaseEventBody, DutyNote, EventKind, ToldBy
from iass_tui.services.deadline_views import EventView, TimetableView
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.deadlines.asking import AskDone, AskEvent, AskStanding
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.widgets.choice_field import Choice
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.page import Page
from screens.words.deadlines import FIELDS


class DeadlineWork(Protocol):
    """What this page needs of deadlines."""

    def timetable(self, case_id: UUID) -> TimetableView: ...
    def add_event(self, case_id: UUID, body: CaseEventBody) -> UUID: ...
    def change_event(self, event_id: UUID, version: int, before: CaseEventBody, body: CaseEventBody) -> None: ...
    def mark(self, event_id: UUID, version: int, note: DutyNote) -> None: ...
    def mark_in_error(self, event_id: UUID, version: int, reason: str) -> None: ...
    def print_timeline(
        self, case_id: UUID, reader_id: UUID | None = None, *, large_print: bool = False
    ) -> OutboxFile: ...


class TaskWork(Protocol):
    """What this page needs of tasks."""

    def add_task(self, case_id: UUID, body: TaskBody, owner_id: UUID | None) -> UUID: ...


@dataclasses.dataclass(frozen=True)
class Marked:
    """A mark just made, and what stood there before: what `u` puts back."""

    event_id: UUID
    before: DutyNote


class TimetableActs:
    """Each method ends with the timetable read again by whoever called it."""

    def __init__(self, page: Page, work: DeadlineWork, tasks: TaskWork, me: UUID, today: date) -> None:
        self.page, self.work, self.tasks, self.me, self.today = page, work, tasks, me, today
        self.marked: tuple[Marked, ...] = ()

    def _saved(self, view: TimetableView, sentence: str) -> None:
        self.page.say(sentence)
        self.page.post_message(messages.Changed(view.person_id, view.case_id))

    async def add(self, view: TimetableView) -> UUID | None:
        """Writes down what happened; its id."""
        groups = [Choice(name, group_words(name)) for name, _ in GROUPS]
        group = await self.page.ask(Choose("What happened", "In what?", groups, "Go on"))
        if not group:
            return None
        body = await self.page.ask(AskEvent(group, self.today))
        if not isinstance(body, CaseEventBody):
            return None
        event_id = await self.page.save(self.work.add_event, view.case_id, body)
        self._saved(view, "Saved: the dates that follow are on the list")
        return event_id

    async def change(self, view: TimetableView, one: EventView) -> None:
        """Puts an event right, joining what a colleague saved first."""
        before = one.event.body
        group = next(name for name, _ in GROUPS if before.kind in kinds_of(name))
        body = await self.page.ask(AskEvent(group, self.today, before))
        if not isinstance(body, CaseEventBody) or body == before:
            return

        def write(version: int, stood: CaseEventBody, mine: CaseEventBody) -> None:
            self.work.change_event(one.event.id, version, stood, mine)

        first = await save_merged(self.page, write, one.event.version, before, body, FIELDS, _as_words)
        self._saved(view, saved_words(first))

    async def done(self, view: TimetableView, one: Deadline) -> None:
        """Asks on which day it was done."""
        await self._mark(view, one, await self.page.ask(AskDone(one, self.today)), "Noted as done. u takes it back")

    async def standing(self, view: TimetableView, one: Deadline) -> None:
        """Asks how the date stands."""
        note = _note(view, one)
        answer = await self.page.ask(AskStanding(one, note, self.today))
        await self._mark(view, one, answer, "Noted. u takes it back")

    async def _mark(self, view: TimetableView, one: Deadline, answer: object, sentence: str) -> None:
        if isinstance(answer, DutyNote):
            await self.page.save(self.work.mark, one.event_id, _version(view, one.event_id), answer)
            self.marked = (*self.marked, Marked(one.event_id, _note(view, one)))
            self._saved(view, sentence)

    async def undo(self, view: TimetableView) -> None:
        """Puts back what stood before the last mark."""
        last = self.marked[-1]
        await self.page.save(self.work.mark, last.event_id, _version(view, last.event_id), last.before)
        self.marked = self.marked[:-1]
        self._saved(view, "Taken back")

    async def in_error(self, view: TimetableView, one: EventView) -> None:
        """Takes an event off the timetable."""
        words = "It stays readable and is marked IN ERROR; its dates go from the list. It cannot be unmarked."
        reason = await self.page.ask(
            AskText("Entered in error?", "Why is it wrong?", "Mark it as in error", sentence=words)
        )
        if reason:
            await self.page.save(self.work.mark_in_error, one.event.id, one.event.version, reason)
            self._saved(view, "Marked as in error")

    async def task(self, view: TimetableView, one: Deadline) -> None:
        """A task of mine from a date: of a family's right by its safe day, else to ask on the day."""
        if one.row.holder is Holder.FAMILY:
            on = one.safe if one.safe >= self.today else one.due
            what = f"{short_words(one.row.code)} ({display_day(one.due)})"
        else:
            on = one.due
            what = f"Ask {holder_words(one.row.holder)}: {short_words(one.row.code)}"
        body = TaskBody(what=what, due_on=on, statutory=one.row.is_statutory)
        await self.page.save(self.tasks.add_task, view.case_id, body, self.me)
        self._saved(view, f"A task of yours, by {display_day(on)}")

    async def milestone_task(self, view: TimetableView, one: ChildMilestone) -> None:
        """A task of mine for a birthday or school year that changes what the law says."""
        await self.page.save(self.tasks.add_task, view.case_id, milestone_task(one), self.me)
        self._saved(view, f"A task of yours, by {display_day(one.on)}")

    async def document(self, view: TimetableView) -> None:
        """The timeline for one of the family into the outbox."""
        readers = [Choice(str(one.id), one.name) for one in view.readers]
        whom = await self.page.ask(Choose("The family's timeline", "Who is it for?", readers, "Go on"))
        if not whom:
            return
        words = "It says in plain words who does what by when, and what was missed. It goes into the outbox, encrypted."
        size = await self.page.ask(Choose("The family's timeline", "Which print?", PRINTS, "Make it", sentence=words))
        if size:
            made = await self.page.save(self.work.print_timeline, view.case_id, UUID(whom), large_print=size == LARGE)
            await self.page.ask(FileMade(made))


def _version(view: TimetableView, event_id: UUID) -> int:
    return next((one.event.version for one in view.events if one.event.id == event_id), 0)


def _note(view: TimetableView, one: Deadline) -> DutyNote:
    event = next(event.event.body for event in view.events if event.event.id == one.event_id)
    return event.duty(one.row.code)


def _as_words(field: str, value: object) -> str:
    if field == "kind":
        return event_words(EventKind(str(value)))
    if field == "told_by":
        return told_words(ToldBy(str(value)))
    if field == "duties" and isinstance(value, tuple):
        return "; ".join(short_words(one.code) for one in value)
    return display_day(value) if isinstance(value, date) else str(value)
