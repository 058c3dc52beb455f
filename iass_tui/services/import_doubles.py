"""What is said of doubles: row by row before an import is written, and in a list once it has landed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from db import import_store, people_store
from iass_tui.rules.duplicates import Lookalikes, said_else, said_same, with_said
from iass_tui.rules.importing.verdicts import RowSaid, as_said
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import Likened
from iass_tui.services.acting import About, acting, insist_writable, record
from iass_tui.services.import_views import ImportDouble, ImportReport, Lookalike
from iass_tui.services.lookalikes import LookalikeService
from iass_tui.services.people import NOBODY
from iass_tui.services.views import NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_DOUBLE = "This row is like nobody on file: what becomes of it follows from what stands in it."


def say(report: ImportReport, number: int, said: RowSaid) -> ImportReport:
    """The report once somebody has looked at a row. Raises `Problem` where there is nothing to look at."""
    found = next((one for one in report.decisions if one.number == number), None)
    if found is None or found.family is None or not report.lookalikes.get(number):
        raise Problem(NO_DOUBLE)
    now = as_said(found, said)
    decisions = tuple(now if one is found else one for one in report.decisions)
    return dataclasses.replace(report, decisions=decisions, said={**report.said, number: said})


def told_apart(report: ImportReport) -> frozenset[int]:
    """Rows whose child was said to be somebody else."""
    return frozenset(number for number, said in report.said.items() if said is RowSaid.ELSE)


def who_it_may_be(report: ImportReport, number: int) -> list[UUID]:
    """Who on file the child of a row is taken for: whom somebody named, else everybody who is likely.

    Taken for the child of a row further up, they are whoever that one is.
    """
    said, likes = report.said.get(number), report.lookalikes.get(number, ())
    if said is RowSaid.ELSE:
        return []
    found: list[UUID] = []
    for one in likes[:1] if said is RowSaid.SAME else [one for one in likes if one.likeness.is_likely]:
        if one.person_id is not None:
            found.append(one.person_id)
        elif one.row is not None and one.row < number:
            found += who_it_may_be(report, one.row)
    return list(dict.fromkeys(found))


def likened(report: ImportReport, children: Mapping[int, UUID]) -> dict[UUID, tuple[Likened, ...]]:
    """What was said of whom the children who are brought in are like, for their cards; `children` by their rows.

    Somebody else: than each who was shown, on file or further up in the sheet. The same: as the likeliest, whom the
    question named; nothing is left to say where the two rows are one child already.
    """
    found: dict[UUID, tuple[Likened, ...]] = {}
    for number, said in report.said.items():
        child = children.get(number)
        if child is None or said is RowSaid.OUT:
            continue
        likes = report.lookalikes[number][: 1 if said is RowSaid.SAME else None]
        others = (one.person_id or children.get(one.row or 0) for one in likes)
        for other in others:
            if other is not None and other != child:
                found[child] = with_said(found.get(child, ()), other, is_same=said is RowSaid.SAME)
    return found


def doubles(session: OfficeSession, lookalikes: LookalikeService) -> tuple[ImportDouble, ...]:
    """See `import_views.Imports.doubles`. That names were compared is recorded."""
    session.directory.load()
    desk = session.desk
    with desk.read() as connection:
        import_id = import_store.newest_landed(connection)
        brought = set(import_store.people(connection, import_id)) if import_id is not None else set()
    everyone = lookalikes.everyone()
    index, entries = Lookalikes(everyone), lookalikes.entries()
    families = lookalikes.families()
    found = {
        one.id: lookalikes.named(near, entries=entries)
        for one in everyone
        if UUID(one.id) in brought
        and (near := [like for like in index.find(one) if UUID(like.id) not in families.get(UUID(one.id), ())])
    }
    said = _said(
        session, {UUID(each) for each in (*found, *(like.likeness.id for one in found.values() for like in one))}
    )
    names = {one.id: f"{one.given} {one.family}".strip() for one in everyone if one.id in found}
    lines: dict[frozenset[UUID], ImportDouble] = {}
    for id_, likes in found.items():
        for like in likes:
            line = _line(UUID(id_), names[id_], like, said)
            if line is not None:
                lines.setdefault(frozenset((line.person_id, UUID(like.likeness.id))), line)
    record(desk, dataclasses.replace(About("import").detail(Act.SEARCH), count=len(lines)))
    return tuple(sorted(lines.values(), key=lambda one: (not one.is_said, -one.other.likeness.points, one.name)))


def _line(person_id: UUID, name: str, like: Lookalike, said: Mapping[UUID, tuple[Likened, ...]]) -> ImportDouble | None:
    """None where somebody looked already and found two people, and where nobody said more of what is only possible."""
    other = UUID(like.likeness.id)
    mine, theirs = said.get(person_id, ()), said.get(other, ())
    if said_else(person_id, mine, other, theirs):
        return None
    is_said = said_same(person_id, mine, other, theirs)
    return ImportDouble(person_id, name, like, is_said) if is_said or like.likeness.is_likely else None


def _said(session: OfficeSession, people: set[UUID]) -> dict[UUID, tuple[Likened, ...]]:
    with session.desk.read() as connection:
        cards = people_store.cards(session.desk, connection, list(people))
    return {one: card.likened for one, card in cards.items()}


def not_same(session: OfficeSession, person_id: UUID, other_id: UUID) -> None:
    """Two people: it stands on the card of the first, and counts from either side."""
    about = About("person", person_id)
    with acting(session.desk, about) as unit:
        stored = people_store.person(session.desk, unit.connection, person_id)
        if stored is None:
            raise NotFound(NOBODY)
        insist_writable(stored.state)
        card = dataclasses.replace(stored.card, likened=with_said(stored.card.likened, other_id, is_same=False))
        people_store.change(session.desk, unit, person_id, version=stored.version, card=card)
        unit.say(about.detail(Act.CHANGE, fields=("likened",)))
