"""The register of the policy's versions: drafted, approved, reviewed. See `policy_views.Policy`."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import policy_asked_store, policy_store
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules import policy as rules
from iass_tui.rules.access import Action
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.policies import Approval, PolicyBody, PolicyState, PolicyVersion, ReviewCall
from iass_tui.rules.wording import Wording, policy_text
from iass_tui.services.acting import About, acting, changed_fields, insist
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.policy_issuing import Issuing, figure
from iass_tui.services.policy_log import PolicyLog
from iass_tui.services.policy_reading import PolicyReading
from iass_tui.services.policy_views import Draft, PolicyAgenda, RegisterView
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_VERSION = "There is no such version of the policy any more."
NOT_DRAFTED = "One new version is worked on at a time: go on with the draft that is there, or throw it away first."
NOT_CHANGED = "This version was issued: what people have read never changes. Begin a new version."
NOT_APPROVED = (
    "A version is approved with a text of its own, a word on what changed, who approved it, on which day, and a "
    "reference to where that is written."
)
NOT_REVIEWED = "A review of the version in force needs who did it, a day that is not still to come, and a reference."
NOT_CALLED = "A review outside the year is called for on the version in force, and says why."


class PolicyService:
    """Versions of the policy; issuing, reading and the log are in modules of their own."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        issuing, reading, log = Issuing(session), PolicyReading(session), PolicyLog(session)
        self.issue_offer, self.issue, self.issuing = issuing.offer, issuing.issue, issuing.issuing
        self.telling, self.tell = issuing.telling, issuing.tell
        self.letter, self.circular = issuing.letter, issuing.circular
        self.sent, self.sent_to_all = issuing.sent, issuing.sent_to_all
        self.to_read, self.acknowledge = reading.to_read, reading.acknowledge
        self.asked, self.ask, self.answer = log.asked, log.ask, log.answer

    # what others stand on

    @in_words()
    def in_force(self) -> Wording:
        """The text on which consents are given from now on."""
        with self._desk.read() as connection:
            found = policy_store.in_force(self._desk, connection)
        self._take_in(found)
        return policy_text() if found is None else wording_of(found)

    @in_words()
    def texts(self) -> tuple[Wording, ...]:
        """Every version that was ever issued, oldest first."""
        return tuple(text for _, text in self.issued())

    @in_words()
    def draft_text(self, number: str) -> Draft | None:
        """A version that is not in force yet, to be printed; None where there is no draft of this number."""
        self._session.require(Action.READ_OFFICE)
        found = next((one for one in self._every() if str(one.number) == number), None)
        if found is None or found.body.issued_on is not None:
            return None
        return Draft(wording_of(found), is_approved=found.state is PolicyState.APPROVED)

    @in_words()
    def issued(self) -> rules.Issued:
        """The same with the days since which they were in force: what somebody read who was asked on a day."""
        every = [one for one in self._every() if one.body.issued_on is not None]
        return tuple((one.body.issued_on or date.min, wording_of(one)) for one in every) or ((date.min, policy_text()),)

    @in_words()
    def changes(self) -> tuple[rules.MeaningChange, ...]:
        """What changed the meaning of consents, and when (table 5.5)."""
        return rules.meaning_changes(self._every())

    def _take_in(self, found: PolicyVersion | None) -> None:
        """From now on this session's papers name the version in force: a colleague may have issued it."""
        facts = self._session.facts
        if found is not None and facts.policy_version != str(found.number):
            self._session.facts = dataclasses.replace(facts, policy_version=str(found.number))

    def _every(self) -> tuple[PolicyVersion, ...]:
        with self._desk.read() as connection:
            every = policy_store.every(self._desk, connection)
        self._take_in(next((one for one in every if one.state is PolicyState.ISSUED), None))
        return every

    # the register

    @in_words()
    def register(self) -> RegisterView:
        """Every version, the newest first, with the figure of those who were told; the look is no look at anybody."""
        self._session.require(Action.READ_OFFICE)
        told = {}
        with self._desk.read() as connection:
            every = policy_store.every(self._desk, connection)
            if self._session.may(Action.FIND):
                for one in every:
                    if one.body.issued_on is not None and one.number > 1:
                        told[one.id] = figure(connection, one)
        due = rules.review_due(next(one.body for one in every if one.state is PolicyState.ISSUED))
        reminder = due.reminder(self._session.today_date()) if due else None
        return RegisterView(tuple(reversed(every)), due, reminder, told)

    @in_words()
    def version(self, policy_id: UUID) -> PolicyVersion:
        """One version with its text. Raises `NotFound`."""
        self._session.require(Action.READ_OFFICE)
        with self._desk.read() as connection:
            return self._stored(connection, policy_id)

    def _stored(self, connection: Connection, policy_id: UUID) -> PolicyVersion:
        found = policy_store.one(self._desk, connection, policy_id)
        if found is None:
            raise NotFound(NO_VERSION)
        return found

    @in_words()
    def difference(self, policy_id: UUID) -> tuple[tuple[str, str], ...]:
        """The text against the version before it that was issued, line by line: "added", "taken out" or ""."""
        self._session.require(Action.READ_OFFICE)
        every = self._every()
        found = next((one for one in every if one.id == policy_id), None)
        if found is None:
            raise NotFound(NO_VERSION)
        return rules.difference(every, found)

    @in_words()
    def agenda(self) -> PolicyAgenda:
        """What the policy asks of this colleague today."""
        self._session.require(Action.READ_OFFICE)
        is_manager = self._session.may(Action.CHANGE_REGISTERS)
        to_read = self.to_read()
        number = to_read.number if to_read else 0
        with self._desk.read() as connection:
            found = policy_store.in_force(self._desk, connection)
            questions = policy_asked_store.open_questions(connection) if is_manager else 0
            copies = policy_asked_store.late_copies(
                self._desk, connection, self._session.today_date(), with_people=self._session.may(Action.FIND)
            )
        self._take_in(found)
        due = rules.review_due(found.body) if found else None
        reminder = due.reminder(self._session.today_date()) if due and is_manager else None
        return PolicyAgenda(reminder, due if reminder else None, questions, copies, number)

    # drafting

    @in_words()
    def draft(self, text: str = "") -> UUID:
        """A new version, from this text or from the one in force. Raises `NotAllowed` where there is a draft."""
        self._session.require(Action.CHANGE_REGISTERS)
        about = About("policy")
        with acting(self._desk, about, "office") as unit:
            every = policy_store.every(self._desk, unit.connection)
            insist(rules.may_draft(every), NOT_DRAFTED)
            body = PolicyBody(text=text or _in_force(every))
            made = policy_store.insert(self._desk, unit, body)
            unit.say(dataclasses.replace(about, subject_id=made).detail(Act.CREATE, fields=("text",)))
        return made

    @in_words()
    def change_draft(self, policy_id: UUID, version: int, before: PolicyBody, body: PolicyBody) -> None:
        """Writes a draft. An approved one is a draft again: other words were approved. Raises `Conflict`."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        about = About("policy", policy_id)
        try:
            with acting(self._desk, about, "office") as unit:
                stored = self._stored(unit.connection, policy_id)
                insist(rules.may_change(stored.state), NOT_CHANGED)
                written = dataclasses.replace(keep_unknown(stored.body, body), approval=None)
                policy_store.change(self._desk, unit, policy_id, version, written, PolicyState.DRAFT)
                unit.say(about.detail(Act.CHANGE, fields=changed_fields(stored.body, written)))
        except VersionConflict:
            now = self.version(policy_id)
            raise conflict(self._session, about, "policy", policy_id, before, body, now.body, now.version) from None

    @in_words()
    def discard(self, policy_id: UUID, version: int) -> None:
        """Throws a draft away. Raises `NotAllowed` for a version that was issued."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        about = About("policy", policy_id)
        with acting(self._desk, about, "office") as unit:
            stored = self._same(unit, policy_id, version)
            insist(rules.may_change(stored.state), NOT_CHANGED)
            unit.delete("policy_version", policy_id)
            unit.say(about.detail(Act.DELETE))

    @in_words()
    def approve(self, policy_id: UUID, version: int, approval: Approval) -> None:
        """Notes who approved a draft, when, and where that is written (P65)."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        about = About("policy", policy_id)
        with acting(self._desk, about, "office") as unit:
            stored = self._same(unit, policy_id, version)
            in_force = _in_force(policy_store.every(self._desk, unit.connection))
            insist(rules.may_approve(stored, approval, in_force, self._session.today_date()), NOT_APPROVED)
            body = dataclasses.replace(stored.body, approval=self._signed(approval))
            policy_store.change(self._desk, unit, policy_id, version, body, PolicyState.APPROVED)
            unit.say(about.detail(Act.CHANGE, fields=("state", "approval")))

    # reviewing

    @in_words()
    def review(self, policy_id: UUID, version: int, review: Approval) -> None:
        """Notes that the version in force was reviewed and stays; the next review is a year later (P63, P65)."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        about = About("policy", policy_id)
        with acting(self._desk, about, "office") as unit:
            stored = self._same(unit, policy_id, version)
            insist(rules.may_review(stored, review, self._session.today_date()), NOT_REVIEWED)
            body = dataclasses.replace(stored.body, reviews=(*stored.body.reviews, self._signed(review)))
            policy_store.change(self._desk, unit, policy_id, version, body, stored.state)
            unit.say(about.detail(Act.CHANGE, fields=("reviews",)))

    @in_words()
    def call_review(self, policy_id: UUID, version: int, call: ReviewCall) -> None:
        """Calls for a review before the year is over, and says why (P64)."""
        self._session.require(Action.CHANGE_REGISTERS, policy_id)
        about = About("policy", policy_id)
        with acting(self._desk, about, "office") as unit:
            stored = self._same(unit, policy_id, version)
            insist(rules.may_call(stored, call, self._session.today_date()), NOT_CALLED)
            body = dataclasses.replace(stored.body, calls=(*stored.body.calls, call))
            policy_store.change(self._desk, unit, policy_id, version, body, stored.state)
            unit.say(about.detail(Act.CHANGE, fields=("calls",), reasons=(call.trigger.value,)))

    def _signed(self, approval: Approval) -> Approval:
        return dataclasses.replace(approval, recorded_by=self._session.me.id)

    def _same(self, unit: UnitOfWork, policy_id: UUID, version: int) -> PolicyVersion:
        """The version as it was shown. Raises `NotFound`, or `VersionConflict` where a colleague wrote it since."""
        stored = self._stored(unit.connection, policy_id)
        if stored.version != version:
            raise VersionConflict
        return stored


def wording_of(policy: PolicyVersion) -> Wording:
    """A version as the wording that consents name and hash."""
    return Wording.of("policy", str(policy.number), policy.body.text)


def _in_force(every: tuple[PolicyVersion, ...]) -> str:
    return next((one.body.text for one in every if one.state is PolicyState.ISSUED), policy_text().text)
