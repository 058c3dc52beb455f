"""Concerns read: the queue, one concern, what the first page counts, and what case staff are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import concern_store, join_store, people_store
from db.concern_store import Mark, OpenConcern
from db.letters import Forged
from db.opened import UNREADABLE
from db.unit_of_work import Tampered
from db.vouched import verify_rows
from iass_tui.rules.concerns import (
    follow_up_on,
    format_concern,
    is_decided,
    steps_done,
    telling,
    told_about,
    urgency,
    waited,
)
from iass_tui.rules.dates import in_england
from iass_tui.rules.records.concerns import AboutWhom, Checklist, Concern, ConcernEntry, ConcernState, EntryKind
from iass_tui.rules.retention import concern_due
from iass_tui.services.concern_views import (
    ConcernLine,
    ConcernMark,
    ConcernView,
    EntryView,
    StaffNotice,
    StepView,
    Trouble,
)
from iass_tui.vault.keyring import CompartmentClosed

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def leads(session: OfficeSession) -> tuple[UUID, ...]:
    """Everyone active who holds the newest key of `safeguarding`, and so reads concerns."""
    register = session.desk.keyring.register
    newest = register.newest("safeguarding").version
    holders = {mark.account for mark in register.grants if (mark.compartment, mark.version) == ("safeguarding", newest)}
    return tuple(
        account.id
        for account in register.accounts
        if account.is_active and account.id in holders and account.role != "recovery"
    )


def waiting(session: OfficeSession, connection: Connection) -> tuple[ConcernMark, ...]:
    """Every open concern, and whichever cannot be believed, longest waiting first; from what stands in the clear."""
    rows = concern_store.select_all(connection)
    found = []
    for row in rows:
        stored, trouble = concern_store.mark(row), None
        try:
            verify_rows(connection, "concern", [row])
        except Tampered:
            trouble = _of_row(connection, stored.id)
        if trouble is not None or stored.state is ConcernState.OPEN:
            found.append(_mark(session, stored, trouble))
    return (*_lost(session, connection), *found)


def queue(session: OfficeSession, connection: Connection, state: ConcernState) -> tuple[ConcernLine, ...]:
    """The concerns in that state, opened: what cannot be believed and the urgent first, then the longest waiting.

    Closed ones come newest first. What cannot be believed stands among the open ones, whatever its row says.
    """
    good, bad = [], []
    for row in concern_store.select_all(connection):
        stored = concern_store.mark(row)
        try:
            found = concern_store.opened(session.desk, connection, row)
        except (Tampered, *UNREADABLE) as error:
            bad.append(ConcernLine(_mark(session, stored, _trouble(connection, stored.id, error)), stored.state, None))
            continue
        if stored.state is state:
            good.append(found)
    if state is ConcernState.CLOSED:
        return tuple(_line(session, one) for one in reversed(good))
    gone = (ConcernLine(mark, ConcernState.OPEN, None) for mark in _lost(session, connection))
    ordered = sorted(good, key=lambda one: urgency(one.concern))
    return (*gone, *bad, *(_line(session, one) for one in ordered))


def _trouble(connection: Connection, concern_id: UUID, error: Exception) -> Trouble:
    if isinstance(error, Forged):
        return Trouble.FORGED
    return _of_row(connection, concern_id) if isinstance(error, Tampered) else Trouble.UNREADABLE


def _of_row(connection: Connection, concern_id: UUID) -> Trouble:
    """A row that no entry speaks of was put there by somebody who is no colleague."""
    return Trouble.CHANGED if concern_store.is_known(connection, concern_id) else Trouble.FORGED


def _lost(session: OfficeSession, connection: Connection) -> tuple[ConcernMark, ...]:
    now = session.desk.records.clock()
    return tuple(
        ConcernMark(
            id=concern_id,
            reference=format_concern(concern_id),
            raised_at=at,
            raised_by=session.people.colleague_name(writer),
            waited=waited(at, now),
            is_new=False,
            trouble=Trouble.LOST,
        )
        for concern_id, writer, at in concern_store.lost(connection)
    )


def _mark(session: OfficeSession, stored: Mark, trouble: Trouble | None = None) -> ConcernMark:
    return ConcernMark(
        id=stored.id,
        reference=format_concern(stored.id),
        raised_at=stored.raised_at,
        raised_by=session.people.colleague_name(stored.raised_by),
        waited=waited(stored.raised_at, session.desk.records.clock()),
        is_new=stored.entries == 0,
        trouble=trouble,
    )


def _line(session: OfficeSession, one: OpenConcern) -> ConcernLine:
    concern = one.concern
    return ConcernLine(_mark(session, one.mark), concern.state, concern.body, follow_up_on(concern.entries))


def view(session: OfficeSession, connection: Connection, found: OpenConcern, checklist: Checklist) -> ConcernView:
    """One concern as its page shows it."""
    concern = found.concern
    people = {concern.body.person_id, *(entry.body.person_id for entry in concern.entries)} - {None}
    names = person_names(session, connection, [one for one in people if one is not None])
    told = told_about(concern.entries)
    return ConcernView(
        mark=_mark(session, found.mark),
        version=concern.version,
        state=concern.state,
        raised_by_id=concern.raised_by,
        body=concern.body,
        person=names.get(concern.body.person_id, "") if concern.body.person_id else "",
        entries=tuple(_entry(session, one, names) for one in reversed(concern.entries)),
        steps=_steps(session, concern, checklist),
        has_default_steps=checklist.is_default,
        is_decided=is_decided(concern.entries),
        follow_up_on=follow_up_on(concern.entries),
        told="" if told is None else names.get(told, "someone who is not on file any more"),
        kept_until=_kept_until(session, connection, concern),
        kept_years=session.facts.concern_years,
    )


def _kept_until(session: OfficeSession, connection: Connection, concern: Concern) -> date | None:
    """When a closed one falls due; of a child on file their birth date counts too, for whoever opens cards."""
    closed = [one.written_at for one in concern.entries if one.body.kind is EntryKind.CLOSED]
    if concern.state is not ConcernState.CLOSED or not closed:
        return None
    person, born = concern.body.person_id, None
    if person is not None and concern.body.about is not AboutWhom.ADULT and session.desk.keyring.holds("casework"):
        card = people_store.cards(session.desk, connection, [person]).get(person)
        born = card.born if card else None
    due = concern_due(born, closed_on=in_england(closed[-1]).date(), years=session.facts.concern_years)
    return due.on if due else None


def person_names(session: OfficeSession, connection: Connection, people: Iterable[UUID]) -> dict[UUID, str]:
    """Names on file, for whoever opens cards: no look into a record, as a list of cases is none."""
    wanted = list(people)
    if not wanted or not session.desk.keyring.holds("casework"):
        return {}
    return {one: card.full_name for one, card in people_store.cards(session.desk, connection, wanted).items()}


def _entry(session: OfficeSession, one: ConcernEntry, names: dict[UUID, str]) -> EntryView:
    return EntryView(
        number=one.number,
        author=session.people.colleague_name(one.author_id),
        written_at=one.written_at,
        body=one.body,
        person=names.get(one.body.person_id, "") if one.body.person_id else "",
    )


def _steps(session: OfficeSession, concern: Concern, checklist: Checklist) -> tuple[StepView, ...]:
    """The steps of today, then those that were ticked and are on the list no longer."""
    done = steps_done(concern.entries)
    words = {step.id: step.words for step in checklist.steps}
    ticked = {id_: entry.body.step_words for id_, entry in done.items() if entry.body.kind is EntryKind.STEP}
    words |= {id_: one for id_, one in ticked.items() if id_ not in words}
    found = []
    for id_, text in words.items():
        entry = done.get(id_)
        by, at = "", None
        if entry is not None:
            by, at = session.people.colleague_name(entry.author_id), entry.written_at
        found.append(StepView(id_, text, by, at))
    return tuple(found)


def notice(session: OfficeSession, connection: Connection, person: UUID, family: Iterable[UUID]) -> StaffNotice:
    """What case staff are told on this person's page. Never raises: a damaged board keeps nobody from a record."""
    try:
        board = concern_store.board(session.desk, connection)
    except (Tampered, CompartmentClosed, *UNREADABLE):
        return StaffNotice(is_unreadable=True)
    if not board.told:
        return StaffNotice()
    name = session.people.colleague_name
    told = join_store.followed(connection, board.told)
    own = tuple(name(one) for one in telling(told, join_store.kept_of(connection, person)))
    others = dict.fromkeys(lead for one in family for lead in telling(told, one))
    return StaffNotice(own, tuple(name(one) for one in others))
