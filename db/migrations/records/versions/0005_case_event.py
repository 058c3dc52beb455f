"""Events that start the clocks of a case."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One table."""
    op.execute(
        """
        CREATE TABLE case_event (
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
    for column in ("file_key_id", "case_id"):
        op.execute(f"CREATE INDEX ix_case_event_{column} ON case_event ({column})")
