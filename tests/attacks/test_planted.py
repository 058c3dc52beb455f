"""Rows that somebody with the files wrote into them: they may be told of, and must keep nobody from their work."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import tally_store
from db.engine import open_engine, writing
from iass_tui.rules.quarters import quarter_of
from iass_tui.services.checking import deep_check_office
from iass_tui.services.views import Problem
from iass_tui.vault.compartments import period_id
from iass_tui.vault.encoding import V
from iass_tui.vault.sealing import DoesNotOpen
from tests.services.families import add_family
from tests.services.first_contacts import ending
from tests.services.offices import Office

QUARTER = quarter_of(date(2026, 11, 23))


def _host_key_id(office: Office) -> bytes:
    return bytes(office.ask("SELECT host_key_id FROM office", keys=True))


LAYERS: dict[str, Callable[[Office], object]] = {
    "nothing": lambda _: b"",
    "noise": lambda _: os.urandom(200),
    "text": lambda _: "not bytes at all",
    "another host key": lambda _: V + bytes(8) + os.urandom(100),
    "the right host key": lambda office: V + _host_key_id(office) + os.urandom(100),
}


def _plant(office: Office, kind: str, subject: UUID, layer: object, compartment: str = "office") -> UUID:
    """A file key that is none, before every other one of its kind."""
    key_id = UUID(bytes=b"\x00" + uuid4().bytes[1:])
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO file_key (id, kind, subject, compartment, compartment_version, wrapped) "
            "VALUES (?, ?, ?, ?, 1, ?)",
            (key_id.bytes, kind, subject.bytes, compartment, layer),
        )
    engine.dispose()
    office.is_damaged_on_purpose = True
    return key_id


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_planted_keys_keep_nobody_from_signing_in_and_the_manager_is_told(
    office: Office, layer: Callable[[Office], object]
) -> None:
    office_id, made = UUID(bytes=office.ask("SELECT id FROM office", keys=True)), layer(office)
    planted = [_plant(office, "audit", period_id(office_id, "2026"), made, name) for name in ("office", "casework")]
    planted.append(_plant(office, "settings", office_id, made))
    planted.append(_plant(office, "person", uuid4(), made, "casework"))
    family = add_family(office.officer)
    assert office.volunteer.staff.colleagues()
    office.officer.directory.load()
    assert [UUID(hit.entry.id) for hit in office.officer.directory.search("amina")] == [family.child]
    assert "KEYS_UNREADABLE" in office.officer.casework.today().warnings
    damage = deep_check_office(office.manager).report.damage
    assert {one.row_id for one in damage if one.table == "file_key"} == {str(one) for one in planted}


def test_a_planted_tally_key_takes_nothing_from_the_count(office: Office) -> None:
    session = office.officer
    session.intake.finish(ending("NO"))
    _plant(office, "tally", period_id(session.desk.office, str(QUARTER)), os.urandom(200))
    assert len(tally_store.of_quarter(session.desk, QUARTER)) == 1


@pytest.mark.parametrize(
    "harm",
    ["DELETE FROM file_key WHERE kind = 'tally'", "UPDATE file_key SET subject = randomblob(16) WHERE kind = 'tally'"],
    ids=["gone", "moved to another quarter"],
)
def test_a_quarter_whose_tallies_do_not_all_open_is_not_counted(office: Office, tmp_path: Path, harm: str) -> None:
    session = office.manager
    session.intake.finish(ending("NO"))
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql(harm)
    engine.dispose()
    office.is_damaged_on_purpose = True
    with pytest.raises(DoesNotOpen):
        tally_store.of_quarter(session.desk, QUARTER)
    with pytest.raises(Problem, match="does not open"):
        session.quarters.make("2026-Q3", tmp_path / "quarter.xlsx")
    assert not (tmp_path / "quarter.xlsx").exists()
