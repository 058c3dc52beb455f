"""The directory of agencies: what an entry needs, what may be the same, whom consent lets us contact (P33, P84-P91)."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules import agencies
from iass_tui.rules.agencies import AgencyReason, Likeness
from iass_tui.rules.consent import ConsentReason, ConsentState, fold
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.agencies import Agency, AgencyCard, Involved
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent, Scope

TODAY = date(2026, 11, 23)
ME = UUID(int=1)
SCHOOL = AgencyCard(code="EDU_SETTING", organisation="Lark Rise Primary", phone="020 7946 0000")
SENCO = AgencyCard(code="SENCO", organisation="Lark Rise Primary", person="Ms Öz", phone="020 7946 0000")
COUNCIL = AgencyCard(code="LA_SEN", organisation="Westbridge Council")


def state(*said: tuple[Purpose, Decision, Scope]) -> ConsentState:
    """What these decisions come to, in this order."""
    return fold(
        [
            RecordedConsent(
                id=uuid4(),
                subject_id=ME,
                number=number,
                recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
                recorded_by=ME,
                event=ConsentEvent(purpose=purpose, decision=decision, given_by=ME, right="SELF",
                                   given_on=date(2026, 11, 1), scope=scope),
            )
            for number, (purpose, decision, scope) in enumerate(said, 1)
        ],
        TODAY,
    )  # fmt: skip


SAVED = (Purpose.SAVE_CASE, Decision.GIVEN, Scope())


def contact(decision: Decision, named: str = "", code: str = "EDU_SETTING") -> tuple[Purpose, Decision, Scope]:
    return Purpose.CONTACT_AGENCY, decision, Scope(agency=code, named=named)


def test_an_entry_needs_a_kind_and_an_organisation_and_every_reason_is_said() -> None:
    assert agencies.may_list(SCHOOL)
    assert agencies.may_list(SENCO)
    answer = agencies.may_list(AgencyCard(code="SCHOOL", organisation="  ", person="Ms Oz"))
    assert isinstance(answer, Refused)
    assert answer.reasons == (AgencyReason.NO_KIND, AgencyReason.NO_ORGANISATION)


def test_nobody_is_involved_twice_at_once_but_may_be_again_later() -> None:
    assert agencies.may_involve(SCHOOL, ())
    assert agencies.may_involve(SCHOOL, (Involved.PAST, Involved.PAST))
    assert not agencies.may_involve(SCHOOL, (Involved.PAST, Involved.SOON))
    answer = agencies.may_involve(dataclasses.replace(SCHOOL, is_retired=True), (Involved.NOW,))
    assert isinstance(answer, Refused)
    assert answer.reasons == (AgencyReason.RETIRED, AgencyReason.INVOLVED_ALREADY)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (AgencyCard(code="EDU_SETTING", organisation="LARK-RISE primary"), Likeness.SAME_NAME),
        (AgencyCard(code="OTHER", organisation="Lark Rise School", phone="+44 20 7946 0000"), Likeness.SAME_PHONE),
        (AgencyCard(code="OTHER", organisation="Lark Rise School", phone="020 7946 0001"), None),
        (AgencyCard(code="SENCO", organisation="Lark Rise Primary", person="Mr Ito", phone="020 7946 0000"), None),
        (AgencyCard(code="SENCO", organisation="Lark rise primary", person="ms oz"), Likeness.SAME_NAME),
    ],
)
def test_what_may_be_the_same_entry_is_found(typed: AgencyCard, why: Likeness | None) -> None:
    entry = SENCO if typed.person else SCHOOL
    found = agencies.alike(typed, [Agency(id=ME, version=1, card=entry)])
    assert [reason for _, reason in found] == ([why] if why else [])


def test_an_entry_without_telephone_is_not_like_every_other_without_one() -> None:
    blank = AgencyCard(code="HEALTH", organisation="A surgery")
    assert agencies.alike(blank, [Agency(id=ME, version=1, card=dataclasses.replace(SCHOOL, phone="", email=""))]) == ()


@pytest.mark.parametrize("typed", ["lark", "PRIM lar", "oz", "senco", "öz rise", ""])
def test_any_beginning_of_any_word_finds_an_entry(typed: str) -> None:
    assert agencies.matches(SENCO, typed)


@pytest.mark.parametrize("typed", ["ark", "lark hill", "ozz"])
def test_other_words_do_not(typed: str) -> None:
    assert not agencies.matches(SENCO, typed)


def test_a_ticked_kind_allows_a_conversation_and_no_contact() -> None:
    answer = agencies.may_contact(state(SAVED, contact(Decision.GIVEN)), SCHOOL)
    assert isinstance(answer, Refused)
    assert answer.reasons == (ConsentReason.NAME_THEM,)
    assert agencies.may_contact(state(SAVED, contact(Decision.GIVEN, code="LA_SEN")), COUNCIL)


def test_a_consent_that_names_the_organisation_reaches_who_works_there() -> None:
    agreed = state(SAVED, contact(Decision.GIVEN, "lark rise primary"))
    assert agencies.may_contact(agreed, SCHOOL)
    assert agencies.may_contact(agreed, SENCO)
    assert not agencies.may_contact(agreed, AgencyCard(code="SENCO", organisation="Hill School", person="Ms Öz"))


def test_a_consent_that_names_a_professional_reaches_nobody_beside_them() -> None:
    agreed = state(SAVED, contact(Decision.GIVEN, SENCO.full_name))
    assert agencies.may_contact(agreed, SENCO)
    assert not agencies.may_contact(agreed, SCHOOL)
    assert not agencies.may_contact(agreed, dataclasses.replace(SENCO, person="Mr Ito"))


@pytest.mark.parametrize("no", [Decision.REFUSED, Decision.WITHDRAWN])
def test_a_no_to_one_of_them_beats_the_yes_to_their_organisation(no: Decision) -> None:
    agreed = state(SAVED, contact(Decision.GIVEN, "Lark Rise Primary"), contact(no, SENCO.full_name))
    assert not agencies.may_contact(agreed, SENCO)
    assert agencies.may_contact(agreed, SCHOOL)


NAMES = st.sampled_from(["", "Lark Rise Primary", SENCO.full_name, "Hill School"])
SAID = st.lists(st.builds(contact, st.sampled_from(Decision), NAMES), max_size=5)


@given(SAID, st.booleans())
def test_nobody_is_contacted_whom_no_consent_names_by_name_or_by_organisation(
    said: list[tuple[Purpose, Decision, Scope]], is_saved: bool
) -> None:
    for card in (SCHOOL, SENCO):
        if agencies.may_contact(state(*([SAVED] if is_saved else []), *said), card):
            assert is_saved
            yes = {scope.named for _, decision, scope in said if decision is Decision.GIVEN}
            assert yes & {card.full_name, card.organisation}
