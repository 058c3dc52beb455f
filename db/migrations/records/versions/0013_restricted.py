"""Restricted records."""

from alembic import op

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    """One table; no row is touched, and no trigger."""
    op.execute(
        """
        CREATE TABLE restricted (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            circle BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    for column in ("file_key_id", "circle"):
        op.execute(f"CREATE INDEX ix_restricted_{column} ON restricted ({column})")
