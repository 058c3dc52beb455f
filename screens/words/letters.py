"""Letters in words: what each is called, the blanks of it, and what stands against one."""

from __future__ import annotations

from collections.abc import Iterable

from iass_tui.rules.letters import WAYS, LetterReason
from iass_tui.rules.papers import Way
from iass_tui.rules.records.letters import LetterBody, LetterKind
from iass_tui.rules.wording import wording
from screens.widgets.choice_field import Choice
from screens.words.papers import way_words

PLACES = {
    "recipient": "Dear",
    "reference": "Our reference",
    "asked_on": "When we asked them",
    "matter": "What it is about",
    "answer_by": "Answer by",
    "permission": "By what permission we write",
    "officer": "Signed by",
    "received_on": "When their message came",
    "child": "Name of the child",
    "born": "Born on",
    "setting": "School or setting",
    "reasons": "Their reasons, in their words",
    "signer": "Who signs it",
    "began_on": "When it began",
    "effect": "What it has meant for them",
    "wanted": "What would put it right",
    "council": "Which council decided",
    "decided_on": "Date of the decision",
}
"""The blanks of every letter, by the place that they fill."""
LONG = frozenset({"matter", "reasons", "effect", "wanted"})
SENTENCES: dict[str, str] = {
    LetterReason.NEEDS_PERMIT: "It needs permission first.",
    LetterReason.OTHER_PERSON: "The permission is about somebody else.",
    LetterReason.OTHER_DAY: "The permission was given for another day: ask again.",
    LetterReason.OTHER_READER: "The permission is for somebody else.",
    LetterReason.NOT_A_LETTER: "The permission is not for a letter.",
    LetterReason.NOT_FOR_FAMILY: "This letter is for others: it says that the family agreed.",
    LetterReason.NO_POST: "Their card says no post: hand it over, or choose another way.",
    LetterReason.NO_CONTACT: "They said no to being reached (P44): hand it over, or ask them again.",
    LetterReason.TELLS_WHERE: "It tells where somebody is whose address is withheld: take that out.",
}


def letter_words(kind: LetterKind) -> str:
    """What a letter is called in the library."""
    return wording(f"letter.name.{kind.value}").text


def letter_choices() -> tuple[Choice, ...]:
    """The letters of the library."""
    return tuple(Choice(one.value, letter_words(one)) for one in LetterKind)


def way_choices() -> tuple[Choice, ...]:
    """How a letter goes."""
    said = {Way.HAND: "Handed over", Way.POST: "By post", Way.EMAIL: "By e-mail"}
    return tuple(Choice(one.value, said[one]) for one in WAYS)


def sent_words(body: LetterBody) -> str:
    """A letter on one line: what, which version, to whom and how."""
    edited = ", edited" if body.is_edited else ""
    return f"{letter_words(body.kind)} to {body.reader}, {way_words(body.way)}, version {body.version}{edited}"


def whole_words(body: LetterBody) -> str:
    """What went out, word for word."""
    return "\n".join((*body.address, body.subject, "", body.text))


def missing_words(places: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Of every blank that is still open what to do."""
    return tuple((f"place_{one}", f"{PLACES[one]}: write it, or write that it is not known") for one in places)
