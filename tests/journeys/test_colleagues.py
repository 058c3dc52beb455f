"""Others at the office: a volunteer joins, sends to the officers; a manager who forgot the passphrase is back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.journeys.conftest import Founded
from tests.journeys.office import (
    AFTER,
    BEFORE,
    FAMILY,
    SAVE,
    SIX_WORDS,
    WORDS,
    Seat,
    agree_to_all,
    end,
    make_kit,
    sign_in,
)

CODE = re.compile(r"^\s+((?:[A-Z0-9]{5}-){3}[A-Z0-9]{5})$", re.MULTILINE)
OFFERED = re.compile(r"drawn at random: ((?:[a-z]+ ){5}[a-z]+)")


@pytest.fixture
def vera(pat: Seat) -> Iterator[Seat]:
    """Another terminal of the same office."""
    seat = Seat(pat.folder)
    yield seat
    end(seat)


def _staff(seat: Seat) -> None:
    seat.press("ctrl+p")
    seat.see("Search for commands")
    seat.type("Staff")
    seat.see("Colleagues, invitations, leavers")
    seat.press("enter")
    seat.see("Work here", "Pat Manager")


def volunteer_joins(pat: Seat, vera: Seat) -> tuple[str, str]:
    """Vera is invited, joins and is let in; Pat has left then. Her passphrase and the code that she used."""
    _staff(pat)
    pat.press("+")
    pat.see("▌ Their name")
    done = datetime.now(UTC).date()
    pat.fields("Vera Volunteer", "vera", "1", "VV", "1", str(done.day), str(done.month), str(done.year), "", "seen", "")
    pat.see("The code for Vera Volunteer", "it is shown this once")
    code = pat.find(CODE)
    pat.press("enter")
    assert code not in pat.see("Invited 1", "the code is not used yet")

    vera.see("Sign in", "New here?")
    vera.press("escape", "j")
    vera.see("Join with an invitation", "▌ Sign-in name")
    passphrase = vera.find(SIX_WORDS)
    vera.fields("vera", code.replace("-", " ").lower(), passphrase, passphrase)
    vera.read_on("Your keys are made", "they let you in")
    vera.see("▌ Sign-in name")
    vera.fields("vera", passphrase)
    vera.see("There is a problem")

    pat.press("escape")
    pat.see("Today", "My cases")
    _staff(pat)
    pat.see("Wait for your yes 1", "> Vera Volunteer")
    pat.press("enter")
    pat.read_on("Let them in?", "with what a volunteer may do")
    pat.see("Work here 2")
    pat.leave()

    vera.kill()
    vera.start()
    vera.see("▌ Sign-in name")
    vera.fields("vera", passphrase)
    agree_to_all(vera)
    vera.see("Front desk", "Vera Volunteer, volunteer")
    return passphrase, code


def test_a_volunteer_joins_sends_what_an_officer_takes_up_and_finds_no_case(
    pat: Seat, vera: Seat, begun: Founded
) -> None:
    passphrase, code = volunteer_joins(pat, vera)
    vera.press("/", "ctrl+f")
    assert "Find" not in vera.see("Front desk")
    vera.press("i")
    vera.see("question 1 ")
    vera.walk([*BEFORE, (SAVE, "1"), *FAMILY[:3]])
    vera.see("▌ Known as", "this is offered back")
    vera.press("escape", "ctrl+t")
    vera.see("Front desk", "Unsaved", "Enter goes on with it")  # save and come back
    vera.press("tab", "tab", "enter")
    vera.see("▌ Family name")
    vera.press("enter")
    vera.walk([*FAMILY[3:], *AFTER])
    vera.see("Check your answers", "Send it to the officers")
    vera.press("tab", "enter")
    vera.see("It is with the officers.", "What happens next")
    vera.press("enter")
    vera.see("Front desk", "waits for an officer")

    pat.start()
    sign_in(pat, "pat", begun.passphrase)
    pat.see("Volunteers' enquiries: waiting 1")
    pat.press("home", "enter")
    pat.see("Waiting 1", "Quillonwy Zemblaforth")
    pat.press("enter")
    pat.see("Vera Volunteer, waiting", "May be on file already", "same name, same date of birth")
    pat.press("s")
    pat.see("what happens next?", "Join the family of Quillonwy Zemblaforth")
    pat.type("1", "enter")
    pat.see("A new family all the same?")
    pat.press("shift+tab", "enter")
    pat.see("C-0002", WORDS["given"], "Timeline")
    pat.leave()

    vera.press("i")
    vera.see("question 1 ")
    vera.press("escape", "escape")
    vera.see("Front desk", "taken up by an officer")
    vera.leave()
    assert not vera.where(passphrase, code, code.replace("-", ""))


def test_two_sheets_bring_a_manager_back_and_the_kit_is_due_again(pat: Seat, begun: Founded) -> None:
    pat.leave()
    pat.start("keys", "recover")
    for number in (1, 3):
        pat.see("Which sheet is it", "1, 2 or 3?")
        pat.type(str(number), "enter")
        pat.see(f"Sheet {number}:")
        pat.type(begun.sheets[number - 1].replace("-", " ").lower(), "enter")
    pat.see("Sign-in name of the manager")
    pat.type("pat", "enter")
    pat.see("Is that person at this keyboard now?")
    pat.type("yes", "enter")
    passphrase = pat.find(OFFERED)
    pat.press("enter")
    for prompt in ("New passphrase:", "Once more:"):
        pat.see(prompt)
        pat.type(passphrase, "enter")
    shown = pat.see("pat can sign in now", "a new recovery kit is made then")
    assert pat.terminal.finish() == 0
    assert not [sheet for sheet in begun.sheets if sheet.split("-")[1] in shown]
    assert passphrase.encode() not in pat.terminal.outside  # nothing to scroll back to

    pat.start()
    pat.see("▌ Sign-in name")
    pat.fields("pat", begun.passphrase)
    pat.see("There is a problem")
    pat.kill()
    pat.start()
    sign_in(pat, "pat", passphrase)
    pat.see("> Put right", "No recovery kit", "My cases 1")
    pat.press("enter")
    sheets = make_kit(pat)
    assert not set(sheets) & set(begun.sheets)
    assert "No recovery kit" not in pat.see("Today", "My cases 1")
    pat.leave()
    assert not pat.where(passphrase, *sheets)
