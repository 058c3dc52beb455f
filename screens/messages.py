"""What screens post up: facts that happened and wishes. The app alone pushes, switches and locks.

A message may lie in memory while the app is locked, so it carries ids; the texts, `typed` and `name`, go.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from textual.message import Message

from screens.family_wishes import (
    FamilyWanted as FamilyWanted,
    InterestWanted as InterestWanted,
    JoinPeopleWanted as JoinPeopleWanted,
)
from screens.governing_wishes import (
    MailingWanted as MailingWanted,
    PersonTrainingWanted as PersonTrainingWanted,
    RegisterLineWanted as RegisterLineWanted,
    RegistersWanted as RegistersWanted,
    RegisterWanted as RegisterWanted,
    TrainingFormWanted as TrainingFormWanted,
    TrainingWanted as TrainingWanted,
    UndertakingWanted as UndertakingWanted,
)
from screens.office_wishes import (
    AccountHistoryWanted as AccountHistoryWanted,
    ActivitiesWanted as ActivitiesWanted,
    ActivityFormWanted as ActivityFormWanted,
    AgenciesWanted as AgenciesWanted,
    AuditWanted as AuditWanted,
    BackWanted as BackWanted,
    Changed as Changed,
    FeedbackCommentsWanted as FeedbackCommentsWanted,
    FeedbackWanted as FeedbackWanted,
    FindWanted as FindWanted,
    HelpWanted as HelpWanted,
    ImportColumnsWanted as ImportColumnsWanted,
    ImportDoublesWanted as ImportDoublesWanted,
    ImportReportWanted as ImportReportWanted,
    ImportWanted as ImportWanted,
    InviteWanted as InviteWanted,
    JoinWanted as JoinWanted,
    KeepingInTouchWanted as KeepingInTouchWanted,
    KitWanted as KitWanted,
    LeavingWanted as LeavingWanted,
    LetterWanted as LetterWanted,
    LockWanted as LockWanted,
    MaskWanted as MaskWanted,
    NoteSearchWanted as NoteSearchWanted,
    OfficeFactsWanted as OfficeFactsWanted,
    OutboxWanted as OutboxWanted,
    PassphraseWanted as PassphraseWanted,
    QuarterWanted as QuarterWanted,
    RestrictedWanted as RestrictedWanted,
    SignOutWanted as SignOutWanted,
    StaffWanted as StaffWanted,
    TeamWanted as TeamWanted,
    TermsWanted as TermsWanted,
    TodayWanted as TodayWanted,
)
from screens.wish import Wish as Wish

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


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
    """Add someone to a person's family, asking them first; `named` is their place among those who were only named."""

    person_id: UUID
    named: int | None = None


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
class RestrictWanted(Wish):
    """Say who is shut out of a record: that of this person, or of this case's child."""

    subject_id: UUID


@dataclasses.dataclass
class TimetableWanted(Wish):
    """Open the dates that the law sets for a case."""

    case_id: UUID


@dataclasses.dataclass
class HandoverWanted(Wish):
    """Open the handover sheet of a case."""

    case_id: UUID


@dataclasses.dataclass
class HandoverGapsWanted(Wish):
    """Open the list of cases that could not be handed over as they stand."""


@dataclasses.dataclass
class EqualityWanted(Wish):
    """Open the equality questions of a person."""

    person_id: UUID


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
    """Record one decision about one purpose: with the reach of an earlier event, or of an agency's kind or a person."""

    person_id: UUID
    purpose: str
    decision: str
    agency: str = ""
    event_id: UUID | None = None
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
class TracesWanted(Wish):
    """See which numbers and addresses still stand in the words about this person."""

    person_id: UUID


@dataclasses.dataclass
class ErasureWanted(Wish):
    """Decide on a record that is frozen since consent to save was taken back."""

    person_id: UUID


@dataclasses.dataclass
class StandingWanted(Wish):
    """See and record by what right someone may receive a file: competence, written authority."""

    person_id: UUID


@dataclasses.dataclass
class CompetenceWanted(Wish):
    """Record a talk about deciding for oneself."""

    person_id: UUID


@dataclasses.dataclass
class AuthorityWanted(Wish):
    """Record a signed paper that lets someone receive a file."""

    person_id: UUID


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
class QueueWanted(Wish):
    """Open the queue of what volunteers sent."""


@dataclasses.dataclass
class SentIntakeChosen(Wish):
    """Open this enquiry of a volunteer's."""

    intake_id: UUID


@dataclasses.dataclass
class PackWanted(Wish):
    """Put together a copy of what is held on a person."""

    person_id: UUID
    draft_id: UUID | None = None


@dataclasses.dataclass
class ShareWanted(Wish):
    """May I share this? About a person; from a case or note, with one of the family, where that is named.

    `note`: the note's day and kind, to say which it is; never its words.
    """

    person_id: UUID
    case_id: UUID | None = None
    note_id: UUID | None = None
    with_id: UUID | None = None
    note: str = ""


@dataclasses.dataclass
class SharingRecordWanted(Wish):
    """What was passed to whom about a person, when, on whose permission."""

    person_id: UUID


@dataclasses.dataclass
class ExceptionWanted(Wish):
    """Something shared without permission, or proposed to be: to be seen, signed off, carried out."""

    sharing_id: UUID


@dataclasses.dataclass
class DocumentWanted(Wish):
    """Make a paper: for someone on file, or for whoever asks. `kind` opens that one: a `Paper`, or a letter's id."""

    person_id: UUID | None = None
    case_id: UUID | None = None
    kind: str = ""


class SignedIn(Message):
    """A session is open. Never kept: the app takes the session out at once."""

    def __init__(self, session: Session, *, with_kit: bool = False) -> None:
        super().__init__()
        self.session = session
        self.with_kit = with_kit


class Unlocked(Message):
    """The passphrase opened the lock."""
