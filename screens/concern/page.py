"""One concern: what was said, the checklist, what was done, and the decision. For safeguarding leads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from iass_tui.rules.records.concerns import ConcernState, Verdict
from iass_tui.services.concern_views import ConcernView, StepView
from screens import messages
from screens.base import Seat
from screens.concern import rows
from screens.concern.asking import AskDecision
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.pick import Pick, SearchWork
from screens.widgets.beside import BesideReader
from screens.widgets.choice_field import Choice
from screens.widgets.facts import Facts
from screens.widgets.first_reading import FirstReading
from screens.widgets.reader import Reader
from screens.widgets.row_list import RowList
from screens.widgets.words import Banner, Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

NEVER_PUT_OFF = "A concern is never put off. s decides what is done"
DECIDE, CLOSE, REOPEN, TELL, TAKE_BACK = "DECIDE", "CLOSE", "REOPEN", "TELL", "TAKE_BACK"


class ConcernSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class ConcernWork(Protocol):
    """What this page needs of concerns."""

    def concern(self, concern_id: UUID) -> ConcernView: ...
    def add_note(self, concern_id: UUID, words: str) -> None: ...
    def tick(self, concern_id: UUID, step_id: str) -> None: ...
    def untick(self, concern_id: UUID, step_id: str, words: str) -> None: ...
    def decide(
        self, concern_id: UUID, version: int, verdict: Verdict, words: str, follow_up_on: date | None = None
    ) -> None: ...
    def close(self, concern_id: UUID, version: int, words: str) -> None: ...
    def reopen(self, concern_id: UUID, version: int, words: str) -> None: ...
    def tell_staff(self, concern_id: UUID, person_id: UUID) -> None: ...
    def tell_staff_no_longer(self, concern_id: UUID) -> None: ...


class ConcernScreen(BesideReader, FirstReading):
    """Whoever opens it first takes it up; each look is recorded by the service."""

    where = "A safeguarding concern"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"done": "READ_CONCERN", "note": "READ_CONCERN", "status": "READ_CONCERN"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space", "done", "done", tooltip="Ticks the step under the cursor, or takes it back", id="concern.done"
        ),
        Binding("n", "note", "note", tooltip="Adds a note", id="concern.note"),
        Binding("s", "status", "status", tooltip="Decides, closes, tells case staff", id="concern.status"),
        Binding("f", "person", "family", tooltip="Opens the page of whom it is about", id="concern.person"),
        Binding(
            "semicolon",
            "put_off",
            "put off",
            tooltip="Puts a task off, or says for whom it waits",
            show=False,
            id="concern.off",
        ),
    ]

    def __init__(
        self, seat: ConcernSeat, work: ConcernWork, directory: SearchWork, wish: messages.ConcernChosen
    ) -> None:
        super().__init__(seat)
        self.work, self.directory, self.concern_id = work, directory, wish.concern_id
        self.today = seat.today_date()
        self.view: ConcernView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.ConcernChosen) -> Self:
        """The concern in the wish."""
        return cls(session, session.concerns, session.directory, wish)

    def body(self) -> ComposeResult:
        """What must not be missed, the facts, the list, and what the cursor is on to read."""
        yield Words("Reading…", ident="who")
        yield Banner(word="DANGER NOW", ident="danger", classes="-error")
        with Vertical(id="about"):
            yield Facts(label_width=14, ident="facts")
        yield RowList(columns=(10, 0), empty="Reading…", ident="lines")
        yield Reader(ident="reading")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This concern again."""
        return messages.ConcernChosen(self.concern_id)

    async def reload(self) -> None:
        """Reads it again."""
        self.view = await self.call(self.work.concern, self.concern_id)
        if self.is_attached:
            self._draw(self.view)

    def _draw(self, view: ConcernView) -> None:
        self.query_one("#who", Words).update(rows.heading(view))
        self.query_one("#danger", Banner).say(rows.danger(view))
        self.query_one(Facts).show(rows.facts(view))
        self.query_one(RowList).show(rows.rows(view))
        self.refresh_bindings()

    def was_read(self) -> bool:
        """Whether the concern stands there."""
        return self.view is not None

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works on this concern, and on what the cursor is on."""
        view: ConcernView | None = getattr(self, "view", None)
        if action in self.NEEDS and view is None:
            return False
        if action in ("done", "note") and view is not None and view.state is ConcernState.CLOSED:
            return False
        if action == "done" and self._step_here() is None:
            return False
        if action == "person" and (view is None or not view.person or not self.seat.may("OPEN_CASE")):
            return False
        return super().check_action(action, parameters)

    def _step_here(self) -> StepView | None:
        row = self.query_one(RowList).row if self.is_mounted else None
        key = row.key if row is not None and isinstance(row.key, tuple) else ("", "")
        steps = self.view.steps if self.view is not None and key[0] == "step" else ()
        return next((step for step in steps if step.id == key[1]), None)

    def on_row_list_moved(self) -> None:
        """Other keys work on other rows."""
        self.refresh_bindings()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """The whole of it takes the page."""
        if self.view is not None:
            self.query_one(Reader).show(rows.reading(self.view, event.row))
            self.read()

    def _act(self, act: Callable[..., Awaitable[None]], *more: Any) -> None:
        if self.view is not None:
            self.start(self._then_reload, act, self.view, *more)

    async def _then_reload(self, act: Callable[..., Awaitable[None]], *about: Any) -> None:
        await act(*about)
        await self.reload()

    def action_person(self) -> None:
        """To the page of whom it is about."""
        if self.view is not None and self.view.body.person_id is not None:
            self.post_message(messages.PersonChosen(self.view.body.person_id))

    def action_done(self) -> None:
        """Ticks the step under the cursor, or asks why it is not done after all."""
        if step := self._step_here():
            self._act(self._tick, step)

    async def _tick(self, view: ConcernView, step: StepView) -> None:
        if step.done_at is None:
            await self.save(self.work.tick, view.mark.id, step.id)
            self.say("Done")
            return
        question = AskText("Not done after all?", "Why?", "Take it back", sentence=step.words)
        if why := await self.ask(question):
            await self.save(self.work.untick, view.mark.id, step.id, why)

    def action_put_off(self) -> None:
        """Says that there is no putting it off, and what there is."""
        self.say(NEVER_PUT_OFF)

    def action_note(self) -> None:
        """Asks for one more line."""
        self._act(self._note)

    async def _note(self, view: ConcernView) -> None:
        words = "Safeguarding leads alone read it. It is added to what was done, and never changed."
        question = AskText("A note", "What was said or done?", "Save the note", sentence=words, several_lines=True)
        if written := await self.ask(question):
            await self.save(self.work.add_note, view.mark.id, written)
            self._saved("Saved")

    def action_status(self) -> None:
        """Asks what happens next."""
        self._act(self._status)

    async def _status(self, view: ConcernView) -> None:
        acts = {
            DECIDE: self._decide,
            CLOSE: self._close,
            REOPEN: self._reopen,
            TELL: self._tell,
            TAKE_BACK: self._take_back,
        }
        title = f"{view.mark.reference}: what happens next?"
        chosen = await self.ask(Choose(title, "What?", _ways(view), "Go on"))
        if chosen:
            await acts[chosen](view)

    async def _decide(self, view: ConcernView) -> None:
        made = await self.ask(AskDecision(self.today))
        if made is not None:
            await self.save(self.work.decide, view.mark.id, view.version, made.verdict, made.words, made.follow_up_on)
            self._saved("Decided. s closes it, once all is done")

    async def _close(self, view: ConcernView) -> None:
        if not view.is_decided:
            await self.ask(
                Notice("Decide first", "A concern closes once a decision stands. Press s, and decide (P23).")
            )
            return
        open_steps = sum(step.done_at is None for step in view.steps)
        left = f"{open_steps} steps of the checklist are not ticked. " if open_steps else ""
        told = f"Case staff stay told on the page of {view.told} until you take it back. " if view.told else ""
        words = f"{left}{told}It leaves the queue and the first page, and stays readable to safeguarding leads."
        question = AskText("Close it?", "How did it end?", "Close it", sentence=words, several_lines=True)
        if ended := await self.ask(question):
            await self.save(self.work.close, view.mark.id, view.version, ended)
            self._saved("Closed")

    async def _reopen(self, view: ConcernView) -> None:
        question = AskText("Open it again?", "Why?", "Open it again", sentence="It needs a decision of its own then.")
        if why := await self.ask(question):
            await self.save(self.work.reopen, view.mark.id, view.version, why)
            self._saved("Open again")

    async def _tell(self, view: ConcernView) -> None:
        me = self.seat.me.card.name
        person_id, name = view.body.person_id, view.person
        if person_id is None or not name:
            sentence = "Whom is it about? Staff can be told only on the page of someone who is on file."
            picked = await self.ask(Pick("On whose page?", self.directory, sentence=sentence))
            if picked is None:
                return
            person_id, name = picked.id, picked.name
        words = (
            f"Everybody who opens the page of {name}, or of their family, reads: There is a safeguarding concern: "
            f"speak to {me}. Nothing of what it says is shown."
        )
        if await self.ask(Confirm("Tell case staff?", words, "Tell them")):
            await self.save(self.work.tell_staff, view.mark.id, person_id)
            self._saved("They are told")

    async def _take_back(self, view: ConcernView) -> None:
        words = f"The page of {view.told} says nothing of a concern any more."
        if await self.ask(Confirm("Tell case staff no longer?", words, "Take it back")):
            await self.save(self.work.tell_staff_no_longer, view.mark.id)
            self._saved("Taken back")

    def _saved(self, sentence: str) -> None:
        self.say(sentence)
        self.post_message(messages.Changed())


def _ways(view: ConcernView) -> tuple[Choice, ...]:
    """What may happen next with this concern."""
    told = (
        Choice(TAKE_BACK, "Tell case staff no longer")
        if view.told
        else Choice(TELL, "Tell case staff that there is one")
    )
    if view.state is ConcernState.CLOSED:
        return (Choice(REOPEN, "Open it again"), told)
    return (Choice(DECIDE, "Decide what is done"), Choice(CLOSE, "Close it"), told)
