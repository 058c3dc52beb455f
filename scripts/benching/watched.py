"""The app as `iass` opens it, with a stop-watch: `python -m scripts.benching.watched MARKS --office DIR --host DIR`.

Writes one JSON line into MARKS for what was seen: how long Argon2 took, when signing in was done, when names and
when everything could be found, and how long a key would have waited at most while they were read.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from iass_tui import bootstrap
from iass_tui.cli import opening_app
from iass_tui.cli.parser import parse

TICK = 0.002


class Marks:
    """What was seen, written at once: the process is killed in the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.since = 0.0
        self.is_loading = self.is_loaded = False

    def put(self, name: str, seconds: float) -> None:
        """One finding."""
        with self._path.open("a") as file:
            file.write(json.dumps([name, seconds]) + "\n")


def read_marks(path: Path) -> dict[str, float]:
    """What was seen, by name."""
    return dict(json.loads(line) for line in path.read_text().splitlines()) if path.exists() else {}


def watch(marks: Marks) -> None:
    """Puts the stop-watch around what is timed, once the office has been opened."""
    from iass_tui.services import directory, door
    from iass_tui.vault import passphrase

    key, sign_in, load = passphrase.Stretch.key, door.OfficeDoor.sign_in, directory.DirectoryService.load

    def timed_key(self: passphrase.Stretch, words: str) -> bytes:
        began = time.perf_counter()
        made = key(self, words)
        marks.put("argon2", time.perf_counter() - began)
        return made

    def timed_sign_in(self: door.OfficeDoor, name: str, words: str) -> Any:
        began = time.perf_counter()
        session = sign_in(self, name, words)
        marks.since = time.perf_counter()
        marks.put("sign-in", marks.since - began)
        return session

    def timed_load(self: directory.DirectoryService, progress: Callable[[int, int], None] | None = None) -> None:
        has_names = False

        def tell(done: int, of: int) -> None:
            nonlocal has_names
            if self.is_ready and not has_names:
                has_names = True
                marks.put("names", time.perf_counter() - marks.since)
            if progress:
                progress(done, of)

        marks.is_loading = True
        load(self, tell)
        marks.put("all", time.perf_counter() - marks.since)
        marks.is_loading, marks.is_loaded = False, True

    passphrase.Stretch.key = timed_key  # type: ignore[method-assign]
    door.OfficeDoor.sign_in = timed_sign_in  # type: ignore[method-assign]
    directory.DirectoryService.load = timed_load  # type: ignore[method-assign]


class WatchedApp(opening_app.OfficeApp):
    """Looks every few milliseconds whether it is answered, while the directory is read."""

    marks: Marks

    def on_mount(self) -> None:
        """Begins to look."""
        self.run_worker(self._look(), group="looking")

    async def _look(self) -> None:
        longest = 0.0
        while not self.marks.is_loaded:
            tick = TICK if self.marks.is_loading else 10 * TICK
            before = time.perf_counter()
            await asyncio.sleep(tick)
            if self.marks.is_loading:
                longest = max(longest, time.perf_counter() - before - tick)
        self.marks.put("longest wait", longest)


def main() -> int:
    """Opens the app."""
    marks = Marks(Path(sys.argv[1]))
    wanted = parse(sys.argv[2:])
    real = bootstrap.door

    def door(office: Path | None, host: Path | None) -> Any:
        made = real(office, host)
        watch(marks)
        return made

    WatchedApp.marks = marks
    bootstrap.door = door
    opening_app.OfficeApp = WatchedApp  # type: ignore[misc]
    return opening_app.open_app(wanted.office, wanted.host)


if __name__ == "__main__":
    sys.exit(main())
