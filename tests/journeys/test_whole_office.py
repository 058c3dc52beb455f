"""A new office's first day, from set-up to recovery, by keyboard alone on a real pseudo-terminal."""

from pathlib import Path

from tests.journeys.office import Seat, set_up


def test_first_day(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    passphrase, sheets = set_up(seat)
    intake_yes(seat)


def permission(seat: Seat, save: str) -> None:
    seat.press("i")
    seat.see("New enquiry")
    seat.press("f2")
    seat.answer("How did they get in touch?", "1")
    seat.answer("Who is getting in touch?", "1")
    seat.answer("What is it about?", "2")
    seat.answer("Explain our policy", "2")
    seat.answer("Have they understood it?", "1")
    seat.answer("Explain their rights", "1")
    seat.answer("Who explained them?")
    seat.answer("When?")
    seat.answer("May we save what you tell us", save)


def intake_yes(seat: Seat) -> None:
    permission(seat, "1")
    seat.answer("May we also keep ways to reach you?", "1")
    for title, text in (
        ("Child or young person: given name", "Amina"),
        ("Family name", "Hassan"),
        ("Known as", ""),
    ):
        seat.answer(title, text=text)
    seat.see("Date of birth")
    seat.terminal.write("27 March 2011")
    seat.press("enter")
    seat.answer("Given name", text="Zahra")
    seat.answer("Family name", text="Hassan")
