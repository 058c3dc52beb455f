"""First contact by keys: every outcome of domain table 1.3, in both faces, at both sizes, on a real office."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from screens.intake.ends import DONE
from screens.intake.interview import CHECK
from tests.screens.driving import SIZES, shown, until
from tests.screens.intake_walks import fill, press_button, start, walk
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
WALKS = [
    pytest.param(FAMILY, walk, SMALL, "CASE", id="yes-pages"),
    pytest.param(FAMILY, fill, SMALL, "CASE", id="yes-form"),
    pytest.param(YOUNG, walk, SMALL, "CASE", id="young-person-pages"),
    pytest.param(WITH_WORD, walk, LARGE, "CASE_WITHOUT_CONTACT", id="no-contact-pages"),
    pytest.param(WITH_WORD, fill, LARGE, "CASE_WITHOUT_CONTACT", id="no-contact-form"),
    pytest.param(ending("NO"), walk, SMALL, "TALLY_NO", id="no-pages"),
    pytest.param(ending("NO"), fill, LARGE, "TALLY_NO", id="no-form"),
    pytest.param(ending("NOT_ASKED"), walk, LARGE, "TALLY_NOT_ASKED", id="not-asked-pages"),
    pytest.param(ending("NOT_ASKED"), fill, SMALL, "TALLY_NOT_ASKED", id="not-asked-form"),
    pytest.param(ending("ANONYMOUS"), walk, LARGE, "TALLY_ANONYMOUS", id="anonymous-pages"),
    pytest.param(ending("ANONYMOUS"), fill, SMALL, "TALLY_ANONYMOUS", id="anonymous-form"),
    pytest.param(REFERRAL, walk, SMALL, "REFERRAL_PENDING", id="referral-pages"),
    pytest.param(REFERRAL, fill, SMALL, "REFERRAL_PENDING", id="referral-form"),
    pytest.param(BLOCKED, walk, SMALL, "REFERRAL_BLOCKED", id="blocked-pages"),
    pytest.param(BLOCKED, fill, SMALL, "REFERRAL_BLOCKED", id="blocked-form"),
]
ACTS = {"CASE": "Save this case", "CASE_WITHOUT_CONTACT": "Save this case", "REFERRAL_PENDING": "Keep this referral"}


@pytest.mark.parametrize(("said", "way", "size", "outcome"), WALKS)
async def test_every_outcome(
    office: Office, said: dict[str, str], way: Way, size: tuple[int, int], outcome: str
) -> None:
    async with seated(office, office.officer, size=size) as (_, pilot):
        screen = await start(pilot, dense=way is fill)
        await way(pilot, screen, said)
        assert screen.at == CHECK, shown(screen)
        assert f"[ {ACTS.get(outcome, 'Count this enquiry')} ]" in shown(screen)
        await press_button(pilot, screen, "finish")
        await until(pilot, lambda: screen.at == DONE)
        assert screen.end is not None
        assert screen.end.saved.outcome == outcome
        assert screen.talk.interview.answers == {}
