"""An office that an earlier program wrote is brought up when it is opened, and loses nothing."""

import importlib
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import office_store, policy_store, schema
from db.check import check_folder
from db.engine import open_engine, writing
from db.migrations import triggers
from iass_tui.host.host_folder import HostFolder
from iass_tui.rules.records.office import Act, AuditDetail, OfficeFacts, StaffCard
from iass_tui.rules.training import Standing
from iass_tui.services import policy_first
from iass_tui.services.door import OfficeDoor
from iass_tui.services.registers import RegisterService
from iass_tui.services.training_views import TrainingEnded
from iass_tui.services.views import SetUpAnswers
from tests.services.families import CHILD, add_person
from tests.services.offices import PASSPHRASE, Clock, Office, places_in

FIRST = importlib.import_module("db.migrations.records.versions.0001_first")


def put_back_to_the_first_step(office: Office) -> None:
    """Drops every table that the first step did not make, newest first, and every later trigger and index."""
    made = {re.search(r'CREATE TABLE "?(\w+)', table)[1] for table in FIRST.TABLES}  # type: ignore[index]
    engine = open_engine(office.places.folder.records)
    with writing(engine) as connection:
        triggers.put_triggers(connection, {})
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid DESC")
        for (name,) in rows.fetchall():
            if name not in made | {"alembic_version"} and not name.startswith("sqlite_"):
                connection.exec_driver_sql(f'DROP TABLE "{name}"')
        connection.exec_driver_sql("DROP INDEX ix_case_not_closed")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        triggers.put_triggers(connection, triggers.FIRST)
    engine.dispose()


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office with one manager, as a program that knew no registers left it: no row in a later table."""
    clock = Clock()
    places = places_in(tmp_path, clock)
    with monkeypatch.context() as before:
        before.setattr(RegisterService, "begin", lambda self: None)
        before.setattr(policy_first, "begin", lambda session: None)
        before.setattr(policy_store, "add_first", lambda *_: uuid4())
        answers = SetUpAnswers(OfficeFacts(name="Westbridge IASS"), "hannah", "Hannah Manager", PASSPHRASE)
        founder = OfficeDoor(places).set_up(answers)
        with founder.desk.unit("office") as unit:
            office_store.change_card(founder.desk, unit, founder.me.id, StaffCard(name="Hannah Manager"))
            unit.say(AuditDetail(act=Act.CHANGE, subject="staff"))
        add_person(founder)
        founder.close()
    office = Office(places, HostFolder(tmp_path / "host"), clock)
    put_back_to_the_first_step(office)
    yield office
    office.close()


def test_an_office_of_the_first_release_opens_with_everyone_in_it_and_checks_sound(older: Office) -> None:
    older.manager.directory.load()
    (found,) = older.manager.directory.search(CHILD.family_name)
    assert older.manager.people.person(UUID(found.entry.id)).card == CHILD
    assert older.ask("SELECT version_num FROM alembic_version") == schema.RECORDS_HEAD
    assert older.ask("SELECT count(*) FROM access_basis") == 0
    assert older.manager.policy.register().in_force.number == 1
    older.close()
    assert not check_folder(older.places.folder, older.host).findings


def test_who_was_there_before_the_training_register_starts_with_thirty_days(older: Office) -> None:
    older.clock.forward(days=400)
    mine = older.manager.training.mine()
    assert (mine.standing, mine.until) == (Standing.GRACE, older.clock.now.date() + timedelta(days=30))
    older.close()
    older.clock.forward(days=31)
    with pytest.raises(TrainingEnded):
        older.sign_in("hannah")


def test_before_it_was_opened_the_check_says_to_open_it_first(older: Office) -> None:
    (finding,) = check_folder(older.places.folder, older.host).findings
    assert "open it once first" in finding.sentence
