"""An office that an earlier program wrote is brought up when it is opened, and loses nothing."""

import importlib
import re

from db import schema
from db.check import check_folder
from db.engine import open_engine, writing
from db.migrations import triggers
from iass_tui.rules.records.office import Act, AuditDetail
from tests.services.families import CHILD, add_person
from tests.services.offices import Office

FIRST = importlib.import_module("db.migrations.records.versions.0001_first")


def put_back_to_the_first_step(office: Office) -> None:
    """Drops every table that the first step did not make, newest first, and every later trigger."""
    made = {re.search(r'CREATE TABLE "?(\w+)', table)[1] for table in FIRST.TABLES}  # type: ignore[index]
    engine = open_engine(office.places.folder.records)
    with writing(engine) as connection:
        triggers.put_triggers(connection, {})
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid DESC")
        for (name,) in rows.fetchall():
            if name not in made | {"alembic_version"} and not name.startswith("sqlite_"):
                connection.exec_driver_sql(f'DROP TABLE "{name}"')
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        triggers.put_triggers(connection, triggers.FIRST)
    engine.dispose()


def without_a_register(office: Office) -> None:
    """As an earlier program left it: no version of the policy was ever written down, so that no entry misses one."""
    desk = office.manager.desk
    with writing(desk.records.engine) as connection:
        triggers.put_triggers(connection, {})
    with desk.unit("office") as unit:
        for one in office.manager.policy.register().versions:
            unit.delete("policy_version", one.id)
        unit.say(AuditDetail(act=Act.DELETE, subject="policy"))
    office.close()


def test_an_office_of_the_first_release_opens_with_everyone_in_it_and_checks_sound(office: Office) -> None:
    child = add_person(office.manager)
    without_a_register(office)
    put_back_to_the_first_step(office)
    assert office.manager.people.person(child).card == CHILD
    assert office.ask("SELECT version_num FROM alembic_version") == schema.RECORDS_HEAD
    assert office.ask("SELECT count(*) FROM access_basis") == 0
    assert office.manager.policy.register().in_force.number == 1
    office.close()
    assert not check_folder(office.places.folder, office.host).findings


def test_before_it_was_opened_the_check_says_to_open_it_first(office: Office) -> None:
    without_a_register(office)
    put_back_to_the_first_step(office)
    (finding,) = check_folder(office.places.folder, office.host).findings
    assert "open it once first" in finding.sentence
    office.manager.close()
    office.sessions = {}
