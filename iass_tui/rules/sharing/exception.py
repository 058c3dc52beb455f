"""Sharing without permission: only where someone may be at risk of harm (P9, P34) or illegal activity threatens
safety (P11), never silently, and never with a question left open."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, timedelta

from iass_tui.rules import text
from iass_tui.rules.decision import Problem, ProblemKind
from iass_tui.rules.records.sharing import ExceptionFacts, Ground, Question

EXCEPTIONS = frozenset({Ground.HARM, Ground.ILLEGAL})
_SATURDAY = 5


def exception_problems(question: Question, facts: ExceptionFacts | None) -> tuple[Problem, ...]:
    """Everything still to be answered before an exception can be relied on; none where it is complete.

    Asked are the source of the concern (P10), the reason, who decided, what goes, what the family was told or why
    not, and that the information-sharing duty was considered.
    """
    return tuple(_open_questions(question, facts or ExceptionFacts()))


def _open_questions(question: Question, facts: ExceptionFacts) -> Iterator[Problem]:
    if question.ground not in EXCEPTIONS:
        yield Problem("ground", ProblemKind.NOT_AN_OPTION)
    if facts.source is None:
        yield Problem("source", ProblemKind.MISSING)
    for field, words in (
        ("reason", facts.reason),
        ("words", question.words),  # what exactly goes
        ("told_words", facts.told_words),  # what was said, or why nothing was
        ("named", question.recipient.named if question.recipient.person_id is None else "on file"),
    ):
        if not text.squash(words):
            yield Problem(field, ProblemKind.MISSING)
    if facts.decided_by is None:
        yield Problem("decided_by", ProblemKind.MISSING)
    if facts.told_family is None:
        yield Problem("told_family", ProblemKind.MISSING)
    if not facts.duty_considered:
        yield Problem("duty_considered", ProblemKind.NEEDS_A_YES)


def needs_sign_off(question: Question, *, by_only_manager: bool) -> bool:
    """Whether a manager has to sign it off who neither decided nor recorded it: illegal activity (P11).

    What the only manager of an office records and decided themselves is signed off by that, since nobody else can; that
    they decided is not taken from someone else's record.
    """
    return question.ground is Ground.ILLEGAL and not by_only_manager


def needs_sign_off_first(question: Question, facts: ExceptionFacts, *, by_only_manager: bool) -> bool:
    """Whether nothing may be shared before that sign-off: always, unless danger is immediate."""
    return needs_sign_off(question, by_only_manager=by_only_manager) and not facts.is_immediate


def sign_off_by(shared_on: date, bank_holidays: Container[date] = ()) -> date:
    """The last day for a manager's sign-off after an immediate danger: one working day later (P11)."""
    day = shared_on + timedelta(days=1)
    while day.weekday() >= _SATURDAY or day in bank_holidays:
        day += timedelta(days=1)
    return day
