"""The equality questions in words (domain tables 2.9 and 2.10)."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.codes import code_list
from iass_tui.rules.equality import LISTS, NOT_STATED, PREFER_NOT, broad_groups, ethnicities
from screens.widgets.choice_field import Choice
from screens.words.codes import NOTHING, choices, label

ASK = (
    "These questions are optional and are asked after everything else. The answers help us see whether we reach "
    "every group of families (P6). They are kept apart from the case, are in no report that could tell who they are, "
    "are shown to nobody but you, and can be taken back at any time. Saying no changes nothing about our help."
)
FOR_WHOM = (
    "Each person answers for themselves: the child's or young person's answers and a parent's are never copied from "
    "one to the other."
)
LABELS = {
    "ethnic_group": "Ethnic group",
    "ethnicity": "Which describes it best",
    "ethnicity_words": "In their own words",
    "sex": "Sex",
    "gender_same": "Same gender as at birth",
    "gender_words": "Gender, in their own words",
    "language": "Main language",
    "language_words": "Which other language",
    "circumstances": "Circumstances",
}
NOT_ANSWERED, PREFER_NOT_WORDS = "Not answered", "Prefer not to say"
REASONS = {
    "CONSENT_NOT_ASKED": "They were not asked yet whether answers may be kept.",
    "CONSENT_REFUSED": "They said no: nothing is asked and nothing is kept.",
    "CONSENT_WITHDRAWN": "They took their answers back, and these were erased.",
    "CONSENT_EXPIRED": "Their yes does not hold any more: ask them again.",
    "CONSENT_SAVE_CASE_NEEDED": "They have not agreed to be saved at all (P78).",
}


def group_choices() -> tuple[Choice, ...]:
    """The first step of the question on ethnicity."""
    found = (
        Choice(one.code, PREFER_NOT_WORDS, apart=True) if one.code == NOT_STATED else Choice(one.code, one.label)
        for one in broad_groups()
    )
    return (*found, _nothing())


def ethnicity_choices(group: str, today: date) -> tuple[Choice, ...]:
    """The second step; none before the first was answered, or where they prefer not to say."""
    found = ethnicities(group, today)
    if not found:
        return ()
    return (*(Choice(one.code, one.label) for one in found), Choice(NOTHING, PREFER_NOT_WORDS, apart=True))


def _nothing() -> Choice:
    return Choice(NOTHING, NOT_ANSWERED, apart=True)


def code_choices(name: str, today: date) -> tuple[Choice, ...]:
    """A list with "prefer not to say" where it has none, and the way back to no answer."""
    found = choices(name, today)
    if PREFER_NOT not in code_list(name):
        found = (*found, Choice(PREFER_NOT, PREFER_NOT_WORDS, apart=True))
    return (*found, _nothing())


def circumstance_choices(today: date) -> tuple[Choice, ...]:
    """Several may be true; the last two stand alone."""
    return choices("CIRC", today)


def field_words(field: str, value: object) -> str:
    """An answer in words, for a question about two versions."""
    if field == "circumstances" and isinstance(value, tuple):
        return ", ".join(label("CIRC", str(one)) for one in value)
    if field in LISTS:
        return PREFER_NOT_WORDS if value in (PREFER_NOT, NOT_STATED) else label(LISTS[field], str(value))
    return str(value)
