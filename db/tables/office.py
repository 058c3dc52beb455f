"""The office, its staff as colleagues know them, and its settings."""

from typing import Any, ClassVar

from db.tables.base import Keyed, Sealed, sealed, unique


class StaffRow(Keyed, table=True):
    """A colleague; the id is their account's."""

    __tablename__ = "staff"
    created_at: str
    card: Sealed = sealed()


class SettingRow(Keyed, table=True):
    """One sealed setting; `name` says which."""

    __tablename__ = "setting"
    __table_args__: ClassVar[Any] = unique("setting", "name")
    name: str
    body: Sealed = sealed()


class OutboxRow(Keyed, table=True):
    """What was put into the outbox and the passphrase that opens it, for the colleague who made it."""

    __tablename__ = "outbox_file"
    made_at: str
    body: Sealed = sealed()
