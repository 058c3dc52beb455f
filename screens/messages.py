"""What screens post up: facts that happened and wishes. The app alone pushes, switches and locks.

A message may lie in memory while the app is locked, so it carries ids; the texts, `typed` and `name`, go.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from textual.message import Message

if TYPE_CHECKING:
    from iass_tui.services.ports import Session
    from iass_tui.services.views import AuditFilter


class Wish(Message):
    """Where someone wants to go, or what they want done. Bubbles up to the app."""

    def without_text(self) -> Wish | None:
        """The same wish as it may be kept while locked; None where it cannot be kept."""
        return self


@dataclasses.dataclass
class PersonChosen(Wish):
    """Open this person."""

    person_id: UUID


@dataclasses.dataclass
class CardWanted(Wish):
    """Change who a person is."""

    person_id: UUID
    draft_id: UUID | None = None


@dataclasses.dataclass
class ContactWanted(Wish):
    """Change how to reach a person."""

    person_id: UUID


@dataclasses.dataclass
class TieWanted(Wish):
    """Change how two people of a family are related."""

    person_id: UUID
    link_id: UUID


@dataclasses.dataclass
class RelativeWanted(Wish):
    """Add someone to a person's family, asking them first."""

    person_id: UUID


@dataclasses.dataclass
class AgenciesWanted(Wish):
    """Open the directory of agencies."""


@dataclasses.dataclass
class AgencyChosen(Wish):
    """Open this entry of the directory."""

    agency_id: UUID


@dataclasses.dataclass
class AgencyFormWanted(Wish):
    """Change an entry, or add one: for a family straight away where `person_id` is given."""

    agency_id: UUID | None = None
    person_id: UUID | None = None


@dataclasses.dataclass
class InvolvedWanted(Wish):
    """Note how an agency stands to a person: one of the directory, or a line that stands there already."""

    person_id: UUID
    agency_id: UUID | None = None
    involvement_id: UUID | None = None


@dataclasses.dataclass
class CaseChosen(Wish):
    """Open this case; at one of its notes where that is named, which makes it no other page."""

    case_id: UUID
    note_id: UUID | None = dataclasses.field(default=None, compare=False)


@dataclasses.dataclass
class CaseFactsWanted(Wish):
    """Change the facts of a case."""

    case_id: UUID
    draft_id: UUID | None = None


@dataclasses.dataclass
class ClosingWanted(Wish):
    """Close a case with its outcome."""

    case_id: UUID
    draft_id: UUID | None = None


@dataclasses.dataclass
class TimetableWanted(Wish):
    """Open the dates that the law sets for a case."""

    case_id: UUID


@dataclasses.dataclass
class NoteWanted(Wish):
    """Write a note for a case: a new one, a correction of `note_id`, an addendum; or go on with a draft."""

    case_id: UUID
    note_id: UUID | None = None
    addendum: bool = False
    draft_id: UUID | None = None


@dataclasses.dataclass
class ConsentWanted(Wish):
    """Open a person's consents."""

    person_id: UUID


@dataclasses.dataclass
class ConsentFormWanted(Wish):
    """Record the whole form (P72-P96), with the person who gave it or whom it is about; or go on with a draft."""

    person_id: UUID
    draft_id: UUID | None = None


@dataclasses.dataclass
class DecisionWanted(Wish):
    """Record one decision about one purpose. `scope` says how far it reaches."""

    person_id: UUID
    purpose: str
    decision: str
    agency: str = ""
    named: str = ""
    about_id: UUID | None = None


@dataclasses.dataclass
class ConcernWanted(Wish):
    """Raise a safeguarding concern, about this person where their page is open.

    `name` is what stands on that page: so the form makes no look of its own beside the entry of raising.
    """

    person_id: UUID | None = None
    name: str = dataclasses.field(default="", compare=False, repr=False)

    def without_text(self) -> ConcernWanted:
        """An empty form: what was typed is kept nowhere."""
        return ConcernWanted()


@dataclasses.dataclass
class ConcernsWanted(Wish):
    """Open the queue of safeguarding concerns."""


@dataclasses.dataclass
class ConcernChosen(Wish):
    """Open this concern."""

    concern_id: UUID


@dataclasses.dataclass
class ConcernStepsWanted(Wish):
    """Look at and change the safeguarding checklist."""


@dataclasses.dataclass
class IntakeWanted(Wish):
    """Start an intake, or go on with a draft. `typed` is what was searched for: in memory only.

    `person_id`: ask a family whose name someone else passed on (a referral that waits).
    """

    typed: str = ""
    draft_id: UUID | None = None
    person_id: UUID | None = None

    def without_text(self) -> IntakeWanted:
        """Before the answer to P78 nothing may be kept, so what was typed goes."""
        return IntakeWanted(draft_id=self.draft_id, person_id=self.person_id)


@dataclasses.dataclass
class PackWanted(Wish):
    """Put together a copy of what is held on a person."""

    person_id: UUID
    draft_id: UUID | None = None


@dataclasses.dataclass
class DocumentWanted(Wish):
    """Make a paper: for someone on file, or for whoever asks. `kind` opens that one (a `rules.papers.Paper`)."""

    person_id: UUID | None = None
    case_id: UUID | None = None
    kind: str = ""


@dataclasses.dataclass
class StaffWanted(Wish):
    """Open the staff list."""


@dataclasses.dataclass
class InviteWanted(Wish):
    """Invite a colleague."""


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
class OutboxWanted(Wish):
    """See which encrypted files wait in the outbox."""


@dataclasses.dataclass
class KeepingInTouchWanted(Wish):
    """See who gets news, and which way."""


@dataclasses.dataclass
class KitWanted(Wish):
    """Make the recovery kit."""


@dataclasses.dataclass
class PassphraseWanted(Wish):
    """Change one's own passphrase."""


@dataclasses.dataclass
class FindWanted(Wish):
    """Find a person or a case."""


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
class LockWanted(Wish):
    """Blank the screen and lock at once."""


@dataclasses.dataclass
class SignOutWanted(Wish):
    """Close the session and the app."""


class SignedIn(Message):
    """A session is open. Never kept: the app takes the session out at once."""

    def __init__(self, session: Session, *, with_kit: bool = False) -> None:
        super().__init__()
        self.session = session
        self.with_kit = with_kit


class Unlocked(Message):
    """The passphrase opened the lock."""
