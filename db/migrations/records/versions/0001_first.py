"""The tables of office.db as they were first released."""

from alembic import op

from db.migrations.triggers import FIRST, put_triggers

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE audit_entry (
        seq INTEGER NOT NULL PRIMARY KEY,
        body BLOB NOT NULL,
        signature BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE row_index (
        table_name VARCHAR NOT NULL,
        id BLOB NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (table_name, id)
    )
    """,
    """
    CREATE TABLE person (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        state VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        card BLOB NOT NULL,
        referral BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE person_contact (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        person_id BLOB NOT NULL REFERENCES person (id),
        body BLOB NOT NULL,
        CONSTRAINT uq_person_contact_person_id UNIQUE (person_id)
    )
    """,
    """
    CREATE TABLE person_equality (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        person_id BLOB NOT NULL REFERENCES person (id),
        body BLOB NOT NULL,
        CONSTRAINT uq_person_equality_person_id UNIQUE (person_id)
    )
    """,
    """
    CREATE TABLE family_tie (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        child_id BLOB NOT NULL REFERENCES person (id),
        adult_id BLOB NOT NULL REFERENCES person (id),
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE consent_event (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        subject_id BLOB NOT NULL REFERENCES person (id),
        number INTEGER NOT NULL,
        recorded_at VARCHAR NOT NULL,
        recorded_by BLOB NOT NULL,
        body BLOB NOT NULL,
        CONSTRAINT uq_consent_event_subject_id_number UNIQUE (subject_id, number)
    )
    """,
    """
    CREATE TABLE consent_head (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        count INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE "case" (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        person_id BLOB NOT NULL REFERENCES person (id),
        number INTEGER NOT NULL,
        status VARCHAR NOT NULL,
        officer_id BLOB,
        opened_at VARCHAR NOT NULL,
        facts BLOB NOT NULL,
        CONSTRAINT uq_case_number UNIQUE (number)
    )
    """,
    """
    CREATE TABLE enquiry (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        person_id BLOB NOT NULL REFERENCES person (id),
        case_id BLOB REFERENCES "case" (id),
        received_at VARCHAR NOT NULL,
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE contact (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        case_id BLOB NOT NULL REFERENCES "case" (id),
        written_at VARCHAR NOT NULL,
        author_id BLOB NOT NULL,
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE note (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        note_id BLOB NOT NULL,
        case_id BLOB NOT NULL REFERENCES "case" (id),
        number INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        author_id BLOB NOT NULL,
        written_at VARCHAR NOT NULL,
        body BLOB NOT NULL,
        CONSTRAINT uq_note_note_id_number UNIQUE (note_id, number)
    )
    """,
    """
    CREATE TABLE task (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        case_id BLOB NOT NULL REFERENCES "case" (id),
        owner_id BLOB,
        status VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE draft (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        owner_id BLOB NOT NULL,
        kind VARCHAR NOT NULL,
        person_id BLOB,
        case_id BLOB,
        saved_at VARCHAR NOT NULL,
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE staff (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        created_at VARCHAR NOT NULL,
        card BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE setting (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        name VARCHAR NOT NULL,
        body BLOB NOT NULL,
        CONSTRAINT uq_setting_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE outbox_file (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        made_at VARCHAR NOT NULL,
        body BLOB NOT NULL
    )
    """,
    # Without rowid: the order in which these rows came is not kept either.
    """
    CREATE TABLE tally (
        id BLOB NOT NULL PRIMARY KEY,
        file_key_id BLOB NOT NULL,
        body BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE caller_code (
        id BLOB NOT NULL PRIMARY KEY,
        file_key_id BLOB NOT NULL,
        body BLOB NOT NULL
    ) WITHOUT ROWID
    """,
)

INDEXES = (
    ("case", "file_key_id"),
    ("case", "officer_id"),
    ("case", "person_id"),
    ("consent_event", "file_key_id"),
    ("contact", "case_id"),
    ("contact", "file_key_id"),
    ("draft", "case_id"),
    ("draft", "file_key_id"),
    ("draft", "owner_id"),
    ("draft", "person_id"),
    ("enquiry", "case_id"),
    ("enquiry", "file_key_id"),
    ("enquiry", "person_id"),
    ("family_tie", "adult_id"),
    ("family_tie", "child_id"),
    ("family_tie", "file_key_id"),
    ("note", "case_id"),
    ("note", "file_key_id"),
    ("outbox_file", "file_key_id"),
    ("person", "file_key_id"),
    ("person_contact", "file_key_id"),
    ("person_equality", "file_key_id"),
    ("setting", "file_key_id"),
    ("staff", "file_key_id"),
    ("task", "case_id"),
    ("task", "file_key_id"),
    ("task", "owner_id"),
)


def upgrade() -> None:
    """From nothing."""
    for table in TABLES:
        op.execute(table)
    for name, column in INDEXES:
        op.execute(f'CREATE INDEX ix_{name}_{column} ON "{name}" ({column})')
    put_triggers(op.get_bind(), FIRST)
