"""One strategic activity: written down or put right. No name belongs in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.activity import MOST_REACHED
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.records.feedback import ActivityBody
from iass_tui.rules.traces import find_traces
from iass_tui.services.feedback_views import ActivityView
from screens import messages
from screens.base import Seat
from screens.widgets import contact_time
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.page import Shown
from screens.widgets.text_field import TextField
from screens.words.activities import LABELS, field_words
from screens.words.codes import choices

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class ActivitySeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class ActivityWork(Protocol):
    """What this form needs of the activities."""

    def all(self) -> tuple[ActivityView, ...]: ...
    def add(self, body: ActivityBody) -> UUID: ...
    def change(self, activity_id: UUID, version: int, before: ActivityBody, body: ActivityBody) -> None: ...


class ActivityFormScreen(FormPage):
    """The same fields for a new one and an old one."""

    where = "Strategic activity"
    act = "Save the activity"
    GONE = "It is not there any more: somebody took it back."

    def __init__(self, seat: ActivitySeat, work: ActivityWork, wish: messages.ActivityFormWanted) -> None:
        super().__init__(seat)
        self.work, self.wish, self.today = work, wish, seat.today_date()
        self.stored: ActivityView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.ActivityFormWanted) -> Self:
        """The activity in the wish, or a new one."""
        return cls(session, session.activities, wish)

    def place(self) -> messages.Wish:
        """This form again."""
        return self.wish

    def fields(self) -> ComposeResult:
        """What, when, how long, how many."""
        yield CompactChoice("kind", LABELS["kind"], choices("STRATEGIC", self.today))
        yield DateFields("on", LABELS["on"], hint="", dense=True)
        hint = "The subject alone. No name of anybody, nothing about a family: this list is not a case"
        yield TextField("what", LABELS["what"], hint=hint, dense=True, optional=True)
        yield contact_time.field("minutes")
        yield from contact_time.rarer_fields()
        yield TextField("reached", LABELS["reached"], dense=True, optional=True, width=8, limit=6)

    async def fill(self) -> None:
        """Today, or what stands there."""
        self.query_one("#on", DateFields).show_date(PartialDate.of(self.today))
        if self.wish.activity_id is None:
            return
        every = await self.call(self.work.all)
        self.stored = next((one for one in every if one.id == self.wish.activity_id), None)
        if self.stored is None:
            self.say(self.GONE)
            raise Shown
        body = self.stored.body
        self.query_one("#on", DateFields).show_date(PartialDate.of(body.on))
        for key in ("kind", "what"):
            self.field(key).text = getattr(body, key)
        for key in (*contact_time.KEYS, "reached"):
            self.field(key).text = str(getattr(body, key) or "")

    def problems(self) -> Iterator[tuple[str, str]]:
        """A kind, a day that has come, numbers, and no way to reach anybody."""
        yield from self.long_texts()
        if not self.field("kind").text:
            yield "kind", "Choose what kind it was"
        field = self.query_one("#on", DateFields)
        day = field.read()
        if isinstance(day, DateProblem):
            nothing = day.fault is DateFault.NOTHING_TYPED
            yield "on", "On which day: enter it" if nothing else field.sentence(day)
        elif day.exact is None or day.exact > self.today:
            yield "on", "On which day: enter today or an earlier day"
        if find_traces(self.field("what").text):
            yield "what", "What it was about: take out the telephone number, address or postcode"
        yield from contact_time.problems({key: self.field(key).text for key in contact_time.KEYS})
        if not 0 <= contact_time.number(self.field("reached").text) <= MOST_REACHED:
            yield "reached", "How many people: write a number like 25, or leave it empty"

    def _body(self) -> ActivityBody:
        day = self.query_one("#on", DateFields).read()
        assert isinstance(day, PartialDate)
        assert day.exact is not None
        return ActivityBody(
            kind=self.field("kind").text,
            on=day.exact,
            what=self.kept("what"),
            **contact_time.minutes({key: self.field(key).text for key in contact_time.KEYS}),
            reached=contact_time.number(self.field("reached").text),
        )

    async def submit(self) -> None:
        """Saves it."""
        stored, body = self.stored, self._body()
        if stored is None:
            await self.save(self.work.add, body)
            self.done("Saved", messages.Changed())
            return

        def write(version: int, before: ActivityBody, mine: ActivityBody) -> None:
            self.work.change(stored.id, version, before, mine)

        first = await save_merged(self, write, stored.version, stored.body, body, LABELS, field_words)
        self.done(saved_words(first), messages.Changed())
