"""The office's registers, the training register, and what colleagues acknowledged."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class RegisterLineRow(Keyed, table=True):
    """One line of a register; `kind` says which."""

    __tablename__ = "register_line"
    kind: str
    written_at: str
    body: Sealed = sealed()


class TrainingRow(Keyed, table=True):
    """One line of the training register: whose, and who wrote it."""

    __tablename__ = "training"
    account_id: UUID = link()
    written_at: str
    author_id: UUID = link(index=False)
    body: Sealed = sealed()


class AcknowledgementRow(Keyed, table=True):
    """That a colleague read a text and agreed to it. Never updated."""

    __tablename__ = "acknowledgement"
    account_id: UUID = link()
    recorded_at: str
    body: Sealed = sealed()
