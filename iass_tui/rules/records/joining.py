"""Two records of one person, joined: what stood before, so that the join can be undone."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from iass_tui.rules.records.base import Record
from iass_tui.rules.records.people import ContactDetails, PersonCard


@dataclasses.dataclass(frozen=True, kw_only=True)
class JoinBody(Record):
    """One join, under the key of the record that is kept."""

    former: PersonCard
    """The kept record's card as it stood before."""
    joined: PersonCard
    """And as the join left it: a field that still says so goes back when the join is undone."""
    kept_events: int = 0
    """How many consents each record had: what comes later was said of both."""
    other_events: int = 0
    cases: tuple[UUID, ...] = ()
    """Cases of the other record, which stand under the kept one while they are joined."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class DetailsBefore(Record):
    """Ways to reach them before the join, under the key of the ways themselves: they go with P44."""

    former: ContactDetails
    joined: ContactDetails
