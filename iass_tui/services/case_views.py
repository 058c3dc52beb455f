"""A case as its screen shows it: its person, its notes as threads, its tasks, and what a colleague would miss."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import (
    case_store,
    contact_store,
    event_store,
    feedback_store,
    join_store,
    letter_store,
    note_store,
    paper_store,
    people_store,
    sharing_store,
    task_store,
)
from db.case_store import StoredCase
from db.contact_store import StoredContact
from db.feedback_store import StoredFeedback
from db.opened import UNREADABLE
from db.task_store import StoredTask
from db.unit_of_work import Tampered
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import in_england
from iass_tui.rules.duties import is_taken
from iass_tui.rules.handover import Material, handover_gaps
from iass_tui.rules.joining import follow
from iass_tui.rules.notes import BrokenThread, NoteThread, fold_thread, may_correct
from iass_tui.rules.records.casework import CaseStatus, NoteRow, TaskStatus
from iass_tui.rules.records.letters import RecordedLetter
from iass_tui.rules.records.papers import RecordedCopy
from iass_tui.services import person_views
from iass_tui.services.consent_views import ReviewLine
from iass_tui.services.feedback_views import FeedbackView
from iass_tui.services.problems import UNREADABLE as DOES_NOT_OPEN
from iass_tui.services.views import CaseView, ContactView, NoteView, NotFound, PersonView, Problem, TaskView

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession
    from iass_tui.services.sharing_views import SharingLine

NO_CASE = "There is no such case any more."


def view(session: OfficeSession, case_id: UUID) -> CaseView:
    """One case, read in one snapshot with one look for its keys. Raises `NotFound`, `Tampered` or `Problem`."""
    desk = session.desk
    with desk.read() as connection:
        row = case_store.select(connection, case_id)
        rows = None if row is None else person_views.select(connection, UUID(bytes=row[3]))
        if row is None or rows is None:
            raise NotFound(NO_CASE)
        note_rows, task_rows = note_store.select(connection, case_id), task_store.select(connection, case_id)
        contact_rows, event_rows = contact_store.select(connection, case_id), event_store.select(connection, case_id)
        form_rows = feedback_store.select(connection, case_id)
        places = (
            *case_store.places([row]),
            *rows.places(),
            *note_store.places(note_rows),
            *task_store.places(task_rows),
            *contact_store.places(contact_rows),
            *event_store.places(event_rows),
            *feedback_store.places(form_rows),
        )
        keys = desk.keys(places)
        file = person_views.opened(rows, keys)
        person = person_views.view(session, connection, file)
        can_be_reached = is_known_how_to_reach(connection, file)
        letters, lost_letters = _letters(session, connection, case_id, person.id)
        copies, lost_copies = _copies(session, connection, person.id)
        sharings, lost_sharings = _sharings(session, connection, person)
        kept = join_store.every(connection)
    case = next((one for one in file.cases if one.id == case_id), None) or case_store.opened(row, keys)
    if case.key_id not in keys and case.key_id not in keys.damaged:
        raise NotFound(NO_CASE)
    if case.facts is None:
        raise Problem(DOES_NOT_OPEN)
    threads, lost_notes = threads_of(*follow(note_store.opened(note_rows, keys), kept))
    tasks, lost_tasks = follow(task_store.opened(task_rows, keys), kept)
    contacts, lost_contacts = follow(contact_store.opened_alone(contact_rows, keys), kept)
    events, lost_events = event_store.opened(event_rows, keys)
    forms, lost_forms = feedback_store.opened(form_rows, keys)
    reference, now = format_reference(case.number), desk.records.clock()
    known = dataclasses.replace(case, card=person.card)
    what = material(session, known, threads, tasks, can_be_reached=can_be_reached)
    return CaseView(
        id=case.id,
        version=case.version,
        reference=reference,
        status=case.status,
        officer_id=case.officer_id,
        officer=session.people.colleague_name(case.officer_id),
        facts=case.facts,
        person=person,
        notes=tuple(_note(session, thread, now) for thread in threads),
        tasks=(
            *(task(session, one, reference, person.card.full_name) for one in tasks),
            *_birthdays(session, known, person, tasks),
        ),
        gaps=handover_gaps(what, session.today_date()),
        material=what,
        contacts=tuple(_contact(session, one) for one in contacts),
        sharings=sharings,
        copies=copies,
        letters=letters,
        events=events,
        feedback=tuple(_form(session, one) for one in forms),
        unreadable=lost_notes
        + lost_tasks
        + lost_contacts
        + lost_events
        + lost_copies
        + lost_sharings
        + lost_letters
        + lost_forms,
    )


def _birthdays(
    session: OfficeSession, case: StoredCase, person: PersonView, tasks: Sequence[StoredTask]
) -> tuple[TaskView, ...]:
    """What birthdays ask to be done, of which nobody made a task yet."""
    if case.status is CaseStatus.CLOSED or person.is_frozen or person.pending is not None:
        return ()
    return tuple(session.duties.birthdays(case, (one.body for one in tasks)))


def consents_due(session: OfficeSession, case: CaseView) -> tuple[ReviewLine, ...]:
    """The consents in a case to ask about again, of which nobody made a task yet; whoever calls records the look."""
    person = case.person
    if case.status is CaseStatus.CLOSED or person.is_frozen or person.pending is not None:
        return ()
    taken = [one.body for one in case.tasks]
    return tuple(one for one in session.reviews.of_case(case.id) if not is_taken(one.task.body, taken))


def _sharings(
    session: OfficeSession, connection: Connection, person: PersonView
) -> tuple[tuple[SharingLine, ...], int]:
    """The sharing record; none, and one that is lost, where its rows are not those vouched for."""
    try:
        rows = sharing_store.history(session.desk, connection, person.id)
    except (Tampered, *UNREADABLE):
        return (), 1
    events = {one.id: one.event for one in person.consents}
    return (session.sharing.lines(connection, rows, events) if rows else ()), 0


def _letters(
    session: OfficeSession, connection: Connection, case_id: UUID, person_id: UUID
) -> tuple[tuple[RecordedLetter, ...], int]:
    """What went out in this case, and from the person's own page."""
    try:
        found = letter_store.letters(session.desk, connection, person_id)
    except (Tampered, *UNREADABLE):
        return (), 1
    return tuple(one for one in found if one.case_id in (None, case_id)), 0


def _copies(session: OfficeSession, connection: Connection, person_id: UUID) -> tuple[tuple[RecordedCopy, ...], int]:
    """The papers that were given out; none, and one that is lost, where their rows are not those vouched for."""
    try:
        return paper_store.copies(session.desk, connection, person_id), 0
    except (Tampered, *UNREADABLE):
        return (), 1


def material(
    session: OfficeSession,
    case: StoredCase,
    threads: Sequence[NoteThread],
    tasks: Sequence[StoredTask],
    *,
    can_be_reached: bool,
) -> Material:
    """What there is to hand over. Raises `Problem` where the facts do not open."""
    if case.facts is None:
        raise Problem(DOES_NOT_OPEN)
    standing = [one for one in threads if not one.is_in_error]
    return Material(
        facts=dataclasses.replace(case.facts, opened_on=person_views.opened_on(case)),
        status=case.status,
        notes=tuple(one.body for one in standing),
        last_note_on=in_england(max(one.written_at for one in standing)).date() if standing else None,
        to_do=tuple(one.body for one in tasks if one.status is TaskStatus.OPEN),
        has_done=any(one.status is TaskStatus.DONE for one in tasks),
        has_birthday=any(session.duties.birthdays(case, (one.body for one in tasks))),
        can_be_reached=can_be_reached,
        quiet_days=session.facts.quiet_days,
    )


def is_known_how_to_reach(connection: Connection, file: person_views.PersonFile) -> bool:
    """Whether someone of the family can be reached, or is known by a code word when they come back (table 1.3)."""
    cards = [file.person.card, *(one.card for one in file.family if one.card)]
    people = [file.person.id, *(one.person_id for one in file.family)]
    return any(card.code_word for card in cards) or people_store.are_reachable(connection, people)


def threads_of(rows: Sequence[NoteRow], lost: int) -> tuple[list[NoteThread], int]:
    """Notes as threads, newest first, and how many rows are in none: one that does not begin is left out whole."""
    by_note: dict[UUID, list[NoteRow]] = {}
    for row in rows:
        by_note.setdefault(row.note_id, []).append(row)
    threads = []
    for thread in by_note.values():
        try:
            threads.append(fold_thread(thread))
        except BrokenThread:
            lost += len(thread)
    return sorted(threads, key=lambda one: one.written_at, reverse=True), lost


def _note(session: OfficeSession, thread: NoteThread, now: datetime) -> NoteView:
    answer = may_correct(thread.author_id, thread.written_at, session.me.id, now, in_error=thread.is_in_error)
    rows = [*thread.versions, *thread.addenda, *([thread.error] if thread.error else [])]
    return NoteView(
        note_id=thread.note_id,
        author=session.people.colleague_name(thread.author_id),
        author_id=thread.author_id,
        written_at=thread.written_at,
        rows=tuple(sorted(rows, key=lambda row: row.number)),
        in_error=thread.is_in_error,
        may_correct=bool(answer),
    )


def _contact(session: OfficeSession, one: StoredContact) -> ContactView:
    return ContactView(
        id=one.id,
        author=session.people.colleague_name(one.author_id),
        written_at=datetime.fromisoformat(one.written_at),
        body=one.body,
    )


def _form(session: OfficeSession, one: StoredFeedback) -> FeedbackView:
    author = session.people.colleague_name(one.author_id)
    return FeedbackView(one.id, author, datetime.fromisoformat(one.written_at), one.body)


def task(session: OfficeSession, one: StoredTask, reference: str, name: str) -> TaskView:
    """One task in a list."""
    return TaskView(
        id=one.id,
        version=one.version,
        case_id=one.case_id,
        reference=reference,
        name=name,
        owner_id=one.owner_id,
        owner=session.people.colleague_name(one.owner_id),
        status=one.status,
        body=one.body,
    )
