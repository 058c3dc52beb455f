"""Consent events, numbered without gaps for each subject."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Keyed, Row, Sealed, link, row_id, sealed, unique


class ConsentEventRow(Keyed, table=True):
    """One decision. Never updated; goes only with its person."""

    __tablename__ = "consent_event"
    __table_args__: ClassVar[Any] = unique("consent_event", "subject_id", "number")
    subject_id: UUID = link("person.id", index=False)
    number: int
    recorded_at: str
    recorded_by: UUID = link(index=False)
    body: Sealed = sealed()


class ConsentHeadRow(Row, table=True):
    """How many events a subject has, so that the newest cannot vanish either. Its id is the subject's."""

    __tablename__ = "consent_head"
    id: UUID = row_id()
    version: int = 1
    count: int = 0


class ErasureDecisionRow(Keyed, table=True):
    """What a manager decided after a withdrawal (P47). Never updated.

    Of a record that is kept: under its person's key, and gone with it. Of one that was erased: under a key of its own,
    linked to nobody, and all that is left of them.
    """

    __tablename__ = "erasure_decision"
    person_id: UUID | None = link("person.id", optional=True)
    decided_at: str
    decided_by: UUID = link(index=False)
    body: Sealed = sealed()
