"""office.keys: accounts, the key register, grants, file keys."""

from uuid import UUID

from sqlmodel import Field

from db.tables.base import KeysRow, link, row_id


class OfficeKeysRow(KeysRow, table=True):
    """One row: which office this is, and the host key that its outer layers name."""

    __tablename__ = "office"
    id: UUID = row_id()
    format: int = 1
    host_key_id: bytes
    made_at: str


class RegisterRow(KeysRow, table=True):
    """One version of the key register, as signed."""

    __tablename__ = "register"
    number: int = Field(primary_key=True)
    body: bytes
    signature: bytes


class BundleRow(KeysRow, table=True):
    """An account's private keys under its passphrase, and the host key's layer around them."""

    __tablename__ = "bundle"
    id: UUID = row_id()
    sign_in: str
    stretch: bytes
    sealed: bytes


class CompartmentRow(KeysRow, table=True):
    """The sealed private half of one version of a compartment's own pair."""

    __tablename__ = "compartment"
    name: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    sealed: bytes


class GrantRow(KeysRow, table=True):
    """A compartment key sealed to one account."""

    __tablename__ = "grant"
    account_id: UUID = row_id()
    compartment: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    sealed: bytes


class FileKeyRow(KeysRow, table=True):
    """One file key, wrapped. Kind and subject are in the wrap's additional data too."""

    __tablename__ = "file_key"
    id: UUID = row_id()
    kind: str = Field(index=True)
    subject: UUID = link()
    compartment: str
    compartment_version: int
    wrapped: bytes


class InvitationRow(KeysRow, table=True):
    """An offer, and later the newcomer's reply."""

    __tablename__ = "invitation"
    id: UUID = row_id()
    account_id: UUID = link()
    offer: bytes
    offer_mac: bytes
    code: bytes
    reply: bytes = b""
    reply_mac: bytes = b""
    state: str = "OPEN"


class RecoveryRow(KeysRow, table=True):
    """The recovery bundle for one pair of sheets."""

    __tablename__ = "recovery"
    first: int = Field(primary_key=True)
    second: int = Field(primary_key=True)
    sealed: bytes


class RecoveryKitRow(KeysRow, table=True):
    """The kit now in force, and the host key sealed to its account."""

    __tablename__ = "recovery_kit"
    id: UUID = row_id()
    account_id: UUID = link(index=False)
    host_key_id: bytes
    host_key: bytes
    made_at: str
    used: int = 0
    """1 once two sheets opened it: the next manager to sign in makes a new one."""
