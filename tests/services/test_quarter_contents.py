"""What a quarter's workbook says beside cases: contacts, hours, feedback, equality answers, strategic activity."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

from iass_tui.rules.records.casework import ContactBody, NoteBody
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.feedback import ActivityBody, CaseFeedback, FeedbackBody
from tests.services.families import add_family
from tests.services.offices import Office
from tests.services.test_consent import heard, withdraw
from tests.services.test_joint_contacts import add_brother
from tests.services.test_quarters import QUARTER, children, made

DAY = date(2026, 11, 20)
TALK = ContactBody(happened_on=DAY, channel="TEL", minutes=60, travel=60)


def test_a_contact_of_two_cases_counts_once_and_one_in_error_not_at_all(office: Office, tmp_path: Path) -> None:
    session = office.manager
    for _, case in children(session, 5):
        session.casework.add_contact(case, TALK)
    family = add_family(session)
    brothers = [add_brother(session, family)[1] for _ in range(4)]
    session.casework.add_contact(family.case, dataclasses.replace(TALK, with_id=family.mother), also=brothers)
    wrong = NoteBody(text="x", channel="TEL", minutes=600, happened_on=DAY, provided_by_id=family.mother)
    session.casework.mark_in_error(session.casework.add_note(family.case, wrong, also=brothers), "Another family")
    sheets = made(session, tmp_path / "q.xlsx")
    assert sheets["Contacts by channel"]["Telephone or video"] == 5  # 6; were each case counted, 10
    assert sheets["Contacts by channel"]["In writing"] == "[c]"
    assert sheets["Hours of officers"]["Level 2"] == 5  # 6 hours; were each case counted, 10
    assert sheets["Hours on the way"]["Level 2"] == 5
    assert set(sheets["Hours of volunteers"].values()) <= {"[c]", "Hours", None}


def test_p5_who_is_not_counted_adds_no_contact_and_no_answer(office: Office, tmp_path: Path) -> None:
    session = office.manager
    pairs = children(session, 17)
    for person, case in pairs:
        session.casework.add_contact(case, TALK)
        session.consent.record(person, [heard(Purpose.SAVE_EQUALITY)])
        session.equality.save(person, 0, EqualityAnswers(), EqualityAnswers(ethnic_group="BLACK", sex="F"))
    before = made(session, tmp_path / "q.xlsx")
    assert (
        before["Ethnic group of children"]["Black, Black British, African or Caribbean"],
        before["Sex of children"]["Female"],
    ) == (15, 15)
    for person, _ in pairs[:4]:
        session.consent.record(person, [heard(Purpose.STATS, Decision.REFUSED)])
    withdraw(session, pairs[4][0], Purpose.SAVE_EQUALITY)
    after = made(session, tmp_path / "q2.xlsx")
    assert after["Contacts by channel"]["Telephone or video"] == 15  # 13
    assert after["Ethnic group of children"]["Black, Black British, African or Caribbean"] == 10  # 12
    assert after["Ethnic group of children"]["Total"] == 15
    assert after["Ethnic group of children"]["Not stated"] == "0 to 4"


def test_feedback_is_shown_as_good_and_other_answers_with_a_share_on_a_base_of_twenty(
    office: Office, tmp_path: Path
) -> None:
    session = office.manager
    family = add_family(session)
    session.consent.record(family.child, [heard(Purpose.FEEDBACK_INVITE)])
    for number in range(23):
        session.feedback.keep(
            QUARTER, FeedbackBody(reach=5 if number < 12 else 2, recommend=10 if number < 6 else None)
        )
    session.feedback.keep_with_case(
        "C-0001", CaseFeedback(received_on=DAY, answers=FeedbackBody(reach=5, comment="Zanzibar"), asked_how="a box")
    )
    session.feedback.keep("2026-Q2", FeedbackBody(reach=5))
    sheets = made(session, tmp_path / "q.xlsx")
    assert (sheets["Feedback Q1"]["Good answer"], sheets["Feedback Q1"]["Other answer"]) == (15, 10)  # 13 and 11
    shares = sheets["Feedback, good answers"]
    assert shares["Q1 How easy it was to reach us"] == 60
    assert shares["Q6 How likely to recommend us"] == "[x]"
    assert "Zanzibar" not in str(sheets)


def test_strategic_activity_is_shown_as_it_was_and_the_people_it_reached_as_people_are(
    office: Office, tmp_path: Path
) -> None:
    session = office.manager
    session.activities.add(ActivityBody(kind="TRG_PAR", on=DAY, minutes=90, travel=30, reached=3, what="Zanzibar"))
    session.activities.add(ActivityBody(kind="FORUM", on=DAY, minutes=120, reached=14))
    session.activities.add(ActivityBody(kind="FORUM", on=date(2026, 9, 30), minutes=600))
    sheets = made(session, tmp_path / "q.xlsx")
    assert (sheets["Strategic activity"]["Training for families"], sheets["Strategic activity"]["Forum"]) == (1, 1)
    assert sheets["Strategic activity, hours"]["Training for families"] == 2
    assert sheets["Strategic activity, reach"]["Training for families"] == "0 to 4"
    assert sheets["Strategic activity, reach"]["Forum"] == 15
    assert "Zanzibar" not in str(sheets)
