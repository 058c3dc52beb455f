"""With someone's own keys in hand and SQL on the files: what opens, and what does not."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from db.check import check_folder
from db.desk import Desk
from db.engine import open_engine, writing
from db.tables import Row
from db.types import SealedColumn
from iass_tui.host.host_folder import HostFolder
from iass_tui.services import office as offices
from iass_tui.services.door import OfficeDoor
from iass_tui.services.views import NotAllowed, NotOpen, OfficeCondition, Problem, WrongPassphrase
from iass_tui.vault.cells import Sealed, cell_key_id, open_cell
from iass_tui.vault.compartments import FileKey, FileKeyPlace
from iass_tui.vault.host_key import outer_key_id
from iass_tui.vault.keyring import CompartmentClosed
from iass_tui.vault.sealing import KEY, DoesNotOpen
from tests.services.families import add_family
from tests.services.offices import PASSPHRASE, Office


def _cells(desk: Desk) -> Iterator[tuple[str, str, UUID, bytes]]:
    with desk.read() as connection:
        for table in Row.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, SealedColumn):
                    rows = connection.exec_driver_sql(f'SELECT id, {column.name} FROM "{table.name}"').fetchall()
                    yield from ((table.name, column.name, UUID(bytes=row), raw) for row, raw in rows)


def _every_key(desk: Desk) -> Iterator[FileKey]:
    """Every file key that this account's keys can be made to open, by force rather than by asking."""
    with desk.cupboard.write() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, kind, subject, compartment, compartment_version, wrapped FROM file_key"
        ).fetchall()
    for raw_id, kind, subject, compartment, version, outer in rows:
        place = FileKeyPlace(UUID(bytes=raw_id), kind, UUID(bytes=subject), compartment, version)
        inner = desk.cupboard.host_key(outer_key_id(outer)).unwrap(outer, "file", place.id)
        for opened in desk.keyring.compartments.values():
            for pretended in (place, dataclasses.replace(place, compartment=opened.name, version=opened.version)):
                try:
                    yield opened.unwrap(inner, pretended, desk.keyring.pairs.get((opened.name, opened.version)))
                except (DoesNotOpen, ValueError):
                    continue
        try:  # what was sealed to the account itself
            plain = desk.keyring.bundle.receiver.open(inner[1:], place.context(desk.office))
            yield FileKey(place, plain[:KEY])
        except DoesNotOpen:
            continue


def _tables_opened(desk: Desk) -> dict[str, int]:
    keys = {file.place.id: file for file in _every_key(desk)}
    opened: dict[str, int] = {}
    for table, column, row, raw in _cells(desk):
        file = keys.get(cell_key_id(raw))
        if file is not None:
            open_cell(file, table, column, row, Sealed(raw))
            opened[table] = opened.get(table, 0) + 1
    return opened


def test_a_volunteers_keys_open_no_case_no_person_and_no_note(office: Office) -> None:
    family = add_family(office.officer)
    volunteer = office.volunteer
    assert set(_tables_opened(volunteer.desk)) == {
        "acknowledgement",
        "policy_notice",
        "policy_version",
        "setting",
        "staff",
    }
    with pytest.raises(CompartmentClosed):
        volunteer.desk.keyring.newest("casework")
    for act in (
        lambda: volunteer.people.person(family.child),
        lambda: volunteer.casework.case(family.case),
        lambda: volunteer.packs.offer(family.child, None),
        lambda: volunteer.drafts.start("note", case_id=family.case),
        lambda: volunteer.directory.search("Hassan"),
    ):
        with pytest.raises(Problem):
            act()


def test_an_officers_keys_open_casework_and_nothing_of_management_or_safeguarding(office: Office) -> None:
    add_family(office.officer)
    assert "note" not in (opened := _tables_opened(office.officer.desk))
    assert {"person", "case", "setting", "staff"} <= set(opened)
    places = {file.place.compartment for file in _every_key(office.officer.desk)}
    assert places <= {"casework", "office"}


def test_old_grant_put_back(office: Office) -> None:
    """A closed account's grant, bundle and all, brought back into office.keys, opens nothing and is found."""
    family = add_family(office.officer)
    omar = office.officer.me.id
    engine = open_engine(office.places.folder.keys)
    with engine.connect() as connection:
        grants = connection.exec_driver_sql('SELECT * FROM "grant" WHERE account_id = ?', (omar.bytes,)).fetchall()
        bundle = connection.exec_driver_sql("SELECT * FROM bundle WHERE id = ?", (omar.bytes,)).fetchone()
    office.manager.staff.disable(omar)
    with writing(engine) as connection:
        for grant in grants:
            connection.exec_driver_sql('INSERT INTO "grant" VALUES (?, ?, ?, ?)', tuple(grant))
        connection.exec_driver_sql("INSERT INTO bundle VALUES (?, ?, ?, ?)", tuple(bundle))
    engine.dispose()
    office.is_damaged_on_purpose = True
    with pytest.raises((NotOpen, WrongPassphrase)):
        office.sign_in("omar")
    with pytest.raises(Problem):
        office.officer.casework.case(family.case)
    assert not check_folder(office.places.folder, office.host).is_sound


def test_argon2_below_floor(office: Office) -> None:
    """Costs edited below the floor are refused before any guess is made cheap."""
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql("""UPDATE bundle SET stretch = CAST(replace(stretch, '"m":8', '"m":4') AS BLOB)""")
    engine.dispose()
    office.is_damaged_on_purpose = True
    with pytest.raises(NotOpen, match="refuses"):
        office.sign_in("omar")


def test_file_key_link_swapped(office: Office) -> None:
    """One child's key in place of another's: nothing of either opens under the wrong name."""
    one, other = add_family(office.officer), add_family(office.officer)
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        query = "SELECT id, wrapped FROM file_key WHERE kind = 'person' AND subject = ?"
        (a, wrapped_a), (b, wrapped_b) = (
            connection.exec_driver_sql(query, (who.bytes,)).one() for who in (one.child, other.child)
        )
        for key, wrapped in ((a, wrapped_b), (b, wrapped_a)):
            connection.exec_driver_sql("UPDATE file_key SET wrapped = ? WHERE id = ?", (wrapped, key))
    engine.dispose()
    office.is_damaged_on_purpose = True
    session = office.sign_in("olive")
    for child in (one.child, other.child):
        with pytest.raises(Problem):
            session.people.person(child)


def test_a_stolen_folder_with_a_right_passphrase_opens_nothing(office: Office, tmp_path: Path) -> None:
    add_family(office.officer)
    office.close()
    shutil.copytree(office.places.folder.path, tmp_path / "stolen")
    places = dataclasses.replace(
        office.places,
        folder=dataclasses.replace(office.places.folder, path=tmp_path / "stolen"),
        host_for=lambda _: HostFolder(tmp_path / "thief"),
    )
    assert offices.inspect(places).condition is OfficeCondition.NO_HOST_KEY
    with pytest.raises(NotOpen):
        OfficeDoor(places).sign_in("omar", PASSPHRASE)
    (tmp_path / "thief").mkdir()
    HostFolder(tmp_path / "thief").put_key(office.host.key().new(office.host.key().office))
    with pytest.raises((NotOpen, Problem)):
        OfficeDoor(places).sign_in("omar", PASSPHRASE)


def test_exports_are_a_permission_each(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        office.officer.quarters.make("2026-Q2", tmp_path / "q.xlsx")
    assert not (tmp_path / "q.xlsx").exists()
    with pytest.raises(NotAllowed):
        office.volunteer.quarters.make("2026-Q2", tmp_path / "q.xlsx")
