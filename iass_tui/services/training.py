"""The training register (P25, P61). See `training_views.Training`.

Its lines are sealed for managers. What a colleague needs to be let in, and may know of their own, stands on their
card, which is written with each line in one unit of work (decision 0014).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import governance_store, office_store, policy_store
from db.unit_of_work import UnitOfWork
from iass_tui.rules import training as rules, undertakings as owing
from iass_tui.rules.access import Action
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.records.office import Act, AuditDetail, Colleague, Role
from iass_tui.rules.records.policies import PolicyVersion
from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import (
    Acknowledgement,
    CourseKind,
    RecordedTraining,
    TrainingEntry,
    Undertaking,
)
from iass_tui.rules.registers import courses_of, review_due
from iass_tui.rules.registers.history import written
from iass_tui.rules.training import Beginning, Course, Trained, TrainingReason
from iass_tui.rules.training_plan import (
    CAME,
    NOTED,
    PlanReason,
    coming,
    joined,
    may_note,
    plan_of,
    still_to_come,
    to_note,
)
from iass_tui.services import outbox, telling_planned, training_gate
from iass_tui.services.acting import About, SaysNo, acting, record
from iass_tui.services.policy_notices import read_by
from iass_tui.services.problems import in_words
from iass_tui.services.training_views import PersonTraining, PolicyRead, TrainingAgenda, TrainingOverview
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

SENTENCES: dict[str, str] = {
    TrainingReason.IN_THE_FUTURE: "The training has not been done yet: enter the day on which it was.",
    TrainingReason.NO_EVIDENCE: "Say what shows that it was done: a certificate, a list, who saw it.",
    TrainingReason.NO_REASON: "Give the reason for the days of grace.",
    TrainingReason.TOO_MANY_DAYS: f"Days of grace are 1 to {rules.MOST_GRACE}, for oneself at most "
    f"{rules.MOST_OWN_GRACE}.",
    TrainingReason.ANOTHER_MANAGER: "Another manager records your own training, so that two know of it.",
    PlanReason.STILL_TO_COME: "This training is still to come: who came is noted once its day is there.",
    PlanReason.NOT_PLANNED_FOR: "Somebody is ticked for whom it was not planned, or who stands there already.",
    TrainingReason.OWN_TWICE: "You gave yourself days of grace before, with no training since. Record the training.",
}
NO_COURSE = "There is no such course in the office's list any more. Choose another."
NO_PLAN = "This training is no longer in the plan."
NOBODY = "There is no such colleague."


class TrainingService:
    """The training register."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    # reading

    @in_words()
    def agenda(self) -> TrainingAgenda:
        """What the first page says: one's own, and for whoever manages staff the others'."""
        today, me = self._session.today_date(), office_store.colleague(self._desk, self._session.me.id)
        with self._desk.read() as connection:
            owed = owing.owed(self._agreed(connection, me.id), today, self._session.facts.ict_policy)
        found = TrainingAgenda(
            ends_on=rules.works_until(me.card.training) if _ends_soon(me, self._session) else None,
            is_grace=rules.standing(me.card.training, today) is rules.Standing.GRACE,
            owed=tuple(one.what for one in owed),
            planned=still_to_come(telling_planned.known_of_own(self._desk, me.card), today, rules.WARN_DAYS),
        )
        if not self._session.may(Action.MANAGE_STAFF):
            return found
        others = [one for one in office_store.colleagues(self._desk) if one.is_active and one.id != me.id]
        with self._desk.read() as connection:
            lines = [line for kind in Register for line in governance_store.lines(self._desk, connection, kind)]
        return dataclasses.replace(
            found,
            ended=sum(not rules.may_work(one.card.training, today) for one in others),
            ending=sum(_ends_soon(one, self._session) for one in others),
            reviews=sum(review_due(line.body, today) is not None for line in lines),
            to_note=len(to_note(plan_of(line for line in lines if line.register is Register.PLAN), today)),
        )

    @in_words()
    def mine(self) -> PersonTraining:
        """One's own, as one may know it: without evidence and reasons, which are the register's."""
        me = office_store.colleague(self._desk, self._session.me.id)
        with self._desk.read() as connection:
            found = self._person(me, (), (), self._agreed(connection, me.id))
        told = telling_planned.known_of_own(self._desk, me.card)
        return dataclasses.replace(found, told=still_to_come(told, self._session.today_date()))

    @in_words()
    def overview(self) -> TrainingOverview:
        """Everybody who works here or was invited. The look is recorded."""
        self._session.require(Action.MANAGE_STAFF)
        with self._desk.read() as connection:
            lines = governance_store.training(self._desk, connection)
            courses = self._courses(connection)
            agreed = governance_store.acknowledgements(self._desk, connection)
            plans = plan_of(governance_store.lines(self._desk, connection, Register.PLAN))
            read, in_force = read_by(self._desk, connection), policy_store.in_force(self._desk, connection)
        today = self._session.today_date()
        everyone = [one for one in office_store.colleagues(self._desk) if one.is_active or one.since is None]
        people = tuple(
            dataclasses.replace(
                self._person(
                    one,
                    tuple(line for line in lines if line.account_id == one.id),
                    courses,
                    tuple(ack.body for ack in agreed if ack.account_id == one.id),
                ),
                planned=coming(plans, one.id, today),
                policy=_policy_read(read.get(one.id), in_force),
            )
            for one in everyone
        )
        record(self._desk, AuditDetail(act=Act.VIEW, subject="training", count=len(people)), "management")
        return TrainingOverview(
            today=today,
            people=people,
            courses=courses,
            to_come=tuple(one for one in plans if one.on > today and not one.is_noted),
            to_note=to_note(plans, today),
        )

    def _person(
        self,
        one: Colleague,
        lines: tuple[RecordedTraining, ...],
        courses: Sequence[Course],
        agreed: Iterable[Acknowledgement],
    ) -> PersonTraining:
        today, agreed = self._session.today_date(), tuple(agreed)
        latest = (owing.latest(agreed, what) for what in Undertaking)
        return PersonTraining(
            colleague=one,
            standing=rules.standing(one.card.training, today),
            until=rules.works_until(one.card.training),
            held=tuple(sorted(one.card.training or (), key=lambda held: held.until, reverse=True)),
            lines=lines,
            gaps=rules.gaps(one.card.training, courses, today),
            agreed=tuple(ack for ack in latest if ack is not None),
            owed=owing.owed(agreed, today, self._session.facts.ict_policy),
        )

    def _agreed(self, connection: Connection, account_id: UUID) -> tuple[Acknowledgement, ...]:
        return tuple(one.body for one in governance_store.acknowledgements(self._desk, connection, account_id))

    @in_words()
    def courses(self) -> tuple[Course, ...]:
        """The office's courses: those without which nobody works first."""
        self._session.require(Action.MANAGE_STAFF)
        with self._desk.read() as connection:
            return self._courses(connection)

    def _courses(self, connection: Connection) -> tuple[Course, ...]:
        return courses_of(governance_store.lines(self._desk, connection, Register.COURSES))

    # writing

    @in_words()
    def enter(self, account_id: UUID, wanted: Beginning) -> None:
        """A course that was done, or days of grace. Raises `NotAllowed` with every reason, recorded."""
        self._session.require(Action.MANAGE_STAFF, account_id)
        self._enter(account_id, wanted)

    @in_words()
    def enter_own(self, wanted: Beginning) -> None:
        """At the door, by a manager whose own has ended: the rule lets them where no other manager may work."""
        if self._session.me.role is not Role.MANAGER:
            raise NotAllowed("Only a manager records training.", ("NOT_YOUR_ROLE",))
        self._enter(self._session.me.id, wanted)

    def _enter(self, account_id: UUID, wanted: Beginning) -> None:
        about = About("training", account_id)
        with acting(self._desk, about, "management") as unit:
            body = self._enter_in(unit, account_id, wanted)
            unit.say(about.detail(Act.CREATE, (body.held.basis.value,), ("OWN",) if body.is_own else ()))
        self._read_me_again(account_id)

    def _enter_in(self, unit: UnitOfWork, account_id: UUID, wanted: Beginning) -> TrainingEntry:
        everyone = {one.id: one for one in office_store.colleagues(self._desk)}
        if account_id not in everyone:
            raise NotFound(NOBODY)
        is_own = account_id == self._session.me.id
        lines = governance_store.training(self._desk, unit.connection, account_id)
        answer = rules.may_enter(
            wanted,
            is_own=is_own,
            others_may_work=training_gate.others_may_work(self._session, tuple(everyone.values())),
            lines=lines,
            today=self._session.today_date(),
        )
        _insist(answer)
        body = self._entry(unit, wanted, is_own=is_own)
        self._write(unit, everyone[account_id], lines, body)
        return body

    @in_words()
    def came(self, plan_id: UUID, version: int, who: Collection[UUID], evidence: str) -> None:
        """Who came to a planned training: a line of the register for each, and the plan says so, all or nothing.

        It may be said again of those who were left out, as a manager is whose own training another one notes.
        """
        self._session.require(Action.MANAGE_STAFF, plan_id)
        about = About("training", plan_id)
        with acting(self._desk, about, "management") as unit:
            lines = governance_store.lines(self._desk, unit.connection, Register.PLAN)
            plan = next((one for one in plan_of(lines) if one.id == plan_id), None)
            if plan is None:
                raise NotFound(NO_PLAN)
            _insist(may_note(plan, who, evidence, self._session.today_date()))
            done = Trained(course_id=plan.course_id, on=plan.on, evidence=evidence)
            for account_id in who:
                self._enter_in(unit, account_id, done)
            before = next(one.body for one in lines if one.id == plan_id)
            values = {**before.values, NOTED: "YES", CAME: joined({*plan.came, *who})}
            after = dataclasses.replace(before, values={key: value for key, value in values.items() if value})
            body = written(before, after, unit.at, self._session.me.id)
            governance_store.change_line(self._desk, unit, plan_id, version, body)
            telling_planned.tell(self._desk, unit)
            unit.say(dataclasses.replace(about.detail(Act.CREATE, (Register.PLAN.value,)), count=len(who)))
        self._read_me_again(self._session.me.id)

    def _entry(self, unit: UnitOfWork, wanted: Beginning, *, is_own: bool) -> TrainingEntry:
        if not isinstance(wanted, Trained):
            held = rules.given(wanted, self._session.today_date())
            return TrainingEntry(held=held, reason=wanted.reason.strip(), is_own=is_own)
        courses = self._courses(unit.connection)
        needed = (one for one in courses if one.kind is CourseKind.CONFIDENTIALITY)
        course = next((one for one in courses if one.id == wanted.course_id), None)
        course = next(needed, None) if wanted.course_id is None else course
        if course is None:
            raise NotFound(NO_COURSE)
        held = rules.held_by(wanted, course)
        return TrainingEntry(held=held, evidence=wanted.evidence.strip(), is_own=is_own)

    def prepare(self, wanted: Beginning | None) -> TrainingEntry | None:
        """The line on which a newcomer begins, judged before they are invited. Raises as `enter`."""
        if wanted is None:
            return None
        today = self._session.today_date()
        with acting(self._desk, About("training"), "management") as unit:
            _insist(rules.may_enter(wanted, is_own=False, others_may_work=True, lines=(), today=today))
            return self._entry(unit, wanted, is_own=False)

    def _write(self, unit: UnitOfWork, one: Colleague, lines: Sequence[RecordedTraining], body: TrainingEntry) -> None:
        """A new line, and the card that follows from it."""
        line_id = governance_store.add_training(self._desk, unit, one.id, body)
        new = RecordedTraining(
            id=line_id, version=1, account_id=one.id, written_at=unit.at, author_id=self._session.me.id, body=body
        )
        self._card(unit, one, (*lines, new))

    def _card(self, unit: UnitOfWork, one: Colleague, lines: Sequence[RecordedTraining]) -> None:
        card = dataclasses.replace(one.card, training=rules.known_to_them(one.card.training, lines))
        office_store.change_card(self._desk, unit, one.id, card)

    @in_words()
    def take_back(self, line: RecordedTraining, reason: str) -> None:
        """A line no longer counts, and says why; it stays in the register. Raises `NotAllowed`."""
        self._session.require(Action.MANAGE_STAFF, line.account_id)
        if not reason.strip():
            raise NotAllowed("Say why the line no longer counts.", ("MISSING",))
        about = About("training", line.account_id)
        with acting(self._desk, about, "management") as unit:
            everyone = office_store.colleagues(self._desk)
            is_own = line.account_id == self._session.me.id
            if is_own and training_gate.others_may_work(self._session, everyone):
                raise SaysNo(SENTENCES[TrainingReason.ANOTHER_MANAGER], (TrainingReason.ANOTHER_MANAGER,))
            lines = governance_store.training(self._desk, unit.connection, line.account_id)
            stored = next((one for one in lines if one.id == line.id), None)
            if stored is None:
                raise NotFound("This line is no longer there.")
            body = dataclasses.replace(stored.body, taken_back=reason.strip())
            governance_store.change_training(self._desk, unit, dataclasses.replace(stored, version=line.version), body)
            rest = [dataclasses.replace(one, body=body) if one.id == line.id else one for one in lines]
            self._card(unit, next(one for one in everyone if one.id == line.account_id), rest)
            unit.say(about.detail(Act.CHANGE, (body.held.basis.value,), ("TAKEN_BACK",)))
        self._read_me_again(line.account_id)

    def _read_me_again(self, account_id: UUID) -> None:
        if account_id == self._session.me.id:
            self._session.me = office_store.colleague(self._desk, account_id)

    @in_words()
    def report(self, *, large_print: bool = False) -> OutboxFile:
        """The coverage report as an encrypted PDF in the outbox (P61)."""
        from iass_tui.documents.paper import paper_pdf
        from iass_tui.services.governance_papers import coverage_paper
        from iass_tui.services.packs import letterhead

        overview = self.overview()
        today = self._session.today_date()
        paper = coverage_paper(overview)
        pdf = paper_pdf(paper, letterhead(self._session.facts), today, large_print=large_print)
        said = AuditDetail(act=Act.EXPORT, subject="training", count=len(overview.people))
        return outbox.put(self._session, paper.title, pdf, said)


def _insist(answer: Decision) -> None:
    """Raises `SaysNo` with a sentence for each reason."""
    if isinstance(answer, Refused):
        raise SaysNo(" ".join(SENTENCES[reason] for reason in answer.reasons), answer.reasons)


def _policy_read(read: tuple[int, date] | None, in_force: PolicyVersion | None) -> PolicyRead | None:
    if in_force is None:
        return None
    number, on = read or (0, None)
    return PolicyRead(in_force=in_force.number, number=number, on=on)


def _ends_soon(one: Colleague, session: OfficeSession) -> bool:
    answer = rules.may_work(one.card.training, session.today_date())
    return bool(answer) and TrainingReason.ENDS_SOON in getattr(answer, "conditions", ())
