"""What volunteers took down and sent, waiting for an officer. No column says about whom."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Keyed, Row, Sealed, link, row_id, sealed, unique


class SentIntakeRow(Row, table=True):
    """That something was sent, and what became of it: all that its author keeps.

    `letters` counts what went to and fro while it waits, so that the newest cannot vanish either.
    """

    __tablename__ = "sent_intake"
    id: UUID = row_id()
    version: int = 1
    state: str = "WAITING"
    sent_at: str
    sent_by: UUID = link()
    letters: int = 1


class IntakeLetterRow(Keyed, table=True):
    """The intake itself, a question about it, an answer. Never updated; all of them go when the intake is ended.

    `reader_id` is set where a letter is sealed to one colleague's own key; every other is for casework.
    """

    __tablename__ = "intake_letter"
    __table_args__: ClassVar[Any] = unique("intake_letter", "intake_id", "number")
    intake_id: UUID = link("sent_intake.id")
    number: int
    reader_id: UUID | None = link(optional=True, index=False)
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()
