"""The gate before what stands in a case or a person's record: whatever service shows or writes it asks here first.

Two questions, one place: whose case it is (P20), and whether the family is one of which opening is warned
(`other_side`): the other side of parents who live apart, or a conflict of interest.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, family_store
from iass_tui.rules import text
from iass_tui.rules.access import Action
from iass_tui.rules.case_access import Why, WhyOpened, is_colleagues, may_give, may_look
from iass_tui.rules.cases import format_reference
from iass_tui.services.access_views import ColleaguesCases
from iass_tui.services.acting import About, SaysNo, insist, refuse
from iass_tui.services.problems import in_words

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

SAY_WHY = "This is a colleague's case. Say why you open it: the reason is kept with the record of who looked."
SHUT_OUT = "They are shut out of this record, so they cannot take it over. Choose somebody else."
NOT_A_REASON = "Choose a reason that is yours to give; another one needs a few words."


class CaseGate:
    """Remembers why each colleague's case is opened: asked once for each case and session."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._given: dict[UUID, tuple[str, ...]] = {}
        """What entries about each case say of why it is open: a code, and of another reason its words."""

    # asking

    @in_words()
    def asks(self, case_id: UUID) -> ColleaguesCases | None:
        """See the port. A case that is not there asks nothing: opening it says so."""
        with self._desk.read() as connection:
            return self._asked(connection, [case_id])

    @in_words()
    def asks_for_person(self, person_id: UUID) -> ColleaguesCases | None:
        """See the port."""
        with self._desk.read() as connection:
            return self._asked(connection, cases_with(connection, person_id))

    def _asked(self, connection: Connection, case_ids: Iterable[UUID]) -> ColleaguesCases | None:
        files = {one: case_store.case_file(connection, one) for one in case_ids}
        if not self._session.may(Action.OPEN_CASE):
            return None  # opening it is refused; whose it is and its number are not theirs to read either
        shut = {one: file.officer_id for one, file in files.items() if file and not self.is_open(one, file.officer_id)}
        if not shut:
            return None
        numbers = case_store.references(connection, list(shut)).values()
        names = [self._session.people.colleague_name(one) or "a colleague" for one in shut.values()]
        return ColleaguesCases(
            case_ids=tuple(shut),
            references=tuple(format_reference(number) for number in sorted(number for number, _ in numbers)),
            officers=tuple(dict.fromkeys(names)),
        )

    @in_words()
    def give(self, case_ids: tuple[UUID, ...], why: Why) -> None:
        """See the port. What is no reason is refused on record, and nothing is remembered."""
        try:
            insist(may_give(self._session.me.role, why), NOT_A_REASON)
        except SaysNo as no:
            refuse(self._desk, About("case", None, case_ids[0] if len(case_ids) == 1 else None), no)
        words = (text.clean(why.words, limit=text.NAME_LIMIT, multiline=False),) if why.code is WhyOpened.OTHER else ()
        for one in case_ids:
            self._given[one] = (why.code.value, *words)

    # the gate itself, for services

    def is_open(self, case_id: UUID, officer_id: UUID | None) -> bool:
        """Whether what stands in the case may be shown."""
        return bool(may_look(officer_id, self._session.me.id, said_why=case_id in self._given))

    def shows(self, case_id: UUID, officer_id: UUID | None) -> bool:
        """Whether both would let me in now: for what names several cases at once, and leaves out those that ask."""
        return self.is_open(case_id, officer_id) and self._session.sides.warns_of_case(case_id) is None

    def _insist_colleagues(self, case_id: UUID, officer_id: UUID | None, about: About) -> None:
        """Raises `NotAllowed`, on record, for a colleague's case of which nobody has said why."""
        try:
            insist(may_look(officer_id, self._session.me.id, said_why=case_id in self._given), SAY_WHY)
        except SaysNo as no:
            refuse(self._desk, about, no)

    def insist_on(self, case_id: UUID, about: About) -> tuple[str, ...]:
        """Asks both; what the entry says of why it is open. Raises `NotAllowed`, on record, until that was said.

        A case that is not there is somebody else's matter.
        """
        with self._desk.read() as connection:
            file = case_store.case_file(connection, case_id)
        if file is None:
            return ()
        self._insist_colleagues(case_id, file.officer_id, about)
        side = self._session.sides.insist_on_case(case_id, file.person_id, about)
        return _once(self._reasons([(case_id, file.officer_id)]), side)

    def insist_on_person(self, person_id: UUID, about: About) -> tuple[str, ...]:
        """As `insist_on` before a person's own record, whatever cases they are in."""
        return self._session.sides.insist(person_id, about)

    def insist_within(self, connection: Connection, case_id: UUID) -> None:
        """As `insist_on`, inside the unit of work that writes into the case. Raises `SaysNo`."""
        file = case_store.case_file(connection, case_id)
        if file is not None:
            insist(may_look(file.officer_id, self._session.me.id, said_why=case_id in self._given), SAY_WHY)
            self._session.sides.insist_within(case_id)

    def insist_for_person(self, person_id: UUID, about: About) -> tuple[str, ...]:
        """As `insist_on` for the person and every case in which they, or a child of theirs, are."""
        with self._desk.read() as connection:
            ids = cases_with(connection, person_id)
            cases = [(one, file.officer_id) for one in ids if (file := case_store.case_file(connection, one))]
        for case_id, officer_id in cases:
            self._insist_colleagues(case_id, officer_id, dataclasses.replace(about, case_id=case_id))
        return _once(self._reasons(cases), self.insist_on_person(person_id, about))

    def _reasons(self, cases: Sequence[tuple[UUID, UUID | None]]) -> tuple[str, ...]:
        """What the entry about these (case, officer) says of why they are open; () for one's own and nobody's."""
        me = self._session.me.id
        found = (self._given.get(one, ()) for one, officer_id in cases if is_colleagues(officer_id, me))
        return tuple(dict.fromkeys(reason for each in found for reason in each))

    def handed_over(self, case_id: UUID) -> None:
        """It was open here and went to a colleague: whoever looks on says that they gave it away."""
        self._given.setdefault(case_id, (WhyOpened.HANDED_OVER.value,))

    def forget_words(self) -> None:
        """At lock only the codes stay."""
        self._given = {one: reasons[:1] for one, reasons in self._given.items()}


def _once(*reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in reasons for one in each))


def cases_with(connection: Connection, person_id: UUID) -> tuple[UUID, ...]:
    """A person's own cases, and those of their children: what a file of theirs is read from."""
    people = [person_id, *family_store.children_of(connection, person_id)]
    return tuple(sorted({one for each in people for one in case_store.ids_of_person(connection, each)}))
