"""The command line: `iass` alone opens the app; the rest is for scripts, timers and bulk work."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code. Imports no more than that command needs (trap T22)."""
    from iass_tui.cli.parser import parse

    wanted = parse(sys.argv[1:] if argv is None else argv)
    if wanted.command is None:
        from iass_tui.cli.opening_app import open_app

        return open_app(wanted.office, wanted.host)
    from iass_tui.cli.commands import carry_out
    from screens.shell.crash import keep_quiet

    keep_quiet()  # a traceback's last line says what somebody typed
    return carry_out(wanted)


__all__ = ["main"]
