"""A process on a pseudo-terminal, with the moment of every chunk that it wrote.

Nothing is put through the terminal emulator while the process works: the chunks are kept, and replayed when the
line is quiet. So measuring costs the process nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyte

COLUMNS, ROWS = 120, 40
QUIET = 0.2
"""Seconds without output after which nothing more is expected."""
SLOW = 60.0


class NeverSeen(Exception):
    """What was waited for did not come; the text is the screen."""


@dataclasses.dataclass
class Act:
    """What came after one thing done: `chunks` are moments (since it was done) with bytes."""

    began: float
    chunks: list[tuple[float, bytes]] = dataclasses.field(default_factory=list)
    shown: float = 0.0
    """Seconds until every word that was waited for stood on the screen."""
    painted: float = 0.0
    """Seconds until the text on the screen was as it then stayed."""
    replayed: int = 0

    @property
    def size(self) -> int:
        """Bytes to the terminal."""
        return sum(len(data) for _, data in self.chunks)


class Line:
    """One process on a pseudo-terminal of 120 by 40."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._act = Act(time.perf_counter())
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child
            with contextlib.suppress(BaseException):
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.execvpe(argv[0], list(argv), dict(env))
            os._exit(127)

    def do(self, keys: str) -> None:
        """Types; from now on counts for this act."""
        self._act = Act(time.perf_counter())
        os.write(self._fd, keys.encode())

    def until(self, *words: str) -> Act:
        """Waits until the words were written and the line is quiet. Raises `NeverSeen`."""
        missing = {word.encode() for word in words}
        while missing:
            if not self._take(SLOW):
                self._replay(words)
                raise NeverSeen(f"never seen: {[word.decode() for word in missing]}\n{self.text}")
            raw = b"".join(data for _, data in self._act.chunks)
            missing = {word for word in missing if word not in raw}
        return self.quiet(*words)

    def quiet(self, *words: str) -> Act:
        """Waits until the line is quiet."""
        while self._take(QUIET):
            pass
        self._replay(words)
        return self._act

    def _take(self, seconds: float) -> bool:
        """Keeps what comes next; False where nothing came in so many seconds."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self._act.chunks.append((time.perf_counter() - self._act.began, data))
        return bool(data)

    def _replay(self, words: Sequence[str]) -> None:
        act, before = self._act, self._screen.display
        for moment, data in act.chunks[act.replayed :]:
            with contextlib.suppress(Exception):  # the emulator does not know every sequence
                self._stream.feed(data)
            now = self._screen.display
            if now != before:
                before, act.painted = now, moment
            if not act.shown and all(word in "\n".join(now) for word in words):
                act.shown = moment
        act.replayed = len(act.chunks)

    @property
    def text(self) -> str:
        """The screen as a person sees it."""
        return "\n".join(line.rstrip() for line in self._screen.display).strip("\n")

    def memory(self) -> float:
        """Megabytes that the process holds."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            (held,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
            return int(held.split()[1]) / 1024
        answer = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, text=True, check=True)
        return int(answer.stdout) / 1024

    def close(self) -> None:
        """Ends the process."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._fd)
        os.waitpid(self.pid, 0)


@contextlib.contextmanager
def on_a_line(argv: Sequence[str], env: Mapping[str, str]) -> Iterator[Line]:
    """A process that ends with the block."""
    line = Line(argv, env)
    try:
        yield line
    finally:
        line.close()
