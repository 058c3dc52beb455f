"""The audit chain and the index of each row's latest entry."""

from uuid import UUID

from sqlmodel import Field

from db.tables.base import Row, row_id


class AuditEntryRow(Row, table=True):
    """One entry as signed. Only seq = max + 1 may be inserted; nothing is updated or deleted (triggers)."""

    __tablename__ = "audit_entry"
    seq: int = Field(primary_key=True)
    body: bytes
    signature: bytes


class RowIndexRow(Row, table=True):
    """The sequence number of the latest entry that vouches for a row. A shortcut: `check` does not believe it."""

    __tablename__ = "row_index"
    table_name: str = Field(primary_key=True)
    id: UUID = row_id()
    seq: int
