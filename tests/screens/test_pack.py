"""A working copy: who asks, whether they may, every item decided by a person, none beforehand; the outbox."""

from __future__ import annotations

import pytest

from iass_tui.rules.records.casework import NoteBody, ProvidedBy
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.people import FamilyTie
from screens import messages
from screens.pack.page import PackScreen
from screens.words.reasons import SENTENCES
from screens.words.releases import NEXT
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, MOTHER, add_person, consent
from tests.services.offices import PASSPHRASE, Office
from tests.services.test_packs import family as made_family


@pytest.mark.parametrize("size", SIZES)
async def test_a_refusal_says_every_reason_and_what_would_change_it(office: Office, size: tuple[int, int]) -> None:
    family = made_family(office.officer, 15)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=family.mother))
    office.officer.consent.record(family.child, [refusal])
    async with seated(office, office.officer, messages.PersonChosen(family.child), size) as (_, pilot):
        await comes(pilot, "MAY NOT SEE THE FILE")
        await pilot.press("p")
        await asked(pilot, "Choose")
        await comes(pilot, "Amina Hassan, for their own file", "Zahra Hassan, mother, PR yes")
        await pilot.press("2", "enter")
        await on_screen(pilot, "PackScreen")
        text = await comes(pilot, "NO. Zahra Hassan may not have a copy.", "refuses them access", "record it among")
        assert "m make" not in text
        assert "+ add" not in text
        await pilot.press("enter")
        await asked(pilot, "Choose")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "PersonScreen")


async def test_c_goes_where_a_refusal_of_a_copy_points_and_the_answer_is_asked_anew(office: Office) -> None:
    session, family = office.officer, made_family(office.officer, 15)
    session.consent.record(family.child, [consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=family.mother))])
    async with seated(office, session, messages.PackWanted(family.child)) as (_, pilot):
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "refuses them access", "record it among their consents: c.", "c consent")
        await pilot.press("c")
        await comes(pilot, "Access refused to Zahra Hassan", "Save contact details")
        await pilot.press("end", "up", "up", "enter")
        await comes(pilot, "Access refused to Zahra Hassan", "What do they say now?")
        await pilot.press("1", "enter", "1", "enter", "3", "enter", *"OO", "ctrl+o")
        for page in ("It is taken back", "Confirm it to them in writing?"):
            await comes(pilot, page)
            await pilot.press("enter" if page.startswith("It") else "escape")
        await comes(pilot, "lifted")
        await pilot.press("escape")
        assert "refuses them access" not in await comes(pilot, "for Zahra Hassan", "Ask the young person")


async def test_f_goes_to_the_page_where_a_refusal_of_a_copy_says_that_the_way_is(office: Office) -> None:
    session = office.officer
    child, mother = add_person(session), add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="UNKNOWN"))
    async with seated(office, session, messages.PackWanted(child)) as (_, pilot):
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "Go to the child's page (f): = on the parent's line says how we know.", "f family")
        await pilot.press("f")
        await on_screen(pilot, "PersonScreen")
        await comes(pilot, "Zahra Hassan")


@pytest.mark.parametrize("size", SIZES)
async def test_every_item_is_decided_then_it_is_made(office: Office, size: tuple[int, int]) -> None:
    family = made_family(office.officer, 9)
    async with seated(office, office.officer, messages.PackWanted(family.child), size) as (app, pilot):
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        text = await comes(pilot, "YES, Zahra Hassan may have a copy.", "undecided", "KEPT BACK")
        assert "goes in 0   stays out 0   kept back by the rules 3   to decide 5" in text
        assert "Make the copy" not in text
        screen = app.screen
        assert isinstance(screen, PackScreen)
        assert screen.copy is not None
        await pilot.press("m")
        assert type(app.screen) is PackScreen
        left = len(screen.copy.open)
        await pilot.press("minus", *["plus"] * (left - 1))
        await comes(
            pilot, f"goes in {left - 1}   stays out 1   kept back by the rules 3   to decide 0", "Make the copy"
        )
        await pilot.press("enter")
        await asked(pilot, "Confirm")
        await comes(pilot, "encrypted PDF for Zahra", "working")
        await pilot.press("enter")
        await asked(pilot, "FileMade")
        (file,) = office.officer.packs.outbox()
        await comes(pilot, file.name, file.passphrase, "Never send the words the way you send the file")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
    assert office.officer.drafts.offered() == ()


async def test_a_locked_item_explains_itself_and_takes_no_decision(office: Office) -> None:
    family = made_family(office.officer, 9)
    async with seated(office, office.officer, messages.PackWanted(family.child)) as (app, pilot):
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "KEPT BACK")
        screen = app.screen
        assert isinstance(screen, PackScreen)
        assert screen.copy is not None
        at = next(n for n, one in enumerate(screen.copy.offer.items) if "She told" in one.text)
        await pilot.press("home", *["down"] * at, "plus", "enter")
        await comes(pilot, "The rules keep it from this person", "does not want it shared", "She told us alone.")
        assert "+ add" not in shown(app.screen)
        assert screen.copy.decided == {}


async def test_decisions_outlive_a_lock_and_can_be_taken_back(office: Office) -> None:
    family = made_family(office.officer, 9)
    async with seated(office, office.officer, messages.PackWanted(family.child)) as (app, pilot):
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "YES")
        await pilot.press("plus", "plus", "minus")
        await comes(pilot, "goes in 2   stays out 1")
        await pilot.press("home", "down", "u")
        await comes(pilot, "goes in 1   stays out 1")
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: "office" not in app._screen_stacks)
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "PackScreen")
        await comes(pilot, "for Zahra Hassan", "goes in 1   stays out 1")


async def test_hostile_items_at_any_size(office: Office) -> None:
    family = made_family(office.officer, 9)
    for text in HOSTILE:
        office.officer.casework.add_note(family.case, NoteBody(text=text, provided_by=ProvidedBy.OFFICER))
    async with seated(office, office.officer, messages.PackWanted(family.child)) as (app, pilot):
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "YES")
        await pilot.press("end", "enter")
        for small in ((20, 5), (1, 1), (120, 40)):
            await pilot.resize_terminal(*small)
            await pilot.press("plus", "pagedown", "escape", "end", "enter")
        await comes(pilot, "YES")
        assert not set(shown(app.screen)) & {"\x1b", "\x00", "\x07", "\u202e"}


async def test_the_outbox_tells_only_its_maker_how_a_file_opens(office: Office) -> None:
    family = made_family(office.officer, 9)
    offer = office.officer.packs.offer(family.child, family.mother)
    decisions = {one.id: not one.locked for one in offer.items}
    made = office.officer.packs.make(family.child, family.mother, decisions)
    for session, mine, size in ((office.officer, True, SIZES[0]), (office.colleague, False, SIZES[1])):
        async with seated(office, session, messages.OutboxWanted(), size) as (_, pilot):
            await comes(pilot, made.name, "made by you" if mine else "a colleague's")
            await pilot.press("enter")
            text = await comes(pilot, "outbox get copy-")
            assert (made.passphrase in text) is mine


async def test_a_new_item_meanwhile_is_said_in_words(office: Office) -> None:
    family = made_family(office.officer, 9)
    async with seated(office, office.officer, messages.PackWanted(family.child)) as (app, pilot):
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "YES")
        screen = app.screen
        assert isinstance(screen, PackScreen)
        assert screen.copy is not None
        await pilot.press(*["plus"] * len(screen.copy.open))
        office.colleague.casework.case(family.case, COVERING)
        office.colleague.casework.add_note(family.case, NoteBody(text="new", provided_by=ProvidedBy.OFFICER))
        await pilot.press("m")
        await asked(pilot, "Confirm")
        await pilot.press("enter")
        await asked(pilot, "Notice")
        await comes(pilot, "1 items are still undecided")


def test_every_reason_of_a_release_has_words() -> None:
    from iass_tui.rules.release.items import ItemReason
    from iass_tui.rules.release.requests import ReleaseReason
    from iass_tui.services.packs import UNSAFE

    assert {*ReleaseReason, *ItemReason, UNSAFE} <= set(SENTENCES)
    assert set(NEXT) <= set(ReleaseReason)
