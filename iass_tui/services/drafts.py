"""Unsaved work, sealed under the key of what it belongs to. See `ports.Drafts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class DraftService:
    """Unsaved work, sealed under the key of what it belongs to."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
