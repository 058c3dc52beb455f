"""A task read in full, beside a list: what, by when, whose, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from iass_tui.rules.dates import display_day
from iass_tui.rules.putting_off_words import put_off_words, waiting_words
from iass_tui.rules.records.casework import TaskStatus
from screens.widgets.reader import Part

if TYPE_CHECKING:
    from iass_tui.services.views import TaskView


def task_parts(
    task: TaskView, today: date, staff: Mapping[UUID, str] = MappingProxyType({}), owner: str = "whoever has the case"
) -> Iterator[Part]:
    """Everything about it. `staff` names those who put it off; `owner` is who has it where nobody owns it."""
    body = task.body
    yield Part(body.what, "strong")
    yield Part(f"By {display_day(body.due_on)}" if body.due_on else "Without a day")
    if body.done_on is not None:
        yield Part(f"{'Done' if task.status is TaskStatus.DONE else 'Dropped'} on {display_day(body.done_on)}")
    if body.done_words:
        yield Part(f"What was done: {body.done_words}")
    yield Part(f"For {task.owner or owner}", "dim")
    if body.statutory:
        yield Part("A date that the law sets", "strong")
    if body.note_id is not None:
        yield Part("Agreed in a note of the case", "dim")
    if body.waiting is not None:
        yield Part(waiting_words(body.waiting, today), "strong")
    for one in reversed(body.put_off):
        yield Part(put_off_words(one, staff.get(one.by, "someone") if one.by else ""))
