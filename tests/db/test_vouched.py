"""Many rows are compared with their entries at once, as strictly as one by one."""

from uuid import UUID, uuid4

import pytest

from db.row_formats import columns_of
from db.unit_of_work import Tampered, verify_row
from db.vouched import verify_rows
from tests.db.made import MadeOffice, add_person, change_person

COLUMNS = ", ".join(columns_of("consent_event"))


def verify(office: MadeOffice, table: str = "consent_event") -> None:
    with office.desk.read() as connection:
        rows = connection.exec_driver_sql(f"SELECT {', '.join(columns_of(table))} FROM {table}").fetchall()
        verify_rows(connection, table, rows)
        for row in rows:
            verify_row(connection, table, row[0])


def test_rows_as_they_were_written_pass(office: MadeOffice) -> None:
    for count in (1, 12):
        add_person(office.desk, consents=count)
    verify(office)


def test_a_changed_row_is_vouched_for_by_its_newest_entry(office: MadeOffice, person: UUID) -> None:
    change_person(office.desk, person, "Nuala")
    verify(office, "person")


def test_more_rows_than_one_statement_takes_pass_and_a_damaged_last_one_does_not(
    office: MadeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.vouched._AT_ONCE", 3)
    add_person(office.desk, consents=7)
    verify(office)
    office.tamper("UPDATE consent_event SET recorded_at = 'x' WHERE number = 7")
    with pytest.raises(Tampered):
        verify(office)


@pytest.mark.parametrize("column", [name for name in columns_of("consent_event") if name != "id"])
def test_any_column_edited_is_seen(office: MadeOffice, column: str) -> None:
    add_person(office.desk, consents=3)
    add_person(office.desk)
    value = "zeroblob(16)" if column in ("file_key_id", "recorded_by", "body") else "9"
    if column == "subject_id":
        value = "(SELECT id FROM person WHERE id != subject_id)"
    office.tamper(f"UPDATE consent_event SET {column} = {value} WHERE number = 2")
    with office.desk.read() as connection:
        rows = connection.exec_driver_sql(f"SELECT {COLUMNS} FROM consent_event").fetchall()
        with pytest.raises(Tampered):
            verify_rows(connection, "consent_event", rows)


def test_a_row_put_back_to_a_former_state_is_seen(office: MadeOffice, person: UUID) -> None:
    with office.desk.read() as connection:
        before = connection.exec_driver_sql("SELECT version, card FROM person").one()
    change_person(office.desk, person, "Nuala")
    office.tamper(("UPDATE person SET version = ?, card = ?", tuple(before)))
    with pytest.raises(Tampered):
        verify(office, "person")


def test_a_row_that_no_entry_knows_is_seen(office: MadeOffice, person: UUID) -> None:
    office.tamper(("UPDATE consent_event SET id = ?", (uuid4().bytes,)))
    with pytest.raises(Tampered):
        verify(office)


def test_a_row_that_stands_only_under_another_table_is_seen(office: MadeOffice, person: UUID) -> None:
    office.tamper("DELETE FROM row_index WHERE table_name = 'consent_event'")
    with pytest.raises(Tampered):
        verify(office)


@pytest.mark.parametrize("body", [b"x", "x", b"[]", b"{}", b'{"rows": [1]}'], ids=repr)
def test_a_damaged_entry_vouches_for_nothing(office: MadeOffice, person: UUID, body: object) -> None:
    office.tamper(("UPDATE audit_entry SET body = ?", (body,)))
    with office.desk.read() as connection:
        rows = connection.exec_driver_sql(f"SELECT {COLUMNS} FROM consent_event").fetchall()
        with pytest.raises(Tampered):
            verify_rows(connection, "consent_event", rows)
