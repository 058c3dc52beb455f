"""First contacts that end without a case: No, anonymous, and families passed on by someone else."""

import re

from tests.journeys.office import AFTER, BEFORE, SAVE, WORDS, Page, Seat, new_enquiry, one_question_a_page

CODE = re.compile(r"((?:[A-Z0-9]{5}-){3}[A-Z0-9]{5})")
TEACHER: tuple[Page, ...] = (
    ("How did they get in touch?", "2"),
    ("Who is getting in touch?", "7"),
    ("What is it about?", "2"),
    ("Are they passing a family on to us?", "1"),
)


def count_it(seat: Seat) -> None:
    """The last questions of a contact that is only counted, and the button."""
    seat.walk(AFTER)
    seat.read_on("Was there a sign of harm?")
    shown = seat.see("Check your answers", "Count this enquiry")
    assert WORDS["refused"] not in shown
    seat.press("tab", "enter")
    seat.see("It is counted.")


def test_a_no_keeps_a_count_and_nothing_else(empty: Seat) -> None:
    """Also what was typed to find them: it stands nowhere any more, and in no file."""
    empty.press("/")
    empty.see("▌ Find")
    empty.type(WORDS["refused"])
    empty.see("Nobody found", "Start a new enquiry with what was typed")
    empty.press("enter")
    one_question_a_page(empty)
    empty.walk(BEFORE)
    empty.answer(SAVE, "2")
    empty.read_on("Nothing about you is written down", "what they said is wiped from this form")
    count_it(empty)
    empty.press("enter")
    assert WORDS["refused"] not in empty.see("▌ Find")
    empty.press("escape", "escape")
    empty.see("Today", "My open cases: 0")
    empty.leave()
    assert not empty.where(WORDS["refused"])


def test_who_stays_anonymous_comes_back_with_a_code(empty: Seat) -> None:
    new_enquiry(empty)
    empty.walk(BEFORE)
    empty.answer(SAVE, "3")
    empty.read_on("Nothing was saved about them")
    count_it(empty)
    code = empty.find(CODE)
    empty.press("enter")
    assert code not in empty.see("Today", "My cases")
    empty.press("i")
    empty.see("▌ How did they get in touch?")
    empty.press("escape", "b")
    empty.see("They were given a code")
    empty.type("L7EVF-7OZBJ-SGJGJ-NFUM2", "enter")
    empty.see("That code is not known")
    empty.type("end", *["backspace"] * 23, code.replace("-", " ").lower(), "enter")
    empty.see("They asked about: EHC needs assessment", "We pointed them to: IPSEA")
    empty.leave()
    assert not empty.where(code, code.replace("-", ""))


def test_a_family_passed_on_needs_its_own_permission(empty: Seat) -> None:
    """Without it nothing is kept; with it a name, one way to reach them, and who permitted it when."""
    new_enquiry(empty)
    empty.walk([*TEACHER, ("Did the family permit this?", "4")])
    empty.read_on("We cannot take this family on yet")
    count_it(empty)
    empty.press("i")
    one_question_a_page(empty)
    empty.walk(
        [
            *TEACHER,
            ("Did the family permit this?", "2"),
            ("Who in the family permitted it?", WORDS["mother"]),
            ("When?", "20 11 2026"),
            ("How do we know?", f"A letter from {WORDS['school']}"),
            ("Who passes them on?", "2"),
            ("Their name or organisation", WORDS["teacher"]),
            ("Whom shall we contact? Given name", WORDS["mother"]),
            ("Family name", WORDS["family"]),
            ("One way to reach them", "2"),
            ("Number or address", WORDS["phone"]),
            *AFTER,
        ]
    )
    empty.see("Check your answers", "Keep this referral")
    empty.press("tab", "enter")
    empty.see("The referral is kept.", "after 14 days, name and number are destroyed")
    empty.press("enter")
    empty.see("Today", "My cases")
    empty.press("/")
    empty.see("▌ Find")
    empty.type(WORDS["family"])
    empty.see(f"{WORDS['mother']} {WORDS['family']}", "1 found")
    empty.press("enter")
    empty.see("Person", "ASK THEM", "07700 900717")
