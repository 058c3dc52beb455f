"""The form of a course that a colleague did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.training import Beginning, Course, Trained
from screens import messages
from screens.base import Seat
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class TrainingWork(Protocol):
    """What this form needs of training."""

    def courses(self) -> tuple[Course, ...]: ...
    def enter(self, account_id: UUID, wanted: Beginning) -> None: ...


class TrainingFormScreen(FormPage):
    """Which course, when, and what shows it. Until when it counts is worked out."""

    where = "Record a course"
    act = "Record it"

    def __init__(self, seat: Seat, work: TrainingWork, account_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.account_id = work, account_id
        self.course = ChoiceField("course", "Course", ())

    @classmethod
    def open(cls, session: Session, wish: messages.TrainingFormWanted) -> Self:
        """For the colleague in the wish."""
        return cls(session, session.training, wish.account_id)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.TrainingFormWanted(self.account_id)

    def fields(self) -> ComposeResult:
        """Three answers."""
        yield self.course
        yield DateFields("on", "Done on")
        yield TextField("evidence", "Evidence", hint="What shows it: a certificate, an attendance list, who saw it")

    async def fill(self) -> None:
        """Reads the office's courses."""
        found = await self.call(self.work.courses)
        self.course.offer(Choice(str(one.id), f"{one.name} ({one.months} months)") for one in found)

    def problems(self) -> Iterator[tuple[str, str]]:
        """All three."""
        yield from self.long_texts()
        if not self.field("course").text:
            yield "course", "Choose the course"
        on = self.query_one("#on", DateFields)
        read = on.read()
        if not isinstance(read, PartialDate):
            yield "on", on.sentence(read)
        if not self.field("evidence").text.strip():
            yield "evidence", "Enter what shows that it was done"

    async def submit(self) -> None:
        """Records it."""
        on = self.query_one("#on", DateFields).read()
        assert isinstance(on, PartialDate)
        done = Trained(course_id=UUID(self.field("course").text), on=on.earliest(), evidence=self.kept("evidence"))
        await self.save(self.work.enter, self.account_id, done)
        self.done("Recorded", messages.Changed())
