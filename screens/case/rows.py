"""A case as facts and rows: what stands on its page, from what the services gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from iass_tui.rules.agenda import Due, day_of, heading as heading_of
from iass_tui.rules.dates import display_day
from iass_tui.rules.handover.words import gaps_line
from iass_tui.rules.masking import Neutral
from iass_tui.rules.putting_off_words import own_date_words
from iass_tui.rules.records.casework import CaseStatus, TaskStatus
from iass_tui.rules.text import fold
from iass_tui.rules.timeline import TimelineLine, holds
from iass_tui.services.views import CaseView, TaskView
from screens.widgets.reader import Part
from screens.widgets.row_list import Row
from screens.widgets.task_parts import task_parts
from screens.words import cases as words, people
from screens.words.codes import labels
from screens.words.days import day_due
from screens.words.notes import note_parts

Names = Mapping[UUID, str]


def lost(case: CaseView) -> str:
    """How much of it does not open; "" where everything does."""
    what = "notes, talks or tasks do not open and are not here. Run: iass check --deep"
    return f"{case.unreadable} {what}" if case.unreadable else ""


def heading(case: CaseView) -> str:
    """The case, whose it is, level, status and officer."""
    card = case.person.card
    who = f"{card.full_name}, {people.role_words(card, case.person.age)}"
    officer = case.officer or "nobody's"
    return "   ".join((case.reference, who, words.level_words(case.facts.level), words.STATUSES[case.status], officer))


def facts(case: CaseView) -> Iterator[tuple[str, str]]:
    """What the case is about, and what a colleague taking over would miss."""
    about = case.facts
    if case.status is CaseStatus.CLOSED:
        yield "Closed", words.closing_words(about)
    yield "About", labels("ISSUE", about.issues)
    yield "Needs", labels("NEED", about.needs)
    yield "Support", words.stage_words(about)
    yield "Setting", words.setting_words(about)
    yield "They want", about.wants
    yield "Talk with them", people.talking_words(case.person.card)
    if case.status is not CaseStatus.CLOSED:
        yield "Still missing", gaps_line(case.gaps)


def tasks(case: CaseView, today: date, wanted: tuple[str, ...] = ()) -> Iterator[Row]:
    """What is still to be done, above everything else; of a search what holds its words, if anything does."""
    still = [one for one in open_tasks(case) if holds(fold(one.body.what), wanted)]
    if wanted and not still:
        return
    done = sum(one.status is TaskStatus.DONE for one in case.tasks)
    count = f"Tasks {len(still)}" if still else "Tasks: nothing to do"
    yield Row(("section", "tasks"), (f"{count}   {done} done" if done else count,), heading=True)
    yield from (_task(one, today) for one in still)


def open_tasks(case: CaseView) -> tuple[TaskView, ...]:
    """What is still to be done, by day; without a day last."""
    tasks = [one for one in case.work if one.status is TaskStatus.OPEN]
    return tuple(sorted(tasks, key=lambda one: (day_of(one.body) or date.max, one.body.what)))


def _task(one: TaskView, today: date) -> Row:
    kind = {Due.OVERDUE: "OVERDUE", Due.WAITING: "waits"}.get(heading_of(one.body, today), "to do")
    what = f"statutory   {one.body.what}" if one.body.statutory else one.body.what
    what = f"({own}) {what}" if (own := own_date_words(one.body)) else what
    owner = one.owner or "whoever has it"
    return Row(("task", one.id), (Neutral(day_due(day_of(one.body), today) or "no date"), Neutral(kind), what, owner))


def names(case: CaseView) -> Names:
    """Everybody in the family by name."""
    person = case.person
    return {person.id: person.card.full_name, **{one.person_id: one.name for one in person.family}}


def reading(case: CaseView, row: Row | None, line: TimelineLine | None, staff: Names, today: date) -> Iterator[Part]:
    """What the pane beside the list says about the row under the cursor, and the line that it stands for."""
    match row.key if row else None:
        case ("note", note_id, *_):
            found = next((one for one in case.notes if one.note_id == note_id), None)
            if found is not None:
                yield from note_parts(found, names(case), lambda who: staff.get(who, "someone"))
        case ("task", task_id):
            task = next((one for one in case.work if one.id == task_id), None)
            if task is not None:
                yield from task_parts(task, today, staff)
        case _ if line is not None:
            yield Part(line.title, "strong")
            yield Part(", ".join(part for part in (display_day(line.day), line.who) if part), "dim")
            yield Part(line.text.removeprefix(line.title).strip())
        case _:
            yield Part("Enter shows here what the cursor is on.", "dim")
