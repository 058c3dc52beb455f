"""Unsaved work, sealed under the file key of what it belongs to, so that it dies with it."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class DraftRow(Keyed, table=True):
    """One draft. Has no audit entry: ten people typing would leave a record of their typing."""

    __tablename__ = "draft"
    owner_id: UUID = link()
    kind: str
    person_id: UUID | None = link(optional=True)
    case_id: UUID | None = link(optional=True)
    saved_at: str
    body: Sealed = sealed()
