"""Opening everything that is held about one person, for a copy of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db import (
    access_store,
    agency_store,
    case_store,
    consent_store,
    contact_store,
    equality_store,
    erasure_store,
    event_store,
    family_store,
    feedback_store,
    intake_store,
    join_store,
    letter_store,
    note_store,
    paper_store,
    people_store,
    sharing_store,
    sibling_store,
    task_store,
)
from db.contact_store import StoredContact
from db.desk import Desk
from db.family_store import StoredRelative
from db.people_store import StoredPerson
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.dates import in_england
from iass_tui.rules.joint import PARENTS_AND_CARERS
from iass_tui.rules.notes import NoteThread, fold_thread
from iass_tui.rules.records.access import AccessBasis
from iass_tui.rules.records.casework import NoteBody, NoteRow
from iass_tui.rules.records.consents import Purpose, RecordedConsent, Scope
from iass_tui.rules.records.letters import LetterBody
from iass_tui.rules.records.people import PartyRole
from iass_tui.services import pack_basis, pack_items, pack_policy, pack_work
from iass_tui.services.pack_items import Held
from iass_tui.services.views import NotFound, Problem


@dataclasses.dataclass(frozen=True)
class PersonFile:
    """One person with everything that is held about them."""

    person: StoredPerson
    family: tuple[StoredRelative, ...]
    consents: tuple[RecordedConsent, ...]
    state: ConsentState
    reference: str
    items: tuple[Held, ...]
    basis: AccessBasis = dataclasses.field(default_factory=AccessBasis)
    """Findings of competence and written authorities on record."""

    @property
    def is_childs(self) -> bool:
        """Whether it is a child's or young person's own file."""
        return self.person.card.role is PartyRole.CHILD


def read_file(desk: Desk, person_id: UUID, requester_id: UUID | None, today: date) -> PersonFile:
    """Everything about a person. Raises `NotFound`, and `Problem` rather than leave out what does not open."""
    with desk.read() as connection:
        person_id, requester_id = join_store.followed(connection, (person_id, requester_id))
        person = people_store.person(desk, connection, person_id)
        if person is None:
            raise NotFound("There is no such person, or their record was destroyed.")
        if person.unreadable:
            raise _does_not_open()
        rows = family_store.select(connection, person_id)
        family, unopened = family_store.opened(rows, desk.keys(family_store.places(rows)))
        if unopened:
            raise _does_not_open()
        consents = consent_store.history(desk, person_id, connection)
        spent = sharing_store.used(desk, connection, consents)
        state = fold(consents, today, person.card.born, used=spent)
        child_agrees = requester_id is not None and bool(
            state.may(Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=requester_id))
        )
        names = {person_id: person.card.full_name, **{one.person_id: one.card.full_name for one in family if one.card}}
        siblings = sibling_store.siblings(desk, connection, person_id, PARENTS_AND_CARERS)
        reader = _Reader(desk, connection, person, requester_id, child_agrees, names, siblings)
        items = [
            *reader.own(),
            *reader.equality(),
            *reader.family(family),
            *reader.involved(),
            *reader.consents(consents),
            *reader.papers(),
            *reader.casework(family),
        ]
        stored = access_store.read(desk, connection, person_id)
        if stored is not None and requester_id in (None, person_id):
            items += pack_basis.basis_items(person_id, stored.basis)
        items += pack_basis.decision_items(person_id, erasure_store.decisions(desk, connection, person_id))
        basis = stored.basis if stored else AccessBasis()
        return PersonFile(person, family, consents, state, reader.reference, pack_items.in_order(items), basis)


@dataclasses.dataclass
class _Reader:
    desk: Desk
    connection: Connection
    person: StoredPerson
    requester_id: UUID | None
    child_agrees: bool
    names: dict[UUID, str]
    siblings: frozenset[UUID]
    reference: str = ""
    joint: set[UUID] = dataclasses.field(default_factory=set)
    """What stands in several of a family's cases and is in the copy already."""

    @property
    def is_childs(self) -> bool:
        return self.person.card.role is PartyRole.CHILD

    def own(self) -> Iterator[Held]:
        person, made_on = self.person, self._made_on()
        yield pack_items.card_item(person.id, person.card, made_on)
        yield from pack_basis.interest_items(person.id, person.card)
        if person.contact is not None:
            yield pack_items.contact_item(person.id, person.contact, person.card, made_on)
        if person.referral is not None:
            yield pack_items.referral_item(person.id, person.referral, made_on)
        yield from self._joined()

    def _joined(self) -> Iterator[Held]:
        """What records that are read as this one say, and what this one said before: all of it is held (P48)."""
        for join in join_store.joins_of(self.desk, self.connection, self.person.id):
            other = people_store.person(self.desk, self.connection, join.other_id)
            if other is None or other.unreadable or join.body is None:
                raise _does_not_open()
            day = in_england(join.joined_at).date()
            yield pack_items.card_item(other.id, other.card, day, kind="Card of another record, joined to this one")
            if join.body.former != self.person.card:
                former = pack_items.card_item(
                    join.other_id, join.body.former, day, kind="Card before records were joined"
                )
                yield dataclasses.replace(former, id=f"card-before:{join.other_id}")
            if other.contact is not None:
                yield pack_items.contact_item(other.id, other.contact, other.card, day)
            before = join_store.details_before(self.desk, self.connection, join.other_id)
            if before is not None:
                item = pack_items.contact_item(self.person.id, before.former, self.person.card, day)
                yield dataclasses.replace(item, id=f"contact-before:{join.other_id}")

    def equality(self) -> Iterator[Held]:
        """Their answers to the equality questions, for their own copy alone: nobody else's opens them (P6)."""
        if self.requester_id != self.person.id:
            return
        for number, one in enumerate(equality_store.every(self.desk, self.connection, self.person.id)):
            if one.answers is not None:
                item = pack_items.equality_item(self.person.id, one.answers, self.is_childs, self._made_on())
                yield dataclasses.replace(item, id=f"{item.id}:{number}") if number else item

    def _made_on(self) -> date:
        (at,) = self.connection.exec_driver_sql(
            "SELECT created_at FROM person WHERE id = ?", (self.person.id.bytes,)
        ).one()
        return in_england(datetime.fromisoformat(at)).date()

    def family(self, relatives: Sequence[StoredRelative]) -> Iterator[Held]:
        for one in relatives:
            name = one.card.full_name if one.card else "(no name)"
            yield pack_items.tie_item(one.link_id, one.tie, name, self._made_on())

    def involved(self) -> Iterator[Held]:
        rows = agency_store.select(self.connection, self.person.id)
        found, unopened = agency_store.opened(rows, self.desk.keys(agency_store.places(rows)))
        if unopened or any(one.agency is None for one in found):
            raise _does_not_open()
        for one in found:
            if one.agency is not None:
                yield pack_items.involvement_item(one, one.agency, self.person.card, self._made_on())

    def consents(self, recorded: Sequence[RecordedConsent]) -> Iterator[Held]:
        for one in recorded:
            yield pack_items.consent_item(one, of_child=self.is_childs)

    def papers(self) -> Iterator[Held]:
        for one in paper_store.copies(self.desk, self.connection, self.person.id):
            yield pack_items.copy_item(one, of_child=self.is_childs)
        for letter in letter_store.letters(self.desk, self.connection, self.person.id):
            yield pack_items.letter_item(
                letter,
                self.person.card,
                self.requester_id,
                of_child=self.is_childs,
                is_untold=self._is_untold(letter.body),
            )

        yield from pack_policy.asked(self.desk, self.connection, self.person.id, of_child=self.is_childs)

    def _is_untold(self, body: LetterBody) -> bool:
        """Whether it went out as an exception of which the family was not told."""
        if body.sharing_id is None:
            return False
        facts = (one.body.exception for one in sharing_store.of_sharing(self.desk, self.connection, body.sharing_id))
        return any(one is not None and one.told_family is not True for one in facts)

    def casework(self, relatives: Sequence[StoredRelative]) -> Iterator[Held]:
        """Of a child every case whole; of a parent those notes in their children's cases that they gave or are in."""
        for row in case_store.select_of_person(self.connection, self.person.id):
            yield from self._case(row)
        for one in relatives:
            if one.is_child_side:
                for row in case_store.select_of_person(self.connection, one.person_id):
                    yield from self._notes(UUID(bytes=row[0]), is_subject=False)

    def _case(self, row: Sequence[Any]) -> Iterator[Held]:
        case = case_store.opened(row, self.desk.keys(case_store.places([row])))
        if case.facts is None:
            raise _does_not_open()
        yield (item := pack_items.case_item(case.id, case.number, case.facts, case.opened_at))
        self.reference = self.reference or item.heading
        for at, body in intake_store.enquiries(self.desk, self.connection, case.id):
            yield pack_items.enquiry_item(case.id, at, body)
        yield from self._notes(case.id, is_subject=True)
        rows = task_store.select(self.connection, case.id)
        tasks, unopened = task_store.opened(rows, self.desk.keys(task_store.places(rows)))
        if unopened:
            raise _does_not_open()
        made = self._task_days(case.id)
        for task in tasks:
            yield pack_work.task_item(task.id, task.body, task.status, made[task.id])
        yield from self._events(case.id)
        yield from self._feedback(case.id)
        yield from pack_policy.told(self.desk, self.connection, case.id)

    def _feedback(self, case_id: UUID) -> Iterator[Held]:
        rows = feedback_store.select(self.connection, case_id)
        forms, unopened = feedback_store.opened(rows, self.desk.keys(feedback_store.places(rows)))
        if unopened:
            raise _does_not_open()
        for form in forms:
            yield pack_work.feedback_item(form)

    def _events(self, case_id: UUID) -> Iterator[Held]:
        rows = event_store.select(self.connection, case_id)
        events, unopened = event_store.opened(rows, self.desk.keys(event_store.places(rows)))
        if unopened:
            raise _does_not_open()
        for event in events:
            yield pack_work.event_item(event)

    def _task_days(self, case_id: UUID) -> dict[UUID, date]:
        rows = self.connection.exec_driver_sql("SELECT id, created_at FROM task WHERE case_id = ?", (case_id.bytes,))
        return {UUID(bytes=one): datetime.fromisoformat(at).astimezone(UTC).date() for one, at in rows}

    def _notes(self, case_id: UUID, *, is_subject: bool) -> Iterator[Held]:
        rows = note_store.select(self.connection, case_id)
        opened, unopened = note_store.opened(rows, self.desk.keys(note_store.places(rows)))
        if unopened:
            raise _does_not_open()
        contacts = self._contacts(case_id)
        by_note = {one.body.note_id: one.body for one in contacts}
        agrees = self.child_agrees
        opened = join_store.followed(self.connection, opened)
        for thread in pack_work.threads(_threads(opened), self.person.id, is_subject=is_subject):
            if self._is_in_already(thread.body.joint_id):
                continue
            contact = by_note.get(thread.note_id)
            is_theirs_too = self.is_childs and self._is_about_another_child(thread.body)
            yield pack_work.note_item(
                thread,
                self.requester_id,
                child_agrees=agrees,
                contact=contact,
                is_about_another_child=is_theirs_too,
            )
        for one in contacts:
            if one.body.note_id is None and (is_subject or one.body.with_id == self.person.id):
                if self._is_in_already(one.body.joint_id):
                    continue
                name = self.names.get(one.body.with_id, "") if one.body.with_id else ""
                yield pack_work.contact_item(one, self.requester_id, child_agrees=agrees, name=name)

    def _is_about_another_child(self, body: NoteBody) -> bool:
        return body.joint_id is not None or not self.siblings.isdisjoint(body.about)

    def _is_in_already(self, joint_id: UUID | None) -> bool:
        """Whether another case of the family brought this into the copy."""
        if joint_id is None or joint_id not in self.joint:
            self.joint |= {joint_id} if joint_id else set()
            return False
        return True

    def _contacts(self, case_id: UUID) -> tuple[StoredContact, ...]:
        rows = contact_store.select(self.connection, case_id)
        opened, unopened = contact_store.opened(rows, self.desk.keys(contact_store.places(rows)))
        if unopened:
            raise _does_not_open()
        return join_store.followed(self.connection, opened)


def _threads(rows: Sequence[NoteRow]) -> list[NoteThread]:
    by_note: dict[UUID, list[NoteRow]] = {}
    for row in rows:
        by_note.setdefault(row.note_id, []).append(row)
    return [fold_thread(thread) for thread in by_note.values()]


def _does_not_open() -> Problem:
    return Problem("A part of this file does not open, so that a copy would be incomplete. Run `iass check --deep`.")
