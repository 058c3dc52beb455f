"""First contact by keys: every outcome of domain table 1.3, in both faces, at both sizes, on a real office."""

from __future__ import annotations

import pytest

from screens.intake.ends import DONE
from screens.intake.interview import CHECK
from tests.screens.driving import SIZES, shown, until
from tests.screens.intake_walks import fill, press_button, start, walk
from tests.screens.seated import seated
from tests.services.first_contacts import FAMILY, NO_CONTACT, REFERRAL, YOUNG, ending
from tests.services.offices import Office

BLOCKED = {
    **{field: REFERRAL[field] for field in ("channel", "user_type", "issue_group", "referral")},
    "permit": "NONE",
}
BLOCKED |= {"minutes_band": "1-15", "signposts": "NONE"}
OUTCOMES = [
    pytest.param(FAMILY, "Save this case", "CASE", id="yes"),
    pytest.param(
        {**NO_CONTACT, "code_word": "amber lantern"}, "Save this case", "CASE_WITHOUT_CONTACT", id="no-contact"
    ),
    pytest.param(YOUNG, "Save this case", "CASE", id="young-person"),
    pytest.param(ending("NO"), "Count this enquiry", "TALLY_NO", id="no"),
    pytest.param(ending("NOT_ASKED"), "Count this enquiry", "TALLY_NOT_ASKED", id="not-asked"),
    pytest.param(ending("ANONYMOUS"), "Count this enquiry", "TALLY_ANONYMOUS", id="anonymous"),
    pytest.param(REFERRAL, "Keep this referral", "REFERRAL_PENDING", id="referral"),
    pytest.param(BLOCKED, "Count this enquiry", "REFERRAL_BLOCKED", id="blocked"),
]


@pytest.mark.parametrize("dense", [False, True], ids=["pages", "form"])
@pytest.mark.parametrize(("said", "act", "outcome"), OUTCOMES)
async def test_every_outcome(office: Office, said: dict[str, str], act: str, outcome: str, dense: bool) -> None:
    async with seated(office, office.officer, size=SIZES[dense]) as (_, pilot):
        screen = await start(pilot, dense=dense)
        await (fill if dense else walk)(pilot, screen, said)
        assert screen.at == CHECK, shown(screen)
        assert f"[ {act} ]" in shown(screen)
        await press_button(pilot, screen, "finish")
        await until(pilot, lambda: screen.at == DONE)
        assert screen.end is not None
        assert screen.end.saved.outcome == outcome
        assert screen.talk.interview.answers == {}
