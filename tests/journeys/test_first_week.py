"""What an office does with its first families, by keyboard alone on a real pseudo-terminal at 80 by 24."""

import json
import re

import openpyxl
import pytest

from tests.journeys.conftest import Founded
from tests.journeys.office import SIX_WORDS, WORDS, Seat, end, sign_in

NEW = "marble kitchen tundra violin eagle"


def _home(seat: Seat) -> None:
    seat.press("ctrl+t")
    seat.see("Today", "My cases")


def _person(seat: Seat, typed: str) -> None:
    seat.press("/")
    seat.see("Any part of a name")
    seat.terminal.write(typed)
    seat.see(f"> {WORDS['mother']} {WORDS['family']}")
    seat.press("enter")
    seat.see("Person", WORDS["mother"], "parent or carer")


def test_a_note_is_saved_and_its_case_found_by_a_mistyped_name(pat: Seat) -> None:
    _person(pat, "zemblafroth")
    pat.press("down", "enter")
    pat.see("Case", "C-0001")
    pat.press("n")
    pat.see("New note", "What was said and done")
    pat.terminal.write(WORDS["note"])
    pat.press("tab", "2", "enter", "1", "enter")
    pat.press("ctrl+o")
    pat.see("Case", "C-0001", "Notes 2")


def test_a_consent_is_given_and_taken_back_with_its_effects_shown_first(pat: Seat) -> None:
    _person(pat, "zembla")
    pat.press("c")
    pat.see("what they agreed to", "Save contact details")
    pat.press("down", "enter")
    pat.see("What do they say now?", "They take it back")
    pat.press("1", "enter")
    pat.see("erased for good", "Who says so?")
    pat.press("1", "enter", "3", "enter")
    pat.terminal.write("PM")
    pat.press("ctrl+o")
    pat.see("It is taken back", "No older copy of the keys opens what was erased")
    pat.press("enter")
    pat.see("Save contact details", "withdrawn")
    pat.press("escape")
    assert WORDS["phone"] not in pat.see("Person", WORDS["mother"])


def test_a_working_copy_is_decided_item_by_item_and_waits_encrypted(pat: Seat) -> None:
    _person(pat, "zembla")
    pat.press("p")
    pat.see("Who asks for it?")
    pat.press("1", "enter")
    pat.see("to decide 6")
    pat.press(*["+"] * 6)
    pat.see("to decide 0")
    pat.press("m")
    pat.see("Make the copy?")
    pat.press("enter")
    pat.see("The copy is made")
    assert pat.find(SIX_WORDS)
    pat.press("enter")
    listed = pat.run("outbox", "list")
    assert "copy-" in listed.stdout


def test_the_quarter_and_the_other_commands(pat: Seat, begun: Founded) -> None:
    passphrase = begun.folder.parent / "pat.passphrase"
    passphrase.write_text(begun.passphrase)
    passphrase.chmod(0o600)
    who = ("--sign-in", "pat", "--passphrase-file", str(passphrase))
    book = begun.folder.parent / "quarter.xlsx"
    book.unlink(missing_ok=True)
    made = pat.run("quarter", "2026-Q3", "--draft", "-o", str(book), *who)
    assert made.returncode == 0, made.stderr
    cells = [
        cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert 1 not in cells
    assert not [cell for cell in cells if isinstance(cell, str) and WORDS["family"] in cell]
    found = json.loads(pat.run("find", "-", "--json", *who, typed="zembla\n").stdout)
    assert {one["name"].split()[-1] for one in found if one["kind"] == "person"} == {WORDS["family"]}
    assert pat.run("check").returncode == 0
    assert pat.run("pack", "C-0001", "--draft", "--list", *who).returncode == 0
    (begun.folder.parent / "backups").mkdir(exist_ok=True)
    assert pat.run("backup", str(begun.folder.parent / "backups")).returncode == 0
    wrong = begun.folder.parent / "wrong.passphrase"
    wrong.write_text("not it at all")
    wrong.chmod(0o600)
    assert pat.run("find", "-", "--sign-in", "pat", "--passphrase-file", str(wrong), typed="x\n").returncode == 12
    assert pat.run("check", "--office", str(begun.folder.parent / "nothing")).returncode == 10


def test_locking_blanks_the_screen_and_unlocking_returns_to_where_one_was(pat: Seat, begun: Founded) -> None:
    _person(pat, "zembla")
    pat.press("ctrl+l")
    pat.see("Locked", "type your passphrase")
    pat.gone(WORDS["mother"], WORDS["family"])
    pat.fill(begun.passphrase)
    pat.see("Person", WORDS["mother"])


@pytest.mark.parametrize("how", ["the line is cut", "kill -9"])
def test_a_note_half_written_is_offered_back(pat: Seat, begun: Founded, how: str) -> None:
    _person(pat, "zembla")
    pat.press("down", "enter")
    pat.see("Case", "C-0001")
    pat.press("n")
    pat.see("New note")
    pat.terminal.write(WORDS["free"])
    pat.see("as a draft")
    if how == "kill -9":
        pat.kill()
    else:
        pat.terminal.hang_up()
    again = Seat(pat.folder)
    try:
        sign_in(again, "pat", begun.passphrase)
        again.see("note")
        again.press("home", "down", "enter")
        again.see("New note", WORDS["free"])
    finally:
        end(again)


def test_the_terminal_may_become_very_small_and_large_again(pat: Seat) -> None:
    _person(pat, "zembla")
    pat.terminal.resize(20, 5)
    pat.terminal.settle()
    pat.terminal.resize(80, 24)
    pat.see("Person", WORDS["mother"])


def test_two_sheets_make_a_manager_again(pat: Seat, begun: Founded) -> None:
    pat.leave()
    terminal = pat.start("keys", "recover")
    for number, sheet in ((1, begun.sheets[0]), (3, begun.sheets[2])):
        terminal.wait_for("Which sheet is it")
        terminal.settle()
        terminal.type(f"{number}\r")
        terminal.wait_for(f"Sheet {number}:")
        terminal.type(sheet.lower().replace("-", " ") + "\r")
        terminal.settle()
    terminal.wait_for("Sign-in name of the manager")
    terminal.type("pat\r")
    terminal.wait_for("at this keyboard now")
    terminal.type("yes\r")
    terminal.wait_for("New passphrase")
    terminal.type(f"{NEW}\r")
    terminal.wait_for("Once more")
    terminal.type(f"{NEW}\r")
    terminal.wait_for("can sign in now")
    assert terminal.finish() == 0
    pat.start()
    sign_in(pat, "pat", NEW)
    pat.see("No recovery kit")


def test_nothing_of_a_journey_is_left_on_the_terminal(pat: Seat) -> None:
    _person(pat, "zembla")
    pat.leave()
    left = pat.terminal.raw.rpartition(b"\x1b[?1049l")
    assert left[1]
    assert WORDS["family"].encode() not in left[2]
    assert set(re.findall(rb"\x1b\][012];([^\x07\x1b]*)", pat.terminal.raw)) == {b"IASS"}
