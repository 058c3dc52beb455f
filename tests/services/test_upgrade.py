"""An office that an earlier program wrote is brought up when it is opened, and loses nothing."""

import importlib
import re

from db import schema
from db.check import check_folder
from tests.services.families import CHILD, add_person
from tests.services.offices import Office

FIRST = importlib.import_module("db.migrations.records.versions.0001_first")


def put_back_to_the_first_step(office: Office) -> None:
    """Drops every table that the first step did not make."""
    made = {re.search(r'CREATE TABLE "?(\w+)', table)[1] for table in FIRST.TABLES}  # type: ignore[index]
    later = office.ask("SELECT group_concat(name) FROM sqlite_master WHERE type = 'table'").split(",")
    for name in set(later) - made - {"alembic_version"}:
        if not name.startswith("sqlite_"):
            office.tamper(f'DROP TABLE "{name}"')
    office.tamper("UPDATE alembic_version SET version_num = '0001'")
    office.is_damaged_on_purpose = False


def test_an_office_of_the_first_release_opens_with_everyone_in_it_and_checks_sound(office: Office) -> None:
    child = add_person(office.manager)
    office.close()
    put_back_to_the_first_step(office)
    assert office.manager.people.person(child).card == CHILD
    assert office.ask("SELECT version_num FROM alembic_version") == schema.RECORDS_HEAD
    assert office.ask("SELECT count(*) FROM access_basis") == 0
    office.close()
    assert not check_folder(office.places.folder, office.host).findings


def test_before_it_was_opened_the_check_says_to_open_it_first(office: Office) -> None:
    office.close()
    put_back_to_the_first_step(office)
    (finding,) = check_folder(office.places.folder, office.host).findings
    assert "open it once first" in finding.sentence
    office.manager.close()
    office.sessions = {}
