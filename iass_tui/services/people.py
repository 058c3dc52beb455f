"""Persons and their families. See `ports.People`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class PeopleService:
    """Persons and their families."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
