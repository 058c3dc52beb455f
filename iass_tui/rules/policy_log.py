"""Copies that people ask for, and questions about the policy: what the log takes (P28, P60, P71)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iass_tui.rules import traces
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.policies import AskedBody, AskedKind, Asker


class AskedReason(Reason):
    """Why a line may not be written like this."""

    NO_WORDS = "ASKED_NO_WORDS", "P71"
    NAMES_A_PLACE = "ASKED_NAMES_A_PLACE", "P29"  # a number or address of somebody who was asked nothing
    NOBODY_CHOSEN = "ASKED_NOBODY_CHOSEN", "P28"  # "on file" without saying who
    IN_THE_FUTURE = "ASKED_IN_THE_FUTURE", "P28"
    NO_ANSWER = "ASKED_NO_ANSWER", "P71"
    NO_WAY = "ASKED_NO_WAY", "P28"
    BEFORE_IT_WAS_ASKED = "ASKED_BEFORE_IT_WAS_ASKED", "P28"
    DONE_ALREADY = "ASKED_DONE_ALREADY", "P28"


def may_ask(body: AskedBody, today: date, *, on_file: bool) -> Decision:
    """Whether this may be written down. Of somebody who is not on file no way to reach them is kept (P29, P44)."""
    reasons: list[Reason] = []
    if body.kind is AskedKind.QUESTION and not body.words.strip():
        reasons.append(AskedReason.NO_WORDS)
    if (body.asker is Asker.ON_FILE) is not on_file:
        reasons.append(AskedReason.NOBODY_CHOSEN)
    if not on_file and _names_a_place(body.words):
        reasons.append(AskedReason.NAMES_A_PLACE)
    if body.asked_on > today:
        reasons.append(AskedReason.IN_THE_FUTURE)
    return decide(reasons)


def may_answer(before: AskedBody, body: AskedBody, today: date, *, on_file: bool) -> Decision:
    """Whether a line may be closed like this: a question with its answer, a copy with the way in which it went out."""
    return decide(list(_against(before, body, today, on_file=on_file)))


def _against(before: AskedBody, body: AskedBody, today: date, *, on_file: bool) -> Iterator[Reason]:
    if before.done_on is not None:
        yield AskedReason.DONE_ALREADY
    if body.kind is AskedKind.QUESTION and not body.answer.strip():
        yield AskedReason.NO_ANSWER
    if body.kind is not AskedKind.QUESTION and body.reached is None:
        yield AskedReason.NO_WAY
    if not on_file and _names_a_place(body.answer):
        yield AskedReason.NAMES_A_PLACE
    if body.done_on is None or body.done_on > today:
        yield AskedReason.IN_THE_FUTURE
    elif body.done_on < before.asked_on:
        yield AskedReason.BEFORE_IT_WAS_ASKED


def _names_a_place(words: str) -> bool:
    return bool(traces.find_traces(words))
