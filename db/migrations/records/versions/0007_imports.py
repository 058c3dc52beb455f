"""Imports, and whom each of them brought: what has not landed is not seen."""

from alembic import op

from db.migrations.triggers import WITH_IMPORTS, put_triggers

revision = "0007"
down_revision = "0006"

TABLES = (
    """
    CREATE TABLE import_run (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        state VARCHAR NOT NULL,
        started_at VARCHAR NOT NULL,
        started_by BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE import_person (
        id BLOB NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        file_key_id BLOB NOT NULL,
        import_id BLOB NOT NULL REFERENCES import_run (id),
        person_id BLOB NOT NULL REFERENCES person (id)
    )
    """,
)
INDEXES = {"import_person": ("file_key_id", "import_id", "person_id")}


def upgrade() -> None:
    """Two tables; whom an import brought is never changed afterwards."""
    for statement in TABLES:
        op.execute(statement)
    for table, columns in INDEXES.items():
        for column in columns:
            op.execute(f"CREATE INDEX ix_{table}_{column} ON {table} ({column})")
    put_triggers(op.get_bind(), WITH_IMPORTS)
