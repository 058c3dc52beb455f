"""Opens the full-screen app, importing nothing that the first screen does not need (trap T22)."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from iass_tui import bootstrap
from iass_tui.app import OfficeApp


def open_app(office: Path | None, host: Path | None, *, sign_in: str = "", notice: str = "") -> int:
    """Runs the app until someone leaves it; its exit code. `notice` is printed first, for the demo's passphrases."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        sys.stderr.write("The app needs a terminal. For scripts there are commands: iass --help\n")
        return 2
    if notice:
        sys.stderr.write(notice)
    folder = bootstrap.office_folder(office)
    is_new = not (folder / "office.keys").exists()
    app = OfficeApp(partial(bootstrap.door, office, host), now=bootstrap.utc_now, new=is_new, sign_in=sign_in)
    app.run()
    return app.return_code or 0
