"""Passing something on: what exactly and how; as an exception with all its facts; and a No to a contact in full."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.records.office import Colleague, Role
from iass_tui.rules.records.sharing import ConcernSource, ExceptionFacts, Ground, Passing
from iass_tui.services.views import NotAllowed, Problem
from screens.dialogs.ask_form import AskForm
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.page import Page, Shown
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words import sharing as words
from screens.words.codes import choices
from screens.words.reasons import reason_sentences

R = TypeVar("R")
YES_NO = (Choice("YES", "Yes"), Choice("NO", "No"))
LONGEST = 2000
_OF_SHARING = ("SHARING_", "CONSENT_", "RELEASE_", "ITEM_")


@dataclasses.dataclass(frozen=True)
class Told:
    """What exactly was passed on, and how."""

    words: str
    how: str


class AskTold(AskForm):
    """What was shared, in the words that the family will read."""

    act = "Record it"

    def __init__(self, today: date, sentence: str, typed: str = "") -> None:
        super().__init__("Record what was shared")
        self.today, self.sentence, self.typed = today, sentence, typed

    def body(self) -> ComposeResult:
        """Two fields; the family may read them."""
        yield ErrorSummary()
        yield Words(f"{self.sentence} The family may read what you write here.\n")
        yield TextField("told", "What exactly", value=self.typed, limit=LONGEST)
        yield CompactChoice("how", "How", choices("CHANNEL", self.today))

    def problems(self) -> Iterator[tuple[str, str]]:
        """Words and a way."""
        if not text.squash(self.field("told").text):
            yield "told", "Write what exactly was passed on"
        if not self.field("how").text:
            yield "how", "Choose how it was"

    def answer(self) -> Told:
        """What, and how."""
        return Told(_typed(self.field("told").text), self.field("how").text)


@dataclasses.dataclass(frozen=True)
class AsException:
    """An exception as it was answered, and how it goes."""

    ground: Ground
    words: str
    facts: ExceptionFacts
    how: str

    @property
    def passing(self) -> Passing:
        """The same for a contact."""
        return Passing(words=self.words, ground=self.ground, exception=self.facts)


class AskException(AskForm):
    """All that P9 to P11 and P34 ask; nothing is chosen beforehand."""

    act = "Record the exception"

    def __init__(
        self, to: str, colleagues: Sequence[Colleague], today: date, ground: Ground | None = None, typed: str = ""
    ) -> None:
        super().__init__(f"Without permission: to {to}" if to else "Without permission")
        self.today, self.ground, self.typed = today, ground, typed
        self.deciders = [one for one in colleagues if one.is_active and one.role is not Role.VOLUNTEER]

    def body(self) -> ComposeResult:
        """One line a question."""
        yield ErrorSummary()
        yield Words(
            "Only where someone may be at risk of harm, or illegal activity threatens somebody's safety. "
            "It is never silent: a manager sees it at once, and it stands in the family's record.\n"
        )
        grounds = words.ground_choices(Ground.HARM, Ground.ILLEGAL)
        yield CompactChoice("ground", "Why without permission", grounds)
        yield CompactChoice("source", "Where it comes from", [Choice(o.value, w) for o, w in words.SOURCES.items()])
        yield TextField("reason", "What makes you think so", dense=True, limit=LONGEST)
        yield TextField("words", "What exactly goes", dense=True, limit=LONGEST, value=self.typed)
        yield CompactChoice("how", "How", choices("CHANNEL", self.today))
        yield CompactChoice("decided_by", "Who decided", [Choice(str(o.id), o.card.name) for o in self.deciders])
        yield CompactChoice("told_family", "Was the family told?", YES_NO)
        yield TextField("told_words", "What, or why not", dense=True, limit=LONGEST)
        yield CompactChoice(
            "duty_considered", "Information-sharing duty", (Choice("YES", "Considered under the duty"),)
        )
        yield TextField("duty_words", "What the duty says", dense=True, optional=True, limit=LONGEST)
        yield CompactChoice("immediate", "Is danger immediate?", YES_NO)

    def on_mount(self) -> None:
        """Where the question said why already, that stands."""
        if self.ground in (Ground.HARM, Ground.ILLEGAL):
            self.field("ground").text = self.ground.value
        super().on_mount()

    def problems(self) -> Iterator[tuple[str, str]]:
        """Every question has its answer."""
        for key in (
            "ground",
            "source",
            "reason",
            "words",
            "decided_by",
            "told_family",
            "told_words",
            "duty_considered",
        ):
            if not text.squash(self.field(key).text):
                yield key, words.FIELD_WORDS[key]
        if not self.field("how").text:
            yield "how", "Choose how it goes"
        if not self.field("immediate").text:
            yield "immediate", "Choose whether danger is immediate"

    def answer(self) -> AsException:
        """The facts."""
        facts = ExceptionFacts(
            source=ConcernSource(self.field("source").text),
            reason=_typed(self.field("reason").text),
            decided_by=UUID(self.field("decided_by").text),
            told_family=self.field("told_family").text == "YES",
            told_words=_typed(self.field("told_words").text),
            duty_considered=self.field("duty_considered").text == "YES",
            duty_words=_typed(self.field("duty_words").text),
            is_immediate=self.field("immediate").text == "YES",
        )
        ground = Ground(self.field("ground").text)
        return AsException(ground, _typed(self.field("words").text), facts, self.field("how").text)


class NotPermitted(Dialog[bool]):
    """Every reason why a contact may not be kept. True: as an exception."""

    def __init__(self, problem: NotAllowed) -> None:
        super().__init__("This contact needs permission")
        self.problem = problem

    def body(self) -> ComposeResult:
        """The reasons, and what one can do."""
        yield Words(f"{self.problem}\n")
        for sentence in reason_sentences(self.problem.reasons):
            yield Words(f" · {sentence}")
        yield Words(
            "\nAsk the family and record their answer: c on their page. If you were asked and said nothing, x records "
            "that. What you typed stays here.\n"
        )

    def buttons(self) -> ComposeResult:
        """Back to the form, or the exception."""
        yield ActButton("Go back", "back", first=True)
        yield ActButton("As an exception: someone may be at risk", "exception")

    def on_mount(self) -> None:
        """Going back lies under Enter."""
        self.set_focus(self.query_one("#back", ActButton))

    def pressed(self, button: str) -> None:
        """True for the exception."""
        self.dismiss(button == "exception")


async def save_contact(
    page: Page,
    write: Callable[[Passing | None], R],
    colleagues: Callable[[], Sequence[Colleague]],
    today: date,
    passing: Passing | None = None,
) -> R:
    """Saves something that tells of a contact. A No is shown with every reason, and may become an exception.

    Raises `Shown` where it was not saved; what was typed is still there.
    """
    while True:
        try:
            with page.busy():
                return await page.bare_call(write, passing)
        except NotAllowed as refused:
            if not any(reason.startswith(_OF_SHARING) for reason in refused.reasons):
                page.show_problem(refused)
                raise Shown from None
            found: NotAllowed = refused
        except Problem as problem:
            page.show_problem(problem)
            raise Shown from None
        if not await page.ask(NotPermitted(found)):
            raise Shown
        everyone = await page.call(colleagues)
        answer = await page.ask(AskException("", everyone, today, typed=passing.words if passing else ""))
        if not isinstance(answer, AsException):
            raise Shown
        passing = answer.passing


def _typed(value: str) -> str:
    return text.clean(value, limit=LONGEST, multiline=False)
