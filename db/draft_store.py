"""Unsaved work. Written without an entry: its place under a case's or person's key vouches for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from db.desk import Desk
from db.tables.drafts import DraftRow
from db.unit_of_work import UnitOfWork
from iass_tui.rules.records.office import DraftBody
from iass_tui.vault.cells import Sealed
from iass_tui.vault.compartments import FileKey
from iass_tui.vault.keyring import OWN
from iass_tui.vault.sealing import DoesNotOpen


@dataclasses.dataclass(frozen=True)
class StoredDraft:
    """One draft, still sealed."""

    id: UUID
    key_id: UUID
    kind: str
    person_id: UUID | None
    case_id: UUID | None
    saved_at: str
    sealed: Sealed


_COLUMNS = "id, file_key_id, kind, person_id, case_id, saved_at, body"


def find(connection: Connection, draft_id: UUID, owner: UUID) -> StoredDraft | None:
    """A colleague's own draft; None where it is not there or another's."""
    row = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM draft WHERE id = ? AND owner_id = ?", (draft_id.bytes, owner.bytes)
    ).fetchone()
    return None if row is None else _stored(tuple(row))


def owned(connection: Connection, owner: UUID) -> tuple[StoredDraft, ...]:
    """A colleague's drafts, the newest first."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM draft WHERE owner_id = ? ORDER BY saved_at DESC", (owner.bytes,)
    ).fetchall()
    return tuple(_stored(tuple(row)) for row in rows)


def count(connection: Connection, owner: UUID) -> int:
    """How many drafts a colleague has."""
    (found,) = connection.exec_driver_sql("SELECT count(*) FROM draft WHERE owner_id = ?", (owner.bytes,)).one()
    return int(found)


def _stored(row: tuple[bytes, bytes, str, bytes | None, bytes | None, str, bytes]) -> StoredDraft:
    raw_id, key_id, kind, person, case, saved_at, body = row
    person_id = None if person is None else UUID(bytes=person)
    case_id = None if case is None else UUID(bytes=case)
    return StoredDraft(UUID(bytes=raw_id), UUID(bytes=key_id), kind, person_id, case_id, saved_at, Sealed(body))


def file_of(desk: Desk, draft: StoredDraft) -> FileKey:
    """The key of its case, its person, or its owner alone. Raises `KeyGone`, `CompartmentClosed` or `DoesNotOpen`."""
    file = desk.any_key(draft.key_id)
    mine = (OWN, desk.account_id)
    if (file.place.kind, file.place.subject) not in (("case", draft.case_id), ("person", draft.person_id), mine):
        raise DoesNotOpen
    return file


def body(desk: Desk, draft: StoredDraft) -> DraftBody:
    """What was typed. Raises as `file_of` does, and one of `UNREADABLE`."""
    return DraftBody.from_json(desk.open(file_of(desk, draft), "draft", "body", draft.id, draft.sealed))


def write(
    desk: Desk,
    unit: UnitOfWork,
    file: FileKey,
    draft_id: UUID,
    kind: str,
    values: Mapping[str, str],
    *,
    person_id: UUID | None,
    case_id: UUID | None,
    today: date,
) -> None:
    """Writes or renews a draft of this colleague's, under the key of what it belongs to."""
    sealed = desk.seal(file, "draft", "body", draft_id, DraftBody(values=dict(values), saved_on=today))
    unit.write_unmarked(
        DraftRow(
            id=draft_id,
            file_key_id=file.place.id,
            owner_id=desk.account_id,
            kind=kind,
            person_id=person_id,
            case_id=case_id,
            saved_at=unit.at,
            body=sealed,
        )
    )


def remove(unit: UnitOfWork, draft_id: UUID, owner: UUID) -> None:
    """Drops a colleague's own draft; one that is gone stays gone."""
    unit.connection.exec_driver_sql("DELETE FROM draft WHERE id = ? AND owner_id = ?", (draft_id.bytes, owner.bytes))


def has_older(connection: Connection, moment: str) -> bool:
    """True where anyone's draft was last saved before that moment."""
    found = connection.exec_driver_sql("SELECT 1 FROM draft WHERE saved_at < ? LIMIT 1", (moment,))
    return found.fetchone() is not None


def drop_older(unit: UnitOfWork, moment: str) -> tuple[tuple[UUID | None, UUID], ...]:
    """Drops every draft last saved before that moment; to whom each belonged and its key, for keys that go too."""
    rows = unit.connection.exec_driver_sql(
        "DELETE FROM draft WHERE saved_at < ? RETURNING person_id, case_id, file_key_id", (moment,)
    ).fetchall()
    return tuple(
        (None if person is None else UUID(bytes=person), UUID(bytes=key)) for person, case, key in rows if case is None
    )
