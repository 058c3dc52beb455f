"""The tables of office.keys as they were first released."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE office (
        id BLOB NOT NULL PRIMARY KEY,
        format INTEGER NOT NULL,
        host_key_id BLOB NOT NULL,
        made_at VARCHAR NOT NULL
    )
    """,
    """
    CREATE TABLE register (
        number INTEGER NOT NULL PRIMARY KEY,
        body BLOB NOT NULL,
        signature BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE bundle (
        id BLOB NOT NULL PRIMARY KEY,
        sign_in VARCHAR NOT NULL,
        stretch BLOB NOT NULL,
        sealed BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE compartment (
        name VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (name, version)
    )
    """,
    """
    CREATE TABLE "grant" (
        account_id BLOB NOT NULL,
        compartment VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (account_id, compartment, version)
    )
    """,
    """
    CREATE TABLE file_key (
        id BLOB NOT NULL PRIMARY KEY,
        kind VARCHAR NOT NULL,
        subject BLOB NOT NULL,
        compartment VARCHAR NOT NULL,
        compartment_version INTEGER NOT NULL,
        wrapped BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE invitation (
        id BLOB NOT NULL PRIMARY KEY,
        account_id BLOB NOT NULL,
        offer BLOB NOT NULL,
        offer_mac BLOB NOT NULL,
        code BLOB NOT NULL,
        reply BLOB NOT NULL,
        reply_mac BLOB NOT NULL,
        state VARCHAR NOT NULL
    )
    """,
    """
    CREATE TABLE recovery (
        first INTEGER NOT NULL,
        second INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (first, second)
    )
    """,
    """
    CREATE TABLE recovery_kit (
        id BLOB NOT NULL PRIMARY KEY,
        account_id BLOB NOT NULL,
        host_key_id BLOB NOT NULL,
        host_key BLOB NOT NULL,
        made_at VARCHAR NOT NULL,
        used INTEGER NOT NULL
    )
    """,
)

INDEXES = (("file_key", "kind"), ("file_key", "subject"), ("invitation", "account_id"))


def upgrade() -> None:
    """From nothing."""
    for table in TABLES:
        op.execute(table)
    for name, column in INDEXES:
        op.execute(f'CREATE INDEX ix_{name}_{column} ON "{name}" ({column})')
