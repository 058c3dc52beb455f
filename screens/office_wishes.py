"""Wishes about the office as a whole, the app, and the way about. Used through `messages`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from screens.wish import Wish

if TYPE_CHECKING:
    from iass_tui.services.views import AuditFilter


@dataclasses.dataclass
class StaffWanted(Wish):
    """Open the staff list."""


@dataclasses.dataclass
class InviteWanted(Wish):
    """Invite a colleague."""


@dataclasses.dataclass
class AccountHistoryWanted(Wish):
    """See what happened to a colleague's account, or to one's own."""

    account_id: UUID


@dataclasses.dataclass
class LeavingWanted(Wish):
    """Preview what a colleague who leaves holds, and close their account."""

    account_id: UUID


@dataclasses.dataclass
class OfficeFactsWanted(Wish):
    """Look at and change what set-up asked."""


@dataclasses.dataclass
class AuditWanted(Wish):
    """Open the audit, filtered; everything where no filter is given."""

    wanted: AuditFilter | None = None


@dataclasses.dataclass
class QuarterWanted(Wish):
    """Make a quarter's workbook."""


@dataclasses.dataclass
class AgenciesWanted(Wish):
    """Open the directory of agencies."""


@dataclasses.dataclass
class FeedbackWanted(Wish):
    """Type a feedback form in."""


@dataclasses.dataclass
class FeedbackCommentsWanted(Wish):
    """Read what families wrote."""


@dataclasses.dataclass
class ActivitiesWanted(Wish):
    """See the office's strategic activity."""


@dataclasses.dataclass
class ActivityFormWanted(Wish):
    """Write a strategic activity down, or put one right."""

    activity_id: UUID | None = None


@dataclasses.dataclass
class OutboxWanted(Wish):
    """See which encrypted files wait in the outbox."""


@dataclasses.dataclass
class KeepingInTouchWanted(Wish):
    """See who gets news, and which way."""


@dataclasses.dataclass
class RestrictedWanted(Wish):
    """See every restricted record."""


@dataclasses.dataclass
class KitWanted(Wish):
    """Make the recovery kit."""


@dataclasses.dataclass
class PassphraseWanted(Wish):
    """Change one's own passphrase."""


@dataclasses.dataclass
class FindWanted(Wish):
    """Find a person or a case; `for_letter`: to write a letter about whoever is found."""

    for_letter: bool = False


@dataclasses.dataclass
class ImportWanted(Wish):
    """Bring a spreadsheet in: which one."""


@dataclasses.dataclass
class ImportColumnsWanted(Wish):
    """Settle the columns of the spreadsheet that was opened."""


@dataclasses.dataclass
class ImportDoublesWanted(Wish):
    """See who of the last import may be on file already."""


@dataclasses.dataclass
class ImportReportWanted(Wish):
    """See what becomes of every row of it."""


@dataclasses.dataclass
class NoteSearchWanted(Wish):
    """Search in all notes, at once for what was typed elsewhere: in memory only."""

    typed: str = ""

    def without_text(self) -> NoteSearchWanted:
        """What was looked for goes."""
        return NoteSearchWanted()


@dataclasses.dataclass
class TeamWanted(Wish):
    """See the work of the whole team."""


@dataclasses.dataclass
class TermsWanted(Wish):
    """See the term calendar, and load another."""


@dataclasses.dataclass
class TodayWanted(Wish):
    """Back to the first page: Today, or what the role has instead."""


@dataclasses.dataclass
class HelpWanted(Wish):
    """Read the help."""


@dataclasses.dataclass
class BackWanted(Wish):
    """Leave this screen for the one below it."""


@dataclasses.dataclass
class Changed(Wish):
    """Something was saved: screens below that show this person or case must read it again."""

    person_id: UUID | None = None
    case_id: UUID | None = None


@dataclasses.dataclass
class JoinWanted(Wish):
    """Use an invitation, before any sign-in."""


@dataclasses.dataclass
class MaskWanted(Wish):
    """Mask names in every list, or show them again."""


@dataclasses.dataclass
class LockWanted(Wish):
    """Blank the screen and lock at once."""


@dataclasses.dataclass
class SignOutWanted(Wish):
    """Close the session and the app."""


@dataclasses.dataclass
class LetterWanted(Wish):
    """Write a letter about someone, in one of their cases or none; `draft_id` goes on with one."""

    person_id: UUID
    case_id: UUID | None = None
    draft_id: UUID | None = None
