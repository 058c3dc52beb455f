"""Notes: a thread that is only added to. Each act removes its draft in the same unit."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from db import case_store, contact_store, draft_store, note_store, task_store
from db.case_store import CaseFile
from db.desk import Desk
from db.unit_of_work import UnitOfWork
from iass_tui.rules.access import Action
from iass_tui.rules.joint import part_for
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
from iass_tui.services import joint_contacts, outbound, sharing_contacts
from iass_tui.services.acting import About, acting, changed_fields, insist, insist_writable
from iass_tui.services.case_views import NO_CASE
from iass_tui.services.joint_contacts import Part
from iass_tui.services.joint_views import SiblingCase
from iass_tui.services.problems import TAMPERED, in_words
from iass_tui.services.sharing_door import person_of
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
        also: Sequence[UUID] = (),
    ) -> UUID:
        """A new note, with its contact. Where it names an action, that becomes a task of its author's (P40).

        `also`: open cases of brothers and sisters in which it stands too, each under its own key. Where it tells of a
        contact outside the family, that is shared or the note is refused, with every reason (P33).
        """
        self._session.require(Action.WRITE_NOTE, case_id)
        about = About("note", None, case_id)
        body = dataclasses.replace(body, joint_id=uuid4() if also else None)
        with acting(self._desk, about) as unit:
            self._session.access.insist_within(unit.connection, case_id)
            joint_contacts.insist_joint(self._session, unit.connection, case_id, body, also, passing)
            children = [person_of(unit.connection, one) for one in (case_id, *also)] if also else []
            file = self._case_key(unit, case_id)
            note_id = self._write(unit, case_id, file, _part(body, 0, children), passing, own_share)
            for number, one in enumerate(also, 1):
                with joint_contacts.named(unit.connection, one, case_id):
                    other = self._case_key(unit, one)
                    self._write(unit, one, other, _part(body, number, children), passing, own_share)
            self._plan(unit, case_id, file, body, note_id)
            self._finish(unit, draft_id)
            said = dataclasses.replace(about, subject_id=note_id)
            detail = said.detail(Act.CREATE, fields=changed_fields(NoteBody(), body))
            unit.say(dataclasses.replace(detail, cases=tuple(also)))
        return note_id

    def _plan(self, unit: UnitOfWork, case_id: UUID, file: FileKey, body: NoteBody, note_id: UUID) -> None:
        """The task of the action that a note names. Raises `SaysNo` where it reaches whom it may not."""
        if body.action.strip():
            task = task_of(body, note_id)
            outbound.insist_reachable(self._session, unit, case_id, task)
            task_store.insert(self._desk, unit, file, self._session.me.id, task)

    def _write(
        self,
        unit: UnitOfWork,
        case_id: UUID,
        file: FileKey,
        body: NoteBody,
        passing: Passing | None,
        own_share: OwnShare | None,
    ) -> UUID:
        """The first row of a note in one case, with its contact and what the family was encouraged to; its id."""
        note_id = note_store.insert(self._desk, unit, file, body, kind=NoteKind.NOTE)
        contact = contact_of(body, note_id)
        if contact is not None:
            contact, permit = sharing_contacts.contact_with(self._session, unit, case_id, contact, passing)
            contact_store.insert(self._desk, unit, file, contact, permit)
        sharing_contacts.encouraged(self._session, unit, case_id, own_share, body.happened_on, body.channel)
        return note_id

    @in_words()
    def sibling_cases(self, case_id: UUID) -> tuple[SiblingCase, ...]:
        """The open cases of brothers and sisters, into which the same contact may go."""
        return joint_contacts.offered(self._session, case_id)

    @in_words()
    def correct_note(
        self, note_id: UUID, body: NoteBody, draft_id: UUID | None = None, *, passing: Passing | None = None
    ) -> None:
        """A corrected version over a note, within its day; its contact and the task of its action follow.

        It is corrected in every case in which it stands.
        """
        self._session.require(Action.WRITE_NOTE, note_id)
        about = self._about(note_id)
        with acting(self._desk, about) as unit:
            thread = self._thread(unit, note_id)
            now, me = self._desk.records.clock(), self._session.me.id
            answer = may_correct(thread.author_id, thread.written_at, me, now, in_error=thread.is_in_error)
            insist(answer, NOT_CORRECTED)
            body = dataclasses.replace(body, joint_id=thread.body.joint_id)
            parts = joint_contacts.parts(self._session, unit.connection, thread.case_id, note_id, body)
            if len(parts) > 1:
                joint_contacts.insist_still_joint(self._session, unit.connection, body, parts)
            for one in parts:
                with joint_contacts.named(unit.connection, one.case_id, thread.case_id):
                    self._correct(unit, one, body, parts, passing)
            if _planned(body) != _planned(thread.body):
                self._follow(unit, parts, body)
            self._finish(unit, draft_id)
            detail = about.detail(Act.CHANGE, fields=changed_fields(thread.body, body))
            unit.say(dataclasses.replace(detail, cases=tuple(one.case_id for one in parts[1:])))

    def _correct(
        self, unit: UnitOfWork, part: Part, body: NoteBody, parts: Sequence[Part], passing: Passing | None
    ) -> None:
        """The corrected version in one case, and its contact there."""
        thread = self._thread(unit, part.note_id)
        if thread.is_in_error:
            return
        file = self._case_key(unit, part.case_id)
        if len(parts) > 1:
            body = part_for(body, part.child_id, [one.child_id for one in parts])
        note_store.insert(self._desk, unit, file, body, note_id=part.note_id, kind=NoteKind.CORRECTION)
        contact, before = contact_of(body, part.note_id), contact_of(thread.body, part.note_id)
        if contact == before:
            return
        permit = None
        if contact is not None:
            contact, permit = sharing_contacts.contact_with(
                self._session, unit, part.case_id, contact, passing, before=before
            )
        contact_store.follow(self._desk, unit, file, part.note_id, contact, permit)

    @in_words()
    def add_addendum(self, note_id: UUID, text: str, draft_id: UUID | None = None) -> None:
        """Adds to a note. Whose words it is and who may see it are as in the note itself (P32)."""
        self._session.require(Action.WRITE_NOTE, note_id)
        self._add(note_id, NoteKind.ADDENDUM, text, draft_id)

    @in_words()
    def mark_in_error(self, note_id: UUID, reason: str) -> None:
        """Marks a note as entered in error, in every case in which it stands: it stays readable, counts for nothing."""
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
        also: Sequence[UUID] = (),
    ) -> UUID:
        """A talk that needs no note; its minutes are kept in fives. `also`: as of a note.

        Raises `NotAllowed` for what is no contact, and with every reason for one outside the family that nobody
        permitted (P33).
        """
        self._session.require(Action.WRITE_NOTE, case_id)
        about = About("contact", None, case_id)
        body = dataclasses.replace(
            body,
            minutes=in_fives(body.minutes),
            travel=in_fives(body.travel),
            volunteer_minutes=in_fives(body.volunteer_minutes),
            note_id=None,
            joint_id=uuid4() if also else None,
        )
        with acting(self._desk, about) as unit:
            self._session.access.insist_within(unit.connection, case_id)
            insist(may_add_contact(body, self._session.today_date()), NOT_A_CONTACT)
            joint_contacts.insist_joint(self._session, unit.connection, case_id, body, also, passing)
            made = []
            for one in (case_id, *also):
                with joint_contacts.named(unit.connection, one, case_id):
                    file = self._case_key(unit, one)
                    kept, permit = sharing_contacts.contact_with(self._session, unit, one, body, passing)
                    made.append(contact_store.insert(self._desk, unit, file, kept, permit))
                    sharing_contacts.encouraged(self._session, unit, one, own_share, body.happened_on, body.channel)
            named = dataclasses.replace(about, subject_id=made[0])
            detail = named.detail(Act.CREATE, fields=changed_fields(ContactBody(), body))
            unit.say(dataclasses.replace(detail, cases=tuple(also)))
        return made[0]

    def _add(self, note_id: UUID, kind: NoteKind, text: str, draft_id: UUID | None) -> None:
        about = self._about(note_id)
        with acting(self._desk, about) as unit:
            thread = self._thread(unit, note_id)
            if kind is NoteKind.IN_ERROR:
                insist(may_mark_in_error(thread, self._session.me.id, self._session.me.role, text), NOT_IN_ERROR)
            parts = [Part(thread.case_id, person_of(unit.connection, thread.case_id), note_id)]
            if kind is NoteKind.IN_ERROR:
                parts = joint_contacts.parts(self._session, unit.connection, thread.case_id, note_id, thread.body)
            for one in parts:
                self._add_row(unit, one, kind, text)
            self._finish(unit, draft_id)
            detail = about.detail(Act.CHANGE, fields=(kind.value,))
            unit.say(dataclasses.replace(detail, cases=tuple(one.case_id for one in parts[1:])))

    def _add_row(self, unit: UnitOfWork, part: Part, kind: NoteKind, text: str) -> None:
        """One more row of one case's thread; a note that is in error already takes no second mark."""
        thread = self._thread(unit, part.note_id)
        if kind is NoteKind.IN_ERROR and thread.is_in_error:
            return
        source = thread.body
        body = NoteBody(
            text=text,
            provided_by=source.provided_by,
            provided_by_id=source.provided_by_id,
            about=source.about,
            parent_may_see=source.parent_may_see,
        )
        file = self._case_key(unit, part.case_id)
        note_store.insert(self._desk, unit, file, body, note_id=part.note_id, kind=kind)

    def _finish(self, unit: UnitOfWork, draft_id: UUID | None) -> None:
        if draft_id is not None:
            draft_store.remove(unit, draft_id, self._desk.account_id)

    def _follow(self, unit: UnitOfWork, parts: Sequence[Part], body: NoteBody) -> None:
        """The task that a note made, in whichever case, is changed, dropped or made, as its corrected action says."""
        mine = []
        for part in parts:
            rows = task_store.select(unit.connection, part.case_id)
            tasks, _ = task_store.opened(rows, self._desk.keys(task_store.places(rows)))
            mine += [one for one in tasks if one.body.note_id == part.note_id and one.status is TaskStatus.OPEN]
        has_action = bool(body.action.strip())
        if has_action and mine:
            outbound.insist_reachable(self._session, unit, parts[0].case_id, task_of(body, parts[0].note_id))
        for one in mine:
            what, due_on, reach_id = _planned(body)
            changed = (
                dataclasses.replace(one.body, what=what, due_on=due_on, reach_id=reach_id)
                if has_action
                else dataclasses.replace(one.body, done_on=self._session.today_date())
            )
            status = None if has_action else TaskStatus.DROPPED
            task_store.change(self._desk, unit, one.id, one.version, status=status, body=changed)
        if not mine:
            self._plan(unit, parts[0].case_id, self._case_key(unit, parts[0].case_id), body, parts[0].note_id)

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


def _part(body: NoteBody, number: int, children: Sequence[UUID]) -> NoteBody:
    """A note as it stands in the case of one of these children; as it is where it is in one case."""
    return part_for(body, children[number], children) if children else body


def task_of(body: NoteBody, note_id: UUID) -> TaskBody:
    """The task that a note's agreed action becomes (P40)."""
    what, due_on, reach_id = _planned(body)
    return TaskBody(what=what, due_on=due_on, reach_id=reach_id, note_id=note_id)


def _planned(body: NoteBody) -> tuple[str, date | None, UUID | None]:
    """What the task of a note's action takes from it."""
    return body.action, body.action_due, body.reach_id
