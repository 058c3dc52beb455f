"""Restricted records: colleagues shut out by keys, not by a filter; lifting it is audited. See `restricting_views`.

The keys come first: one transaction of office.keys makes the circle and carries every file key into it, and from then
on whoever is outside opens nothing. Then the host key turns, so that no older copy of office.keys opens those keys, and
one unit of office.db seals everything anew. Cut off between, the next sign-in of somebody in the circle finishes it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import (
    case_store,
    family_store,
    join_store,
    office_store,
    people_store,
    restricted_store,
    task_store,
)
from db.resealing import reseal
from db.unit_of_work import UnitOfWork
from iass_tui.rules.access import Action, may
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import CHANNELS
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.interests import may_have
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.office import Act, Colleague, Role
from iass_tui.rules.records.restricting import Restriction
from iass_tui.rules.restricting import goes_along, may_be_shut_out, may_lift, may_restrict
from iass_tui.services import circles, outbox, restricted_list, turning
from iass_tui.services.acting import About, SaysNo, record, refuse
from iass_tui.services.interests import NOT_TO_THEM, family_cards, may_have_case
from iass_tui.services.person_views import DOES_NOT_OPEN
from iass_tui.services.problems import in_words
from iass_tui.services.restricting_views import Restricted, RestrictedLine, RestrictionPreview, Standing
from iass_tui.services.views import NotFound
from iass_tui.vault.compartments import circle_name

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_RECORD = "There is no such record any more."
NOT_RESTRICTED = "This record is not restricted. Somebody may have lifted it a moment ago."
REFUSED = "The record was not restricted."
NOT_LIFTED = "Say why it is opened to every officer again."
FINISHED = "FINISHED"


class RestrictionService:
    """Who is shut out of which record."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    # looking

    @in_words()
    def standing(self, subject_id: UUID) -> Standing | None:
        """How the record of a case's child is restricted, for those in its circle; None where it is open."""
        self._session.require(Action.OPEN_CASE, subject_id)
        with self._desk.read() as connection:
            found = restricted_store.find(self._desk, connection, self._child(connection, subject_id))
        if found is None:
            return None
        out = circles.outside(self._desk.keyring.register, found.circle)
        body = found.body
        return Standing(
            since=body.since if body else None,
            reason=body.reason if body else "",
            placed_by=self._session.people.colleague_name(body.placed_by) if body else "",
            shut_out=tuple(one for one in office_store.colleagues(self._desk) if one.id in out),
            named=frozenset(body.named) if body else frozenset(),
        )

    @in_words()
    def every(self) -> tuple[RestrictedLine, ...]:
        """Every restricted record, those first that a manager has to look at. The look is recorded."""
        self._session.require(Action.RESTRICT)
        record(self._desk, About("restriction").detail(Act.VIEW, fields=("every",)), "management")
        return restricted_list.lines(self._session)

    @in_words()
    def preview(self, subject_id: UUID, shut_out: frozenset[UUID] = frozenset()) -> RestrictionPreview:
        """What shutting these out would do. The look is recorded."""
        self._session.require(Action.RESTRICT, subject_id)
        with self._desk.read() as connection:
            child = self._child(connection, subject_id)
            circle = restricted_store.circle_of(connection, child)
            people = self._people(connection, child, circle)
            ties = _ties(connection)
            stay = sorted({adult for one, adult in ties if one == child} - set(people))
            cards = people_store.cards(self._desk, connection, [*people, *stay])
            cases = restricted_store.cases_of(connection, people)
            numbers = case_store.references(connection, list(cases)).values() if cases else ()
            held = _held(connection, cases, shut_out)
            read = [one for one in people if join_store.kept_of(connection, one) == one]
        # For managers: casework would tell whoever is about to be shut out.
        record(self._desk, About("restriction", child).detail(Act.VIEW), "management")
        names = {one: card.full_name for one, card in cards.items()}
        officers = [
            one for one in office_store.colleagues(self._desk) if one.is_active and one.role is not Role.VOLUNTEER
        ]
        return RestrictionPreview(
            people=tuple(names.get(one, DOES_NOT_OPEN) for one in read),
            cases=tuple(format_reference(number) for number in sorted(number for number, _ in numbers)),
            stay_open=tuple(names.get(one, DOES_NOT_OPEN) for one in stay),
            held_cases=len(held.cases),
            held_tasks=len(held.tasks),
            may_be_named=tuple(one for one in officers if may_be_shut_out(one)),
            cannot_be_named=tuple(one for one in officers if not may_be_shut_out(one)),
            shut_out=() if circle is None else tuple(circles.outside(self._desk.keyring.register, circle)),
        )

    def _child(self, connection: Connection, subject_id: UUID) -> UUID:
        """Whose case it is; a person is meant themselves, by the record that is read of them."""
        file = case_store.case_file(connection, subject_id)
        if file is None and people_store.state(connection, subject_id) is None:
            raise NotFound(NO_RECORD)
        return join_store.kept_of(connection, subject_id) if file is None else file.person_id

    def _people(self, connection: Connection, child: UUID, circle: UUID | None) -> tuple[UUID, ...]:
        """The child, and whoever goes along with them; of a circle that stands, those in it too.

        Of somebody who had two records, both.
        """
        known = restricted_store.circles(connection)
        along = goes_along(child, _ties(connection), [one for one, other in known.items() if other != circle])
        inside = {one for one, other in known.items() if other == circle}
        people = (child, *sorted((along | inside) - {child}))
        return tuple(dict.fromkeys(one for person in people for one in join_store.records_of(connection, person)))

    # placing

    @in_words()
    def place(self, subject_id: UUID, shut_out: frozenset[UUID], words: str, to: UUID | None = None) -> Restricted:
        """Shuts the record to exactly these colleagues from now on; what they have in it goes to `to`, or to nobody.

        Raises `NotAllowed` with every reason, before anything is done.
        """
        self._session.require(Action.RESTRICT, subject_id)
        desk = self._desk
        everyone = {one.id: one for one in office_store.colleagues(desk)}
        named = [everyone[one] for one in sorted(shut_out) if one in everyone]
        able = frozenset(one.id for one in everyone.values() if _may_take(one))
        with desk.cupboard.queue.turn():  # nobody writes until it is whole
            with desk.read() as connection:
                child = self._child(connection, subject_id)
                circle = restricted_store.circle_of(connection, child)
                people = self._people(connection, child, circle)
                stood = restricted_store.find(desk, connection, child)
                cases = restricted_store.cases_of(connection, people)
                is_held = bool(_held(connection, cases, shut_out))
                about = About("restriction", child)
            self._insist(may_restrict(named, words=words, taker=to, able=able, is_held=is_held), about, REFUSED)
            if to is not None and is_held:
                self._insist(self._may_have_all(people, to), about, NOT_TO_THEM)
            body = Restriction(
                since=stood.body.since if stood and stood.body else self._session.today_date(),
                looked_on=self._session.today_date(),
                reason=words,
                placed_by=self._session.me.id,
                named=tuple(sorted(shut_out)),
            )
            if circle is None:
                circle = uuid4()
                carried = circles.make(desk, circle, (*people, *cases), shut_out).closed
            else:
                carried = circles.change_insiders(desk, circle, (*people, *cases), shut_out).closed
            done = self._complete(circle, people, body, about, to)
        return dataclasses.replace(done, closed=done.closed + carried)

    def _complete(
        self, circle: UUID, people: Sequence[UUID], body: Restriction | None, about: About, to: UUID | None
    ) -> Restricted:
        """Turns the host key, then seals everything anew and gives on what somebody outside has in it."""
        desk = self._desk
        turning.turn(desk, turning.Erasure("restriction", people[0], "SHUT_OUT", (), ()))
        for one in people:  # their passphrases lie under a key that every officer held
            outbox.drop_about(self._session, one, "RESTRICTED")
        outbox.drop_lists(self._session, CHANNELS, "RESTRICTED")  # they may stand on one
        with desk.unit("casework") as unit:
            cases = restricted_store.cases_of(unit.connection, people)
            done = reseal(desk, unit, (*people, *cases), circle_name(circle))
            for one in people:
                restricted_store.put(desk, unit, done.key("person", one), circle, body)
            self._give_on(unit, circle, cases, to)
            reasons = (body.reason,) if body and body.reason else (FINISHED,)
            detail = about.detail(Act.CHANGE, fields=("shut_out",), reasons=reasons)
            unit.say(dataclasses.replace(detail, count=len(circles.outside(desk.keyring.register, circle))))
            count = len({join_store.kept_of(unit.connection, one) for one in people})
        self._session.directory.changed()
        return Restricted(count, done.rows, done.closed)

    def _may_have_all(self, people: Sequence[UUID], to: UUID) -> Decision:
        """Whether a case of each of these people may go to somebody."""
        with self._desk.read() as connection:
            cards = [card for one in people for card in family_cards(self._session, connection, one)]
        return may_have(to, cards)

    def _give_on(self, unit: UnitOfWork, circle: UUID, cases: Iterable[UUID], to: UUID | None) -> None:
        desk, out = self._desk, circles.outside(self._desk.keyring.register, circle)
        taker = to if to is not None and desk.keyring.register.is_inside(to, circle) else None
        held = _held(unit.connection, tuple(cases), out)
        for case_id in held.cases:
            case = case_store.case(desk, unit.connection, case_id)
            if case is None:
                continue
            mine = taker
            if mine is not None and not may_have_case(self._session, unit.connection, case.person_id, mine):
                mine = None
            if case.facts is None:
                case_store.give(unit, case_id, case.version, mine)
            else:
                facts = dataclasses.replace(case.facts, officer_since=self._session.today_date())
                case_store.assign(desk, unit, case_id, case.version, mine, facts)
        for task_id in held.tasks:
            task_store.give(unit, task_id, taker)

    @in_words()
    def looked(self, subject_id: UUID) -> None:
        """A manager has looked, and it stays shut as it is: a year counts from today."""
        self._session.require(Action.RESTRICT, subject_id)
        with self._desk.read() as connection:
            about = About("restriction", self._child(connection, subject_id))
        with self._desk.unit("casework") as unit:
            stored = restricted_store.find(self._desk, unit.connection, about.subject_id or subject_id)
            if stored is None or stored.body is None:
                raise NotFound(NOT_RESTRICTED)
            body = dataclasses.replace(stored.body, looked_on=self._session.today_date())
            file = self._desk.writing_key(stored.key_id, "person", stored.person_id)
            restricted_store.put(self._desk, unit, file, stored.circle, body)
            unit.say(about.detail(Act.CHANGE, fields=("looked_on",)))

    # lifting

    @in_words()
    def lift(self, subject_id: UUID, words: str) -> None:
        """Every officer opens the record again, and what was written meanwhile. Raises `NotAllowed` without why."""
        self._session.require(Action.RESTRICT, subject_id)
        with self._desk.cupboard.queue.turn():
            with self._desk.read() as connection:
                child = self._child(connection, subject_id)
                circle = restricted_store.circle_of(connection, child)
            if circle is None:
                raise NotFound(NOT_RESTRICTED)
            about = About("restriction", child)
            self._insist(may_lift(words), about, NOT_LIFTED)
            circles.end(self._desk, circle)
            self._open_again(circle, about, words)

    def _open_again(self, circle: UUID, about: About, words: str) -> None:
        """The rows that said so go; each person's own is written anew, so that everybody's directory takes it in."""
        with self._desk.unit("management") as unit:
            known = restricted_store.circles(unit.connection)
            for one in sorted(person for person, other in known.items() if other == circle):
                unit.delete("restricted", one)
                people_store.touch(unit, one)
            unit.say(about.detail(Act.CHANGE, fields=("lifted",), reasons=(words,)))
        self._session.directory.changed()

    # what was cut off

    @in_words()
    def complete(self) -> None:
        """What a manager's next sign-in would finish, now: a placing or a lifting that was cut off."""
        self._session.require(Action.RESTRICT)
        self.finish()

    def finish(self) -> None:
        """Finishes what was cut off, or what an older office.db brought back that was put beside newer keys.

        A circle of people who are no more goes. Managers finish all of it; whoever is in a circle finishes placing it.
        What lies in it decides, not what office.db says of it, which any colleague's signature vouches for. Where its
        keys were rotated since everything was sealed (somebody more was shut out, or left), it is sealed anew.
        """
        register = self._desk.keyring.register
        with self._desk.read() as connection:
            known = restricted_store.circles(connection)
        listed = circles.of(register)
        is_manager = bool(may(self._session.me.role, Action.RESTRICT, self._session.me.card))
        for circle in sorted(listed):
            if register.is_inside(self._session.me.id, circle):
                placed = {one for one, other in known.items() if other == circle}
                self._finish(circle, placed, is_manager=is_manager)
        for circle in sorted(set(known.values()) - listed) if is_manager else ():
            self._open_again(circle, About("restriction"), FINISHED)

    def _finish(self, circle: UUID, placed: Set[UUID], *, is_manager: bool) -> None:
        desk = self._desk
        with desk.read() as connection:
            wanted = circles.people_in(desk, circle)
            people = tuple(one for one in wanted if people_store.state(connection, one) is not None)
            stored = [found for one in people if (found := restricted_store.find(desk, connection, one)) is not None]
        is_whole = placed >= set(people) and not any(restricted_store.is_rotated(desk, one) for one in stored)
        if people and not is_whole:
            body = next((one.body for one in stored if one.body is not None), None)
            with desk.cupboard.queue.turn():
                self._complete(circle, people, body, About("restriction", people[0]), None)
        elif not people and is_manager and circles.is_empty(desk, circle):
            circles.end(desk, circle)

    def _insist(self, answer: Decision, about: About, sentence: str) -> None:
        if isinstance(answer, Refused):
            refuse(self._desk, about, SaysNo(sentence, answer.reasons), "management")


@dataclasses.dataclass(frozen=True)
class _Held:
    """What some colleagues have in a record."""

    cases: tuple[UUID, ...]
    tasks: tuple[UUID, ...]

    def __bool__(self) -> bool:
        return bool(self.cases or self.tasks)


def _held(connection: Connection, cases: Sequence[UUID], officers: Iterable[UUID]) -> _Held:
    """The cases that are not closed, and the open tasks, of these colleagues."""
    wanted = set(officers)
    files = {one: case_store.case_file(connection, one) for one in cases}
    mine = [
        one
        for one, file in files.items()
        if file and file.officer_id in wanted and file.status is not CaseStatus.CLOSED
    ]
    tasks = [one for case in cases for one, owner in task_store.open_in(connection, case) if owner in wanted]
    return _Held(tuple(mine), tuple(tasks))


def _ties(connection: Connection) -> set[tuple[UUID, UUID]]:
    return {(UUID(bytes=child), UUID(bytes=adult)) for child, adult in family_store.pairs(connection)}


def _may_take(one: Colleague) -> bool:
    return one.is_active and bool(may(one.role, Action.OPEN_CASE, one.card))
