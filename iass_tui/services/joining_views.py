"""Two records of one person, as the page shows them that joins them, and the service that does it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.consent import ConsentState
from iass_tui.rules.joining import FieldPair, JoinReason, Stays
from iass_tui.rules.records.people import ContactDetails, PersonCard
from iass_tui.services.interest_views import HeldCase

Choices = Mapping[str, Stays]


@dataclasses.dataclass(frozen=True)
class Along:
    """What comes along from one record, counted."""

    cases: int = 0
    notes: int = 0
    consents: int = 0
    ties: int = 0
    agencies: int = 0
    authorities: int = 0
    sharings: int = 0
    papers: int = 0


@dataclasses.dataclass(frozen=True)
class HalfView:
    """One of the two records."""

    person_id: UUID
    card: PersonCard
    contact: ContactDetails
    versions: tuple[int, int]
    """Of the card, and of how to reach them: what was compared is what is joined."""
    along: Along


@dataclasses.dataclass(frozen=True)
class JoinOffer:
    """Two records side by side. `reasons` say why they may not be joined; empty where they may."""

    kept: HalfView
    other: HalfView
    card: tuple[FieldPair, ...]
    contact: tuple[FieldPair, ...]
    consents: ConsentState
    """As both together stand, the stricter in force."""
    reasons: tuple[JoinReason, ...] = ()
    held: tuple[HeldCase, ...] = ()
    """Open cases of both families with a colleague who has a conflict of interest with either."""


@dataclasses.dataclass(frozen=True)
class JoinLine:
    """A record that is read as part of this one."""

    other_id: UUID
    name: str
    joined_on: date
    by: str


@dataclasses.dataclass(frozen=True)
class Parted:
    """What undoing a join came to."""

    other_id: UUID
    name: str
    is_frozen: bool
    """The other record: its consent to be saved was taken back while they were joined."""
    stayed: tuple[str, ...]
    """What was added since and stays on the kept record: codes for the page to word."""


class Joining(Protocol):
    """Two records of one person made one, and the way back."""

    def kept(self, person_id: UUID) -> UUID:
        """The record that is read in the place of this one; nothing is opened, so nothing is said."""
        ...

    def compare(self, kept_id: UUID, other_id: UUID) -> JoinOffer:
        """Both, field by field. The look at either is recorded."""
        ...

    def join(self, offer: JoinOffer, card: Choices, contact: Choices) -> None:
        """Raises `NotAllowed` with every reason against it, `Problem` where either changed since it was compared.

        Cases move: opening either is asked for again, a colleague's and the other side's, as `compare` asked.
        """
        ...

    def joined_to(self, person_id: UUID) -> tuple[JoinLine, ...]:
        """What was joined to a record and stands."""
        ...

    def part(self, other_id: UUID) -> Parted:
        """Undoes a join: both records stand again as before; what was added since stays on the kept one.

        Raises `NotAllowed` while nobody said why the record is opened, of a colleague's case and of the other side.
        """
        ...
