"""Who did what, and who looked. See `ports.Audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class AuditService:
    """Who did what, and who looked."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
