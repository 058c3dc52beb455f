"""The first page of a volunteer: start an enquiry, go on with one, see what became of those that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from iass_tui.rules.dates import display_moment
from iass_tui.rules.records.queue import OPEN_STATES, IntakeState
from iass_tui.rules.records.training import Undertaking
from iass_tui.services.queue_views import QuestionView, Receipt
from iass_tui.services.training_views import TrainingAgenda
from screens import messages, policy_wishes
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import AskText
from screens.dialogs.dialog import Confirm
from screens.widgets.button import ActButton
from screens.widgets.policy_rows import PolicyWork, policy_rows
from screens.widgets.row_list import Row, RowList
from screens.widgets.training_rows import TrainingWork, training_rows
from screens.widgets.words import Section, Words
from screens.words.days import short_moment
from screens.words.queue import BECAME

if TYPE_CHECKING:
    from iass_tui.services.policy_views import PolicyAgenda
    from iass_tui.services.ports import Session
    from iass_tui.services.views import DraftOffer

BEGIN = (
    "Start a new enquiry. It asks one question at a time, beginning with whether we may save anything. Whatever they "
    "answer, they get help."
)
NO_AFTER_ALL = (
    "They said no after all: nobody can take this up any more, and it is destroyed. It cannot be brought back."
)


class SendingWork(Protocol):
    """What this page needs of what was sent."""

    def sent(self) -> tuple[Receipt, ...]: ...
    def question(self, intake_id: UUID) -> QuestionView: ...
    def answer(self, intake_id: UUID, words: str) -> None: ...
    def take_back(self, intake_id: UUID) -> None: ...


class DraftsWork(Protocol):
    """What this page needs of drafts."""

    def offered(self) -> tuple[DraftOffer, ...]: ...
    def discard(self, draft_id: UUID) -> None: ...


class FrontDeskScreen(OfficeScreen):
    """Their keys open no case: of what was sent they keep a reference, and see whether it was taken up."""

    where = "Front desk"
    DEFAULT_CSS = """
    FrontDeskScreen #desk { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete",
            "discard",
            "throw away",
            tooltip="Throws unsaved work away; of one that was sent: they said no after all",
            show=False,
            id="desk.discard",
        ),
    ]

    def __init__(
        self, seat: Seat, drafts: DraftsWork, sending: SendingWork, training: TrainingWork, policy: PolicyWork
    ) -> None:
        super().__init__(seat)
        self.drafts, self.sending, self.training, self.policy = drafts, sending, training, policy
        self.of_me = TrainingAgenda()
        self.of_policy: PolicyAgenda | None = None
        self.unsent: tuple[DraftOffer, ...] = ()
        self.sent: tuple[Receipt, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The first page of this volunteer."""
        return cls(session, session.drafts, session.sending, session.training, session.policy)

    def body(self) -> ComposeResult:
        """What one can do here, and below it what is unfinished and what was sent."""
        with Vertical(id="desk"):
            yield Section("Someone rings, writes or comes in", classes="first")
            yield Words(f"{BEGIN}\n")
            with Horizontal(classes="buttons"):
                yield ActButton("Start a new enquiry", "intake", first=True)
                yield ActButton("Read the help", "help")
            yield Section("What waits for you, and what you sent")
            yield RowList(columns=(9, 16, 0), empty="Reading…", ident="mine")

    def on_mount(self) -> None:
        """Reads."""
        self.set_focus(self.query_one("#intake"))
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads what is unfinished, what is asked of one, and what was sent."""
        self.unsent = await self.call(self.drafts.offered)
        self.sent = await self.call(self.sending.sent)
        self.of_me = await self.call(self.training.agenda)
        self.of_policy = await self.call(self.policy.agenda)
        if self.is_attached:
            rows = self.query_one(RowList)
            rows.empty = "Nothing yet. What you leave unfinished is offered here for 14 days."
            rows.show(self._rows())

    def _rows(self) -> Iterator[Row]:
        for draft in self.unsent:
            words = "new enquiry: Enter goes on with it, Del throws it away"
            yield Row(("draft", draft.id), ("Unsaved", short_moment(draft.saved_at), words))
        yield from (self._sent_row(one) for one in self.sent if one.state is IntakeState.ASKED)
        yield from policy_rows(self.of_policy)
        yield from training_rows(self.of_me)
        yield from (self._sent_row(one) for one in self.sent if one.state is not IntakeState.ASKED)

    @staticmethod
    def _sent_row(one: Receipt) -> Row:
        is_over = one.state not in OPEN_STATES
        return Row(("sent", one.id), (one.reference, short_moment(one.sent_at), BECAME[one.state]), dim=is_over)

    def place(self) -> messages.Wish:
        """The first page."""
        return messages.TodayWanted()

    def on_screen_resume(self) -> None:
        """An officer may have taken something up, or asked, meanwhile."""
        self.is_stale = True
        super().on_screen_resume()

    # acting

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """The same as the keys."""
        self.post_message(messages.IntakeWanted() if event.button.id == "intake" else messages.HelpWanted())

    def _under(self, kind: str) -> UUID | None:
        row = self.query_one(RowList).row
        key = row.key if row is not None and self.focused is self.query_one(RowList) else None
        return key[1] if isinstance(key, tuple) and key[0] == kind else None

    def _sent_here(self) -> Receipt | None:
        found = self._under("sent")
        return next((one for one in self.sent if one.id == found), None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Goes on with a draft, reads what an officer asks, or opens one's training."""
        one = self._sent_here()
        match event.row.key:
            case ("training", _):
                self.post_message(messages.TrainingWanted())
            case ("policy_read", _):
                self.post_message(policy_wishes.PolicyReadWanted())
            case ("policy_copies", _):
                self.post_message(policy_wishes.PolicyAskedWanted())
            case ("undertaking", Undertaking() as what):
                self.post_message(messages.UndertakingWanted(what))
        if draft := self._under("draft"):
            self.post_message(messages.IntakeWanted(draft_id=draft))
        elif one is not None and one.state is IntakeState.ASKED:
            self.start(self._answer, one)

    async def _answer(self, one: Receipt) -> None:
        asked = await self.call(self.sending.question, one.id)
        sentence = f"{asked.asked_by} asks, {display_moment(asked.asked_at)}:\n\n{asked.words}"
        title = f"A question about {asked.reference}"
        answer = await self.ask(AskText(title, "Your answer", "Send the answer", sentence=sentence, several_lines=True))
        if answer:
            await self.save(self.sending.answer, one.id, answer)
            self.say("Sent to the officers")
            await self.reload()

    def action_discard(self) -> None:
        """Throws the draft under the cursor away, or takes back what was sent, after asking."""
        one = self._sent_here()
        if draft := self._under("draft"):
            self.start(self._discard, draft)
        elif one is not None and one.state in OPEN_STATES:
            self.start(self._take_back, one)

    async def _discard(self, draft: UUID) -> None:
        question = Confirm(
            "Throw unsaved work away?", "It is destroyed and cannot be brought back.", "Throw away", danger=True
        )
        if await self.ask(question):
            await self.save(self.drafts.discard, draft)
            await self.reload()

    async def _take_back(self, one: Receipt) -> None:
        if await self.ask(Confirm(f"Take {one.reference} back?", NO_AFTER_ALL, "They said no", danger=True)):
            await self.save(self.sending.take_back, one.id)
            await self.reload()
