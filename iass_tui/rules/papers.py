"""The papers the office makes, which of them are about nobody, and who may hold one that is about someone."""

from __future__ import annotations

import enum
from collections.abc import Collection
from uuid import UUID

from iass_tui.rules.consent import ConsentState
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.release.requests import ReleaseReason


class Paper(enum.StrEnum):
    """Kinds of paper. Values are stored in records and in the audit, and never renamed."""

    FORM = "FORM"  # P72-P96, to be filled in by hand
    FILLED_FORM = "FILLED_FORM"
    SUMMARY = "SUMMARY"  # P17
    POLICY = "POLICY"  # P28
    RIGHTS = "RIGHTS"  # P24
    PASSPORT = "PASSPORT"  # whom we may contact


PUBLIC = frozenset({Paper.FORM, Paper.SUMMARY, Paper.POLICY, Paper.RIGHTS})
"""Papers without a word about anyone: whoever asks may have them, on file or not (P17, P24, P28)."""


class Way(enum.StrEnum):
    """How a public paper reaches whoever asked (P28, P70). Values are stored and never renamed."""

    HAND = "HAND"
    POST = "POST"
    EMAIL = "EMAIL"
    READ_OUT = "READ_OUT"
    LINK = "LINK"  # they were shown where it stands on the website

    @property
    def needs_paper(self) -> bool:
        """False where nothing is made: only the record that they got it."""
        return self not in {Way.LINK, Way.READ_OUT}


class PaperReason(Reason):
    """Why someone may not hold a paper."""

    NOT_THEIR_WORD = "PAPER_NOT_THEIR_WORD", "P3 P32"  # they agreed to nothing that stands on it
    NO_FORM = "PAPER_NO_FORM"  # nobody has answered a form yet


def may_hold(state: ConsentState, subject_id: UUID, reader_id: UUID, gave: Collection[UUID]) -> Decision:
    """Whether `reader_id` may hold a paper of someone's consents. `gave`: those whose word stands on it.

    The person themselves may. Others only where it is their own word, and never while the young person refuses them:
    that blocks letters too (P15, P16).
    """
    reasons: list[Reason] = []
    if reader_id != subject_id:
        if reader_id not in gave:
            reasons.append(PaperReason.NOT_THEIR_WORD)
        if state.refuses(reader_id):
            reasons.append(ReleaseReason.REFUSED_BY_CHILD)
    return decide(reasons)
