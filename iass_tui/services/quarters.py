"""The quarterly workbook. See `ports.Quarters`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class QuarterService:
    """The quarterly workbook."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
