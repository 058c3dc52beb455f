"""A signed-in colleague: their desk, and the services built on it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import sign_in as entry, training_gate
from iass_tui.services.casework import CaseworkService
from iass_tui.services.concerns import ConcernService
from iass_tui.services.consent import ConsentService
from iass_tui.services.directory import DirectoryService
from iass_tui.services.drafts import DraftService
from iass_tui.services.duties import DutyService
from iass_tui.services.intake import IntakeService
from iass_tui.services.people import PeopleService
from iass_tui.services.problems import in_words
from iass_tui.services.putting_off import PuttingOffService
from iass_tui.services.reviews import ReviewService
from iass_tui.services.signed_in import SignedIn
from iass_tui.services.team import TeamService

if TYPE_CHECKING:
    from iass_tui.services.access_basis import AccessBasisService
    from iass_tui.services.activities import ActivityService
    from iass_tui.services.agencies import AgencyService
    from iass_tui.services.audit import AuditService
    from iass_tui.services.case_access import CaseGate
    from iass_tui.services.deadlines import DeadlineService
    from iass_tui.services.equality import EqualityService
    from iass_tui.services.erasing import ErasureService
    from iass_tui.services.feedback import FeedbackService
    from iass_tui.services.handover import HandoverService
    from iass_tui.services.importing import ImportService
    from iass_tui.services.interests import InterestService
    from iass_tui.services.joining import JoiningService
    from iass_tui.services.keeping_in_touch import KeepingInTouchService
    from iass_tui.services.kit import RecoveryKit
    from iass_tui.services.knowing import KnowingService
    from iass_tui.services.leaving import LeavingService
    from iass_tui.services.letters import LetterService
    from iass_tui.services.lookalikes import LookalikeService
    from iass_tui.services.looking import LookingService
    from iass_tui.services.note_search import NoteSearchService
    from iass_tui.services.other_side import SideGuard
    from iass_tui.services.packs import PackService
    from iass_tui.services.papers import PaperService
    from iass_tui.services.policy import PolicyService
    from iass_tui.services.quarters import QuarterService
    from iass_tui.services.queue import QueueService
    from iass_tui.services.registers import RegisterService
    from iass_tui.services.restricting import RestrictionService
    from iass_tui.services.sending import SendingService
    from iass_tui.services.sharing import SharingService
    from iass_tui.services.staff import StaffService
    from iass_tui.services.training import TrainingService
    from iass_tui.services.undertakings import UndertakingService


class OfficeSession(SignedIn):
    """Everything a signed-in colleague works with. See `ports.Session`.

    What few use, and what is not used every day, is imported when it is first asked for.
    """

    @functools.cached_property
    def directory(self) -> DirectoryService:
        """Everyone in the office, in memory."""
        return DirectoryService(self)

    @functools.cached_property
    def people(self) -> PeopleService:
        """Persons and their families."""
        return PeopleService(self)

    @functools.cached_property
    def agencies(self) -> AgencyService:
        """The directory of agencies, and who works with which family."""
        from iass_tui.services.agencies import AgencyService

        return AgencyService(self)

    @functools.cached_property
    def access(self) -> CaseGate:
        """Why colleagues' cases are opened."""
        from iass_tui.services.case_access import CaseGate

        return CaseGate(self)

    @functools.cached_property
    def sides(self) -> SideGuard:
        """Why the other side's files are opened."""
        from iass_tui.services.other_side import SideGuard

        return SideGuard(self)

    @functools.cached_property
    def interests(self) -> InterestService:
        """Conflicts of interest."""
        from iass_tui.services.interests import InterestService

        return InterestService(self)

    @functools.cached_property
    def note_search(self) -> NoteSearchService:
        """Searching in every note."""
        from iass_tui.services.note_search import NoteSearchService

        return NoteSearchService(self)

    @functools.cached_property
    def casework(self) -> CaseworkService:
        """Cases, notes and tasks."""
        return CaseworkService(self)

    @functools.cached_property
    def intake(self) -> IntakeService:
        """First contact."""
        return IntakeService(self)

    @functools.cached_property
    def concerns(self) -> ConcernService:
        """Safeguarding concerns."""
        return ConcernService(self)

    @functools.cached_property
    def consent(self) -> ConsentService:
        """Consent events and what follows from them."""
        return ConsentService(self)

    @functools.cached_property
    def sharing(self) -> SharingService:
        """May I share this? And the sharing record."""
        from iass_tui.services.sharing import SharingService

        return SharingService(self)

    @functools.cached_property
    def deadlines(self) -> DeadlineService:
        """The timetable that the law sets for a case."""
        from iass_tui.services.deadlines import DeadlineService

        return DeadlineService(self)

    @functools.cached_property
    def erasures(self) -> ErasureService:
        """Records frozen since consent to save was taken back."""
        from iass_tui.services.erasing import ErasureService

        return ErasureService(self)

    @functools.cached_property
    def reviews(self) -> ReviewService:
        """What consents ask of a colleague today."""
        return ReviewService(self)

    @functools.cached_property
    def duties(self) -> DutyService:
        """Tasks that come by themselves."""
        return DutyService(self)

    @functools.cached_property
    def access_basis(self) -> AccessBasisService:
        """By what right someone may receive a file."""
        from iass_tui.services.access_basis import AccessBasisService

        return AccessBasisService(self)

    @functools.cached_property
    def drafts(self) -> DraftService:
        """Unsaved work."""
        return DraftService(self)

    @functools.cached_property
    def leaving(self) -> LeavingService:
        """Someone leaves: what they hold, and to whom it goes."""
        from iass_tui.services.leaving import LeavingService

        return LeavingService(self)

    @functools.cached_property
    def restricting(self) -> RestrictionService:
        """Records that are shut to colleagues."""
        from iass_tui.services.restricting import RestrictionService

        return RestrictionService(self)

    @functools.cached_property
    def handover(self) -> HandoverService:
        """What a colleague needs to take a case over."""
        from iass_tui.services.handover import HandoverService

        return HandoverService(self)

    @functools.cached_property
    def equality(self) -> EqualityService:
        """Answers to the equality questions."""
        from iass_tui.services.equality import EqualityService

        return EqualityService(self)

    @functools.cached_property
    def staff(self) -> StaffService:
        """Colleagues and their accounts."""
        from iass_tui.services.staff import StaffService

        return StaffService(self)

    @functools.cached_property
    def team(self) -> TeamService:
        """The team's work, for managers."""
        return TeamService(self)

    @functools.cached_property
    def audit(self) -> AuditService:
        """Who did what, and who looked."""
        from iass_tui.services.audit import AuditService

        return AuditService(self)

    @functools.cached_property
    def looking(self) -> LookingService:
        """Who has looked at a file, for its family."""
        from iass_tui.services.looking import LookingService

        return LookingService(self)

    @functools.cached_property
    def packs(self) -> PackService:
        """Working copies of what is held."""
        from iass_tui.services.packs import PackService

        return PackService(self)

    @functools.cached_property
    def papers(self) -> PaperService:
        """Papers to print: public ones, and those of one person's consents."""
        from iass_tui.services.papers import PaperService

        return PaperService(self)

    @functools.cached_property
    def letters(self) -> LetterService:
        """The library of letters, and what went out."""
        from iass_tui.services.letters import LetterService

        return LetterService(self)

    @functools.cached_property
    def policy(self) -> PolicyService:
        """The policy's versions, and who was told."""
        from iass_tui.services.policy import PolicyService

        return PolicyService(self)

    @functools.cached_property
    def putting_off(self) -> PuttingOffService:
        """Tasks put off, and tasks that wait for others."""
        return PuttingOffService(self)

    @functools.cached_property
    def queue(self) -> QueueService:
        """What volunteers sent to the officers."""
        from iass_tui.services.queue import QueueService

        return QueueService(self)

    @functools.cached_property
    def sending(self) -> SendingService:
        """What this colleague sent, and what became of it."""
        from iass_tui.services.sending import SendingService

        return SendingService(self)

    @functools.cached_property
    def quarters(self) -> QuarterService:
        """The quarterly workbook."""
        from iass_tui.services.quarters import QuarterService

        return QuarterService(self)

    @functools.cached_property
    def keeping_in_touch(self) -> KeepingInTouchService:
        """Who gets news, and which way."""
        from iass_tui.services.keeping_in_touch import KeepingInTouchService

        return KeepingInTouchService(self)

    @functools.cached_property
    def feedback(self) -> FeedbackService:
        """What families said of the service."""
        from iass_tui.services.feedback import FeedbackService

        return FeedbackService(self)

    @functools.cached_property
    def activities(self) -> ActivityService:
        """Strategic activity, about no family."""
        from iass_tui.services.activities import ActivityService

        return ActivityService(self)

    @functools.cached_property
    def imports(self) -> ImportService:
        """Bringing in spreadsheets."""
        from iass_tui.services.importing import ImportService

        return ImportService(self)

    @functools.cached_property
    def joining(self) -> JoiningService:
        """Two records of one person made one."""
        from iass_tui.services.joining import JoiningService

        return JoiningService(self)

    @functools.cached_property
    def knowing(self) -> KnowingService:
        """Who in a family may know what."""
        from iass_tui.services.knowing import KnowingService

        return KnowingService(self)

    @functools.cached_property
    def lookalikes(self) -> LookalikeService:
        """Possible duplicates."""
        from iass_tui.services.lookalikes import LookalikeService

        return LookalikeService(self)

    @functools.cached_property
    def training(self) -> TrainingService:
        """The training register."""
        from iass_tui.services.training import TrainingService

        return TrainingService(self)

    @functools.cached_property
    def undertakings(self) -> UndertakingService:
        """What one reads and agrees to."""
        from iass_tui.services.undertakings import UndertakingService

        return UndertakingService(self)

    @functools.cached_property
    def registers(self) -> RegisterService:
        """The office's registers."""
        from iass_tui.services.registers import RegisterService

        return RegisterService(self)

    @functools.cached_property
    def kit(self) -> RecoveryKit:
        """The recovery kit."""
        from iass_tui.services.kit import RecoveryKit

        return RecoveryKit(self.desk)

    @in_words()
    def note_lock(self) -> None:
        """The screen was locked: the keys are dropped too, recorded or not, until the passphrase comes again."""
        try:
            with self.desk.unit("office") as unit:
                unit.say(AuditDetail(act=Act.LOCK, subject="staff", subject_id=self.me.id))
        finally:
            self._forget()
            self.desk.lock()

    def _forget(self) -> None:
        """What was read into memory goes, however one leaves."""
        for name in ("directory", "duties", "kit", "consent", "imports"):
            if name in vars(self):  # what nobody asked for yet holds nothing
                vars(self)[name].forget()
        self.access.forget_words()
        self.sides.forget_words()

    @in_words()
    def unlock(self, passphrase: str) -> bool:
        """True where the passphrase is this colleague's own. Raises `WrongPassphrase` while a delay runs.

        Raises `TrainingEnded`, and stays locked, where it ended meanwhile (P25).
        """
        if not entry.unlock(self.files, self.desk, self.me.sign_in, passphrase):
            return False
        try:
            training_gate.still(self)
        except BaseException:
            self.desk.lock()
            raise
        return True

    def close(self) -> None:
        """Signs out."""
        self._forget()
        self.desk.close()
