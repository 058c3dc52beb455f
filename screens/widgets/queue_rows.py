"""The row of the first page that says how many enquiries of volunteers wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from iass_tui.services.queue_views import QueueCount
from screens.widgets.row_list import Row
from screens.words.queue import count_words

QUEUE = ("queue", None)


class QueueWork(Protocol):
    """What the first page needs of the queue."""

    def count(self) -> QueueCount: ...


def queue_rows(count: QueueCount, *, climbs: bool) -> Iterator[Row]:
    """One row, or none; `climbs` where it is the manager's to see that what waits too long is taken up."""
    if words := count_words(count):
        is_late = count.troubles or (climbs and count.too_long)
        yield Row(QUEUE, ("Put right" if is_late else "Intake", f"Volunteers' enquiries: {words}"))
