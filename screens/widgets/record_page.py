"""What the pages of a person and of a case share: the first reading, and the ways to consents, copies and the audit."""

from __future__ import annotations

from uuid import UUID

from iass_tui.services.views import AuditFilter
from screens import messages
from screens.base import OfficeScreen
from screens.dialogs.dialog import Notice
from screens.widgets.page import Shown

FROZEN = "Consent to save was taken back. Nothing is added until a manager has decided: erase, or keep."


class RecordPage(OfficeScreen):
    """Subclasses say whom they show, and what the audit is asked for."""

    def subject(self) -> UUID | None:
        """The person whose record it is; None before it was read."""
        return None

    def looks(self) -> AuditFilter:
        """Which audit lines are about this record."""
        return AuditFilter()

    async def read_first(self) -> None:
        """Reads; where there is nothing to show, goes back."""
        try:
            await self.reload()
        except Shown:
            if self.subject() is None:
                self.post_message(messages.BackWanted())
            raise

    def action_consent(self) -> None:
        """To what they agreed to."""
        if person := self.subject():
            self.post_message(messages.ConsentWanted(person))

    def action_pack(self) -> None:
        """To the working copy of what is held about them."""
        if person := self.subject():
            self.post_message(messages.PackWanted(person))

    def action_who_looked(self) -> None:
        """To who opened or changed this record."""
        self.post_message(messages.AuditWanted(self.looks()))

    def action_share(self) -> None:
        """Whom to ask: this version decides no sharing."""
        manager = self.seat.facts.line_manager or "your line manager"
        words = f"This version cannot answer that yet: ask {manager} before anything about them leaves the office."
        self.show_over(Notice("May I share this?", words))
