"""The triggers of office.db: what is append-only stays so, whichever program writes.

A set is never edited, since released steps name it: a later step makes a later set and puts that one. Alembic's batch
mode copies a table and drops the old one with its triggers, so **every step that uses it ends with `put_triggers`**.
"""

from __future__ import annotations

from sqlalchemy import Connection

_REFUSED = "BEGIN SELECT RAISE(ABORT, '{what}'); END"

FIRST = {
    # `INSERT OR REPLACE` deletes without asking the delete trigger, but a row that may not come in replaces nothing.
    "audit_entry_comes_next": "BEFORE INSERT ON audit_entry "
    "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry) "
    + _REFUSED.format(what="audit_entry: only the next number"),
    "audit_entry_stays_as_it_is": "BEFORE UPDATE ON audit_entry " + _REFUSED.format(what="audit_entry: append only"),
    "audit_entry_stays": "BEFORE DELETE ON audit_entry " + _REFUSED.format(what="audit_entry: append only"),
    "consent_event_stays_as_it_is": "BEFORE UPDATE ON consent_event "
    + _REFUSED.format(what="consent_event: never updated"),
    "consent_event_replaces_none": "BEFORE INSERT ON consent_event WHEN EXISTS (SELECT 1 FROM consent_event "
    "WHERE id = NEW.id OR (subject_id = NEW.subject_id AND number = NEW.number)) "
    + _REFUSED.format(what="consent_event: never replaced"),
    "note_stays_as_it_is": "BEFORE UPDATE ON note " + _REFUSED.format(what="note: never updated"),
    "note_replaces_none": "BEFORE INSERT ON note WHEN EXISTS (SELECT 1 FROM note "
    "WHERE id = NEW.id OR (note_id = NEW.note_id AND number = NEW.number)) "
    + _REFUSED.format(what="note: never replaced"),
}

WITH_SHARING = {
    **FIRST,
    "sharing_stays_as_it_is": "BEFORE UPDATE ON sharing " + _REFUSED.format(what="sharing: never updated"),
    "sharing_replaces_none": "BEFORE INSERT ON sharing WHEN EXISTS (SELECT 1 FROM sharing WHERE id = NEW.id) "
    + _REFUSED.format(what="sharing: never replaced"),
    "concern_entry_stays_as_it_is": "BEFORE UPDATE ON concern_entry "
    + _REFUSED.format(what="concern_entry: never updated"),
    "concern_entry_replaces_none": "BEFORE INSERT ON concern_entry WHEN EXISTS (SELECT 1 FROM concern_entry "
    "WHERE id = NEW.id OR (concern_id = NEW.concern_id AND number = NEW.number)) "
    + _REFUSED.format(what="concern_entry: never replaced"),
}

WITH_PAPERS = {
    **WITH_SHARING,
    "copy_issued_stays_as_it_is": "BEFORE UPDATE ON copy_issued " + _REFUSED.format(what="copy_issued: never updated"),
    "copy_issued_replaces_none": "BEFORE INSERT ON copy_issued WHEN EXISTS (SELECT 1 FROM copy_issued "
    "WHERE id = NEW.id) " + _REFUSED.format(what="copy_issued: never replaced"),
}

WITH_ERASURE = {
    **WITH_PAPERS,
    "erasure_decision_stays_as_it_is": "BEFORE UPDATE ON erasure_decision "
    + _REFUSED.format(what="erasure_decision: never updated"),
    "erasure_decision_replaces_none": "BEFORE INSERT ON erasure_decision "
    "WHEN EXISTS (SELECT 1 FROM erasure_decision WHERE id = NEW.id) "
    + _REFUSED.format(what="erasure_decision: never replaced"),
}

WITH_IMPORTS = {
    **WITH_ERASURE,
    "import_person_stays_as_it_is": "BEFORE UPDATE ON import_person "
    + _REFUSED.format(what="import_person: never updated"),
    "import_person_replaces_none": "BEFORE INSERT ON import_person "
    "WHEN EXISTS (SELECT 1 FROM import_person WHERE id = NEW.id) "
    + _REFUSED.format(what="import_person: never replaced"),
}

WITH_QUEUE = {
    **WITH_IMPORTS,
    "intake_letter_stays_as_it_is": "BEFORE UPDATE ON intake_letter "
    + _REFUSED.format(what="intake_letter: never updated"),
    "intake_letter_replaces_none": "BEFORE INSERT ON intake_letter WHEN EXISTS (SELECT 1 FROM intake_letter "
    "WHERE id = NEW.id OR (intake_id = NEW.intake_id AND number = NEW.number)) "
    + _REFUSED.format(what="intake_letter: never replaced"),
}

WITH_LETTERS = {
    **WITH_QUEUE,
    "letter_stays_as_it_is": "BEFORE UPDATE ON letter " + _REFUSED.format(what="letter: never updated"),
    "letter_replaces_none": "BEFORE INSERT ON letter WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.id) "
    + _REFUSED.format(what="letter: never replaced"),
}

WITH_ACKNOWLEDGEMENTS = {
    **WITH_LETTERS,
    "acknowledgement_stays_as_it_is": "BEFORE UPDATE ON acknowledgement "
    + _REFUSED.format(what="acknowledgement: never updated"),
    "acknowledgement_replaces_none": "BEFORE INSERT ON acknowledgement "
    "WHEN EXISTS (SELECT 1 FROM acknowledgement WHERE id = NEW.id) "
    + _REFUSED.format(what="acknowledgement: never replaced"),
}

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
