"""Asking on the terminal: names, passphrases, yes or no. Nothing asked here is ever an argument."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from iass_tui.cli.parser import Exit
from iass_tui.host.folder import is_open_to_others


class Stop(Exception):
    """Ends a command with an exit code and a sentence on standard error."""

    def __init__(self, sentence: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def say(text: str = "") -> None:
    """One line to standard output."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """One line to standard error: progress, warnings, what went wrong."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def ask(question: str) -> str:
    """One line from the terminal. Raises `Stop` where there is none."""
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise Stop("There was no answer to read. Run this on a terminal.", Exit.USAGE)
    return line.strip()


def ask_secret(question: str) -> str:
    """A passphrase, not shown while it is typed."""
    try:
        return getpass.getpass(f"{question} ", stream=sys.stderr)
    except (EOFError, KeyboardInterrupt):
        raise Stop("Nothing was done.", Exit.WRONG_PASSPHRASE) from None


def show_once(*lines: str) -> None:
    """Something to write down: on a page of its own that Enter takes away, so that no scrollback keeps it."""
    if not (sys.stderr.isatty() and sys.stdin.isatty()) or os.environ.get("TERM") == "dumb":
        for line in lines:
            tell(line)
        if sys.stderr.isatty():
            tell("That line stays in this terminal's scrollback: when it is written down, clear it.")
        return
    sys.stderr.write("\x1b[?1049h\x1b[2J\x1b[H")
    try:
        for line in lines:
            tell(line)
        tell("")
        ask("Write it down on paper, then press Enter: it goes from this screen and does not come back.")
    finally:
        sys.stderr.write("\x1b[2J\x1b[?1049l")
        sys.stderr.flush()


def confirm(question: str) -> bool:
    """True only for yes."""
    return ask(f"{question} [yes/no]").casefold() in {"y", "yes"}


def passphrase_from(file: Path | None, office: Path, question: str = "Passphrase:") -> str:
    """From the file or the terminal. Raises `Stop` for a file that others can read or in the office folder."""
    if file is None:
        return ask_secret(question)
    path = file.resolve()
    try:
        if path.is_relative_to(office.resolve()):
            raise Stop("The passphrase file lies inside the office folder: whoever copies one has both. Move it.")
        if is_open_to_others(path) or path.stat().st_mode & 0o070:
            raise Stop(f"Others can read {file}. Run: chmod 600 {file}")
        return path.read_text(encoding="utf-8").splitlines()[0]
    except (OSError, UnicodeDecodeError, IndexError):
        raise Stop(f"{file} cannot be read, or holds no passphrase on its first line.") from None
