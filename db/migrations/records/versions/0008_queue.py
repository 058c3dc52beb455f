"""Intakes that volunteers sent."""

from alembic import op

from db.migrations.triggers import WITH_QUEUE, put_triggers

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Two tables; letters are never updated."""
    op.execute(
        """
        CREATE TABLE sent_intake (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            state VARCHAR NOT NULL,
            sent_at VARCHAR NOT NULL,
            sent_by BLOB NOT NULL,
            letters INTEGER NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX ix_sent_intake_sent_by ON sent_intake (sent_by)")
    op.execute(
        """
        CREATE TABLE intake_letter (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            intake_id BLOB NOT NULL REFERENCES sent_intake (id),
            number INTEGER NOT NULL,
            reader_id BLOB,
            written_at VARCHAR NOT NULL,
            author_id BLOB NOT NULL,
            body BLOB NOT NULL,
            CONSTRAINT uq_intake_letter_intake_id_number UNIQUE (intake_id, number)
        )
        """
    )
    for column in ("file_key_id", "intake_id"):
        op.execute(f"CREATE INDEX ix_intake_letter_{column} ON intake_letter ({column})")
    put_triggers(op.get_bind(), WITH_QUEUE)
