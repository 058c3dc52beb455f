"""A family's case from day to day: notes, finding it again, the whole consent form, taking one answer back."""

from tests.journeys.office import WORDS, Seat


def open_person(seat: Seat, typed: str = "Qillonwi") -> None:
    """Finds the child by what somebody heard, and opens the page."""
    seat.press("/")
    seat.see("▌ Find")
    seat.type(typed)
    seat.see("> Quillonwy Zemblaforth", "if mistyped")
    seat.press("enter")
    seat.see("Born 27 March 2016", "Timeline")


def open_case(seat: Seat) -> None:
    """From the child's page to their case."""
    seat.press("down", "enter")
    seat.see("Case", "C-0001", "Timeline")


def test_notes_are_written_and_found_by_a_name_misheard(pat: Seat) -> None:
    open_person(pat)
    open_case(pat)
    pat.press("n")
    pat.see("New note", "▌ What was said and done")
    pat.type(WORDS["note"], "tab")
    pat.fields("2", "1", WORDS["agreed"], "Pat", "4", "12", "2026", "n", "1", "25")
    pat.type("ctrl+o")
    pat.see("Tasks 2", "glimmerstane", "pelliwraith")
    pat.press("n")
    pat.see("New note", "▌ What was said and done")
    pat.type("tab", "4", "enter", "3", *["tab"] * 14)
    pat.see("▌ How it stands now")
    pat.fields(WORDS["progress"], WORDS["free"])
    pat.type("ctrl+o")
    pat.see("hostrelwick")
    pat.leave()


def test_the_whole_consent_form_and_one_answer_taken_back(pat: Seat) -> None:
    """P72 to P96; what a withdrawal stops is on the screen before it is recorded."""
    open_person(pat)
    pat.press("c")
    pat.see("what they agreed to, as it stands today", "Save the case on our secure database")
    pat.press("c")
    pat.see("▌ Who gives these")
    pat.fields("2", "", "2", "", "", "1", "3", "1", "1")  # the mother, about both of them, everything read aloud
    pat.fields("1", "1", "1", "2", "2", "2", "1")
    pat.type("space", "down", "space")
    pat.fields("", WORDS["teacher"], "", "", "")
    pat.type(WORDS["other"], "tab")
    pat.fields("", "", "1", "", "3", f"O. {WORDS['family']}", "PM", "", "", "", "only in the morning", "", "", "")
    pat.see("Check and record the form", "only in the morning")
    pat.type("ctrl+o")
    pat.see("Record this form?", "said yes: Contact: School, college or other setting", "Ms Wimblethorn")
    pat.press("enter")
    pat.see("as it stands today", "Contact: Another agency", "given")
    pat.press("home", *["down"] * 2, "enter")
    pat.see("Contact: Another agency, named, Gorsefeather", "They take it back", "▌ What do they say now?")
    pat.press("1", "enter")
    before = pat.see("They take it back: Contact", "The agency may not be contacted any more", "▌ Who says so?")
    assert before.index("At once") < before.index("Who says so?")
    pat.fields("2", "1", "3", "PM")
    pat.type("ctrl+o")
    pat.see("It is taken back", "For the office to do", "Offer to tell the agency")
    pat.press("enter")
    pat.see("Tell them that it was taken back?", "Make the task")
    pat.press("enter")
    pat.see("Confirm it to them in writing?")
    pat.press("tab", "enter")
    pat.see("as it stands today", "withdrawn")
    pat.leave()


def test_contact_details_go_for_good_when_a_mother_takes_that_back(pat: Seat) -> None:
    pat.press("/")
    pat.see("▌ Find")
    pat.type("Ondrasine")
    pat.see("> Ondrasine Zemblaforth")
    pat.press("enter")
    pat.see("parent or carer", WORDS["phone"])
    pat.press("c")
    pat.see("what they agreed to", "Save contact details")
    pat.press("down", "enter")
    pat.see("They take it back", "▌ What do they say now?")
    pat.press("1", "enter")
    pat.see("erased for good", "▌ Who says so?")
    pat.fields("1", "3", "PM")
    pat.type("ctrl+o")
    pat.see("It is taken back", "No older copy of the keys opens what was erased")
    pat.press("enter")
    pat.see("A word to come back with")
    pat.press("enter")
    pat.see("Confirm it to them in writing?")
    pat.press("enter")
    pat.see("The letter is in the outbox", "It opens with these words")
    pat.press("enter")
    pat.see("Save contact details", "withdrawn")
    pat.press("escape")
    assert WORDS["phone"] not in pat.see("parent or carer", "no ways to reach them")
    pat.leave()
