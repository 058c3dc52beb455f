"""The outbox: encrypted copies that wait to be fetched, for fourteen days."""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from db import family_store, join_store, outbox_store
from db.unit_of_work import UnitOfWork
from iass_tui.host.outbox_files import NoSuchFile, OutboxFolder, write_new
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import phrases
from iass_tui.services.views import NotFound, OutboxFile, Problem

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from iass_tui.services.session import OfficeSession

Names = tuple[str, ...]
KEPT_DAYS = 14
Also = Callable[[UnitOfWork], object]
"""What is written, or asked, in the unit that names a file."""


def folder(session: OfficeSession) -> OutboxFolder:
    """The office's outbox on disk."""
    return OutboxFolder(session.files.places.folder.outbox)


def put(
    session: OfficeSession,
    stem: str,
    pdf: bytes,
    said: AuditDetail,
    *,
    person_id: UUID | None = None,
    address_of: UUID | None = None,
    readers: str = "",
    also: Also | None = None,
) -> OutboxFile:
    """Encrypts a PDF under six fresh words and puts it into the outbox; what the entry says is `said`.

    The file gets its name only once the entry stands. Clear bytes never reach the disk. `stem` begins the name
    and holds no name of a person. `address_of`: whose postal address stands on it. `also` writes what belongs to the
    same act. `readers`: the compartment of those who
    may read what is inside, where that is not all of casework; about a restricted record the passphrase is then in
    this answer alone, since neither its circle nor those readers have both.
    """
    from iass_tui.documents.encrypt import encrypt_pdf

    passphrase = phrases.offer_passphrase()
    encrypted = encrypt_pdf(pdf, passphrase)
    is_kept = not readers or person_id is None or session.desk.home("person", person_id) == "casework"
    kept = passphrase if is_kept else ""
    note = outbox_store.OutboxNote(
        name="", passphrase=kept, made_by=session.desk.account_id, person_id=person_id, address_of=address_of
    )
    made = _put(session, f"{stem}.pdf", encrypted, note, said, readers=readers, also=also)
    return dataclasses.replace(made, passphrase=passphrase)


def put_list(
    session: OfficeSession,
    stem: str,
    xlsx: bytes,
    said: AuditDetail,
    *,
    list_of: str,
    also: Also,
    people: Collection[UUID] = (),
) -> OutboxFile:
    """The same with a list of these people; `also` may raise where it is out of date already.

    Where somebody's record is restricted, the passphrase is in this answer alone: every officer holds the key under
    which one would be kept, while whoever records a stop has to find the list.
    """
    from iass_tui.documents.encrypt import encrypt_workbook

    passphrase = phrases.offer_passphrase()
    encrypted = encrypt_workbook(xlsx, passphrase)
    kept = passphrase if all(session.desk.home("person", one) == "casework" for one in people) else ""
    note = outbox_store.OutboxNote(name="", passphrase=kept, made_by=session.desk.account_id, list_of=list_of)
    made = _put(session, f"{stem}.xlsx", encrypted, note, said, also=also)
    return dataclasses.replace(made, passphrase=passphrase)


def _put(
    session: OfficeSession,
    wanted: str,
    encrypted: bytes,
    note: outbox_store.OutboxNote,
    said: AuditDetail,
    *,
    readers: str = "",
    also: Also | None = None,
) -> OutboxFile:
    empty(session)
    desk, today = session.desk, session.today_date()
    stem, _, suffix = wanted.rpartition(".")
    safe = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-") or "copy"
    name = f"{safe[:40]}-{today:%Y%m%d}-{secrets.token_hex(3)}.{suffix}"
    staged = folder(session).stage(name, encrypted)
    note = dataclasses.replace(note, name=name)
    try:
        with desk.unit("casework") as unit:
            outbox_store.add(desk, unit, outbox_store.key(desk, note.person_id), note, readers)
            if also is not None:
                also(unit)
            unit.say(said)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    folder(session).publish(staged, name)
    return OutboxFile(name, len(encrypted), today, note.passphrase)


def waiting(session: OfficeSession) -> tuple[OutboxFile, ...]:
    """Everything in the outbox, oldest first; the passphrase only to the colleague who made it."""
    empty(session)
    known = {entry.note.name: entry for entry in outbox_store.entries(session.desk)}
    found = []
    for file in folder(session).files():
        entry = known.get(file.name)
        if entry is None and session.desk.keyring.is_outside_some():
            continue  # it may be about a record that is shut to them
        is_mine = entry is not None and entry.note.made_by == session.me.id
        passphrase = entry.note.passphrase if entry and is_mine else ""
        found.append(OutboxFile(file.name, file.size, file.made_on, passphrase, is_mine))
    return tuple(found)


def get(session: OfficeSession, name: str, to: Path, *, replace: bool = False) -> Path:
    """Copies an encrypted file out of the outbox; into a folder under its own name. Raises `NotFound` or `Problem`."""
    try:
        if session.desk.keyring.is_outside_some() and name not in {one.name for one in waiting(session)}:
            raise NoSuchFile
        raw = folder(session).read(name)
    except NoSuchFile:
        raise NotFound("There is no such file in the outbox. It may be older than 14 days.") from None
    target = to / name if to.is_dir() else to
    try:
        write_new(target, raw, replace=replace)
    except FileExistsError:
        raise Problem(f"{target} is there already. Choose another name, or say that it may be replaced.") from None
    except OSError as error:
        raise Problem(f"{target} cannot be written: {error.strerror}. Choose another place.") from None
    return target


def empty(session: OfficeSession) -> int:
    """Removes what is older than fourteen days; how many that were."""
    today = session.today_date()
    before = today - timedelta(days=KEPT_DAYS)
    old = [one for one in outbox_store.entries(session.desk) if one.made_at.astimezone().date() < before]
    return len(_drop(session, old, "KEPT_LONG_ENOUGH")) + len(folder(session).empty(before))


def about(session: OfficeSession, person_id: UUID, *, children: bool = False) -> tuple[outbox_store.OutboxEntry, ...]:
    """What waits about one person: it goes when they take back what it was made from.

    `children`: about their children too, since a letter about a child may hold the parent's address.
    """
    with session.desk.read() as connection:
        records = join_store.records_of(connection, person_id)
        also = family_store.children_of(connection, person_id) if children else ()
    return tuple(one for one in outbox_store.entries(session.desk) if one.note.person_id in {*records, *also})


def drop_about(session: OfficeSession, person_id: UUID, reason: str = "WITHDRAWN", *, children: bool = False) -> Names:
    """Removes what `about` finds; the names of the files."""
    return _drop(session, list(about(session, person_id, children=children)), reason)


def drop_named(session: OfficeSession, name: str, reason: str = "NOT_DONE") -> Names:
    """Removes one file, made for something that was not done in the end."""
    return _drop(session, [one for one in outbox_store.entries(session.desk) if one.note.name == name], reason)


def drop_addressed(session: OfficeSession, person_id: UUID) -> Names:
    """Removes what waits with an address of theirs, whoever it is about; the names of the files."""
    with session.desk.read() as connection:
        records = join_store.records_of(connection, person_id)
    old = [one for one in outbox_store.entries(session.desk) if one.note.address_of in records]
    return _drop(session, old, "OUT_OF_DATE")


def drop_lists(session: OfficeSession, channels: Collection[str], reason: str = "WITHDRAWN") -> Names:
    """Removes lists of these ways that wait: somebody on them has just stopped, so that they are out of date."""
    old = [one for one in outbox_store.entries(session.desk) if one.note.list_of in channels]
    return _drop(session, old, reason)


def _drop(session: OfficeSession, entries: list[outbox_store.OutboxEntry], reason: str) -> Names:
    for entry in entries:
        folder(session).remove(entry.note.name)
    if entries:
        with session.desk.unit("casework") as unit:
            for entry in entries:
                outbox_store.remove(unit, entry)
            unit.say(AuditDetail(act=Act.DELETE, subject="outbox", reasons=(reason,), count=len(entries)))
    return tuple(entry.note.name for entry in entries)
