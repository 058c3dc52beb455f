"""What families say of the service (domain table 2.12): which answers there can be, and when they go with a case.

A form is kept on its own unless the family asked for it to stand with their case (decision 0016).
"""

from __future__ import annotations

import dataclasses

from iass_tui.rules.consent import ConsentState
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.feedback import FeedbackBody


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One question of the form: which answers it takes, and from which on an answer is a good one (K)."""

    key: str
    number: str
    lowest: int
    highest: int
    good_from: int


ITEMS = (
    Item("reach", "Q1", 1, 5, 4),
    Item("useful", "Q2", 1, 5, 4),
    Item("fair", "Q3", 1, 5, 4),
    Item("difference", "Q4", 1, 5, 4),
    Item("confident_before", "Q5", 1, 10, 0),
    Item("confident_now", "Q5", 1, 10, 0),
    Item("recommend", "Q6", 0, 10, 9),
    Item("overall", "Q7", 1, 5, 4),
)


class FeedbackReason(Reason):
    """Why a form may not be kept, or not with a case."""

    EMPTY = "FEEDBACK_EMPTY"
    OUT_OF_RANGE = "FEEDBACK_OUT_OF_RANGE"
    NOT_ASKED_FOR = "FEEDBACK_NOT_ASKED_FOR"
    NO_CONSENT = "FEEDBACK_NO_CONSENT"


def may_keep(body: FeedbackBody) -> Decision:
    """Whether a form can be kept at all: one answer or a comment, and nothing beyond its scale."""
    reasons: list[Reason] = []
    given = [(item, getattr(body, item.key)) for item in ITEMS if getattr(body, item.key) is not None]
    if not given and not body.comment.strip():
        reasons.append(FeedbackReason.EMPTY)
    if any(not item.lowest <= answer <= item.highest for item, answer in given):
        reasons.append(FeedbackReason.OUT_OF_RANGE)
    return decide(reasons)


def may_stand_with_case(state: ConsentState, asked_how: str) -> Decision:
    """Whether a form may stand with a case: they may be asked for feedback at all, and said that it shall."""
    reasons: list[Reason] = []
    if not state.may(Purpose.FEEDBACK_INVITE):
        reasons.append(FeedbackReason.NO_CONSENT)
    if not asked_how.strip():
        reasons.append(FeedbackReason.NOT_ASKED_FOR)
    return decide(reasons)


QUESTIONS = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7")


def is_good(body: FeedbackBody, question: str) -> bool | None:
    """Whether an answer is a good one; None where it was left out. Of Q5: more confident now than before."""
    if question == "Q5":
        before, now = body.confident_before, body.confident_now
        return None if before is None or now is None else now > before
    item = next(one for one in ITEMS if one.number == question)
    answer = getattr(body, item.key)
    return None if answer is None else bool(answer >= item.good_from)


WORDS = {
    "reach": "How easy it was to reach us",
    "useful": "How useful our information, advice or support was",
    "fair": "How fair, neutral and unbiased we were",
    "difference": "What difference it made",
    "confident_before": "Confident to handle this, before",
    "confident_now": "Confident to handle this, now",
    "recommend": "How likely to recommend us",
    "overall": "Satisfied over all",
}
"""The questions in our own words (K): for the form, the figures and a copy alike."""


def answer_lines(body: FeedbackBody) -> tuple[tuple[str, str], ...]:
    """What was answered, a line each: "4 of 5"."""
    return tuple(
        (WORDS[item.key], f"{getattr(body, item.key)} of {item.highest}")
        for item in ITEMS
        if getattr(body, item.key) is not None
    )
