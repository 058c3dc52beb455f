"""Lives the invented office's three years through the real services, with a clock that is moved along."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from iass_tui.demo import clocks, concerns, governing, passing, policy, sent
from iass_tui.demo.facts import FACTS
from iass_tui.demo.families import Adult, Family, Plan, Uncounted, Worker, Written
from iass_tui.rules.ages import age_on
from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.agencies import Involved, Involvement
from iass_tui.rules.records.casework import LevelChange, NoteBody, ParentMaySee, ProvidedBy, TaskStatus
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, Scope
from iass_tui.rules.records.deadlines import CaseEventBody
from iass_tui.rules.records.people import FamilyTie, PartyRole, PersonCard
from iass_tui.rules.records.sharing import Ground, Material, Question
from iass_tui.rules.sharing import Outcome
from iass_tui.rules.wording import spoken_wording
from iass_tui.services.door import OfficeDoor
from iass_tui.services.office import Places
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import SetUpAnswers

DONE_WORDS = "Talked it over with them."


class Clock:
    """A clock that stands where it was put, and moves a little with each reading."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=137)
        return self.at

    def move(self, day: date, hour: int, minute: int) -> None:
        """Forward only: what was written stays in order."""
        self.at = max(self.at, datetime.combine(day, time(hour, minute), UTC))


Step = tuple[date, int, Callable[[], None]]


class Builder:
    """Builds one demo office."""

    def __init__(self, places: Places, clock: Clock, plan: Plan, today: date) -> None:
        self._places, self._clock, self._plan, self._today = places, clock, plan, today
        self._sessions: list[OfficeSession] = []
        told = [one for one in plan.families if any(note.parent_may_see == ParentMaySee.NO for note in one.notes)]
        self._at_risk = told[-1] if told else None
        """The family of the one exception."""
        self._agencies: dict[tuple[str, str], UUID] = {}

    def build(self, progress: Callable[[int, int], None]) -> None:
        """Set-up, staff, then every family's contact, note and decision in the order of their days."""
        founded = self._clock().date()
        self._open()
        steps = [
            *governing.steps(self._sessions, self._clock.at.date(), self._today),
            *(step for family in self._plan.families for step in self._steps_of(family)),
            *((one.came, 2, self._tally_step(one)) for one in self._plan.uncounted),
            (self._today - timedelta(days=1), 8, self._load_terms),
            *concerns.steps(self._sessions[-1], self._sessions[0], self._today),
            *sent.steps(self._sessions[-1], self._came_again(), self._today),
            *policy.steps(self._sessions[-1], self._sessions[0], founded, self._today),
        ]
        for number, (day, hour, act) in enumerate(sorted(steps, key=lambda step: step[:2]), 1):
            self._clock.move(day, 9 + hour % 8, number % 60)
            act()
            progress(number, len(steps))
        for session in self._sessions:
            session.close()

    def _open(self) -> None:
        founder, *others = self._plan.workers
        door = OfficeDoor(self._places)
        manager = door.set_up(SetUpAnswers(FACTS, founder.sign_in, founder.name, founder.passphrase))
        governing.begin(manager)
        self._sessions = [manager, *(self._admit(door, manager, worker) for worker in others)]
        self._list_agencies(self._sessions[1])

    def _list_agencies(self, officer: OfficeSession) -> None:
        for card in self._plan.directory:
            made = officer.agencies.add(card)
            for name in (card.organisation, ""):
                self._agencies.setdefault((card.code, name), made)

    def _involve(self, family: Family, made: _Made) -> None:
        agencies = self._sessions[family.worker].agencies
        for code, organisation, stands in family.involved:
            since = family.came + timedelta(days=21) if stands is Involved.SOON else family.came
            body = Involvement(stands=stands, since=since)
            agencies.involve(made.child, self._agencies[code, organisation], body)

    def _admit(self, door: OfficeDoor, manager: OfficeSession, worker: Worker) -> OfficeSession:
        invitation = governing.invite(manager, worker.sign_in, worker.role, worker.name)
        door.join(worker.sign_in, invitation.code, worker.passphrase)
        manager.staff.admit(invitation.account_id)
        return governing.agreed(door.sign_in(worker.sign_in, worker.passphrase))

    def _steps_of(self, family: Family) -> Iterator[Step]:
        made = _Made()
        over_christmas = clocks.over_christmas(self._today) if family is self._at_christmas() else []
        for event in over_christmas or clocks.events_of(family, self._today):
            yield max(event.on, family.came), 7, partial(self._event, family, made, event)
        yield family.came, 0, lambda: self._take_in(family, made)
        yield family.came, 1, lambda: self._consents(family, made)
        yield family.came, 2, lambda: self._involve(family, made)
        for number, note in enumerate(family.notes):
            yield note.on, 3, self._note_step(family, made, note, is_error=family.has_error_note and number == 1)
            if note.due is not None and note.due < self._today - timedelta(days=4):
                yield note.due, 5, partial(self._work_off, family, made, note.due)
        for number, level in enumerate(family.story["level"][1:], 1):
            day = family.came + timedelta(days=14 * number)
            if day < self._today:
                yield day, 4, partial(self._raise_level, family, made, level, day)
        session = self._sessions[family.worker]
        yield from passing.steps(family, lambda: made.child, lambda: made.adults, session, self._today)
        if family is self._at_risk:
            yield self._today - timedelta(days=1), 7, lambda: passing.exception(made.child, session)
        if family.closed_on is not None:
            yield family.closed_on, 6, lambda: _close(self._sessions[family.worker], family, made)

    def _came_again(self) -> dict[str, str]:
        """What a family on file said when they first came: of those who can be reached, where there is one."""
        families = self._plan.families
        found = [one for one in families if one.keeps_contact and one.born is not None] or families
        return _answers(found[-1], "")

    def _at_christmas(self) -> Family | None:
        """The newest family of the tribunal story whose case is open."""
        found = [one for one in self._plan.families if one.story["key"] == "tribunal" and one.closed_on is None]
        return found[-1] if found else None

    def _event(self, family: Family, made: _Made, event: CaseEventBody) -> None:
        self._sessions[family.worker].deadlines.add_event(made.case, event)

    def _load_terms(self) -> None:
        loaded = self._sessions[0].deadlines.load_terms(clocks.terms(self._today))
        assert not isinstance(loaded, tuple), loaded

    def _raise_level(self, family: Family, made: _Made, level: str, day: date) -> None:
        casework = self._sessions[family.worker].casework
        case = casework.case(made.case)
        change = LevelChange(level=level, on=day, reason=code_list("LEVEL").label(level))
        facts = dataclasses.replace(case.facts, levels=(*case.facts.levels, change))
        casework.change_facts(made.case, case.version, case.facts, facts)

    def _take_in(self, family: Family, made: _Made) -> None:
        session = self._sessions[family.worker]
        saved = session.intake.finish(_answers(family, session.me.card.name))
        assert saved.case_id is not None
        assert saved.person_id is not None
        made.case, made.child = saved.case_id, saved.person_id
        view = session.people.person(made.child)
        made.adults = [tie.person_id for tie in view.family]
        for adult, named in zip(family.adults[1:], view.card.named, strict=True):
            if family.refuses_access_to is None and family.came.day % 3 == 0:
                continue  # only named so far; the others are asked for themselves next
            card = PersonCard(role=PartyRole.PARENT, given_name=adult.given, family_name=adult.family, user_type="PAR")
            saving = _event(family, Purpose.SAVE_CASE, name=f"{adult.given} {adult.family}")
            tie = FamilyTie(relation=adult.relation, responsibility=adult.responsibility)
            made.adults.append(session.people.add_relative(made.child, card, tie, save_consent=saving, named=named))
        for given, born in family.siblings:
            card = PersonCard(
                role=PartyRole.CHILD,
                given_name=given,
                family_name=family.child_family,
                born=PartialDate(born.year, born.month, born.day),
                user_type="CHI",
            )
            saving = _event(family, Purpose.SAVE_CASE, given_by=made.adults[0], right=_right(born, family.came))
            session.people.add_relative(made.adults[0], card, FamilyTie(relation="MOT", responsibility="YES"),
                                        save_consent=saving)  # fmt: skip

    def _consents(self, family: Family, made: _Made) -> None:
        session = self._sessions[family.worker]
        parent, adult, right = made.adults[0], family.adults[0], _right(family.born, family.came)
        about_child = [
            _event(family, Purpose.CONTACT_AGENCY, given_by=parent, right=right, scope=_scope(family, code))
            for code in family.agencies
        ]
        if any(note.provided_by == ProvidedBy.PROFESSIONAL for note in family.notes):
            named = Scope(agency=passing.THERAPIST.code, named=passing.THERAPIST.named)
            about_child.append(_event(family, Purpose.CONTACT_AGENCY, given_by=parent, right=right, scope=named))
        if family.stats:
            about_child.append(_event(family, Purpose.STATS, Decision.REFUSED, given_by=parent, right=right))
        if family.refuses_access_to is not None:
            scope = Scope(person_id=made.adults[family.refuses_access_to])
            about_child.append(
                _event(family, Purpose.REFUSE_ACCESS, given_by=made.child, name=family.child_given, scope=scope)
            )
        if about_child:
            session.consent.record(made.child, about_child)
        if family.keeps_contact and family.news:
            news = [
                _event(family, Purpose(code), given_by=parent, name=f"{adult.given} {adult.family}")
                for code in family.news
            ]
            session.consent.record(parent, news)

    def _note_step(self, family: Family, made: _Made, note: Written, *, is_error: bool) -> Callable[[], None]:
        def write() -> None:
            session = self._sessions[family.worker]
            note_id = _written_down(session, made, _body(note, made))
            if is_error:
                session.casework.mark_in_error(note_id, "Written on the wrong family's file.")
            self._work_off(family, made, note.on)

        return write

    def _work_off(self, family: Family, made: _Made, day: date) -> None:
        """Tasks that had fallen due by then were done; the last days' are left for whoever opens the demo."""
        session = self._sessions[family.worker]
        for task in session.casework.case(made.case).tasks:
            due = task.body.due_on
            if task.status is TaskStatus.OPEN and due is not None and due <= min(day, self._today - timedelta(days=4)):
                session.casework.finish_task(
                    task.id, task.version, "Talked it over with them." if task.body.duty else ""
                )

    def _tally_step(self, one: Uncounted) -> Callable[[], None]:
        def count() -> None:
            session = self._sessions[-1]
            session.intake.finish(
                {
                    "channel": one.channel,
                    "user_type": "ANO" if one.save == "ANONYMOUS" else "PAR",
                    "issue_group": one.issue_group,
                    "policy": "ALOUD",
                    "understood": "YES",
                    "save": one.save,
                    "rights_how": "ALOUD",
                    "rights_by": session.me.card.name,
                    "rights_on": one.came.isoformat(),
                    "minutes_band": one.minutes_band,
                    "signposts": one.signpost,
                }
            )

        return count


@dataclasses.dataclass
class _Made:
    """Ids that a family got."""

    case: UUID = UUID(int=0)
    child: UUID = UUID(int=0)
    adults: list[UUID] = dataclasses.field(default_factory=list)


def _right(born: date | None, on: date) -> str:
    """By what right a parent speaks: from 16 the young person asked them to."""
    return "AUTHORITY" if born and age_on(born, on) >= 16 else "PR"


def _answers(family: Family, officer: str) -> dict[str, str]:
    story = family.story
    first = family.notes[0] if family.notes else None
    answers = {
        "channel": first.channel if first else "TEL",
        "user_type": "PAR",
        "issue_group": story["issues"][0][:2],
        "policy": "ALOUD",
        "understood": "YES",
        "rights_how": "BOTH",
        "rights_by": officer,
        "rights_on": family.came.isoformat(),
        "save": "YES",
        "contact": "YES" if family.keeps_contact else "NO",
        "child_given_name": family.child_given,
        "child_family_name": family.child_family,
        "child_known_as": "",
        "born": family.born.isoformat() if family.born else "NOT_GIVEN",
        "parents": str(len(family.adults)),
        "right": _right(family.born, family.came),
        "language": "eng",
        "interpreter": "NONE",
        "formats": "STD",
        "setting_type": story["setting"],
        "setting_name": family.school,
        "sen_stage": story["sen_stage"],
        "needs": " ".join(story["needs"]),
        "issues": " ".join(story["issues"]),
        "wants": story["wants"].format(child=family.child_given, school=family.school, parent="", other=""),
        "child_view": story["child_view"],
        "action": "Ring back with what we find.",
        "action_due": (family.came + timedelta(days=7)).isoformat(),
        "level": story["level"][0],
        "source": "EDU" if len(family.school) % 2 else "FRD",
        "minutes_band": "16-30",
        "signposts": "NONE",
    }
    for index, adult in enumerate(family.adults):
        answers |= _adult_answers(index, adult)
    if family.keeps_contact:
        first_adult = family.adults[0]
        answers |= {
            "phone": first_adult.phone,
            "email": first_adult.email,
            "address": family.address,
            "postcode": family.postcode,
            "safe_hours": "after 16:00" if family.are_separated else "",
            "safety": "SEPARATED_PARENTS NO_VOICEMAIL" if family.are_separated else "",
            "action_reach": "YES",
        }
    else:
        answers["code_word"] = f"{family.adults[0].given.casefold()} lantern"
    return answers


def _adult_answers(index: int, adult: Adult) -> dict[str, str]:
    return {
        f"parents.{index}.given_name": adult.given,
        f"parents.{index}.family_name": adult.family,
        f"parents.{index}.relation": adult.relation,
        f"parents.{index}.responsibility": adult.responsibility,
    }


def _scope(family: Family, code: str) -> Scope:
    """Most families name the school; of the others they tick the kind, and are still to be asked whom."""
    return Scope(agency=code, named=family.school if code == "EDU_SETTING" and len(family.child_given) % 3 else "")


def _event(
    family: Family,
    purpose: Purpose,
    decision: Decision = Decision.GIVEN,
    *,
    given_by: UUID | None = None,
    right: str = "SELF",
    name: str = "",
    scope: Scope | None = None,
) -> ConsentEvent:
    adult = family.adults[0]
    wording = spoken_wording()
    return ConsentEvent(
        purpose=purpose,
        decision=decision,
        given_by=given_by,
        given_by_name=name or f"{adult.given} {adult.family}",
        right=right,
        wording_version=wording.version,
        wording_hash=wording.sha256,
        read_by="ALOUD",
        right_to_withdraw_explained=True,
        given_on=family.came,
        scope=scope or Scope(),
    )


def _body(note: Written, made: _Made) -> NoteBody:
    provider = ProvidedBy(note.provided_by)
    given_by = {ProvidedBy.CHILD: made.child, ProvidedBy.PARENT: made.adults[0]}.get(provider)
    return NoteBody(
        progress=note.progress,
        action=note.action,
        action_by="us" if note.action else "",
        action_due=note.due,
        happened_on=note.on,
        channel=note.channel,
        minutes=note.minutes,
        provided_by=provider,
        provided_by_id=given_by,
        with_agency=passing.THERAPIST if provider is ProvidedBy.PROFESSIONAL else None,
        about=(made.child,),
        parent_may_see=ParentMaySee(note.parent_may_see),
    )


def _written_down(session: OfficeSession, made: _Made, body: NoteBody) -> UUID:
    """A note; of a talk with a professional that nobody permits any more only what was read is kept."""
    if body.with_agency is not None:
        question = Question(recipient=body.with_agency, material=Material.TALK, ground=Ground.HELP)
        if session.sharing.ask(made.child, question).outcome is not Outcome.YES:
            body = dataclasses.replace(body, channel="", minutes=0)
    return session.casework.add_note(made.case, body)


def _close(session: OfficeSession, family: Family, made: _Made) -> None:
    case = session.casework.case(made.case)
    for task in case.tasks:
        if task.status is TaskStatus.OPEN:
            session.casework.finish_task(task.id, task.version, DONE_WORDS)
    outcome, closure = family.story["outcome"]
    session.casework.close_case(
        made.case, case.version, closure=closure, outcomes=(outcome,), words="Agreed with the family on the telephone."
    )
