"""One contact in the cases of several brothers and sisters: who is offered, what is refused, and which rows are one."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, note_store, people_store, sibling_store
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.joint import PARENTS_AND_CARERS, JointReason, may_be_joint, partner_of
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import ContactBody, NoteBody, NoteKind
from iass_tui.rules.records.sharing import Passing
from iass_tui.services.acting import SaysNo, insist
from iass_tui.services.joint_views import SiblingCase
from iass_tui.services.sharing_door import person_of

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

_SENTENCES = {
    JointReason.CHILDS_OWN: "What a child tells us stays in that child's own case. Untick the others, and save.",
    JointReason.NOT_THEIRS: "One of the cases ticked is closed, or not of this family any more. Untick it, and save.",
    JointReason.EXCEPTION: "An exception is decided for one child. Untick the others, and record it for each.",
}


def offered(session: OfficeSession, case_id: UUID) -> tuple[SiblingCase, ...]:
    """The open cases of the brothers and sisters, by reference. Nothing of a case is opened but whose it is."""
    session.require(Action.WRITE_NOTE, case_id)
    desk = session.desk
    with desk.read() as connection:
        found = sibling_store.writable_cases(desk, connection, _in_one_circle(session, connection, case_id))
        cards = people_store.cards(desk, connection, [one.person_id for one in found])
    return tuple(
        SiblingCase(one.id, format_reference(one.number), cards[one.person_id].full_name)
        for one in found
        if one.person_id in cards
    )


def _siblings(session: OfficeSession, connection: Connection, case_id: UUID) -> frozenset[UUID]:
    child = person_of(connection, case_id)
    return sibling_store.siblings(session.desk, connection, child, PARENTS_AND_CARERS)


def _in_one_circle(session: OfficeSession, connection: Connection, case_id: UUID) -> list[UUID]:
    """The brothers and sisters whose records the same colleagues open.

    What is said in a restricted record stands in no open one, and no entry that everybody reads names it.
    """
    home = session.desk.home
    own = home("person", person_of(connection, case_id))
    return sorted(one for one in _siblings(session, connection, case_id) if home("person", one) == own)


def insist_joint(
    session: OfficeSession,
    connection: Connection,
    case_id: UUID,
    body: NoteBody | ContactBody,
    also: Sequence[UUID],
    passing: Passing | None,
) -> None:
    """Raises `SaysNo` where a contact may not go into these cases as well."""
    if not also:
        return
    together = _in_one_circle(session, connection, case_id)
    open_cases = {one.id for one in sibling_store.writable_cases(session.desk, connection, together)}
    children = _siblings(session, connection, case_id) | {person_of(connection, case_id)}
    by_exception = passing is not None and passing.exception is not None
    answer = may_be_joint(partner_of(body), also, open_cases, children, by_exception=by_exception)
    if not answer:
        insist(answer, " ".join(_SENTENCES[one] for one in answer.reasons if isinstance(one, JointReason)))


def insist_still_joint(session: OfficeSession, connection: Connection, body: NoteBody, parts: Sequence[Part]) -> None:
    """Raises `SaysNo` where a corrected note may not stand in all the cases in which it stands."""
    children = {one.child_id for one in parts} | _siblings(session, connection, parts[0].case_id)
    cases = [one.case_id for one in parts]
    insist(may_be_joint(partner_of(body), cases, cases, children), _SENTENCES[JointReason.CHILDS_OWN])


@dataclasses.dataclass(frozen=True)
class Part:
    """One case's own note of a joint one."""

    case_id: UUID
    child_id: UUID
    note_id: UUID


def parts(session: OfficeSession, connection: Connection, case_id: UUID, note_id: UUID, body: NoteBody) -> list[Part]:
    """Every part of a note that takes a correction, this one first: alone where it is in one case.

    A part in a frozen record stays as it is, and so does one whose child is not tied to this family any more, or
    whose record others open.
    """
    own = Part(case_id, person_of(connection, case_id), note_id)
    if body.joint_id is None:
        return [own]
    found = [own]
    # of the child's own as well: two records, each with a case of the family, may have been joined since
    for child in (own.child_id, *_in_one_circle(session, connection, case_id)):
        state = people_store.state(connection, child)
        if state is None or state[0] is not PersonState.ACTIVE:
            continue
        for case in sorted(case_store.ids_of_person(connection, child) - {case_id}):
            rows = note_store.select(connection, case)
            opened, _ = note_store.opened(rows, session.desk.keys(note_store.places(rows)))
            found += [
                Part(case, child, row.note_id)
                for row in opened
                if row.kind is NoteKind.NOTE and row.body.joint_id == body.joint_id
            ]
    return found


@contextlib.contextmanager
def named(connection: Connection, case_id: UUID, own: UUID) -> Iterator[None]:
    """A No that is about a brother's or sister's case says so."""
    try:
        yield
    except SaysNo as no:
        if case_id == own:
            raise
        number, _ = case_store.references(connection, [case_id])[case_id]
        raise SaysNo(f"In {format_reference(number)}: {no.sentence}", no.reasons) from None
