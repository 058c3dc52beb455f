"""First contact by keys: every outcome of domain table 1.3, in both faces, at both sizes, on a real office."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.intake import IntakeScreen
from screens.intake.ends import DONE
from screens.intake.interview import CHECK
from screens.widgets.answer_list import AnswerList
from tests.screens.driving import SIZES, on_screen, shown, until
from tests.screens.intake_walks import fill, jump, page_keys, press_button, send, start, walk
from tests.screens.seated import seated
from tests.services.first_contacts import FAMILY, NO_CONTACT, REFERRAL, YOUNG, ending
from tests.services.offices import Office

Way = Callable[[Any, Any, dict[str, str]], Awaitable[object]]
BLOCKED = {
    **{field: REFERRAL[field] for field in ("channel", "user_type", "issue_group", "referral")},
    "permit": "NONE",
}
BLOCKED |= {"minutes_band": "1-15", "signposts": "NONE"}
SMALL, LARGE = SIZES
WITH_WORD = {**NO_CONTACT, "code_word": "amber lantern"}


async def changed_their_mind(pilot: Pilot[Any], screen: IntakeScreen, said: dict[str, str]) -> None:
    """Everything is answered, with Yes to P44; on the check page that becomes a No."""
    await jump(pilot, screen, "signposts", FAMILY)
    await walk(pilot, screen, FAMILY)
    answers = screen.query_one(AnswerList)
    while answers.chosen_key != "contact":
        await pilot.press("down")
    await send(pilot, "enter")
    await until(pilot, lambda: screen.at == "contact" and not screen.is_turning)
    await send(pilot, *page_keys(screen, "contact", said), "enter")
    await on_screen(pilot, "Confirm")
    assert "Phone, Email, Address" in shown(pilot.app.screen)
    await send(pilot, "shift+tab", "enter")
    await until(pilot, lambda: screen.at == "code_word" and not screen.is_turning)
    await walk(pilot, screen, said)


def from_question(place: str, way: Way) -> Way:
    """What leads up to this question is as in another walk; it and all that follows is typed."""

    async def walked(pilot: Pilot[Any], screen: IntakeScreen, said: dict[str, str]) -> None:
        await jump(pilot, screen, place, said)
        await way(pilot, screen, said)

    return walked


WALKS = [
    pytest.param(FAMILY, walk, SMALL, "CASE", id="yes-pages"),
    pytest.param(FAMILY, fill, SMALL, "CASE", id="yes-form"),
    pytest.param(WITH_WORD, changed_their_mind, LARGE, "CASE_WITHOUT_CONTACT", id="no-contact-pages"),
    pytest.param(WITH_WORD, from_question("contact", fill), LARGE, "CASE_WITHOUT_CONTACT", id="no-contact-form"),
    pytest.param(YOUNG, from_question("parents", walk), SMALL, "CASE", id="young-person-pages"),
    pytest.param(ending("NO"), walk, SMALL, "TALLY_NO", id="no-pages"),
    pytest.param(ending("NO"), fill, LARGE, "TALLY_NO", id="no-form"),
    pytest.param(ending("NOT_ASKED"), from_question("save", walk), LARGE, "TALLY_NOT_ASKED", id="not-asked-pages"),
    pytest.param(ending("NOT_ASKED"), from_question("save", fill), SMALL, "TALLY_NOT_ASKED", id="not-asked-form"),
    pytest.param(ending("ANONYMOUS"), from_question("save", walk), LARGE, "TALLY_ANONYMOUS", id="anonymous-pages"),
    pytest.param(ending("ANONYMOUS"), from_question("save", fill), SMALL, "TALLY_ANONYMOUS", id="anonymous-form"),
    pytest.param(REFERRAL, walk, SMALL, "REFERRAL_PENDING", id="referral-pages"),
    pytest.param(REFERRAL, fill, SMALL, "REFERRAL_PENDING", id="referral-form"),
    pytest.param(BLOCKED, walk, SMALL, "REFERRAL_BLOCKED", id="blocked-pages"),
    pytest.param(BLOCKED, fill, SMALL, "REFERRAL_BLOCKED", id="blocked-form"),
]
ACTS = {"CASE": "Save this case", "CASE_WITHOUT_CONTACT": "Save this case", "REFERRAL_PENDING": "Keep this referral"}


@pytest.mark.parametrize(("said", "way", "size", "outcome"), WALKS)
async def test_every_outcome(
    office: Office, request: pytest.FixtureRequest, said: dict[str, str], way: Way, size: tuple[int, int], outcome: str
) -> None:
    async with seated(office, office.officer, size=size) as (_, pilot):
        screen = await start(pilot, dense="-form" in request.node.name)
        await way(pilot, screen, said)
        assert screen.at == CHECK, shown(screen)
        assert f"[ {ACTS.get(outcome, 'Count this enquiry')} ]" in shown(screen)
        await press_button(pilot, screen, "finish")
        await until(pilot, lambda: screen.at == DONE)
        assert screen.end is not None
        assert screen.end.saved.outcome == outcome
        assert screen.talk.interview.answers == {}
