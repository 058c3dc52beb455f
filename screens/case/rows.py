"""A case as facts and rows: what stands on its page, from what the services gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from iass_tui.rules.dates import display_day, display_moment, in_england
from iass_tui.rules.handover.words import gaps_line
from iass_tui.rules.records.casework import CaseStatus, TaskStatus
from iass_tui.services.views import CaseView, ContactView, NoteView, TaskView
from screens.widgets.reader import Part
from screens.widgets.row_list import Row
from screens.words import cases as words
from screens.words import people
from screens.words.codes import labels
from screens.words.days import due_day, short_day
from screens.words.notes import IN_ERROR, first_words, kept_words, note_parts, talk_words, thread_of, way_words

Names = Mapping[UUID, str]


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


def rows(case: CaseView, staff: Names, today: date) -> Iterator[Row]:
    """Open tasks, then the notes, newest first, each with what was added below it."""
    tasks = open_tasks(case)
    done = sum(one.status is TaskStatus.DONE for one in case.tasks)
    count = f"Tasks {len(tasks)}" if tasks else "Tasks: nothing to do"
    yield Row(("section", "tasks"), (f"{count}   {done} done" if done else count,), heading=True)
    yield from (_task(one, today) for one in tasks)
    count = f"Notes {len(case.notes)}" if case.notes else "Notes: none yet, n writes one"
    yield Row(("section", "notes"), (count,), heading=True)
    for note in case.notes:
        yield from _note(note, staff)

    if case.contacts:
        count = f"Talks without a note {len(case.contacts)}"
        yield Row(("section", "talks"), (count,), heading=True)
        yield from (_talk(one, names(case)) for one in case.contacts)

    lines = words.life_lines(case.facts, case.material.facts.opened_on)
    yield Row(("section", "life"), (f"The case itself {len(lines)}",), heading=True)
    for number, (on, line) in enumerate(lines):
        yield Row(("life", number), (short_day(on), " ".join(line.split())))


def _talk(one: ContactView, known: Names) -> Row:
    day = short_day(one.body.happened_on or in_england(one.written_at).date())
    return Row(("talk", one.id), (day, talk_words(one.body, known), one.author))


def open_tasks(case: CaseView) -> tuple[TaskView, ...]:
    """What is still to be done, by day; without a day last."""
    tasks = [one for one in case.tasks if one.status is TaskStatus.OPEN]
    return tuple(sorted(tasks, key=lambda one: (one.body.due_on is None, one.body.due_on or 0, one.body.what)))


def _task(one: TaskView, today: date) -> Row:
    due = one.body.due_on
    marks = ["OVERDUE"] if due is not None and due < today else []
    marks += ["statutory"] if one.body.statutory else []
    what = "   ".join([*marks, one.body.what])
    return Row(("task", one.id), (due_day(due) or "no date", what, one.owner or "whoever has it"))


def _note(note: NoteView, staff: Names) -> Iterator[Row]:
    thread = thread_of(note)
    body = thread.body
    day = short_day(body.happened_on or in_england(note.written_at).date())
    marks = [IN_ERROR] if thread.is_in_error else []
    marks += [kept_words(body)] if kept_words(body) else []
    marks += ["corrected"] if len(thread.versions) > 1 else []
    text = "   ".join([*marks, f"{way_words(body)}: {first_words(body)}"])
    yield Row(("note", note.note_id), (day, text), dim=thread.is_in_error)
    for row in thread.addenda:
        added = short_day(in_england(row.written_at).date())
        text = f"+ {added.strip()}, {staff.get(row.author_id, 'someone')}: {first_words(row.body)}"
        yield Row(("note", note.note_id, row.id), ("", text), dim=thread.is_in_error)


def names(case: CaseView) -> Names:
    """Everybody in the family by name."""
    person = case.person
    return {person.id: person.card.full_name, **{one.person_id: one.name for one in person.family}}


def reading(case: CaseView, row: Row | None, staff: Names) -> Iterator[Part]:
    """What the pane beside the list says about the row under the cursor."""
    match row.key if row else None:
        case ("note", note_id, *_):
            found = next((one for one in case.notes if one.note_id == note_id), None)
            if found is not None:
                yield from note_parts(found, names(case), lambda who: staff.get(who, "someone"))
        case ("task", task_id):
            task = next((one for one in case.tasks if one.id == task_id), None)
            if task is not None:
                yield from _task_parts(task)
        case ("life", int() as number):
            on, line = words.life_lines(case.facts, case.material.facts.opened_on)[number]
            yield Part(display_day(on), "dim")
            yield Part(line)
        case ("talk", contact_id):
            talk = next((one for one in case.contacts if one.id == contact_id), None)
            if talk is not None:
                yield Part(talk_words(talk.body, names(case)), "strong")
                yield Part(f"Written by {talk.author or 'someone'}, {display_moment(talk.written_at)}", "dim")
        case _:
            yield Part("Enter on a note shows it here.", "dim")


def _task_parts(task: TaskView) -> Iterator[Part]:
    yield Part(task.body.what, "strong")
    yield Part(f"By {display_day(task.body.due_on)}" if task.body.due_on else "Without a day")
    yield Part(f"For {task.owner or 'whoever has the case'}", "dim")
    if task.body.statutory:
        yield Part("A date that the law sets", "strong")
    if task.body.note_id is not None:
        yield Part("Agreed in a note below", "dim")
