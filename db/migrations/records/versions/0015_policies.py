"""The policy register: versions, who was told, what was asked."""

from alembic import op

from db.migrations.triggers import WITH_POLICIES, put_triggers

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Four tables; a version that was issued stays, and nothing takes its place."""
    op.execute(
        """
        CREATE TABLE policy_version (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            number INTEGER NOT NULL,
            state VARCHAR NOT NULL,
            created_at VARCHAR NOT NULL,
            body BLOB NOT NULL,
            CONSTRAINT uq_policy_version_number UNIQUE (number)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE policy_family (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            policy_id BLOB NOT NULL REFERENCES policy_version (id),
            case_id BLOB NOT NULL REFERENCES "case" (id),
            task_id BLOB NOT NULL,
            state VARCHAR NOT NULL,
            body BLOB NOT NULL,
            CONSTRAINT uq_policy_family_policy_id_case_id UNIQUE (policy_id, case_id)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE policy_notice (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            policy_id BLOB NOT NULL REFERENCES policy_version (id),
            kind VARCHAR NOT NULL,
            agency_id BLOB REFERENCES agency (id),
            staff_id BLOB REFERENCES staff (id),
            state VARCHAR NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE policy_asked (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            file_key_id BLOB NOT NULL,
            person_id BLOB REFERENCES person (id),
            is_question INTEGER NOT NULL,
            state VARCHAR NOT NULL,
            recorded_at VARCHAR NOT NULL,
            recorded_by BLOB NOT NULL,
            body BLOB NOT NULL
        )
        """
    )
    links = {
        "policy_version": (),
        "policy_family": ("policy_id", "case_id"),
        "policy_notice": ("policy_id", "agency_id", "staff_id"),
        "policy_asked": ("person_id",),
    }
    for table, columns in links.items():
        for column in ("file_key_id", *columns):
            op.execute(f"CREATE INDEX ix_{table}_{column} ON {table} ({column})")
    put_triggers(op.get_bind(), WITH_POLICIES)
