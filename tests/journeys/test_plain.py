"""A day through the plain face, at a terminal that only speaks what is printed."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator

import pytest

from iass_tui import bootstrap
from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.services.session import OfficeSession
from tests.journeys.conftest import Founded
from tests.journeys.office import CANARIES, WORDS
from tests.journeys.spoken import Spoken


@pytest.fixture
def heard(founded: Founded) -> Iterator[Spoken]:
    """The founder at Today of an empty office. Afterwards nothing was drawn, and no word of theirs stands in clear."""
    shutil.rmtree(founded.folder)
    shutil.copytree(founded.kept, founded.folder)
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
    spoken.answer("", "1")
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
