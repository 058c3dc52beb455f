"""Letters that went out about someone."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class LetterRow(Keyed, table=True):
    """One letter, under the key of whom it is about. Never updated; words are only ever taken out (decision 0007)."""

    __tablename__ = "letter"
    person_id: UUID = link("person.id")
    case_id: UUID | None = link("case.id", optional=True)
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()
