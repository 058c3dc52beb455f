"""What the services hand to the screens about who looked at a file."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from iass_tui.services.paper_views import PaperReader

if TYPE_CHECKING:
    from iass_tui.services import views as v


@dataclasses.dataclass(frozen=True)
class LooksWish:
    """Whose file, for whom (None: the person themselves), from which day, in which print."""

    person_id: UUID
    reader_id: UUID | None = None
    since: date | None = None
    large: bool = False


class Looking(Protocol):
    """Who has looked at a file, for its family to read."""

    def readers(self, person_id: UUID | None, case_id: UUID | None) -> tuple[PaperReader, ...]:
        """The person whose file or case it is first, and their family; whether they may have it is asked later."""
        ...

    def read(self, wish: LooksWish) -> tuple[str, ...]:
        """The sentences that the paper will hold. Raises `NotAllowed`, recorded, where its reader may not have it."""
        ...

    def make(self, wish: LooksWish) -> v.OutboxFile:
        """The paper, encrypted, in the outbox; that it was made is recorded."""
        ...
