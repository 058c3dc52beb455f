"""Opens the full-screen app, importing nothing that the first screen does not need (trap T22)."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from iass_tui import bootstrap
from iass_tui.app import OfficeApp


def open_app(
    office: Path | None, host: Path | None, *, sign_in: str = "", notice: str = "", plain: bool = False
) -> int:
    """Runs the app until someone leaves it; its exit code. `notice` is printed first, for the demo's passphrases."""
    if not sys.stdin.isatty() or not (plain or sys.stdout.isatty()):
        sys.stderr.write("The app needs a terminal. For scripts there are commands: iass --help\n")
        return 2
    if plain:
        return _open_plain(office, host)
    if notice:
        sys.stderr.write(notice)
    folder = bootstrap.office_folder(office)
    is_new = not (folder / "office.keys").exists()
    app = OfficeApp(partial(bootstrap.door, office, host), now=bootstrap.utc_now, new=is_new, sign_in=sign_in)
    app.run()
    return app.return_code or 0


def _open_plain(office: Path | None, host: Path | None) -> int:
    """The same, line by line. Setting up shows sheets that no scrollback may keep, so it stays with the other face."""
    if not (bootstrap.office_folder(office) / "office.keys").exists():
        sys.stderr.write("There is no office here yet. Set one up with `iass init`, or with iass without --plain.\n")
        return 10
    from iass_tui.plain.app import PlainApp, run
    from screens.shell.crash import keep_quiet

    keep_quiet()
    make = partial(PlainApp, partial(bootstrap.door, office, host), now=bootstrap.utc_now)
    return run(lambda lines: make(lines=lines))
