"""A new copy of the keys after an erasure: older ones open nothing more, so the newest backup gets the present one.

The pair stays whole: every key that an older office.db names is in the newer office.keys or in the ledger beside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from db.cupboard import Cupboard
from db.engine import CannotWrite, Damaged, DiskFull, copy_to, open_engine, reading
from db.office_row import office_row
from iass_tui.host.backup_files import last_backup, put_ledger
from iass_tui.host.folder import PRIVATE_FILE, OfficeFolder, sync_folder

if TYPE_CHECKING:
    from uuid import UUID

_FAILURES = (OSError, CannotWrite, Damaged, DiskFull, DatabaseError, LookupError, ValueError)


def renew(cupboard: Cupboard) -> bool:
    """Puts the present office.keys and the ledger into the newest backup; False where that could not be done.

    Never raises: what was erased is erased. `is_behind` says so on the first page until a backup is made.
    """
    try:
        copy = _newest(cupboard)
        if copy is None or _stored(copy)[0] != cupboard.office()[0]:
            return False
        part = copy.keys.with_name("office.keys.part")
        part.unlink(missing_ok=True)
        put_ledger(cupboard.host, copy.path)
        copy_to(cupboard.engine, part)
        part.chmod(PRIVATE_FILE)
        _sync(part)
        os.replace(part, copy.keys)
        sync_folder(copy.path)
    except _FAILURES:
        return False
    return True


def is_behind(cupboard: Cupboard) -> bool:
    """True where the newest backup holds keys from before the last erasure: two sheets would be needed to use them.

    False where there is no backup at all, which another warning says, or its disk is not there to be looked at.
    """
    try:
        copy = _newest(cupboard)
        return copy is not None and _stored(copy)[1] != cupboard.office()[1]
    except _FAILURES:
        return False


def _newest(cupboard: Cupboard) -> OfficeFolder | None:
    last = last_backup(cupboard.host)
    if last is None:
        return None
    copy = OfficeFolder(Path(last.path))
    return copy if copy.keys.is_file() and not copy.path.is_symlink() else None


def _stored(copy: OfficeFolder) -> tuple[UUID, bytes]:
    """The office and the host key that a copy's layers name."""
    engine = open_engine(copy.keys, read_only=True, is_alone=True)
    try:
        with reading(engine) as connection:
            return office_row(connection)
    finally:
        engine.dispose()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
