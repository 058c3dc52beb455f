"""What may be written about someone in each state of their record."""

from __future__ import annotations

import enum

from iass_tui.rules.decision import Decision, Reason, decide


class PersonState(enum.StrEnum):
    """Where a person's record stands; the values are stored."""

    ACTIVE = "ACTIVE"
    PENDING = "PENDING"
    """A third party gave the name with permission (P30); the family itself has not been asked."""
    FROZEN = "FROZEN"
    """The consent to save was withdrawn (P47): nothing is added until a manager has decided."""
    JOINED = "JOINED"
    """The same person stands in another record, which is read and written in its place."""


class PersonReason(Reason):
    """Why nothing may be added to a person's record."""

    PENDING = "PERSON_PENDING", "P30"
    FROZEN = "PERSON_FROZEN", "P47"
    JOINED = "PERSON_JOINED"


def may_write(state: PersonState) -> Decision:
    """Whether anything but consents may be written about this person."""
    reasons: dict[PersonState, tuple[Reason, ...]] = {
        PersonState.PENDING: (PersonReason.PENDING,),
        PersonState.FROZEN: (PersonReason.FROZEN,),
        PersonState.JOINED: (PersonReason.JOINED,),
    }
    return decide(reasons.get(state, ()))
