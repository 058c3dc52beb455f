"""Carries a command out, and turns what went wrong into a sentence and an exit code."""

from __future__ import annotations

import argparse
import importlib
import keyword
import os
import sys

from iass_tui.cli.asking import Stop, tell
from iass_tui.cli.parser import Exit

_ROOMS = {
    "init": "office_commands",
    "demo": "office_commands",
    "check": "office_commands",
    "backup": "office_commands",
    "find": "record_commands",
    "quarter": "record_commands",
    "pack": "record_commands",
    "outbox": "record_commands",
    "keys": "key_commands",
    "paper": "paper_commands",
    "policy": "policy_commands",
    "terms": "term_commands",
    "import": "import_commands",
}


def carry_out(wanted: argparse.Namespace) -> int:
    """Runs the command's function in its room; every known failure ends in one sentence on standard error."""
    from db.cupboard import NoHostKey
    from db.engine import CannotWrite, Damaged, DiskFull
    from iass_tui.services.views import NotAllowed, Problem, WrongPassphrase

    room = importlib.import_module(f"iass_tui.cli.{_ROOMS[wanted.command]}")
    try:
        name = f"{wanted.command}_" if keyword.iskeyword(wanted.command) else wanted.command
        code = int(getattr(room, name)(wanted))
        sys.stdout.flush()
        return code
    except Stop as stop:
        tell(str(stop))
        return stop.code
    except WrongPassphrase as wrong:
        tell(str(wrong) + (f" Wait {wrong.wait:.0f} seconds first." if wrong.wait >= 1 else ""))
        return Exit.WRONG_PASSPHRASE
    except NotAllowed as refused:
        tell(str(refused))
        return Exit.REFUSED
    except Problem as problem:
        tell(str(problem))
        return Exit.FAILED
    except DiskFull:
        tell("The disk is full. Nothing was changed.")
    except CannotWrite:
        tell("The office folder cannot be written by this account. Nothing was changed.")
    except (Damaged, NoHostKey):
        tell("The office's files are damaged, or this machine does not hold their host key. Run `iass check`.")
    except BrokenPipeError:  # whoever read what is printed has read enough: `iass pack ... --list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        tell("Stopped. Nothing half done was left.")
    return Exit.FAILED
