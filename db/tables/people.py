"""People, ways to reach them, equality answers, family ties, and by what right someone may receive a file."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed, unique


class PersonRow(Keyed, table=True):
    """Someone the office helps.

    `state`: ACTIVE, PENDING (referred, not yet asked), FROZEN (consent withdrawn) or JOINED (read as another record).
    """

    __tablename__ = "person"
    state: str = "ACTIVE"
    created_at: str
    card: Sealed = sealed()
    referral: Sealed = sealed()


class PersonContactRow(Keyed, table=True):
    """How to reach them: exists only while P44 is given, under a key of its own."""

    __tablename__ = "person_contact"
    __table_args__: ClassVar[Any] = unique("person_contact", "person_id")
    person_id: UUID = link("person.id", index=False)
    body: Sealed = sealed()


class PersonEqualityRow(Keyed, table=True):
    """Equality answers (P6): exists only while their own consent is given, under a key of its own."""

    __tablename__ = "person_equality"
    __table_args__: ClassVar[Any] = unique("person_equality", "person_id")
    person_id: UUID = link("person.id", index=False)
    body: Sealed = sealed()


class FamilyTieRow(Keyed, table=True):
    """A child or young person and an adult."""

    __tablename__ = "family_tie"
    child_id: UUID = link("person.id")
    adult_id: UUID = link("person.id")
    body: Sealed = sealed()


class AccessBasisRow(Keyed, table=True):
    """Findings of competence and written authorities about one person: the row's id is theirs, as `person.id` is.

    Without a number of its own, so that its index entry tells whether it is gone.
    """

    __tablename__ = "access_basis"
    body: Sealed = sealed()
