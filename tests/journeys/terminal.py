"""A real process on a real pseudo-terminal, seen through a terminal emulator: keys in, a screen out."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "space": " ",
    "backspace": "\x7f",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "f2": "\x1bOQ",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
SETTLED = 0.1
"""Seconds without output after which a screen counts as painted, where the process has nothing more to do."""

ESCAPE_SECONDS = 0.3


class NeverSeen(AssertionError):
    """The words did not appear; the message holds the screen as it stood."""


class Terminal:
    """One process on a pseudo-terminal of `columns` by `rows`."""

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str], *, columns: int = 80, rows: int = 24, cwd: Path | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Every byte that reached the terminal."""
        self._text = ""
        self.status: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover - the child
            with contextlib.suppress(BaseException):
                if cwd is not None:
                    os.chdir(cwd)
                os.execvpe(argv[0], list(argv), {**env, "TERM": "xterm-256color", "COLUMNS": "", "LINES": ""})
            os._exit(127)
        self._size(columns, rows)

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """As when a window is dragged."""
        self.screen.resize(rows, columns)
        self._text = ""
        self._size(columns, rows)
        os.kill(self.pid, signal.SIGWINCH)

    def pump(self, seconds: float) -> bool:
        """Takes in what the process wrote, waiting at most that long for it; False where nothing came."""
        if not self._ready(seconds):
            return False
        while self._ready(0):
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                data = b""
            if not data:
                self._reap()
                return False
            self.raw += data
            self._text = ""
            with contextlib.suppress(Exception):  # the emulator does not know every sequence; the bytes are kept
                self._stream.feed(data)
        return True

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self._fd], [], [], seconds)[0])

    def _reap(self) -> None:
        if self.status is None:
            _, self.status = os.waitpid(self.pid, 0)

    @property
    def text(self) -> str:
        """The screen as a person sees it."""
        if not self._text:
            self._text = "\n".join(line.rstrip() for line in self.screen.display)
        return self._text

    def wait_for(self, *words: str, timeout: float = 20.0) -> str:
        """Waits until all the words are on the screen. Raises `NeverSeen` with the screen."""
        ends = time.monotonic() + timeout
        while not all(word in self._flat() for word in words):
            left = ends - time.monotonic()
            if left <= 0 or self.status is not None:
                missing = [word for word in words if word not in self._flat()]
                raise NeverSeen(f"never seen: {missing}, exit {self.status}\n{self.text}")
            self.pump(min(left, 0.5))
        return self.text

    def wait_gone(self, word: str, timeout: float = 20.0) -> None:
        """Waits until the word has left the screen."""
        ends = time.monotonic() + timeout
        while word in self._flat():
            if time.monotonic() > ends or self.status is not None:
                raise NeverSeen(f"still there: {word}\n{self.text}")
            self.pump(0.2)

    def wait_match(self, pattern: re.Pattern[str], timeout: float = 20.0) -> str:
        """Waits until the screen matches; the first group."""
        ends = time.monotonic() + timeout
        while not (match := pattern.search(self.text)):
            if time.monotonic() > ends or self.status is not None:
                raise NeverSeen(f"never seen: {pattern.pattern}\n{self.text}")
            self.pump(0.2)
        return match.group(1)

    def _flat(self) -> str:
        return " ".join(self.text.split())

    def settle(self, timeout: float = 10.0) -> str:
        """Waits until nothing more is painted."""
        ends = time.monotonic() + timeout
        while time.monotonic() < ends and (self.pump(SETTLED) or self._is_at_work()):
            pass
        return self.text

    def _is_at_work(self) -> bool:
        """Whether a thread runs, or waits for a processor or the disk: on a busy machine silence alone says little."""
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):  # it has just ended
                if stat.read_text().rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def press(self, *keys: str) -> None:
        """Named keys one after another, the screen settling after each."""
        for key in keys:
            self.type(KEYS.get(key, key))
            if key == "escape":  # a byte that comes sooner would make it Alt and a letter
                self.pump(ESCAPE_SECONDS)
            self.settle()

    def type(self, text: str) -> None:
        """Characters as typed."""
        os.write(self._fd, text.encode())

    def write(self, text: str) -> None:
        """Types and lets the screen settle."""
        self.type(text)
        self.settle()

    @property
    def outside(self) -> bytes:
        """What was written to the ordinary screen, where it stays to be scrolled back to."""
        return re.sub(rb"\x1b\[\?1049h.*?(\x1b\[\?1049l|$)", b"", bytes(self.raw), flags=re.DOTALL)

    @property
    def titles(self) -> set[bytes]:
        """Every title that the window was given."""
        return set(re.findall(rb"\x1b\][012];(.*?)(?:\x07|\x1b\\)", bytes(self.raw)))

    @property
    def is_given_back(self) -> bool:
        """Whether the ordinary screen and the cursor were given back at the end."""
        rest = bytes(self.raw).rpartition(b"\x1b[?1049h")[2]
        return b"\x1b[?1049l" in rest and b"\x1b[?25h" in rest.rpartition(b"\x1b[?1049l")[2]

    def hang_up(self) -> None:
        """The line is cut."""
        os.kill(self.pid, signal.SIGHUP)
        self.finish()

    def kill(self) -> None:
        """As a crash of the machine's own making."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.finish()

    def finish(self, timeout: float = 10.0) -> int:
        """Waits for the end of the process; its wait status."""
        ends = time.monotonic() + timeout
        while self.status is None and time.monotonic() < ends:
            self.pump(0.2)
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap()
        os.close(self._fd)
        assert self.status is not None
        return self.status
