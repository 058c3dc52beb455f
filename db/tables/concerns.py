"""Safeguarding concerns. No column links one to a person: whom it is about stands only inside the seal."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed, unique


class ConcernRow(Keyed, table=True):
    """A concern as it was raised, under a key of its own that only safeguarding leads open.

    `entries` counts the lines below it, so that the newest cannot vanish either.
    """

    __tablename__ = "concern"
    state: str = "OPEN"
    raised_at: str
    raised_by: UUID = link(index=False)
    entries: int = 0
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


class ConcernBoardRow(Keyed, table=True):
    """On whose pages case staff are told of a concern: all of them in one cell, so that no row says about whom.

    One row, whose id is the office's.
    """

    __tablename__ = "concern_board"
    body: Sealed = sealed()
