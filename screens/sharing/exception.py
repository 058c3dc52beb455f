"""One exception (P9 to P11): all that was recorded; a manager sees it, signs it off or turns it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Horizontal

from iass_tui.rules.dates import display_day, display_moment
from iass_tui.rules.second_person import Second
from iass_tui.services import sharing_words as said
from iass_tui.services.sharing_views import ExceptionView
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import AskText
from screens.dialogs.passing import AskTold, Told
from screens.widgets.button import ActButton
from screens.widgets.reader import Part, Reader
from screens.widgets.record_page import RecordPage
from screens.widgets.words import Words
from screens.words import sharing as words
from screens.words.erasure import possible_lines
from screens.words.reasons import reason_sentence

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

STAGES = {
    "TO_SEE": "Shared without permission: a manager has not seen it yet.",
    "TO_SIGN_OFF": "Shared at once, because danger was immediate: a manager signs it off by {due}.",
    "TO_SIGN_OFF_FIRST": "PROPOSED. Nothing is shared before a manager has signed it off.",
    "TO_DO": "SIGNED OFF. It may be shared now: record it when it was.",
    "DONE": "Nothing is left to be done about it.",
}

LABEL = 15
TO_SIGN = ("TO_SIGN_OFF", "TO_SIGN_OFF_FIRST")


class ExceptionSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class SharingWork(Protocol):
    """What this page needs of sharing."""

    def exception(self, sharing_id: UUID) -> ExceptionView: ...
    def seen(self, sharing_id: UUID) -> None: ...
    def sign_off(self, sharing_id: UUID, words: str) -> None: ...
    def turn_down(self, sharing_id: UUID, words: str) -> None: ...
    def carry_out(self, sharing_id: UUID, *, told: str, how: str) -> None: ...


class ExceptionScreen(RecordPage):
    """Reading it is recorded too."""

    where = "Without permission"
    CSS_PATH = "exception.tcss"
    NEEDS: ClassVar[dict[str, str]] = {}

    def __init__(self, seat: ExceptionSeat, sharing: SharingWork, sharing_id: UUID) -> None:
        super().__init__(seat)
        self.sharing, self.sharing_id, self.today = sharing, sharing_id, seat.today_date()
        self.view: ExceptionView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.ExceptionWanted) -> Self:
        """The exception in the wish."""
        return cls(session, session.sharing, wish.sharing_id)

    def body(self) -> ComposeResult:
        """How it stands, all its facts, and what can be done."""
        yield Words("Reading…", ident="who")
        yield Words("", ident="stage")
        yield Reader(ident="facts")
        with Horizontal(id="acts", classes="buttons"):
            yield ActButton("I have seen it", "seen", first=True)
            yield ActButton("Sign it off", "sign_off", first=True)
            yield ActButton("Turn it down", "turn_down")
            yield ActButton("Record that it was shared", "carry_out", first=True)
            yield ActButton("Open the person", "person")

    def on_mount(self) -> None:
        """Reads."""
        self._offer()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.ExceptionWanted(self.sharing_id)

    def subject(self) -> UUID | None:
        """The first whom it is about."""
        return self.view.person_id if self.view else None

    async def reload(self) -> None:
        """Reads it again."""
        self.view = view = await self.call(self.sharing.exception, self.sharing_id)
        if not self.is_attached:
            return
        self.query_one("#who", Words).update(f"{', '.join(view.about)}   to {_whom(view)}")
        due = display_day(view.due_on) if view.due_on else ""
        self.query_one("#stage", Words).update(STAGES[view.stage].format(due=due) + self._second_words(view))
        self.query_one(Reader).show(_parts(view))
        self._offer()
        first = next((one for one in self.query(ActButton) if one.display), None)
        if first is not None:
            self.set_focus(first)

    def _second_words(self, view: ExceptionView) -> str:
        """To a manager: why it takes another one, or that there is none."""
        if view.stage not in TO_SIGN or not self.seat.may("SIGN_OFF_SHARING"):
            return ""
        if view.second is Second.SECOND_PERSON:
            return ""
        why = f"You cannot sign it off. {' '.join(reason_sentence(one.value) for one in view.why_not)}"
        first = words.ALONE if view.second is Second.NO_SECOND_PERSON else why
        return "".join(f"\n{line}" for line in (first, *possible_lines(view.seconds, self.today)))

    def _offer(self) -> None:
        stage = self.view.stage if self.view else ""
        may = self.seat.may("SIGN_OFF_SHARING")
        second = self.view.second if self.view else None
        signs = stage in TO_SIGN and (may or second is Second.SECOND_PERSON)
        shown = {
            "seen": may and stage == "TO_SEE",
            "sign_off": signs and second is not None,
            "turn_down": signs,
            "carry_out": stage == "TO_DO",
            "person": self.view is not None,
        }
        for ident, is_shown in shown.items():
            self.query_one(f"#acts > #{ident}", ActButton).display = is_shown

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """One act each."""
        event.stop()
        if self.view is None:
            return
        match event.button.id:
            case "seen":
                self.start(self._seen)
            case "sign_off":
                self.start(self._sign_off)
            case "turn_down":
                self.start(self._turn_down)
            case "carry_out":
                self.start(self._carry_out, self.view)
            case "person":
                self.post_message(messages.PersonChosen(self.view.person_id))

    async def _seen(self) -> None:
        await self._answer("Noted that you have seen it", self.sharing.seen)

    async def _sign_off(self) -> None:
        words_ = "Your name and what you write stand in the record."
        dialog = AskText("Sign it off?", "Your words (optional)", "Sign it off", sentence=words_, check=lambda _: "")
        answer = await self.ask(dialog)
        if answer is not None:
            await self._answer("Signed off", self.sharing.sign_off, answer)

    async def _turn_down(self) -> None:
        sentence = "A proposal is not shared then. What was shared at once stays on record as shared."
        answer = await self.ask(AskText("Turn it down?", "Why?", "Turn it down", sentence=sentence))
        if answer:
            await self._answer("Turned down", self.sharing.turn_down, answer)

    async def _carry_out(self, view: ExceptionView) -> None:
        told = await self.ask(AskTold(self.today, f"To {_whom(view)}.", view.question.words))
        if isinstance(told, Told):
            await self._answer(
                "Recorded in the family's sharing record", self.sharing.carry_out, told=told.words, how=told.how
            )

    async def _answer(self, sentence: str, act: Callable[..., None], *words_: str, **more: str) -> None:
        self.is_stale = True  # where somebody was first, the page behind that news says how it stands now
        await self.save(act, self.sharing_id, *words_, **more)
        self.say(sentence)
        self.post_message(messages.Changed(self.view.person_id if self.view else None))
        self.post_message(messages.BackWanted())


def _whom(view: ExceptionView) -> str:
    return said.recipient_words(view.question.recipient, view.recipient)


def _parts(view: ExceptionView) -> Iterator[Part]:
    facts, question = view.facts, view.question
    yield _fact("Why", words.GROUNDS[question.ground], "strong")
    yield _fact("Where from", words.SOURCES[facts.source] if facts.source else "not said")
    yield _fact("Reason", facts.reason)
    yield _fact("What", f"{words.MATERIALS[question.material]}: {question.words}")
    yield _fact("Who decided", view.decided_by or "not known here")
    yield _fact("The family", f"{'told' if facts.told_family else 'NOT TOLD'}: {facts.told_words}")
    duty = "considered under the information-sharing duty" if facts.duty_considered else "NOT CONSIDERED"
    yield _fact("Duty", f"{duty}{f': {facts.duty_words}' if facts.duty_words else ''}")
    yield _fact("Danger", "immediate" if facts.is_immediate else "not immediate")
    yield Part(f"\nRecorded by {view.recorded_by or 'someone'}, {display_moment(view.at)}", "dim")
    for one in view.answers:
        line = said.permission_words(one) or "It was shared."
        yield Part(f"{line} {one.by}, {display_moment(one.at)}{f': {one.body.words}' if one.body.words else ''}", "dim")


def _fact(label: str, said_: str, look: str = "") -> Part:
    return Part(label.ljust(LABEL) + said_, look, hang=LABEL)
