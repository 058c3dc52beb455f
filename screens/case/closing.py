"""The form that closes a case: why, what came of it, and the outcome in words (P41)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.cases import may_close
from iass_tui.rules.decision import Refused
from iass_tui.services.views import CaseView
from screens import messages
from screens.base import Seat
from screens.widgets.compact import CompactChoice
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.form_page import FormPage
from screens.widgets.ranked import CompactRanked
from screens.widgets.text_field import TextAreaField
from screens.widgets.words import Section, Words
from screens.words.codes import choices
from screens.words.reasons import reason_sentence

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

FIELDS = {"CASE_NO_CLOSURE": "closure", "CASE_NO_OUTCOME": "outcomes", "CASE_NO_OUTCOME_WORDS": "words"}
WHAT = (
    "A closed case is read, and takes notes; its facts stay as they are. Within 28 days it can be opened again, "
    "later a new case is opened. Open tasks stay on the list until they are done."
)


class ClosingSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class ClosingWork(Protocol):
    """What this form needs of casework."""

    def case(self, case_id: UUID) -> CaseView: ...
    def close_case(self, case_id: UUID, version: int, *, closure: str, outcomes: Sequence[str], words: str) -> None: ...


class ClosingScreen(FormPage):
    """Three answers, then it is closed."""

    where = "Close a case"
    act = "Close this case"

    def __init__(self, seat: ClosingSeat, work: ClosingWork, drafts: DraftsWork, wish: messages.ClosingWanted) -> None:
        super().__init__(seat)
        self.work, self.case_id, self.today = work, wish.case_id, seat.today_date()
        self.keeper = DraftKeeper(drafts, lambda: drafts.start("closing", case_id=self.case_id), wish.draft_id)
        self.case: CaseView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.ClosingWanted) -> Self:
        """Closing the case in the wish."""
        return cls(session, session.casework, session.drafts, wish)

    def place(self) -> messages.Wish:
        """This form again, with its draft."""
        return messages.ClosingWanted(self.case_id, self.keeper.draft_id if self.keeper else None)

    def fields(self) -> ComposeResult:
        """What closing means, and the three answers."""
        yield Section("", classes="first", ident="whose")
        yield Words(f"{WHAT}\n")
        yield CompactChoice("closure", "Why it closes", choices("CLOSURE", self.today))
        yield CompactRanked("outcomes", "What came of it", choices("OUTCOME", self.today), hint="The main one first")
        yield TextAreaField("words", "The outcome in words", rows=5)

    async def fill(self) -> None:
        """Which case it is."""
        self.case = case = await self.call(self.work.case, self.case_id)
        self.query_one("#whose", Section).update(f"{case.reference}   {case.person.card.full_name}")

    def problems(self) -> Iterator[tuple[str, str]]:
        """What the rule asks for."""
        yield from self.long_texts()
        assert self.case is not None
        outcomes = self.field("outcomes").text.split()
        closure, words = self.field("closure").text, self.field("words").text
        answer = may_close(self.case.status, closure=closure, outcomes=outcomes, words=words)
        if isinstance(answer, Refused):
            for reason in answer.reasons:
                yield FIELDS.get(reason.value, ""), reason_sentence(reason.value).rstrip(".")

    async def submit(self) -> None:
        """Closes it."""
        assert self.case is not None
        await self.save(
            self.work.close_case,
            self.case_id,
            self.case.version,
            closure=self.field("closure").text,
            outcomes=self.field("outcomes").text.split(),
            words=self.kept("words"),
        )
        if self.keeper is not None:
            await self.keeper.throw_away()
        self.done("Closed", messages.Changed(self.case.person.id, self.case_id))
