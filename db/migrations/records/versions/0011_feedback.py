"""Feedback, on its own or with a case, and strategic activity."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Three tables. What belongs to nobody has no rowid, so that no order of coming is kept."""
    op.execute(
        """
        CREATE TABLE feedback (
            id BLOB NOT NULL PRIMARY KEY,
            file_key_id BLOB NOT NULL,
            body BLOB NOT NULL
        ) WITHOUT ROWID
        """
    )
    op.execute(
        """
        CREATE TABLE case_feedback (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            case_id BLOB NOT NULL REFERENCES "case" (id),
            written_at VARCHAR NOT NULL,
            author_id BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE activity (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            written_at VARCHAR NOT NULL,
            author_id BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    for table, column in (("case_feedback", "file_key_id"), ("case_feedback", "case_id"), ("activity", "file_key_id")):
        op.execute(f"CREATE INDEX ix_{table}_{column} ON {table} ({column})")
