"""What the form of a letter consists of, step by step."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from iass_tui.rules import text
from iass_tui.rules.papers import Way
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.sharing import Passing, Recipient
from iass_tui.services.letter_views import LetterView, LetterWish
from iass_tui.services.views import PersonView
from screens.widgets import recipients
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.compact import CompactChoice
from screens.widgets.reader import Part, Reader
from screens.widgets.safety import SafetyBanner
from screens.widgets.sharing_answer import AnswerText
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Words
from screens.words import letters as words
from screens.words.reasons import reason_sentence

CHOOSING, FILLING, EDITING, READING = "-choosing", "-filling", "-editing", "-reading"
STAGES = (CHOOSING, FILLING, EDITING, READING)
ACTS = {CHOOSING: "Go on", FILLING: "Read the letter", EDITING: "Read the letter"}
ASK = "Choose a letter and whom it goes to. Then it says here whether it may."
ASK_AGAIN = "What it is about has changed. It is asked again, and answered here, once you leave this line."
GO_ON = "Go on to fill it in."
READ = "This is what the page says. Nothing is made yet."


def form_fields() -> ComposeResult:
    """Three steps of one form."""
    with Vertical(id="choosing", classes="stage"):
        yield CompactChoice("kind", "Letter", words.letter_choices())
        yield CompactChoice("whom", "To", ())
        yield CompactChoice("way", "How it goes", words.way_choices())
        yield TextField("topic", "About", dense=True, optional=True)
        yield AnswerText(ASK, ident="answer", last=GO_ON)
        yield ActButton("As an exception: someone may be at risk", "exception")
    with Vertical(id="filling", classes="stage"):
        for place, label in words.PLACES.items():
            if place in words.LONG:
                yield TextAreaField(f"place_{place}", label, rows=4)
            else:
                yield TextField(f"place_{place}", label, dense=True)
    with Vertical(id="editing", classes="stage"):
        yield TextAreaField("text", "The letter, as it will stand on the page", limit=text.NOTE_LIMIT, rows=14)


def page_to_read() -> ComposeResult:
    """The whole letter, what to take care of above it, the acts below."""
    with Vertical(id="reading"):
        yield SafetyBanner()
        yield Words("", ident="against", classes="strong")
        yield Reader(ident="preview")
        yield Words(READ, ident="hint")
        with Horizontal(classes="buttons"):
            yield ActButton("Make the letter", "make", first=True)
            yield ActButton("Change its words", "edit")
            yield ActButton("Back to the blanks", "blanks")


def show_page(page: Widget, view: LetterView) -> None:
    """Puts the letter as it would be printed onto the page to read, with what stands against it."""
    page.query_one(Reader).show(Part(line, how) for how, line in view.lines)
    page.query_one("#reading SafetyBanner", SafetyBanner).show_words(view.care)
    against = page.query_one("#against", Words)
    against.update("\n".join(f"NOT LIKE THIS: {reason_sentence(one)}" for one in view.reasons))
    against.display = bool(view.reasons)


def whom_choices(view: PersonView, agencies: Sequence[Agency], named: Iterable[Recipient]) -> tuple[Choice, ...]:
    """Whoever was named just now, the family, agencies, anyone by name; each once."""
    listed = dict.fromkeys(_listed(view, agencies, named))
    return tuple({one.code: one for one in listed}.values())


def _listed(view: PersonView, agencies: Sequence[Agency], named: Iterable[Recipient]) -> Iterator[Choice]:
    yield from (Choice(recipients.code_for(one), recipients.recipient_label(one)) for one in named)
    yield from recipients.family_choices(view)
    yield from recipients.agency_choices(view, agencies)
    yield Choice(recipients.BY_NAME, "Someone else, by name", apart=True)


def offered_again(field: ChoiceField, code: str) -> Recipient | None:
    """Offers whom a draft goes to where nobody offers them any more; who that is."""
    whom = recipients.recipient_of(code)
    if whom is None or code in {one.code for one in field.list.choices}:
        return None
    field.offer((Choice(code, recipients.recipient_label(whom)), *field.list.choices))
    return whom


def not_chosen(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the first step still asks."""
    if not values["kind"]:
        yield "kind", "Choose which letter"
    if not values["whom"]:
        yield "whom", "Choose to whom it goes"


def typed(values: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed or chose: the step and the case are not."""
    return {key: value for key, value in values.items() if key not in ("stage", "case")}


def wish_of(values: Mapping[str, str], person_id: UUID, case_id: UUID | None, passing: Passing) -> LetterWish | None:
    """Which letter the fields ask for; None while the letter or its reader is not chosen."""
    kind, to = values["kind"], recipients.recipient_of(values["whom"])
    if not kind or to is None:
        return None
    topic = text.clean(values["topic"], limit=text.NAME_LIMIT, multiline=False)
    return LetterWish(
        kind=LetterKind(kind),
        person_id=person_id,
        case_id=case_id,
        to=to,
        way=Way(values["way"] or Way.HAND),
        passing=dataclasses.replace(passing, topic=topic),
    )
