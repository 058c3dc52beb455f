"""The triggers of office.db: what is append-only stays so, whichever program writes.

A set is never edited, since released steps name it: a later step makes a later set and puts that one. Alembic's batch
mode copies a table and drops the old one with its triggers, so **every step that uses it ends with `put_triggers`**.
"""

from __future__ import annotations

from sqlalchemy import Connection

_REFUSED = "BEGIN SELECT RAISE(ABORT, '{what}'); END"


def _append_only(table: str, numbered_by: str = "") -> dict[str, str]:
    """Rows that are never updated, and replaced by none: neither by one of their id nor, where given, of their number.

    `INSERT OR REPLACE` deletes without asking the delete trigger, but a row that may not come in replaces nothing.
    """
    same = f" OR ({numbered_by} = NEW.{numbered_by} AND number = NEW.number)" if numbered_by else ""
    return {
        f"{table}_stays_as_it_is": f"BEFORE UPDATE ON {table} " + _REFUSED.format(what=f"{table}: never updated"),
        f"{table}_replaces_none": f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} "
        f"WHERE id = NEW.id{same}) " + _REFUSED.format(what=f"{table}: never replaced"),
    }


FIRST = {
    "audit_entry_comes_next": "BEFORE INSERT ON audit_entry "
    "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry) "
    + _REFUSED.format(what="audit_entry: only the next number"),
    "audit_entry_stays_as_it_is": "BEFORE UPDATE ON audit_entry " + _REFUSED.format(what="audit_entry: append only"),
    "audit_entry_stays": "BEFORE DELETE ON audit_entry " + _REFUSED.format(what="audit_entry: append only"),
    **_append_only("consent_event", "subject_id"),
    **_append_only("note", "note_id"),
}

WITH_SHARING = {**FIRST, **_append_only("sharing"), **_append_only("concern_entry", "concern_id")}

WITH_PAPERS = {**WITH_SHARING, **_append_only("copy_issued")}

WITH_ERASURE = {**WITH_PAPERS, **_append_only("erasure_decision")}

WITH_IMPORTS = {**WITH_ERASURE, **_append_only("import_person")}

WITH_QUEUE = {**WITH_IMPORTS, **_append_only("intake_letter", "intake_id")}

WITH_LETTERS = {**WITH_QUEUE, **_append_only("letter")}

WITH_ACKNOWLEDGEMENTS = {**WITH_LETTERS, **_append_only("acknowledgement")}

WITH_POLICIES = {
    **WITH_ACKNOWLEDGEMENTS,
    # An issued text is what people consented to. It is written again only to be reviewed or superseded.
    "policy_version_stays": "BEFORE DELETE ON policy_version WHEN OLD.state IN ('ISSUED', 'SUPERSEDED') "
    + _REFUSED.format(what="policy_version: an issued one stays"),
    "policy_version_does_not_go_back": "BEFORE UPDATE ON policy_version WHEN OLD.number IS NOT NEW.number "
    "OR (OLD.state = 'SUPERSEDED') OR (OLD.state = 'ISSUED' AND NEW.state NOT IN ('ISSUED', 'SUPERSEDED')) "
    + _REFUSED.format(what="policy_version: an issued one stays issued"),
    "policy_version_replaces_none": "BEFORE INSERT ON policy_version WHEN EXISTS (SELECT 1 FROM policy_version "
    "WHERE id = NEW.id OR number = NEW.number) " + _REFUSED.format(what="policy_version: never replaced"),
}

NEWEST = WITH_POLICIES


def put_triggers(connection: Connection, wanted: dict[str, str] = NEWEST) -> None:
    """Drops every trigger of the file and makes these."""
    for name in stored_triggers(connection):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for statement in statements(wanted).values():
        connection.exec_driver_sql(statement)


def stored_triggers(connection: Connection) -> dict[str, str]:
    """The triggers that the file holds: name and statement."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return {str(name): str(statement) for name, statement in rows}


def statements(wanted: dict[str, str] = NEWEST) -> dict[str, str]:
    """The statements that make these triggers, as SQLite keeps them."""
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in wanted.items()}
