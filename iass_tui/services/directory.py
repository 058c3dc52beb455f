"""Everyone in the office, in memory. See `ports.Directory`."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import audit_store, directory_store, import_store
from db.audit_store import Touched
from db.desk import Locked
from db.directory_store import Batch, Opened
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.find import PERSON, Case, Directory, Entry, Hit
from iass_tui.rules.records.office import Act
from iass_tui.services import restricted_list
from iass_tui.services.acting import About, record
from iass_tui.services.problems import in_words
from iass_tui.services.uncollected import uncollected
from iass_tui.services.views import Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

_MANY = 400
"""With more people touched than this, everyone is read again."""


@dataclasses.dataclass(repr=False)
class _Known:
    """What one load made; replaced as a whole."""

    found: Directory
    seq: int
    """The newest audit entry that it takes in."""
    unreadable: set[bytes] = dataclasses.field(default_factory=set)
    """Raw ids of those whose card, or whose ways to be reached, do not open."""


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
            with self._turn, uncollected(), self._desk.read() as connection:
                self._load(connection, mine, tell)
        except Locked:
            return

    def _load(self, connection: Connection, mine: int, tell: Callable[[int, int], None]) -> None:
        known = _Known(Directory(), audit_store.newest(connection))
        people, contacts, cases = directory_store.counts(connection)
        of = people + contacts + cases
        coming: dict[str, Entry] = {}  # what is in the directory is searched while the rest still comes
        for batch in self._breathing(directory_store.cards(self._desk, connection), mine, tell, 0, of):
            for person, card in batch:
                if (entry := _named_by(known, person, card)) is not None:
                    coming[entry.id] = entry
        known.found.put_all(coming.values())
        known.found.refresh()
        record(self._desk, dataclasses.replace(About("directory").detail(Act.SEARCH), count=people))
        self._known = known
        if self._loads != mine:  # asked after, so that a lock at this very moment wins
            self._known = None
            return
        tell(people, of)
        owned = _cases(connection)
        done = people + cases
        for batch in self._breathing(directory_store.contacts(self._desk, connection), mine, tell, done, of):
            for person, details in batch:
                _take_rest(known, coming, person, details, owned.pop(person, ()))
        for person, rest in owned.items():
            _take_rest(known, coming, person, {}, rest)
        if self._loads == mine:
            known.found.put_all(coming.values())
            known.found.refresh()
            _born.cache_clear()
            tell(of, of)

    def _breathing(
        self, batches: Iterable[Batch], mine: int, tell: Callable[[int, int], None], done: int, of: int
    ) -> Iterator[Batch]:
        """The batches, with a moment for the screen before each; none any more once this load was overtaken."""
        for batch in batches:
            time.sleep(0)
            tell(done, of)
            if self._loads != mine:
                return
            yield batch
            done += len(batch)

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """The best hits. A case is among them where its reference was typed."""
        self._session.require(Action.FIND)
        known = self._known
        return [] if known is None else known.found.search(query, limit)

    @in_words()
    def restricted(self) -> frozenset[UUID]:
        """The people and cases among the hits whose record is shut to somebody, for the list to say so."""
        with self._desk.read() as connection:
            return restricted_list.marked(self._session, connection)

    def everyone(self) -> tuple[Entry, ...]:
        """Everyone who can be found now, to be compared with; nobody before the names are read."""
        self._session.require(Action.FIND)
        known = self._known
        return () if known is None else tuple([entry for entry in known.found.everyone() if entry.name])

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
            if len(people) <= _MANY and not _brought_many(connection, touched):
                self._renew(known, connection, people)
                known.seq = seq
                return
        self.load()

    def _renew(self, known: _Known, connection: Connection, people: set[bytes]) -> None:
        """Reads these people again; whoever is not there any more goes without a trace."""
        only = sorted(people)
        cards = dict(chain.from_iterable(directory_store.cards(self._desk, connection, only)))
        details = dict(chain.from_iterable(directory_store.contacts(self._desk, connection, only)))
        owned = _cases(connection, only)
        for person in only:
            before = known.found.get(_id(person))
            known.unreadable.discard(person)
            named = _named_by(known, person, cards[person]) if person in cards else None
            now = _with_rest(known, named, person, details.get(person, {}), owned.get(person, ()))
            if before is not None and (now is None or set(_ways(before)) - set(_ways(now))):
                known.found.remove(before.id)  # what was taken away must not stay in memory either
            if now is not None:
                known.found.put(now)


def _people_of(known: _Known, connection: Connection, touched: dict[Touched, bool]) -> set[bytes]:
    """Whose entries may have changed."""
    ids: dict[str, list[bytes]] = {"person": [], "person_contact": [], "case": []}
    gone: dict[str, set[str]] = {"person_contact": set(), "case": set()}
    for (table, row_id), is_gone in touched.items():
        if is_gone and table in gone:
            gone[table].add(str(row_id))
        elif table in ids:
            ids[table].append(row_id.bytes)
    people = {*ids["person"], *directory_store.people_behind(connection, ids["person_contact"], ids["case"])}
    if gone["case"] or gone["person_contact"]:
        people |= _who_lost(known, gone["case"], directory_store.reached(connection))
    away = {person for person in people if known.found.get(_id(person)) is None}
    return people - away | import_store.seen(connection, sorted(away))  # without whom an import still brings


def _brought_many(connection: Connection, touched: dict[Touched, bool]) -> bool:
    """True where an import has landed since: its people's own rows are older than that."""
    return import_store.landed_since(connection, [row_id for table, row_id in touched if table == "import_run"])


def _who_lost(known: _Known, cases: set[str], reached: set[bytes]) -> set[bytes]:
    """Who had one of these cases, or ways to be reached and has none now: a row that is gone says not whose it was."""
    everyone = [(bytes.fromhex(entry.id.replace("-", "")), entry) for entry in known.found.everyone()]
    return {
        person
        for person, entry in everyone
        if not cases.isdisjoint([case.id for case in entry.cases])
        or (person not in reached and (entry.phones or entry.emails or entry.postcodes or person in known.unreadable))
    }


def _say_nothing(_done: int, _of: int) -> None:
    """For a load that nobody watches."""


def _id(raw: bytes) -> str:
    """A UUID's text, at a third of what `str(UUID(bytes=raw))` costs."""
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _named_by(known: _Known, person: bytes, card: Opened | None) -> Entry | None:
    """Who someone is by their card; None where it does not open."""
    if card is None:
        known.unreadable.add(person)
        return None
    get = card.get
    given, family, born = get("given_name"), get("family_name"), get("born")
    known_as, code_word, named = get("known_as"), get("code_word"), get("named")
    return Entry(
        _id(person),
        PERSON,
        f"{given} {family}" if given and family else given or family or "(no name given)",
        (known_as or "", code_word or "", *_named(named)) if known_as or code_word or named else (),
        born=_born(born) if born else None,
    )


def _named(named: Sequence[Mapping[str, str]] | None) -> tuple[str, ...]:
    """Parents who were named and not asked: by their name the child is found."""
    return tuple(f"{one.get('given_name', '')} {one.get('family_name', '')}".strip() for one in named or ())


@functools.lru_cache(maxsize=16384)
def _born(text: str) -> PartialDate:
    return PartialDate.from_text(text)


def _take_rest(
    known: _Known, coming: dict[str, Entry], person: bytes, details: Opened | None, cases: tuple[Case, ...]
) -> None:
    entry = _with_rest(known, coming.get(_id(person)), person, details, cases)
    if entry is not None:
        coming[entry.id] = entry


def _with_rest(
    known: _Known, named: Entry | None, person: bytes, details: Opened | None, cases: tuple[Case, ...]
) -> Entry | None:
    """With the ways to reach someone, and their cases; whose card does not open is found by these cases alone."""
    if details is None:
        known.unreadable.add(person)
        details = {}
    if named is None:
        return Entry(_id(person), PERSON, "", cases=cases) if cases else None
    get, addresses = details.get, details.get("addresses")
    codes = tuple([one["postcode"] for one in addresses if "postcode" in one]) if addresses else ()
    reached = (tuple(get("phones", ())), tuple(get("emails", ())), codes)
    return Entry(named.id, PERSON, named.name, named.other_names, named.born, *reached, cases)


def _cases(connection: Connection, only: Sequence[bytes] | None = None) -> dict[bytes, tuple[Case, ...]]:
    """Everyone's cases, or those of these people."""
    owned: dict[bytes, tuple[Case, ...]] = {}
    for case, person, number in directory_store.cases(connection, only):
        owned[person] = (*owned.get(person, ()), Case(format_reference(number), _id(case)))
    return owned


def _ways(entry: Entry) -> tuple[object, ...]:
    return (*entry.phones, *entry.emails, *entry.postcodes, *entry.cases)
