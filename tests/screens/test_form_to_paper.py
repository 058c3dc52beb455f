"""The consent form from the keyboard to its page: what was typed, what is stored and what is printed are one."""

from __future__ import annotations

from iass_tui.rules.papers import Paper
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.wording import wording
from iass_tui.services.paper_views import PaperWish
from screens import messages
from tests.documents.samples import bare
from tests.screens.driving import until
from tests.screens.seated import comes, seated
from tests.screens.test_consent import FORM, fill_form
from tests.services.families import add_family
from tests.services.offices import Office
from tests.services.test_papers import stands, words_of

ANSWERS = {
    **dict.fromkeys(("P44", "P79", "P82", "P83", "P84"), "Yes"),
    **dict.fromkeys(("P80", "P81", "P87", "P88", "P89"), "No"),
}
NAMED = {"P85": "Lark", "P86": "CLINIC", "P90": "IPSEA"}
WRITTEN = {
    "P92": "Amina Hassan",
    "P93": "27 March 2011",
    "P94": "Zahra Hassan",
    "P95": "ZH",
    "P96": "23 November 2026",
}


async def test_all_fields_p72_to_p96_go_from_the_keyboard_to_the_filled_form(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    async with seated(office, session, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, FORM)
        await pilot.press("ctrl+o")
        await comes(pilot, "Record this form?")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ != "ConsentFormScreen")
    text = words_of(office, session.papers.make(PaperWish(paper=Paper.FILLED_FORM, person_id=family.child)))
    assert bare("It was read to me") in text  # P72
    assert bare("both of us") in text  # P74
    for key in ("P73", "P75", "P76", "P77", "P78"):
        assert bare(wording(key).text) + "–Yes" in text, key
    for key, answer in ANSWERS.items():
        assert bare(f"{wording(key).text} – {answer}") in text, key
    for key, name in NAMED.items():
        assert stands(text, f"{wording(key).text}:", name), key
    for key, value in WRITTEN.items():
        assert stands(text, wording(key).text, value), key
    stored = [one.event for one in session.people.person(family.child).consents]
    others = {one.scope.named for one in stored if one.purpose is Purpose.CONTACT_AGENCY and one.scope.named}
    assert others == set(NAMED.values())  # P91: no second "other" was named
