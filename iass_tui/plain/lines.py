"""The terminal as lines: what is said goes out, one typed line comes in. No escape sequence is ever written."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
import termios
import threading

from screens.plain import clean

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?")
"""What arrow keys and other keys without a character send."""
_DRAWN = dict.fromkeys((*range(0x2500, 0x25A0), *range(0x2800, 0x2900)), " ")
"""Lines, boxes and blocks: read aloud they are noise, whoever wrote them."""
_DRAWN |= {0x2022: "-", 0x00B7: "-", 0x25B8: "-"}
LINE_BYTES = 1024 if sys.platform == "darwin" else 4096
"""So much of one line a terminal takes; what is typed beyond is lost before any program sees it."""


class LineLost(Exception):
    """A line that did not come whole; the message says what to do."""


TOO_LONG = "That line was longer than a terminal takes, so nothing of it was taken. Send it in shorter lines."
NO_TEXT = "That line could not be read as text, so nothing of it was taken. Type it again."


def heard(raw: bytes) -> str:
    """A line as it was typed, without what keys send that are no characters. Raises `LineLost`."""
    if len(raw) >= LINE_BYTES:
        raise LineLost(TOO_LONG)
    try:
        typed = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise LineLost(NO_TEXT) from None
    return clean(_ESCAPES.sub("", typed.rstrip("\r\n")).replace("\t", " "))


def spoken(text: str) -> str:
    """Text as it may be printed: no control or reordering characters, nothing drawn, no empty line twice."""
    lines = [line.translate(_DRAWN).rstrip() for line in clean(text, lines=True).split("\n")]
    return "\n".join(" ".join(line.split()) if line.strip() else "" for line in lines).strip("\n")


class Lines:
    """Reads in a thread of its own, so that the app goes on: the clock, the lock and a cut line do not wait for Enter.

    `read` gives None at the end of what can be read: the line was cut, or someone pressed Ctrl+D.
    """

    def __init__(self, into: int = 0, out: int = 1) -> None:
        self._into, self._out = into, out
        self._came: asyncio.Queue[bytes] | None = None
        self._ends = False
        self._echo: list[object] | None = None

    def say(self, text: str = "") -> None:
        """A paragraph, on as many lines as it has."""
        self._write(f"{spoken(text)}\n")

    def ask(self, prompt: str) -> None:
        """The end of what is said before a line is typed, on the same line."""
        self._write(f"{spoken(prompt)} ")

    def _write(self, text: str) -> None:
        encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
        left = text.encode(encoding, "replace")
        with contextlib.suppress(OSError):  # a cut line: the signal ends the process
            while left:
                left = left[os.write(self._out, left) :]

    # reading

    async def read(self, *, hidden: bool = False) -> bytes | None:
        """One line as it came. Where it is `hidden`, call `hide` before anything asks for it: what comes is shown."""
        if self._ends:
            return None
        if self._came is None:
            self._came = asyncio.Queue()
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._listen, args=(loop, self._came), daemon=True, name="lines").start()
        try:
            raw = await self._came.get()
        finally:
            if hidden:
                self.show()
        if hidden:
            self._write("\n")
        self._ends = not raw
        return raw or None

    def _listen(self, loop: asyncio.AbstractEventLoop, came: asyncio.Queue[bytes]) -> None:
        held = b""
        while True:
            try:
                data = os.read(self._into, 65536)
            except OSError:
                data = b""
            *whole, held = (held + data).split(b"\n")
            if not data and held:
                whole.append(held)
            try:
                for line in whole:
                    loop.call_soon_threadsafe(came.put_nowait, line + b"\n")
                if not data:
                    loop.call_soon_threadsafe(came.put_nowait, b"")
            except RuntimeError:  # the app is gone
                return
            if not data:
                return

    # what is shown while one types

    def hide(self) -> None:
        """From now on what is typed is not shown. What was typed and not sent is thrown away."""
        with contextlib.suppress(termios.error):
            before = termios.tcgetattr(self._into)
            if self._echo is None:
                self._echo = list(before)
            before[3] &= ~termios.ECHO
            termios.tcsetattr(self._into, termios.TCSAFLUSH, before)

    def show(self) -> None:
        """The terminal as it was."""
        if self._echo is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._into, termios.TCSADRAIN, self._echo)  # type: ignore[arg-type]
            self._echo = None

    def forget(self) -> None:
        """Throws away what was typed and not taken yet: half a line, or lines sent ahead."""
        with contextlib.suppress(termios.error):
            termios.tcflush(self._into, termios.TCIFLUSH)
        while self._came is not None and not self._came.empty():
            if not self._came.get_nowait():
                self._ends = True
