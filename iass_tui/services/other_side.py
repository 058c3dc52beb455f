"""The guard before the other side of a family whose parents live apart, and where there is a conflict of interest."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, contact_store, family_store, join_store, people_store
from db.family_store import StoredRelative
from iass_tui.rules import text
from iass_tui.rules.case_access import Why, WhyOpened, is_colleagues, may_give
from iass_tui.rules.homes import live_apart
from iass_tui.rules.interests import has_one
from iass_tui.rules.joint import PARENTS_AND_CARERS
from iass_tui.rules.other_side import NO_PARENT, OtherSide, Sides, are_apart, may_open, warned_of, warned_of_case
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.people import PersonCard
from iass_tui.services.acting import About, SaysNo, insist, refuse
from iass_tui.services.problems import in_words

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

SAY_WHY = (
    "This is the other side of a family you work for, or a conflict of interest is on record. Say why you open it."
)
NOT_A_REASON = "Choose a reason that is yours to give; another one needs a few words."


@dataclasses.dataclass(frozen=True)
class SideWarning:
    """Why opening somebody's file is warned of."""

    why: tuple[OtherSide, ...]
    works_for: tuple[str, ...]
    """Names of the parents for whom this colleague works already."""
    people: tuple[UUID, ...]
    """Everybody of the family: the answer counts for all of them in this session."""


class OtherSides(Protocol):
    """Why the other side's files are opened in this session."""

    def warns(self, person_id: UUID) -> SideWarning | None:
        """What has to be asked before this person is shown; None where nothing."""
        ...

    def warns_of_case(self, case_id: UUID) -> SideWarning | None:
        """The same before a case; one's own asks nothing."""
        ...

    def give(self, warning: SideWarning, why: Why) -> None:
        """Remembers why, for this session. Raises `NotAllowed` for what is no reason."""
        ...


@dataclasses.dataclass(frozen=True)
class _Family:
    names: dict[UUID, str]
    sides: Sides


def _insist_answered(warning: SideWarning | None) -> None:
    insist(may_open(warning.why if warning else (), said_why=warning is None), SAY_WHY)


class SideGuard:
    """Asks the rule, and remembers why: for each family once in a session, and again of what was not known then."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._given: dict[UUID, tuple[str, ...]] = {}
        self._answered: dict[UUID, frozenset[OtherSide]] = {}
        """What each of them was warned of when somebody said why."""

    @in_words()
    def warns(self, person_id: UUID) -> SideWarning | None:
        """See the port."""
        with self._desk.read() as connection:
            person_id = join_store.kept_of(connection, person_id)
            family = self._family(connection, person_id)
        return self._warning(family, warned_of(person_id, family.sides), person_id)

    @in_words()
    def warns_of_case(self, case_id: UUID) -> SideWarning | None:
        """See the port. A case that is not there warns of nothing: opening it says so."""
        with self._desk.read() as connection:
            case = case_store.case_file(connection, case_id)
            if case is None:
                return None
            if not is_colleagues(case.officer_id, self._session.me.id):
                return self._of_own_case(connection, case.person_id)
            family = self._family(connection, case.person_id)
            is_apart = are_apart(family.sides.safety, live_apart=family.sides.live_apart)
            parents = self._talked_with(connection, case_id) if is_apart else ()
        return self._warning(family, warned_of_case(case.person_id, parents, family.sides), case.person_id)

    def _of_own_case(self, connection: Connection, person_id: UUID) -> SideWarning | None:
        """Of one's own case, and of nobody's, a conflict of one's own alone."""
        cards = self.cards(connection, person_id)
        if not has_one(self._session.me.id, cards.values()):
            return None
        family = _Family({one: card.full_name for one, card in cards.items()}, Sides(frozenset()))
        return self._warning(family, (OtherSide.OWN_CONFLICT,), person_id)

    def cards(self, connection: Connection, person_id: UUID) -> dict[UUID, PersonCard]:
        """The cards of a person's family, theirs first: whose conflicts of interest bear on all of them."""
        children = self._children(connection, person_id)
        return {
            **self._cards(connection, person_id, children),
            **self.siblings(connection, person_id, children[0]),
        }

    def siblings(
        self, connection: Connection, person_id: UUID, family: Iterable[StoredRelative]
    ) -> dict[UUID, PersonCard]:
        """The cards of a child's brothers and sisters, whom a parent or carer ties to them; no tie is opened again."""
        parents = [one for one in family if not one.is_child_side and one.tie.relation in PARENTS_AND_CARERS]
        found = {other for one in parents for other in family_store.children_of(connection, one.person_id)}
        others = sorted(found - {person_id})
        return people_store.cards(self._desk, connection, others) if others else {}

    def _cards(
        self, connection: Connection, person_id: UUID, children: list[tuple[StoredRelative, ...]]
    ) -> dict[UUID, PersonCard]:
        own = people_store.cards(self._desk, connection, [person_id])
        relatives = (one for each in children for one in each if one.person_id != person_id)
        return {**own, **{one.person_id: one.card for one in relatives if one.card is not None}}

    def _warning(self, family: _Family, why: tuple[OtherSide, ...], person_id: UUID) -> SideWarning | None:
        if self._answered.get(person_id, frozenset()).issuperset(why):
            return None
        known = tuple(family.names.get(one, "one parent") for one in sorted(family.sides.works_for))
        return SideWarning(why, known, (person_id, *(one for one in family.names if one != person_id)))

    @in_words()
    def give(self, warning: SideWarning, why: Why) -> None:
        """See the port. What is no reason is refused on record, and nothing is remembered."""
        try:
            insist(may_give(self._session.me.role, why), NOT_A_REASON)
        except SaysNo as no:
            refuse(self._desk, About("person", warning.people[0]), no)
        words = (text.clean(why.words, limit=text.NAME_LIMIT, multiline=False),) if why.code is WhyOpened.OTHER else ()
        for one in warning.people:
            self._given[one] = (*(each.value for each in warning.why), why.code.value, *words)
            self._answered[one] = self._answered.get(one, frozenset()).union(warning.why)

    def insist(self, person_id: UUID, about: About) -> tuple[str, ...]:
        """What the entry about a look says of why. Raises `NotAllowed`, on record, while nobody has said why."""
        return self._insist(self.warns(person_id), person_id, about)

    def insist_on_case(self, case_id: UUID, person_id: UUID, about: About) -> tuple[str, ...]:
        """The same for a case of this person's."""
        return self._insist(self.warns_of_case(case_id), person_id, about)

    def insist_within(self, case_id: UUID) -> None:
        """The same inside the unit of work that writes into the case. Raises `SaysNo`."""
        _insist_answered(self.warns_of_case(case_id))

    def _insist(self, warning: SideWarning | None, person_id: UUID, about: About) -> tuple[str, ...]:
        try:
            _insist_answered(warning)
        except SaysNo as no:
            refuse(self._desk, about, no)
        return self._given.get(person_id, ())

    def forget_words(self) -> None:
        """At lock only the codes stay."""
        codes = {*OtherSide, *WhyOpened}
        self._given = {one: tuple(each for each in said if each in codes) for one, said in self._given.items()}

    # what the rule is asked about

    def _family(self, connection: Connection, person_id: UUID) -> _Family:
        children = self._children(connection, person_id)
        relatives = [one for each in children for one in each if one.person_id != person_id]
        cards = self._cards(connection, person_id, children)
        everybody = {**cards, **self.siblings(connection, person_id, children[0])}
        parents = {one.person_id for one in relatives if not one.is_child_side and one.tie.relation not in NO_PARENT}
        if any(one.is_child_side and one.tie.relation not in NO_PARENT for one in relatives):
            parents.add(person_id)
        cases = case_store.select_of_people(connection, tuple(cards))
        safety = frozenset(code for card in cards.values() for code in card.safety)
        apart = any(live_apart(one.tie for one in each if not one.is_child_side) for each in children)
        is_apart = are_apart(safety, live_apart=apart)
        sides = Sides(
            parents=frozenset(parents),
            safety=safety,
            live_apart=apart,
            closures=self._closures(cases),
            works_for=frozenset(self._works_with(connection, cases) & parents) if is_apart else frozenset(),
            has_interest=has_one(self._session.me.id, everybody.values()),
        )
        return _Family({one: card.full_name for one, card in everybody.items()}, sides)

    def _children(self, connection: Connection, person_id: UUID) -> list[tuple[StoredRelative, ...]]:
        """Everybody tied to a person and, of a parent, everybody tied to each of their children."""
        own = self._tied(connection, person_id)
        return [own, *(self._tied(connection, one.person_id) for one in own if one.is_child_side)]

    def _tied(self, connection: Connection, person_id: UUID) -> tuple[StoredRelative, ...]:
        rows = family_store.select(connection, person_id)
        return family_store.opened(rows, self._desk.keys(family_store.places(rows)))[0]

    def _closures(self, cases: case_store.Rows) -> frozenset[str]:
        """How those of a family's cases were closed that are."""
        closed = [row for row in cases if case_store.status_of(row) is CaseStatus.CLOSED]
        keys = self._desk.keys(case_store.places(closed))
        facts = (case_store.opened(row, keys).facts for row in closed)
        return frozenset(one.closure for one in facts if one is not None)

    def _works_with(self, connection: Connection, cases: case_store.Rows) -> set[UUID]:
        """Whose cases this colleague has, of those that are not closed, and with whom they are worked."""
        mine = [case_store.opened(row, {}) for row in cases]
        found = set()
        for one in mine:
            if one.officer_id == self._session.me.id and one.status is not CaseStatus.CLOSED:
                found |= {one.person_id, *self._talked_with(connection, one.id)}
        return found

    def _talked_with(self, connection: Connection, case_id: UUID) -> tuple[UUID, ...]:
        """With whom a case is worked: who was spoken with, as its contacts say."""
        rows = contact_store.select(connection, case_id)
        found, _ = contact_store.opened(rows, self._desk.keys(contact_store.places(rows)))
        every = join_store.followed(connection, tuple(one.body.with_id for one in found))
        return tuple(dict.fromkeys(one for one in every if one is not None))
