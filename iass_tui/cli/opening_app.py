"""Opens the full-screen app, importing nothing that the first screen does not need (trap T22)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from iass_tui import bootstrap
from iass_tui.app import OfficeApp
from iass_tui.host import heap

if TYPE_CHECKING:
    from iass_tui.services.ports import Door


def open_app(
    office: Path | None, host: Path | None, *, sign_in: str = "", notice: str = "", plain: bool = False
) -> int:
    """Runs the app until someone leaves it; its exit code. `notice` is printed first, for the demo's passphrases."""
    if not sys.stdin.isatty() or not (plain or sys.stdout.isatty()):
        sys.stderr.write("The app needs a terminal. For scripts there are commands: iass --help\n")
        return 2
    if notice:
        sys.stderr.write(notice)
    heap.keep_one()
    is_new = not (bootstrap.office_folder(office) / "office.keys").exists()
    door = partial(bootstrap.door, office, host)
    if plain:
        return _open_plain(door, is_new=is_new, sign_in=sign_in)
    app = OfficeApp(door, now=bootstrap.utc_now, new=is_new, sign_in=sign_in)
    app.run()
    return app.return_code or 0


def _open_plain(door: Callable[[], Door], *, is_new: bool, sign_in: str) -> int:
    """The same, line by line."""
    from iass_tui.plain.app import PlainApp, run
    from screens.shell.crash import keep_quiet

    keep_quiet()
    make = partial(PlainApp, door, now=bootstrap.utc_now, new=is_new, sign_in=sign_in)
    return run(lambda lines: make(lines=lines))
