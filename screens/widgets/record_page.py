"""What the pages about one person share: a first reading that fails, and the ways to consents, copies and the audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from iass_tui.services.restricting_views import Standing
from iass_tui.services.views import AuditFilter
from screens import messages
from screens.widgets.first_reading import FirstReading

FROZEN = "Consent to save was taken back: nothing is added. A manager decides, or has decided: erase, or keep."


class StandingWork(Protocol):
    """Whether a record is restricted, for those who open it."""

    def standing(self, subject_id: UUID) -> Standing | None: ...


class RecordPage(FirstReading):
    """Subclasses say whom they show, and what the audit is asked for."""

    def subject(self) -> UUID | None:
        """The person whose record it is; None before it was read."""
        return None

    def subject_name(self) -> str:
        """Their name as it stands on the page."""
        return ""

    def looks(self) -> AuditFilter:
        """Which audit lines are about this record."""
        return AuditFilter()

    def unbound(self) -> Iterable[tuple[str, str, messages.Wish, str]]:
        """A letter about them; a conflict of interest; who is shut out, a manager's. None has a key of its own."""
        if person := self.subject():
            letter = messages.LetterWanted(person, getattr(self, "case_id", None))
            yield "Write a letter", "To them, an agency or the council", letter, "EXPORT_PACK"
            words = "Says that you, or a colleague, should not work with this family, and why"
            yield "Conflict of interest", words, messages.InterestWanted(person), "OPEN_CASE"
            words = "Shuts named colleagues out of this record, by keys; opens it again"
            yield "Who is shut out", words, messages.RestrictWanted(person), "RESTRICT"

    def was_read(self) -> bool:
        """Whether whose record it is stands there."""
        return self.subject() is not None

    def action_consent(self) -> None:
        """To what they agreed to."""
        if person := self.subject():
            self.post_message(messages.ConsentWanted(person))

    def action_pack(self) -> None:
        """To the working copy of what is held about them."""
        if person := self.subject():
            self.post_message(messages.PackWanted(person))

    def action_document(self) -> None:
        """To the papers for them: their form, whom we may contact, what is handed out."""
        if person := self.subject():
            self.post_message(messages.DocumentWanted(person, getattr(self, "case_id", None)))

    def action_who_looked(self) -> None:
        """To who opened or changed this record."""
        self.post_message(messages.AuditWanted(self.looks()))

    def action_concern(self) -> None:
        """To the form that raises a concern, with whom this page shows."""
        self.post_message(messages.ConcernWanted(self.subject(), self.subject_name()))

    def action_share(self) -> None:
        """May I share something of theirs?"""
        if person := self.subject():
            self.post_message(messages.ShareWanted(person))

    def action_passed_on(self) -> None:
        """To what was passed to whom."""
        if person := self.subject():
            self.post_message(messages.SharingRecordWanted(person))
