"""An office of a given size, built through the real keys and units of work; beside it the same rows in the plain."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import consent_store, family_store, people_store, task_store
from db.desk import Desk, _Pen
from db.engine import checkpoint, writing
from db.tables.casework import CaseRow
from db.unit_of_work import UnitOfWork, head, moment
from iass_tui import bootstrap
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.rules.records.casework import CaseStatus, NoteBody
from iass_tui.rules.records.office import Act, AuditDetail, OfficeFacts, Role, StaffCard
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import CourseKind
from iass_tui.rules.training import MOST_MONTHS, Trained
from iass_tui.services.acting import changed_fields
from iass_tui.services.case_notes import begin_thread
from iass_tui.services.door import OfficeDoor
from iass_tui.services.office import Places
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import SetUpAnswers
from iass_tui.vault.compartments import FileKey
from scripts.benching.invented import Invented, people
from scripts.benching.plain import PlainOffice

PASSPHRASE = "lantern gravel otter window sixpence"  # opens invented people only
MANAGER, OFFICER, COLLEAGUE = "hannah", "omar", "olive"
BATCH = 50


def places_in(path: Path, clock: Callable[[], datetime]) -> Places:
    """An office, its host folder and the plain rows side by side in one folder."""
    return Places(OfficeFolder(path / "office"), lambda _: HostFolder(path / "host"), clock, measures=False)


class _Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def make(path: Path, size: int, say: Callable[[str], None]) -> None:
    """An office of so many people, and the same rows in the plain."""
    path.mkdir()
    today = bootstrap.utc_now()
    clock = _Clock(today.replace(month=1, day=1, hour=0))
    door = OfficeDoor(places_in(path, clock))
    facts = OfficeFacts(name="Bench IASS", line_manager="Hannah Manager")
    manager = door.set_up(SetUpAnswers(facts, MANAGER, "Hannah Manager", PASSPHRASE))
    trained = _trained(manager)
    manager.training.enter(manager.me.id, trained)
    colleagues = [_admit(door, manager, name, trained) for name in (OFFICER, COLLEAGUE)]
    session = door.sign_in(OFFICER, PASSPHRASE)
    step = (today - clock.now) / (size * 15)
    plain = PlainOffice(path / "plain.db")
    plain.create()
    builder = _Builder(session.desk, clock, step, colleagues, plain)
    everyone, done = people(size, today.date()), 0
    while some := list(islice(everyone, BATCH)):
        builder.add(some)
        done += len(some)
        if done % 1000 == 0:
            say(f"  {done:,}")
    _agree(manager)
    last = door.sign_in(OFFICER, PASSPHRASE)  # its entries are what the witness sees last
    _agree(last)
    last.close()
    for one in (session, manager):
        for engine in (one.desk.records.engine, one.desk.cupboard.engine):
            checkpoint(engine)
        one.close()
    plain.close()


def _trained(manager: OfficeSession) -> Trained:
    """For as long as a course may count: a kept office is measured again much later."""
    kind = CourseKind.CONFIDENTIALITY.value
    values = {"name": "Confidentiality", "kind": kind, "months": str(MOST_MONTHS)}
    course = manager.registers.add(Register.COURSES, values)
    return Trained(course_id=course, on=manager.today_date(), evidence="benchmark")


def _agree(session: OfficeSession) -> None:
    """To what is asked at the door, so that nothing stands above the first page."""
    for one in session.undertakings.owed():
        session.undertakings.agree(one.what, session.undertakings.text(one.what).sha256)
    policy = session.policy.to_read()
    if policy is not None:
        session.policy.acknowledge(policy.policy_id)


def _admit(door: OfficeDoor, manager: OfficeSession, name: str, trained: Trained) -> UUID:
    invitation = manager.staff.invite(name, Role.OFFICER, StaffCard(name=f"{name.title()} Officer"), trained)
    door.join(name, invitation.code, PASSPHRASE)
    manager.staff.admit(invitation.account_id)
    return invitation.account_id


class _Builder:
    """Writes people as the services do: a unit of work with a signed entry for each act.

    Only the waiting for the disk is shared: the units of a batch are committed together.
    """

    def __init__(
        self, desk: Desk, clock: _Clock, step: timedelta, officers: Sequence[UUID], plain: PlainOffice
    ) -> None:
        self._desk, self._clock, self._step, self._officers, self._plain = desk, clock, step, officers, plain
        self._before: tuple[UUID, FileKey] | None = None

    def add(self, some: Sequence[Invented]) -> None:
        """Writes these people and commits."""
        ids = [(uuid4(), uuid4()) for _ in some]
        kinds = [
            [("person", person, "casework"), ("contact", person, "casework"), ("case", case, "casework")]
            for person, case in ids
        ]
        keys = iter(self._desk.new_keys([one for three in kinds for one in three]))
        with writing(self._desk.records.engine) as connection, self._plain.writing() as plain:
            batch = _Batch(self._desk, connection)
            for invented, (person, case) in zip(some, ids, strict=True):
                at = self._person(batch, invented, person, next(keys), next(keys))
                self._case(batch, invented, person, case, next(keys))
                plain.add(invented, person, case, self._desk.account_id, at, self._before and self._before[0])

    def _unit(self, batch: _Batch) -> contextlib.AbstractContextManager[UnitOfWork]:
        self._clock.now += self._step
        return batch.unit()

    def _person(self, batch: _Batch, one: Invented, person: UUID, own: FileKey, contact: FileKey) -> str:
        desk = self._desk
        with self._unit(batch) as unit:
            people_store.insert(desk, unit, own, one.card)
            events = [dataclasses.replace(event, given_by=person) for event in one.consents]
            consent_store.append(desk, unit, own, person, events)
            people_store.put_contact(desk, unit, person, 0, one.contact, contact)
            if one.is_parent and self._before is not None:
                child, key = self._before
                family_store.insert(desk, unit, key, uuid4(), child, person, TIE)
            unit.say(AuditDetail(act=Act.CREATE, subject="person", subject_id=person))
            if not one.is_parent:
                self._before = person, own
            return unit.at

    def _case(self, batch: _Batch, one: Invented, person: UUID, case: UUID, key: FileKey) -> None:
        desk, officer = self._desk, self._officers[one.number % 2]
        with self._unit(batch) as unit:
            unit.insert(
                CaseRow(
                    id=case,
                    file_key_id=key.place.id,
                    person_id=person,
                    number=one.number + 1,
                    status=(CaseStatus.OPEN if one.is_open else CaseStatus.CLOSED).value,
                    officer_id=officer,
                    opened_at=unit.at,
                    facts=desk.seal(key, "case", "facts", case, one.facts),
                )
            )
            if one.task is not None:
                task_store.insert(desk, unit, key, None, one.task)
            unit.say(AuditDetail(act=Act.CREATE, subject="case", subject_id=person, case_id=case))
        for body in one.notes:
            with self._unit(batch) as unit:
                note = begin_thread(desk, unit, key, body)
                fields = changed_fields(NoteBody(), body)
                unit.say(AuditDetail(act=Act.CREATE, subject="note", subject_id=note, case_id=case, fields=fields))


TIE = FamilyTie(relation="MOT", responsibility="YES")


class _Batch:
    """Units of work one after another in one transaction."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self._desk, self._connection = desk, connection
        self._seq, self._digest, _ = head(connection)

    @contextlib.contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        desk = self._desk
        pen = _Pen(desk, "casework")  # what `Desk.unit` signs with
        at = moment(desk.records.clock())
        unit = UnitOfWork(self._connection, pen, at, self._seq + 1, self._digest)
        yield unit
        done = unit.finish()
        assert done is not None
        self._seq, self._digest = done
