"""The proof that the rule said yes: whoever records a sharing, a letter or a release has to hold one."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.decision import Reason
from iass_tui.rules.records.sharing import Basis, ExceptionFacts, Question


class ForgedPermit(TypeError):
    """Somebody tried to make a permit without asking the rule, or to change one."""


class SpentPermit(TypeError):
    """A permit serves once."""


_MADE_BY_THE_RULE = object()
_KEPT = object()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Permit:
    """What may be shared, with whom, about whom, on what basis, on this day alone, once.

    Only `decide_sharing` makes one. Raises `ForgedPermit` where another does, `dataclasses.replace` included.
    """

    question: Question
    subjects: tuple[UUID, ...]
    heard: tuple[int, ...]
    """Of each subject, how many consent events the rule knew of."""
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


class _Known:
    """Which permits the rule made and what stood in them: a copy, or one that was changed, is none of them."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[weakref.ref[Permit], Mapping[str, object], object]] = {}
        """Each with where it was spent: None before that, `_KEPT` once something was kept with it."""

    def add(self, permit: Permit) -> None:
        key = id(permit)
        self._made[key] = weakref.ref(permit, lambda _: self._made.pop(key, None)), dict(vars(permit)), None

    def spent_in(self, permit: object) -> object:
        """Raises `ForgedPermit` for what the rule did not make."""
        found = self._made.get(id(permit))
        if not isinstance(permit, Permit) or found is None or found[0]() is not permit or found[1] != vars(permit):
            raise ForgedPermit("the rule did not make this permit")
        return found[2]

    def spend(self, permit: Permit, act: object) -> None:
        if self.spent_in(permit) is not None:
            raise SpentPermit("this permit was used before")
        self._made[id(permit)] = (*self._made[id(permit)][:2], act)

    def keep(self, permit: Permit, act: object) -> None:
        where = self.spent_in(permit)
        if where is _KEPT:
            raise SpentPermit("something was kept with this permit before")
        if where is None or where is not act:
            raise ForgedPermit("no sharing was recorded with this permit in this act")
        self._made[id(permit)] = (*self._made[id(permit)][:2], _KEPT)


_known = _Known()


def spend(permit: Permit, act: object) -> None:
    """Uses a permit in one act. For the store that records the sharing. Raises `ForgedPermit` or `SpentPermit`."""
    _known.spend(permit, act)


def keep_with(permit: Permit, act: object) -> None:
    """Says that what was passed on is kept: one contact or one letter, in the act in which the permit was spent.

    Raises `ForgedPermit` where it was spent in no act or another one, and `SpentPermit` the second time.
    """
    _known.keep(permit, act)


class _Person(Protocol):
    @property
    def person_id(self) -> UUID: ...


def made(
    question: Question,
    seen: Sequence[tuple[_Person, int]],
    basis: Basis,
    on: date,
    *,
    consents: tuple[tuple[UUID, UUID], ...] = (),
    used_up: tuple[UUID, ...] = (),
    conditions: tuple[Reason, ...] = (),
    exception: ExceptionFacts | None = None,
) -> Permit:
    """A permit. For `deciding` alone; a test of the architecture holds that nobody else imports it."""
    permit = Permit(
        question=question,
        subjects=tuple(subject.person_id for subject, _ in seen),
        heard=tuple(heard for _, heard in seen),
        basis=basis,
        on=on,
        consents=consents,
        used_up=used_up,
        conditions=conditions,
        exception=exception,
        made_by=_MADE_BY_THE_RULE,
    )
    _known.add(permit)
    return permit
