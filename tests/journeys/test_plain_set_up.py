"""An office set up by ear, sheets and all; a demo heard; and what a machine that died in between gives back."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import sqlite3
from pathlib import Path

import pytest

from iass_tui.demo import MARK, DemoAccount, Described
from tests.journeys.conftest import Founded
from tests.journeys.office import WORDS
from tests.journeys.spoken import Spoken
from tests.journeys.test_plain import signed_in, until_saving

OWN = "harbour kettle window forty quiet stairs"
OFFERED = re.compile(r"^((?:[a-z]+ ){5}[a-z]+)\r?$", re.MULTILINE)
GROUP = re.compile(r"^(\d): ((?:[A-Z2-7] ){3}[A-Z2-7])\r?$", re.MULTILINE)


def five_questions(spoken: Spoken) -> None:
    spoken.answer("Name of the office", "")
    spoken.answer("Council", "Westbridge Council")
    spoken.answer("Error: Enter the name of the office", "Westbridge IASS")
    spoken.answer("Now: Westbridge Council. Enter keeps it.", "")
    spoken.answer("Web address", "")
    spoken.answer("version or date", "")
    spoken.answer("write only that", "Larch Hosting", ".")
    spoken.hears("Continue: press Enter")
    spoken.say("")
    spoken.answer("Name of the line manager", "Pat Manager")


def sheet(spoken: Spoken, number: int) -> str:
    """Shown where that was asked for, typed back unseen; as it was printed."""
    spoken.hears(f"Sheet {number} of 3", "two sheets in one scrollback open the office", "The word show", "hide it")
    before = len(spoken.printed)
    assert not GROUP.search(spoken.printed[-300:])
    spoken.say("show")
    spoken.hears("7: ", "hide it", "press Enter.")
    groups = [letters for _, letters in GROUP.findall(spoken.printed[before:])]
    assert len(groups) == 7
    spoken.say("")
    spoken.hears("Type it back", "Not shown:")
    before = len(spoken.printed)
    typed = "".join(groups).replace(" ", "").lower()
    spoken.say(typed)
    spoken.hears("That sheet is right" if number < 3 else "All three sheets are typed back", "press Enter.")
    assert typed not in spoken.printed[before:].lower()
    spoken.say("")
    return typed


@pytest.mark.parametrize("command", [("--plain",), ("init", "--plain")], ids=["first start", "init"])
def test_an_office_is_set_up_by_ear_and_no_secret_is_printed_that_nobody_asked_for(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    spoken = Spoken(tmp_path, *command)
    try:
        spoken.hears("Set up an office", "1 of 5")
        five_questions(spoken)
        spoken.hears("Six words no one else has seen", "The word show prints it", "Your name", "Answer: ")
        assert not OFFERED.search(spoken.printed)
        spoken.say("show")
        spoken.hears("Your name", "Answer: ")
        assert OFFERED.search(spoken.printed)
        spoken.say("Pat Manager")
        spoken.answer("Sign-in name", "pat")
        for words in ("Passphrase", "same passphrase again"):
            spoken.hears(words, "Not shown:")
            spoken.say(OWN)
        spoken.hears("Check your answers", "looked after by Larch Hosting, who can switch it off")
        spoken.hears("Set up the office: press Enter")
        spoken.say("")
        spoken.hears("Recovery kit", "Nothing changes until all three", "1. The first holder is here", "Which?")
        spoken.say("1")
        sheets = [sheet(spoken, number) for number in (1, 2, 3)]
        spoken.hears("The recovery kit is made", "Today:")
        spoken.say("stop")
        assert spoken.ends() == 0
    finally:
        spoken.kill()
    assert OWN not in spoken.printed
    assert len(set(sheets)) == 3
    assert spoken.drew() == []
    assert spoken.where(OWN, *sheets) == []


def test_a_demo_that_was_made_before_is_heard_from_its_first_page_on(founded: Founded) -> None:
    founded.put_back()
    account = DemoAccount("pat", "manager", founded.passphrase)
    described = Described(founded.folder / "office", (account,))
    (founded.folder / "office" / MARK).write_text(json.dumps(described.to_json()))
    spoken = Spoken(founded.folder, "demo", "--plain", "--office", str(founded.folder / "office"))
    try:
        spoken.hears("A demo: nobody in it exists", founded.passphrase, "Passphrase", "Not shown:")
        spoken.say(founded.passphrase)
        spoken.hears("Today", "Today:")
        spoken.say("stop")
        assert spoken.ends() == 0
    finally:
        spoken.kill()
    assert spoken.drew() == []
    assert spoken.printed.count(founded.passphrase) == 1


def draft_in(folder: Path) -> bytes:
    """The one draft as it lies sealed in the file; b"" while there is none."""
    with contextlib.closing(sqlite3.connect(f"file:{folder}/office/office.db?mode=ro", uri=True)) as office:
        return next((bytes(body) for (body,) in office.execute("SELECT body FROM draft")), b"")


def test_a_machine_that_died_gives_the_answers_back(founded: Founded) -> None:
    founded.put_back()
    heard = signed_in(founded)
    try:
        until_saving(heard)
        heard.answer("1. Yes", "1")
        heard.answer("May we also keep ways to reach you?", "2")
        heard.hears("given name", "Answer: ")
        before = draft_in(heard.folder)
        heard.say(WORDS["given"])
        heard.hears("Family name", "Answer: ")
        heard.until(lambda: draft_in(heard.folder) != before)
        assert heard.ends(signal.SIGKILL) == signal.SIGKILL
    finally:
        heard.kill()
    assert heard.where(WORDS["given"]) == []
    again = signed_in(founded)
    try:
        number = next(line for line in again.printed.splitlines() if "Unsaved, new enquiry" in line).partition(".")[0]
        again.say(number)
        again.hears(f"Now: {WORDS['given']}", "Answer: ")
        again.say("stop")
        assert again.ends() == 0
        assert again.drew() == []
    finally:
        again.kill()
