"""Agencies, the sharing record, safeguarding concerns."""

from alembic import op

from db.migrations.triggers import WITH_SHARING, put_triggers

revision = "0003"
down_revision = "0002"

TABLES = (
    """
    CREATE TABLE agency (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        card BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE involvement (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        person_id BLOB NOT NULL REFERENCES person (id),
        agency_id BLOB NOT NULL REFERENCES agency (id),
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE sharing (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        sharing_id BLOB NOT NULL,
        subject_id BLOB NOT NULL REFERENCES person (id),
        kind VARCHAR NOT NULL,
        recorded_at VARCHAR NOT NULL,
        recorded_by BLOB NOT NULL,
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE concern (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        state VARCHAR NOT NULL,
        raised_at VARCHAR NOT NULL,
        raised_by BLOB NOT NULL,
        entries INTEGER NOT NULL,
        body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE concern_entry (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        concern_id BLOB NOT NULL REFERENCES concern (id),
        number INTEGER NOT NULL,
        written_at VARCHAR NOT NULL,
        author_id BLOB NOT NULL,
        body BLOB NOT NULL,
        CONSTRAINT uq_concern_entry_concern_id_number UNIQUE (concern_id, number)
    )
    """,
    """
    CREATE TABLE concern_board (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        body BLOB NOT NULL
    )
    """,
)
INDEXES = {
    "agency": ("file_key_id",),
    "involvement": ("file_key_id", "person_id", "agency_id"),
    "sharing": ("file_key_id", "sharing_id", "subject_id", "kind"),
    "concern": ("file_key_id",),
    "concern_entry": ("file_key_id", "concern_id"),
    "concern_board": ("file_key_id",),
}


def upgrade() -> None:
    """Six tables; sharings and what is written about a concern are never changed afterwards."""
    for statement in TABLES:
        op.execute(statement)
    for table, columns in INDEXES.items():
        for column in columns:
            op.execute(f"CREATE INDEX ix_{table}_{column} ON {table} ({column})")
    put_triggers(op.get_bind(), WITH_SHARING)
