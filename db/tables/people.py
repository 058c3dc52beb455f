"""People, ways to reach them, equality answers, family ties."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class PersonRow(Keyed, table=True):
    """Someone the office helps. `state`: ACTIVE, PENDING (referred, not yet asked) or FROZEN (consent withdrawn)."""

    __tablename__ = "person"
    state: str = "ACTIVE"
    created_at: str
    card: Sealed = sealed()
    referral: Sealed = sealed()


class PersonContactRow(Keyed, table=True):
    """How to reach them: exists only while P44 is given, under a key of its own."""

    __tablename__ = "person_contact"
    person_id: UUID = link("person.id")
    body: Sealed = sealed()


class PersonEqualityRow(Keyed, table=True):
    """Equality answers (P6): exists only while their own consent is given, under a key of its own."""

    __tablename__ = "person_equality"
    person_id: UUID = link("person.id")
    body: Sealed = sealed()


class FamilyTieRow(Keyed, table=True):
    """A child or young person and an adult."""

    __tablename__ = "family_tie"
    child_id: UUID = link("person.id")
    adult_id: UUID = link("person.id")
    body: Sealed = sealed()
