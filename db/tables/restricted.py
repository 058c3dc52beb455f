"""Whose record only a circle of colleagues opens."""

from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed


class RestrictedRow(Keyed, table=True):
    """One person in a circle, with everything that hangs on them and on their cases. The row's id is theirs.

    Why, since when and who was named is sealed under their own key, which the circle alone opens.
    """

    __tablename__ = "restricted"
    circle: UUID = link()
    body: Sealed = sealed()
