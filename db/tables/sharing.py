"""What was passed on, what was not, and what families shared themselves."""

from uuid import UUID

from sqlmodel import Field

from db.tables.base import Keyed, Sealed, link, sealed


class SharingRow(Keyed, table=True):
    """One row of one person's sharing record, under their own key. Never updated; goes only with its person."""

    __tablename__ = "sharing"
    sharing_id: UUID = link()
    subject_id: UUID = link("person.id")
    kind: str = Field(index=True)
    recorded_at: str
    recorded_by: UUID = link(index=False)
    body: Sealed = sealed()
