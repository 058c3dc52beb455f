"""Everyone in the office, in memory. See `ports.Directory`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class DirectoryService:
    """Everyone in the office, in memory."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    def forget(self) -> None:
        """Drops everyone from memory: at lock and at sign-out."""

    def changed(self) -> None:
        """Takes in what this session itself has just written."""
