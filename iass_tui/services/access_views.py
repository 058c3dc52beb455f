"""What is asked before a colleague's case is opened, and the service that keeps the answers."""

from __future__ import annotations

import dataclasses
from typing import Protocol
from uuid import UUID

from iass_tui.rules.case_access import Why


@dataclasses.dataclass(frozen=True)
class ColleaguesCases:
    """Cases of colleagues that a page would show and for which nobody has said why yet."""

    case_ids: tuple[UUID, ...]
    references: tuple[str, ...]
    officers: tuple[str, ...]
    """Each colleague once."""


class CaseAccess(Protocol):
    """Why colleagues' cases are opened in this session."""

    def asks(self, case_id: UUID) -> ColleaguesCases | None:
        """What has to be asked before this case is shown; None where nothing. Nothing is opened, so nothing is said."""
        ...

    def asks_for_person(self, person_id: UUID) -> ColleaguesCases | None:
        """The same for all cases in which this person, or a child of theirs, is."""
        ...

    def give(self, case_ids: tuple[UUID, ...], why: Why) -> None:
        """Remembers why, for this session. Raises `NotAllowed` for what is no reason."""
        ...
