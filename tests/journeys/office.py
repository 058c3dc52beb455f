"""Steps of a day in an office, by keyboard alone, on a real pseudo-terminal at 80 by 24."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from tests.attacks.searching import files_with
from tests.journeys.terminal import KEYS, Terminal

ROOT = Path(__file__).resolve().parents[2]
IASS = (sys.executable, "-c", "import sys; from iass_tui.cli import main; sys.exit(main())")
PATIENCE = 90.0
"""Seconds for one screen: the machine may be busy."""
SHEET = re.compile(r"\b((?:[A-Z2-7]{4}-){6}[A-Z2-7]{4})\b")
SIX_WORDS = re.compile(r"^\s+((?:[a-z]+ ){5}[a-z]+)\s*$", re.MULTILINE)

Page = tuple[str, ...]
"""A question's title, then what is typed there: names of keys, or text. Enter follows."""


class Seat:
    """One person at one terminal of one office. Nothing of the real machine's settings reaches the program."""

    def __init__(self, folder: Path, *, columns: int = 80, rows: int = 24) -> None:
        self.folder, self.size = folder, (columns, rows)
        self.home, self.tmp = folder / "home", folder / "tmp"
        for place in (self.home, self.tmp):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.env = {
            "HOME": str(self.home),
            "IASS_HOST": str(folder / "host"),
            "IASS_OFFICE": str(folder / "office"),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(self.tmp),
        }
        self.terminal = self.start()

    # the program

    def start(self, *arguments: str) -> Terminal:
        """Starts the program anew, or one of its commands, on a terminal."""
        columns, rows = self.size
        self.terminal = Terminal([*IASS, *arguments], self.env, columns=columns, rows=rows, cwd=self.folder)
        return self.terminal

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """One command of the program without a terminal, as a script calls it."""
        return subprocess.run(
            [*IASS, *arguments],
            env=self.env,
            cwd=self.folder,
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def run_unread(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """One command of which nobody reads what it prints."""
        reader, writer = os.pipe()
        os.close(reader)
        try:
            return subprocess.run(
                [*IASS, *arguments],
                env=self.env,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=writer,
                stderr=subprocess.PIPE,
                timeout=PATIENCE,
                check=False,
            )
        finally:
            os.close(writer)

    def leave(self) -> None:
        """Signs out and closes."""
        self.terminal.type(KEYS["ctrl+q"])
        assert self.terminal.finish(PATIENCE) == 0
        self.left_quietly()

    def left_quietly(self) -> None:
        """The terminal is as it was: no window's title, clipboard or line to scroll back to tells of anyone."""
        terminal = self.terminal
        assert terminal.is_given_back
        assert terminal.titles == {b"IASS"}
        assert b"\x1b]52" not in terminal.raw
        assert not [word for word in CANARIES if word.encode() in terminal.outside]

    def kill(self) -> None:
        """As a crash of the machine's own making."""
        self.terminal.kill()

    # eyes

    def see(self, *words: str) -> str:
        """Waits for words and for the screen to settle."""
        self.terminal.wait_for(*words, timeout=PATIENCE)
        return self.terminal.settle()

    def gone(self, *words: str) -> None:
        """Waits until the words have left the screen."""
        for word in words:
            self.terminal.wait_gone(word, timeout=PATIENCE)

    def find(self, pattern: re.Pattern[str]) -> str:
        """Waits until the screen matches; the first group."""
        return self.terminal.wait_match(pattern, timeout=PATIENCE)

    # hands

    def press(self, *keys: str) -> None:
        """Keys, the screen settling after each."""
        self.terminal.press(*keys)

    def fill(self, *texts: str) -> None:
        """Types into one field after another, Enter after each; "" passes a field over."""
        for text in texts:
            if text:
                self.terminal.write(text)
            self.press("enter")

    def type(self, *typed: str) -> None:
        """Names of keys, or text: all of it at once, as it arrives over a slow line."""
        self.terminal.type("".join(KEYS.get(one, one) for one in typed))

    def answer(self, title: str, *typed: str) -> None:
        """One page of the guided intake: as soon as its title is there, answers and goes on without looking up."""
        self.terminal.wait_for(f"▌ {title}", timeout=PATIENCE)
        self.type(*typed, "enter")

    def fields(self, *typed: str) -> None:
        """One field of a form after the other, Enter after each; "" passes one over."""
        for one in typed:
            self.type(*([one] if one else []), "enter")

    def read_on(self, *words: str) -> None:
        """A page that is only read: Enter on its button."""
        self.see(*words)
        self.press("enter")

    def walk(self, pages: Iterable[Page]) -> None:
        """One page after another."""
        for title, *typed in pages:
            self.answer(title, *typed)

    def where(self, *words: str) -> list[str]:
        """Every file of this office, of the person's home and of the temporary folder that holds one of the words."""
        return [found for word in words for found in files_with(word, self.folder)]


def end(seat: Seat) -> None:
    """Whatever still runs."""
    with contextlib.suppress(OSError):
        seat.kill()


# whole tasks


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
    return passphrase, make_kit(seat)


def make_kit(seat: Seat) -> tuple[str, ...]:
    """Three sheets, written down and typed back."""
    seat.see("Recovery kit", "Nothing changes until all three are typed back")
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


def agree_to_all(seat: Seat) -> None:
    """What everybody reads at their first sign-in, one after the other: three texts, and the policy."""
    for title in ("Undertaking of confidentiality", "ICT security policy", "Yearly declaration"):
        seat.see(title, "I have read it and agree")
        seat.press("tab", "enter")
    seat.see("Version 1 of our confidentiality policy is in force", "I have read it")
    seat.press("space")


def sign_in(seat: Seat, name: str, passphrase: str) -> None:
    """Name, passphrase, Today."""
    seat.see("Sign in", "Passphrase")
    seat.fill(name, passphrase)
    seat.see("Today", "My cases")


# a first contact

BEFORE: tuple[Page, ...] = (
    ("How did they get in touch?", "1"),
    ("Who is getting in touch?", "1"),
    ("What is it about?", "2"),
    ("Explain our policy", "2"),
    ("Have they understood it?", "1"),
    ("Explain their rights", "1"),
    ("Who explained them?",),
    ("When?",),
)
"""A mother telephones, hears what becomes of what she says, and understands it."""
SAVE = "May we save what you tell us"
AFTER: tuple[Page, ...] = (
    ("How long did it take?", "2"),
    ("Whom did you point them to?", "space"),
)

WORDS = {
    "given": "Quillonwy",
    "family": "Zemblaforth",
    "known": "Pipwhistle",
    "mother": "Ondrasine",
    "phone": "07700 900717",
    "email": "ondrasine@zembla.example",
    "address": "14 Vexleygrange Row",
    "postcode": "ZQ9 7XK",
    "hours": "after Thrombleton bus",
    "school": "Brumblecott",
    "wants": "A fenwrackle plan that is kept to",
    "action": "Ring Torvanish about it",
    "note": "She spoke of a glimmerstane in class",
    "progress": "The hostrelwick moved on",
    "agreed": "Ask for the pelliwraith report",
    "free": "Whether the snarkleberry helps is open",
    "evidence": "Certificate shown by Glimdorran",
    "teacher": "Ms Wimblethorn",
    "other": "Gorsefeather drop-in",
    "refused": "Veldrannock",
}
"""What was told in confidence, in words that stand nowhere else."""
CANARIES = (
    *(
        "Quillonwy",
        "Zemblaforth",
        "Pipwhistle",
        "Ondrasine",
        "7700 900717",
        "7700900717",
        "zembla.example",
        "Vexleygrange",
        "Thrombleton",
    ),
    *("Brumblecott", "fenwrackle", "Torvanish", "glimmerstane", "hostrelwick", "pelliwraith"),
    *("snarkleberry", "Glimdorran", "Wimblethorn", "Gorsefeather", "Veldrannock"),
)
"""One of each: none may stand in any byte of any file. Six digits alone stand by chance in a key written as hex."""

FAMILY: tuple[Page, ...] = (
    ("May we also keep ways to reach you?", "1"),
    ("Child or young person: given name", WORDS["given"]),
    ("Family name", WORDS["family"]),
    ("Known as", WORDS["known"]),
    ("Date of birth", "27 March 2016"),
    ("Given name", WORDS["mother"]),
    ("Family name", WORDS["family"]),
    ("Relation to the child", "1"),
    ("Parental responsibility", "1"),
    ("Is there another parent or carer?", "2"),
    ("By what right do they decide", "1"),
    ("Phone", WORDS["phone"]),
    ("Email", WORDS["email"]),
    ("Address", WORDS["address"], "tab"),
    ("Postcode", WORDS["postcode"]),
    ("Safe times to call", WORDS["hours"]),
    ("What to take care of", "space"),
    ("Language", "1"),
    ("Interpreter", "1"),
    ("Formats that suit them",),
    ("Kind of school or setting", "3"),
    ("Its name", WORDS["school"]),
    ("Support now", "2"),
    ("Needs, the main one first", "space", "down", "space"),
    ("Issues, the main one first", "down", "space"),
    ("What the family wants", WORDS["wants"], "tab"),
    ("Has the child or young person been asked", "3"),
    ("What we agreed", WORDS["action"], "tab"),
    ("Do we ring or write to them for it?", "1"),
    ("When is it due?", f"{date.today() + timedelta(days=5):%d %m %Y}"),
    ("Level", "2"),
    ("How did they hear of us?", "1"),
)


def new_enquiry(seat: Seat) -> None:
    """From any page to a first contact with one question a page."""
    seat.press("i")
    one_question_a_page(seat)


def one_question_a_page(seat: Seat) -> None:
    """An officer begins with the form of all questions; the key y shows one after the other."""
    if "question 1 " not in seat.see("▌ How did they get in touch?"):
        seat.press("escape", "y")
        seat.see("question 1 ")


def first_case(seat: Seat) -> None:
    """A mother agrees to everything: her child's case, C-0001, opened from the last page."""
    new_enquiry(seat)
    seat.walk(BEFORE)
    seat.terminal.wait_for(SAVE, "Nothing has been written so far", timeout=PATIENCE)
    seat.walk([(SAVE, "1"), *FAMILY, *AFTER])
    seat.see("Check your answers", "Save this case")
    seat.press("tab", "enter")
    seat.see("C-0001", "The case is saved")
    seat.press("enter")
    seat.see("Case", "C-0001", WORDS["given"], "Timeline")
