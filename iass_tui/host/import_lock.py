"""Whether an import is under way: a lock that its process holds, and leaves behind however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from iass_tui.host.folder import PRIVATE_FILE


class ImportLock:
    """Held by the one process that imports; whoever can take it knows that an unfinished import was cut off."""

    def __init__(self, host: Path) -> None:
        self._path = host / "import.lock"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """True where nobody imports now; from then on this process does, until `release`."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Lets others import."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
