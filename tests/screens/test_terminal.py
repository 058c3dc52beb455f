"""A real process on a real pseudo-terminal: what reaches the terminal, and how the app leaves it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from tests.screens.fakes import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
ALTERNATE_LEFT = b"\x1b[?1049l"


class Terminal:
    """The far end of a pseudo-terminal, and the process behind it."""

    def __init__(self, process: subprocess.Popen[bytes], end: int, size: tuple[int, int]) -> None:
        self.process, self.end = process, end
        self.raw = b""
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)

    def read(self, wait: float = 0.2) -> bool:
        """Takes in what came; False once the other end is gone."""
        ready, _, _ = select.select([self.end], [], [], wait)
        if not ready:
            return self.process.poll() is None
        try:
            data = os.read(self.end, 1 << 16)
        except OSError:
            return False
        self.raw += data
        # pyte knows no private `m`, `u` or `p` sequences of newer terminals.
        self.stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;$]*[mup]|\x1b\[[0-9;]*t", b"", data))
        return bool(data)

    def until(self, text: str) -> None:
        """Reads until the text stands on the screen."""
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            assert self.read(), f"gone before {text!r}:\n{self.text}"
            assert time.monotonic() < end, f"no {text!r}:\n{self.text}"

    def until_without(self, text: str) -> None:
        """Reads until the text has left the screen."""
        end = time.monotonic() + PATIENCE
        while text in self.text:
            assert self.read(), "gone"
            assert time.monotonic() < end, f"still {text!r}:\n{self.text}"

    def until_gone(self) -> int:
        """Reads to the end; the exit code."""
        while self.read():
            pass
        return self.process.wait(PATIENCE)

    @property
    def text(self) -> str:
        """What a person sees."""
        return "\n".join(self.screen.display)

    def send(self, text: str) -> None:
        """Types."""
        os.write(self.end, text.encode())

    def resize(self, columns: int, lines: int) -> None:
        """As when a window changes its size."""
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)
        self.process.send_signal(signal.SIGWINCH)

    def sign_in(self) -> None:
        """To Today."""
        self.until("Passphrase")
        self.send(PASSPHRASE + "\r")
        self.until("task 0")


@contextmanager
def running(*words: str, size: tuple[int, int] = (80, 24), **environment: str) -> Iterator[Terminal]:
    """The app in a terminal of its own."""
    end, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.screens.terminal_app", *words],
        cwd=ROOT,
        env={**env, "TERM": "xterm-256color", **environment},
        stdin=other,
        stdout=other,
        stderr=other,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  one thread, and a terminal of its own
    )
    os.close(other)
    try:
        yield Terminal(process, end, size)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(end)


def test_title_alternate_screen_and_nothing_left_behind() -> None:
    with running() as terminal:
        terminal.sign_in()
        assert b"\x1b]0;IASS\x07" in terminal.raw
        titles = re.findall(rb"\x1b\][012];([^\x07\x1b]*)", terminal.raw)
        assert set(titles) == {b"IASS"}
        assert b"\x1b]52" not in terminal.raw
        terminal.send("\x11")
        assert terminal.until_gone() == 0
        after = terminal.raw.rpartition(ALTERNATE_LEFT)
        assert after[1], "the alternate screen was not left"
        assert b"task" not in after[2]
        assert b"\x1b[23;0t" in terminal.raw


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_leave_in_order(number: signal.Signals) -> None:
    with running() as terminal:
        terminal.sign_in()
        terminal.process.send_signal(number)
        assert terminal.until_gone() == 0
        assert ALTERNATE_LEFT in terminal.raw
        assert b"task" not in terminal.raw.rpartition(ALTERNATE_LEFT)[2]


def test_a_terminal_that_vanishes_ends_the_process() -> None:
    with running() as terminal:
        terminal.sign_in()
        kept = os.dup(terminal.end)
        os.close(terminal.end)
        os.close(kept)
        terminal.end = os.open(os.devnull, os.O_RDONLY)
        assert terminal.process.wait(PATIENCE) == 0


def test_a_terminal_that_takes_no_more_output_and_then_vanishes_ends_the_process_too() -> None:
    """The app waits in a write when the line is cut: nobody may be left signed in with open keys."""
    with running(size=(200, 60)) as terminal:
        terminal.sign_in()
        for number in range(120):  # nobody reads: what is drawn anew fills the line, then the app's own queue
            terminal.resize(200 - number % 7, 60 - number % 5)
            terminal.send("\x1b[B\x1b[A?\x1b")
            select.select([], [], [], 0.02)
        os.close(terminal.end)
        terminal.end = os.open(os.devnull, os.O_RDONLY)
        assert terminal.process.wait(PATIENCE) == 0


def test_a_crash_shows_the_class_and_the_line_on_a_clean_terminal() -> None:
    with running("crash") as terminal:
        terminal.sign_in()
        terminal.send(" ")
        assert terminal.until_gone() == 1
        after = terminal.raw.rpartition(ALTERNATE_LEFT)[2]
        assert b"IASS stopped: ValueError at tests/screens/terminal_app.py:" in after
        assert b"Canary" not in terminal.raw
        assert b"task" not in after


def test_no_color_sends_no_colour() -> None:
    with running(NO_COLOR="1") as terminal:
        terminal.sign_in()
        coloured = {
            cell.fg
            for line in terminal.screen.buffer.values()
            for cell in line.values()
            if cell.fg != "default" and len(set(re.findall("..", cell.fg))) > 1
        }
        assert not coloured


def test_lines_drawn_small_and_large_again() -> None:
    with running() as terminal:
        terminal.sign_in()
        terminal.resize(20, 5)
        terminal.until("? keys")
        terminal.send("\x1b[B\x1b[B")
        terminal.resize(120, 40)
        terminal.until("My cases 9")
        terminal.send("\x0c")
        terminal.until("Locked")
        terminal.until_without("task 0")


def test_the_first_page_imports_no_storage() -> None:
    words = "import sys, iass_tui.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", words], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = {name.partition(".")[0] for name in loaded.split()}
    assert not names & {"sqlmodel", "sqlalchemy", "db", "cryptography", "pydantic", "rapidfuzz", "alembic", "typst"}
    assert not [name for name in loaded.split() if name.startswith("iass_tui.") and name != "iass_tui.app"]


def test_dangerous_settings_of_textual_are_dropped() -> None:
    words = "import iass_tui.app, textual.constants as c; print(c.LOG_FILE, c.SCREENSHOT_DELAY, [c.PRESS], c.DRIVER)"
    environment = {
        **os.environ,
        "TEXTUAL_LOG": "/tmp/x",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_PRESS": "q",
        "TEXTUAL_DRIVER": "a:B",
    }
    said = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, check=True, capture_output=True, text=True, env=environment
    ).stdout
    assert said.split() == ["None", "-1", "['']", "None"]
