"""First contact. See `ports.Intake`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class IntakeService:
    """First contact."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
