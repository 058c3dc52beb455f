"""Backup: a copy of the office that is proved to be whole before an older one is let go. Needs no passphrase.

office.db is copied first, then office.keys, then the ledger: a person who is entered meanwhile has their key in the
later file, and one who is erased meanwhile stands in the ledger. The host key is in no copy: a copy opens nothing
without the machine it came from, or two recovery sheets.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import shutil
from datetime import UTC, datetime
from pathlib import Path

from db.check import Report, check_folder
from db.engine import CannotWrite, Damaged, DiskFull, copy_to
from iass_tui.host.backup_files import BackupShelf, LastBackup, only_one, put_ledger, remember
from iass_tui.host.folder import CannotUse, OfficeFolder
from iass_tui.services.office import OfficeFiles, Places, open_files
from iass_tui.services.views import Problem

KEEP = 30

SAME_DISK = (
    "The copies are on the same disk as the office. If that disk fails, both are gone. Keep copies on another disk."
)
OLD_STAYS = "An old copy could not be removed: {names}."
NOT_NOTED = "The copy is good, but this machine could not note when it was made."


class BackupNotSound(Problem):
    """The office itself is damaged: the copy was kept under a name of its own, and no older copy was let go."""

    def __init__(self, path: Path, report: Report) -> None:
        super().__init__(
            f"The copy was made, but a check of it found damage ({len(report.damage)} findings), so it does not count: "
            f"it is in {path}, and every older copy was kept. Run `iass check` and tell your manager."
        )
        self.path, self.report = path, report


@dataclasses.dataclass(frozen=True)
class BackupDone:
    """A copy that was made and checked."""

    path: Path
    rows: int
    entries: int
    verified: bool
    warnings: tuple[str, ...]
    """Sentences: what is still to be put right."""


def back_up(places: Places, destination: Path, keep: int = KEEP) -> BackupDone:
    """Makes a verified copy in `destination`, then lets go of the oldest beyond `keep`. The office stays usable.

    Raises `NotOpen` for an office that cannot be opened here, `BackupNotSound` for a damaged one, and `Problem` where
    the destination cannot take a copy; nothing half made stays behind.
    """
    try:
        with contextlib.closing(open_files(places)) as files:
            shelf = BackupShelf(destination, files.office)
            shelf.refuse(places.folder, files.host)
            with only_one(files.host):
                return _copy(files, shelf, places.clock(), keep)
    except CannotUse as error:
        raise Problem(str(error)) from None
    except DiskFull:
        raise _full(destination) from None
    except (CannotWrite, Damaged):
        raise Problem(f"{destination} does not take a copy: it cannot be written, or not be read back.") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _full(destination) from None
        raise Problem(
            f"{destination} does not take a copy ({error.strerror}). No copy was made; older ones are as they were."
        ) from None


def _full(destination: Path) -> Problem:
    return Problem(
        f"The disk of {destination} is full. No copy was made; older ones are as they were. "
        "Make room, keep fewer copies, or name another disk."
    )


def _copy(files: OfficeFiles, shelf: BackupShelf, now: datetime, keep: int) -> BackupDone:
    part = shelf.begin(now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
    try:
        report = _copy_and_check(files, part)
        if not report.is_sound:  # a cell that moved to another key between the two copies looks lost: look again
            report = _copy_and_check(files, part)
        final = shelf.finish(part, is_sound=report.is_sound)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    if not report.is_sound:
        raise BackupNotSound(final, report)
    same_disk = shelf.is_on_the_disk_of(files.places.folder)
    warnings = [SAME_DISK] if same_disk else []
    stayed = shelf.let_go(keep, final)
    if stayed:
        warnings.append(OLD_STAYS.format(names=", ".join(path.name for path in stayed)))
    try:
        remember(
            files.host, LastBackup(now.astimezone(UTC).isoformat(), str(final), report.entries, report.rows, same_disk)
        )
    except OSError:
        warnings.append(NOT_NOTED)
    return BackupDone(final, report.rows, report.entries, report.is_sound, tuple(warnings))


def _copy_and_check(files: OfficeFiles, part: Path) -> Report:
    """One pair of copies and the ledger, in their order, checked against what this machine had seen before."""
    copy = OfficeFolder(part)
    for path in (copy.records, copy.keys):
        path.unlink(missing_ok=True)
    witness = files.host.witness()
    copy_to(files.records.engine, copy.records)
    copy_to(files.cupboard.engine, copy.keys)
    ledger = put_ledger(files.host, part)
    return check_folder(copy, None, witness=witness, ledger=ledger)
