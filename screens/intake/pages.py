"""The pages that are no question: what each says, and the ways on from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.containers import Horizontal

from iass_tui.rules import intake as rule
from iass_tui.rules.codes import code_list
from iass_tui.rules.intake import IntakeOutcome, Kind
from iass_tui.rules.intake.checks import MOST_PEOPLE
from iass_tui.rules.intake.routing import CHILD_TYPES
from iass_tui.rules.wording import wording
from screens.intake.interview import PEOPLE, Interview, widget_id
from screens.widgets.answer_list import Answered, AnswerList
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.text_field import TextField
from screens.widgets.words import Section, Words
from screens.words.outcomes import ending_of

if TYPE_CHECKING:
    from textual.widget import Widget

    from iass_tui.services.views import CallerCodeView, IntakeSaved

Page = Iterator["Widget"]
ADD, DONE, DROP = "ADD", "DONE", "DROP"
CODE_FIELD = "code"
HAS_CODE = "They have a code from an earlier call"


def buttons(*acts: tuple[str, str]) -> Horizontal:
    """Buttons in a row: (id, words); the first is the usual way on."""
    made = [ActButton(words, ident, first=not number) for number, (ident, words) in enumerate(acts)]
    return Horizontal(*made, classes="buttons")


def notice(place: str) -> Page:
    """A question of kind INFO: something to read, then on."""
    one = rule.question(place)
    yield Section(one.title, classes="first")
    said = wording(one.wording).text
    yield Words(f"Read aloud: {said}\n" if place == "not_saved" else f"{said}\n")
    if place == "safeguarding":
        yield Words("The key ! says whom to tell.\n")
    yield buttons(("continue", "Continue"))


def people_hub(interview: Interview) -> Page:
    """After the pages of each parent or carer: another one, or on."""
    count = interview.people()
    names = interview.names()
    if count:
        yield Words("Noted so far:\n" + "\n".join(f"  {name}" for name in names) + "\n")
    yield another_field(interview, names)
    yield buttons(("continue", "Continue"))


def another_field(interview: Interview, names: list[str]) -> ChoiceField:
    """Whether there is another parent or carer, and the ways to take one off the list again."""
    count = len(names)
    nobody = not count and interview.answers.get("user_type", "") in CHILD_TYPES
    title = "Shall we note a parent or carer?" if nobody else "Is there another parent or carer?"
    choices = [Choice(ADD, "Yes, add one" if nobody else "Yes, add another")] if count < MOST_PEOPLE else []
    choices.append(Choice(DONE, "No, leave parents and carers out" if nobody else "No, that is all"))
    choices += [
        Choice(f"{DROP}{number}", f"Take off the list: {name}", apart=not number) for number, name in enumerate(names)
    ]
    field = ChoiceField(widget_id(PEOPLE), title, choices)
    if PEOPLE in interview.answers:
        field.text = DONE
    return field


def check(interview: Interview, *, sends: bool) -> Page:
    """Everything that was answered and would be kept, each line to be changed, and the button that names the act."""
    ending = ending_of(interview.outcome, sends=sends)
    yield Section("Check your answers", classes="first")
    yield Words(ending.what)
    yield AnswerList(check_rows(interview), ident="answers")
    yield Words("Enter changes the line that the cursor is on. Tab goes to the button.", classes="dim keys")
    yield buttons(("finish", ending.act))


def check_rows(interview: Interview) -> Iterator[Answered]:
    """The lines of the check page: of a contact that is only counted, the count."""
    titles = {section.id: section.title for section in rule.sections()}
    for row in rule.check_answers(interview.answers):
        if interview.is_kept or row.field in rule.TALLY_FIELDS or row.field == "save":
            key = f"{row.field}.given_name" if row.field.startswith(f"{PEOPLE}.") else row.field
            yield Answered(key, row.title, row.answer, titles[row.section])


def came_back() -> Page:
    """Someone who stayed anonymous rings again."""
    yield Section("They were given a code", classes="first")
    yield Words(
        "It says what they asked about and whom we pointed them to, and nothing about who they are. Nothing is written "
        "when you look.\n"
    )
    yield TextField(CODE_FIELD, "Their code", hint="20 letters and digits; spaces, hyphens and capitals do not matter")
    yield buttons(("look-up", "Look it up"), ("back", "Go back"))


def earlier_call(found: CallerCodeView) -> Page:
    """What the code led to, and the ways on."""
    tips = [code_list("SIGNPOST").label(code) for code in found.tips if code in code_list("SIGNPOST")]
    yield Section("Their earlier call", classes="first")
    yield Words(f"They asked about: {rule.question('issue_group').label(found.issue_group)}")
    yield Words(f"We pointed them to: {', '.join(tips) or 'nobody'}\n")
    yield Words(
        "They may stay anonymous, or have a case now: a new enquiry asks about saving first, and keeps what it is "
        "about. Where this was all they wanted, close: they were counted then.\n"
    )
    yield buttons(("go-on", "Start an enquiry with it"), ("close", "That was all: close"))


@dataclasses.dataclass(frozen=True)
class Done:
    """What stands on the last page."""

    saved: IntakeSaved
    referral_days: int
    code_days: int
    was_sent: bool = False


def done(end: Done) -> Page:
    """What was kept, what they take away, and what happens next."""
    saved = end.saved
    ended = IntakeOutcome(saved.outcome)
    ending = ending_of(ended, sends=end.was_sent)
    yield Section(f"{saved.reference}  {ending.done}" if saved.reference else ending.done, classes="first")
    if saved.code_word:
        yield Words(f"Their word: {saved.code_word}", ident="code-word", classes="strong")
        yield Words("Say it to them once more. They say it when they come back.\n")
    if saved.caller_code:
        yield Words(f"Their code:  {saved.caller_code}", ident="caller-code", classes="strong")
        yield Words(
            "Read it out, and let them write it down: it is shown this once, and nobody can look it up. "
            f"It works for about {end.code_days} days.\n"
        )
    yield Words("What happens next", classes="strong")
    for line in ending.then:
        yield Words(f"{line.format(days=end.referral_days)}\n")
    another = ("another", "Start another enquiry")
    if saved.case_id is not None:
        yield buttons(("open-case", "Open the case"), another)
    elif saved.caller_code:
        yield buttons(("close", "They have written it down: close"))
    else:
        yield buttons(("close", "Close"), another)


def is_read_only(place: str) -> bool:
    """Whether a question only has to be read."""
    return rule.question(place).kind is Kind.INFO
