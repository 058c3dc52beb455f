"""The equality questions of one person: asked whether the answers may be kept first, then each one optional (P6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.rules.equality import IN_OWN_WORDS, problems
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.services.equality_views import EqualityView
from screens import messages
from screens.base import Seat
from screens.widgets.button import ActButton
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.text_field import TextField
from screens.widgets.words import Section, Words
from screens.words import equality as words
from screens.words.codes import code_of

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

CODES = ("sex", "gender_same", "language")
TEXTS = ("ethnicity_words", "gender_words", "language_words")
SENTENCES = {
    "circumstances": "Circumstances: “none of these” and “prefer not to say” stand alone. Choose them, or the others",
}


class EqualitySeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class EqualityWork(Protocol):
    """What this page needs of the answers."""

    def answers(self, person_id: UUID) -> EqualityView: ...
    def save(self, person_id: UUID, version: int, before: EqualityAnswers, answers: EqualityAnswers) -> None: ...


class EqualityScreen(FormPage):
    """No draft is kept: the answers are sealed apart, and erased apart."""

    where = "Equality questions"
    act = "Save the answers"
    CSS_PATH = "page.tcss"
    NO_DRAFT = "No draft is kept of this form: save before you leave it."
    NEEDS: ClassVar[dict[str, str]] = {"consent": "RECORD_CONSENT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c", "consent", "consent", tooltip="What they agreed to; there it is taken back", id="equality.consent"
        ),
    ]

    def __init__(self, seat: EqualitySeat, work: EqualityWork, wish: messages.EqualityWanted) -> None:
        super().__init__(seat)
        self.work, self.person_id, self.today = work, wish.person_id, seat.today_date()
        self.view: EqualityView | None = None
        self.before = EqualityAnswers()

    @classmethod
    def open(cls, session: Session, wish: messages.EqualityWanted) -> Self:
        """The questions for the person in the wish."""
        return cls(session, session.equality, wish)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.EqualityWanted(self.person_id)

    def fields(self) -> ComposeResult:
        """What to say before anything is asked; then one field a question."""
        label, today = words.LABELS, self.today
        yield Section("", classes="first", ident="whose")
        yield Words("", ident="ask")
        with Horizontal(classes="buttons", id="asking"):
            yield ActButton("They say yes", "yes", first=True)
            yield ActButton("They say no", "no")
            yield ActButton("Go back", "away")
        yield CompactChoice("ethnic_group", label["ethnic_group"], words.group_choices())
        yield CompactChoice("ethnicity", label["ethnicity"], ())
        yield TextField("ethnicity_words", label["ethnicity_words"], dense=True)
        yield CompactChoice("sex", label["sex"], words.code_choices("SEX", today))
        yield CompactChoice(
            "gender_same", label["gender_same"], words.code_choices("GENDER_SAME", today), optional=True
        )
        yield TextField("gender_words", label["gender_words"], dense=True)
        yield CompactChoice("language", label["language"], words.code_choices("LANG", today))
        yield TextField("language_words", label["language_words"], dense=True)
        yield CompactMulti(
            "circumstances",
            label["circumstances"],
            words.circumstance_choices(today),
            hint="Space marks",
        )

    # filling

    async def fill(self) -> None:
        """Whose answers these are, whether they may be kept, and what is kept."""
        self.view = view = await self.call(self.work.answers, self.person_id)
        self.before = view.answers
        self.query_one("#whose", Section).update(f"{view.name}: questions about themselves")
        for field in self.query(FormField):
            field.display = view.may_keep
        self.query_one("#asking").display = not view.may_keep
        self.query("#page > .buttons").last(Horizontal).display = view.may_keep
        if not view.may_keep:
            why = " ".join(words.REASONS.get(reason, "") for reason in view.reasons).strip()
            self.query_one("#ask", Words).update(f"{why}\n\nRead aloud: {words.ASK}\n\n{words.FOR_WHOM}\n")
            self.set_focus(self.query_one("#yes", ActButton))
            return
        self.query_one("#ask", Words).update(
            "Each one is optional, and “prefer not to say” is an answer. c takes their agreement back.\n"
        )
        self.set_focus(None)  # it is in the buttons that just went
        self._show(view.answers)

    def _show(self, answers: EqualityAnswers) -> None:
        self.field("ethnic_group").text = answers.ethnic_group
        self._offer()
        self.field("ethnicity").text = answers.ethnicity
        for name in (*CODES, *TEXTS):
            self.field(name).text = getattr(answers, name)
        self.field("circumstances").text = " ".join(answers.circumstances)
        self._own_words()

    def _offer(self) -> None:
        """The second step belongs to the first."""
        field = self.field("ethnicity")
        assert isinstance(field, CompactChoice)
        offered = words.ethnicity_choices(self.field("ethnic_group").text, self.today)
        field.offer(offered)
        field.display = bool(offered)

    def _own_words(self) -> None:
        """Room for their own words where the list has none for them."""
        self.field("ethnicity_words").display = self.field("ethnicity").text in IN_OWN_WORDS
        self.field("gender_words").display = self.field("gender_same").text == "N"
        self.field("language_words").display = self.field("language").text == "OTH"

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Another group has other choices below it; the form itself hears of it too."""
        if self.view is not None and self.view.may_keep:
            if event.field.key == "ethnic_group":
                self._offer()
            self._own_words()

    def first_field(self) -> FormField | None:
        """The first question, once it may be asked."""
        return self.field("ethnic_group") if self.view is not None and self.view.may_keep else None

    # asking whether the answers may be kept

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Their yes or no is recorded on the page for it; the questions come after a yes."""
        decided = {"yes": Decision.GIVEN, "no": Decision.REFUSED}.get(event.button.id or "")
        if decided is not None:
            event.stop()
            event.prevent_default()  # every other button is the form's own, which hears of it too
            self.post_message(messages.DecisionWanted(self.person_id, Purpose.SAVE_EQUALITY.value, decided.value))

    def action_consent(self) -> None:
        """To what they agreed to."""
        self.post_message(messages.ConsentWanted(self.person_id))

    async def reload(self) -> None:
        """After their answer was recorded: the questions, or what they said."""
        if not self.is_changed:
            await self._fill()

    # saving

    def _answers(self) -> EqualityAnswers:
        """What is typed. Words that belong to an answer which was changed again are left out."""
        typed = EqualityAnswers(
            ethnic_group=code_of(self.field("ethnic_group").text),
            ethnicity=code_of(self.field("ethnicity").text),
            sex=code_of(self.field("sex").text),
            gender_same=code_of(self.field("gender_same").text),
            language=code_of(self.field("language").text),
            circumstances=tuple(self.field("circumstances").text.split()),
        )
        return dataclasses.replace(
            typed,
            ethnicity_words=self.kept("ethnicity_words") if typed.ethnicity in IN_OWN_WORDS else "",
            gender_words=self.kept("gender_words") if typed.gender_same == "N" else "",
            language_words=self.kept("language_words") if typed.language == "OTH" else "",
            asked_on=self.before.asked_on,
            extra=self.before.extra,
        )

    def problems(self) -> Iterator[tuple[str, str]]:
        """No longer than fits, and nothing that contradicts itself. Not answering is fine."""
        yield from self.long_texts()
        if not any(self.long_texts()):
            for problem in problems(self._answers()):
                yield problem.field, SENTENCES.get(problem.field, f"{words.LABELS[problem.field]}: choose again")

    def action_save(self) -> None:
        """Nothing is saved before they agreed."""
        if self.view is not None and self.view.may_keep:
            super().action_save()

    async def submit(self) -> None:
        """Saves, joining what a colleague saved first."""
        assert self.view is not None

        def write(version: int, before: EqualityAnswers, mine: EqualityAnswers) -> None:
            self.work.save(self.person_id, version, before, mine)

        mine = self._answers()
        first = await save_merged(self, write, self.view.version, self.before, mine, words.LABELS, words.field_words)
        self.done(saved_words(first), messages.Changed(self.person_id))
