"""One enquiry that a volunteer sent, as its answers to check: taken up, joined to a family, sent back, refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.intake import IntakeOutcome, check_answers, sections
from iass_tui.rules.records.queue import IntakeState, LetterKind
from iass_tui.services.queue_views import Duplicate, JoinPlan, SentIntakeView
from iass_tui.services.views import IntakeSaved
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.dialog import Confirm
from screens.dialogs.pick import Pick, SearchWork
from screens.widgets.answer_list import Answered, AnswerList
from screens.widgets.choice_field import Choice
from screens.widgets.first_reading import FirstReading
from screens.widgets.words import Words
from screens.words.concerns import age_words
from screens.words.lookalikes import lookalike_name
from screens.words.queue import URGENT, like_words
from screens.words.reasons import reason_sentence

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ACCEPT, JOIN, JOIN_OTHER, ASK, REFUSE, NEW = "ACCEPT", "JOIN", "JOIN_OTHER", "ASK", "REFUSE", "NEW"
PERSON = "person:"
QUESTION_GOES = "Your question goes to {who} alone, and the answer comes back here. What was sent stays with you."


class PageWork(Protocol):
    """What this page needs of the queue."""

    def intake(self, intake_id: UUID) -> SentIntakeView: ...
    def accept(self, intake_id: UUID, version: int) -> IntakeSaved: ...
    def join_plan(self, intake_id: UUID, person_id: UUID) -> JoinPlan: ...
    def join(self, intake_id: UUID, version: int, person_id: UUID, case_id: UUID | None = None) -> IntakeSaved: ...
    def ask(self, intake_id: UUID, version: int, words: str) -> None: ...
    def refuse(self, intake_id: UUID, version: int) -> None: ...


class SentIntakeScreen(FirstReading):
    """What they said, who on file may be the same, and `s` for what happens next. Each look is recorded."""

    where = "A volunteer's enquiry"
    DEFAULT_CSS = """
    SentIntakeScreen #who { padding: 0 1; text-style: bold; }
    SentIntakeScreen #answers { height: 1fr; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"status": "ACCEPT_INTAKE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "status", "status", tooltip="Takes it up, joins, sends back, refuses", id="sent.status")
    ]

    def __init__(self, seat: Seat, work: PageWork, directory: SearchWork, wish: messages.SentIntakeChosen) -> None:
        super().__init__(seat)
        self.work, self.directory, self.intake_id = work, directory, wish.intake_id
        self.view: SentIntakeView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.SentIntakeChosen) -> Self:
        """The enquiry in the wish."""
        return cls(session, session.queue, session.directory, wish)

    def body(self) -> ComposeResult:
        """A line on what it is, and everything in one list."""
        yield Words("Reading…", ident="who")
        yield AnswerList(ident="answers")

    def on_mount(self) -> None:
        """Reads."""
        self.set_focus(self.query_one(AnswerList))
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This enquiry again."""
        return messages.SentIntakeChosen(self.intake_id)

    async def reload(self) -> None:
        """Reads it again."""
        self.view = await self.call(self.work.intake, self.intake_id)
        if self.is_attached:
            self.query_one("#who", Words).update(heading(self.view))
            self.query_one(AnswerList).show_answers(lines(self.view))
            self.refresh_bindings()

    def was_read(self) -> bool:
        """Whether the enquiry stands there."""
        return self.view is not None

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is decided before it was read."""
        if action == "status" and getattr(self, "view", None) is None:
            return False
        return super().check_action(action, parameters)

    def on_row_list_chosen(self) -> None:
        """Enter on someone on file opens their page, to compare."""
        key = self.query_one(AnswerList).chosen_key
        if key.startswith(PERSON):
            self.post_message(messages.PersonChosen(UUID(key.removeprefix(PERSON))))

    def _under(self) -> Duplicate | None:
        key = self.query_one(AnswerList).chosen_key
        found = self.view.duplicates if self.view is not None else ()
        return next((one for one in found if key == f"{PERSON}{one.person_id}"), None)

    def action_status(self) -> None:
        """Asks what happens next."""
        if self.view is not None:
            self.start(self._status, self.view, self._under())

    async def _status(self, view: SentIntakeView, under: Duplicate | None) -> None:
        title = f"{view.mark.reference}: what happens next?"
        chosen = await self.ask(Choose(title, "What?", ways(view, under), "Go on"))
        acts: dict[str, Callable[[SentIntakeView], Awaitable[None]]] = {
            ACCEPT: self._accept,
            JOIN_OTHER: self._find_family,
            ASK: self._ask,
            REFUSE: self._refuse,
        }
        if chosen == JOIN and under is not None:
            await self._join(view, under.person_id)
        elif chosen in acts:
            await acts[chosen](view)

    async def _accept(self, view: SentIntakeView) -> None:
        if view.duplicates:
            names = ", ".join(dict.fromkeys(one.found.name for one in view.duplicates))
            sentence = f"On file already: {names}. As a new family they would stand here twice."
            if not await self.ask(Confirm("A new family all the same?", sentence, "Make a new family", danger=True)):
                return
        self._done(await self.save(self.work.accept, view.mark.id, view.version))

    async def _find_family(self, view: SentIntakeView) -> None:
        sentence = "Find the child or young person on file whom this is about."
        picked = await self.ask(Pick("Whose family?", self.directory, sentence=sentence))
        if picked is not None:
            await self._join(view, picked.id)

    async def _join(self, view: SentIntakeView, person_id: UUID) -> None:
        plan = await self.call(self.work.join_plan, view.mark.id, person_id)
        cases = [Choice(str(one.id), f"{one.reference}, open, {one.officer or 'nobody'}'s") for one in plan.cases]
        choices = [*cases, Choice(NEW, "A new case of mine")]
        question = Choose(f"Join the family of {plan.name}?", "Where to?", choices, "Join", sentence=join_words(plan))
        chosen = await self.ask(question)
        if chosen:
            case_id = None if chosen == NEW else UUID(chosen)
            self._done(await self.save(self.work.join, view.mark.id, view.version, plan.person_id, case_id))

    async def _ask(self, view: SentIntakeView) -> None:
        sentence = QUESTION_GOES.format(who=view.mark.sent_by)
        question = AskText("Send it back", "What do you want to know?", "Send", sentence=sentence, several_lines=True)
        if words := await self.ask(question):
            await self.save(self.work.ask, view.mark.id, view.version, words)
            self.post_message(messages.Changed())
            self.say(f"Asked {view.mark.sent_by}")
            await self.reload()

    async def _refuse(self, view: SentIntakeView) -> None:
        sentence = (
            "What was sent is destroyed for good, also in every older copy, and only a count stays. "
            f"{view.mark.sent_by} sees that it was refused."
        )
        if await self.ask(Confirm("Refuse it?", sentence, "Refuse and destroy", danger=True)):
            await self.save(self.work.refuse, view.mark.id, view.version)
            self.post_message(messages.Changed())
            self.post_message(messages.BackWanted())

    def _done(self, saved: IntakeSaved) -> None:
        """To the file that it became."""
        self.post_message(messages.Changed(saved.person_id, saved.case_id))
        self.post_message(messages.BackWanted())
        if saved.case_id is not None:
            self.say(f"{saved.reference} saved")
            self.post_message(messages.CaseChosen(saved.case_id))
        elif saved.person_id is not None:
            self.say("Kept, to be asked")
            self.post_message(messages.PersonChosen(saved.person_id))


def heading(view: SentIntakeView) -> str:
    """The reference, who sent it, how long it waits, and why it is urgent."""
    mark = view.mark
    asked = "   asked, no answer yet" if mark.state is IntakeState.ASKED else ""
    why = "".join(f"   URGENT: {URGENT[one]}" for one in view.urgent)
    return f"{mark.reference}   {mark.sent_by}, waiting {age_words(mark.waited)}{asked}{why}"


def lines(view: SentIntakeView) -> Iterator[Answered]:
    """Why it may not be taken up, who may be on file, what was asked, and every answer."""
    for reason in view.reasons:
        yield Answered("", "It cannot be taken up", reason_sentence(reason), "In the way")
    for one in view.duplicates:
        name = lookalike_name(one.found)
        yield Answered(f"{PERSON}{one.person_id}", name, like_words(one), "May be on file already")
    if not view.names_are_ready:
        yield Answered("", "Still opening names", "Come back in a moment to compare", "May be on file already")
    for letter in view.letters:
        word = "asks" if letter.kind is LetterKind.QUESTION else "answers"
        yield Answered("", f"{letter.author} {word}", letter.words, "Asked and answered")
    titles = {section.id: section.title for section in sections()}
    for row in check_answers(view.answers):
        yield Answered("", row.title, row.answer, titles[row.section])


def ways(view: SentIntakeView, under: Duplicate | None) -> Iterator[Choice]:
    """What may happen next, the usual first."""
    is_referral = view.outcome == IntakeOutcome.REFERRAL_PENDING.value
    if not view.reasons:
        yield Choice(ACCEPT, "Take it up: keep the referral" if is_referral else "Take it up: a new family, my case")
        if not is_referral:
            if under is not None:
                yield Choice(JOIN, f"Join the family of {under.found.name}, on file")
            yield Choice(JOIN_OTHER, "Join another family on file: find them" if under else "Join a family on file")
    if view.mark.state is IntakeState.WAITING:
        yield Choice(ASK, f"Send it back to {view.mark.sent_by} with a question")
    yield Choice(REFUSE, "Refuse it: it is destroyed and counted", apart=True)


def join_words(plan: JoinPlan) -> str:
    """What joining would do, in one sentence or two."""
    known = f" On file too: {', '.join(plan.known)}." if plan.known else ""
    new = f" New in this family: {', '.join(plan.new)}." if plan.new else ""
    new += f" Only named, not asked: {', '.join(plan.named)}." if plan.named else ""
    return f"{plan.name} is on file.{known}{new} Consents and new details come beside what is there; nothing is lost."
