"""Counting the rows of a sheet that prove no consent: sealed before the last batch, written with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from db import tally_store
from db.desk import Desk
from db.tables.tallies import TallyRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.quarters import quarter_of
from iass_tui.rules.records.casework import TallyBody
from iass_tui.vault.cells import Sealed

SealedTally = tuple[bytes, bytes, bytes]
"""A tally as it is stored."""


def seal(desk: Desk, bodies: Iterable[TallyBody]) -> list[SealedTally]:
    """The tallies under the keys of their quarters, in an order that says nothing of the sheet's."""
    bodies = list(bodies)
    days = {quarter_of(body.week): body.week for body in bodies}
    keys = {quarter: tally_store.key_for(desk, day) for quarter, day in days.items()}
    sealed = []
    for body in bodies:
        file, id_ = keys[quarter_of(body.week)], uuid4()
        sealed.append((id_.bytes, file.place.id.bytes, desk.seal(file, "tally", "body", id_, body).raw))
    return sorted(sealed)


def write(desk: Desk, unit: UnitOfWork, counted: Sequence[SealedTally]) -> None:
    """Writes them all, sealed again where somebody left, or lost a role, since they were sealed."""
    old = {raw: desk.any_key(UUID(bytes=raw)) for _, raw, _ in counted}
    fresh = {raw: desk.to_write(file) for raw, file in old.items()}

    def again(row: SealedTally) -> SealedTally:
        id_, raw, body = row
        file = fresh[raw]
        sealed = desk.seal_again(old[raw], file, "tally", "body", UUID(bytes=id_), Sealed(body))
        return id_, file.place.id.bytes, sealed.raw

    unit.write_many_unmarked(TallyRow, [again(one) for one in counted])
