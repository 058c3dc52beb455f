"""One family is told of the policy: what they got, in which way, and when (P69, P70)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import DateProblem, PartialDate, display_day
from iass_tui.rules.records.policies import HowTold, Reached
from iass_tui.services.policy_views import TellingView
from screens import messages, policy_wishes
from screens.base import Seat
from screens.dialogs.dialog import Notice
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.words import Words
from screens.words import policy as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ONLY_TALK = (
    "They may not be written to: there is no consent to keep a way to reach them, or none that is safe. Tell them at "
    "the next contact."
)


class TellingSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class TellingWork(Protocol):
    """What this form needs of the register."""

    def telling(self, case_id: UUID) -> TellingView: ...
    def tell(self, case_id: UUID, how: HowTold, reached: Reached, on: date) -> None: ...


class PolicyTellingScreen(FormPage):
    """Only ways that they agreed to, and that are safe, can be chosen."""

    where = "Tell a family"
    act = "Note that they were told"
    NO_DRAFT = ""

    def __init__(self, seat: TellingSeat, work: TellingWork, case_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.case_id, self.today = work, case_id, seat.today_date()

    @classmethod
    def open(cls, session: Session, wish: policy_wishes.PolicyTellingWanted) -> Self:
        """The family of the case in the wish."""
        return cls(session, session.policy, wish.case_id)

    def place(self) -> messages.Wish:
        """This form again."""
        return policy_wishes.PolicyTellingWanted(self.case_id)

    def fields(self) -> ComposeResult:
        """Whom, what changed, and how they were told."""
        yield Words("", ident="about")
        yield Words("", ident="changes")
        yield CompactChoice("how", "What they got", [Choice(one.value, words.HOW[one]) for one in HowTold])
        yield CompactChoice("reached", "In which way", ())
        yield DateFields("on", "On which day", dense=True)

    async def fill(self) -> None:
        """Reads in which ways they may be told; looking is recorded by the service."""
        view = await self.call(self.work.telling, self.case_id)
        if view.told is not None and view.told.on is not None:
            said = f"{display_day(view.told.on)}: {words.told_words(view.told)}"
            await self.ask(Notice("They know already", f"They were told of version {view.number} on {said}."))
            raise Shown
        self.query_one("#about", Words).update(f"{view.reference}  {view.name}: policy version {view.number}")
        only_talk = f"\n\n{ONLY_TALK}" if view.ways == (Reached.TALK,) else ""
        self.query_one("#changes", Words).update(f"What changed: {view.changes}{only_talk}\n")
        reached = self.field("reached")
        assert isinstance(reached, CompactChoice)
        reached.offer([Choice(one.value, words.REACHED[one]) for one in view.ways])
        self.query_one("#on", DateFields).show_date(PartialDate.of(self.today))

    def problems(self) -> Iterator[tuple[str, str]]:
        """All three are answered."""
        if not self.field("how").text:
            yield "how", "Choose what they got"
        if not self.field("reached").text:
            yield "reached", "Choose in which way"
        field = self.query_one("#on", DateFields)
        on = field.read()
        if isinstance(on, DateProblem):
            yield "on", field.sentence(on)
        elif on.exact is None or on.exact > self.today:
            yield "on", "Write the whole day, today or earlier"

    async def submit(self) -> None:
        """Notes it; the task is done with that."""
        on = self.query_one("#on", DateFields).read()
        assert isinstance(on, PartialDate)
        assert on.exact is not None
        how, reached = HowTold(self.field("how").text), Reached(self.field("reached").text)
        await self.save(self.work.tell, self.case_id, how, reached, on.exact)
        self.done("Noted: they were told", messages.Changed())
