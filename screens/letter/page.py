"""A letter: chosen and gated, its blanks filled, read whole, changed where it has to be, and made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur

from iass_tui.rules.letters import letter
from iass_tui.rules.papers import Way
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.sharing import Passing, Recipient
from iass_tui.rules.sharing import Outcome
from iass_tui.services.letter_views import LetterWish
from iass_tui.services.sharing_views import AnswerView
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import FIELDS
from screens.dialogs.dialog import Notice
from screens.dialogs.made import FileMade
from screens.dialogs.whom import AskWhom
from screens.letter import asking
from screens.letter.fields import (
    ACTS,
    ASK,
    ASK_AGAIN,
    CHOOSING,
    EDITING,
    FILLING,
    READING,
    STAGES,
    form_fields,
    not_chosen,
    offered_again,
    page_to_read,
    show_page,
    typed,
    whom_choices,
    wish_of,
)
from screens.letter.work import LetterSeat, LetterWork, PeopleWork, StaffWork
from screens.widgets import recipients
from screens.widgets.ahead import field_around
from screens.widgets.button import ActButton
from screens.widgets.choice_field import ChoiceField
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.reader import Reader
from screens.widgets.sharing_answer import AnswerText
from screens.widgets.words import Section
from screens.words import letters as words
from screens.words.reasons import told

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

_QUESTION = frozenset({"kind", "whom", "way"})


class LetterScreen(FormPage):
    """One form in three steps, and the page to read; what is typed is kept as a draft all along."""

    where = "Letter"
    act = ACTS[CHOOSING]
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"make": "EXPORT_PACK", "consent": "RECORD_CONSENT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "make", "make", tooltip="Makes the letter that is read here", id="letter.make"),
        Binding("e", "edit", "edit", tooltip="Changes the words before it is made", id="letter.edit"),
        Binding(
            "exclamation_mark", "exception", "concern", tooltip="Someone may be at risk of harm", id="letter.exception"
        ),
        Binding("c", "consent", "consent", tooltip="What they agreed to", id="letter.consent"),
    ]

    def __init__(
        self,
        seat: LetterSeat,
        letters: LetterWork,
        people: PeopleWork,
        staff: StaffWork,
        agencies: recipients.AgencyBook | None,
        drafts: DraftsWork,
        wish: messages.LetterWanted,
    ) -> None:
        super().__init__(seat)
        self.letters, self.people, self.staff, self.agencies = letters, people, staff, agencies
        self.today, self.person_id, self.case_id = seat.today_date(), wish.person_id, wish.case_id
        self.keeper = DraftKeeper(drafts, lambda: drafts.start("letter", person_id=self.person_id), wish.draft_id)
        self.stage = CHOOSING
        self.view: PersonView | None = None
        self.answer: AnswerView | None = None
        self.passing = Passing()
        self.named: tuple[Recipient, ...] = ()
        """Who was named on the spot."""
        self._asked: LetterWish | None = None
        self._is_retyped = False
        """What it is about was changed, and nobody asked since."""
        self._filled_for: LetterWish | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.LetterWanted) -> Self:
        """A letter about the person in the wish."""
        book = recipients.book_of(session)
        return cls(session, session.letters, session.people, session.staff, book, session.drafts, wish)

    def place(self) -> messages.Wish:
        """This letter again, with its draft."""
        draft_id = self.keeper.draft_id if self.keeper else None
        return messages.LetterWanted(self.person_id, self.case_id, draft_id)

    # drawing

    def body(self) -> ComposeResult:
        """The form, and in its place the page to read."""
        yield from super().body()
        yield from page_to_read()

    def fields(self) -> ComposeResult:
        """Three steps of one form; which of them is in sight the stage says."""
        yield Section("", classes="first", ident="whose")
        yield from form_fields()

    def first_field(self) -> FormField | None:
        """The first of the step; of the blanks the first that is still open."""
        shown = [f"place_{one}" for one in words.PLACES if one in self._places()] or ["kind"]
        still_open = next((key for key in shown if not self.field(key).text.strip()), shown[0])
        return self.field({CHOOSING: "kind", EDITING: "text"}.get(self.stage, still_open))

    def _go(self, stage: str) -> None:
        """To another step."""
        self.stage = stage
        for one in STAGES:
            self.set_class(one == stage, one)
        self.query_one(ErrorSummary).clear()
        if stage != READING:
            self.query_one("#page #save", ActButton).rename(ACTS[stage])
        places = self._places()
        for place in words.PLACES:
            self.field(f"place_{place}").display = place in places
        self.refresh_bindings()
        if stage == READING:
            self.query_one(Reader).focus()
        elif (first := self.first_field()) is not None:
            first.aim()

    # filling

    async def fill(self) -> None:
        """Whose letter it is, and whom it could go to."""
        self.view = await self.call(self.people.person, self.person_id)
        self._say_whose()
        await self._offer()
        self._choice("way").text = Way.HAND.value
        self._show(ASK)
        self._go(CHOOSING)

    def _say_whose(self) -> None:
        assert self.view is not None
        references = [one.reference for one in self.view.cases if one.id == self.case_id]
        self.query_one("#whose", Section).update("   ".join((self.view.card.full_name, *references, "Letter")))

    async def _offer(self) -> None:
        assert self.view is not None
        agencies: Sequence[Agency] = await self.call(self.agencies.all) if self.agencies else ()
        self._choice("whom").offer(whom_choices(self.view, agencies, self.named))

    def _choice(self, key: str) -> ChoiceField:
        field = self.field(key)
        assert isinstance(field, ChoiceField)
        return field

    def _places(self) -> tuple[str, ...]:
        kind = self.field("kind").text
        return letter(LetterKind(kind)).places if kind else ()

    def values(self) -> dict[str, str]:
        """What is typed, in which step, and in which case."""
        return {**super().values(), "stage": self.stage, "case": str(self.case_id or "")}

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed: a step alone is nothing."""
        return self.is_filled and typed(self.values()) != typed(self._start_values or {})

    def take(self, values: dict[str, str]) -> None:
        """A draft knows its step, its case, and whom it was to go to."""
        if values.get("case"):
            self.case_id = UUID(values["case"])
        again = offered_again(self._choice("whom"), values.get("whom", "")) if self.view is not None else None
        self.named = (again, *self.named) if again is not None else self.named
        super().take(values)
        stage = values.get("stage", CHOOSING)
        self._filled_for = self._wish() if any(self._place(one).strip() for one in self._places()) else None
        self._say_whose()
        self._to(EDITING if stage == READING and values.get("text") else FILLING if stage == READING else stage)

    def _wish(self) -> LetterWish | None:
        return wish_of(super().values(), self.person_id, self.case_id, self.passing)

    # the gate

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Another letter or reader is another question."""
        super().on_form_field_changed(event)
        key = event.field.key
        if not self.is_filled or self.stage != CHOOSING or key not in (*_QUESTION, "topic"):
            return
        self.answer = None
        if key in ("kind", "whom"):
            self.passing = Passing()
        is_asked = self._wish() is not None
        self._is_retyped = key == "topic" and is_asked
        if is_asked and not self._is_retyped:
            self.start(self._ask, reading=True)
        else:
            self._show(ASK_AGAIN if self._is_retyped else ASK)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """What it is about is typed letter by letter, and asked about once."""
        field = field_around(event.widget)
        if field is not None and field.key == "topic" and self._is_retyped and self.stage == CHOOSING:
            self.start(self._ask, reading=True)

    async def _ask(self) -> None:
        wish = self._wish()
        if wish is None:
            return
        self._is_retyped = False
        self.answer = await self.call(self.letters.gate, wish)
        self._asked = wish
        self._show("")

    def _show(self, sentence: str) -> None:
        self.query_one(AnswerText).show(sentence if self.answer is None else self.answer)
        self.query_one("#exception", ActButton).display = asking.may_be_exception(self.answer)

    async def _exception(self) -> None:
        assert self.answer is not None
        passing = await asking.as_exception(self, self.staff, self.answer.recipient, self.today)
        if passing is not None:
            self.passing = passing
            await self._ask()

    # going on

    def problems(self) -> Iterator[tuple[str, str]]:
        """What this step still asks."""
        if self.stage == CHOOSING:
            yield from not_chosen(super().values())
        elif self.stage == FILLING:
            yield from self.long_texts()
            yield from words.missing_words(one for one in self._places() if not self._place(one).strip())
        elif not self.field("text").text.strip():
            yield "text", "Write something, or go back"

    def _place(self, place: str) -> str:
        return self.field(f"place_{place}").text

    def _values(self) -> dict[str, str]:
        return {one: self.kept(f"place_{one}") for one in self._places()}

    async def submit(self) -> None:
        """One step on."""
        if self.keeper is not None:
            self.keeper.reopen()  # nothing is saved for good yet
        wish = self._wish()
        if self.stage == CHOOSING or wish is None:
            await self._chosen()
        else:
            await {FILLING: self._fill_in, EDITING: self._show_page, READING: self._make}[self.stage](wish)

    async def _chosen(self) -> None:
        if self.field("whom").text == recipients.BY_NAME:
            found = await self.ask(AskWhom(self.today))
            if not isinstance(found, Recipient):
                return
            self.named = (found, *self.named)
            await self._offer()
            self._choice("whom").text = recipients.code_for(found)
        wish = self._wish()
        if wish is None:
            return
        if self._is_retyped:  # the answer is seen before anything rests on it
            await self._ask()
            return
        if self.answer is None or self._asked != wish:
            await self._ask()
        if self.answer is None or self.answer.outcome is Outcome.NO or self.answer.problems:
            return
        if self._filled_for != wish:
            found_places = await self.call(self.letters.places, wish)
            for place, value in found_places.values.items():
                self.field(f"place_{place}").text = value
            self._filled_for = wish
        self._go(FILLING)

    async def _fill_in(self, wish: LetterWish) -> None:
        self.field("text").text = await self.call(self.letters.fill, wish, self._values())
        await self._show_page(wish)

    async def _show_page(self, wish: LetterWish) -> None:
        show_page(self, await self.call(self.letters.read, wish, self._values(), self.kept("text")))
        self._go(READING)
        await self.keep()

    async def _make(self, wish: LetterWish) -> None:
        large = await asking.in_large_print(self)
        if large is None:
            raise Shown
        wish = dataclasses.replace(wish, large=large)
        made = await self.save(self.letters.send, wish, self._values(), self.kept("text"))
        if self.keeper is not None:
            await self.keeper.throw_away()
        await self.ask(FileMade(made, "The letter is made"))
        self.done(
            "Recorded with the case" if self.case_id else "Recorded", messages.Changed(self.person_id, self.case_id)
        )

    def show_problem(self, problem: Exception) -> None:
        """Over the page that is read, where the form is out of sight: with every reason."""
        if self.stage != READING:
            super().show_problem(problem)
            return
        self.show_over(Notice("The letter is not made", *told(problem)))

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A letter is made and changed from where it is read."""
        if action in ("make", "edit") and getattr(self, "stage", CHOOSING) != READING:
            return False
        return super().check_action(action, parameters)

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """The buttons under the page that is read, and the exception."""
        acts = {"make": self.action_make, "edit": self.action_edit, "blanks": self._step_back}
        acts["exception"] = self.action_exception
        act = acts.get(event.button.id or "")
        if act is not None:
            event.stop()
            act()
        elif event.button.id == "back" and self.stage != CHOOSING:
            event.stop()
            self._step_back()
        else:
            super().on_button_pressed(event)

    def action_make(self) -> None:
        """Asks for the print, then makes it."""
        self.action_save()

    def action_edit(self) -> None:
        """To the words of the letter."""
        self._go(EDITING)

    def action_exception(self) -> None:
        """Without permission, once it is known to whom; else the form that raises a concern."""
        is_asked = self.answer is not None and self.answer.outcome is Outcome.EXCEPTION
        if self.stage == CHOOSING and (is_asked or asking.may_be_exception(self.answer)):
            self.start(self._exception)
        else:
            self.action_concern()

    def action_consent(self) -> None:
        """To what they agreed to."""
        self.post_message(messages.ConsentWanted(self.person_id))

    async def reload(self) -> None:
        """After a consent was recorded the same question may have another answer."""
        if self.stage == CHOOSING and self.answer is not None:
            await self._ask()

    def _step_back(self) -> None:
        self._to({FILLING: CHOOSING, EDITING: FILLING, READING: FILLING}[self.stage])

    def _to(self, stage: str) -> None:
        """To a step that one comes back to."""
        self._go(stage)
        if self.stage == CHOOSING and self.answer is None and self._wish() is not None:
            self.start(self._ask, reading=True)

    def action_leave(self) -> None:
        """Leaves the field; without one the step; from the first step the form, its draft written."""
        if self.stage == CHOOSING or isinstance(self.focused, FIELDS):
            super().action_leave()
        else:
            self._step_back()
