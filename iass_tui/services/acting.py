"""One act on a record: a rule is asked inside the very transaction, and a refusal is an audited fact."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator
from typing import NoReturn
from uuid import UUID

from db.desk import Desk
from db.unit_of_work import UnitOfWork
from iass_tui.rules.decision import Allowed, Decision
from iass_tui.rules.people import PersonReason, PersonState, may_write
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services.views import NotAllowed

CHANGED_SINCE = "Somebody changed it since, so it is not taken back. Look at it again."
_SENTENCES: dict[str, str] = {
    PersonReason.FROZEN: "Consent to save was withdrawn, so nothing may be added. A manager decides what happens next.",
    PersonReason.PENDING: "The family has not been asked yet whether we may save this. Ask them first.",
    PersonReason.JOINED: "This record was joined with another of the same person. Open them again, then write.",
}


class SaysNo(Exception):
    """A rule refused inside a unit of work, which is undone."""

    def __init__(self, sentence: str, reasons: Iterable[str]) -> None:
        super().__init__(sentence)
        self.sentence, self.reasons = sentence, tuple(str(reason) for reason in reasons)


def insist(answer: Decision, sentence: str) -> None:
    """Raises `SaysNo` where a rule refused; `sentence` says so to the person at the keyboard."""
    if not isinstance(answer, Allowed):
        raise SaysNo(sentence, answer.reasons)


def insist_writable(state: PersonState) -> None:
    """Raises `SaysNo` while a person's record is frozen or waits for their own yes."""
    answer = may_write(state)
    if not isinstance(answer, Allowed):
        insist(answer, _SENTENCES[answer.reasons[0]])


@dataclasses.dataclass(frozen=True)
class About:
    """What an act is about, as its entry names it."""

    subject: str
    subject_id: UUID | None = None
    case_id: UUID | None = None

    def detail(self, act: Act, fields: Iterable[str] = (), reasons: Iterable[str] = ()) -> AuditDetail:
        """The sealed half of the entry."""
        return AuditDetail(
            act=act,
            subject=self.subject,
            subject_id=self.subject_id,
            case_id=self.case_id,
            fields=tuple(fields),
            reasons=tuple(reasons),
        )


@contextlib.contextmanager
def acting(desk: Desk, about: About, compartment: str = "casework") -> Iterator[UnitOfWork]:
    """A unit of work in which `insist` may be called: a No undoes it, is recorded, and raises `NotAllowed`."""
    try:
        with desk.unit(compartment) as unit:
            yield unit
    except SaysNo as no:
        refuse(desk, about, no, compartment)


def refuse(desk: Desk, about: About, no: SaysNo, compartment: str = "casework") -> NoReturn:
    """Records a refusal and raises `NotAllowed`."""
    record(desk, about.detail(Act.REFUSED, reasons=no.reasons), compartment)
    raise NotAllowed(no.sentence, no.reasons) from None


def record(desk: Desk, detail: AuditDetail, compartment: str = "casework") -> None:
    """An entry about no row: something was looked at, or refused."""
    with desk.unit(compartment) as unit:
        unit.say(detail)


def changed_fields(before: Record, after: Record) -> tuple[str, ...]:
    """The names of the fields that differ."""
    return tuple(
        field.name
        for field in dataclasses.fields(after)
        if field.name != "extra" and getattr(before, field.name) != getattr(after, field.name)
    )
