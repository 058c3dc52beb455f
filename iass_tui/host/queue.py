"""The writers' queue: one `flock` in front of every write (trap T24: SQLite's own waiting is unfair)."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from iass_tui.host.folder import PRIVATE_FILE


class WritersQueue:
    """Whoever holds `turn()` is the only writer of this office, across threads and processes.

    A process that dies leaves the queue by itself: the lock belongs to the open file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.RLock()
        self._descriptor: int | None = None
        self._depth = 0

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a turn. Whoever has it takes it again at once: a key is made while its first cell is written."""
        with self._thread:
            descriptor = self._opened()
            if self._depth == 0:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    fcntl.flock(descriptor, fcntl.LOCK_UN)

    @contextlib.contextmanager
    def turn_if_free(self) -> Iterator[bool]:
        """A turn where no other process has one; else False at once."""
        with self._thread:
            descriptor = self._opened()
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            try:
                yield True
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _opened(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
        return self._descriptor

    def close(self) -> None:
        """Gives the file back."""
        with self._thread:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None
