"""Working copies of what is held. See `ports.Packs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class PackService:
    """Working copies of what is held."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
