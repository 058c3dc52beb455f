"""The directory of agencies as screens see it."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.agencies import Likeness
from iass_tui.rules.records.agencies import Agency, AgencyCard, Involved, Involvement, RecordedInvolvement


@dataclasses.dataclass(frozen=True)
class AgencyFamily:
    """Someone with whom an agency works, worked or will work."""

    person_id: UUID
    name: str
    is_child: bool
    stands: Involved
    since: date | None
    is_frozen: bool
    """Their consent to be saved was taken back: nobody contacts anyone about them."""


class Agencies(Protocol):
    """The directory, and who works with which family (P33, P84-P91)."""

    def all(self, *, retired: bool = False) -> tuple[Agency, ...]: ...
    def agency(self, agency_id: UUID) -> Agency: ...
    def alike(self, card: AgencyCard, but: UUID | None = None) -> tuple[tuple[Agency, Likeness], ...]: ...
    def add(self, card: AgencyCard) -> UUID: ...
    def change(self, agency_id: UUID, version: int, before: AgencyCard, card: AgencyCard) -> Agency: ...
    def retire(self, agency_id: UUID, version: int) -> None: ...
    def bring_back(self, agency_id: UUID, version: int) -> None: ...
    def of(self, person_id: UUID) -> tuple[RecordedInvolvement, ...]: ...
    def families_of(self, agency_id: UUID) -> tuple[AgencyFamily, ...]: ...
    def involve(self, person_id: UUID, agency_id: UUID, body: Involvement) -> UUID: ...
    def change_involvement(
        self, involvement_id: UUID, version: int, before: Involvement, body: Involvement
    ) -> None: ...
    def end_involvement(self, involvement_id: UUID, version: int) -> None: ...
