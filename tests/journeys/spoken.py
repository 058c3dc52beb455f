"""A terminal that only speaks: what is printed is all there is. No emulator, no cursor, TERM=dumb."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.attacks.searching import files_with
from tests.journeys.office import IASS, ROOT

PATIENCE = 40.0
DRAWN = re.compile("[\u2500-\u259f\u2800-\u28ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters, escape sequences' first bytes among them, and whatever draws lines and blocks."""


class Spoken:
    """One process on a pseudo-terminal, heard line by line."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        for place in ("home", "tmp"):
            (folder / place).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.printed = ""
        self._heard = 0
        self.status: int | None = None
        env = {
            "HOME": str(folder / "home"),
            "IASS_HOST": str(folder / "host"),
            "IASS_OFFICE": str(folder / "office"),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
            "TERM": "dumb",
            "TMPDIR": str(folder / "tmp"),
        }
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover - the child
            with contextlib.suppress(BaseException):
                os.chdir(folder)
                os.execvpe(IASS[0], [*IASS, *(arguments or ("--plain",))], env)
            os._exit(127)

    def hears(self, *words: str) -> str:
        """Waits for each of the words after the one before, since what was heard last; what was said until then."""
        ends, begin = time.monotonic() + PATIENCE, self._heard
        for word in words:
            while (at := self.printed.find(word, self._heard)) < 0:
                left = ends - time.monotonic()
                if left <= 0 or self.status is not None:
                    raise AssertionError(f"never heard: {word}\n{self.printed[-3000:]}")
                self._listen(min(left, 0.5))
            self._heard = at + len(word)
        return self.printed[begin : self._heard]

    def hears_one(self, *words: str) -> str:
        """Waits for one of the words; which it was."""
        ends = time.monotonic() + PATIENCE
        while True:
            found = [(at, word) for word in words if (at := self.printed.find(word, self._heard)) >= 0]
            if found:
                at, word = min(found)
                self._heard = at + len(word)
                return word
            if time.monotonic() > ends or self.status is not None:
                raise AssertionError(f"never heard: {words}\n{self.printed[-3000:]}")
            self._listen(0.5)

    def until(self, has_come: Callable[[], bool]) -> None:
        """Listens until something has come about that nobody says."""
        ends = time.monotonic() + PATIENCE
        while not has_come():
            assert time.monotonic() < ends, "it never came"
            self._listen(0.2)

    def _listen(self, seconds: float) -> None:
        if not select.select([self._fd], [], [], seconds)[0]:
            return
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""
        if data:
            self.printed += data.decode("utf-8")
        elif self.status is None:
            _, self.status = os.waitpid(self.pid, 0)

    def say(self, line: str) -> None:
        """One line, as it is typed."""
        os.write(self._fd, f"{line}\n".encode())

    def answer(self, question: str, *lines: str) -> None:
        """Waits for a question by words of it and for the prompt, then types."""
        self.hears(question, "Answer: ")
        for line in lines:
            self.say(line)

    def ends(self, number: int = 0) -> int:
        """Waits for the end, after a signal where one is given; the wait status."""
        if number:
            os.kill(self.pid, number)
        until = time.monotonic() + PATIENCE
        while self.status is None and time.monotonic() < until:
            self._listen(0.5)
        if self.status is None:
            self.kill()
        assert self.status is not None
        return self.status

    def kill(self) -> None:
        """Whatever still runs."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            _, self.status = os.waitpid(self.pid, 0)

    def drew(self) -> list[str]:
        """Every character printed that is no plain text."""
        return DRAWN.findall(self.printed.replace("\r\n", "\n"))

    def where(self, *words: str) -> list[str]:
        """Every file of this office, of the person's home and of the temporary folder that holds one of the words."""
        return [found for word in words for found in files_with(word, self.folder)]
