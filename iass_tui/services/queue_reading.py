"""The queue read: what waits, one intake as its page shows it, and who on file is like those whom it names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import sent_store
from db.letters import Forged
from db.opened import UNREADABLE
from db.sent_store import OpenLetter, Sent
from db.unit_of_work import Tampered
from db.vouched import verify_rows
from iass_tui.rules import text as texts
from iass_tui.rules.dates import in_england
from iass_tui.rules.decision import Refused
from iass_tui.rules.duplicates import Lookalikes, Someone, someone
from iass_tui.rules.intake import kept, outcome, people
from iass_tui.rules.intake.routing import CHILD_TYPES
from iass_tui.rules.queue import format_intake, is_too_long, may_take_up, urgent, waited
from iass_tui.rules.records.queue import OPEN_STATES, IntakeState, LetterKind
from iass_tui.services import intake_records
from iass_tui.services.concern_views import Trouble
from iass_tui.services.queue_views import Duplicate, LetterView, QueueLine, SentIntakeView, SentMark
from iass_tui.services.views import NotAllowed

if TYPE_CHECKING:
    from iass_tui.services.import_views import Lookalike
    from iass_tui.services.session import OfficeSession

MOST_DUPLICATES = 6


@dataclasses.dataclass(frozen=True, repr=False)
class Opened:
    """An intake with its letters, and every key that they lie under."""

    sent: Sent
    letters: tuple[OpenLetter, ...]
    keys: tuple[UUID, ...]

    @property
    def answers(self) -> dict[str, str]:
        """Those that may be kept: what its author's program sent beside them is never looked at."""
        return kept(self.letters[0].body.answers)

    @property
    def taken_on(self) -> date:
        """The day on which they said so; never after the day of sending, whatever the letter says."""
        sent_on = in_england(self.sent.sent_at).date()
        return min(self.letters[0].body.taken_on or sent_on, sent_on)


def clean(found: Opened) -> dict[str, str]:
    """The answers as they may be stored. Raises `NotAllowed` where one is too long."""
    try:
        return intake_records.cleaned(found.answers)
    except texts.TextTooLong as long:
        raise NotAllowed(f"One answer is too long to be kept: {long}. Send it back.", ("TOO_LONG",)) from None


# the list


def believed(connection: Connection) -> Iterator[Sent]:
    """Every intake whose row is as vouched for, oldest first."""
    for row in sent_store.select_all(connection):
        try:
            verify_rows(connection, "sent_intake", [row])
            yield sent_store.sent(row)
        except Tampered:
            continue


def marks(session: OfficeSession, connection: Connection) -> tuple[SentMark, ...]:
    """What waits and what cannot be believed, from what stands in the clear; what is gone first."""
    found = [_lost(session, *one) for one in sent_store.lost(connection)]
    for row in sent_store.select_all(connection):
        try:
            verify_rows(connection, "sent_intake", [row])
            one = sent_store.sent(row)
            if one.state in OPEN_STATES:
                sent_store.letter_rows(connection, one)
                found.append(_mark(session, one))
        except Tampered:
            found.append(_strange(session, connection, row))
    return tuple(found)


def lines(session: OfficeSession, connection: Connection) -> tuple[QueueLine, ...]:
    """The waiting intakes, opened: what cannot be believed and the urgent first, then the oldest."""
    good, bad = [], []
    for mark in marks(session, connection):
        row = None if mark.trouble is not None else sent_store.select(connection, mark.id)
        if row is None:
            bad.append(QueueLine(mark))
            continue
        try:
            found = Opened(sent_store.sent(row), sent_store.opened(session.desk, connection, sent_store.sent(row)), ())
        except (Tampered, *UNREADABLE) as error:
            trouble = Trouble.FORGED if isinstance(error, Forged) else Trouble.UNREADABLE
            bad.append(QueueLine(dataclasses.replace(mark, trouble=trouble)))
        else:
            good.append(_line(session, mark, found))
    return (*bad, *sorted(good, key=lambda line: (not line.urgent, line.mark.sent_at)))


def _line(session: OfficeSession, mark: SentMark, found: Opened) -> QueueLine:
    return QueueLine(
        mark=mark,
        name=name_of(found.answers),
        issue_group=found.answers.get("issue_group", ""),
        urgent=urgent(found.answers, session.today_date()),
        is_answered=found.letters[-1].body.kind is LetterKind.ANSWER,
        is_too_long=is_too_long(mark.waited, session.facts.queue_days),
    )


def name_of(answers: Mapping[str, str]) -> str:
    """The child's name, or of a family named by someone else the one whom we shall contact."""
    for kind in ("child", "family"):
        if name := _name(answers.get(f"{kind}_given_name", ""), answers.get(f"{kind}_family_name", "")):
            return name
    return ""


def _name(given: str, family: str) -> str:
    return " ".join(part for part in (given.strip(), family.strip()) if part)


def _mark(session: OfficeSession, one: Sent, trouble: Trouble | None = None) -> SentMark:
    return SentMark(
        id=one.id,
        reference=format_intake(one.id),
        sent_at=one.sent_at,
        sent_by=session.people.colleague_name(one.sent_by),
        waited=waited(one.sent_at, session.desk.records.clock()),
        state=one.state,
        trouble=trouble,
    )


def _strange(session: OfficeSession, connection: Connection, row: sent_store.Row) -> SentMark:
    """A row that is not as vouched for; one that no entry speaks of was put there by somebody who is no colleague."""
    intake_id = UUID(bytes=row[0])
    trouble = Trouble.CHANGED if sent_store.is_known(connection, intake_id) else Trouble.FORGED
    try:
        one = Sent(intake_id, 0, IntakeState.WAITING, row[3], UUID(bytes=row[4]), 0)
        return _mark(session, one, trouble)
    except (TypeError, ValueError):  # columns that hold what no program of ours writes
        now = session.desk.records.clock()
        return _mark(session, Sent(intake_id, 0, IntakeState.WAITING, now.isoformat(), intake_id, 0), trouble)


def _lost(session: OfficeSession, intake_id: UUID, writer: UUID | None, at: datetime) -> SentMark:
    one = Sent(intake_id, 0, IntakeState.WAITING, at.isoformat(), writer or intake_id, 0)
    return _mark(session, one, Trouble.LOST)


# one intake


def view(session: OfficeSession, found: Opened) -> SentIntakeView:
    """One intake as its page shows it."""
    today = session.today_date()
    answer = may_take_up(found.sent.state, found.answers, found.taken_on, today)
    return SentIntakeView(
        mark=_mark(session, found.sent),
        version=found.sent.version,
        outcome=outcome(found.answers).value,
        answers=found.answers,
        taken_on=found.taken_on,
        letters=tuple(_letter(session, one) for one in found.letters[1:]),
        duplicates=duplicates(session, found.answers),
        reasons=tuple(answer.reasons) if isinstance(answer, Refused) else (),
        urgent=urgent(found.answers, today),
        names_are_ready=session.directory.is_ready,
    )


def _letter(session: OfficeSession, one: OpenLetter) -> LetterView:
    return LetterView(one.body.kind, session.people.colleague_name(one.author_id), one.written_at, one.body.words)


# who on file is like them


def duplicates(session: OfficeSession, answers: Mapping[str, str]) -> tuple[Duplicate, ...]:
    """Those on file who may be the same, likeliest first; from the names in memory, which are brought up to date."""
    session.directory.refresh()
    on_file = Lookalikes(session.lookalikes.everyone())
    best: dict[UUID, Duplicate] = {}
    for meant, one in named(answers):
        for found in session.lookalikes.named(on_file.find(one, MOST_DUPLICATES)):
            person_id = found.person_id
            if person_id is not None and _points(found) > _points(best[person_id].found if person_id in best else None):
                best[person_id] = Duplicate(person_id, meant, found)
    return tuple(sorted(best.values(), key=lambda one: (-_points(one.found), one.found.name)))[:MOST_DUPLICATES]


def _points(found: Lookalike | None) -> int:
    return found.likeness.points if found is not None else 0


def named(answers: Mapping[str, str]) -> Iterator[tuple[str, Someone]]:
    """The child with their family; whoever rings for them; and whom someone else named to us."""
    child = intake_records.newcomer(answers)
    if name := name_of(answers):
        is_referral = "family_given_name" in answers or "family_family_name" in answers
        yield name, _referred(answers, name) if is_referral else child
    adults = [_name(one["given_name"], one["family_name"]) for one in people(answers)]
    if adults and adults[0] and answers.get("user_type", "") not in CHILD_TYPES:
        one = someone("caller", adults[0], phones=child.phones, emails=child.emails, postcodes=child.postcodes)
        yield adults[0], one


def _referred(answers: Mapping[str, str], name: str) -> Someone:
    reach, how = answers.get("reach", ""), answers.get("reach_how", "")
    phones, emails = ((reach,) if how == kind else () for kind in ("PHONE", "EMAIL"))
    return someone("referred", name, phones=phones, emails=emails)
