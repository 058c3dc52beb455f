"""Who on file may be the same person as somebody: compared with the directory in memory, families taken in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from db import family_store, people_store
from iass_tui.rules.access import Action
from iass_tui.rules.duplicates import Likeness, Lookalikes, Someone, said_else, someone
from iass_tui.rules.find import Entry
from iass_tui.services.acting import About
from iass_tui.services.import_views import Lookalike
from iass_tui.services.problems import in_words

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class LookalikeService:
    """Possible duplicates, each explained. What is compared is in memory already; nothing is written."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def of_person(self, person_id: UUID) -> tuple[Lookalike, ...]:
        """Who else on file may be this person, likeliest first. Nobody before the names are read."""
        self._session.require(Action.FIND, person_id)
        self._session.access.insist_for_person(person_id, About("doubles", person_id))
        everyone = self.everyone()
        me = next((one for one in everyone if one.id == str(person_id)), None)
        if me is None:
            return ()
        found = Lookalikes(everyone).find(me)
        family = self.families().get(person_id, set())
        with self._desk.read() as connection:
            cards = people_store.cards(self._desk, connection, [person_id, *(UUID(one.id) for one in found)])
        said = {one: card.likened for one, card in cards.items()}
        mine = said.get(person_id, ())
        return self.named(
            one
            for one in found
            if UUID(one.id) not in family and not said_else(person_id, mine, UUID(one.id), said.get(UUID(one.id), ()))
        )

    @in_words()
    def of_newcomer(self, newcomer: Someone) -> tuple[Lookalike, ...]:
        """Who on file may be somebody who is not on file yet: for the end of an intake."""
        self._session.require(Action.FIND)
        return self.named(Lookalikes(self.everyone()).find(newcomer))

    def everyone(self) -> list[Someone]:
        """Everyone in the directory; a child or young person with the names and numbers of their adults."""
        entries = {entry.id: entry for entry in self._session.directory.everyone()}
        with self._desk.read() as connection:
            adults: defaultdict[str, list[Entry]] = defaultdict(list)
            for child, adult in family_store.pairs(connection):
                found = entries.get(str(UUID(bytes=adult)))
                if found is not None:
                    adults[str(UUID(bytes=child))].append(found)
        return [_someone(entry, adults.get(entry.id, ())) for entry in entries.values()]

    def families(self) -> dict[UUID, set[UUID]]:
        """With whom each is on file as family: a mother and a daughter of one name are not one person."""
        found: defaultdict[UUID, set[UUID]] = defaultdict(set)
        with self._desk.read() as connection:
            for child, adult in family_store.pairs(connection):
                one, other = UUID(bytes=child), UUID(bytes=adult)
                found[one].add(other)
                found[other].add(one)
        return found

    def entries(self) -> dict[str, Entry]:
        """Everyone whose name the directory knows, by id: read once where many are compared."""
        return {entry.id: entry for entry in self._session.directory.everyone()}

    def named(
        self,
        found: Iterable[Likeness],
        rows: Mapping[str, int] | None = None,
        entries: Mapping[str, Entry] | None = None,
    ) -> tuple[Lookalike, ...]:
        """With the names that the directory knows; `rows` are those of a sheet, by the id they were compared under."""
        entries, known = self.entries() if entries is None else entries, rows or {}
        return tuple(
            Lookalike(
                likeness=like,
                person_id=UUID(like.id) if like.id in entries else None,
                row=known.get(like.id),
                name=entries[like.id].name if like.id in entries else "",
                born=entries[like.id].born if like.id in entries else None,
            )
            for like in found
        )


def _someone(entry: Entry, adults: Iterable[Entry]) -> Someone:
    family = tuple(adults)
    return someone(
        entry.id,
        entry.name,
        other_names=entry.other_names,
        born=entry.born,
        phones=tuple(number for one in (entry, *family) for number in one.phones),
        emails=tuple(address for one in (entry, *family) for address in one.emails),
        postcodes=tuple(code for one in (entry, *family) for code in one.postcodes),
        relatives=tuple(one.name for one in family),
    )
