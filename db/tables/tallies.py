"""What is kept of people who are not kept: no moment, no order, no audit entry (table 1.3)."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Row, Sealed, link, row_id, sealed


class TallyRow(Row, table=True):
    """One enquiry without consent. WITHOUT ROWID: the order in which rows came is not kept either."""

    __tablename__ = "tally"
    __table_args__: ClassVar[Any] = {"sqlite_with_rowid": False}
    id: UUID = row_id()
    file_key_id: UUID = link(index=False)
    body: Sealed = sealed()


class CallerCodeRow(Row, table=True):
    """A returning anonymous caller's code, as its hash, with tips as codes."""

    __tablename__ = "caller_code"
    __table_args__: ClassVar[Any] = {"sqlite_with_rowid": False}
    id: UUID = row_id()
    file_key_id: UUID = link(index=False)
    body: Sealed = sealed()
