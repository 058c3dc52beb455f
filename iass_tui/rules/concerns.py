"""Safeguarding concerns: what raising one asks for, what may be done with it, and the checklist (P9, P10, P23)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from iass_tui.rules import text
from iass_tui.rules.decision import Decision, Problem, ProblemKind, Reason, decide
from iass_tui.rules.records.concerns import (
    Checklist,
    Concern,
    ConcernBody,
    ConcernEntry,
    ConcernEntryBody,
    ConcernState,
    EntryKind,
    Step,
    Told,
    Verdict,
)
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.sharing import ConcernSource

MOST_STEPS = 30
STEP_LIMIT = 200
"""Characters of one step: it has to be read on one line or two."""
_LETTERS = 5
DECIDED, AGAIN = "referral", "again"
"""Steps of the default checklist that a saved decision does by itself, where the office kept them."""
WORDED = frozenset({EntryKind.NOTE, EntryKind.DECISION, EntryKind.CLOSED, EntryKind.REOPENED, EntryKind.STEP_OPEN})
"""Lines that say nothing without words."""


class ConcernReason(Reason):
    """Why something cannot be done with a concern."""

    CLOSED = "CONCERN_CLOSED"
    OPEN = "CONCERN_OPEN"
    NO_DECISION = "CONCERN_NO_DECISION", "P23"
    NO_WORDS = "CONCERN_NO_WORDS"
    NO_VERDICT = "CONCERN_NO_VERDICT"
    NO_DAY = "CONCERN_NO_DAY", "P23"
    NO_SUCH_STEP = "CONCERN_NO_SUCH_STEP"
    STEP_DONE = "CONCERN_STEP_DONE"
    STEP_NOT_DONE = "CONCERN_STEP_NOT_DONE"
    NOT_ON_FILE = "CONCERN_NOT_ON_FILE"
    TOLD_ALREADY = "CONCERN_TOLD_ALREADY"
    NOT_TOLD = "CONCERN_NOT_TOLD"
    NO_STEPS = "CONCERN_NO_STEPS"
    TOO_MANY_STEPS = "CONCERN_TOO_MANY_STEPS"
    STEP_TOO_LONG = "CONCERN_STEP_TOO_LONG"
    STEP_TWICE = "CONCERN_STEP_TWICE"


def concern_problems(body: ConcernBody, today: date) -> Iterator[Problem]:
    """What is missing before a concern can be sent: as little as possible, since a half-known concern counts too."""
    if not text.squash(body.what):
        yield Problem("what", ProblemKind.MISSING)
    if body.happened_on is not None and body.happened_on > today:
        yield Problem("happened_on", ProblemKind.IN_THE_FUTURE)


def told_us(role: Role) -> ConcernSource:
    """The source code for what somebody said themselves, by who heard it (P10)."""
    return ConcernSource.TOLD_VOL if role is Role.VOLUNTEER else ConcernSource.TOLD_STAFF


def format_concern(concern_id: UUID) -> str:
    """A reference to say aloud: the first letters of a random id, so that it tells nothing about anybody."""
    return f"S-{base64.b32encode(concern_id.bytes).decode()[:_LETTERS]}"


# what may be done


def may_add(state: ConcernState, body: ConcernEntryBody, entries: Sequence[ConcernEntry]) -> Decision:
    """Whether this line may be added: to a closed concern only that it is open again; with every reason."""
    reasons: list[Reason] = []
    is_open = state is ConcernState.OPEN
    if body.kind is EntryKind.REOPENED and is_open:
        reasons.append(ConcernReason.OPEN)
    # Staff may be told, or told no longer, of a closed concern too: its flag outlives it.
    if not is_open and body.kind not in (EntryKind.REOPENED, EntryKind.STAFF_TOLD, EntryKind.STAFF_NOT_TOLD):
        reasons.append(ConcernReason.CLOSED)
    if body.kind in WORDED and not text.squash(body.words):
        reasons.append(ConcernReason.NO_WORDS)
    if body.kind is EntryKind.DECISION and body.verdict is None:
        reasons.append(ConcernReason.NO_VERDICT)
    if body.verdict is Verdict.WATCH and body.follow_up_on is None:
        reasons.append(ConcernReason.NO_DAY)  # what is only watched, and on no day, is forgotten
    if body.kind is EntryKind.CLOSED and not is_decided(entries):
        reasons.append(ConcernReason.NO_DECISION)
    reasons += _about_step(body, entries)
    reasons += _about_staff(body, entries)
    return decide(reasons)


def _about_step(body: ConcernEntryBody, entries: Sequence[ConcernEntry]) -> Iterator[Reason]:
    if body.kind not in (EntryKind.STEP, EntryKind.STEP_OPEN):
        return
    if not body.step:
        yield ConcernReason.NO_SUCH_STEP
    elif body.kind is EntryKind.STEP and body.step in steps_done(entries):
        yield ConcernReason.STEP_DONE
    elif body.kind is EntryKind.STEP_OPEN and body.step not in steps_done(entries):
        yield ConcernReason.STEP_NOT_DONE


def _about_staff(body: ConcernEntryBody, entries: Sequence[ConcernEntry]) -> Iterator[Reason]:
    told = told_about(entries)
    if body.kind is EntryKind.STAFF_TOLD and body.person_id is None:
        yield ConcernReason.NOT_ON_FILE
    elif body.kind is EntryKind.STAFF_TOLD and told is not None:
        yield ConcernReason.TOLD_ALREADY
    elif body.kind is EntryKind.STAFF_NOT_TOLD and told is None:
        yield ConcernReason.NOT_TOLD


def is_decided(entries: Sequence[ConcernEntry]) -> bool:
    """Whether a decision stands: after a concern was opened again it needs another one (P23)."""
    for entry in reversed(entries):
        if entry.body.kind is EntryKind.REOPENED:
            return False
        if entry.body.kind is EntryKind.DECISION:
            return True
    return False


def steps_done(entries: Iterable[ConcernEntry]) -> dict[str, ConcernEntry]:
    """Ids of the steps that are done, each with the line that says so.

    A decision does the step that asks for one, until the concern is opened again; with a day, that of the day too.
    """
    done: dict[str, ConcernEntry] = {}
    for entry in entries:
        match entry.body.kind:
            case EntryKind.STEP:
                done[entry.body.step] = entry
            case EntryKind.STEP_OPEN:
                done.pop(entry.body.step, None)
            case EntryKind.DECISION:
                done.setdefault(DECIDED, entry)
                if entry.body.follow_up_on is not None:
                    done.setdefault(AGAIN, entry)
            case EntryKind.REOPENED:
                done = {id_: one for id_, one in done.items() if one.body.kind is EntryKind.STEP}
    return done


def told_about(entries: Iterable[ConcernEntry]) -> UUID | None:
    """The person on whose page case staff are told of the concern now; None where they are not."""
    told = None
    for entry in entries:
        if entry.body.kind is EntryKind.STAFF_TOLD:
            told = entry.body.person_id
        elif entry.body.kind is EntryKind.STAFF_NOT_TOLD:
            told = None
    return told


def follow_up_on(entries: Iterable[ConcernEntry]) -> date | None:
    """The day on which it is to be looked at again: as the last decision says."""
    days = [entry.body.follow_up_on for entry in entries if entry.body.kind is EntryKind.DECISION]
    return days[-1] if days else None


def are_whole(entries: Sequence[ConcernEntry], count: int) -> bool:
    """Whether these are all the lines that the concern counts: numbered from 1 without gaps."""
    return [entry.number for entry in entries] == list(range(1, count + 1))


def urgency(concern: Concern) -> tuple[bool, datetime]:
    """The order of the queue: immediate danger on top, then the longest waiting. Nothing puts one off (P23)."""
    return not concern.body.is_immediate, concern.raised_at


def waited(raised_at: datetime, now: datetime) -> timedelta:
    """How long a concern is open; never less than nothing, should a clock stand behind."""
    return max(now - raised_at, timedelta(0))


def telling(board: Iterable[Told], person_id: UUID) -> tuple[UUID, ...]:
    """The leads to speak to about a person, each once, as the board says."""
    return tuple(dict.fromkeys(one.speak_to for one in board if one.person_id == person_id))


# the checklist

DEFAULT_STEPS = (
    ("danger", "Immediate danger: 999 was rung, or there is none"),
    ("lead", "The designated safeguarding lead knows, or the deputy"),
    ("words", "What was said and seen is written down in the words used"),
    (DECIDED, "Decided: refer to children's or adult social care, or why not"),
    ("family", "The family was told, or it is written why that would not be safe"),
    ("duty", "Looked at under the information-sharing duty: what has to go to whom"),
    (AGAIN, "A day is set on which this is looked at again"),
)
"""UK practice in seven lines (P23; K): shown as a default until the office has entered its own steps."""


def default_checklist() -> Checklist:
    """The steps until the office has entered those of its own safeguarding policy."""
    return Checklist(steps=tuple(Step(id=id_, words=words) for id_, words in DEFAULT_STEPS), is_default=True)


def lines_of(typed: str) -> tuple[str, ...]:
    """One step a line; empty lines are none."""
    return tuple(line for raw in typed.splitlines() if (line := text.squash(raw)))


def may_set_steps(lines: Sequence[str]) -> Decision:
    """Whether these can be the office's own steps, with every reason why not."""
    reasons: list[Reason] = []
    if not lines:
        reasons.append(ConcernReason.NO_STEPS)
    if len(lines) > MOST_STEPS:
        reasons.append(ConcernReason.TOO_MANY_STEPS)
    if any(len(line) > STEP_LIMIT for line in lines):
        reasons.append(ConcernReason.STEP_TOO_LONG)
    if len({line.casefold() for line in lines}) < len(lines):
        reasons.append(ConcernReason.STEP_TWICE)
    return decide(reasons)


def renewed(before: Checklist, lines: Sequence[str], fresh: Iterator[str]) -> Checklist:
    """The office's own checklist: a step whose words stay keeps its id, and with it what was ticked; others are new."""
    known = {step.words: step.id for step in before.steps}
    return Checklist(
        steps=tuple(Step(id=known.get(line) or next(fresh), words=line) for line in lines), is_default=False
    )
