"""Notes: a thread that is only added to. Each act removes its draft in the same unit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from db import case_store, contact_store, draft_store, note_store, task_store
from db.case_store import CaseFile
from db.desk import Desk
from db.unit_of_work import UnitOfWork
from iass_tui.rules.access import Action
from iass_tui.rules.notes import (
    BrokenThread,
    NoteThread,
    contact_of,
    fold_thread,
    in_fives,
    may_add_contact,
    may_correct,
    may_mark_in_error,
)
from iass_tui.rules.records.casework import ContactBody, NoteBody, NoteKind, TaskBody, TaskStatus
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.sharing import OwnShare, Passing
from iass_tui.services import sharing_contacts
from iass_tui.services.acting import About, acting, changed_fields, insist, insist_writable
from iass_tui.services.case_views import NO_CASE
from iass_tui.services.problems import TAMPERED, in_words
from iass_tui.services.views import NotFound, Problem
from iass_tui.vault.compartments import FileKey

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_NOTE = "There is no such note any more."
NOT_CORRECTED = (
    "A note is corrected by its author, within 24 hours. Add to it instead: what was written stays readable."
)
NOT_A_CONTACT = "A contact needs how it was, a day that has come, and minutes of one day at most."
NOT_IN_ERROR = "A note is marked as entered in error once, by its author or a manager, saying why."


class CaseNotes:
    """What may be done with notes, closed cases included."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def add_note(
        self,
        case_id: UUID,
        body: NoteBody,
        draft_id: UUID | None = None,
        *,
        passing: Passing | None = None,
        own_share: OwnShare | None = None,
    ) -> UUID:
        """A new note, with its contact. Where it names an action, that becomes a task of its author's (P40).

        Where it tells of a contact outside the family, that is shared or the note is refused, with every reason (P33).
        """
        self._session.require(Action.WRITE_NOTE, case_id)
        about = About("note", None, case_id)
        self._session.access.insist_on(case_id, about)
        with acting(self._desk, about) as unit:
            file = self._case_key(unit, case_id)
            note_id = note_store.insert(self._desk, unit, file, body, kind=NoteKind.NOTE)
            contact = contact_of(body, note_id)
            if contact is not None:
                contact, permit = sharing_contacts.contact_with(self._session, unit, case_id, contact, passing)
                contact_store.insert(self._desk, unit, file, contact, permit)
            sharing_contacts.encouraged(self._session, unit, case_id, own_share, body.happened_on, body.channel)
            if body.action.strip():
                task_store.insert(self._desk, unit, file, self._session.me.id, _task(body, note_id))
            self._finish(unit, draft_id)
            named = dataclasses.replace(about, subject_id=note_id)
            unit.say(named.detail(Act.CREATE, fields=changed_fields(NoteBody(), body)))
        return note_id

    @in_words()
    def correct_note(
        self, note_id: UUID, body: NoteBody, draft_id: UUID | None = None, *, passing: Passing | None = None
    ) -> None:
        """A corrected version over a note, within its day; its contact and the task of its action follow."""
        self._session.require(Action.WRITE_NOTE, note_id)
        about = self._about(note_id)
        with acting(self._desk, about) as unit:
            thread = self._thread(unit, note_id)
            now, me = self._desk.records.clock(), self._session.me.id
            answer = may_correct(thread.author_id, thread.written_at, me, now, in_error=thread.is_in_error)
            insist(answer, NOT_CORRECTED)
            file = self._case_key(unit, thread.case_id)
            note_store.insert(self._desk, unit, file, body, note_id=note_id, kind=NoteKind.CORRECTION)
            contact, before = contact_of(body, note_id), contact_of(thread.body, note_id)
            if contact != before:
                permit = None
                if contact is not None:
                    contact, permit = sharing_contacts.contact_with(
                        self._session, unit, thread.case_id, contact, passing, before=before
                    )
                contact_store.follow(self._desk, unit, file, note_id, contact, permit)
            if (body.action, body.action_due) != (thread.body.action, thread.body.action_due):
                self._follow(unit, file, note_id, body)
            self._finish(unit, draft_id)
            unit.say(about.detail(Act.CHANGE, fields=changed_fields(thread.body, body)))

    @in_words()
    def add_addendum(self, note_id: UUID, text: str, draft_id: UUID | None = None) -> None:
        """Adds to a note. Whose words it is and who may see it are as in the note itself (P32)."""
        self._session.require(Action.WRITE_NOTE, note_id)
        self._add(note_id, NoteKind.ADDENDUM, text, draft_id)

    @in_words()
    def mark_in_error(self, note_id: UUID, reason: str) -> None:
        """Marks a note as entered in error: it stays readable, and counts for nothing."""
        self._session.require(Action.WRITE_NOTE, note_id)
        self._add(note_id, NoteKind.IN_ERROR, reason, None)

    @in_words()
    def add_contact(
        self,
        case_id: UUID,
        body: ContactBody,
        *,
        passing: Passing | None = None,
        own_share: OwnShare | None = None,
    ) -> UUID:
        """A talk that needs no note; its minutes are kept in fives.

        Raises `NotAllowed` for what is no contact, and with every reason for one outside the family that nobody
        permitted (P33).
        """
        self._session.require(Action.WRITE_NOTE, case_id)
        about = About("contact", None, case_id)
        self._session.access.insist_on(case_id, about)
        body = dataclasses.replace(body, minutes=in_fives(body.minutes), note_id=None)
        with acting(self._desk, about) as unit:
            insist(may_add_contact(body, self._session.today_date()), NOT_A_CONTACT)
            file = self._case_key(unit, case_id)
            body, permit = sharing_contacts.contact_with(self._session, unit, case_id, body, passing)
            contact_id = contact_store.insert(self._desk, unit, file, body, permit)
            sharing_contacts.encouraged(self._session, unit, case_id, own_share, body.happened_on, body.channel)
            named = dataclasses.replace(about, subject_id=contact_id)
            unit.say(named.detail(Act.CREATE, fields=changed_fields(ContactBody(), body)))
        return contact_id

    def _add(self, note_id: UUID, kind: NoteKind, text: str, draft_id: UUID | None) -> None:
        about = self._about(note_id)
        with acting(self._desk, about) as unit:
            thread = self._thread(unit, note_id)
            if kind is NoteKind.IN_ERROR:
                insist(may_mark_in_error(thread, self._session.me.id, self._session.me.role, text), NOT_IN_ERROR)
            file = self._case_key(unit, thread.case_id)
            source = thread.body
            body = NoteBody(
                text=text,
                provided_by=source.provided_by,
                provided_by_id=source.provided_by_id,
                about=source.about,
                parent_may_see=source.parent_may_see,
            )
            note_store.insert(self._desk, unit, file, body, note_id=note_id, kind=kind)
            self._finish(unit, draft_id)
            unit.say(about.detail(Act.CHANGE, fields=(kind.value,)))

    def _finish(self, unit: UnitOfWork, draft_id: UUID | None) -> None:
        if draft_id is not None:
            draft_store.remove(unit, draft_id, self._desk.account_id)

    def _follow(self, unit: UnitOfWork, file: FileKey, note_id: UUID, body: NoteBody) -> None:
        """The task that a note made is changed, dropped or made, as its corrected action says."""
        rows = task_store.select(unit.connection, file.place.subject)
        tasks, _ = task_store.opened(rows, self._desk.keys(task_store.places(rows)))
        mine = [one for one in tasks if one.body.note_id == note_id and one.status is TaskStatus.OPEN]
        has_action = bool(body.action.strip())
        for one in mine:
            changed = dataclasses.replace(one.body, what=body.action, due_on=body.action_due) if has_action else None
            status = None if has_action else TaskStatus.DROPPED
            task_store.change(self._desk, unit, one.id, one.version, status=status, body=changed)
        if has_action and not mine:
            task_store.insert(self._desk, unit, file, self._session.me.id, _task(body, note_id))

    def _case_key(self, unit: UnitOfWork, case_id: UUID) -> FileKey:
        """The key to write into a case with. Raises `NotFound`, or `SaysNo` while its person's record is frozen."""
        case = self._case_file(unit, case_id)
        insist_writable(case.person_state)
        return self._desk.writing_key(case.key_id, "case", case_id)

    def _case_file(self, unit: UnitOfWork, case_id: UUID) -> CaseFile:
        found = case_store.case_file(unit.connection, case_id)
        if found is None:
            raise NotFound(NO_CASE)
        return found

    def _thread(self, unit: UnitOfWork, note_id: UUID) -> NoteThread:
        rows = note_store.thread(self._desk, unit.connection, note_id)
        if not rows:
            raise NotFound(NO_NOTE)
        try:
            return fold_thread(rows)
        except BrokenThread:
            raise Problem(TAMPERED) from None

    def _about(self, note_id: UUID) -> About:
        """The note and its case, once it was said why a colleague's is written into. Raises `NotAllowed`."""
        with self._desk.read() as connection:
            case_id = note_store.case_of(connection, note_id)
        if case_id is None:
            raise NotFound(NO_NOTE)
        about = About("note", note_id, case_id)
        self._session.access.insist_on(case_id, about)
        return about


def begin_thread(desk: Desk, unit: UnitOfWork, file: FileKey, body: NoteBody) -> UUID:
    """Writes a new note of the office or the family under its case's key, with its contact; the note's id."""
    note_id = note_store.insert(desk, unit, file, body, kind=NoteKind.NOTE)
    contact = contact_of(body, note_id)
    if contact is not None:
        contact_store.insert(desk, unit, file, contact)
    return note_id


def _task(body: NoteBody, note_id: UUID) -> TaskBody:
    return TaskBody(what=body.action, due_on=body.action_due, note_id=note_id)
