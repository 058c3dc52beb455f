"""The proof that the rule said yes: whoever records a sharing, a letter or a release has to hold one."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

from iass_tui.rules.decision import Reason
from iass_tui.rules.records.sharing import Basis, ExceptionFacts, Question


class ForgedPermit(TypeError):
    """Somebody tried to make a permit without asking the rule."""


_MADE_BY_THE_RULE = object()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Permit:
    """What may be shared, with whom, about whom, on what basis, on this day alone.

    Only `decide_sharing` makes one. Raises `ForgedPermit` where another does, `dataclasses.replace` included.
    """

    question: Question
    subjects: tuple[UUID, ...]
    basis: Basis
    on: date
    consents: tuple[tuple[UUID, UUID], ...] = ()
    """The consent events it rests on, each with its subject."""
    used_up: tuple[UUID, ...] = ()
    """Those among them that this use ends."""
    conditions: tuple[Reason, ...] = ()
    exception: ExceptionFacts | None = None
    made_by: dataclasses.InitVar[object] = None

    def __post_init__(self, made_by: object) -> None:
        if made_by is not _MADE_BY_THE_RULE:
            raise ForgedPermit("only the rule makes permits")


def made(
    question: Question,
    subjects: tuple[UUID, ...],
    basis: Basis,
    on: date,
    *,
    consents: tuple[tuple[UUID, UUID], ...] = (),
    used_up: tuple[UUID, ...] = (),
    conditions: tuple[Reason, ...] = (),
    exception: ExceptionFacts | None = None,
) -> Permit:
    """A permit. For `answer` alone; a test of the architecture holds that nobody else imports it."""
    return Permit(
        question=question,
        subjects=subjects,
        basis=basis,
        on=on,
        consents=consents,
        used_up=used_up,
        conditions=conditions,
        exception=exception,
        made_by=_MADE_BY_THE_RULE,
    )
