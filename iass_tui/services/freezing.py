"""What stops when someone takes back the consent to be saved, and where their number may still stand in words."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, family_store, note_store, office_store, people_store, task_store
from db.desk import Desk
from db.unit_of_work import UnitOfWork
from iass_tui.rules import text
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody, TaskBody, TaskStatus
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.people import ContactDetails

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

DECIDE = "Consent to save was withdrawn. Decide within a month: erase, or keep on another lawful basis; then tell them."
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NUMBER = re.compile(r"(?<!\w)(?:\+|\(?0)[\d\s().-]{8,18}\d(?!\w)")
_LEAST_DIGITS, _MOST_DIGITS = 10, 15


def freeze(session: OfficeSession, unit: UnitOfWork, person_id: UUID) -> None:
    """Freezes the record, drops what was to be done, and gives a manager one task: to decide (P47)."""
    desk, connection = session.desk, unit.connection
    people_store.change(desk, unit, person_id, state=PersonState.FROZEN)
    own = [UUID(bytes=row[0]) for row in case_store.select_of_person(connection, person_id)]
    for case_id in own:
        for row in task_store.select(connection, case_id):
            if row[5] == TaskStatus.OPEN.value:
                task_store.change(desk, unit, UUID(bytes=row[0]), row[1], status=TaskStatus.DROPPED)
    for case_id in (own or _family_cases(connection, person_id))[:1]:
        case = case_store.case_file(connection, case_id)
        if case is not None:
            body = TaskBody(what=DECIDE, due_on=_month_after(session.today_date()), statutory=True)
            task_store.insert(desk, unit, desk.writing_key(case.key_id, "case", case_id), _manager(session), body)


def _manager(session: OfficeSession) -> UUID | None:
    if session.me.role is Role.MANAGER:
        return session.me.id
    managers = (c for c in office_store.colleagues(session.desk) if c.is_active and c.role is Role.MANAGER)
    return next((one.id for one in managers), None)


def _month_after(day: date) -> date:
    """The same date of the next month, or its last day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("a month without 28 days")


def _family_cases(connection: Connection, person_id: UUID) -> list[UUID]:
    """The cases about someone's children, newest first."""
    children = [UUID(bytes=row[3]) for row in family_store.select(connection, person_id)]
    return [
        UUID(bytes=row[0]) for child in children if child != person_id
        for row in case_store.select_of_person(connection, child)
    ]  # fmt: skip


def notes_with_details(desk: Desk, person_id: UUID) -> int:
    """How many notes, of the person's own cases and their children's, hold something like a number or address.

    They are to be looked at and redacted: a consent taken back reaches what was typed into a note too.
    """
    with desk.read() as connection:
        held = people_store.person(desk, connection, person_id)
        own = [UUID(bytes=row[0]) for row in case_store.select_of_person(connection, person_id)]
        stored = [note_store.select(connection, one) for one in (*own, *_family_cases(connection, person_id))]
    known = _known(held.contact if held else None)
    found = set()
    for rows in stored:
        opened, _ = note_store.opened(rows, desk.keys(note_store.places(rows)))
        found |= {row.note_id for row in opened if _speaks_of(row.body, known)}
    return len(found)


def _known(details: ContactDetails | None) -> frozenset[str]:
    """What to look for word for word: postcodes and first lines, folded."""
    if details is None:
        return frozenset()
    lines = [part for one in details.addresses for part in (*one.lines[:1], one.postcode)]
    return frozenset(folded for line in lines if len(folded := text.fold(line)) > 4)


def _speaks_of(body: NoteBody, known: frozenset[str]) -> bool:
    words = "\n".join((body.text, body.progress, body.action, body.outcome))
    if _EMAIL.search(words):
        return True
    numbers = (sum(letter.isdigit() for letter in found) for found in _NUMBER.findall(words))
    if any(_LEAST_DIGITS <= digits <= _MOST_DIGITS for digits in numbers):
        return True
    folded = text.fold(words)
    return any(one in folded for one in known)
