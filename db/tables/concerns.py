"""Safeguarding concerns. No column links one to a person: whom it is about stands only inside the seal."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed, unique


class ConcernRow(Keyed, table=True):
    """A concern as it was raised, under a key of its own that only safeguarding leads open."""

    __tablename__ = "concern"
    state: str = "OPEN"
    raised_at: str
    raised_by: UUID = link(index=False)
    body: Sealed = sealed()


class ConcernEntryRow(Keyed, table=True):
    """What was done about it. Never updated."""

    __tablename__ = "concern_entry"
    __table_args__: ClassVar[Any] = unique("concern_entry", "concern_id", "number")
    concern_id: UUID = link("concern.id")
    number: int
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()
