"""Two records of one person, joined."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Two tables; a join that is undone goes, and what it was stands in the audit."""
    op.execute(
        """
        CREATE TABLE person_join (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            kept_id BLOB NOT NULL REFERENCES person (id),
            joined_at VARCHAR NOT NULL,
            joined_by BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE contact_before_join (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            person_id BLOB NOT NULL REFERENCES person (id),
            body BLOB NOT NULL
        )
        """
    )
    for column in ("file_key_id", "kept_id"):
        op.execute(f"CREATE INDEX ix_person_join_{column} ON person_join ({column})")
    for column in ("file_key_id", "person_id"):
        op.execute(f"CREATE INDEX ix_contact_before_join_{column} ON contact_before_join ({column})")
