"""What families said of the service: on its own, or with a case where they asked for that; and what the office did."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Keyed, Row, Sealed, link, row_id, sealed


class FeedbackRow(Row, table=True):
    """One form that belongs to nobody. WITHOUT ROWID, no version, no author, no entry: nothing says when it came."""

    __tablename__ = "feedback"
    __table_args__: ClassVar[Any] = {"sqlite_with_rowid": False}
    id: UUID = row_id()
    file_key_id: UUID = link(index=False)
    body: Sealed = sealed()


class CaseFeedbackRow(Keyed, table=True):
    """One form that a family wanted kept with their case."""

    __tablename__ = "case_feedback"
    case_id: UUID = link("case.id")
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()


class ActivityRow(Keyed, table=True):
    """Strategic activity: work of the office that is about no family."""

    __tablename__ = "activity"
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()
