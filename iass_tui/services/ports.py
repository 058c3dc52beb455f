"""What the services offer, as narrow protocols: a screen takes only those that it needs.

Every call may block (run it with `asyncio.to_thread`); one method is one transaction; every refusal is a
`views.Problem` whose text can be shown. The passphrase, keys and rows never cross this line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from iass_tui.rules.case_access import Why
from iass_tui.rules.find import Hit
from iass_tui.rules.records.casework import CaseFacts, ContactBody, NoteBody, TaskBody
from iass_tui.rules.records.consents import ConsentEvent
from iass_tui.rules.records.office import Colleague, OfficeFacts
from iass_tui.rules.records.people import ContactDetails, FamilyTie, NamedRelative, PersonCard
from iass_tui.rules.records.sharing import OwnShare, Passing
from iass_tui.rules.training import Beginning
from iass_tui.services import views as v
from iass_tui.services.access_views import CaseAccess
from iass_tui.services.agency_views import Agencies
from iass_tui.services.concern_views import Concerns
from iass_tui.services.consent_views import AccessBases, Consent, Erasures, Reviews
from iass_tui.services.deadline_views import Deadlines
from iass_tui.services.equality_views import Equality
from iass_tui.services.feedback_views import Activities, Feedback
from iass_tui.services.handover_views import Handover
from iass_tui.services.import_views import Imports, Lookalike, Lookalikes
from iass_tui.services.interest_views import Interests
from iass_tui.services.joining_views import Joining
from iass_tui.services.joint_views import SiblingCase
from iass_tui.services.knowing_views import Knowing
from iass_tui.services.leaving_views import Leaving
from iass_tui.services.letter_views import Letters
from iass_tui.services.looking_views import Looking
from iass_tui.services.note_search_views import NoteSearch
from iass_tui.services.other_side import OtherSides
from iass_tui.services.paper_views import Papers
from iass_tui.services.policy_views import Policy
from iass_tui.services.putting_off_views import PuttingOff
from iass_tui.services.queue_views import Queue, Sending
from iass_tui.services.restricting_views import Restricting
from iass_tui.services.sharing_views import Sharing
from iass_tui.services.staff_views import Staff
from iass_tui.services.team_views import Team
from iass_tui.services.touch_views import KeepingInTouch
from iass_tui.services.training_views import Registers, Training, Undertakings

Answers = Mapping[str, Any]
"""Question id to answer, as `rules.intake` defines them."""


class Door(Protocol):
    """The office from outside: nothing is opened yet."""

    def state(self) -> v.OfficeState: ...
    def suggest_passphrase(self) -> str: ...
    def judge_passphrase(self, passphrase: str, name: str) -> str:
        """ "" where it is good enough, else the sentence that says what to do."""
        ...

    def set_up(self, answers: v.SetUpAnswers) -> Session: ...
    def sign_in(self, name: str, passphrase: str) -> Session: ...
    def enter_own_training(self, name: str, passphrase: str, wanted: Beginning) -> Session:
        """For a manager whose training ended while no other manager may work (P25)."""
        ...

    def join(self, name: str, code: str, passphrase: str) -> None:
        """The newcomer's own process makes their keys; a manager's then admits them."""
        ...


class Session(Protocol):
    """A signed-in colleague: the services, and what the header shows."""

    me: Colleague
    facts: OfficeFacts

    @property
    def people(self) -> People: ...
    @property
    def agencies(self) -> Agencies: ...
    @property
    def access(self) -> CaseAccess: ...
    @property
    def sides(self) -> OtherSides: ...
    @property
    def interests(self) -> Interests: ...
    @property
    def note_search(self) -> NoteSearch: ...
    @property
    def casework(self) -> Casework: ...
    @property
    def team(self) -> Team: ...
    @property
    def putting_off(self) -> PuttingOff: ...
    @property
    def intake(self) -> Intake: ...
    @property
    def concerns(self) -> Concerns: ...
    @property
    def consent(self) -> Consent: ...
    @property
    def sharing(self) -> Sharing: ...
    @property
    def deadlines(self) -> Deadlines: ...
    @property
    def feedback(self) -> Feedback: ...
    @property
    def activities(self) -> Activities: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def access_basis(self) -> AccessBases: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def leaving(self) -> Leaving: ...
    @property
    def restricting(self) -> Restricting: ...
    @property
    def handover(self) -> Handover: ...
    @property
    def equality(self) -> Equality: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def looking(self) -> Looking: ...
    @property
    def packs(self) -> Packs: ...
    @property
    def papers(self) -> Papers: ...
    @property
    def letters(self) -> Letters: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def sending(self) -> Sending: ...
    @property
    def quarters(self) -> Quarters: ...
    @property
    def keeping_in_touch(self) -> KeepingInTouch: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def joining(self) -> Joining: ...
    @property
    def knowing(self) -> Knowing: ...
    @property
    def lookalikes(self) -> Lookalikes: ...
    @property
    def training(self) -> Training: ...
    @property
    def undertakings(self) -> Undertakings: ...
    @property
    def registers(self) -> Registers: ...
    @property
    def kit(self) -> Kit: ...
    def today_date(self) -> date: ...
    def may(self, action: str) -> bool: ...
    def unlock(self, passphrase: str) -> bool:
        """True where the passphrase is this colleague's own; delays grow with failures."""
        ...

    def note_lock(self) -> None: ...
    def close(self) -> None: ...


class Directory(Protocol):
    """Everyone in the office, in memory; nothing searchable lies on disk."""

    def load(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Names first, then everything; safe to call in a thread while the screen answers."""
        ...

    @property
    def is_ready(self) -> bool: ...
    @property
    def unreadable(self) -> int:
        """How many people's cards or contact details do not open."""
        ...

    def search(self, query: str, limit: int = 20) -> list[Hit]: ...
    def restricted(self) -> frozenset[UUID]: ...
    def refresh(self) -> None:
        """Takes in rows written by other processes since."""
        ...


class People(Protocol):
    """Persons and their families."""

    def person(self, person_id: UUID) -> v.PersonView: ...
    def change_card(self, person_id: UUID, version: int, before: PersonCard, card: PersonCard) -> v.PersonView: ...
    def change_contact(
        self, person_id: UUID, version: int, before: ContactDetails, details: ContactDetails
    ) -> v.PersonView:
        """Raises `NotAllowed` while P44 is not given; `Conflict` where a colleague was first."""
        ...

    def add_relative(
        self,
        person_id: UUID,
        card: PersonCard,
        tie: FamilyTie,
        *,
        save_consent: ConsentEvent,
        named: NamedRelative | None = None,
    ) -> UUID:
        """A relative is a data subject with consents of their own (P2)."""
        ...

    def forget_named(self, person_id: UUID, named: NamedRelative) -> None: ...
    def unlink(self, link_id: UUID, version: int) -> None:
        """Takes a wrong tie away; both people stay."""
        ...

    def link(self, child_id: UUID, relative_id: UUID, tie: FamilyTie) -> None: ...
    def change_tie(self, link_id: UUID, version: int, before: FamilyTie, tie: FamilyTie) -> None: ...


class Casework(Protocol):
    """Cases, notes and tasks."""

    def case(self, case_id: UUID, why: Why | None = None) -> v.CaseView:
        """Raises `NotAllowed` for a colleague's case of which nobody has said why in this session (P20)."""
        ...

    def my_cases(self) -> tuple[v.CaseLine, ...]: ...
    def cases_of(self, officer_id: UUID | None) -> tuple[v.CaseLine, ...]:
        """A colleague's cases that are not closed, or (None) nobody's: what there is to hand over."""
        ...

    def today(self) -> v.TodayView: ...
    def open_case(self, person_id: UUID, facts: CaseFacts) -> UUID: ...
    def change_facts(self, case_id: UUID, version: int, before: CaseFacts, facts: CaseFacts) -> v.CaseView: ...
    def close_case(self, case_id: UUID, version: int, *, closure: str, outcomes: Sequence[str], words: str) -> None: ...
    def reopen_case(self, case_id: UUID, version: int, *, reason: str) -> None: ...
    def set_aside(self, case_id: UUID, version: int) -> None:
        """No action is due: INACTIVE until `reopen_case`, which then needs no reason."""
        ...

    def assign(self, case_id: UUID, version: int, officer_id: UUID | None) -> None: ...
    def take_assignment_back(self, case_id: UUID) -> None:
        """What was last given in this session goes back. Raises `NotAllowed` where somebody changed it since."""
        ...

    def add_note(
        self,
        case_id: UUID,
        body: NoteBody,
        draft_id: UUID | None = None,
        *,
        passing: Passing | None = None,
        own_share: OwnShare | None = None,
        also: Sequence[UUID] = (),
    ) -> UUID:
        """Saves the note and, where it names an action, its author's task; removes the draft.

        `also`: open cases of brothers and sisters in which it stands as well.
        """
        ...

    def correct_note(
        self, note_id: UUID, body: NoteBody, draft_id: UUID | None = None, *, passing: Passing | None = None
    ) -> None: ...
    def add_addendum(self, note_id: UUID, text: str, draft_id: UUID | None = None) -> None: ...
    def mark_in_error(self, note_id: UUID, reason: str) -> None: ...
    def sibling_cases(self, case_id: UUID) -> tuple[SiblingCase, ...]:
        """The open cases of brothers and sisters, into which the same contact may go."""
        ...

    def add_contact(
        self,
        case_id: UUID,
        body: ContactBody,
        *,
        passing: Passing | None = None,
        own_share: OwnShare | None = None,
        also: Sequence[UUID] = (),
    ) -> UUID:
        """A talk that needs no note; outside the family only with permission, or as an exception (P33)."""
        ...

    def add_task(self, case_id: UUID, body: TaskBody, owner_id: UUID | None) -> UUID: ...
    def change_task(self, task_id: UUID, version: int, before: TaskBody, body: TaskBody) -> None: ...
    def finish_task(self, task_id: UUID, version: int, words: str = "") -> None:
        """Done; `words`, what was done, is needed of a task that a birthday or a consent asked for."""
        ...

    def reopen_task(self, task_id: UUID, version: int) -> None: ...


class Intake(Protocol):
    """First contact. Until P78 is Yes (or a referral is permitted) nothing is written."""

    def code_word(self) -> str:
        """Two plain words to offer someone who leaves no way to be reached."""
        ...

    def begin(self, answers: Answers) -> UUID | None:
        """Called when saving was permitted: makes the draft that autosave then renews; None where not permitted."""
        ...

    def autosave(self, draft_id: UUID, answers: Answers) -> None: ...
    def resume(self, draft_id: UUID) -> dict[str, Any]: ...
    def finish(self, answers: Answers, draft_id: UUID | None = None) -> v.IntakeSaved:
        """Saves a case, a pending referral, or only a tally, as `rules.intake.outcome` says; asks the rule again."""
        ...

    def caller(self, code: str) -> v.CallerCodeView | None: ...
    def confirm_referral(self, person_id: UUID, answers: Answers) -> v.IntakeSaved: ...
    def lookalikes(self, answers: Answers) -> tuple[Lookalike, ...]:
        """Who on file the child of these answers may be, each explained; asked before saving."""
        ...


class Drafts(Protocol):
    """Unsaved work, sealed under the key of what it belongs to."""

    def start(self, kind: str, *, case_id: UUID | None = None, person_id: UUID | None = None) -> UUID: ...
    def save(self, draft_id: UUID, values: Mapping[str, str]) -> None: ...
    def read(self, draft_id: UUID) -> dict[str, str]: ...
    def discard(self, draft_id: UUID) -> None: ...
    def offered(self) -> tuple[v.DraftOffer, ...]: ...


class Audit(Protocol):
    """Who did what, and who looked."""

    def lines(
        self, wanted: v.AuditFilter, *, limit: int = 200, before: int | None = None
    ) -> tuple[v.AuditRow, ...]: ...
    def export(self, wanted: v.AuditFilter) -> v.OutboxFile: ...


class Packs(Protocol):
    """A copy of what is held: an internal working copy."""

    def offer(self, person_id: UUID, requester_id: UUID | None) -> v.PackOffer: ...
    def make(self, person_id: UUID, requester_id: UUID | None, decisions: Mapping[str, bool]) -> v.OutboxFile:
        """Every item must be decided; a forbidden one cannot be included."""
        ...

    def outbox(self) -> tuple[v.OutboxFile, ...]: ...


class Quarters(Protocol):
    """The quarterly workbook, drafts only for now."""

    def make(self, quarter: str, to: Path) -> v.QuarterMade: ...


class Kit(Protocol):
    """The recovery kit: three sheets, any two of which open the office."""

    def is_due(self) -> bool: ...
    def begin(self) -> tuple[str, str, str]:
        """Three sheets, in memory only, shown one at a time and typed back; nothing changes until `finish`."""
        ...

    def check(self, number: int, typed: str) -> bool:
        """True where sheet `number` (1 to 3) was typed back as it was shown."""
        ...

    def finish(self) -> None:
        """Installs the new kit in one transaction; older sheets open nothing from now on."""
        ...
