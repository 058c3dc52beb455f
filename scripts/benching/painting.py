"""What someone at a terminal waits for: the app as a process on a pseudo-terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.benching.building import OFFICER, PASSPHRASE
from scripts.benching.findings import Finding, middle, ms, spread
from scripts.benching.line import SLOW, Act, Line, NeverSeen, on_a_line
from scripts.benching.offices import ROOT, Made
from scripts.benching.watched import read_marks

FIRST_PAGE, FIND_PAGE, TODAY_PAGE = ("Passphrase", "close"), ("Any part of a name",), ("My cases",)
"""Words that stand on a page once it is painted, its last line among them."""
TYPING = 2.0
"""Seconds that nobody needs less of to type a passphrase; the app imports meanwhile."""
NAMES = ("smith", "kowal", "martin", "singh", "yilmaz", "jones")
BARE = [sys.executable, str(Path(__file__).with_name("bare.py"))]


def environment(made: Made) -> dict[str, str]:
    """What every process is started with: a home of its own, no one's settings."""
    home = made.path / "home"
    home.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
    }


def _arguments(made: Made) -> list[str]:
    return ["--office", str(made.office), "--host", str(made.host)]


def _app(made: Made) -> list[str]:
    return [str(Path(sys.executable).with_name("iass")), *_arguments(made)]


def first_paint(made: Made, times: int) -> list[Finding]:
    """The sign-in screen over a bare Textual app, one after the other."""
    ours, bare = [], []
    for _ in range(times):
        bare.append(_started(BARE, made))
        ours.append(_started(_app(made), made))
    app, least = (middle(act.painted for act in acts) for acts in (ours, bare))
    detail = f"{ms(app):.0f} ms; the bare app {ms(least):.0f} ms"
    size = middle(act.size for act in ours)
    return [
        Finding("first-paint", "sign-in screen painted, over a bare Textual app", app / least, "times", 1.3, detail),
        Finding("first-paint", "  bytes of the first paint", size, "bytes"),
    ]


def _started(argv: Sequence[str], made: Made) -> Act:
    with on_a_line(argv, environment(made)) as line:
        return line.until(*FIRST_PAGE)


@contextmanager
def _signed_in(made: Made, marks: Path) -> Iterator[tuple[Line, Act]]:
    """The app at Today, everything read; and what happened since Enter on the passphrase."""
    argv = [sys.executable, "-m", "scripts.benching.watched", str(marks), *_arguments(made)]
    with on_a_line(argv, environment(made)) as line:
        line.until(*FIRST_PAGE)
        line.do(f"{OFFICER}\r")
        line.quiet()
        line.do(PASSPHRASE)
        time.sleep(TYPING)
        line.quiet()
        line.do("\r")
        act = line.until(*TODAY_PAGE)
        ends = time.monotonic() + SLOW
        while "longest wait" not in read_marks(marks):
            line.quiet()
            if time.monotonic() > ends:
                raise NeverSeen(f"no directory: {read_marks(marks)}")
        line.quiet()
        yield line, act


def signing_in(made: Made, times: int) -> list[Finding]:
    """From Enter on the passphrase to Today, to names and to everything; and what the process then holds."""
    shown, sign_in, names, everything, waits, held = [], [], [], [], [], []
    for number in range(times):
        marks = made.path / f"marks-{number}"
        with _signed_in(made, marks) as (line, act):
            seen = read_marks(marks)
            shown.append(act.shown - seen["argon2"])
            sign_in.append(seen["sign-in"] - seen["argon2"])
            names.append(seen["names"])
            everything.append(seen["all"])
            waits.append(seen["longest wait"])
            held.append(line.memory())
    wait = f"the screen answers within {ms(middle(waits)):.0f} ms meanwhile"
    opening = f"of which opening the office {ms(middle(sign_in)):.0f} ms; {spread(shown)}"
    return [
        Finding("today", "Today shown after Enter, less Argon2", ms(middle(shown)), "ms", 200, opening),
        Finding("directory", "directory after sign-in: names", ms(middle(names)), "ms", 150, wait),
        Finding("directory", "directory after sign-in: all", ms(middle(everything)), "ms", 300, spread(everything)),
        Finding("memory", "memory of a signed-in process", middle(held), "MB", 110),
    ]


def painting(made: Made, times: int) -> list[Finding]:
    """Typing in Find, and what goes over the line for small acts."""
    keys: list[Act] = []
    with _signed_in(made, made.path / "marks-find") as (line, _):
        downs = [_done(line, "\x1b[B") for _ in range(3)]
        dialog = _done(line, "?")
        _done(line, "\x1b")
        line.do("/")
        line.until(*FIND_PAGE)
        for name in NAMES[:times]:
            keys += [_done(line, letter) for letter in name]
            line.do("\x7f" * len(name))
            line.quiet()
    painted = [act.painted for act in keys]
    found = [Finding("find", "one key in Find: painted", ms(middle(painted)), "ms", 25, spread(painted))]
    sizes = {"one key in Find": keys, "a list row down": downs, "a dialog": [dialog]}
    found += [
        Finding("bytes", f"  bytes of {what}", middle(act.size for act in acts), "bytes")
        for what, acts in sizes.items()
    ]
    return [*found, Finding("bytes", "  bytes of a typed character", _typed(made), "bytes")]


def _typed(made: Made) -> float:
    with on_a_line(_app(made), environment(made)) as line:
        line.until(*FIRST_PAGE)
        return middle(_done(line, letter).size for letter in OFFICER)


def _done(line: Line, keys: str) -> Act:
    line.do(keys)
    return line.quiet()
