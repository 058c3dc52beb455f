"""What starts clocks in a case; the dates themselves are worked out, never stored."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class CaseEventRow(Keyed, table=True):
    """One event. Its kind, its day and what became of its dates are sealed."""

    __tablename__ = "case_event"
    case_id: UUID = link("case.id")
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()
