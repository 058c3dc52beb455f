"""What a case asks in passing: another level, a task."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.cases import LEVELS
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.records.casework import TaskBody
from screens.dialogs.ask_form import AskForm
from screens.widgets import reach
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.words.codes import NOTHING, label

People = Sequence[tuple[UUID, str]]
"""Ids and names."""


@dataclasses.dataclass(frozen=True)
class LevelAnswer:
    """Another level, and why."""

    level: str
    reason: str


class AskLevel(AskForm):
    """The four levels, and why it changes."""

    act = "Save the level"

    def __init__(self, now: str) -> None:
        super().__init__("The level of this case")
        self.now = now

    def body(self) -> ComposeResult:
        """The levels in words."""
        yield ErrorSummary()
        here = "   (now)"
        yield ChoiceField(
            "level", "Level", [Choice(one, label("LEVEL", one) + (here if one == self.now else "")) for one in LEVELS]
        )
        yield TextField("reason", "Why it changes", optional=True)

    def problems(self) -> Iterable[tuple[str, str]]:
        """One of them is chosen."""
        return () if self.field("level").text else [("level", "Choose a level, or go back")]

    def answer(self) -> LevelAnswer:
        """The level and the reason."""
        reason = text.clean(self.field("reason").text, limit=text.NAME_LIMIT, multiline=False)
        return LevelAnswer(self.field("level").text, reason)


@dataclasses.dataclass(frozen=True)
class TaskAnswer:
    """A task, and whose it is; None: whoever has the case."""

    body: TaskBody
    owner_id: UUID | None


class AskTask(AskForm):
    """What, by when, whom of the family we have to reach for it, whose. Whose is asked of a new task alone."""

    act = "Save the task"

    def __init__(self, task: TaskBody | None, me: UUID, owners: People = (), family: Sequence[Choice] = ()) -> None:
        super().__init__("Change a task" if task else "A new task")
        self.before, self.me, self.owners, self.family = task, me, owners, family

    def body(self) -> ComposeResult:
        """Two or three fields."""
        before = self.before
        yield ErrorSummary()
        yield TextField("what", "What is to be done", value=before.what if before else "")
        due = DateFields("due", "By when", optional=True)
        due.show_date(PartialDate.of(before.due_on) if before and before.due_on else None)
        yield due
        whom = reach.field()
        whom.list.choices = self.family
        if before is not None:
            whom.text = reach.as_typed(before.reach_id)
        yield whom
        if before is None:
            nobody = Choice(NOTHING, "Whoever has the case", apart=True)
            owner = CompactChoice("owner", "Who does it", [*(Choice(str(o), n) for o, n in self.owners), nobody])
            owner.text = str(self.me)
            yield owner

    def _due(self) -> PartialDate | DateProblem | None:
        found = self.query_one("#due", DateFields).read()
        return None if isinstance(found, DateProblem) and found.fault is DateFault.NOTHING_TYPED else found

    def problems(self) -> Iterable[tuple[str, str]]:
        """Words, and a day that there is."""
        if not self.field("what").text.strip():
            yield "what", "Write what is to be done"
        if not self.field(reach.KEY).text:
            yield reach.KEY, reach.UNANSWERED
        due = self._due()
        if isinstance(due, DateProblem):
            yield "due", self.query_one("#due", DateFields).sentence(due)

    def answer(self) -> TaskAnswer:
        """The task as it should be."""
        what = text.clean(self.field("what").text, limit=text.NAME_LIMIT, multiline=False)
        due = self._due()
        due_on: date | None = due.exact if isinstance(due, PartialDate) else None
        reach_id = reach.answered(self.field(reach.KEY).text)
        if self.before is not None:
            return TaskAnswer(dataclasses.replace(self.before, what=what, due_on=due_on, reach_id=reach_id), None)
        owner = self.field("owner").text
        body = TaskBody(what=what, due_on=due_on, reach_id=reach_id)
        return TaskAnswer(body, None if owner in ("", NOTHING) else UUID(owner))
