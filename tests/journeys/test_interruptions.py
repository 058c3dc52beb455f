"""Someone walks up, the window shrinks, the line drops, the machine dies: no word is lost, none is left lying about."""

from tests.journeys.conftest import Founded
from tests.journeys.office import CANARIES, WORDS, Seat, sign_in
from tests.journeys.test_casework import open_case, open_person


def _new_note(seat: Seat, words: str) -> None:
    open_person(seat)
    open_case(seat)
    seat.press("n")
    seat.see("New note", "▌ What was said and done")
    seat.type(words)
    seat.see(words)


def test_a_lock_blanks_everything_and_gives_all_of_it_back(pat: Seat, begun: Founded) -> None:
    _new_note(pat, WORDS["free"])
    pat.press("ctrl+l")
    locked = pat.see("Locked. Pat Manager, type your passphrase")
    assert not [word for word in (*CANARIES, "C-0001") if word in locked]
    pat.type("not my passphrase", "enter")
    pat.see("That is not your passphrase")
    pat.type(begun.passphrase, "enter")
    pat.see("New note", "C-0001", WORDS["free"])
    for columns, rows in ((20, 5), (200, 60), (80, 24)):
        pat.terminal.resize(columns, rows)
        pat.terminal.settle()
    pat.see("New note", WORDS["free"], "Ctrl+O save")
    pat.type("tab", "4", "enter", "1", "ctrl+o")
    pat.see("Timeline", "snarkleberry")
    pat.leave()


def test_what_was_typed_when_the_line_dropped_or_the_machine_died_is_offered_back(pat: Seat, begun: Founded) -> None:
    _new_note(pat, WORDS["free"])
    pat.terminal.hang_up()
    assert pat.terminal.status == 0
    pat.left_quietly()
    pat.start()
    sign_in(pat, "pat", begun.passphrase)
    pat.see("Unsaved", "note C-0001")
    pat.press("down", "enter")
    pat.see("New note", WORDS["free"])
    pat.type(" ", WORDS["progress"])
    pat.see("as a draft. Not yet saved for good.")
    pat.kill()
    pat.start()
    sign_in(pat, "pat", begun.passphrase)
    pat.see("Unsaved", "note C-0001")
    pat.press("down", "enter")
    pat.see("New note", f"{WORDS['free']} {WORDS['progress']}")
    pat.leave()
