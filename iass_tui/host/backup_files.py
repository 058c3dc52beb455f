"""Copies of an office on a disk: folders that are whole or not there, the newest ones kept, and the last one noted."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from iass_tui.host.folder import PRIVATE_FILE, PRIVATE_FOLDER, CannotUse, OfficeFolder, sync_folder, write_private
from iass_tui.host.host_folder import HostFolder
from iass_tui.vault.encoding import BadFormat, dump_json, load_json

_PART, _UNSOUND = ".part", ".unsound"


@dataclasses.dataclass(frozen=True)
class LastBackup:
    """The newest copy that was verified, as this host remembers it."""

    at: str
    path: str
    seq: int
    rows: int
    same_disk: bool

    @property
    def day(self) -> date:
        """The day on which it was made."""
        return datetime.fromisoformat(self.at).date()


class BackupShelf:
    """Where the copies of one office stand."""

    def __init__(self, path: Path, office: UUID) -> None:
        self.path, self._name = path, f"iass-{office.hex[:8]}"
        self._finished = re.compile(rf"{self._name}-\d{{8}}T\d{{6}}Z")

    def refuse(self, folder: OfficeFolder, host: HostFolder) -> None:
        """Raises `CannotUse` where copies would stand with what they are to survive, or with what keeps them shut."""
        here = self.path.resolve()
        if not here.is_dir():
            raise CannotUse(
                f"There is no folder {self.path}. Is the backup disk plugged in? Make the folder, or name another one."
            )
        if here.is_relative_to(folder.path.resolve()):
            raise CannotUse(
                f"{self.path} lies inside the office folder: whatever befell the office would befall its copies. "
                "Name a folder on another disk."
            )
        if here.is_relative_to(host.path.resolve()):
            raise CannotUse(
                f"{self.path} lies inside the host folder: whoever took the copies would have the host key too. "
                "Name a folder on another disk."
            )

    def is_on_the_disk_of(self, folder: OfficeFolder) -> bool:
        """True where one broken disk would take the office and its copies."""
        return self.path.stat().st_dev == folder.path.stat().st_dev

    def begin(self, stamp: str) -> Path:
        """An empty folder for a copy that is being made; what a copy that broke off left behind goes first."""
        for left in self.path.glob(f"{self._name}-*{_PART}"):
            shutil.rmtree(left)
        part = self.path / f"{self._name}-{stamp}{_PART}"
        part.mkdir(mode=PRIVATE_FOLDER)
        return part

    def finish(self, part: Path, *, is_sound: bool) -> Path:
        """Gives a copy its lasting name; one with damage gets a name that never counts, and replaces the one before."""
        for file in part.iterdir():
            file.chmod(PRIVATE_FILE)
            _sync(file)
        sync_folder(part)
        name = part.name.removesuffix(_PART)
        if not is_sound:
            for old in self.path.glob(f"{self._name}-*{_UNSOUND}"):
                shutil.rmtree(old)
            name += _UNSOUND
        final = part.with_name(name)
        part.rename(final)  # fails where a copy of this second stands already
        sync_folder(self.path)
        return final

    def let_go(self, keep: int, newest: Path) -> tuple[Path, ...]:
        """Removes the oldest copies beyond `keep`, never the newest; those that could not be removed."""
        copies = sorted(path for path in self.path.iterdir() if self._finished.fullmatch(path.name) and path != newest)
        stayed = []
        for old in copies[: max(0, len(copies) + 1 - max(1, keep))]:
            if old.is_symlink() or not old.is_dir():
                continue
            try:
                shutil.rmtree(old)
            except OSError:
                stayed.append(old)
        return tuple(stayed)


def put_ledger(host: HostFolder, part: Path) -> Path:
    """Copies the ledger's whole lines, without one that a crash tore."""
    copy = part / "ledger"
    raw = host.ledger_path.read_bytes() if host.ledger_path.exists() else b""
    write_private(copy, raw[: raw.rfind(b"\n") + 1])
    return copy


@contextlib.contextmanager
def only_one(host: HostFolder) -> Iterator[None]:
    """Raises `CannotUse` while another process of this host makes a copy."""
    descriptor = os.open(host.path / "backup.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotUse("Another backup of this office is being made at this moment.") from None
        yield
    finally:
        os.close(descriptor)


def remember(host: HostFolder, last: LastBackup) -> None:
    """Notes the newest verified copy in the host folder."""
    write_private(host.path / "backup.json", dump_json({"v": 1, **dataclasses.asdict(last)}))


def last_backup(host: HostFolder) -> LastBackup | None:
    """The newest verified copy; None where there was none, or the note is unreadable."""
    try:
        data = load_json((host.path / "backup.json").read_bytes())
        datetime.fromisoformat(str(data["at"]))  # as `day` reads it
        return LastBackup(
            str(data["at"]), str(data["path"]), int(data["seq"]), int(data["rows"]), bool(data["same_disk"])
        )
    except (OSError, BadFormat, KeyError, TypeError, ValueError):
        return None


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
