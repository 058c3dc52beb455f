"""Offices for tests: real files, a cheap passphrase, a clock that stands still until it is moved."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from db import audit_store
from db.engine import checkpoint, open_engine, writing
from db.migrations.triggers import put_triggers
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.rules.records.office import Act, AuditDetail, OfficeFacts, Role, StaffCard
from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import CourseKind
from iass_tui.rules.training import MOST_MONTHS, Grace, Trained
from iass_tui.services.door import OfficeDoor
from iass_tui.services.office import Places
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import SetUpAnswers
from iass_tui.vault.passphrase import StretchPolicy

CHEAP = StretchPolicy(memory=8, passes=1, least_memory=8, least_passes=1)
PASSPHRASE = "lantern gravel otter window sixpence"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday."""
LONG_COURSE = "Confidentiality, for five years"
BEGINS = Grace(days=30, reason="booked for next week")
"""On what a newcomer begins whose training a test is not about."""
PEOPLE = {
    "hannah": ("Hannah Manager", Role.MANAGER),
    "omar": ("Omar Officer", Role.OFFICER),
    "olive": ("Olive Officer", Role.OFFICER),
    "vera": ("Vera Volunteer", Role.VOLUNTEER),
}


class Clock:
    """Says the same moment until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Moves the clock."""
        self.now += timedelta(**span)


def places_in(folder: Path, clock: Clock) -> Places:
    """An office and its host folder side by side in one folder."""
    return Places(OfficeFolder(folder / "office"), lambda _: HostFolder(folder / "host"), clock, CHEAP, measures=False)


def make_template(folder: Path) -> Path:
    """Sets an office up and lets everybody in, by the flow that people use; the folder that holds it."""
    door = OfficeDoor(places_in(folder / "making", Clock()))
    facts = OfficeFacts(name="Westbridge IASS", line_manager="Hannah Manager")
    manager = door.set_up(SetUpAnswers(facts, "hannah", "Hannah Manager", PASSPHRASE))
    train(manager, manager.me.id)
    for sign_in, (name, role) in PEOPLE.items():
        if sign_in != "hannah":
            invitation = manager.staff.invite(sign_in, role, StaffCard(name=name), trained(manager))
            door.join(sign_in, invitation.code, PASSPHRASE)
            manager.staff.admit(invitation.account_id)
            newcomer = door.sign_in(sign_in, PASSPHRASE)
            agree_to_all(newcomer)
            _leave(newcomer)
    agree_to_all(manager)
    _leave(manager)
    # Moved, so that no folder stands any more where the witness saw one: else every copy would be refused as a copy.
    return Path(shutil.move(folder / "making", folder / "made"))


def trained(manager: OfficeSession) -> Trained:
    """Confidentiality training done today, for five years: a test that moves its clock need not think of it."""
    known = {one.name: one.id for one in manager.training.courses()}
    if LONG_COURSE not in known:
        values = {"name": LONG_COURSE, "kind": CourseKind.CONFIDENTIALITY.value, "months": str(MOST_MONTHS)}
        known[LONG_COURSE] = manager.registers.add(Register.COURSES, values)
    return Trained(course_id=known[LONG_COURSE], on=manager.today_date(), evidence="seen by the manager")


def train(manager: OfficeSession, account_id: UUID) -> None:
    """Records that training for a colleague."""
    manager.training.enter(account_id, trained(manager))


def agree_to_all(session: OfficeSession) -> None:
    """They read and agree to what everybody does, the policy in force too, so that no page asks for it."""
    for one in session.undertakings.owed():
        session.undertakings.agree(one.what, session.undertakings.text(one.what).sha256)
    policy = session.policy.to_read()
    if policy is not None:
        session.policy.acknowledge(policy.policy_id)


def _leave(session: OfficeSession) -> None:
    for engine in (session.desk.records.engine, session.desk.cupboard.engine):
        checkpoint(engine)
    session.close()


@dataclasses.dataclass
class Office:
    """One office and whoever is signed in."""

    places: Places
    host: HostFolder
    clock: Clock
    sessions: dict[str, OfficeSession] = dataclasses.field(default_factory=dict)
    others: list[OfficeSession] = dataclasses.field(default_factory=list)
    is_damaged_on_purpose: bool = False

    @classmethod
    def copied(cls, template: Path, to: Path, clock: Clock) -> Office:
        """A copy of a template."""
        for name in ("office", "host"):
            shutil.copytree(template / name, to / name)
        return cls(places_in(to, clock), HostFolder(to / "host"), clock)

    def sign_in(self, name: str) -> OfficeSession:
        """One more sign-in, as from another terminal."""
        session = OfficeDoor(self.places).sign_in(name, PASSPHRASE)
        self.others.append(session)
        return session

    def join(self, name: str, code: str, passphrase: str) -> None:
        """A newcomer uses their code."""
        OfficeDoor(self.places).join(name, code, passphrase)

    def _session(self, name: str) -> OfficeSession:
        if name not in self.sessions:
            self.sessions[name] = OfficeDoor(self.places).sign_in(name, PASSPHRASE)
        return self.sessions[name]

    @property
    def manager(self) -> OfficeSession:
        """Hannah, signed in."""
        return self._session("hannah")

    @property
    def officer(self) -> OfficeSession:
        """Omar, signed in."""
        return self._session("omar")

    @property
    def colleague(self) -> OfficeSession:
        """Olive, another officer, signed in."""
        return self._session("olive")

    @property
    def volunteer(self) -> OfficeSession:
        """Vera, signed in."""
        return self._session("vera")

    def close(self) -> None:
        """Everybody signs out."""
        for session in (*self.sessions.values(), *self.others):
            _leave(session)
        self.sessions, self.others = {}, []

    def said(self) -> list[AuditDetail]:
        """What the entries say, newest first, as the manager can read them; comings and goings left out."""
        desk = self.manager.desk
        with desk.read() as connection:
            details = [line.detail for line in audit_store.lines(desk, connection)]
        return [one for one in details if one and one.act not in (Act.SIGN_IN, Act.LOCK, Act.UNLOCK)]

    def refuse_entries(self) -> None:
        """From now on no audit entry can be written."""
        self.is_damaged_on_purpose = True
        engine = open_engine(self.places.folder.records)
        with writing(engine) as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER none BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'none'); END"
            )
        engine.dispose()

    def tamper(self, statement: str, *values: Any) -> None:
        """Edits office.db behind the program's back, around its triggers; the office is not checked afterwards."""
        self.is_damaged_on_purpose = True
        engine = open_engine(self.places.folder.records)
        with writing(engine) as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            put_triggers(connection, {})
            connection.exec_driver_sql(statement, values)
            put_triggers(connection)
        engine.dispose()

    def ask(self, statement: str, *values: Any, keys: bool = False) -> Any:
        """One value of office.db (or office.keys), as anyone with the file can read it."""
        engine = open_engine(self.places.folder.keys if keys else self.places.folder.records)
        with engine.connect() as connection:
            row = connection.exec_driver_sql(statement, values).fetchone()
        engine.dispose()
        return None if row is None else row[0]
