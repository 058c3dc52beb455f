"""Consent events, read only when every one of them is there, and appended without a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import join_store
from db.desk import Desk
from db.engine import run, run_of
from db.opened import Keys, record, uid
from db.row_formats import columns_of
from db.tables.consents import ConsentEventRow, ConsentHeadRow
from db.unit_of_work import Tampered, UnitOfWork, verify_row
from db.vouched import verify_none_missing, verify_rows
from iass_tui.rules.consent.joined import JoinedRecord, joined_history
from iass_tui.rules.joining import follow
from iass_tui.rules.records.consents import ConsentEvent, RecordedConsent
from iass_tui.vault.compartments import FileKey

_COLUMNS = columns_of("consent_event")
_SUBJECT = _COLUMNS.index("subject_id")
_EVENTS = f"SELECT {', '.join(_COLUMNS)} FROM consent_event WHERE subject_id IN {{ids}} ORDER BY subject_id, number"
_EVERY_EVENT = f"SELECT {', '.join(_COLUMNS)} FROM consent_event ORDER BY subject_id, number"
_EVERY_HEAD = f"SELECT {', '.join(columns_of('consent_head'))} FROM consent_head"
_HEAD = f"SELECT {', '.join(columns_of('consent_head'))} FROM consent_head WHERE id = ?"


def history(desk: Desk, subject_id: UUID, connection: Connection | None = None) -> tuple[RecordedConsent, ...]:
    """Every consent event of a person, in the order of recording; none for someone who was never asked.

    Each row is compared with the entry that vouches for it, and their number with the head. Raises `Tampered` where
    one was changed, added or lost: nothing may then be decided.

    Of a person who had two records, both histories as one, the stricter in force.
    """
    if connection is not None:
        return histories_of(desk, connection, [subject_id])[subject_id]
    with desk.read() as own:
        return histories_of(desk, own, [subject_id])[subject_id]


def histories_of(desk: Desk, connection: Connection, people: Sequence[UUID]) -> dict[UUID, tuple[RecordedConsent, ...]]:
    """As `history`, of several people in few statements. Raises `Tampered` as it does, for any one of them."""
    verify_none_missing(connection, "person_join")  # with it a No would be gone
    kept = join_store.every(connection)
    records = {one: join_store.records_of(connection, one) for one in people}
    own = _own_histories(desk, connection, list(dict.fromkeys(chain.from_iterable(records.values()))))
    found = {}
    for one, (kept_id, *others) in records.items():
        events: tuple[RecordedConsent, ...] = follow(own[kept_id], kept)
        found[one] = _together(desk, connection, kept_id, events, own, kept) if others else events
    return found


def _together(
    desk: Desk,
    connection: Connection,
    kept_id: UUID,
    events: tuple[RecordedConsent, ...],
    others: Mapping[UUID, tuple[RecordedConsent, ...]],
    kept: Mapping[UUID, UUID],
) -> tuple[RecordedConsent, ...]:
    joined = []
    for join in join_store.joins_of(desk, connection, kept_id):
        if join.body is None:
            raise Tampered(f"person_join {join.other_id}")
        theirs = follow(others.get(join.other_id, ()), kept)
        joined.append(JoinedRecord(theirs, join.body.other_events, join.body.kept_events))
    return joined_history(kept_id, events, joined, desk.records.clock().date())


def own_history(desk: Desk, connection: Connection, subject_id: UUID) -> tuple[RecordedConsent, ...]:
    """The events of this very record, without those of any that it was joined with. Raises `Tampered`."""
    return _own_histories(desk, connection, [subject_id])[subject_id]


def _own_histories(
    desk: Desk, connection: Connection, subjects: Sequence[UUID]
) -> dict[UUID, tuple[RecordedConsent, ...]]:
    rows = run_of(connection, _EVENTS, subjects)
    counts = _counts(connection, subjects)
    events: dict[UUID, list[Mapping[str, Any]]] = {one: [] for one in subjects}
    for row in rows:
        events[uid(row[_SUBJECT])].append(dict(zip(_COLUMNS, row, strict=True)))
    for one, each in events.items():
        if [event["number"] for event in each] != list(range(1, counts.get(one, 0) + 1)):
            raise Tampered(f"consent_head {one}")
    verify_rows(connection, "consent_event", rows)
    keys = desk.keys({(uid(event["file_key_id"]), "person", one) for one, each in events.items() for event in each})
    return {one: tuple(_opened(keys, one, event) for event in each) for one, each in events.items()}


def _counts(connection: Connection, subjects: Sequence[UUID]) -> dict[UUID, int]:
    """How many events there are by the heads; of nobody whose head is missing an entry may know one."""
    heads = run_of(connection, f"{_EVERY_HEAD} WHERE id IN", subjects)
    verify_rows(connection, "consent_head", heads)
    counts = {uid(row[0]): int(row[2]) for row in heads}
    for one in subjects:
        if one not in counts:
            verify_row(connection, "consent_head", one.bytes)
    return counts


def histories(desk: Desk, connection: Connection) -> dict[UUID, tuple[RecordedConsent, ...]]:
    """Everybody's consent events, as `history` gives one person's. Raises `Tampered` as it does, for anyone at all."""
    rows = run(connection, _EVERY_EVENT, ()).fetchall()
    heads = run(connection, _EVERY_HEAD, ()).fetchall()
    verify_rows(connection, "consent_event", rows)
    verify_rows(connection, "consent_head", heads)
    verify_none_missing(connection, "person_join")
    events = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    by_subject: dict[bytes, list[Mapping[str, Any]]] = {}
    for event in events:
        by_subject.setdefault(event["subject_id"], []).append(event)
    counts = {raw: count for raw, _, count in heads}
    for raw in {*by_subject, *counts}:
        if [one["number"] for one in by_subject.get(raw, [])] != list(range(1, counts.get(raw, 0) + 1)):
            raise Tampered(f"consent_head {uid(raw)}")
    keys = desk.keys({(uid(one["file_key_id"]), "person", uid(one["subject_id"])) for one in events})
    found = {uid(raw): tuple(_opened(keys, uid(raw), one) for one in each) for raw, each in by_subject.items()}
    kept = join_store.every(connection)
    if kept:
        found = {one: follow(each, kept) for one, each in found.items()}
    for one in set(kept.values()):
        found[one] = _together(desk, connection, one, found.get(one, ()), found, kept)
    return {one: each for one, each in found.items() if one not in kept}


def count(connection: Connection) -> int:
    """How many events there are: one more means that somebody decided something meanwhile."""
    (found,) = connection.exec_driver_sql("SELECT count(*) FROM consent_event").one()
    return int(found)


def _head(connection: Connection, subject_id: UUID) -> tuple[int, int]:
    """Version and count, (0, 0) before the first event. Raises `Tampered`."""
    row = run(connection, _HEAD, (subject_id.bytes,)).fetchone()
    if row is None:
        verify_row(connection, "consent_head", subject_id.bytes)
        return 0, 0
    verify_rows(connection, "consent_head", [row])
    return int(row[1]), int(row[2])


def _opened(keys: Keys, subject_id: UUID, event: Mapping[str, Any]) -> RecordedConsent:
    row_id, key_id = event["id"], event["file_key_id"]
    return RecordedConsent(
        id=uid(row_id),
        subject_id=subject_id,
        number=event["number"],
        recorded_at=datetime.fromisoformat(event["recorded_at"]),
        recorded_by=uid(event["recorded_by"]),
        event=record(ConsentEvent, keys, "consent_event", "body", row_id, key_id, event["body"]),
    )


def is_recorded(connection: Connection, event_id: UUID) -> bool:
    """True where an event of that id stands."""
    found = connection.exec_driver_sql("SELECT 1 FROM consent_event WHERE id = ?", (event_id.bytes,))
    return found.fetchone() is not None


def own_drafts(desk: Desk, person_id: UUID) -> tuple[UUID, ...]:
    """Unsaved changes to this person's own record, which may hold a way to reach them."""
    with desk.read() as connection:
        query = "SELECT id FROM draft WHERE person_id = ? AND case_id IS NULL"
        own = join_store.records_of(connection, person_id)
        return tuple(uid(one) for each in own for (one,) in run(connection, query, (each.bytes,)))


def append(
    desk: Desk,
    unit: UnitOfWork,
    file: FileKey,
    subject_id: UUID,
    events: Sequence[ConsentEvent],
    ids: Sequence[UUID] = (),
) -> tuple[UUID, ...]:
    """Records decisions in this order, under the person's own key; their ids, which may be given.

    Raises `Tampered` where the events before them are not all there.
    """
    version, count = _head(unit.connection, subject_id)
    (stored,) = run(
        unit.connection, "SELECT count(*) FROM consent_event WHERE subject_id = ?", (subject_id.bytes,)
    ).fetchone()
    if stored != count:
        raise Tampered(f"consent_head {subject_id}")
    made = tuple(ids) or tuple(uuid4() for _ in events)
    for number, (id_, event) in enumerate(zip(made, events, strict=True), count + 1):
        unit.insert_columns(
            ConsentEventRow,
            id=id_,
            version=1,
            file_key_id=file.place.id,
            subject_id=subject_id,
            number=number,
            recorded_at=unit.at,
            recorded_by=desk.account_id,
            body=desk.seal(file, "consent_event", "body", id_, event),
        )
    now = count + len(made)
    if made and version:
        unit.update(ConsentHeadRow(id=subject_id, version=version, count=now))
    elif made:
        unit.insert_columns(ConsentHeadRow, id=subject_id, version=1, count=now)
    return made
