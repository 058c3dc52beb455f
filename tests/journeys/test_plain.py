"""A day through the plain face, at a terminal that only speaks what is printed."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from iass_tui import bootstrap
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.services.session import OfficeSession
from tests.journeys.conftest import Founded
from tests.journeys.office import CANARIES, WORDS
from tests.journeys.spoken import Spoken


@pytest.fixture
def heard(founded: Founded) -> Iterator[Spoken]:
    """The founder at Today of an empty office. Afterwards nothing was drawn, and no word of theirs stands in clear."""
    founded.put_back()
    spoken = signed_in(founded)
    try:
        yield spoken
    finally:
        spoken.kill()
    assert spoken.drew() == []
    assert founded.passphrase not in spoken.printed
    assert spoken.where(*CANARIES, founded.passphrase) == []


def signed_in(founded: Founded) -> Spoken:
    """Name and passphrase; the passphrase is not shown."""
    spoken = Spoken(founded.folder)
    spoken.hears("stays in this terminal's scrollback")
    spoken.answer("Sign-in name", "pat")
    spoken.hears("Passphrase", "Not shown:")
    spoken.say(founded.passphrase)
    spoken.hears("Today", "Today:")
    return spoken


def read_back(founded: Founded) -> OfficeSession:
    """The same office through the services, as another process finds it."""
    door = bootstrap.door(founded.folder / "office", founded.folder / "host")
    session = door.sign_in("pat", founded.passphrase)
    session.directory.load()
    return session


def until_saving(spoken: Spoken) -> None:
    """A mother telephones, hears what becomes of what she says, and understands it."""
    spoken.say("intake")
    spoken.hears("Nothing has been written so far")
    spoken.answer("How did they get in touch?", "1")
    spoken.answer("Who is getting in touch?", "parent or carer with")
    spoken.answer("What is it about?", "2")
    spoken.answer("Explain our policy", "2")
    spoken.answer("Have they understood it?", "1")
    spoken.answer("Explain their rights", "1")
    spoken.answer("Who explained them?", "")
    spoken.answer("When?", "")
    spoken.hears("May we save what you tell us", "Read aloud:")


def intake_with_a_yes(spoken: Spoken) -> None:
    """What she says is kept; a question that has a reason gives it, and a date that is none is asked again."""
    until_saving(spoken)
    spoken.answer("1. Yes", "1")
    spoken.answer("May we also keep ways to reach you?", "1")
    spoken.answer("given name", WORDS["given"])
    spoken.answer("Family name", WORDS["family"])
    spoken.answer("Known as", "")
    spoken.answer("Date of birth", "31 2 2012")
    spoken.answer("must be a real date", "why")
    spoken.hears("Why we ask", "press Enter.")
    spoken.say("")
    spoken.answer("Date of birth", "2 3 2012")
    spoken.answer("Given name", WORDS["mother"])
    spoken.answer("Family name", "")
    spoken.answer("Relation to the child", "mother")
    spoken.answer("Parental responsibility", "1")
    spoken.answer("Is there another parent or carer?", "2")
    spoken.answer("By what right", "1")
    spoken.answer("Phone", WORDS["phone"])
    spoken.answer("Email", "")
    spoken.answer("Address", WORDS["address"], "Second line", ".")
    spoken.answer("Postcode", WORDS["postcode"])
    spoken.answer("Safe times to call", WORDS["hours"])
    spoken.answer("What to take care of", "1 4")
    spoken.answer("Language", "English")
    spoken.answer("Interpreter", "1")
    spoken.answer("Formats that suit them", "")
    spoken.answer("Kind of school", "3")
    spoken.answer("Its name", WORDS["school"])
    spoken.answer("Support now", "2")
    spoken.answer("Needs, the main one first", "9 8")
    spoken.answer("Issues, the main one first", "1")
    spoken.answer("What the family wants", WORDS["wants"], ".")
    spoken.answer("Has the child or young person been asked", "3")
    spoken.answer("What we agreed", WORDS["action"], ".")
    spoken.answer("Do we ring or write to them for it?", "1")
    spoken.answer("When is it due?", f"{date.today() + timedelta(days=5):%d %m %Y}")
    spoken.answer("Level", "2")
    spoken.answer("How did they hear of us?", "1")
    spoken.answer("How long did it take?", "2")
    spoken.answer("Whom did you point them to?", "1")
    spoken.hears("Check your answers", WORDS["given"], "go: Save this case")
    spoken.say("go")
    spoken.hears("C-0001", "The case is saved", "1. Open the case")
    spoken.say("1")


def intake_with_a_no(spoken: Spoken) -> None:
    """Help all the same; nothing about them is asked or kept."""
    until_saving(spoken)
    spoken.answer("1. Yes", "2")
    spoken.hears("Nothing about them is written")
    for _ in range(12):
        found = spoken.hears_one("Answer: ", "press Enter.", "go: ")
        if found == "go: ":
            break
        spoken.say("1" if found == "Answer: " else "")
    spoken.say("go")
    spoken.hears("What happens next", "Which?")
    spoken.say("close")


def test_a_day_by_ear(heard: Spoken, founded: Founded) -> None:
    intake_with_a_yes(heard)
    heard.hears("Case", "C-0001", WORDS["given"], "Case:")
    heard.say("note")
    heard.answer("What was said and done", WORDS["note"], "It was a long day.", ".")
    heard.answer("Who told us this?", WORDS["mother"])
    heard.answer("May a parent see it?", "1")
    heard.answer("We agreed", WORDS["agreed"])
    heard.answer("Who does it", "")
    heard.answer("By when", "31 2 2030")
    heard.answer("We ring or write to", "3")
    heard.answer("How", "1")
    heard.answer("Minutes", "12")
    heard.answer("Will they share it?", "")
    heard.answer("On which day", "")
    heard.answer("Also about", "")
    heard.answer("How it stands now", "")
    heard.answer("Outcome", "")
    heard.answer("Minutes on the way", "")
    heard.answer("A volunteer's minutes", "")
    heard.hears("1. Save the note", "Which? ")
    heard.say("1")
    heard.answer("Error: By when must be a real date", f"{date.today() + timedelta(days=3):%d/%m/%Y}")
    heard.hears("1. Save the note", "Which? ")
    heard.say("1")
    heard.hears("Saved", "Case:")
    heard.say("today")
    heard.hears("Today", "Today:")
    heard.say("again")
    said = heard.hears("My open cases", "This week", "Today:")
    heard.say(re.findall(r"(\d+)\. This week", said)[-1])
    heard.hears(WORDS["agreed"], "Today:")
    heard.say("find")
    heard.answer("Any part of a name", WORDS["phone"][-6:])
    said = heard.hears(WORDS["mother"], "Find:")
    assert "phone" in said
    heard.say("1")
    said = heard.hears("Person", "Person:")
    assert said.index("SAFETY:") < said.index(WORDS["phone"])
    heard.say("consent")
    heard.hears("Updates by telephone, not asked", "Consent:")
    heard.say("9")
    heard.answer("What do they say now?", "1")
    heard.answer("Who says so?", "1")
    heard.answer("The policy (P72)", "2")
    heard.answer("may be taken back any time", "1")
    heard.answer("In which language?", "")
    heard.answer("In which format?", "")
    heard.answer("How was it given?", "3")
    heard.answer("Taken down by", "PM")
    heard.answer("When did they say so?", "")
    heard.answer("On what condition?", "")
    heard.answer("How long", "")
    heard.answer("Ask again on", "")
    heard.hears("1. Record the yes", "Which? ")
    heard.say("1")
    heard.hears("Recorded", "Updates by telephone, given", "Consent:")
    intake_with_a_no(heard)
    heard.say("stop")
    assert heard.ends() == 0
    assert "clear it, or close the window" in heard.printed

    session = read_back(founded)
    try:
        (mother,) = [hit for hit in session.directory.search(WORDS["mother"]) if hit.entry.kind == "person"]
        view = session.people.person(UUID(mother.entry.id))
        assert view.contact is not None
        assert view.contact.addresses[0].lines == (WORDS["address"], "Second line")
        (news,) = [one.event for one in view.consents if one.event.purpose is Purpose.MKT_PHONE]
        assert (news.decision, news.evidence) == (Decision.GIVEN, "PM")
        (child,) = [one for one in view.family if one.is_child_side]
        (line,) = session.people.person(child.person_id).cases
        case = session.casework.case(line.id)
        assert case.notes[0].rows[0].body.text == f"{WORDS['note']}\nIt was a long day."
        assert {task.body.what for task in case.tasks} == {WORDS["action"], WORDS["agreed"]}
        assert len(session.directory.search("C-0002")) == 0
    finally:
        session.close()


def test_a_cut_line_loses_nothing_and_a_lock_asks_for_the_passphrase(heard: Spoken, founded: Founded) -> None:
    until_saving(heard)
    heard.answer("1. Yes", "1")
    heard.answer("May we also keep ways to reach you?", "2")
    heard.answer("given name", WORDS["given"])
    heard.hears("Family name", "Answer: ")
    heard.say("lock")
    heard.hears("Locked.", "Passphrase", "Not shown:")
    heard.say(founded.passphrase)
    heard.hears(f"Now: {WORDS['given']}", "Answer: ")
    heard.say("")
    heard.answer("Family name", WORDS["family"])
    heard.hears("Known as", "Answer: ")
    assert heard.ends(signal.SIGHUP) == 0
    again = signed_in(founded)
    try:
        said = again.printed
        assert "Unsaved, new enquiry" in said
        number = next(line for line in said.splitlines() if "Unsaved, new enquiry" in line).partition(".")[0]
        again.say(number)
        again.hears("question", "Answer: ")
        again.say("before")
        again.say("stop")
        assert again.ends() == 0
        assert again.drew() == []
    finally:
        again.kill()
