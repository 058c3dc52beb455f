"""Letters that went out."""

from alembic import op

from db.migrations.triggers import WITH_LETTERS, put_triggers

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """One table, whose rows are never changed afterwards."""
    op.execute(
        """
        CREATE TABLE letter (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            person_id BLOB NOT NULL REFERENCES person (id),
            case_id BLOB REFERENCES "case" (id),
            written_at VARCHAR NOT NULL,
            author_id BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    for column in ("file_key_id", "person_id", "case_id"):
        op.execute(f"CREATE INDEX ix_letter_{column} ON letter ({column})")
    put_triggers(op.get_bind(), WITH_LETTERS)
