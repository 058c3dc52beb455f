"""By what right someone may receive a file: findings of competence, and written authorities."""

from alembic import op

from db.migrations.triggers import FIRST, put_triggers

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One row for each person of whom there is anything to say; its id is the person's."""
    op.execute(
        """
        CREATE TABLE access_basis (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX ix_access_basis_file_key_id ON access_basis (file_key_id)")
    put_triggers(op.get_bind(), FIRST)
