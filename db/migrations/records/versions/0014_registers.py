"""The office's registers, training, and acknowledgements."""

from alembic import op

from db.migrations.triggers import WITH_ACKNOWLEDGEMENTS, put_triggers

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Three tables; an acknowledgement is never updated."""
    op.execute(
        """
        CREATE TABLE register_line (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            kind VARCHAR NOT NULL,
            written_at VARCHAR NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE training (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            account_id BLOB NOT NULL,
            written_at VARCHAR NOT NULL,
            author_id BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE acknowledgement (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            account_id BLOB NOT NULL,
            recorded_at VARCHAR NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    for table in ("register_line", "training", "acknowledgement"):
        op.execute(f"CREATE INDEX ix_{table}_file_key_id ON {table} (file_key_id)")
    for table in ("training", "acknowledgement"):
        op.execute(f"CREATE INDEX ix_{table}_account_id ON {table} (account_id)")
    put_triggers(op.get_bind(), WITH_ACKNOWLEDGEMENTS)
