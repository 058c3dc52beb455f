"""Equality questions (P6, domain tables 2.9 and 2.10): what may be asked, what an answer may be, when it may be kept.

Nobody has to answer any of them. Ethnicity is asked in two steps, the broad group first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iass_tui.rules.codes import Code, code_list
from iass_tui.rules.consent import ConsentState
from iass_tui.rules.decision import Decision, Problem, ProblemKind
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.equality import EqualityAnswers

PREFER_NOT = "PNS"
"""Prefer not to say, in every list but that of ethnic groups."""
NOT_STATED = "NOT_STATED"
"""Prefer not to say, of ethnic groups."""
NONE_OF_THESE = "NONE"
IN_OWN_WORDS = frozenset({"W5", "M4", "A5", "B3", "O2"})
"""Groups that say "any other": there they may say it in their own words."""
LISTS = {
    "ethnic_group": "ETHNIC_GROUP",
    "ethnicity": "ETHNICITY",
    "sex": "SEX",
    "gender_same": "GENDER_SAME",
    "language": "LANG",
}
"""The list of each question with one answer."""


def may_keep_answers(consents: ConsentState) -> Decision:
    """Whether someone's answers may be kept today: SAVE_EQUALITY of their own, on top of P78."""
    return consents.may(Purpose.SAVE_EQUALITY)


def broad_groups() -> tuple[Code, ...]:
    """The first step of the question on ethnicity: five groups, and "prefer not to say" last."""
    return tuple(code_list("ETHNIC_GROUP"))


def ethnicities(group: str, on: date) -> tuple[Code, ...]:
    """The second step: what belongs to a broad group; nothing where they prefer not to say."""
    if group == NOT_STATED:
        return ()
    return tuple(code for code in code_list("ETHNICITY").options(on) if code.group == group)


def _below(group: str) -> tuple[Code, ...]:
    return tuple(code for code in code_list("ETHNICITY") if code.group == group != NOT_STATED)


def problems(answers: EqualityAnswers) -> Iterator[Problem]:
    """What does not go together. Not answering is never a problem."""
    for field, name in LISTS.items():
        code = getattr(answers, field)
        if code and code not in code_list(name) and (field, code) != ("language", PREFER_NOT):
            yield Problem(field, ProblemKind.NOT_AN_OPTION)
    if answers.ethnicity and answers.ethnicity not in {code.code for code in _below(answers.ethnic_group)}:
        yield Problem("ethnicity", ProblemKind.CONTRADICTS)
    if answers.ethnicity_words and answers.ethnicity not in IN_OWN_WORDS:
        yield Problem("ethnicity_words", ProblemKind.CONTRADICTS)
    if answers.gender_words and answers.gender_same != "N":
        yield Problem("gender_words", ProblemKind.CONTRADICTS)
    if answers.language_words and answers.language != "OTH":
        yield Problem("language_words", ProblemKind.CONTRADICTS)
    chosen = set(answers.circumstances)
    if any(code not in code_list("CIRC") for code in chosen):
        yield Problem("circumstances", ProblemKind.NOT_AN_OPTION)
    if len(chosen) > 1 and chosen & {NONE_OF_THESE, PREFER_NOT}:
        yield Problem("circumstances", ProblemKind.CONTRADICTS)
