"""Records that are one person's: which is read in the place of which, and what stood before."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class PersonJoinRow(Keyed, table=True):
    """The record of this row's id is read as `kept_id` while the row stands; under the kept record's own key."""

    __tablename__ = "person_join"
    kept_id: UUID = link("person.id")
    joined_at: str
    joined_by: UUID = link(index=False)
    body: Sealed = sealed()


class ContactBeforeJoinRow(Keyed, table=True):
    """Ways to reach the kept person as they stood before: under the key of those ways, and gone with them (P44).

    Its id is that of the record that was joined.
    """

    __tablename__ = "contact_before_join"
    person_id: UUID = link("person.id")
    body: Sealed = sealed()
