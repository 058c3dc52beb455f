"""Intakes that volunteers sent: the consent gate asked again, what may be done with one, and how urgent it is."""

from __future__ import annotations

import base64
import enum
from datetime import date, datetime, timedelta
from uuid import UUID

from iass_tui.rules import text
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Decision, Problem, ProblemKind, Reason, all_of, decide
from iass_tui.rules.intake import Answers, IntakeOutcome, kept, outcome, permitted, problems
from iass_tui.rules.records.queue import OPEN_STATES, IntakeState

_LETTERS = 5
SOON = timedelta(days=2)
RECEIPT_KEPT = timedelta(days=90)
"""How long its author sees what became of an intake."""


class QueueReason(Reason):
    """Why something cannot be done with a sent intake."""

    NO_CONSENT = "QUEUE_NO_CONSENT", "P29 P78"
    WITHDRAWN = "QUEUE_WITHDRAWN", "P47"
    NEEDS_OWN_CONSENT = "QUEUE_NEEDS_OWN_CONSENT", "P2"
    UNFINISHED = "QUEUE_UNFINISHED"
    ENDED = "QUEUE_ENDED"
    NOT_ASKED = "QUEUE_NOT_ASKED"
    ASKED_ALREADY = "QUEUE_ASKED_ALREADY"
    NO_WORDS = "QUEUE_NO_WORDS"
    SAID_NO_TO_CONTACT = "QUEUE_SAID_NO_TO_CONTACT", "P44"


def format_intake(intake_id: UUID) -> str:
    """A reference to say aloud: the first letters of a random id, so that it tells nothing about anybody."""
    return f"E-{base64.b32encode(intake_id.bytes).decode()[:_LETTERS]}"


# the gate


def still_wrong(answers: Answers, taken_on: date, today: date) -> tuple[Problem, ...]:
    """What is in the way of an intake today, of the answers that may be kept.

    Dates are judged by the day on which they were said, so that waiting makes nothing wrong; but someone who has grown
    up meanwhile has to agree for themselves (table 5.5).
    """
    grown = (one for one in problems(answers, today) if one.kind is ProblemKind.NEEDS_OWN_CONSENT)
    return tuple(dict.fromkeys((*problems(answers, taken_on), *grown)))


def may_take_up(state: IntakeState, answers: Answers, taken_on: date, today: date) -> Decision:
    """Whether an officer may make a file of what was sent: the gate of first contact, asked again (P29, P30, P78)."""
    reasons = _ended(state)
    if permitted(outcome(answers)).is_tally_only:
        reasons.append(QueueReason.NO_CONSENT)
    else:
        wrong = still_wrong(kept(answers), taken_on, today)
        if any(one.kind is ProblemKind.NEEDS_OWN_CONSENT for one in wrong):
            reasons.append(QueueReason.NEEDS_OWN_CONSENT)
        if any(one.kind is not ProblemKind.NEEDS_OWN_CONSENT for one in wrong):
            reasons.append(QueueReason.UNFINISHED)
    return decide(reasons)


def may_join(state: IntakeState, answers: Answers, taken_on: date, today: date) -> Decision:
    """The same for a family on file: a name that someone else gave us (P30) joins nobody before they are asked."""
    is_named_by_others = outcome(answers) is IntakeOutcome.REFERRAL_PENDING
    asked = decide([QueueReason.NO_CONSENT] if is_named_by_others else [])
    return all_of(may_take_up(state, answers, taken_on, today), asked)


def may_refuse(state: IntakeState) -> Decision:
    """Whether it may be refused, which destroys it: also while its author is asked."""
    return decide(_ended(state))


def may_ask(state: IntakeState, words: str) -> Decision:
    """Whether its author may be asked something: one question at a time."""
    reasons = _ended(state)
    if state is IntakeState.ASKED:
        reasons.append(QueueReason.ASKED_ALREADY)
    if not text.squash(words):
        reasons.append(QueueReason.NO_WORDS)
    return decide(reasons)


def may_answer(state: IntakeState, words: str) -> Decision:
    """Whether its author may answer."""
    reasons = _ended(state)
    if state is IntakeState.WAITING:
        reasons.append(QueueReason.NOT_ASKED)
    if not text.squash(words):
        reasons.append(QueueReason.NO_WORDS)
    return decide(reasons)


def _ended(state: IntakeState) -> list[Reason]:
    if state in OPEN_STATES:
        return []
    return [QueueReason.WITHDRAWN if state is IntakeState.WITHDRAWN else QueueReason.ENDED]


# how urgent, how old


class Urgent(enum.StrEnum):
    """Why an intake comes before others."""

    AGREED_PAST = "AGREED_PAST"  # the day on which something was promised is over
    AGREED_SOON = "AGREED_SOON"
    EXCLUSION = "EXCLUSION"  # governors meet and panels are asked within school days


def urgent(answers: Answers, today: date) -> tuple[Urgent, ...]:
    """Every reason to take this one first."""
    found = []
    try:
        due = PartialDate.from_text(answers.get("action_due", "")).exact
    except ValueError:
        due = None
    if due is not None and due < today:
        found.append(Urgent.AGREED_PAST)
    elif due is not None and due <= today + SOON:
        found.append(Urgent.AGREED_SOON)
    issues = (answers.get("issue_group", ""), *answers.get("issues", "").split())
    if any(code.startswith("EX") for code in issues):
        found.append(Urgent.EXCLUSION)
    return tuple(found)


def waited(sent_at: datetime, now: datetime) -> timedelta:
    """How long it waits, and never less than nothing."""
    return max(now - sent_at, timedelta())


def is_too_long(age: timedelta, days: int) -> bool:
    """Whether it climbs to the manager."""
    return age >= timedelta(days=days)
