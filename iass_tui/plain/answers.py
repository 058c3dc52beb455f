"""A field as a question on lines, and a typed line as its answer: the same fields, choices and hints as on screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iass_tui.rules.dates import DateField, PartialDate, read_whole_date
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.date_fields import DateFields
from screens.widgets.field import FormField
from screens.widgets.ranked import CompactRanked, RankedChoice
from screens.widgets.text_field import TextAreaField, TextField

PAGE = 20
"""Lines read out at once."""
SEVERAL = "Type the numbers of all that apply, with spaces between them, like 1 4."
ONE = "Type 1 if so."
FIRST = " The first is the main one."
_KEYS = re.compile(r"Space marks( one)?(; the first that you mark is the main one|; none marked shows all)?\.?")
"""What hints say of keys that nobody presses here."""
EMPTY = "empty"
END = "."


def is_secret(field: FormField) -> bool:
    """Whether what is typed is not shown."""
    return isinstance(field, TextField) and field.input.password


def choices_of(field: FormField) -> list[Choice]:
    """What may be chosen."""
    return list(field.list.choices) if isinstance(field, ChoiceField) else []


def is_several(field: FormField) -> bool:
    """Whether more than one may be chosen."""
    return isinstance(field, ChoiceField) and field.several


def now_words(field: FormField) -> str:
    """What the field holds, in words; "" where nothing, and of a secret never."""
    if is_secret(field):
        return ""
    if isinstance(field, ChoiceField):
        labels = {choice.code: choice.label for choice in field.list.choices}
        return ", ".join(labels[code] for code in field.list.chosen if code in labels)
    if isinstance(field, DateFields):
        return " ".join(part for part in field.parts if part)
    return field.text.strip()


def aim(field: FormField) -> None:
    """Where its answer is typed; of a date its last part, from which Enter goes on."""
    if isinstance(field, DateFields):
        field.aim_at(DateField.YEAR)
    else:
        field.aim()


def question(field: FormField) -> Iterator[str]:
    """The label, the hint, how to answer, and what stands there now."""
    yield field.shown_label
    if hint := _KEYS.sub("", field.hint).strip():
        yield hint
    if is_several(field):
        yield _several(field)
    now = now_words(field)
    if isinstance(field, TextAreaField):
        yield "Write as many lines as you like; a line with only a full stop ends it. Enter at once passes on."
        if now:
            yield f"Now: {now}"
            yield "What you write is added below it; the word empty, alone on a line, throws away what is there."
    elif now:
        yield f"Now: {now}. Enter keeps it."


def _several(field: FormField) -> str:
    if len(choices_of(field)) == 1:
        return ONE
    return SEVERAL + (FIRST if isinstance(field, RankedChoice | CompactRanked) else "")


def how(field: FormField) -> str:
    """How this field is answered, for `help`."""
    if isinstance(field, TextAreaField):
        return (
            "Type lines. A line with only a full stop ends the text; the word empty, alone, throws away what is there."
        )
    if is_several(field):
        return _several(field)
    if isinstance(field, ChoiceField):
        return "Type the number of an answer, or how it begins."
    if isinstance(field, DateFields):
        return "Type day, month and year: 27 3 2007, or 27 March 2007."
    if is_secret(field):
        return "Type it; it is not shown. Then Enter. The words below work here too."
    return "Type the answer, then Enter."


def choice_lines(choices: list[Choice]) -> list[str]:
    """The answers with their numbers; a divider is the word or."""
    return [f"{'or' if choice.apart else ''}\n{n}. {choice.label}".strip() for n, choice in enumerate(choices, 1)]


def put(field: FormField, typed: str) -> str:
    """Puts the answer into the field; "" where it is taken, else the sentence that says what to do.

    The word `empty` takes an answer away.
    """
    if typed.casefold() == EMPTY:
        field.text = ""
    elif isinstance(field, ChoiceField):
        codes = chosen(choices_of(field), typed, several=field.several)
        if isinstance(codes, str):
            return codes
        field.text = " ".join(codes)
    elif isinstance(field, DateFields):
        _put_date(field, typed)
    elif isinstance(field, TextField):
        if len(typed) > (most := field.input.max_length or 200):
            return f"That is {len(typed):,} characters, and {most:,} fit here. Say it shorter"
        field.text = typed
    if isinstance(field, ChoiceField):  # the others notice by themselves
        field.post_message(FormField.Changed(field))
    return ""


def chosen(choices: list[Choice], typed: str, *, several: bool) -> tuple[str, ...] | str:
    """The codes that a line names by number or by how they begin, else what to do."""
    parts = typed.replace(",", " ").split() if several else [typed.strip()]
    if several and not all(part.isdecimal() for part in parts):
        parts = [part.strip() for part in typed.split(",")]
    codes = []
    for part in parts:
        found = _one(choices, part)
        if found is None:
            return f"{part}: choose a number from 1 to {len(choices)}, or write how the answer begins"
        codes.append(found)
    return tuple(dict.fromkeys(codes))


def _one(choices: list[Choice], typed: str) -> str | None:
    if typed.isascii() and typed.isdecimal():
        return choices[int(typed) - 1].code if len(typed) < 6 and 0 < int(typed) <= len(choices) else None
    wanted = typed.casefold()
    same = [choice.code for choice in choices if choice.label.casefold() == wanted]
    begins = [choice.code for choice in choices if wanted and choice.label.casefold().startswith(wanted)]
    found = same or begins
    return found[0] if len(found) == 1 else None


def _put_date(field: DateFields, typed: str) -> None:
    """A date as typed: read whole where it can be, else as words, which the page then judges as on screen."""
    found = read_whole_date(typed)
    if isinstance(found, PartialDate):
        field.show_date(found)
        return
    words = typed.replace("/", " ").replace(".", " ").replace("-", " ").split()
    field.parts = (*words, "", "", "")[:3]  # type: ignore[assignment]


def put_line(field: TextAreaField, line: str) -> str:
    """Adds a line to a long text, below what is there; "" or why it does not fit."""
    before = f"{field.area.text}\n" if field.area.text else ""
    if len(before) + len(line) > field.area.limit:
        return (
            f"No more fits: this takes {field.area.limit:,} characters. That line was not taken; end with a full stop"
        )
    field.area.text = before + line
    return ""
