"""Version 2 of the policy by keyboard: written, printed, approved, issued, told to everybody; nobody is left."""

import re

from tests.journeys.conftest import Founded
from tests.journeys.office import Seat


def to_policy(seat: Seat) -> None:
    """From any page to the register of versions."""
    seat.press("ctrl+p")
    seat.see("Search for commands")
    seat.type("Policy")
    seat.see("Its versions, reviews, and who was told")
    seat.press("enter")


def issue_version_2(seat: Seat) -> None:
    """Drafted, printed as a draft, approved with a minutes reference, issued."""
    to_policy(seat)
    seat.see("Version 1 is in force")
    seat.press("+")
    seat.see("A new version of the policy", "In plain words")
    seat.type("We keep it on our own computer.")
    seat.press("tab", "tab", "tab", "end")
    seat.type(" Our computer is our own.")
    seat.press("ctrl+o")
    seat.see("Version 2", "draft", "ADDED", "Our computer is our own.")
    seat.press("m")
    seat.see("Each page says that it is a draft")
    seat.type("1", "enter")
    seat.see("The paper is made")
    seat.press("enter", "s")
    seat.see("It was approved")
    seat.type("1", "enter")
    seat.see("From now on a change of its words takes the approval back")
    seat.press("2", "enter", "enter", "tab", "tab")
    seat.type("Board 4/2026", "enter")
    seat.press("enter")
    seat.see("approved, to be issued", "the Advisory Board", "Board 4/2026")
    seat.press("s")
    seat.see("Issue it: it is in force from today")
    seat.type("1", "enter")
    seat.see("families are to be told", "The council and")
    seat.press("tab", "enter")
    seat.see("Version 2, issued", "0%: 0 of", "families accounted for")


def tell_every_family(seat: Seat) -> int:
    """Family by family from the top of the list: a copy, the link, both, in turn; how many those were."""
    told = 0
    while "No family here is left" not in seat.find(re.compile(r"(Families left to tell \d+|No family here is left)")):
        seat.press("home", "space")
        seat.see("What changed: We keep it on our own computer.", "What they got")
        seat.type(str(told % 3 + 1), "enter")
        seat.press("1", "enter", "ctrl+o")
        told += 1
        seat.see("Version 2, issued", f"told {told}")
    return told


def letters_to_everyone_outside(seat: Seat) -> None:
    """One letter in large print for the council and all agencies, and that it went out by post."""
    seat.press("home", "m")
    if "Whom is it about?" in seat.see("Letter", "print") or "Whom is it about?" in seat.terminal.text:
        seat.type("2", "enter")
    seat.see("Which print?")
    seat.type("2", "enter")
    seat.see("The letter is made")
    seat.press("enter")
    seat.see("letter made")
    seat.press("home", "space")
    seat.see("How were they told?")
    seat.type("2", "enter")
    seat.press("tab", "tab", "tab", "enter")
    seat.see("post")


def test_issuing_version_2_ends_with_every_active_family_accounted_for(pat: Seat, begun: Founded) -> None:
    issue_version_2(pat)
    assert tell_every_family(pat) == 1
    pat.see("100%: 1 of 1 families accounted for", "No family here is left to tell")
    letters_to_everyone_outside(pat)
    pat.see("Colleagues, who read it when they sign in", "not yet")
    pat.leave()
    pat.start()
    pat.see("Sign in", "Passphrase")
    pat.fill("pat", begun.passphrase)
    pat.see("Version 2 of our confidentiality policy is in force", "We keep it on our own computer.", "ADDED")
    pat.press("space")
    pat.see("Today", "My cases")
    to_policy(pat)
    pat.see("Version 2 is in force", "100%")
    pat.press("enter")
    pat.see("Who was told")
    pat.press("tab", "enter")
    assert "not yet" not in pat.see("100%: 1 of 1 families accounted for", "read")
    pat.leave()
