"""Consents by keys: how they stand, one decision, a withdrawal with its effects shown first, the whole form."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from textual.pilot import Pilot

from iass_tui.rules.consent import Status, fold
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, Decision, FormSubject, Purpose, Scope
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.wording import form_wording, purpose_wording
from screens import messages
from screens.widgets.field import FormField
from screens.widgets.row_list import RowList
from tests.screens.driving import SIZES, shown, type_text, until
from tests.screens.seated import comes, seated
from tests.services.families import MOTHER, add_family, add_person, consent
from tests.services.offices import Office
from tests.services.test_consent import heard, withdraw
from tests.services.test_letters import person, send, wish
from tests.services.test_sharing import agree, question


def _worded(purpose: Purpose, decision: Decision = Decision.GIVEN) -> ConsentEvent:
    read = form_wording()
    return dataclasses.replace(consent(purpose, decision), wording_version=read.version, wording_hash=read.sha256)


async def _at(pilot: Pilot[None], key: str) -> None:
    """Waits until the field of that key has the focus."""

    def has_focus() -> bool:
        focused = pilot.app.focused
        if focused is None:
            return False
        field = next((one for one in focused.ancestors_with_self if isinstance(one, FormField)), None)
        return field is not None and field.key == key

    await until(pilot, has_focus)


async def fill_form(pilot: Pilot[None], answers: list[tuple[str, str]]) -> None:
    """Answers field after field, Enter after each; the form decides where Enter leads."""
    for key, keys in answers:
        await _at(pilot, key)
        for part in keys.split(" ") if keys else ():
            await pilot.press(part if len(part) == 1 or part in {"space", "tab"} else "")
        await pilot.press("tab" if key == "others" else "enter")


def _standing(office: Office, person: object, purpose: Purpose, scope: Scope | None = None) -> Status:
    view = office.officer.people.person(person)  # type: ignore[arg-type]
    return fold(view.consents, office.officer.today_date(), view.card.born).standing(purpose, scope or Scope()).status


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_given_refused_and_not_asked_stay_apart(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    office.officer.consent.record(
        family.mother, [_worded(Purpose.MKT_EMAIL), _worded(Purpose.MKT_SMS, Decision.REFUSED)]
    )
    async with seated(office, office.officer, messages.ConsentWanted(family.mother), size) as (_, pilot):
        text = await comes(pilot, "Zahra Hassan", "Updates by post")
        lines = {line.strip(): line for line in text.splitlines()}
        assert any("Updates by e-mail" in line and "given 2 November 2026" in line for line in lines)
        assert any("Updates by text message" in line and "refused 2 November 2026" in line for line in lines)
        assert any("Updates by post" in line and "not asked" in line for line in lines)


@pytest.mark.parametrize("size", SIZES)
async def test_a_withdrawal_shows_what_it_stops_then_does_it(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    office.officer.consent.record(family.mother, [_worded(Purpose.MKT_EMAIL)])
    office.officer.casework.add_note(family.case, NoteBody(text="x", action="Ring her", reach_id=family.mother))
    waiting = send(office.officer, wish(family, LetterKind.HOLDING, person(family.mother)))
    async with seated(office, office.officer, messages.ConsentWanted(family.mother), size) as (_, pilot):
        await comes(pilot, "Save contact details")
        await pilot.press("down", "enter")
        await comes(pilot, "What do they say now?", "They take it back")
        await pilot.press("1", "enter")
        await comes(pilot, "erased for good", "Permissions that fall with it: 1", "Updates by e-mail")
        assert not pilot.app.screen.query("#conditions")  # taking it back is whole
        await _at(pilot, "giver")
        await pilot.press("1", "enter")
        await _at(pilot, "method")
        await pilot.press("3", "enter")
        await _at(pilot, "evidence")
        await pilot.press(*"OO", "ctrl+o")
        text = await comes(
            pilot,
            "It is taken back",
            "Done at once",
            "Tasks dropped: 1",
            "Ring her, C-0001",
            "Taken out of the outbox: 1",
            waiting.name,
            "Permissions that fall with it: 1",
            "For the office to do",
            "No older copy of the keys opens what was erased",
        )
        assert text.index("agree a word") < text.index("What stays true") < text.index("stays lawful")
        await pilot.press("enter")
        await comes(pilot, "A word to come back with", "Say it to them")
        await pilot.press("enter")
        await comes(pilot, "Confirm it to them in writing?", "Make the letter")
        await pilot.press("enter")
        await comes(pilot, "The letter is in the outbox", "It opens with these words")
        await pilot.press("enter")
        await comes(pilot, "Save contact details", "withdrawn 23 November 2026")
    assert office.officer.people.person(family.mother).contact is None
    assert len(office.officer.people.person(family.mother).card.code_word.split()) == 2
    assert _standing(office, family.mother, Purpose.SAVE_CONTACT) is Status.WITHDRAWN


async def test_a_young_person_refuses_one_parent_by_name(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentWanted(family.child)) as (_, pilot):
        await comes(pilot, "Refuse access", "Enter names someone")
        await pilot.press("end", "enter")
        await comes(pilot, "Whom do they refuse access?", "told nothing from this file", "Zahra Hassan")
        await pilot.press("1", "enter")
        await comes(pilot, "They refuse it: Access refused to Zahra Hassan", "Record the refusal")
        await _at(pilot, "giver")
        await pilot.press("2")
        await comes(pilot, "By what right, for a")
        await pilot.press("1", "enter")
        await _at(pilot, "method")  # for oneself nobody is asked by what right
        assert "By what right" not in shown(pilot.app.screen)
        await pilot.press("3", "enter", *"OO", "ctrl+o")
        await comes(pilot, "Access refused to Zahra Hassan", "in force 23 November 2026")
    assert office.officer.people.person(family.child).refusals == ("Zahra Hassan",)


async def test_a_decision_without_who_and_how_says_what_is_missing(office: Office) -> None:
    family = add_family(office.officer)
    wish = messages.DecisionWanted(family.mother, "CONTACT_AGENCY", "GIVEN", "HEALTH")
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "Which organisation or person?")
        await pilot.press("ctrl+o")
        await comes(pilot, "Write which organisation or person", "Choose who says so")
    assert not [one for one in office.officer.people.person(family.mother).consents if one.number > 2]


FORM = [
    ("signer", "2"), ("child", "1"), ("read_by", "2"), ("language", ""), ("format", ""), ("understood", "1"),
    ("about", "3"),
    ("purposes_understood", "1"), ("withdrawal_explained", "1"), ("save", "1"), ("contact", "1"), ("email", "1"),
    ("phone", "2"), ("sms", "2"), ("post", "1"), ("professionals", "1"), ("agencies", "1 2 3"),
    ("named_EDU_SETTING", "L a r k"), ("named_HEALTH", "C L I N I C"), ("named_LEGAL", ""),
    ("named_SOCIAL_CARE", ""), ("others", "I P S E A"),
    ("topic", "B u s"), ("lasting", "2"), ("right", "1"), ("own_consent_follows", ""), ("method", "3"),
    ("signed_name", "Z H"), ("evidence", "O O"), ("signed_on", ""),
]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_the_whole_form_goes_from_keyboard_to_consent_events(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child), size) as (_, pilot):
        await comes(pilot, "Amina Hassan", "born 27 March 2011 (P93)", "kept until 27 March 2036")
        await fill_form(pilot, FORM)
        await pilot.press("ctrl+o")
        await comes(pilot, "Record this form?", "For Amina Hassan:")
        await pilot.press("pagedown")
        await comes(pilot, "[ Record the form ]")
        await pilot.press("enter")
        await until(pilot, lambda: len(office.officer.people.person(family.mother).consents) > 2)
    mother = {one.event.purpose: one.event for one in office.officer.people.person(family.mother).consents}
    email = mother[Purpose.MKT_EMAIL]
    assert (email.decision, email.given_by, email.given_by_name) == (Decision.GIVEN, family.mother, "ZH")
    assert (email.about, email.read_by, email.method) == (FormSubject.BOTH, "ALOUD", ConsentMethod.VERBAL)
    assert (email.evidence, email.given_on) == ("OO", date(2026, 11, 23))
    assert email.wording_hash == form_wording().sha256
    assert email.right_to_withdraw_explained
    assert mother[Purpose.MKT_PHONE].decision is Decision.REFUSED
    child = [one.event for one in office.officer.people.person(family.child).consents]
    agencies = {(e.scope.agency, e.scope.named): e.decision for e in child if e.purpose is Purpose.CONTACT_AGENCY}
    assert agencies["EDU_SETTING", "Lark"] is Decision.GIVEN
    assert agencies["HEALTH", "CLINIC"] is Decision.GIVEN
    assert agencies["OTHER", "IPSEA"] is Decision.GIVEN
    given = [e.scope for e in child if e.purpose is Purpose.CONTACT_AGENCY and e.decision is Decision.GIVEN]
    assert {(one.topic, one.one_off) for one in given} == {("Bus", True)}
    assert agencies["SOCIAL_CARE", ""] is Decision.REFUSED
    assert child[-1].right == "PR"
    assert Purpose.MKT_EMAIL not in {one.purpose for one in child}


async def test_an_empty_form_names_everything_that_is_missing_and_records_nothing(office: Office) -> None:
    family = add_family(office.officer)
    before = len(office.officer.people.person(family.child).consents)
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await _at(pilot, "signer")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are 9 problems", "Choose who gives these answers")
    assert len(office.officer.people.person(family.child).consents) == before


async def test_of_a_form_about_the_parent_alone_no_child_is_asked_or_shown(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Child or young person")
        await fill_form(pilot, [("signer", "2"), ("child", "1")])
        pilot.app.screen.query_one("#about", FormField).aim()
        await pilot.press("1")
        await until(pilot, lambda: not pilot.app.screen.query_one("#child").display)
        await pilot.press("3")  # both of us
        await until(pilot, lambda: pilot.app.screen.query_one("#child").display)
        pilot.app.screen.query_one("#signer", FormField).aim()
        await pilot.press("1")  # the child signs, about themselves
        pilot.app.screen.query_one("#about", FormField).aim()
        await pilot.press("1")
        await pilot.pause()
        assert pilot.app.screen.query_one("#child").display


async def test_a_name_that_is_not_marked_is_asked_about_and_nothing_is_recorded(office: Office) -> None:
    family = add_family(office.officer)
    before = len(office.officer.people.person(family.child).consents)
    only_health = [(key, "1 3" if key == "agencies" else keys) for key, keys in FORM]
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, only_health)
        await pilot.press("ctrl+o")
        await comes(pilot, "There is a problem", "School, college or other setting: you wrote which one")
        await pilot.press("1")
        await _at(pilot, "named_EDU_SETTING")
    assert len(office.officer.people.person(family.child).consents) == before


async def test_a_no_on_the_form_over_a_yes_says_what_it_stops_and_enter_goes_back(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_task(family.case, TaskBody(what="Ring the school"), office.officer.me.id)
    answers = [("signer", "2"), ("child", "1"), ("read_by", "1"), ("language", ""), ("format", "")]
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, answers)
        for key, answer in (("about", "2"), ("save", "2"), ("right", "1"), ("method", "1")):
            pilot.app.screen.query_one(f"#{key}", FormField).aim()
            await fill_form(pilot, [(key, answer)])
        await fill_form(pilot, [("signed_name", "Z H")])
        await pilot.press("ctrl+o")
        text = await comes(pilot, "This takes back what was agreed to for Amina Hassan.", "The record is frozen")
        assert text.index("Their open tasks are dropped") < text.index("For the office to do:")
        assert text.index("A manager decides within a month") < text.index("What stays true:")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "ConsentFormScreen")
        assert _standing(office, family.child, Purpose.SAVE_CASE) is Status.GIVEN
        await pilot.press("ctrl+o")
        await comes(pilot, "Record and take back")
        await pilot.press("tab", "enter")
        await comes(
            pilot, "The form is recorded", "Amina Hassan", "Done at once:", "Tasks dropped: 1", "Ring the school"
        )
        await comes(pilot, "For the office to do:")
    assert _standing(office, family.child, Purpose.SAVE_CASE) is Status.REFUSED
    assert office.officer.people.person(family.child).is_frozen


async def test_a_half_filled_form_is_kept_and_today_offers_it_back(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, FORM[:4])
        await comes(pilot, "as a draft")
        await pilot.press("ctrl+t")
        await comes(pilot, "consent form Amina Hassan")
        above = len(office.officer.casework.today().warnings)
        await pilot.press("home", *["down"] * above, "enter")
        await comes(pilot, "It was read to them")
    (draft,) = office.officer.drafts.offered()
    assert (draft.kind, draft.subject_id) == ("consent", family.child)


async def test_a_form_that_is_recorded_leaves_no_draft(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, FORM[:4])
        await comes(pilot, "as a draft")
        await fill_form(pilot, FORM[4:])
        await pilot.press("ctrl+o")
        await comes(pilot, "Record this form?")
        await pilot.press("enter")
        await until(pilot, lambda: len(office.officer.people.person(family.mother).consents) > 2)
        await until(pilot, lambda: type(pilot.app.screen).__name__ != "ConsentFormScreen")
    assert office.officer.drafts.offered() == ()


async def test_one_yes_says_who_read_what_in_which_language_and_that_it_may_be_taken_back(office: Office) -> None:
    family = add_family(office.officer)
    wish = messages.DecisionWanted(family.mother, "FEEDBACK_INVITE", "GIVEN")
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "They say yes: Ask for feedback", "English", "Standard")
        await fill_form(pilot, [("giver", "1")])
        pilot.app.screen.query_one("#method", FormField).aim()
        await fill_form(pilot, [("method", "1")])
        await pilot.press("ctrl+o")
        await comes(pilot, "Choose whether they read the policy", "Tell them that they can take it back")
        await pilot.press("1")
        await fill_form(pilot, [("read_by", "1"), ("withdrawal_explained", "1"), ("language", ""), ("format", "2")])
        await pilot.press("ctrl+o")
        await until(pilot, lambda: _standing(office, family.mother, Purpose.FEEDBACK_INVITE) is Status.GIVEN)
    said = office.officer.people.person(family.mother).consents[-1].event
    assert (said.read_by, said.right_to_withdraw_explained, said.language, said.format) == (
        "READ",
        True,
        "eng",
        "LARGE18",
    )
    assert said.wording_hash == purpose_wording("FEEDBACK_INVITE").sha256


async def test_of_a_no_nobody_claims_that_anything_was_read(office: Office) -> None:
    family = add_family(office.officer)
    wish = messages.DecisionWanted(family.mother, "FEEDBACK_INVITE", "REFUSED")
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "They say no: Ask for feedback")
        await fill_form(pilot, [("giver", "1"), ("method", "1")])
        await pilot.press("ctrl+o")
        await until(pilot, lambda: _standing(office, family.mother, Purpose.FEEDBACK_INVITE) is Status.REFUSED)
    said = office.officer.people.person(family.mother).consents[-1].event
    assert (said.read_by, said.right_to_withdraw_explained, said.wording_hash) == ("", False, "")


async def test_a_second_person_can_be_refused_access(office: Office) -> None:
    family = add_family(office.officer)
    refusal = consent(Purpose.REFUSE_ACCESS)
    office.officer.consent.record(
        family.child, [dataclasses.replace(refusal, scope=Scope(person_id=family.mother), right="SELF")]
    )
    async with seated(office, office.officer, messages.ConsentWanted(family.child)) as (_, pilot):
        await comes(pilot, "Access refused to Zahra Hassan", "Refuse someone else access")
        await pilot.press("end", "enter")
        await comes(pilot, "Whom do they refuse access?")


async def test_every_field_of_one_decision_goes_from_keyboard_to_the_record(office: Office) -> None:
    family = add_family(office.officer)
    wish = messages.DecisionWanted(family.child, "SHARE_DOC", "GIVEN")
    answers = [
        ("named", "H i l l"), ("giver", "2"), ("right", "1"), ("read_by", "2"), ("withdrawal_explained", "1"),
        ("language", "2"), ("format", "2"), ("method", "3"), ("evidence", "O O"),
    ]  # fmt: skip
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "They say yes: Give one document", "May we give this one document")
        await fill_form(pilot, answers)
        pilot.app.screen.query_one("#conditions", FormField).aim()
        await fill_form(pilot, [("conditions", "M a m"), ("topic", "P l a n"), ("lasting", "2")])
        await _at(pilot, "review_on")
        await pilot.press(*"1", "tab", *"6", "tab", *"2027", "ctrl+o")
        await until(pilot, lambda: len(office.officer.people.person(family.child).consents) > 1)
    said = office.officer.people.person(family.child).consents[-1].event
    scope = said.scope
    assert (scope.named, scope.topic, scope.one_off) == ("Hill", "Plan", True)
    assert (said.purpose, said.given_by, said.right) == (Purpose.SHARE_DOC, family.mother, "PR")
    assert (said.read_by, said.right_to_withdraw_explained, said.method) == ("ALOUD", True, ConsentMethod.VERBAL)
    assert (said.evidence, said.conditions, said.review_on) == ("OO", "Mam", date(2027, 6, 1))
    assert (said.language != "eng", said.format, said.given_on) == (True, "LARGE18", date(2026, 11, 23))
    assert said.wording_hash == purpose_wording("SHARE_DOC").sha256


async def test_a_parent_cannot_say_yes_to_what_the_child_keeps_back(office: Office) -> None:
    family = add_family(office.officer)
    wish = messages.DecisionWanted(family.child, "YP_RELEASE_TO_PARENT", "GIVEN", about_id=family.mother)
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "Zahra Hassan")
        await fill_form(pilot, [("giver", "2")])
        await comes(pilot, "the child's or young person's own to say")
        await pilot.press("ctrl+o")
        await comes(pilot, "There are", "own to say: ask them")
    assert len(office.officer.people.person(family.child).consents) == 1


async def test_taking_saving_back_names_the_tasks_that_it_drops_and_today_asks_the_manager(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(action="Write to school", action_due=session.today_date()))
    async with seated(office, session, messages.DecisionWanted(family.child, "SAVE_CASE", "WITHDRAWN")) as (_, pilot):
        await comes(pilot, "Tasks dropped: 1", "Write to school, C-0001, due 23 November 2026")
    session.consent.withdraw(
        family.child, Purpose.SAVE_CASE, Scope(), given_by=family.child, given_on=session.today_date(), method="VERBAL"
    )
    async with seated(office, office.manager) as (_, pilot):
        await comes(pilot, "Wed 23 Dec", "Erase or keep the record?", "C-0001")
        row = pilot.app.screen.query_one(RowList)
        row.go_to(("erasure", family.child))
        await pilot.press("enter")
        await comes(pilot, "Decide, and tell them, by 23 December 2026", "1 case", "There is no recovery kit yet")
        await pilot.press("1", "ctrl+o")
        await comes(pilot, "Make the recovery kit first")
        pilot.app.screen.query_one("#outcome", FormField).aim()
        await pilot.press("2", "enter", "1", "enter", *"Appeal", "ctrl+o")
        await comes(pilot, "It is kept. Their letter is in the outbox")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "TodayScreen")
    assert office.manager.erasures.due() == ()


async def test_a_number_in_what_was_shared_is_listed_opened_and_taken_out(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    agree(session, family.child)
    session.sharing.share(family.child, question(), told="They ring 07700 900123", how="TEL", case_id=family.case)
    async with seated(office, session, messages.TracesWanted(family.mother)) as (_, pilot):
        await comes(pilot, "shared", "telephone", "They ring 07700 900123")
        await pilot.press("enter")
        await comes(pilot, "Amina Hassan", "A talk. They ring 07700")
        await pilot.press("escape")
        await comes(pilot, "shared", "telephone")
        await pilot.press("delete")
        await comes(pilot, "Take out numbers and addresses?", "shared:")
        await pilot.press("tab", "enter")
        await comes(pilot, "Nothing of the kind stands in any words about them.")


@pytest.mark.parametrize("in_case", [True, False])
async def test_enter_on_a_number_in_a_letter_opens_that_letter_word_for_word(office: Office, in_case: bool) -> None:
    session, family = office.officer, add_family(office.officer)
    agree(session, family.child)
    one = wish(family) if in_case else wish(family, case_id=None)
    send(session, one, text="Dear all\n\nPlease ring the mother: 07700 900123.", reference="C-0001")
    async with seated(office, session, messages.TracesWanted(family.mother)) as (_, pilot):
        await comes(pilot, "letter", "telephone", "e mother: 07700 900123")
        await pilot.press("enter")
        await comes(pilot, "Reminder to Larchfield SEN team", "Dear all", "Please ring the mother: 07700 900123.")
        await pilot.press("escape", "escape")
        await comes(pilot, "letter", "telephone")


async def test_a_number_in_a_note_is_listed_opened_and_taken_out(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(text="Ring [b]07700 900123[/] at noon"))
    async with seated(office, session, messages.TracesWanted(family.mother)) as (_, pilot):
        await comes(pilot, "C-0001", "telephone", "Ring [b]07700 900123[/]")
        await pilot.press("enter")
        await comes(pilot, "Written by Omar Officer")
        await pilot.press("escape")
        await comes(pilot, "Timeline")
        await pilot.press("escape")
        await comes(pilot, "C-0001", "telephone")
        await pilot.press("delete")
        await comes(pilot, "Take out numbers and addresses?", "backups made until now")
        await pilot.press("tab", "enter")
        await comes(pilot, "Nothing of the kind stands in any words")
    assert "07700" not in session.casework.case(family.case).notes[0].rows[0].body.text


async def test_after_a_no_to_contact_details_the_list_of_numbers_stays_reachable_and_news_is_shown_as_fallen(
    office: Office,
) -> None:
    session, family = office.officer, add_family(office.officer)
    session.casework.add_note(family.case, NoteBody(text="Ring 07700 900123 at noon"))
    agree(session, family.mother, Purpose.MKT_SMS, agency="")
    session.consent.withdraw(
        family.mother,
        Purpose.SAVE_CONTACT,
        Scope(),
        given_by=family.mother,
        given_on=session.today_date(),
        method="VERBAL",
    )
    async with seated(office, session, messages.ConsentWanted(family.mother)) as (_, pilot):
        await comes(pilot, "Updates by text message", "fallen; given")
        await pilot.press("down", "enter")
        await comes(pilot, "Zahra Hassan took it back", "which numbers still stand in words")
        await pilot.press("4", "enter")
        await comes(pilot, "Numbers in words", "Ring 07700 900123")


async def test_the_form_asks_the_same_rule_on_whose_yes_it_is(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    partner = add_person(session, dataclasses.replace(MOTHER, given_name="Yusuf"))
    session.people.link(family.child, partner, FamilyTie(relation="STP", responsibility="NO"))
    form = [("signer", "3"), *FORM[1:]]
    async with seated(office, session, messages.ConsentFormWanted(family.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, form)
        await pilot.press("ctrl+o")
        await comes(pilot, "There is a problem", "no parental responsibility")
    assert len(session.people.person(family.child).consents) == 1


async def test_the_form_takes_a_name_of_the_directory_with_one_key(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    session.agencies.add(AgencyCard(code="HEALTH", organisation="Clarendon Clinic"))
    session.agencies.add(AgencyCard(code="LEGAL", organisation="Clarendon Law"))
    form = FORM[: [key for key, _ in FORM].index("named_HEALTH")]
    async with seated(office, session, messages.ConsentFormWanted(family.child)) as (app, pilot):
        await comes(pilot, "Amina Hassan")
        await fill_form(pilot, form)
        await _at(pilot, "named_HEALTH")
        await type_text(pilot, "cla")
        await comes(pilot, "clarendon Clinic")
        await pilot.press("right")
        await until(pilot, lambda: app.screen.query_one("#named_HEALTH", FormField).text == "Clarendon Clinic")


async def test_the_last_button_of_the_form_is_seen_where_one_gets_to_it(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.ConsentFormWanted(family.child)) as (app, pilot):
        await comes(pilot, "Amina Hassan")
        app.screen.query_one("#throw").focus()
        await comes(pilot, "Check and record the form", "Throw away")


async def test_what_is_kept_without_consent_says_why_and_by_when_somebody_looks_again(office: Office) -> None:
    family = add_family(office.officer)
    withdraw(office.officer, family.child, Purpose.SAVE_CASE)
    async with seated(office, office.manager, messages.ErasureWanted(family.child)) as (app, pilot):
        await comes(pilot, "What is decided?", "Amina Hassan")
        await fill_form(pilot, [("outcome", "2"), ("basis", "1")])
        await _at(pilot, "why")
        await pilot.press("ctrl+o")
        await comes(pilot, "Write why it is kept")
        app.screen.query_one("#why", FormField).aim()
        await type_text(pilot, "An appeal is pending")
        await pilot.press("tab")
        await comes(pilot, "Day 23", "Month 11", "Year 2027")
        await pilot.press("ctrl+o")
        await comes(pilot, "It is kept. Their letter is in the outbox")
    kept = office.manager.erasures.look(family.child).kept
    assert kept is not None
    assert (kept.words, kept.review_on) == ("An appeal is pending", date(2027, 11, 23))


async def test_once_saving_is_taken_back_no_other_yes_is_shown_as_if_it_held(office: Office) -> None:
    family, session = add_family(office.officer), office.officer
    agree(session, family.child, named="Larchfield SEN team")
    async with seated(office, session, messages.PersonChosen(family.child)) as (_, pilot):
        await comes(pilot, "May contact", "Larchfield SEN team")
        await pilot.press("c")
        await comes(pilot, "given 2 November 2026")
        await pilot.press("home", "enter")
        await comes(pilot, "They take it back")
        await pilot.press("1", "enter")
        await _at(pilot, "giver")
        await pilot.press("2", "enter")
        await _at(pilot, "right")
        await pilot.press("1", "enter")
        await _at(pilot, "method")
        await comes(pilot, "How did they say so?")
        await pilot.press("3", "ctrl+o")
        await comes(pilot, "It is taken back", "The record is frozen")
        await pilot.press("enter")
        await comes(pilot, "Confirm it to them in writing?")
        await pilot.press("escape")
        await comes(pilot, "withdrawn 23 November 2026", "fallen; given 2 November 2026")
        await pilot.press("escape")
        await comes(pilot, "FROZEN", "nobody: without consent to save no other consent holds")
    taken = next(
        one.event for one in session.people.person(family.child).consents if one.event.decision is Decision.WITHDRAWN
    )
    assert taken.evidence == session.me.card.name  # spoken: whoever is signed in took it down


async def test_a_parents_withdrawal_is_kept_with_the_right_by_which_they_said_it(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.consent.record(family.child, [heard(Purpose.STATS)])
    wish = messages.DecisionWanted(family.child, "STATS", "WITHDRAWN")
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "Zahra Hassan")
        await fill_form(pilot, [("giver", "2"), ("right", "1"), ("method", "3")])
        await pilot.press(*"OO", "ctrl+o")
        await comes(pilot, "It is taken back")
    said = office.officer.people.person(family.child).consents[-1].event
    assert (said.given_by, said.right) == (family.mother, "PR")
