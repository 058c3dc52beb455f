"""The tables: what the steps make is what the program reads, and what is append-only stays so."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy.exc import IntegrityError

import db
from db import schema
from db.engine import open_engine, reading, rebuilding, writing
from db.migrations.triggers import NEWEST, put_triggers, statements, stored_triggers
from db.row_formats import ROW_FORMATS, WITHOUT_ENTRY, columns_of
from db.tables import KeysRow, Row

NEXT = f"{int(schema.RECORDS_HEAD) + 1:04}"
"""A step that no released program knows."""


@pytest.fixture
def engines(empty_files: Path, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    shutil.copytree(empty_files, tmp_path, dirs_exist_ok=True)
    records, keys = open_engine(tmp_path / "office.db"), open_engine(tmp_path / "office.keys")
    yield records, keys
    records.dispose()
    keys.dispose()


def shape(connection: Connection) -> dict[str, object]:
    """Every table with its columns, keys, uniqueness, indexes and whether it keeps an order of its own."""
    out: dict[str, object] = {}
    listed = connection.exec_driver_sql("PRAGMA table_list").fetchall()
    for _, name, kind, _, without_rowid, _ in listed:
        if kind != "table" or name.startswith("sqlite_") or name == "alembic_version":
            continue

        def of(pragma: str, table: str = name) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(f'PRAGMA {pragma}("{table}")')]

        indexes = set()
        for _, index, is_unique, origin, _ in of("index_list"):
            fields = tuple(row[2] for row in of("index_info", str(index)))
            indexes.add((str(index) if origin == "c" else origin, is_unique, fields))
        # The third word is the type, the fourth NOT NULL, the last the place in the primary key.
        columns = [row[1:4] + row[5:6] for row in of("table_info")]
        links = {row[2:7] for row in of("foreign_key_list")}
        out[name] = (columns, indexes, links, without_rowid)
    return out


@pytest.mark.parametrize(("file", "metadata"), [("office.db", Row.metadata), ("office.keys", KeysRow.metadata)])
def test_the_steps_make_the_tables_that_the_program_reads(
    file: str, metadata: MetaData, engines: tuple[Engine, Engine], tmp_path: Path
) -> None:
    made = open_engine(tmp_path / "made")
    metadata.create_all(made)
    stepped = dict(zip(("office.db", "office.keys"), engines, strict=True))[file]
    with reading(made) as one, reading(stepped) as other:
        assert shape(one) == shape(other)
    made.dispose()


def test_every_table_either_has_a_row_format_with_all_its_columns_or_is_named_as_having_none() -> None:
    tables = {name: table.columns.keys() for name, table in Row.metadata.tables.items() if name not in WITHOUT_ENTRY}
    assert {name: list(columns_of(name)) for name in ROW_FORMATS} == tables


def test_the_constants_are_the_heads_of_the_scripts() -> None:
    assert schema.heads() == schema.Versions(schema.RECORDS_HEAD, schema.KEYS_HEAD)


def test_opening_an_office_imports_no_alembic() -> None:
    code = "import sys, db.schema, db.desk, db.unit_of_work; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # trap T22


def test_a_new_office_stands_at_both_heads(engines: tuple[Engine, Engine]) -> None:
    assert schema.compare(*engines) is schema.Standing.CURRENT


def test_upgrading_an_office_at_its_head_changes_nothing(engines: tuple[Engine, Engine]) -> None:
    with reading(engines[0]) as connection:
        before = shape(connection), stored_triggers(connection)
    schema.upgrade(*engines)
    with reading(engines[0]) as connection:
        assert (shape(connection), stored_triggers(connection)) == before


@pytest.mark.parametrize("file", [0, 1])
def test_files_of_a_later_program_are_seen_and_left_alone(file: int, engines: tuple[Engine, Engine]) -> None:
    with writing(engines[file]) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (NEXT,))
    assert schema.is_newer(schema.versions(*engines))
    assert schema.compare(*engines) is schema.Standing.NEWER
    with pytest.raises(ValueError, match="later program"):
        schema.upgrade(*engines)


@pytest.mark.parametrize("version", ["", "abcd", "01", "00002"])
def test_another_programs_files_are_foreign(version: str, engines: tuple[Engine, Engine]) -> None:
    with writing(engines[0]) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
    assert schema.compare(*engines) is schema.Standing.FOREIGN


def test_empty_files_are_foreign(tmp_path: Path) -> None:
    records, keys = open_engine(tmp_path / "a"), open_engine(tmp_path / "b")
    assert schema.compare(records, keys) is schema.Standing.FOREIGN
    records.dispose()
    keys.dispose()


def test_a_step_that_fails_leaves_the_file_as_it_was(
    engines: tuple[Engine, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(db.__file__).parent / "migrations", scripts)
    (scripts / f"records/versions/{NEXT}_broken.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '{NEXT}', '{schema.RECORDS_HEAD}'\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (id INTEGER)')\n"
        "    op.execute('INSERT INTO nowhere VALUES (1)')\n"
    )
    monkeypatch.setattr(schema, "_SCRIPTS", scripts)
    with reading(engines[0]) as connection:
        before = shape(connection)
    with pytest.raises(Exception, match="nowhere"):
        schema.upgrade(*engines)
    with reading(engines[0]) as connection:
        assert shape(connection) == before
    assert schema.versions(*engines).records == schema.RECORDS_HEAD


def test_a_step_that_leaves_rows_without_what_they_belong_to_is_undone(
    engines: tuple[Engine, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engines[0]) as connection:
        connection.exec_driver_sql("INSERT INTO person VALUES (x'01', 1, x'02', 'ACTIVE', '', x'03', x'04')")
        connection.exec_driver_sql(CONSENT, (b"\1", 1))
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(db.__file__).parent / "migrations", scripts)
    (scripts / f"records/versions/{NEXT}_careless.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '{NEXT}', '{schema.RECORDS_HEAD}'\n"
        "def upgrade():\n"
        "    op.execute('DELETE FROM person')\n"
    )
    monkeypatch.setattr(schema, "_SCRIPTS", scripts)
    with pytest.raises(ValueError, match="consent_event"):
        schema.upgrade(*engines)
    with reading(engines[0]) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one() == 1


def test_a_step_that_copies_a_table_keeps_its_rows_and_puts_the_triggers_back(
    engines: tuple[Engine, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engines[0]) as connection:
        connection.exec_driver_sql("INSERT INTO person VALUES (x'01', 1, x'02', 'ACTIVE', '', x'03', x'04')")
        connection.exec_driver_sql(CONSENT, (b"\1", 1))
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(db.__file__).parent / "migrations", scripts)
    step = scripts / f"records/versions/{NEXT}_later.py"
    step.write_text(
        "from alembic import op\n"
        "import sqlalchemy as sa\n"
        "from db.migrations.triggers import put_triggers\n"
        f"revision, down_revision = '{NEXT}', '{schema.RECORDS_HEAD}'\n"
        "def upgrade():\n"
        "    for name in ('person', 'consent_event'):\n"
        "        with op.batch_alter_table(name, recreate='always') as table:\n"
        "            table.add_column(sa.Column('later', sa.String(), nullable=True))\n"
        "    put_triggers(op.get_bind())\n"
    )
    monkeypatch.setattr(schema, "_SCRIPTS", scripts)
    schema.upgrade(*engines)
    with reading(engines[0]) as connection:
        assert connection.exec_driver_sql("SELECT later FROM consent_event").fetchall() == [(None,)]
        assert stored_triggers(connection) == statements()
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_put_triggers_mends_what_batch_mode_dropped(engines: tuple[Engine, Engine]) -> None:
    with rebuilding(engines[0]) as connection:
        connection.exec_driver_sql("DROP TABLE audit_entry")
        connection.exec_driver_sql("CREATE TABLE audit_entry (seq INTEGER PRIMARY KEY, body BLOB, signature BLOB)")
        assert stored_triggers(connection).keys() < NEWEST.keys()
        put_triggers(connection)
        assert stored_triggers(connection) == statements()


CONSENT = "INSERT INTO consent_event VALUES (?, 1, x'02', x'01', ?, '', x'05', x'06')"
ENTRY = "audit_entry (seq, body, signature) VALUES (?, x'00', x'')"


def refused(connection: Connection, statement: str, values: tuple[object, ...] = ()) -> bool:
    """True where the statement is turned away by a trigger."""
    try:
        connection.exec_driver_sql(statement, values)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
@pytest.mark.parametrize("seq", [-1, 0, 1, 2, 4, None])
def test_audit_insert_or_replace(verb: str, seq: int | None, engines: tuple[Engine, Engine]) -> None:
    with writing(engines[0]) as connection:
        for number in (1, 2):
            connection.exec_driver_sql(f"INSERT INTO {ENTRY}", (number,))
        assert refused(connection, f"{verb} INTO {ENTRY}", (seq,))
        assert not refused(connection, f"INSERT INTO {ENTRY}", (3,))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET body = x'01'",
        "UPDATE OR REPLACE audit_entry SET seq = 1 WHERE seq = 2",
        "UPDATE OR IGNORE audit_entry SET seq = 9 WHERE seq = 2",
        "DELETE FROM audit_entry WHERE seq = 2",
        "DELETE FROM audit_entry",
        f"INSERT INTO {ENTRY.replace('?', '2')} ON CONFLICT (seq) DO UPDATE SET body = x'01'",
    ],
)
def test_an_audit_entry_is_never_updated_or_deleted(statement: str, engines: tuple[Engine, Engine]) -> None:
    with writing(engines[0]) as connection:
        for number in (1, 2):
            connection.exec_driver_sql(f"INSERT INTO {ENTRY}", (number,))
        assert refused(connection, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_event SET body = x'01'",
        "INSERT OR REPLACE INTO consent_event VALUES (x'01', 1, x'02', x'01', 2, '', x'05', x'06')",
        "INSERT OR REPLACE INTO consent_event VALUES (x'09', 1, x'02', x'01', 1, '', x'05', x'06')",
    ],
)
def test_a_consent_event_is_never_changed(statement: str, engines: tuple[Engine, Engine]) -> None:
    with writing(engines[0]) as connection:
        connection.exec_driver_sql("INSERT INTO person VALUES (x'01', 1, x'02', 'ACTIVE', '', x'03', x'04')")
        connection.exec_driver_sql(CONSENT, (b"\1", 1))
        assert refused(connection, statement)
        connection.exec_driver_sql(CONSENT, (b"\2", 2))
        connection.exec_driver_sql("DELETE FROM consent_event")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE note SET kind = 'ADDENDUM'",
        "INSERT OR REPLACE INTO note VALUES (x'01', 1, x'02', x'03', x'01', 2, '', x'05', '', x'06')",
        "INSERT OR REPLACE INTO note VALUES (x'09', 1, x'02', x'03', x'01', 1, '', x'05', '', x'06')",
    ],
)
def test_a_note_is_never_changed(statement: str, engines: tuple[Engine, Engine]) -> None:
    with writing(engines[0]) as connection:
        connection.exec_driver_sql("INSERT INTO person VALUES (x'01', 1, x'02', 'ACTIVE', '', x'03', x'04')")
        connection.exec_driver_sql("INSERT INTO \"case\" VALUES (x'01', 1, x'02', x'01', 1, 'OPEN', NULL, '', x'03')")
        connection.exec_driver_sql("INSERT INTO note VALUES (x'01', 1, x'02', x'03', x'01', 1, '', x'05', '', x'06')")
        assert refused(connection, statement)
        connection.exec_driver_sql("DELETE FROM note")


def test_a_tally_keeps_no_order_of_its_own(engines: tuple[Engine, Engine]) -> None:
    with reading(engines[0]) as connection:
        for table in ("tally", "caller_code"):
            with pytest.raises(Exception, match="no such column"):
                connection.exec_driver_sql(f"SELECT rowid FROM {table}")
