"""Exceptions after they were recorded: a manager sees each, signs off or turns down what is about illegal activity."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import office_store, people_store, sharing_store
from iass_tui.rules.access import AccessReason, Action
from iass_tui.rules.dates import in_england
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.office import Act, Role
from iass_tui.rules.records.sharing import Ground, RecordedSharing, SharingBody, SharingKind
from iass_tui.rules.second_person import Possible, Second
from iass_tui.rules.sharing import sign_off_by
from iass_tui.services import sharing_door
from iass_tui.services.acting import About, SaysNo, acting, record
from iass_tui.services.problems import in_words
from iass_tui.services.second_person import as_second, insist_counts, insist_impartial, possible_seconds
from iass_tui.services.sharing_views import ExceptionView
from iass_tui.services.views import ExceptionLine, NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession
    from iass_tui.services.sharing import SharingService

TO_SEE, TO_SIGN_OFF, TO_SIGN_OFF_FIRST, TO_DO, DONE = "TO_SEE", "TO_SIGN_OFF", "TO_SIGN_OFF_FIRST", "TO_DO", "DONE"
_TO_SIGN = frozenset({TO_SIGN_OFF, TO_SIGN_OFF_FIRST})
NONE = "There is no such exception any more."
ANSWERED = "A manager has answered this already."
NOT_SIGNED_OFF = "No manager has signed this off, or it was shared already."
SAY_WHY = "Say why."


class Exceptions:
    """What happens with exceptions on later days."""

    def __init__(self, session: OfficeSession, bank_holidays: Container[date]) -> None:
        self._session, self._desk, self._holidays = session, session.desk, bank_holidays

    def waiting(self) -> tuple[ExceptionLine, ...]:
        """For the first page; nothing is opened that is not to be shown to this colleague."""
        with self._desk.read() as connection:
            to_see, to_do = sharing_store.open_exceptions(connection)
            is_manager = self._session.me.role is Role.MANAGER
            found = [*self._lines(connection, to_see if is_manager else ()), *self._lines(connection, to_do)]
            if not is_manager:
                found += [line for line in self._lines(connection, to_see) if self._may_stand_in(*line)]
        me = self._session.me.id
        mine = [one for one, row in found if is_manager or row.recorded_by == me or one.stage in _TO_SIGN]
        return tuple(sorted(mine, key=lambda one: (one.due_on is None, one.due_on or date.max)))

    def _may_stand_in(self, line: ExceptionLine, row: RecordedSharing) -> bool:
        """Whether this officer signs it off, since no other manager counts."""
        return line.stage in _TO_SIGN and self._second(row) is Second.SECOND_PERSON

    def _second(self, row: RecordedSharing) -> Second | Refused:
        """As what I sign it off. Whom somebody else named as having decided had no part in it yet (P11).

        No officer stands in for a manager who is only named; she signs it off herself where no other one counts.
        """
        answer = as_second(self._session, Action.SIGN_OFF_SHARING, _whose(row), row.subject_id)
        decider = self._only_named(row)
        if decider is None:
            return answer
        if self._session.me.role is not Role.MANAGER:
            return Refused((AccessReason.NOT_YOUR_ROLE,))
        is_alone = decider == self._session.me.id and not self._seconds(row)
        if is_alone and isinstance(answer, Refused) and AccessReason.CONFLICT_OF_INTEREST not in answer.reasons:
            return Second.NO_SECOND_PERSON
        return answer

    def _only_named(self, row: RecordedSharing) -> UUID | None:
        """The manager whom somebody who is none recorded as having decided."""
        facts, managers = row.body.exception, self._managers()
        is_named = facts is not None and facts.decided_by in managers and row.recorded_by not in managers
        return facts.decided_by if facts is not None and is_named else None

    def _managers(self) -> frozenset[UUID]:
        found = office_store.colleagues(self._desk)
        return frozenset(one.id for one in found if one.is_active and one.role is Role.MANAGER)

    def _seconds(self, row: RecordedSharing) -> tuple[Possible, ...]:
        found = possible_seconds(self._session, _whose(row), row.subject_id)
        if self._only_named(row) is None:
            return found
        managers = self._managers()
        return tuple(one for one in found if one.account_id in managers)

    def _lines(
        self, connection: Connection, sharings: Collection[UUID]
    ) -> Iterator[tuple[ExceptionLine, RecordedSharing]]:
        for sharing_id in sharings:
            rows = sharing_store.of_sharing(self._desk, connection, sharing_id)
            first = _first(rows)
            question = first.body.question if first else None
            if first is None or question is None or self._stage(rows) == DONE:
                continue
            cards = people_store.cards(self._desk, connection, [first.subject_id])
            due = self._due(rows)
            name = next((card.full_name for card in cards.values()), "")
            line = ExceptionLine(
                sharing_id=sharing_id,
                name=name,
                recipient=self._recipient(connection, first),
                ground=question.ground,
                stage=self._stage(rows),
                due_on=due,
                is_overdue=due is not None and due < self._session.today_date(),
            )
            yield line, first

    def _stage(self, rows: tuple[RecordedSharing, ...]) -> str:
        kinds = {one.kind for one in rows}
        first = _first(rows)
        question = first.body.question if first else None
        if kinds & sharing_store.OF_A_MANAGER:
            waits = SharingKind.SIGNED_OFF in kinds and not kinds & sharing_store.PASSED_ON
            return TO_DO if waits else DONE
        if SharingKind.PROPOSED in kinds and not kinds & sharing_store.PASSED_ON:
            return TO_SIGN_OFF_FIRST
        return TO_SIGN_OFF if question and question.ground is Ground.ILLEGAL else TO_SEE

    def _due(self, rows: tuple[RecordedSharing, ...]) -> date | None:
        """One working day for the sign-off of what was done at once (P11)."""
        first = _first(rows)
        if first is None or self._stage(rows) != TO_SIGN_OFF:
            return None
        return sign_off_by(in_england(first.recorded_at).date(), self._holidays)

    def _recipient(self, connection: Connection, row: RecordedSharing) -> str:
        to = row.body.question.recipient if row.body.question else None
        if to is None or to.person_id is None:
            return to.named if to else ""
        cards = people_store.cards(self._desk, connection, [to.person_id])
        return cards[to.person_id].full_name if to.person_id in cards else ""

    def view(self, service: SharingService, sharing_id: UUID) -> ExceptionView:
        """One exception. The look is recorded."""
        with self._desk.read() as connection:
            rows = self._rows(connection, sharing_id)
            first = _first(rows)
            assert first is not None
            question, facts = first.body.question, first.body.exception
            if question is None or facts is None:
                raise NotFound(NONE)
            cards = people_store.cards(self._desk, connection, first.body.subjects)
            second = self._second(first)
            answers = [one for one in rows if one.subject_id == first.subject_id and one is not first]
            view = ExceptionView(
                sharing_id=sharing_id,
                person_id=first.subject_id,
                about=tuple(cards[one].full_name for one in first.body.subjects if one in cards),
                recipient=self._recipient(connection, first),
                question=question,
                facts=facts,
                decided_by=self._session.people.colleague_name(facts.decided_by),
                recorded_by=self._session.people.colleague_name(first.recorded_by),
                at=first.recorded_at,
                stage=self._stage(rows),
                due_on=self._due(rows),
                told=first.body.told,
                answers=service.lines(connection, answers, {}),
                second=None if isinstance(second, Refused) else second,
                why_not=second.reasons if isinstance(second, Refused) else (),
                seconds=self._seconds(first),
            )
        record(self._desk, About("sharing", first.subject_id).detail(Act.VIEW))
        return view

    @in_words()
    def seen(self, sharing_id: UUID) -> None:
        """A manager has seen it; illegal activity wants a sign-off instead."""
        self._answer(sharing_id, SharingKind.SEEN, "", {TO_SEE})

    @in_words()
    def sign_off(self, sharing_id: UUID, words: str) -> None:
        """A manager who neither decided nor recorded it agrees, before it is shared or after it was done at once (P11).

        Of a manager's own an officer does where no other manager counts; where nobody counts the only manager signs off
        what is their own, and their row and the entry say that there was no second person. Raises `NotAllowed` for
        anybody whom the rule does not count as another person (decision 0017).
        """
        self._answer(sharing_id, SharingKind.SIGNED_OFF, words, _TO_SIGN)

    @in_words()
    def turn_down(self, sharing_id: UUID, words: str) -> None:
        """A manager does not agree, and says why. What was shared at once stays on record as shared."""
        if not words.strip():
            raise Problem(SAY_WHY)
        self._answer(sharing_id, SharingKind.TURNED_DOWN, words, _TO_SIGN)

    def _answer(self, sharing_id: UUID, kind: SharingKind, words: str, stages: Collection[str]) -> None:
        signs = kind in (SharingKind.SIGNED_OFF, SharingKind.TURNED_DOWN)
        self._session.require(Action.SHARE if signs else Action.SIGN_OFF_SHARING)
        with self._desk.read() as connection:
            about = About("sharing", self._rows(connection, sharing_id)[0].subject_id)
        with acting(self._desk, about) as unit:
            rows = self._rows(unit.connection, sharing_id)
            if self._stage(rows) not in stages:
                raise SaysNo(ANSWERED, ("SHARING_ANSWERED",))
            first = _first(rows)
            assert first is not None
            reasons: tuple[str, ...] = ()
            conflict: tuple[str, ...] = ()
            if kind is SharingKind.SIGNED_OFF or not self._session.may(Action.SIGN_OFF_SHARING):
                reasons = (insist_counts(self._second(first)).value,)
            else:
                conflict = insist_impartial(self._session, first.subject_id)
            body = SharingBody(on=self._session.today_date(), words=words, reasons=reasons)
            sharing_store.note(self._desk, unit, kind, first.body.subjects, body, sharing_id)
            unit.say(about.detail(Act.CHANGE, fields=(kind,), reasons=(*reasons, *conflict)))

    @in_words()
    def carry_out(self, sharing_id: UUID, *, told: str, how: str) -> None:
        """A proposal that a manager signed off was shared now: decided anew, on its very question and facts."""
        self._session.require(Action.SHARE)
        with self._desk.read() as connection:
            about = About("sharing", self._rows(connection, sharing_id)[0].subject_id)
        with acting(self._desk, about) as unit:
            rows = self._rows(unit.connection, sharing_id)
            first = _first(rows)
            if self._stage(rows) != TO_DO or first is None or first.body.question is None:
                raise SaysNo(NOT_SIGNED_OFF, ("SHARING_NOT_SIGNED_OFF",))
            question, facts = first.body.question, first.body.exception
            sharing_door.pass_on(
                self._session, unit, first.body.subjects[0], question, told=told, how=how, exception=facts,
                sharing_id=sharing_id,
            )  # fmt: skip
            unit.say(about.detail(Act.CREATE, fields=(SharingKind.EXCEPTION,), reasons=(question.ground,)))

    def _rows(self, connection: Connection, sharing_id: UUID) -> tuple[RecordedSharing, ...]:
        rows = sharing_store.of_sharing(self._desk, connection, sharing_id)
        if not rows or _first(rows) is None:
            raise NotFound(NONE)
        return rows


def _whose(first: RecordedSharing) -> tuple[UUID | None, ...]:
    """Who recorded it, and who decided it: neither signs it off."""
    return first.recorded_by, first.body.exception.decided_by if first.body.exception else None


def _first(rows: tuple[RecordedSharing, ...]) -> RecordedSharing | None:
    """The proposal, else the exception as it was recorded."""
    for kind in (SharingKind.PROPOSED, SharingKind.EXCEPTION):
        for one in rows:
            if one.kind is kind:
                return one
    return None
