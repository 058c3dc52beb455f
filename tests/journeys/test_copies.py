"""What leaves the office: an encrypted copy for a mother, the quarter's workbook, a backup; and the command line."""

import json
import re
from pathlib import Path

import openpyxl

from tests.journeys.conftest import Founded
from tests.journeys.office import CANARIES, SIX_WORDS, WORDS, Seat
from tests.journeys.test_casework import open_person

FILE = re.compile(r"(copy-C-0001-\d{8}-[0-9a-f]+\.pdf)")


def test_a_working_copy_is_decided_item_by_item_and_waits_encrypted(pat: Seat) -> None:
    open_person(pat)
    pat.press("=")
    pat.see("What Ondrasine Zemblaforth is to Quillonwy Zemblaforth", "▌ How related")
    pat.fields("1", "1", WORDS["evidence"])
    pat.type("ctrl+o")
    pat.see("Timeline", "Saved")
    pat.press("p")
    pat.see("▌ Who asks for it?")
    pat.press("2", "enter")
    pat.see("YES, Ondrasine Zemblaforth may have a copy", "to decide 7")
    pat.press("-", *["+"] * 6)
    pat.see("goes in 6 stays out 1 kept back by the rules 0 to decide 0")
    pat.press("m")
    pat.read_on("Make the copy?", "6 of 7 items")
    pat.see("The copy is made", "It opens with these words")
    name, words = pat.find(FILE), pat.find(SIX_WORDS)
    pat.press("enter")
    assert words not in pat.see("Timeline")
    assert name in pat.run("outbox", "list").stdout
    raw = (pat.folder / "office" / "outbox" / name).read_bytes()
    assert raw.startswith(b"%PDF")
    assert b"/Encrypt" in raw
    assert not pat.where(words)
    pat.leave()


def test_commands_beside_the_open_app(pat: Seat, begun: Founded, tmp_path: Path) -> None:
    secret, book, copies = tmp_path / "passphrase", pat.folder / "quarter.xlsx", pat.folder / "copies"
    secret.write_text(f"{begun.passphrase}\n")
    secret.chmod(0o600)
    who = ("--sign-in", "pat", "--passphrase-file", str(secret))
    made = pat.run("quarter", "2026-Q3", "--draft", "-o", str(book), *who)
    assert made.returncode == 0, made.stderr
    cells = [
        cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert "0 to 4" in cells
    assert not {1, 2, 3, 4} & set(cells)
    assert not [word for word in CANARIES if word in str(cells)]
    found = pat.run("find", "-", "--json", *who, typed="Qillonwi\n")
    assert [one["name"] for one in json.loads(found.stdout)] == ["Quillonwy Zemblaforth"]
    listed = pat.run("pack", "C-0001", "--draft", "--list", *who)
    assert (listed.returncode, listed.stdout.count("include")) == (0, 7)
    unread = pat.run_unread("pack", "C-0001", "--draft", "--list", *who)
    assert (unread.returncode, unread.stderr) == (0, b"")
    copies.mkdir(mode=0o700)
    saved = pat.run("backup", str(copies))
    assert (saved.returncode, "Copied and verified" in saved.stderr) == (0, True)
    sound = pat.run("check")
    assert (sound.returncode, "The office is sound." in sound.stdout) == (0, True)
    assert pat.run("check", "--office", str(tmp_path / "nowhere")).returncode == 10
    secret.write_text("not the passphrase at all\n")
    assert pat.run("find", "-", *who, typed="Qillonwi\n").returncode == 12
    pat.leave()
