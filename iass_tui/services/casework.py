"""Cases, notes and tasks. See `ports.Casework`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class CaseworkService:
    """Cases, notes and tasks."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
