"""The invented office's training, undertakings and registers over its three years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from iass_tui.rules.records.office import Role, StaffCard
from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import CourseKind, Undertaking
from iass_tui.rules.registers.fields import MET, PARTLY
from iass_tui.rules.training import Trained
from iass_tui.rules.training_plan import joined
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Invitation

Step = tuple[date, int, Callable[[], None]]
EVERY = 350
"""Days between two trainings: each in good time before the last one ends."""


def begin(manager: OfficeSession) -> None:
    """The founder's own first entry."""
    manager.training.enter(manager.me.id, _done(manager, CourseKind.CONFIDENTIALITY, manager.today_date()))
    agreed(manager)


def invite(manager: OfficeSession, sign_in: str, role: Role, name: str) -> Invitation:
    """A newcomer, who did the training."""
    done = _done(manager, CourseKind.CONFIDENTIALITY, manager.today_date())
    return manager.staff.invite(sign_in, role, StaffCard(name=name), done)


def agreed(session: OfficeSession) -> OfficeSession:
    """The same session: they have read and agreed to what they owed."""
    for one in session.undertakings.owed():
        session.undertakings.agree(one.what, session.undertakings.text(one.what).sha256)
    policy = session.policy.to_read()
    if policy is not None:
        session.policy.acknowledge(policy.policy_id)
    return session


def steps(sessions: Sequence[OfficeSession], started: date, today: date) -> Iterator[Step]:
    """Training and declarations year by year; the last colleague's confidentiality training ends within the month."""
    manager, *others = sessions
    late = others[-1]
    second = next(one for one in others if one.me.role is Role.MANAGER)  # nobody enters their own training
    days = [started + timedelta(days=EVERY * number) for number in range(1, 4)]
    for day in (one for one in days if one < today):
        for session in sessions:
            is_newest = day + timedelta(days=EVERY) >= today
            on = today - timedelta(days=345) if session is late and is_newest else day
            enters = second if session is manager else manager
            yield on, 1, _train(enters, session, CourseKind.CONFIDENTIALITY, on)
            if session is not late:
                yield on, 2, _train(enters, session, CourseKind.SAFEGUARDING, on)
                yield on, 2, _train(enters, session, CourseKind.DATA_PROTECTION, on)
            yield day, 3, partial(_declare, session)
    yield today - timedelta(days=40), 3, lambda: _check_controls(manager)
    yield today - timedelta(days=40), 4, lambda: _mailing(manager)
    yield today - timedelta(days=6), 4, lambda: _plan(manager, [late], today + timedelta(days=12))


def _declare(session: OfficeSession) -> None:
    """Once more, a little before the year is over."""
    text = session.undertakings.text(Undertaking.DECLARATION)
    session.undertakings.agree(Undertaking.DECLARATION, text.sha256)


def _done(manager: OfficeSession, kind: CourseKind, on: date) -> Trained:
    course: UUID = next(one.id for one in manager.training.courses() if one.kind is kind)
    return Trained(course_id=course, on=on, evidence=f"attendance list of {on.day}.{on.month}.{on.year}")


def _train(manager: OfficeSession, session: OfficeSession, kind: CourseKind, on: date) -> Callable[[], None]:
    return lambda: manager.training.enter(session.me.id, _done(manager, kind, on))


def _check_controls(manager: OfficeSession) -> None:
    """All but one control were looked at; one of them has to be looked at again."""
    today = manager.today_date()
    *looked_at, _ = manager.registers.page(Register.CONTROLS).lines
    for number, line in enumerate(looked_at):
        values = {
            **line.body.values,
            "stands": PARTLY if number == 1 else MET,
            "evidence": line.body.value("evidence") or "seen by the manager",
            "checked": today.isoformat(),
            "review": (today + timedelta(days=365 if number else 30)).isoformat(),
        }
        manager.registers.change(Register.CONTROLS, line.id, line.version, values)
    who = {"name": "The council's hosting team", "reach": "The machine and its backups", "why": "They run it"}
    manager.registers.add(Register.REACH, who)


def _plan(manager: OfficeSession, people: Sequence[OfficeSession], on: date) -> None:
    """The next confidentiality training, for those whose last one ends."""
    course = next(one for one in manager.training.courses() if one.kind is CourseKind.CONFIDENTIALITY)
    values = {
        "course": str(course.id),
        "on": on.isoformat(),
        "people": joined(one.me.id for one in people),
        "place": "Library, meeting room 2",
        "organiser": manager.me.card.name,
    }
    manager.registers.add(Register.PLAN, values)


def _mailing(manager: OfficeSession) -> None:
    """Every second agency gets the policy."""
    for agency in manager.registers.mailing()[::2]:
        manager.registers.set_mailing(agency.id, agency.version, gets_policy=True)
