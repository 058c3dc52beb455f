"""Numbers and addresses that stand in words: where, and taking them out (P44, decision 0007)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection

from db import (
    case_store,
    family_store,
    join_store,
    letter_store,
    note_store,
    people_store,
    sharing_store,
    task_store,
)
from db.engine import checkpoint
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import display_day, in_england
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.casework import CaseFacts, NoteBody, NoteRow, TaskBody
from iass_tui.rules.records.letters import LetterBody, RecordedLetter
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.sharing import RecordedSharing, SharingBody
from iass_tui.rules.traces import Trace, excerpt, find_traces, known_words, take_out
from iass_tui.services import outbox
from iass_tui.services.acting import About, SaysNo, acting, record
from iass_tui.services.consent_views import TraceLine
from iass_tui.services.people import NOBODY
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

FIELDS: dict[type[Record], tuple[str, ...]] = {
    NoteBody: ("text", "progress", "action", "outcome"),
    TaskBody: ("what", "reasons"),
    CaseFacts: ("wants", "outcome_words"),
    LetterBody: ("subject", "text"),
}
"""Where running words stand that may hold a number."""
_MADE = "SELECT id, created_at FROM task WHERE case_id = ?"
STILL_OPEN = (
    "A manager has not answered this exception yet, or it was not carried out: its words stay as they are until then."
)
"""Who judges it reads what was written: words that somebody first typed as an address would be taken out too (P11)."""
NOTHING_LEFT = "Nothing of the kind stands there any more: somebody was first. Look at the list again."


@dataclasses.dataclass(frozen=True)
class _Place:
    """One body of words, and where it stands."""

    table: str
    row_id: UUID
    person_id: UUID
    case_id: UUID | None
    row: NoteRow | RecordedLetter | RecordedSharing | None
    """What is written anew as a whole."""
    version: int
    reference: str
    day: date
    body: NoteBody | TaskBody | CaseFacts | LetterBody | SharingBody

    @property
    def note_id(self) -> UUID | None:
        """The thread, of a note."""
        return self.row.note_id if isinstance(self.row, NoteRow) else None

    @property
    def people(self) -> tuple[UUID, ...]:
        """In whose records it stands."""
        return self.body.subjects if isinstance(self.body, SharingBody) else (self.person_id,)


class Redaction:
    """Finds what a consent taken back left behind in words, and takes it out where somebody says so."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._erased: dict[UUID, tuple[str, ...]] = {}
        """What was kept to reach someone whom this sitting saw take that back: in memory alone, until it ends or locks.

        An address or a name of a house looks like nothing by itself; after P44 has gone nothing else knows it.
        """

    def forget(self) -> None:
        """Locked or signed out: what was erased is known no more, also to a look that is still under way."""
        self._erased = {}

    @in_words()
    def traces(self, person_id: UUID) -> tuple[TraceLine, ...]:
        """Every place in the words of their cases and their children's, the newest first. The look is recorded."""
        self._session.require(Action.FIND, person_id)
        why = self._session.access.insist_for_person(person_id, About("person", person_id))
        found = self.found(person_id)
        said = About("person", person_id).detail(Act.VIEW, fields=("traces",), reasons=why)
        record(self._desk, dataclasses.replace(said, count=len(found)))
        return found

    def found(self, person_id: UUID) -> tuple[TraceLine, ...]:
        """As `traces`, for a service that says itself that it looked."""
        with self._desk.read() as connection:
            known = self._known(connection, person_id)
            lines = [_line(place, known) for place in self._places(connection, person_id)]
        return tuple(sorted((one for one in lines if one is not None), key=lambda one: one.day, reverse=True))

    @in_words()
    def redact(self, person_id: UUID, line: TraceLine) -> None:
        """Takes every number and address out of this place: their old words are deleted, and the entry says so.

        Older backups keep them until they expire; the screen says that. Works on a frozen record too: it only narrows.
        What waits in the outbox about the same person may hold them too, and goes. Raises `NotAllowed` for words of an
        exception while somebody has still to act on them.
        """
        self._session.require(Action.WRITE_NOTE, line.case_id)
        self._session.access.insist_for_person(person_id, About("person", person_id))
        with self._desk.read() as connection:
            known = self._known(connection, person_id)
            places = [one for one in self._places(connection, person_id) if one.row_id == line.row_id]
        if not places or not _all_traces(places[0].body, known):
            raise NotFound(NOTHING_LEFT)
        (place,) = places
        about = About(place.table, place.note_id or place.row_id, place.case_id)
        if place.case_id is not None:
            self._session.access.insist_on(place.case_id, About("person", person_id, place.case_id))
        if isinstance(place.row, RecordedLetter | RecordedSharing):  # as its entry of sending names it
            about = About(place.table, place.person_id, place.case_id)
        try:
            with acting(self._desk, about) as unit:
                fields = self._write(unit, place, known)
                unit.say(about.detail(Act.DELETE, fields=fields, reasons=("REDACTED",)))
        except VersionConflict:
            raise Problem(NOTHING_LEFT) from None
        for one in place.people:
            outbox.drop_about(self._session, one, "REDACTED")
        checkpoint(self._desk.records.engine)  # the old words are in the log as well, sealed

    def _write(self, unit: UnitOfWork, place: _Place, known: Collection[str]) -> tuple[str, ...]:
        mark = f"[taken out {display_day(self._session.today_date())}]"
        found = _all_traces(place.body, known)
        clean: dict[str, Any] = {
            field: take_out(_words(place.body)[field], traces, mark) for field, traces in found.items()
        }
        match place.body:
            case NoteBody() as note:
                assert isinstance(place.row, NoteRow)
                note_store.redact(self._desk, unit, place.row, dataclasses.replace(note, **clean))
            case TaskBody() as task:
                body = task.with_reasons(clean.pop("reasons", task.reasons))
                body = dataclasses.replace(body, **clean)
                task_store.change(self._desk, unit, place.row_id, place.version, body=body)
            case CaseFacts() as facts:
                changed = dataclasses.replace(facts, **clean)
                case_store.change(self._desk, unit, place.row_id, place.version, facts=changed)
            case LetterBody() as letter:
                assert isinstance(place.row, RecordedLetter)
                letter_store.redact(self._desk, unit, place.row, dataclasses.replace(letter, **clean))
            case SharingBody():
                assert isinstance(place.row, RecordedSharing)
                if any(place.row.sharing_id in some for some in sharing_store.open_exceptions(unit.connection)):
                    raise SaysNo(STILL_OPEN, ("SHARING_NOT_ANSWERED",))
                sharing_store.redact(self._desk, unit, place.row, clean)
        return tuple(found)

    def _known(self, connection: Connection, person_id: UUID) -> tuple[str, ...]:
        erased = self._erased
        records = join_store.records_of(connection, person_id)
        held = [people_store.person(self._desk, connection, one) for one in records]
        if held[0] is None:
            raise NotFound(NOBODY)
        kept = [words for one in held if one is not None for words in known_words(one.contact)]
        erased[person_id] = tuple(dict.fromkeys((*kept, *erased.get(person_id, ()))))
        return erased[person_id]

    def _places(self, connection: Connection, person_id: UUID) -> Iterator[_Place]:
        children = [UUID(bytes=row[3]) for row in family_store.select(connection, person_id)]
        references: dict[UUID, str] = {}
        people = tuple(dict.fromkeys((person_id, *children)))
        yield from self._shared(connection, people)
        for one in people:
            for row in case_store.select_of_person(connection, one):
                references[UUID(bytes=row[0])] = format_reference(row[4])
                yield from self._of_case(connection, one, row)
            for letter in letter_store.readable(self._desk, connection, one):
                reference = references.get(letter.case_id, "") if letter.case_id else ""
                yield _Place(
                    "letter", letter.id, one, letter.case_id, letter, 1, reference, letter.body.sent_on, letter.body
                )

    def _shared(self, connection: Connection, people: Iterable[UUID]) -> Iterator[_Place]:
        """The sharing records of the family; what stands in several of them is one place."""
        seen = set()
        for one in people:
            for row in sharing_store.readable(self._desk, connection, one):
                same = (row.sharing_id, row.kind, row.recorded_at, tuple(row.body.typed.items()))
                if same not in seen:
                    seen.add(same)
                    yield _Place("sharing", row.id, one, None, row, 1, "", row.body.on, row.body)

    def _of_case(self, connection: Connection, person_id: UUID, row: Sequence[Any]) -> Iterator[_Place]:
        case = case_store.opened(row, self._desk.keys(case_store.places([row])))
        reference = format_reference(case.number)
        if case.facts is not None:
            day = case.facts.opened_on or _day(case.opened_at)
            yield _Place("case", case.id, person_id, case.id, None, case.version, reference, day, case.facts)
        rows = note_store.select(connection, case.id)
        notes, _ = note_store.opened(rows, self._desk.keys(note_store.places(rows)))
        for note in notes:
            day = note.body.happened_on or in_england(note.written_at).date()
            yield _Place("note", note.id, person_id, case.id, note, 1, reference, day, note.body)
        rows = task_store.select(connection, case.id)
        tasks, _ = task_store.opened(rows, self._desk.keys(task_store.places(rows)))
        made = {raw[0]: raw[1] for raw in connection.exec_driver_sql(_MADE, (case.id.bytes,))}
        for task in tasks:
            day = _day(made[task.id.bytes])
            yield _Place("task", task.id, person_id, case.id, None, task.version, reference, day, task.body)


def _day(at: str) -> date:
    return in_england(datetime.fromisoformat(at)).date()


def _words(body: Record) -> dict[str, str]:
    """The running words of a body, by the field in which they stand."""
    if isinstance(body, SharingBody):
        return body.typed
    return {field: getattr(body, field) for field in FIELDS[type(body)]}


def _all_traces(body: Record, known: Collection[str]) -> dict[str, tuple[Trace, ...]]:
    found = {field: find_traces(words, known) for field, words in _words(body).items()}
    return {field: traces for field, traces in found.items() if traces}


def _line(place: _Place, known: Collection[str]) -> TraceLine | None:
    found = _all_traces(place.body, known)
    if not found:
        return None
    field, traces = next(iter(found.items()))
    return TraceLine(
        table=place.table,
        row_id=place.row_id,
        person_id=place.person_id,
        case_id=place.case_id,
        note_id=place.note_id,
        reference=place.reference,
        day=place.day,
        kinds=tuple(dict.fromkeys(one.kind for every in found.values() for one in every)),
        excerpt=excerpt(_words(place.body)[field], traces[0]),
    )
