"""Puts a handover sheet together: what is in error is left out, what is kept back is marked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import agency_store, consent_store, people_store
from iass_tui.rules.agencies import may_contact
from iass_tui.rules.agenda import Due, day_of, heading
from iass_tui.rules.ages import school_age_ends
from iass_tui.rules.consent import ConsentState, Standing, fold, passport
from iass_tui.rules.dates import in_england
from iass_tui.rules.deadlines import MilestoneKind, State
from iass_tui.rules.deadlines.words import milestone_words, short_words
from iass_tui.rules.duties import REVIEW_WORDS
from iass_tui.rules.handover import HandoverGap, not_to_tell
from iass_tui.rules.intake.routing import CHILD_TYPES
from iass_tui.rules.notes import NoteThread, fold_thread
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import Involved
from iass_tui.rules.records.casework import NoteBody, ParentMaySee, ProvidedBy, TaskBody, TaskStatus
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.text import squash
from iass_tui.rules.wording import wording
from iass_tui.services import case_views, deadline_views, person_views
from iass_tui.services.deadline_views import TimetableView
from iass_tui.services.handover_views import (
    FamilyMember,
    HandoverSheet,
    InvolvedAgency,
    KeptBack,
    NextDate,
    SheetTask,
    ToAsk,
    Told,
)
from iass_tui.services.views import CaseView, ContactView, Relative

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

PROGRESS_LINES = 5
CHILDS_LINES = 3
LETTERS = 5
DATES = 10
LONGEST = 280
"""Characters of one line: what is longer is read in the note itself."""
LOOK_AHEAD = timedelta(days=366)


def read(session: OfficeSession, case_id: UUID) -> HandoverSheet:
    """The sheet. Raises `NotFound`, `Tampered` or `Problem`; records nothing."""
    case = case_views.view(session, case_id)
    return _Sheet(session, case, deadline_views.view(session, case_id)).made()


@dataclasses.dataclass
class _Sheet:
    session: OfficeSession
    case: CaseView
    dates: TimetableView

    def __post_init__(self) -> None:
        person = self.case.person
        self.lost = 0
        self.today = self.session.today_date()
        self.consents = fold(person.consents, self.today, person.card.born)
        self.relatives = tuple(one for one in person.family if not one.is_child_side)
        self.names = {person.id: person.card.full_name, **{one.person_id: one.name for one in self.relatives}}
        self.released = frozenset(
            one.person_id
            for one in self.relatives
            if self.consents.may(Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=one.person_id))
        )
        threads = [fold_thread(note.rows) for note in self.case.notes]
        self.threads = [one for one in threads if not one.is_in_error]

    def made(self) -> HandoverSheet:
        """Everything, in the order in which it is read."""
        case, person = self.case, self.case.person
        wants = squash(case.facts.wants)
        said = [one for one in self.threads if not wants or squash(one.body.text) != wants or one.body.progress.strip()]
        childs = [one for one in said if one.body.provided_by is ProvidedBy.CHILD][:CHILDS_LINES]
        return HandoverSheet(
            case_id=case.id,
            reference=case.reference,
            person_id=person.id,
            status=case.status,
            officer=case.officer,
            facts=case.facts,
            opened_on=case.material.facts.opened_on or self.today,
            age=person.age,
            made_on=self.today,
            made_by=self.session.me.card.name,
            family=tuple(self._family()),
            agencies=tuple(self._agencies()),
            notice=person.notice,
            refused=person.refusals,
            is_frozen=person.is_frozen,
            consents=passport(self.consents, person.id, person.id),
            to_ask=tuple(self._to_ask()),
            decides_since=self._decides_since(),
            wish=self._wish(),
            progress=tuple(self._notes([one for one in said if one not in childs][:PROGRESS_LINES])),
            childs_words=tuple(self._notes(childs)),
            to_do=tuple(self._to_do()),
            sent=tuple(self._sent()),
            dates=tuple(sorted(self._dates(), key=lambda one: (one.on, one.is_task)))[:DATES],
            last_spoke=self._last_spoke(),
            gaps=tuple(HandoverGap(gap) for gap in case.gaps),
            unreadable=case.unreadable + person.unreadable + self.dates.unreadable + self.lost,
        )

    # who may know what

    def _kept_back(self, by: ProvidedBy, may_see: ParentMaySee) -> KeptBack | None:
        found = not_to_tell(by, may_see, tuple(one.person_id for one in self.relatives), self.released)
        return None if found is None else KeptBack(found.why, tuple(self.names[one] for one in found.whom))

    def _of_note(self, body: NoteBody) -> KeptBack | None:
        return self._kept_back(body.provided_by, body.parent_may_see)

    # people

    def _family(self) -> Iterator[FamilyMember]:
        with self.session.desk.read() as connection:
            yield self._member(connection, self.case.person.id, None)
            for one in self.relatives:
                yield self._member(connection, one.person_id, one)

    def _member(self, connection: Connection, person_id: UUID, relative: Relative | None) -> FamilyMember:
        """Someone with their own consents, and how to reach them where these allow it (P44)."""
        desk = self.session.desk
        stored = people_store.person(desk, connection, person_id)
        name = self.names[person_id]
        refused = self.consents.refuses(person_id) if relative else False
        if stored is None or stored.state is PersonState.PENDING:
            tie = relative.tie if relative else None
            return FamilyMember(person_id, None, name, tie, None, (), refused)
        own = fold(consent_store.history(desk, person_id, connection), self.today, stored.card.born)
        may_keep = person_views.may_keep_contact(stored, own)
        return FamilyMember(
            id=person_id,
            card=stored.card,
            name=name,
            tie=relative.tie if relative else None,
            contact=stored.contact if may_keep else None,
            agreed=tuple(dict.fromkeys(one.purpose for one in own.standings if _is_in_force(own, one))),
            may_not_know=refused,
        )

    def _agencies(self) -> Iterator[InvolvedAgency]:
        desk = self.session.desk
        with desk.read() as connection:
            rows = agency_store.select(connection, self.case.person.id)
            found, lost = agency_store.opened(rows, desk.keys(agency_store.places(rows)))
        self.lost = lost + sum(one.agency is None for one in found)
        for one in sorted(found, key=lambda one: list(Involved).index(one.body.stands)):
            if one.agency is not None:
                yield InvolvedAgency(one.agency, one.body, bool(may_contact(self.consents, one.agency)))

    def _to_ask(self) -> Iterator[ToAsk]:
        """As on Today, one for each person and reason; of what is a task by now the task says more."""
        for line in case_views.consents_due(self.session, self.case):
            yield ToAsk(line.name, REVIEW_WORDS[line.review.kind], line.review.due_on)

    def _decides_since(self) -> date | None:
        born = self.case.person.card.born
        ends = school_age_ends(born.exact) if born and born.exact else None
        return ends if ends is not None and ends < self.today else None

    # what was written

    def _wish(self) -> Told | None:
        facts = self.case.facts
        if not facts.wants.strip():
            return None
        by = ProvidedBy.CHILD if facts.user_type in CHILD_TYPES else ProvidedBy.PARENT
        on = facts.opened_on or self.today
        return Told(on, facts.wants, by, kept_back=self._kept_back(by, ParentMaySee.NOT_ASKED))

    def _notes(self, threads: Iterable[NoteThread]) -> Iterator[Told]:
        for thread in threads:
            body = thread.body
            words = " ".join(squash(part) for part in (body.progress, body.text, body.outcome) if part.strip())
            words = words or (f"agreed: {squash(body.action)}" if body.action.strip() else "nothing was written down")
            name = self.names.get(body.provided_by_id, "") if body.provided_by_id else ""
            wrote = self.session.people.colleague_name(thread.author_id)
            writer = "" if thread.author_id == self.case.officer_id else wrote
            yield Told(_day(thread), _cut(words), body.provided_by, name, self._of_note(body), writer)

    def _to_do(self) -> Iterator[SheetTask]:
        notes = {one.note_id: one.body for one in self.threads}
        tasks = [one for one in self.case.tasks if one.status is TaskStatus.OPEN]
        for task in sorted(tasks, key=lambda one: _by_day(one.body)):
            body, note = task.body, notes.get(task.body.note_id) if task.body.note_id else None
            yield SheetTask(
                body=body,
                does_it=(note.action_by if note else "") or task.owner,
                is_overdue=heading(body, self.today) is Due.OVERDUE,
                kept_back=self._of_note(note) if note else None,
            )

    def _sent(self) -> Iterator[Told]:
        """What went out in writing, by its name: the words are in the case."""
        letters = sorted(self.case.letters, key=lambda one: (one.body.sent_on, one.written_at), reverse=True)
        for one in letters[:LETTERS]:
            body = one.body
            is_childs_own = body.to.person_id == self.case.person.id
            kept_back = self._kept_back(ProvidedBy.CHILD, ParentMaySee.NOT_ASKED) if is_childs_own else None
            name = wording(f"letter.name.{body.kind.value}").text
            yield Told(body.sent_on, _cut(f"{name}, to {body.reader}"), ProvidedBy.OFFICER, kept_back=kept_back)

    def _last_spoke(self) -> Told | None:
        """The latest exchange, with a note or without one: when, how and with whom."""
        spoken: list[tuple[date, str, ProvidedBy, UUID | None, KeptBack | None]] = [
            (_day(one), one.body.channel, one.body.provided_by, one.body.provided_by_id, self._of_note(one.body))
            for one in self.threads
            if one.body.provided_by is not ProvidedBy.OFFICER
        ]
        spoken += [
            (
                _talk_day(one),
                one.body.channel,
                one.body.with_whom,
                one.body.with_id,
                self._kept_back(one.body.with_whom, ParentMaySee.NOT_ASKED),
            )
            for one in self.case.contacts
        ]
        if not spoken:
            return None
        on, channel, by, who, kept_back = max(spoken, key=lambda one: one[0])
        return Told(on, channel, by, self.names.get(who, "") if who else "", kept_back)

    # days

    def _dates(self) -> Iterator[NextDate]:
        for task in self.case.tasks:
            due = task.body.due_on
            if task.status is TaskStatus.OPEN and due is not None:
                yield NextDate(due, _cut(task.body.what), is_task=True)
        for one in self.dates.dates:
            if one.is_open and (one.due >= self.today or one.state is State.LATE):
                yield NextDate(one.due, short_words(one.row.code), one)
        asked = {one.body.duty.kind for one in self.case.tasks if one.status is TaskStatus.OPEN and one.body.duty}
        for day in self.dates.milestones:
            if day.kind in asked:
                continue
            if self.today <= day.on <= self.today + LOOK_AHEAD and day.kind is not MilestoneKind.AGE_25:
                yield NextDate(day.on, milestone_words(day.kind))


def _is_in_force(own: ConsentState, one: Standing) -> bool:
    return one.purpose is not Purpose.REFUSE_ACCESS and bool(own.may(one.purpose, one.scope))


def _day(thread: NoteThread) -> date:
    return thread.body.happened_on or in_england(thread.written_at).date()


def _talk_day(talk: ContactView) -> date:
    return talk.body.happened_on or in_england(talk.written_at).date()


def _by_day(body: TaskBody) -> tuple[date, str]:
    return day_of(body) or date.max, body.what


def _cut(words: str) -> str:
    """A line or two of it, ended at a word."""
    line = squash(words)
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"
