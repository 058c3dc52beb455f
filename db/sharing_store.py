"""The sharing record: one row in each subject's record, only ever added. Nothing counts as shared without a permit."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import join_store, people_store
from db.desk import Desk
from db.engine import run
from db.join_store import records_of
from db.opened import UNREADABLE, Keys, record, uid
from db.row_formats import columns_of
from db.tables.sharing import SharingRow
from db.unit_of_work import Tampered, UnitOfWork, VersionConflict
from db.vouched import verify_none_missing, verify_rows
from iass_tui.rules.joining import follow
from iass_tui.rules.records.consents import RecordedConsent
from iass_tui.rules.records.sharing import Basis, RecordedSharing, SharingBody, SharingKind
from iass_tui.rules.second_person import Second
from iass_tui.rules.sharing import ForgedPermit, Permit, needs_sign_off_first, spend

_COLUMNS = ", ".join(columns_of("sharing"))
_OF_SUBJECT = f"SELECT {_COLUMNS} FROM sharing WHERE subject_id = ? ORDER BY recorded_at, rowid"
_OF_SHARING = f"SELECT {_COLUMNS} FROM sharing WHERE sharing_id = ? ORDER BY recorded_at, rowid"
_EXCEPTIONS = "SELECT sharing_id, kind FROM sharing WHERE kind IN ('EXCEPTION', 'PROPOSED')"
_ANSWERS = "SELECT sharing_id, kind FROM sharing WHERE kind IN ('SIGNED_OFF', 'TURNED_DOWN', 'SEEN')"
PASSED_ON = frozenset({SharingKind.SHARED, SharingKind.EXCEPTION})
_ALONE = Second.NO_SECOND_PERSON.value
OF_A_MANAGER = frozenset({SharingKind.SIGNED_OFF, SharingKind.TURNED_DOWN, SharingKind.SEEN})
_MANAGER = "manager"
_OFFICER = "officer"


class StalePermit(VersionConflict):
    """The permit is of another day, or something was said since that the rule did not know of."""


# reading


def history(desk: Desk, connection: Connection, subject_id: UUID) -> tuple[RecordedSharing, ...]:
    """Someone's sharing record, oldest first. Raises `Tampered` where a row is not the one vouched for."""
    own = records_of(connection, subject_id)
    found = [one for each in own for one in _read(desk, connection, _OF_SUBJECT, each)]
    return tuple(found if len(own) == 1 else sorted(found, key=lambda one: one.recorded_at))


def of_sharing(desk: Desk, connection: Connection, sharing_id: UUID) -> tuple[RecordedSharing, ...]:
    """All rows of one sharing: each subject's, and what answered it later. Raises `Tampered`."""
    return _read(desk, connection, _OF_SHARING, sharing_id)


def readable(desk: Desk, connection: Connection, subject_id: UUID) -> tuple[RecordedSharing, ...]:
    """Someone's sharing record for whoever looks for words in it: what does not open is left out."""
    return tuple(
        one for each in records_of(connection, subject_id) for one in _open(desk, connection, _OF_SUBJECT, each)
    )


def _open(desk: Desk, connection: Connection, query: str, wanted: UUID) -> Iterator[RecordedSharing]:
    rows = run(connection, query, (wanted.bytes,)).fetchall()
    keys = desk.keys({(uid(row[2]), "person", uid(row[4])) for row in rows})
    for row in rows:
        with contextlib.suppress(*UNREADABLE):
            yield _opened(keys, row)


def _read(desk: Desk, connection: Connection, query: str, wanted: UUID) -> tuple[RecordedSharing, ...]:
    rows = run(connection, query, (wanted.bytes,)).fetchall()
    if not rows:
        return ()
    verify_rows(connection, "sharing", rows)
    keys = desk.keys({(uid(row[2]), "person", uid(row[4])) for row in rows})
    kept = join_store.every(connection)
    return tuple(follow(_opened(keys, row), kept) for row in rows)


def _opened(keys: Keys, row: Sequence[Any]) -> RecordedSharing:
    raw_id, _, key_id, sharing_id, subject_id, kind, recorded_at, recorded_by, body = row
    return RecordedSharing(
        id=uid(raw_id),
        sharing_id=uid(sharing_id),
        subject_id=uid(subject_id),
        kind=SharingKind(kind),
        recorded_at=datetime.fromisoformat(recorded_at),
        recorded_by=uid(recorded_by),
        body=record(SharingBody, keys, "sharing", "body", raw_id, key_id, body),
    )


def used(desk: Desk, connection: Connection, events: Iterable[RecordedConsent]) -> dict[UUID, date]:
    """Which of someone's one-off consents were acted on, for `fold`, each with the day. Raises `Tampered`.

    A row that is gone would give a used consent back, so none may be missing. Nothing is read where no consent is
    for one time.
    """
    subjects = {one.subject_id for one in events if one.event.scope.one_off}
    if not subjects:
        return {}
    verify_none_missing(connection, "sharing")
    return {
        event: one.body.on
        for subject in subjects
        for one in history(desk, connection, subject)
        if one.kind in PASSED_ON
        for event in one.body.used_up
    }


def open_exceptions(connection: Connection) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """Sharings that wait for a manager, and proposals signed off that nobody has acted on yet; nothing is opened."""
    found: dict[UUID, set[str]] = {}
    for query in (_EXCEPTIONS, _ANSWERS):
        for sharing_id, kind in run(connection, query, ()):
            found.setdefault(uid(sharing_id), set()).add(kind)
    waiting = (one for one, kinds in found.items() if not kinds & {str(kind) for kind in OF_A_MANAGER})
    to_do = (one for one, kinds in found.items() if "SIGNED_OFF" in kinds and "EXCEPTION" not in kinds)
    return tuple(waiting), tuple(to_do)


# writing


def record_shared(
    desk: Desk, unit: UnitOfWork, permit: Permit, *, told: str, how: str = "", sharing_id: UUID | None = None
) -> UUID:
    """What was passed on, in the record of everyone whom it is about; the sharing's id.

    Takes only a permit that the rule made on this day, once, and while nothing was said since. Raises `ForgedPermit`,
    `SpentPermit`, `StalePermit` or `Tampered`; then nothing is recorded.
    """
    on = desk.records.clock().date()
    spend(permit, unit)
    if permit.on != on:
        raise StalePermit("a permit of another day")
    _check_consents(unit, permit)
    _check_sign_off(desk, unit, permit, sharing_id)
    kind = SharingKind.EXCEPTION if permit.basis is Basis.EXCEPTION else SharingKind.SHARED
    body = SharingBody(
        question=permit.question,
        on=on,
        how=how,
        told=told,
        basis=permit.basis,
        subjects=permit.subjects,
        reasons=tuple(str(one) for one in permit.conditions),
        exception=permit.exception,
    )
    return _insert(desk, unit, kind, list(_of_each(body, permit)), sharing_id)


def _of_each(body: SharingBody, permit: Permit) -> Iterator[tuple[UUID, SharingBody]]:
    """Each subject's own consents stand in their own row."""
    for subject in permit.subjects:
        own = tuple(event for person, event in permit.consents if person == subject)
        spent = tuple(event for event in permit.used_up if event in own)
        yield subject, dataclasses.replace(body, consents=own, used_up=spent)


def _check_consents(unit: UnitOfWork, permit: Permit) -> None:
    for subject, heard in zip(permit.subjects, permit.heard, strict=True):
        if sum(_counted(unit, one) for one in records_of(unit.connection, subject)) != heard:
            raise StalePermit("something was said since")
    for subject, event in permit.consents:
        unit.verify("consent_event", event.bytes)
        whose = run(unit.connection, "SELECT subject_id FROM consent_event WHERE id = ?", (event.bytes,)).fetchone()
        if whose is None or uid(whose[0]) not in records_of(unit.connection, subject):
            raise Tampered(f"consent_event {event}")


def _counted(unit: UnitOfWork, subject: UUID) -> int:
    unit.verify("consent_head", subject.bytes)
    row = run(unit.connection, "SELECT count FROM consent_head WHERE id = ?", (subject.bytes,)).fetchone()
    return 0 if row is None else int(row[0])


def _check_sign_off(desk: Desk, unit: UnitOfWork, permit: Permit, sharing_id: UUID | None) -> None:
    """Illegal activity waits for a manager (P11). Raises `ForgedPermit` where none has signed off this very thing."""
    facts = permit.exception
    if facts is None:
        return
    by_only_manager = facts.decided_by == desk.account_id and _managers(desk) == {desk.account_id}
    if not needs_sign_off_first(permit.question, facts, by_only_manager=by_only_manager):
        return
    rows = () if sharing_id is None else of_sharing(desk, unit.connection, sharing_id)
    proposed = any(
        (row.kind, row.body.question, row.body.exception) == (SharingKind.PROPOSED, permit.question, facts)
        for row in rows
    )
    kinds = {row.kind for row in rows}
    own = {facts.decided_by, *(row.recorded_by for row in rows if row.kind is SharingKind.PROPOSED)}
    if any(
        row.kind is SharingKind.SIGNED_OFF and row.recorded_by in own and _ALONE not in row.body.reasons for row in rows
    ):
        raise ForgedPermit("whoever decided or proposed it does not sign it off")
    if not proposed or SharingKind.SIGNED_OFF not in kinds or kinds & {SharingKind.EXCEPTION, SharingKind.TURNED_DOWN}:
        raise ForgedPermit("a manager signs this off first")


def _managers(desk: Desk) -> set[UUID]:
    return {one.id for one in desk.keyring.register.accounts if one.is_active and one.role == _MANAGER}


def _may_answer(desk: Desk, unit: UnitOfWork, kind: SharingKind, sharing_id: UUID | None) -> bool:
    """Whether this account's word counts as a manager's: of a manager's own act also an officer's (decision 0017).

    Their own act is what they recorded themselves: anybody can name one as having decided.
    """
    account = desk.keyring.register.account(desk.account_id)
    if account is None or account.role == _MANAGER:
        return account is not None
    if account.role != _OFFICER or kind is SharingKind.SEEN or sharing_id is None:
        return False
    rows = of_sharing(desk, unit.connection, sharing_id)
    asked = [one for one in rows if one.kind in (SharingKind.PROPOSED, SharingKind.EXCEPTION)]
    deciders = (one.body.exception.decided_by for one in asked if one.body.exception)
    recorded = {one.recorded_by for one in asked}
    return desk.account_id not in {*recorded, *deciders} and bool(recorded & _managers(desk))


def note(
    desk: Desk,
    unit: UnitOfWork,
    kind: SharingKind,
    subjects: Sequence[UUID],
    body: SharingBody,
    sharing_id: UUID | None = None,
) -> UUID:
    """Anything else of the sharing record: asked and not given, proposed, signed off, left to the family to share.

    Raises `ForgedPermit` for what was passed on, which takes a permit, and for a manager's word from anyone else.
    Of what a manager did an officer may say it: whether another manager counts, the service asks.
    """
    if kind in PASSED_ON or (kind in OF_A_MANAGER and not _may_answer(desk, unit, kind, sharing_id)):
        raise ForgedPermit(kind.value)
    own = dataclasses.replace(body, subjects=tuple(subjects))
    return _insert(desk, unit, kind, [(subject, own) for subject in subjects], sharing_id)


def redact(desk: Desk, unit: UnitOfWork, row: RecordedSharing, typed: Mapping[str, str]) -> None:
    """Puts other words in the place of these, in the record of everyone who has the row (decision 0007).

    Whom it went to, when, on whose permission and by whom it was recorded stay. Raises `VersionConflict` where it is
    gone, and `Tampered`.
    """
    same = [
        one
        for one in _open(desk, unit.connection, _OF_SHARING, row.sharing_id)
        if (one.kind, one.recorded_at, one.body.typed) == (row.kind, row.recorded_at, row.body.typed)
    ]
    if row.id not in {one.id for one in same}:
        raise VersionConflict
    for one in same:
        query = "SELECT file_key_id, subject_id, recorded_at FROM sharing WHERE id = ?"
        stored = run(unit.connection, query, (one.id.bytes,)).fetchone()
        if stored is None:
            raise VersionConflict
        key_id, subject, recorded_at = stored
        unit.verify("sharing", one.id.bytes)
        unit.delete("sharing", one.id)
        id_, file = uuid4(), desk.writing_key(uid(key_id), "person", uid(subject))
        unit.insert(
            SharingRow(
                id=id_,
                file_key_id=file.place.id,
                sharing_id=one.sharing_id,
                subject_id=uid(subject),
                kind=one.kind.value,
                recorded_at=recorded_at,
                recorded_by=one.recorded_by,
                body=desk.seal(file, "sharing", "body", id_, one.body.with_typed(typed)),
            )
        )


def _insert(
    desk: Desk,
    unit: UnitOfWork,
    kind: SharingKind,
    bodies: Sequence[tuple[UUID, SharingBody]],
    sharing_id: UUID | None,
) -> UUID:
    made = sharing_id or uuid4()
    for subject, body in bodies:
        found = people_store.state(unit.connection, subject)
        if found is None:
            raise VersionConflict  # destroyed meanwhile
        file, id_ = desk.writing_key(found[1], "person", subject), uuid4()
        unit.insert(
            SharingRow(
                id=id_,
                file_key_id=file.place.id,
                sharing_id=made,
                subject_id=subject,
                kind=kind.value,
                recorded_at=unit.at,
                recorded_by=desk.account_id,
                body=desk.seal(file, "sharing", "body", id_, body),
            )
        )
    return made
