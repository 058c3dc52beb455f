"""Everyone in the office, in memory. See `ports.Directory`."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection

from db import audit_store, directory_store
from db.audit_store import Touched
from db.desk import Locked
from db.directory_store import Opened
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.find import Directory, Entry, Hit, MatchField
from iass_tui.rules.records.office import Act
from iass_tui.services.acting import About, record
from iass_tui.services.problems import in_words
from iass_tui.services.views import Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

PERSON, CASE = "person", "case"
_BREATH = 256
"""How many rows are opened between two moments in which the screen may answer."""
_MANY = 400
"""With more people touched than this, everyone is read again."""
T = TypeVar("T")


@dataclasses.dataclass(repr=False)
class _Known:
    """What one load made; replaced as a whole."""

    found: Directory
    seq: int
    """The newest audit entry that it takes in."""
    people: dict[bytes, Entry] = dataclasses.field(default_factory=dict)
    contact_owners: dict[bytes, bytes] = dataclasses.field(default_factory=dict)
    case_owners: dict[str, str] = dataclasses.field(default_factory=dict)
    unreadable: set[bytes] = dataclasses.field(default_factory=set)


class DirectoryService:
    """Everyone in the office, in memory; nothing searchable lies on disk. Empty for whoever opens no case."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._known: _Known | None = None
        self._turn = threading.Lock()
        self._loads = 0

    @property
    def is_ready(self) -> bool:
        """True as soon as names can be found."""
        return self._known is not None

    @property
    def unreadable(self) -> int:
        """How many people's cards or contact details do not open: say so, and name `iass check --deep`."""
        return 0 if self._known is None else len(self._known.unreadable)

    def forget(self) -> None:
        """Drops everyone from memory, also where a load is under way: at lock and at sign-out."""
        self._loads += 1
        self._known = None
        _born.cache_clear()

    @in_words()
    def load(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Names first, then the ways to reach people and the cases; that names were read is recorded.

        `progress` is told how many rows of how many were read. Nothing comes of a load that is overtaken by `forget`.
        """
        if not self._session.may(Action.FIND):
            return
        self._loads += 1
        mine, tell = self._loads, progress or _say_nothing
        try:
            with self._turn, _uncollected(), self._desk.read() as connection:
                self._load(connection, mine, tell)
        except Locked:
            return

    def _load(self, connection: Connection, mine: int, tell: Callable[[int, int], None]) -> None:
        known = _Known(Directory(), audit_store.newest(connection))
        people, contacts, cases = directory_store.counts(connection)
        of = people + contacts + cases
        for person, card in self._breathing(directory_store.cards(self._desk, connection), mine, tell, 0, of):
            _take_card(known, person, card)
        known.found.put_all(known.people.values())
        known.found.refresh()
        record(self._desk, dataclasses.replace(About("directory").detail(Act.SEARCH), count=people))
        self._known = known
        if self._loads != mine:  # asked after, so that a lock at this very moment wins
            self._known = None
            return
        known.contact_owners = directory_store.contact_owners(connection)
        rows = self._breathing(directory_store.cases(connection), mine, tell, people, of)
        known.found.put_all([_case(known, *row) for row in rows])
        done = people + cases
        for person, details in self._breathing(directory_store.contacts(self._desk, connection), mine, tell, done, of):
            _take_contact(known, person, details)
        if self._loads == mine:
            known.found.put_all(known.people.values())
            known.found.refresh()
            tell(of, of)

    def _breathing(
        self, rows: Iterable[T], mine: int, tell: Callable[[int, int], None], done: int, of: int
    ) -> Iterator[T]:
        """The rows, with a moment for the screen now and then; none any more once this load was overtaken."""
        for number, row in enumerate(rows):
            if number % _BREATH == 0:
                time.sleep(0)
                tell(done + number, of)
                if self._loads != mine:
                    return
            yield row

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """The best hits. A case is among them where its reference was typed, or its person is not."""
        self._session.require(Action.FIND)
        known = self._known
        if known is None:
            return []
        hits = known.found.search(query, 2 * limit)
        people = {hit.entry.id for hit in hits if hit.entry.kind == PERSON}
        return [hit for hit in hits if _is_wanted(hit, known, people)][:limit]

    def changed(self) -> None:
        """Takes in what this session itself has just written, so that it shows at once.

        Never raises: what was written is saved, whether or not it can be found this very moment.
        """
        with contextlib.suppress(Problem, Locked):
            self.refresh()

    @in_words()
    def refresh(self) -> None:
        """Takes in what was written since, by anyone, and drops whoever was erased."""
        known = self._known
        if known is None:
            return
        with self._turn, self._desk.read() as connection:
            if known is not self._known:
                return
            seq, touched = audit_store.touched_since(connection, known.seq)
            people = _people_of(known, connection, touched)
            if len(people) <= _MANY:
                self._renew(known, connection, people)
                known.seq = seq
                return
        self.load()

    def _renew(self, known: _Known, connection: Connection, people: set[bytes]) -> None:
        """Reads these people again; whoever is not there any more goes without a trace."""
        only = sorted(people)
        cards = dict(directory_store.cards(self._desk, connection, only))
        details = dict(directory_store.contacts(self._desk, connection, only))
        known.contact_owners.update(directory_store.contact_owners(connection, only))
        for person in only:
            before = known.people.pop(person, None)
            known.unreadable.discard(person)
            if person in cards:
                _take_card(known, person, cards[person])
            if person in details:
                _take_contact(known, person, details[person])
            now = known.people.get(person)
            if before is not None and (now is None or set(_ways(before)) - set(_ways(now))):
                known.found.remove(before.id)  # what was taken away must not stay in memory either
            if now is not None:
                known.found.put(now)
        known.found.put_all([_case(known, *row) for row in directory_store.cases(connection, only)])


def _people_of(known: _Known, connection: Connection, touched: dict[Touched, bool]) -> set[bytes]:
    """Whose entries may have changed. Cases that are gone are dropped here."""
    ids: dict[str, list[bytes]] = {"person": [], "person_contact": [], "case": []}
    people = set()
    for (table, row_id), is_gone in touched.items():
        if table not in ids:
            continue
        if table == "case" and is_gone:
            known.found.remove(str(row_id))
            known.case_owners.pop(str(row_id), None)
        elif table == "person_contact" and is_gone:
            people.add(known.contact_owners.pop(row_id.bytes, b""))
        else:
            ids[table].append(row_id.bytes)
    people |= {*ids["person"], *directory_store.people_behind(connection, ids["person_contact"], ids["case"])}
    return people - {b""}


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No collection of cycles meanwhile: each would walk the ten thousand again, for a quarter of the whole time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _say_nothing(_done: int, _of: int) -> None:
    """For a load that nobody watches."""


def _id(raw: bytes) -> str:
    """A UUID's text, at a third of what `str(UUID(bytes=raw))` costs."""
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _take_card(known: _Known, person: bytes, card: Opened | None) -> None:
    if card is None:
        known.unreadable.add(person)
        return
    get = card.get
    given, family, born = get("given_name"), get("family_name"), get("born")
    known_as, code_word, named = get("known_as"), get("code_word"), get("named")
    entry = Entry(
        _id(person),
        PERSON,
        f"{given} {family}" if given and family else given or family or "(no name given)",
        (known_as or "", code_word or "", *_named(named)) if known_as or code_word or named else (),
        born=_born(born) if born else None,
    )
    known.people[person] = entry


def _named(named: Sequence[Mapping[str, str]] | None) -> tuple[str, ...]:
    """Parents who were named and not asked: by their name the child is found."""
    return tuple(f"{one.get('given_name', '')} {one.get('family_name', '')}".strip() for one in named or ())


@functools.lru_cache(maxsize=16384)
def _born(text: str) -> PartialDate:
    return PartialDate.from_text(text)


def _take_contact(known: _Known, person: bytes, details: Opened | None) -> None:
    if details is None:
        known.unreadable.add(person)
        return
    entry = known.people.get(person)
    if entry is None:
        return
    get, addresses = details.get, details.get("addresses")
    whole = Entry(
        entry.id,
        PERSON,
        entry.name,
        entry.other_names,
        tuple(get("phones", ())),
        tuple(get("emails", ())),
        tuple([one["postcode"] for one in addresses if "postcode" in one]) if addresses else (),
        entry.born,
    )
    known.people[person] = whole


def _case(known: _Known, case: bytes, person: bytes, number: int) -> Entry:
    owner = known.people.get(person)
    case_id = _id(case)
    known.case_owners[case_id] = owner.id if owner else _id(person)
    return Entry(case_id, CASE, owner.name if owner else "", reference=format_reference(number))


def _ways(entry: Entry) -> tuple[str, ...]:
    return (*entry.phones, *entry.emails, *entry.postcodes)


def _is_wanted(hit: Hit, known: _Known, people: set[str]) -> bool:
    """A case found by its person's name alone is left out beside that person."""
    if hit.entry.kind == PERSON or known.case_owners.get(hit.entry.id) not in people:
        return True
    return any(match.field is MatchField.REFERENCE for match in hit.matched)
