"""One case from its first contact to its closing, opened again and closed, by keyboard alone at 80 by 24 (issue 4)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.journeys.conftest import Founded
from tests.journeys.office import AFTER, BEFORE, FAMILY, SAVE, WORDS, Seat, end, sign_in
from tests.journeys.test_colleagues import volunteer_joins

A_WEEK_AGO = date.today() - timedelta(days=7)
ENDED = "She knows what to do next"


def close(seat: Seat) -> None:
    """From the case's page: why, what came of it, and the outcome in words (P41)."""
    seat.press("s")
    seat.see("What happens with it?")
    seat.type("2", "enter")
    seat.see("▌ Why it closes")
    seat.type("1", "tab", "space", "tab", ENDED, "ctrl+o")
    seat.see("CLOSED", ENDED)


@pytest.fixture
def vera(empty: Seat) -> Iterator[Seat]:
    """Another terminal of an office without families."""
    seat = Seat(empty.folder)
    yield seat
    end(seat)


def take_in(pat: Seat, vera: Seat, passphrase: str) -> None:
    """A volunteer asks the first questions and sends them; the officer accepts: a case of theirs."""
    volunteer_joins(pat, vera)
    vera.press("i")
    vera.see("question 1 ")
    vera.walk([*BEFORE, (SAVE, "1"), *FAMILY, *AFTER])
    vera.see("Check your answers", "Send it to the officers")
    vera.press("tab", "enter")
    vera.see("It is with the officers.")
    vera.press("enter")
    vera.leave()
    pat.start()
    sign_in(pat, "pat", passphrase)
    pat.see("Volunteers' enquiries: waiting 1")
    pat.press("home", "enter")
    pat.see("Waiting 1", WORDS["given"])
    pat.press("enter")
    pat.see("Vera Volunteer, waiting")
    pat.press("s")
    pat.see("what happens next?")
    pat.type("1", "enter")
    pat.see("Case", "C-0001", WORDS["given"], "Timeline")


def write_a_letter(pat: Seat) -> None:
    """To the mother: chosen, filled in, read whole, made; word for word in the record."""
    pat.press("d")
    pat.see("Write a letter")
    pat.press("down", "down", "enter")
    pat.see("Then it says here whether it may")
    pat.type("hold", "enter", "ondra", "enter")
    pat.see("YES.")
    pat.type("ctrl+o")
    pat.see("When their message came")
    pat.type("on Monday", "ctrl+o")
    pat.see("Nothing is made yet", "Our reference C-0001")
    pat.press("m")
    pat.see("Which print?")
    pat.type("1", "enter")
    pat.see("The letter is made")
    pat.press("enter")
    pat.see("Write a letter")
    pat.press("escape")


def test_a_case_is_lived_from_intake_to_closure(empty: Seat, vera: Seat, founded: Founded) -> None:
    pat = empty
    take_in(pat, vera, founded.passphrase)
    # one more need
    pat.press("e")
    pat.see("Change a case", "▌ What it is about")
    pat.type("tab", "end", "space", "ctrl+o")
    pat.see("Case", "C-0001", "Timeline")
    # another level, with its reason
    pat.press("l")
    pat.see("The level of this case", "▌ Level")
    pat.type("3", "enter", "an appeal is likely", "enter")
    pat.see("level 3", "Level 3, before level 2")
    # a note, and what a colleague would miss said in passing
    pat.press("n")
    pat.see("New note", "▌ What was said and done")
    pat.type(WORDS["note"], "tab", "2", "enter", "1", "enter")
    pat.type("ctrl+o")
    pat.see("Saved. A colleague taking over")
    pat.see("Timeline", "glimmerstane")
    # a talk without a note
    pat.press("q")
    pat.see("A talk without a note", "▌ With whom")
    pat.type("2", "enter", "down", "enter", "12", "enter", "1", *["enter"] * 6)
    pat.see("Saved. n writes down what was said")
    # the council has the request: every date of the law follows
    pat.press("t")
    pat.see("Timetable", "nothing yet, + writes it down")
    pat.press("+")
    pat.see("What happened")
    pat.type("1", "enter")
    pat.see("▌ What happened", "On which day")
    on = A_WEEK_AGO
    pat.type("1", "enter", str(on.day), "tab", str(on.month), "tab", str(on.year), "tab", "1", "enter", "enter")
    pat.see("To be done 3")
    pat.press("escape")
    # what was agreed is done
    pat.see("Case", "Tasks 1")
    pat.press("home", "space")
    pat.see("Tasks: nothing to do", "1 done")
    write_a_letter(pat)
    pat.see("Case", "Timeline")
    # may the mother know? She may, and it is recorded
    pat.press("x")
    pat.see("With")
    pat.type("ondra", "enter")
    pat.see("YES.", "Record what was shared")
    pat.press("enter")
    pat.see("▌ What exactly")
    pat.type("When the plan comes", "enter", "t", "enter")
    pat.see("Case", "shared")
    # the sheet tells a stranger all of it
    pat.press("h")
    pat.see("Handover", "For the colleague who takes over", "level 3", WORDS["school"], "MISSING: the child's own view")
    pat.press("end")
    pat.see("Still missing for whoever takes over", "(P43)")
    pat.press("escape")
    # closed, opened again, closed
    pat.see("Case", "C-0001")
    close(pat)
    pat.press("s")
    pat.see("What happens with it?")
    pat.type("1", "enter")
    pat.see("Open this case again?")
    pat.type("They rang again", "enter")
    pat.see("level 3 open Pat Manager")
    pat.press("home")
    pat.see("Open again: They rang again")
    close(pat)
    pat.press("h")
    pat.see("Handover", "C-0001", "closed")
    pat.leave()
