"""What a manager decided after consent to save was taken back."""

from alembic import op

from db.migrations.triggers import WITH_ERASURE, put_triggers

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One table; a decision is never changed afterwards."""
    op.execute(
        """
        CREATE TABLE erasure_decision (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            person_id BLOB REFERENCES person (id),
            decided_at VARCHAR NOT NULL,
            decided_by BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    for column in ("file_key_id", "person_id"):
        op.execute(f"CREATE INDEX ix_erasure_decision_{column} ON erasure_decision ({column})")
    put_triggers(op.get_bind(), WITH_ERASURE)
