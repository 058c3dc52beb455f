"""Writing an import in small batches: keys, then rows; seen by nobody before the last one has landed."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from db import case_store, consent_store, family_store, import_store, intake_store, people_store
from db.desk import KeysTurned
from db.engine import make_room
from db.import_store import ImportState
from db.intake_store import EnquiryBody
from db.unit_of_work import UnitOfWork
from iass_tui.rules import text
from iass_tui.rules.importing import NewFamily
from iass_tui.rules.importing.households import Household
from iass_tui.rules.records.casework import NoteBody, ProvidedBy
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import ContactDetails, FamilyTie, Likened, PersonCard
from iass_tui.services import import_tallies
from iass_tui.services.case_notes import begin_thread
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.sealing import sha256

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

AIM = 0.045
"""Seconds of work that a batch should hold the writers' queue for: none may for more than a tenth (issue: 100 ms).

Of the processor's time, not the clock's: what others do on this machine makes no batch smaller, and no import longer.
"""
_FIRST, _LARGEST = 8, 64
_ROOM_EVERY = 24


class Stopped(Exception):
    """Whoever imports asked to stop."""


@dataclasses.dataclass
class _Person:
    """One of a household who is to be written."""

    id: UUID
    card: PersonCard
    contact: ContactDetails | None = None
    events: list[ConsentEvent] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class _Made:
    """A household with its ids."""

    people: list[_Person]
    ties: dict[tuple[UUID, UUID], FamilyTie] = dataclasses.field(default_factory=dict)
    cases: list[tuple[UUID, UUID, NewFamily]] = dataclasses.field(default_factory=list)
    """Case, child, and the row that it comes from."""


@dataclasses.dataclass
class Written:
    """How much has been written so far."""

    people: int = 0
    cases: int = 0
    batches: int = 0
    longest: float = 0.0


@dataclasses.dataclass(frozen=True)
class _Took:
    """Seconds by the clock, for which others waited, and of them the processor's in this thread."""

    clock: float
    work: float

    @classmethod
    def now(cls) -> _Took:
        return cls(time.perf_counter(), time.thread_time())

    def since(self, before: _Took) -> _Took:
        return _Took(self.clock - before.clock, self.work - before.work)


@dataclasses.dataclass(frozen=True)
class Bringing:
    """What every batch needs to know."""

    session: OfficeSession
    import_id: UUID
    officers: Mapping[str, UUID]
    """Colleagues by their folded names."""
    children: Mapping[int, UUID]
    """Who the child of each row will be; see `child_ids`."""
    likened: Mapping[UUID, tuple[Likened, ...]]
    """What was said of whom these children are like."""


def child_ids(households: Sequence[Household]) -> dict[int, UUID]:
    """The ids that children get, by their rows: known before anything is written, so that one card can name another."""
    found: dict[int, UUID] = {}
    for one in households:
        ids: dict[int, UUID] = {}
        for number, who in zip(one.numbers, one.who, strict=True):
            found[number] = ids.setdefault(who[0], uuid4())
    return found


def write(
    bringing: Bringing,
    households: Sequence[Household],
    counted: Sequence[import_tallies.SealedTally],
    progress: Callable[[int, int], None],
    is_stopped: Callable[[], bool],
) -> Written:
    """Writes everything and lets it land.

    Raises `Stopped` between two batches, with the import still running.
    """
    desk, import_id, written = bringing.session.desk, bringing.import_id, Written()
    with desk.unit("casework") as unit:
        import_store.begin(desk, unit, import_id)
        unit.say(AuditDetail(act=Act.CREATE, subject="import", subject_id=import_id))
    every = sum(len(one.rows) for one in households)
    at, size = 0, _FIRST
    while at < len(households):
        if is_stopped():
            raise Stopped
        some = [_made(bringing, one) for one in households[at : at + size]]
        took = _write_batch(bringing, some)
        at += len(some)
        written.people += sum(len(one.people) for one in some)
        written.cases += sum(len(one.cases) for one in some)
        written.batches += 1
        written.longest = max(written.longest, took.clock)
        size = next_size(size, len(some), took.work)
        progress(written.cases, every)
        if written.batches % _ROOM_EVERY == 0:
            for engine in (desk.records.engine, desk.cupboard.engine):
                make_room(engine)
        time.sleep(0)  # the screen, and whoever waits for a turn to write
    if is_stopped():
        raise Stopped
    began = time.perf_counter()
    with desk.unit("casework") as unit:
        import_tallies.write(desk, unit, counted)
        import_store.turn(unit, import_id, ImportState.LANDED)
        unit.say(
            AuditDetail(act=Act.CHANGE, subject="import", subject_id=import_id, fields=("state",), count=written.people)
        )
    written.longest = max(written.longest, time.perf_counter() - began)
    written.batches += 1
    return written


def next_size(size: int, written: int, work: float) -> int:
    """How many households the next batch has, when the last one of `written` took `work` seconds of the processor."""
    return max(1, min(_LARGEST, size + 4, int(written * AIM / max(work, 0.0001))))


def _write_batch(bringing: Bringing, some: Sequence[_Made]) -> _Took:
    """Writes them; for how long others waited. Once more where somebody left between keys and rows."""
    with contextlib.suppress(KeysTurned):
        return _write_once(bringing, some)
    return _write_once(bringing, some)


def _write_once(bringing: Bringing, some: Sequence[_Made]) -> _Took:
    """One commit of office.keys and one of office.db; what the longer of them took."""
    desk, import_id = bringing.session.desk, bringing.import_id
    wanted = list(_wanted(some))
    began = _Took.now()
    keys = dict(zip([one[:2] for one in wanted], desk.new_keys(wanted), strict=True))
    between = _Took.now()
    with desk.unit("casework") as unit:
        for one in some:
            _write_household(bringing, unit, one, keys)
        people = sum(len(one.people) for one in some)
        unit.say(AuditDetail(act=Act.CREATE, subject="import", subject_id=import_id, count=people))
    ended = _Took.now()
    return max(between.since(began), ended.since(between), key=lambda one: one.work)


def _wanted(some: Sequence[_Made]) -> Iterator[tuple[str, UUID, str]]:
    for one in some:
        for person in one.people:
            yield "person", person.id, "casework"
            if person.contact is not None:
                yield "contact", person.id, "casework"
        for case_id, _, _ in one.cases:
            yield "case", case_id, "casework"


def _write_household(bringing: Bringing, unit: UnitOfWork, made: _Made, keys: dict[tuple[str, UUID], FileKey]) -> None:
    desk, import_id = bringing.session.desk, bringing.import_id
    for person in made.people:
        file = keys["person", person.id]
        people_store.insert(desk, unit, file, person.card)
        import_store.bring(unit, import_id, file)
        if person.contact is not None:
            people_store.put_contact(desk, unit, person.id, 0, person.contact, keys["contact", person.id])
        events = sorted(person.events, key=lambda event: (event.given_on, event.decision is not Decision.GIVEN))
        consent_store.append(desk, unit, file, person.id, events)
    for (child, adult), tie in made.ties.items():
        family_store.insert(desk, unit, keys["person", child], uuid4(), child, adult, tie)
    for case_id, child, family in made.cases:
        _write_case(bringing, unit, keys["case", case_id], child, family)


def _write_case(bringing: Bringing, unit: UnitOfWork, file: FileKey, child: UUID, family: NewFamily) -> None:
    desk, facts = bringing.session.desk, family.facts
    officer = bringing.officers.get(text.fold(family.officer))
    case_store.insert(desk, unit, file, child, officer, facts, status=family.status)
    enquiry = EnquiryBody(
        received_on=facts.opened_on,
        channel=facts.channel,
        user_type=facts.user_type,
        issue_group=family.issue_group,
        source=facts.source,
    )
    intake_store.insert_enquiry(desk, unit, file, child, enquiry)
    if family.note:
        # Nobody knows who said it, nor who may see it: kept from parents until an officer has decided (P32).
        body = NoteBody(text=family.note, happened_on=family.note_on, provided_by=ProvidedBy.OTHER, about=(child,))
        begin_thread(desk, unit, file, body)


def _made(bringing: Bringing, household: Household) -> _Made:
    """The household's people, each once, with ids, ties and the consents of all its rows."""
    children = {who[0]: bringing.children[number] for number, who in zip(household.numbers, household.who, strict=True)}
    found: dict[int, _Person] = {}
    made = _Made([])
    for family, who in zip(household.rows, household.who, strict=True):
        for which, card in zip(who, (family.child, *(adult.card for adult in family.adults)), strict=True):
            if which not in found:
                id_ = children.get(which) or uuid4()
                found[which] = _Person(id_, dataclasses.replace(card, likened=bringing.likened.get(id_, ())))
                made.people.append(found[which])
        child, *adults = (found[which] for which in who)
        for adult, said in zip(adults, family.adults, strict=True):
            made.ties.setdefault((child.id, adult.id), said.tie)
        _consent(child, found[who[family.consent.signer]], family)
        made.cases.append((uuid4(), child.id, family))
    for one in made.people:
        if not _may_be_reached(one.events):
            one.contact = None
    return made


def _may_be_reached(events: Sequence[ConsentEvent]) -> bool:
    """Whether the last word of all their rows is a Yes to being reached (P44); of one day a No is the last."""
    said = [one for one in events if one.purpose is Purpose.SAVE_CONTACT]
    last = max(said, key=lambda one: (one.given_on, one.decision is not Decision.GIVEN), default=None)
    return last is not None and last.decision is Decision.GIVEN


def _consent(child: _Person, signer: _Person, family: NewFamily) -> None:
    """The events that a row proves, for the child and for whoever spoke for them (P2: each a data subject)."""
    said = family.consent
    tie = family.adults[said.signer - 1].tie if said.signer else None
    base = ConsentEvent(
        purpose=Purpose.SAVE_CASE,
        decision=Decision.GIVEN,
        given_by=signer.id,
        given_by_name=said.name,
        right="SELF" if tie is None else "PR" if tie.responsibility == "YES" else "",
        wording_version=said.wording,
        wording_hash=sha256(said.wording.encode()).hex(),
        method=said.method,
        evidence=said.evidence,
        given_on=said.on,
    )
    child.events.append(base)
    if said.statistics is not None:
        decision = Decision.GIVEN if said.statistics else Decision.REFUSED
        child.events.append(dataclasses.replace(base, purpose=Purpose.STATS, decision=decision))
    own = dataclasses.replace(base, right="SELF")
    if signer is not child:
        signer.events.append(own)
    if said.contact is not None:
        decision = Decision.GIVEN if said.contact else Decision.REFUSED
        signer.events.append(dataclasses.replace(own, purpose=Purpose.SAVE_CONTACT, decision=decision))
    if family.contact is not None:
        signer.contact = family.contact if signer.contact is None else _both(signer.contact, family.contact)


def _both(one: ContactDetails, other: ContactDetails) -> ContactDetails:
    """Ways to reach somebody of two rows, each once."""
    return dataclasses.replace(
        one,
        phones=tuple(dict.fromkeys((*one.phones, *other.phones))),
        emails=tuple(dict.fromkeys((*one.emails, *other.emails))),
        addresses=tuple(dict.fromkeys((*one.addresses, *other.addresses))),
    )
