"""`outbox/` on disk: encrypted files only, each whole or not there, under names that lead nowhere else."""

from __future__ import annotations

import dataclasses
import os
import re
import stat
from datetime import date, datetime
from pathlib import Path

from iass_tui.host.folder import PRIVATE_FOLDER, sync_folder, write_private

SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.[a-z0-9]{1,5}")
_STAGED = re.compile(r"\..*\.part")


class NoSuchFile(Exception):
    """Nothing in the outbox has this name, or it is no name for anything in there."""


@dataclasses.dataclass(frozen=True)
class WaitingFile:
    """One file in the outbox."""

    name: str
    size: int
    made_on: date


class OutboxFolder:
    """The outbox of one office. What is given to it must be encrypted already."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def files(self) -> tuple[WaitingFile, ...]:
        """Everything that waits, oldest first. What is no regular file, or has another kind of name, is not listed."""
        found = []
        for path in self.path.iterdir() if self.path.is_dir() else ():
            status = path.lstat()
            if SAFE_NAME.fullmatch(path.name) and stat.S_ISREG(status.st_mode):
                made = datetime.fromtimestamp(status.st_mtime).astimezone()
                found.append((status.st_mtime, WaitingFile(path.name, status.st_size, made.date())))
        return tuple(file for _, file in sorted(found, key=lambda one: (one[0], one[1].name)))

    def stage(self, name: str, encrypted: bytes) -> Path:
        """Writes the bytes under a hidden name; `publish` makes them a file of the outbox."""
        self._path(name)
        self.path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        staged = self.path / f".{name}.part"
        write_private(staged, encrypted)
        return staged

    def publish(self, staged: Path, name: str) -> None:
        """Gives a staged file its name. Raises `FileExistsError` rather than replace another."""
        _name_new(staged, self._path(name))
        staged.unlink(missing_ok=True)
        sync_folder(self.path)

    def read(self, name: str) -> bytes:
        """The encrypted bytes of a file. Raises `NoSuchFile`, also for a link and for a name with a path in it."""
        try:
            descriptor = os.open(self._path(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            raise NoSuchFile(name) from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NoSuchFile(name)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def remove(self, name: str) -> None:
        """Takes a file out of the outbox, if it is there."""
        self._path(name).unlink(missing_ok=True)

    def empty(self, before: date) -> tuple[str, ...]:
        """Removes files made before that day, and staged ones that a crash left behind; the names of the former."""
        old = tuple(file.name for file in self.files() if file.made_on < before)
        for name in old:
            self.remove(name)
        for path in self.path.iterdir() if self.path.is_dir() else ():
            made = datetime.fromtimestamp(path.lstat().st_mtime).astimezone().date()
            if _STAGED.fullmatch(path.name) and made < before:
                path.unlink(missing_ok=True)
        return old

    def _path(self, name: str) -> Path:
        if not SAFE_NAME.fullmatch(name):
            raise NoSuchFile(name)
        return self.path / name


def write_new(path: Path, raw: bytes, *, replace: bool = False) -> None:
    """Writes a whole file outside the office, private to its owner. Raises `FileExistsError` unless it may replace."""
    staged = path.with_name(f".{path.name}.{os.getpid()}.new")
    write_private(staged, raw)
    try:
        if replace:
            staged.replace(path)
        else:
            _name_new(staged, path)
    finally:
        staged.unlink(missing_ok=True)
    sync_folder(path.parent)


def _name_new(staged: Path, path: Path) -> None:
    try:
        os.link(staged, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as a memory stick's
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        staged.replace(path)
