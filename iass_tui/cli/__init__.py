"""The command line: `iass` alone opens the app; the rest is for scripts, timers and bulk work."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code. Imports no more than that command needs (trap T22)."""
    from iass_tui.cli.parser import parse

    _keep_to_oneself()
    wanted = parse(sys.argv[1:] if argv is None else argv)
    if wanted.command is None:
        from iass_tui.cli.opening_app import open_app

        return open_app(wanted.office, wanted.host, plain=wanted.plain)
    from iass_tui.cli.commands import carry_out
    from screens.shell.crash import keep_quiet

    keep_quiet()  # a traceback's last line says what somebody typed
    return carry_out(wanted)


def _keep_to_oneself() -> None:
    """Every file is its owner's alone from its first byte, and no memory is written to disk after a crash."""
    os.umask(0o077)
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))


__all__ = ["main"]
