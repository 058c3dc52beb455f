"""Copies of public papers that someone on file was given (P28)."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class CopyIssuedRow(Keyed, table=True):
    """One copy, under the person's own key. Never updated; goes only with its person."""

    __tablename__ = "copy_issued"
    person_id: UUID = link("person.id")
    recorded_at: str
    recorded_by: UUID = link(index=False)
    body: Sealed = sealed()
