"""Steps of a day in an office, by keyboard alone, on a real pseudo-terminal at 80 by 24."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from tests.journeys.terminal import Terminal

IASS = (sys.executable, "-c", "import sys; from iass_tui.cli import main; sys.exit(main())")
SHEET = re.compile(r"\b((?:[A-Z2-7]{4}-){6}[A-Z2-7]{4})\b")
SIX_WORDS = re.compile(r"^\s+((?:[a-z]+ ){5}[a-z]+)\s*$", re.MULTILINE)


class Seat:
    """One person at one terminal of one office."""

    def __init__(self, folder: Path, *, columns: int = 80, rows: int = 24) -> None:
        self.folder, self.size = folder, (columns, rows)
        self.env = {
            **os.environ,
            "IASS_OFFICE": str(folder / "office"),
            "IASS_HOST": str(folder / "host"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        self.terminal = self.start()

    def start(self, *arguments: str) -> Terminal:
        """Starts the program anew, or one of its commands."""
        columns, rows = self.size
        self.terminal = Terminal([*IASS, *arguments], self.env, columns=columns, rows=rows)
        return self.terminal

    def see(self, *words: str, timeout: float = 60.0) -> str:
        """Waits for words and for the screen to settle."""
        self.terminal.wait_for(*words, timeout=timeout)
        return self.terminal.settle()

    def press(self, *keys: str) -> None:
        """Keys, the screen settling after each."""
        self.terminal.press(*keys)

    def fill(self, *texts: str) -> None:
        """Types into one field after another, Enter after each; "" passes a field over."""
        for text in texts:
            if text:
                self.terminal.write(text)
            self.press("enter")

    def find(self, pattern: re.Pattern[str]) -> str:
        """Waits until the screen matches; the first group."""
        for _ in range(200):
            match = pattern.search(self.terminal.text)
            if match:
                return match.group(1)
            self.terminal.pump(0.3)
        raise AssertionError(f"never seen: {pattern.pattern}\n{self.terminal.text}")

    def answer(self, title: str, *keys: str, text: str = "") -> None:
        """One page of the guided intake: waits for its title, answers, continues."""
        self.see(title)
        if text:
            self.terminal.write(text)
        self.press(*keys, "enter")
        self.terminal.wait_gone(title)


def set_up(seat: Seat) -> tuple[str, tuple[str, ...]]:
    """Five questions and three sheets; the founder's passphrase and the sheets."""
    seat.see("Set up an office", "1 of 5")
    seat.fill("Westbridge IASS", "Westbridge Council")
    seat.see("2 of 5")
    seat.fill("https://www.example.org/privacy", "May 2026")
    seat.see("3 of 5")
    seat.terminal.write("Larch Hosting")
    seat.press("tab", "enter")
    seat.see("4 of 5")
    seat.fill("Pat Manager, 01632 960000")
    seat.see("5 of 5")
    passphrase = seat.find(SIX_WORDS)
    seat.fill("Pat Manager", "pat", passphrase, passphrase)
    seat.see("Check your answers", "Larch Hosting")
    seat.press("enter")
    seat.see("Recovery kit", "Nothing changes until all three are typed back")
    return passphrase, _three_sheets(seat)


def _three_sheets(seat: Seat) -> tuple[str, ...]:
    sheets = []
    for number in (1, 2, 3):
        seat.press("enter")
        sheets.append(seat.find(SHEET))
        seat.press("enter")
        seat.see("Type it back from the paper")
        assert sheets[-1] not in seat.terminal.text
        seat.fill(sheets[-1].replace("-", " ").lower())
        seat.see("Next holder" if number < 3 else "Make it so")
    seat.press("enter")
    seat.see("Today", "My cases")
    return tuple(sheets)


def sign_in(seat: Seat, name: str, passphrase: str) -> None:
    """Name, passphrase, Today."""
    seat.see("Sign in", "Passphrase")
    seat.fill(name, passphrase)
    seat.see("Today", "My cases")
