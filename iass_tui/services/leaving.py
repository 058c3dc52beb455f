"""Someone leaves: what they hold goes to colleagues, then their account is closed and the keys they held are rotated.

Cases and tasks go first, one signed entry each, and once more after the account is closed for what came between. Cut
off anywhere, what is left is in the preview still: beginning again goes on from there, and nothing is orphaned.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, concern_store, draft_store, office_store, restricted_store, task_store
from db.case_store import StoredCase
from db.opened import UNREADABLE, Place
from db.unit_of_work import Tampered
from iass_tui.rules.access import Action, may
from iass_tui.rules.cases import format_reference
from iass_tui.rules.interests import InterestReason
from iass_tui.rules.records.office import Act, Colleague, Role
from iass_tui.services import key_register, person_views
from iass_tui.services.acting import About, record
from iass_tui.services.interests import NOT_TO_THEM, may_have_case
from iass_tui.services.leaving_views import HeldTask, Leaver, Left, Progress
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotAllowed, NotFound
from iass_tui.vault.compartments import FileKey

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOBODY = "There is no such active account."
NOT_ONESELF = "Another manager closes your account, so that someone is left to run the office."
NO_TAKER = "Say for each case who takes it over: an officer or a manager who stays."
OUTSIDE = "Whoever takes everything is shut out of {named}, which is restricted. Choose somebody else for it."
_TIMES = 3
"""How often is looked for what came meanwhile: an open session of theirs ends with the account."""


class LeavingService:
    """The preview of a leaving, and the one act that does it."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def preview(self, account_id: UUID) -> Leaver:
        """What they hold. The look is recorded, or there is none. Raises `NotFound`."""
        self._session.require(Action.MANAGE_STAFF, account_id)
        everyone = office_store.colleagues(self._desk)
        leaver = next((one for one in everyone if one.id == account_id), None)
        if leaver is None:
            raise NotFound(NOBODY)
        with self._desk.read() as connection:
            cases = self._cases(connection, account_id)
            tasks = self._tasks(connection, account_id)
            drafts = draft_store.count(connection, account_id)
            told = self._named(connection, account_id)
            held = {one.id for one in cases} | {one.case_id for one in tasks}
            restricted = {one: self._insiders(connection, one, everyone) for one in held}
        about = About("leaver", account_id)
        record(self._desk, dataclasses.replace(about.detail(Act.VIEW), count=len(cases) + len(tasks)))
        others = [one for one in everyone if one.is_active and one.role is Role.MANAGER and one.id != account_id]
        return Leaver(
            colleague=leaver,
            cases=tuple(person_views.line(self._session, one) for one in cases),
            tasks=tasks,
            drafts=drafts,
            named_to_staff=told,
            compartments=tuple(sorted(key_register.held(self._desk.keyring.register, account_id))),
            takers=tuple(one for one in everyone if one.id != account_id and _may_take(one)),
            only={one: inside for one, inside in restricted.items() if inside is not None},
            is_last_manager=leaver.role is Role.MANAGER and not others,
        )

    def _insiders(self, connection: Connection, case_id: UUID, everyone: Iterable[Colleague]) -> frozenset[UUID] | None:
        """Of a restricted case, who can take it; None of any other."""
        circle = restricted_store.circle_of(connection, case_id)
        if circle is None:
            return None
        register = self._desk.keyring.register
        return frozenset(one.id for one in everyone if one.is_active and register.is_inside(one.id, circle))

    def has_work(self, account_id: UUID) -> bool:
        """Whether somebody has a case or a task that is open."""
        with self._desk.read() as connection:
            cases = case_store.select_not_closed(connection, account_id)
            return bool(cases or task_store.owned(connection, account_id))

    def _cases(self, connection: Connection, account_id: UUID) -> tuple[StoredCase, ...]:
        rows = case_store.select_not_closed(connection, account_id)
        keys = self._keys(case_store.places(rows))
        return tuple(case_store.opened(row, keys) for row in rows)

    def _keys(self, places: Iterable[Place]) -> dict[UUID, FileKey]:
        """One by one: a damaged key keeps nobody from leaving."""
        found = {}
        for place in set(places):
            with contextlib.suppress(*UNREADABLE):
                found[place[0]] = self._desk.key(*place)
        return found

    def _tasks(self, connection: Connection, account_id: UUID) -> tuple[HeldTask, ...]:
        rows = task_store.owned(connection, account_id)
        keys = self._keys(task_store.places(rows))
        found = []
        for row in rows:
            opened, _ = task_store.opened([row], keys)
            file = case_store.case_file(connection, UUID(bytes=row[3]))
            found.append(
                HeldTask(
                    id=UUID(bytes=row[0]),
                    case_id=UUID(bytes=row[3]),
                    reference=format_reference(row[7]),
                    what=opened[0].body.what if opened else person_views.DOES_NOT_OPEN,
                    case_officer_id=None if file is None else file.officer_id,
                )
            )
        return tuple(found)

    def _named(self, connection: Connection, account_id: UUID) -> int:
        try:
            return sum(one.speak_to == account_id for one in concern_store.board(self._desk, connection).told)
        except (Tampered, *UNREADABLE):
            return 0

    @in_words()
    def leave(
        self,
        account_id: UUID,
        to: UUID | None,
        cases: Mapping[UUID, UUID] | None = None,
        progress: Progress = lambda done, of: None,  # noqa: ARG005
    ) -> Left:
        """Gives everything on to `to`, single cases to whom `cases` says, then closes the account and rotates.

        Tasks go with their case, those in a colleague's case to that colleague. Raises `NotAllowed` before anything is
        done where someone cannot take a case, for oneself and for the last manager.
        """
        self._session.require(Action.MANAGE_STAFF, account_id)
        if account_id == self._session.me.id:
            raise NotAllowed(NOT_ONESELF, ("ONESELF",))
        everyone = {one.id: one for one in office_store.colleagues(self._desk)}
        able = frozenset(one.id for one in everyone.values() if one.id != account_id and _may_take(one))
        moves = _Moves(to, dict(cases or {}), able)
        self._check(account_id, everyone.get(account_id), moves)
        counted = self._move_all(account_id, moves, progress)
        self.speak_for(account_id)
        rotation = self._session.staff.disable(account_id)
        moves = dataclasses.replace(moves, to=to or self._session.me.id)
        for _ in range(_TIMES):
            came = self._move_all(account_id, moves, progress)
            if not came:
                break
            counted += came
        self.speak_for(account_id)
        return Left(counted["cases"], counted["tasks"], rotation.keys, rotation.closed)

    def _check(self, account_id: UUID, leaver: Colleague | None, moves: _Moves) -> None:
        if leaver is None or not leaver.is_active:
            raise NotFound(NOBODY)
        key_register.insist_another_manager(self._desk.keyring.register, account_id)
        with self._desk.read() as connection:
            held = [one.id for one in self._cases(connection, account_id)]
            tasks = self._tasks(connection, account_id)
            self._insist_inside(connection, {one: moves.taker(one) for one in held})
            self._insist_inside(connection, {one.case_id: moves.of_task(one) for one in tasks})
            self._insist_no_interest(connection, {one: moves.taker(one) for one in held})
        wanted = {moves.taker(one) for one in held} | {moves.of_task(one) for one in tasks}
        if not (wanted | ({moves.to} if moves.to else set())) <= moves.able:
            raise NotAllowed(NO_TAKER, ("NO_TAKER",))

    def _insist_inside(self, connection: Connection, takers: Mapping[UUID, UUID | None]) -> None:
        """Raises `NotAllowed` where somebody would take over what they are shut out of."""
        out = [
            case_id
            for case_id, taker in takers.items()
            if taker is not None and not restricted_store.may_open(self._desk, connection, case_id, taker)
        ]
        if out:
            numbers = sorted(number for number, _ in case_store.references(connection, out).values())
            named = ", ".join(format_reference(number) for number in numbers)
            raise NotAllowed(OUTSIDE.format(named=named), ("SHUT_OUT",))

    def _insist_no_interest(self, connection: Connection, takers: Mapping[UUID, UUID | None]) -> None:
        """Raises `NotAllowed` where somebody would take over a case of a family with whom they have a conflict."""
        for case_id, taker in takers.items():
            if taker is not None and not self._may_have(connection, case_id, taker):
                raise NotAllowed(NOT_TO_THEM, (InterestReason.NOT_TO_THEM.value,))

    def _may_have(self, connection: Connection, case_id: UUID, taker: UUID) -> bool:
        file = case_store.case_file(connection, case_id)
        return file is None or may_have_case(self._session, connection, file.person_id, taker)

    def _taker(self, connection: Connection, case_id: UUID, taker: UUID | None) -> UUID | None:
        """Whoever was chosen; where what came meanwhile is not for them, the manager who does this, or else nobody."""
        for one in (taker, self._session.me.id):
            if one is None or (
                restricted_store.may_open(self._desk, connection, case_id, one)
                and self._may_have(connection, case_id, one)
            ):
                return one
        return None

    def _move_all(self, account_id: UUID, moves: _Moves, progress: Progress) -> Counter[str]:
        with self._desk.read() as connection:
            cases = self._cases(connection, account_id)
            tasks = self._tasks(connection, account_id)
        of, done = len(cases) + len(tasks), 0
        for task in tasks:  # first: a case tells whose the tasks in it are
            self._give_task(task, moves.of_task(task))
            progress(done := done + 1, of)
        for case in cases:
            self._give_case(case, moves.taker(case.id))
            progress(done := done + 1, of)
        return Counter(cases=len(cases), tasks=len(tasks)) if of else Counter()

    def _give_case(self, case: StoredCase, taker: UUID | None) -> None:
        """Also of a record that is frozen: giving it to somebody adds nothing to it."""
        with self._desk.unit("casework") as unit:
            taker = self._taker(unit.connection, case.id, taker)
            now = case_store.case_file(unit.connection, case.id)
            if now is None or now.officer_id != case.officer_id:
                return  # given to another, or destroyed, meanwhile
            if case.facts is None or now.version != case.version:
                case_store.give(unit, case.id, now.version, taker)
            else:
                facts = dataclasses.replace(case.facts, officer_since=self._session.today_date())
                case_store.assign(self._desk, unit, case.id, now.version, taker, facts)
            unit.say(About("case", case.person_id, case.id).detail(Act.CHANGE, fields=("officer",), reasons=("LEFT",)))

    def _give_task(self, task: HeldTask, taker: UUID | None) -> None:
        with self._desk.unit("casework") as unit:
            if task_store.status(unit.connection, task.id) is None:
                return
            task_store.give(unit, task.id, self._taker(unit.connection, task.case_id, taker))
            about = About("task", task.id, task.case_id)
            unit.say(about.detail(Act.CHANGE, fields=("owner",), reasons=("LEFT",)))

    def speak_for(self, account_id: UUID) -> None:
        """Where case staff are told to speak to somebody who is no lead any more, they are told to speak to me."""
        if not self._desk.keyring.holds("safeguarding"):
            return
        with self._desk.read() as connection:
            if not self._named(connection, account_id):
                return
        with self._desk.unit("safeguarding") as unit:
            before = concern_store.board(self._desk, unit.connection)
            told = tuple(
                dataclasses.replace(one, speak_to=self._session.me.id) if one.speak_to == account_id else one
                for one in before.told
            )
            file = concern_store.board_key(self._desk)
            concern_store.put_board(self._desk, unit, file, dataclasses.replace(before, told=told))
            unit.say(About("concerns").detail(Act.CHANGE, fields=("speak_to",)))


@dataclasses.dataclass(frozen=True)
class _Moves:
    """Who takes what."""

    to: UUID | None
    cases: dict[UUID, UUID]
    able: frozenset[UUID]
    """Who stays and may open a case."""

    def taker(self, case_id: UUID) -> UUID | None:
        return self.cases.get(case_id, self.to)

    def of_task(self, task: HeldTask) -> UUID | None:
        """In a colleague's case it goes to that colleague, else to whoever takes the case, or the rest."""
        return task.case_officer_id if task.case_officer_id in self.able else self.taker(task.case_id)


def _may_take(one: Colleague) -> bool:
    return one.is_active and bool(may(one.role, Action.OPEN_CASE, one.card))
