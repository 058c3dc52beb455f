"""May I share this? Whom, what, why; the answer with every reason; and what was done about it, on record."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from iass_tui.rules import text
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.office import Colleague
from iass_tui.rules.records.sharing import (
    ExceptionFacts,
    Ground,
    Material,
    OwnShare,
    Question,
    Recipient,
    RecipientKind,
    SharingKind,
)
from iass_tui.rules.sharing import Change, Outcome
from iass_tui.services.sharing_views import AnswerView, SharedDone
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Notice
from screens.dialogs.passing import AsException, AskException, AskTold, Told
from screens.dialogs.whom import AskWhom
from screens.widgets import recipients
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.compact import CompactChoice
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.record_page import RecordPage
from screens.widgets.sharing_answer import AnswerText
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words import sharing as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ASK = "Choose whom. Below stand what, why, and what it is about."
AGAIN = "Something was changed: ask again."
PROPOSED = (
    "A manager sees this on their first page at once. Share nothing before they have signed it off: it then stands on "
    "your first page, to be carried out."
)
RECORDED = "A manager sees it on their first page at once, and it stands in the family's record."


class ShareSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class SharingWork(Protocol):
    """What this page needs of sharing."""

    def ask(self, person_id: UUID, question: Question) -> AnswerView: ...
    def share(
        self,
        person_id: UUID,
        question: Question,
        *,
        told: str,
        how: str = "",
        exception: ExceptionFacts | None = None,
        case_id: UUID | None = None,
    ) -> SharedDone: ...
    def said_no(self, person_id: UUID, question: Question, *, said: str = "", case_id: UUID | None = None) -> None: ...
    def own_share(
        self,
        person_id: UUID,
        outcome: OwnShare,
        *,
        words: str = "",
        question: Question | None = None,
        sharing_id: UUID | None = None,
    ) -> None: ...


class PeopleWork(Protocol):
    """What this page needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class StaffWork(Protocol):
    """What this page needs of the staff list."""

    def colleagues(self) -> tuple[Colleague, ...]: ...


class ShareScreen(RecordPage):
    """The one door: nothing is shared from anywhere else."""

    where = "May I share this?"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"consent": "RECORD_CONSENT", "exception": "SHARE", "passed_on": "SHARE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "consent", "consent", tooltip="What they agreed to", id="share.consent"),
        Binding(
            "exclamation_mark", "exception", "concern", tooltip="Someone may be at risk of harm", id="share.exception"
        ),
        Binding(
            "greater_than_sign",
            "passed_on",
            "passed on",
            tooltip="What was passed to whom, and when",
            id="share.passed_on",
        ),
    ]

    def __init__(
        self,
        seat: ShareSeat,
        sharing: SharingWork,
        people: PeopleWork,
        staff: StaffWork,
        agencies: recipients.AgencyBook | None,
        wish: messages.ShareWanted,
    ) -> None:
        super().__init__(seat)
        self.sharing, self.people, self.staff, self.agencies = sharing, people, staff, agencies
        self.wish, self.today = wish, seat.today_date()
        self.view: PersonView | None = None
        self.answer: AnswerView | None = None
        self.named: tuple[Recipient, ...] = ()
        """Who was named on the spot."""

    @classmethod
    def open(cls, session: Session, wish: messages.ShareWanted) -> Self:
        """The question about the person in the wish."""
        book = recipients.book_of(session)
        return cls(session, session.sharing, session.people, session.staff, book, wish)

    def body(self) -> ComposeResult:
        """Four lines of question, and the answer below them."""
        yield Words("Reading…", ident="who")
        yield ErrorSummary()
        with Vertical(id="question", classes="form"):
            yield CompactChoice("whom", "With", ())
            yield CompactChoice("what", "What", words.material_choices(), rows=6)
            yield CompactChoice("why", "Why", words.ground_choices())
            yield TextField("topic", "About", dense=True)
        yield AnswerText(ASK, ident="answer")
        with Horizontal(id="acts", classes="buttons"):
            yield ActButton("Record what was shared", "shared", first=True)
            yield ActButton("Record that we said no", "no", first=True)
            yield ActButton("The family shares it", "own")
            yield ActButton("Record the exception", "exception", first=True)

    def on_mount(self) -> None:
        """Reads, then one can choose."""
        self._offer_acts()
        self.start(self._first, reading=True)

    def place(self) -> messages.Wish:
        """The same question, asked anew."""
        return dataclasses.replace(self.wish)

    def subject(self) -> UUID | None:
        """The person."""
        return self.view.id if self.view else None

    # the question

    async def _first(self) -> None:
        await self._read()
        self._field("what").text = Material.NOTE if self.wish.note_id else Material.TALK
        self._field("why").text = Ground.HELP
        if self.wish.with_id is not None:
            to = Recipient(kind=RecipientKind.PERSON, person_id=self.wish.with_id)
            self._field("whom").text = recipients.code_for(to)
        self._field("whom").aim()

    async def _read(self) -> None:
        self.view = view = await self.call(self.people.person, self.wish.person_id)
        agencies: Sequence[Agency] = await self.call(self.agencies.all) if self.agencies else ()
        references = [one.reference for one in view.cases if self.wish.case_id in (None, one.id)]
        parts = (view.card.full_name, *references, self.wish.note)
        self.query_one("#who", Words).update("   ".join(part for part in parts if part))
        named = [Choice(recipients.code_for(one), recipients.recipient_label(one)) for one in self.named]
        listed = (
            *named,
            *recipients.family_choices(view),
            *recipients.agency_choices(view, agencies),
            Choice(recipients.INTERPRETER, "An interpreter"),
            Choice(recipients.BY_NAME, "Someone else, by name", apart=True),
        )
        field = self._field("whom")
        field.offer({one.code: one for one in listed}.values())

    async def reload(self) -> None:
        """After a consent was recorded the same question may have another answer."""
        await self._read()
        if self.answer is not None:
            await self._ask()

    def _field(self, key: str) -> ChoiceField:
        field = self.query_one(f"#{key}", FormField)
        assert isinstance(field, ChoiceField)
        return field

    def _question(self) -> Question | None:
        to = recipients.recipient_of(self._field("whom").text)
        if to is None:
            return None
        topic = text.clean(self.query_one("#topic", TextField).text, limit=text.NAME_LIMIT, multiline=False)
        what = Material(self._field("what").text)
        return Question(
            recipient=to,
            material=what,
            ground=Ground(self._field("why").text),
            topic=topic,
            note_id=self.wish.note_id if what in (Material.NOTE, Material.TALK, Material.LETTER) else None,
        )

    def on_form_field_changed(self) -> None:
        """Another question has no answer yet."""
        if self.answer is not None:
            self.answer = None
            self._show(AGAIN)

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter asks; of somebody by name it asks who first."""
        event.stop()
        if self.view is not None:
            self.start(self._ask)

    async def _ask(self) -> None:
        chosen = self._field("whom").text
        if chosen in (recipients.BY_NAME, recipients.INTERPRETER):
            found = await self.ask(AskWhom(self.today, interpreter=chosen == recipients.INTERPRETER))
            if not isinstance(found, Recipient):
                return
            self.named = (found, *self.named)
            await self._read()
            self._field("whom").text = recipients.code_for(found)
        question = self._question()
        if question is None:
            self._show("Choose with whom: arrows, or type the name's first letters.")
            self._field("whom").aim()
            return
        self.query_one(ErrorSummary).clear()
        answer = await self.call(self.sharing.ask, self.wish.person_id, question)
        self.answer = answer
        self._show("")
        self._first_act(answer).focus()

    # the answer

    def _show(self, sentence: str) -> None:
        """The answer, or what to do to get one."""
        self._offer_acts()
        self.query_one(AnswerText).show(sentence if self.answer is None else self.answer)

    def _offer_acts(self) -> None:
        outcome = self.answer.outcome if self.answer else None
        shown = {
            "shared": outcome is Outcome.YES,
            "no": outcome is Outcome.NO,
            "own": self.answer is not None and Change.THEY_SHARE in self.answer.changes,
            "exception": outcome is Outcome.EXCEPTION,
        }
        for ident, is_shown in shown.items():
            self.query_one(f"#acts > #{ident}", ActButton).display = is_shown
        self.refresh_bindings()

    def _first_act(self, answer: AnswerView) -> ActButton:
        ident = {Outcome.YES: "shared", Outcome.NO: "no", Outcome.EXCEPTION: "exception"}[answer.outcome]
        return self.query_one(f"#acts > #{ident}", ActButton)

    # what is done about it

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Each button is one act on the answer that is shown."""
        event.stop()
        acts = {"shared": self._shared, "no": self._no, "own": self._own, "exception": self._exception}
        act = acts.get(event.button.id or "")
        if act is not None and self.answer is not None:
            self.start(act, self.answer)

    async def _shared(self, answer: AnswerView) -> None:
        told = await self.ask(AskTold(self.today, f"To {answer.recipient}, {display_day(self.today)}."))
        if isinstance(told, Told):
            await self.save(
                self.sharing.share,
                self.wish.person_id,
                answer.question,
                told=told.words,
                how=told.how,
                case_id=self.wish.case_id,
            )
            self._done("Recorded in the family's sharing record")

    async def _no(self, answer: AnswerView) -> None:
        said = words.say_words(answer)
        await self.save(
            self.sharing.said_no, self.wish.person_id, answer.question, said=said, case_id=self.wish.case_id
        )
        self._done("Recorded: we were asked and said no")

    async def _own(self, answer: AnswerView) -> None:
        sentence = "Families are encouraged to share for themselves what helps the child. We share nothing."
        dialog = Choose(
            "They share it themselves", words.OWN_SHARE, words.own_share_choices(), "Record it", sentence=sentence
        )
        chosen = await self.ask(dialog)
        if chosen:
            await self.save(self.sharing.own_share, self.wish.person_id, OwnShare(chosen), question=answer.question)
            self._done("Recorded: left to the family")

    def action_exception(self) -> None:
        """Without permission: once it is known to whom."""
        if self.answer is not None and self.answer.outcome is not Outcome.YES:
            self.start(self._exception, self.answer)
        elif self.answer is None:
            self._show("Choose with whom first, then !")

    async def _exception(self, answer: AnswerView) -> None:
        colleagues = await self.call(self.staff.colleagues)
        question = answer.question
        asked = await self.ask(AskException(answer.recipient, colleagues, self.today, question.ground))
        if not isinstance(asked, AsException):
            return
        done = await self.save(
            self.sharing.share,
            self.wish.person_id,
            dataclasses.replace(question, ground=asked.ground, words=asked.words),
            told=asked.words,
            how=asked.how,
            exception=asked.facts,
            case_id=self.wish.case_id,
        )
        sentence = PROPOSED if done.kind is SharingKind.PROPOSED else RECORDED
        by = f" They sign it off by {display_day(done.sign_off_by)}." if done.sign_off_by else ""
        title = "Proposed, not shared yet" if done.kind is SharingKind.PROPOSED else "The exception is recorded"
        await self.ask(Notice(title, sentence + by))
        self._done("Recorded")

    def _done(self, sentence: str) -> None:
        self.say(sentence)
        self.post_message(messages.Changed(self.wish.person_id, self.wish.case_id))
        self.post_message(messages.BackWanted())
