"""Organisations and professionals, and which families they work with."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class AgencyRow(Keyed, table=True):
    """One entry of the directory, under the office's own key: any colleague may look one up."""

    __tablename__ = "agency"
    card: Sealed = sealed()


class InvolvementRow(Keyed, table=True):
    """An agency's work with one person, under the person's key."""

    __tablename__ = "involvement"
    person_id: UUID = link("person.id")
    agency_id: UUID = link("agency.id")
    body: Sealed = sealed()
