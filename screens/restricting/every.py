"""Every restricted record, for managers: who is inside and who is shut out, since when, and when to look again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.services.restricting_views import RestrictedLine
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.dialog import Confirm
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.days import short_day
from screens.words.restricting import CUT_OFF, LIFT_WORDS, NOT_YOURS, every_words, which_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

HINT = (
    "Records that named colleagues do not open, by keys. Of each: since when, by whom, who is shut out, and when to "
    "look again. Enter: what to do."
)
STAYS, CHANGE, OPEN, LIFT = "STAYS", "CHANGE", "OPEN", "LIFT"
WAYS = (
    Choice(STAYS, "I have looked: it stays as it is"),
    Choice(CHANGE, "Change who is shut out"),
    Choice(OPEN, "Open the record"),
    Choice(LIFT, "Open it to every officer again", apart=True),
)


class RestrictedSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class RestrictedWork(Protocol):
    """What this list needs of the service."""

    def every(self) -> tuple[RestrictedLine, ...]: ...
    def looked(self, subject_id: UUID) -> None: ...
    def lift(self, subject_id: UUID, words: str) -> None: ...
    def complete(self) -> None: ...


class RestrictedScreen(OfficeScreen):
    """No names: a reference, colleagues and days. The look is recorded by the service."""

    where = "Restricted records"
    CSS_PATH = "every.tcss"

    def __init__(self, seat: RestrictedSeat, work: RestrictedWork) -> None:
        super().__init__(seat)
        self.work, self.today = work, seat.today_date()
        self.lines: dict[UUID, RestrictedLine] = {}

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """Those of this office."""
        return cls(session, session.restricting)

    def body(self) -> ComposeResult:
        """What it is, the list, and who is inside of the one under the cursor."""
        yield Words(HINT, ident="hint")
        yield RowList(columns=(16, 12, 18, 0, 12), empty="Reading…", about_people=False, ident="restricted")
        yield Words("", ident="who")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This list again."""
        return messages.RestrictedWanted()

    async def reload(self) -> None:
        """Reads it again."""
        found = await self.call(self.work.every)
        if not self.is_attached:
            return
        self.lines = {one.circle: one for one in found}
        rows = self.query_one(RowList)
        rows.empty = "No record of this office is restricted."
        rows.show([self._row(one) for one in found])
        self._say()

    def _row(self, one: RestrictedLine) -> Row:
        out = ", ".join(each.card.name for each in one.shut_out)
        again = f"DUE {short_day(one.review_by).strip()}" if self._is_due(one) else short_day(one.review_by)
        if one.is_cut_off:
            again = "NOT FINISHED"
        since = short_day(one.placed.since) if one.placed else ""
        return Row(one.circle, (which_words(one), since, one.placed_by, out, again))

    def _is_due(self, one: RestrictedLine) -> bool:
        return one.review_by is not None and one.review_by <= self.today

    def _under(self) -> RestrictedLine | None:
        row = self.query_one(RowList).row
        return self.lines.get(row.key) if row is not None and isinstance(row.key, UUID) else None

    def _say(self) -> None:
        """All of the line under the cursor, since a column is narrow."""
        one = self._under()
        self.query_one("#who", Words).update(every_words(one) if one else "")

    def on_row_list_moved(self) -> None:
        """Another record."""
        self._say()

    def on_row_list_chosen(self) -> None:
        """Asks what is to be done with it."""
        if (one := self._under()) is not None:
            self.start(self._act, one)

    async def _act(self, one: RestrictedLine) -> None:
        if one.is_cut_off:
            if await self.ask(Confirm("Finish it now?", CUT_OFF, "Finish it")):
                await self.save(self.work.complete)
                self.post_message(messages.Changed())
                await self.reload()
                self.say("Finished")
            return
        if one.subject_id is None:
            self.say(NOT_YOURS)
            return
        way = await self.ask(Choose(which_words(one), "What is to be done?", WAYS, "Go on"))
        match way:
            case "STAYS":
                await self.save(self.work.looked, one.subject_id)
                await self.reload()
                self.say("Noted. It comes up again in a year")
            case "CHANGE":
                self.post_message(messages.RestrictWanted(one.subject_id))
            case "OPEN":
                self.post_message(self._record(one, one.subject_id))
            case "LIFT":
                await self._lift(one.subject_id)

    def _record(self, one: RestrictedLine, subject: UUID) -> messages.Wish:
        return messages.CaseChosen(subject) if one.references else messages.PersonChosen(subject)

    async def _lift(self, subject: UUID) -> None:
        why = await self.ask(AskText("Open it to every officer again?", "Why", "Open it again", sentence=LIFT_WORDS))
        if why:
            await self.save(self.work.lift, subject, why)
            self.post_message(messages.Changed())
            await self.reload()
            self.say("Open to every officer again")
