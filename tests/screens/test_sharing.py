"""May I share this? by keys alone: the whole answer at 80x24, what is recorded from it, the record, exceptions."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any
from uuid import uuid4

import pytest
from textual.pilot import Pilot

from iass_tui.rules.consent import ConsentReason
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.agencies import Agency, AgencyCard
from iass_tui.rules.records.casework import NoteBody, ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.people import FamilyTie, PartyRole, PersonCard
from iass_tui.rules.records.sharing import (
    Ground,
    Material,
    OwnShare,
    Question,
    Recipient,
    RecipientKind,
    SharingKind,
)
from iass_tui.rules.release import ItemReason, ReleaseReason
from iass_tui.rules.sharing import Change, Outcome, SharingReason
from iass_tui.rules.wording import spoken_wording
from iass_tui.services.session import OfficeSession
from iass_tui.services.sharing_views import AnswerView
from screens import messages
from screens.today import TodayScreen
from screens.widgets import recipients
from screens.widgets.sharing_answer import answer_lines
from screens.widgets.text_field import TextAreaField
from tests.screens.driving import on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import CHILD, FACTS, MOTHER, Family, add_family, add_person, consent
from tests.services.offices import Office
from tests.services.test_sharing import HARM, ILLEGAL, MASH, agree, facts

ANYTHING = " ".join(HOSTILE)[:99_000]
FATHER = PersonCard(role=PartyRole.PARENT, given_name="Karim", family_name="Aziz", user_type="PAR")


def apart(office: Office) -> tuple[Family, object]:
    """Amina, her mother, and a father whom she refuses; a note of hers that is not to be shared."""
    session = office.officer
    card = dataclasses.replace(CHILD, safety=("SEPARATED_PARENTS",))
    child, mother, father = add_person(session, card), add_person(session, MOTHER), add_person(session, FATHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    session.people.link(child, father, FamilyTie(relation="FAT", responsibility="YES"))
    refusal = dataclasses.replace(consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=father)), given_by=child)
    session.consent.record(child, [refusal])
    case = session.casework.open_case(child, FACTS)
    told = NoteBody(
        text="alone with us", provided_by=ProvidedBy.CHILD, provided_by_id=child, parent_may_see=ParentMaySee.NO
    )
    note = session.casework.add_note(case, told)
    return Family(child, mother, case), note


async def choose(pilot: Pilot[Any], letters: str) -> None:
    """Chooses with whom by the first letters of a name, and asks."""
    await until(pilot, lambda: pilot.app.screen.focused is not None)
    await type_text(pilot, letters)
    await pilot.press("enter")


async def test_the_father_who_rings_is_answered_in_three_keys(office: Office) -> None:
    made, _ = apart(office)
    async with seated(office, office.officer, messages.CaseChosen(made.case)) as (_, pilot):
        await comes(pilot, "alone with us")
        await pilot.press("x")
        await comes(pilot, "With", "Karim Aziz, father")
        await choose(pilot, "kar")
        text = await comes(pilot, "THE PARENTS LIVE APART", "NO.", "You could say", "note of 23 November 2026: ")
        assert "alone with us" not in text
        assert "What a note says" in text
        for words in (
            "Amina Hassan refuses Karim Aziz access, parent or not.",
            "(P15,\u00a0P16)",
            "The child gave this and does not want it shared.",
            "(P32)",
            "What would change it",
            "someone may be at risk of harm: record why, who decided",
            "I can't talk about anyone's file. You may ask in writing.",
            "[ Record that we said no ]",
        ):
            assert words in text, f"{words}\n{text}"
        await pilot.press("enter")
        await on_screen(pilot, "CaseScreen")
    (line,) = office.officer.sharing.record(made.child).lines
    assert (line.kind, line.recipient) == (SharingKind.SAID_NO, "Karim Aziz")
    assert "SHARING_REFUSED_BY_SUBJECT" in line.body.reasons


async def test_a_yes_says_on_whose_word_and_enter_records_what_was_shared(office: Office) -> None:
    made = add_family(office.officer)
    agree(office.officer, made.child)
    async with seated(office, office.officer, messages.PersonChosen(made.child)) as (_, pilot):
        await comes(pilot, "Amina Hassan")
        await pilot.press("x")
        await comes(pilot, "With")
        await choose(pilot, "council")
        await comes(pilot, "YES.", "The council is a recipient like any", "Zahra Hassan agreed on 2 November 2026")
        await pilot.press("enter")
        await asked(pilot, "AskTold")
        await type_text(pilot, "When the draft comes")
        await pilot.press("enter", "t", "enter")
        await on_screen(pilot, "PersonScreen")
        await pilot.press(">")
        await comes(pilot, "What was passed on", "shared", "Council: SEN team")
        await pilot.press("enter")
        await comes(pilot, "On whose permission", "Zahra Hassan, 2 November 2026", "When the draft comes")
    (line,) = office.officer.sharing.record(made.child).lines
    assert (line.body.told, line.body.how) == ("When the draft comes", "TEL")


async def test_without_a_birth_date_the_mothers_word_opens_nothing_and_the_page_of_the_child_says_so(
    office: Office,
) -> None:
    session = office.officer
    child, mother = add_person(session, dataclasses.replace(CHILD, born=None)), add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    mothers = consent(Purpose.CONTACT_AGENCY, right="PR", scope=Scope(agency="LA_SEN"))
    wording = spoken_wording()
    read = {"wording_version": wording.version, "wording_hash": wording.sha256}
    session.consent.record(child, [dataclasses.replace(mothers, given_by=mother, **read)])
    async with seated(office, session, messages.PersonChosen(child)) as (_, pilot):
        await comes(pilot, "Council: SEN team or education services (once the birth date is")
        await pilot.press("x")
        await comes(pilot, "With")
        await choose(pilot, "council")
        await comes(
            pilot, "NO.", "nobody knows whether a parent still decides", "ask for the birth date: e on their page"
        )


async def test_from_a_no_c_asks_them_and_the_answer_follows(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, messages.ShareWanted(made.child, made.case)) as (_, pilot):
        await comes(pilot, "Someone else, by name")
        await choose(pilot, "someone")
        await asked(pilot, "AskWhom")
        await type_text(pilot, "Larchfield SEN team")
        await pilot.press("enter", *"council", "enter")
        await comes(pilot, "NO.", "They have not been asked for this.", "the family shares it themselves")
        await pilot.press("c")
        await on_screen(pilot, "ConsentScreen")
        agree(office.colleague, made.child)
        pilot.app.screen.post_message(messages.Changed(made.child))
        await pilot.press("escape")
        await comes(pilot, "YES.")


async def test_the_family_shares_it_themselves_and_what_came_of_it(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, messages.ShareWanted(made.child)) as (_, pilot):
        await comes(pilot, "Someone else, by name")
        await choose(pilot, "someone")
        await asked(pilot, "AskWhom")
        await type_text(pilot, "Lark Rise Primary")
        await pilot.press("enter", *"school", "enter")
        await comes(pilot, "NO.")
        await pilot.press("tab", "enter")
        await asked(pilot, "Choose")
        await pilot.press("1", "enter")
        await on_screen(pilot, "TodayScreen")
        pilot.app.screen.post_message(messages.SharingRecordWanted(made.child))
        await comes(pilot, "theirs", "Lark Rise Primary")
        await pilot.press("space")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await comes(pilot, "They have done so")
    outcomes = [line.body.own_share for line in office.officer.sharing.record(made.child).lines]
    assert outcomes == [OwnShare.THEY_DID, OwnShare.THEY_WILL]


async def answer_exception(pilot: Pilot[Any], *, immediate: str) -> None:
    """The dialog from its first question on; the ground is chosen there."""
    await asked(pilot, "AskException")
    await pilot.press("1", "enter", "1", "enter")
    await type_text(pilot, "She said that he hits her")
    await pilot.press("enter")
    await type_text(pilot, "What she told us")
    await pilot.press("enter", *"tel", "enter", *"omar", "enter", "2", "enter")
    await type_text(pilot, "It would put her at risk")
    await pilot.press("enter", "1", "enter", "enter", immediate, "enter")


async def test_an_exception_asks_everything_and_a_manager_sees_it_at_once(office: Office) -> None:
    made, _ = apart(office)
    async with seated(office, office.officer, messages.ShareWanted(made.child, made.case)) as (_, pilot):
        await comes(pilot, "Someone else, by name")
        await choose(pilot, "someone")
        await asked(pilot, "AskWhom")
        await type_text(pilot, "Duty desk")
        await pilot.press("enter", *"social care", "enter")
        await comes(pilot, "NO.")
        await pilot.press("!")
        await asked(pilot, "AskException")
        await pilot.press(*["tab"] * 11, "enter")
        await comes(pilot, "There are 10 problems", "Choose where the concern comes from")
        await pilot.press("escape")
        await pilot.press("!")
        await answer_exception(pilot, immediate="2")
        await asked(pilot, "Notice")
        await comes(pilot, "A manager sees it on their first page at once")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
    (line,) = office.officer.sharing.record(made.child).lines
    assert (line.kind, line.recipient) == (SharingKind.EXCEPTION, "Duty desk")
    async with seated(office, office.manager) as (_, pilot):
        await comes(pilot, "Exception", "shared without permission: Amina Hassan to Duty desk")
        rows = pilot.app.screen.query_one("#due")
        rows.go_to(("exception", line.sharing_id))  # type: ignore[attr-defined]
        await pilot.press("enter")
        await comes(pilot, "a manager has not seen it yet", "NOT TOLD: It would put her at risk", "[ I have seen it ]")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
        await until(pilot, lambda: "shared without permission" not in shown(pilot.app.screen))


async def test_a_manager_who_is_second_reads_how_it_stands_now(office: Office) -> None:
    made = add_family(office.officer)
    long = dataclasses.replace(facts(office.officer), reason="word " * 40)
    done = office.officer.sharing.share(made.child, ILLEGAL, told="", exception=long)
    async with seated(office, office.manager, messages.ExceptionWanted(done.sharing_id)) as (_, pilot):
        await comes(pilot, "PROPOSED. Nothing is shared before", "[ Turn it down ]")
        lines = shown(pilot.app.screen).splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith(" Reason         word"))
        assert lines[at + 1].startswith(" " * 16 + "word")  # under the words, not under the label
        office.manager.sharing.sign_off(done.sharing_id, "Mine")
        await pilot.press("enter")
        await asked(pilot, "AskText")
        await pilot.press("enter")
        await comes(pilot, "A manager has answered this already")
        await pilot.press("enter")
        await comes(pilot, "SIGNED OFF. It may be shared now", "Mine")


async def test_illegal_activity_is_signed_off_and_then_carried_out(office: Office) -> None:
    made = add_family(office.officer)
    done = office.officer.sharing.share(made.child, ILLEGAL, told="", exception=facts(office.officer))
    async with seated(office, office.manager, messages.ExceptionWanted(done.sharing_id)) as (_, pilot):
        await comes(pilot, "PROPOSED. Nothing is shared before", "[ Turn it down ]")
        await pilot.press("enter")
        await asked(pilot, "AskText")
        await type_text(pilot, "Agreed")
        await pilot.press("enter")
        await on_screen(pilot, "TodayScreen")
    async with seated(office, office.officer, messages.ExceptionWanted(done.sharing_id)) as (_, pilot):
        await comes(pilot, "SIGNED OFF. It may be shared now", "Agreed")
        assert "Sign it off" not in shown(pilot.app.screen)
        await pilot.press("enter")
        await asked(pilot, "AskTold")
        await comes(pilot, "What she told us")
        await pilot.press("enter", *"tel", "enter")
        await on_screen(pilot, "TodayScreen")
    assert office.officer.sharing.record(made.child).lines[0].kind is SharingKind.EXCEPTION
    async with seated(office, office.officer, messages.SharingRecordWanted(made.child)) as (_, pilot):
        text = await comes(pilot, "signed off", "Duty desk")
        assert "nobody" not in text  # who signs off receives nothing


async def test_a_talk_with_an_agency_without_permission_is_refused_with_every_reason(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(made.case)) as (_, pilot):
        await comes(pilot, "Timeline")
        await pilot.press("q")
        await asked(pilot, "AskTalk")
        await type_text(pilot, "a professional")
        await pilot.press("enter", "1", "enter", "enter")
        await type_text(pilot, "When the plan comes")
        await pilot.press(*["enter"] * 7)
        await asked(pilot, "AskWhom")
        await type_text(pilot, "Larchfield SEN team")
        await pilot.press("enter", *"council", "enter")
        await asked(pilot, "NotPermitted")
        await comes(pilot, "They have not been asked for this.")
        await pilot.press("tab", "enter")
        await answer_exception(pilot, immediate="2")
        await comes(pilot, " talk ")
    (line,) = office.officer.sharing.record(made.child).lines
    assert (line.kind, line.recipient) == (SharingKind.EXCEPTION, "Larchfield SEN team")


async def test_a_note_of_a_talk_with_a_professional_asks_who_and_loses_nothing_on_a_no(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(made.case)) as (_, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "They rang about the plan")
        await pilot.press("tab", *"a professional", "tab", "1", *["tab"] * 7, *"tel", "ctrl+o")
        await asked(pilot, "AskWhom")
        await type_text(pilot, "Larchfield SEN team")
        await pilot.press("enter", *"council", "enter")
        await asked(pilot, "NotPermitted")
        await pilot.press("enter")
        await on_screen(pilot, "NoteScreen")
        typed = pilot.app.screen.query_one("#text", TextAreaField)
        await until(pilot, lambda: typed.text == "They rang about the plan")
        agree(office.colleague, made.child)
        await pilot.press("ctrl+o")
        await asked(pilot, "AskWhom")
        await type_text(pilot, "Larchfield SEN team")
        await pilot.press("enter", *"council", "enter")
        await on_screen(pilot, "TodayScreen")
    assert [line.kind for line in office.officer.sharing.record(made.child).lines] == [SharingKind.SHARED]
    assert len(office.officer.casework.case(made.case).notes) == 1


async def test_a_paper_of_the_record_is_made_for_the_mother(office: Office) -> None:
    session = office.officer
    child = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2017, 1, 5)))
    mother = add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="certificate"))
    async with seated(office, session, messages.SharingRecordWanted(child)) as (_, pilot):
        await comes(pilot, "Nothing was passed to anybody")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await pilot.press("2", "enter")
        await asked(pilot, "FileMade")
        await comes(pilot, "sharing-20261123-")


async def test_who_may_have_no_paper_of_the_record_is_said_with_every_reason(office: Office) -> None:
    made, _ = apart(office)
    async with seated(office, office.officer, messages.SharingRecordWanted(made.child)) as (_, pilot):
        await comes(pilot, "Nothing was passed to anybody")
        await pilot.press("m")
        await asked(pilot, "Choose")
        await comes(pilot, "3 ( ) Karim Aziz")
        await pilot.press("3", "enter")
        await asked(pilot, "Notice")
        await comes(pilot, "this may not be passed on", "· The child or young person refuses them access.")


async def test_hostile_words_stand_as_they_are(office: Office) -> None:
    made = add_family(office.officer)
    agree(office.officer, made.child)
    question = Question(
        recipient=Recipient(kind=RecipientKind.AGENCY, code="LA_SEN", named=ANYTHING),
        material=Material.TALK,
        ground=Ground.HELP,
    )
    office.officer.sharing.share(made.child, question, told=ANYTHING)
    async with seated(office, office.officer, messages.SharingRecordWanted(made.child)) as (_, pilot):
        await comes(pilot, "shared")
        await pilot.press("enter")
        await comes(pilot, "LLLLL")
    done = office.officer.sharing.share(
        made.child,
        dataclasses.replace(HARM, words=ANYTHING, recipient=dataclasses.replace(MASH, named=ANYTHING)),
        told="",
        exception=facts(office.officer, reason=ANYTHING, told_words=ANYTHING),
    )
    async with seated(office, office.manager, messages.ExceptionWanted(done.sharing_id)) as (_, pilot):
        await comes(pilot, "I have seen it")


# The directory of another part of the program, and what fits


class _Book:
    """A directory of agencies, as the register of agencies offers it."""

    def all(self) -> tuple[Agency, ...]:
        card = AgencyCard(code="SENCO", organisation="Lark Rise Primary", person="Ms Lark")
        gone = AgencyCard(code="GP", organisation="Old surgery", is_retired=True)
        return tuple(Agency(id=uuid4(), version=1, card=one) for one in (card, gone))


async def test_the_directory_is_offered_where_there_is_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    made = add_family(office.officer)
    monkeypatch.setattr(OfficeSession, "agencies", _Book(), raising=False)
    async with seated(office, office.officer, messages.ShareWanted(made.child)) as (_, pilot):
        text = await comes(pilot, "Ms Lark, Lark Rise Primary, SENCO")
        assert "Old surgery" not in text


def test_a_recipient_survives_its_code() -> None:
    to = Recipient(kind=RecipientKind.AGENCY, agency_id=uuid4(), code="SENCO", named="Ms Lark: 100% [b] é")
    code = recipients.code_for(to)
    assert " " not in code
    assert recipients.recipient_of(code) == to
    assert recipients.recipient_of("PROFESSIONAL:") is None


def _answer(**more: object) -> AnswerView:
    to = Recipient(kind=RecipientKind.PERSON, person_id=uuid4())
    question = Question(recipient=to, material=Material.NOTE, ground=Ground.ASKED)
    known: dict[str, object] = {"question": question, "recipient": "Karim", "about": ("Amina",), "outcome": Outcome.NO}
    return AnswerView(**(known | more))  # type: ignore[arg-type]


ROOM = 14
"""Lines that an answer has at 80x24."""


@pytest.mark.parametrize("size", [2, 3])
def test_no_answer_that_can_come_is_longer_than_the_room_for_it(size: int) -> None:
    possible = (
        SharingReason.FROZEN,
        SharingReason.REFUSED_BY_SUBJECT,
        SharingReason.ANOTHERS_WORDS,
        SharingReason.DOCUMENT_NOT_PERMITTED,
        ConsentReason.OUTSIDE_SCOPE,
        ConsentReason.SAVE_CASE_NEEDED,
        ReleaseReason.NEEDS_CHILDS_AUTHORITY,
        ReleaseReason.ASSESS_COMPETENCE,
        ReleaseReason.RESPONSIBILITY_NOT_SHOWN,
        ItemReason.CHILD_DOES_NOT_AGREE,
    )
    warnings = (SharingReason.COURT_ORDER, SharingReason.PARENTS_APART, SharingReason.CHILD_GAVE_IT)
    for reasons in itertools.combinations(possible, size):
        view = _answer(reasons=tuple(map(str, reasons)), warnings=tuple(map(str, warnings)), changes=tuple(Change)[:4])
        lines = answer_lines(view, 78, ROOM)
        assert len(lines) <= ROOM, "\n".join(lines)
        assert all(len(line) <= 78 for line in lines)


def test_a_yes_with_long_names_and_limits_fits_and_the_limits_come_first() -> None:
    named = (
        "The Honourable Mrs Featherstonehaugh-Cholmondeley, Larchfield and District Children's Social Care Front Door"
    )
    scope = Scope(agency="SOCIAL_CARE", named=named)
    event = dataclasses.replace(consent(Purpose.CONTACT_AGENCY, scope=scope), given_by_name="Persephone Cholmondeley")
    limits = ("not about health or home, nor what was said about school", "by telephone after four in the afternoon")
    warnings = (SharingReason.COURT_ORDER, SharingReason.PARENTS_APART, SharingReason.ADDRESS_WITHHELD)
    view = _answer(
        outcome=Outcome.YES,
        permissions=(event,) * 4,
        limits=limits,
        conditions=(str(ConsentReason.CONDITIONS), str(ConsentReason.USED_UP)),
        warnings=(*map(str, warnings), str(SharingReason.COUNCIL)),
    )
    lines = answer_lines(view, 78, ROOM)
    assert len(lines) <= ROOM, "\n".join(lines)
    text = " ".join(lines)
    assert text.index("Only: not about health") < text.index("They set conditions") < text.index("agreed on")


def test_every_change_and_every_sharing_reason_has_words() -> None:
    from screens.words import sharing as words
    from screens.words.reasons import reason_sentence

    assert [one for one in SharingReason if reason_sentence(one) == str(one)] == []
    assert words.changes_words(tuple(Change))


async def test_an_exception_that_comes_while_a_manager_sits_on_the_first_page_is_shown(office: Office) -> None:
    made = add_family(office.officer)
    async with seated(office, office.manager) as (app, pilot):
        await on_screen(pilot, "TodayScreen")
        await until(pilot, lambda: "Reading" not in shown(app.screen))
        assert "Exception" not in shown(app.screen)
        office.officer.sharing.share(made.child, HARM, told="by telephone", how="TEL", exception=facts(office.officer))
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        screen.look()  # as the clock of the app does
        await comes(pilot, "Exception", "Amina Hassan")
