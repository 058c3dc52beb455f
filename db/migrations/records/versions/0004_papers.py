"""Copies of public papers that were given out."""

from alembic import op

from db.migrations.triggers import WITH_PAPERS, put_triggers

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """One table, whose rows are never changed afterwards."""
    op.execute(
        """
        CREATE TABLE copy_issued (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            person_id BLOB NOT NULL REFERENCES person (id),
            recorded_at VARCHAR NOT NULL,
            recorded_by BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    for column in ("file_key_id", "person_id"):
        op.execute(f"CREATE INDEX ix_copy_issued_{column} ON copy_issued ({column})")
    put_triggers(op.get_bind(), WITH_PAPERS)
