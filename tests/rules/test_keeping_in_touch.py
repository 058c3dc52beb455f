"""Who gets news, and which way (P79-P82): nobody without a Yes in force, without a place, or under 13."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.ages import has_attained
from iass_tui.rules.consent import ConsentReason, fold
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Refused
from iass_tui.rules.keeping_in_touch import (
    CHANNELS,
    Candidate,
    Place,
    Standing,
    TouchReason,
    care_needed,
    entry,
    listed,
    may_be_listed,
    place_of,
)
from iass_tui.rules.people import PersonReason, PersonState
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent
from iass_tui.rules.records.people import Address, ContactDetails, PartyRole, PersonCard
from iass_tui.rules.safety import ORDER, Care, Refusal

TODAY = date(2026, 11, 23)
DETAILS = ContactDetails(
    phones=("020 7946 0000", "07700 900123"),
    emails=("Zahra@Example.org",),
    addresses=(Address(lines=("1 Mill Lane",), postcode="ZZ1 1AA"),),
    safe_hours="after 16:00",
)
MOTHER = PersonCard(role=PartyRole.PARENT, given_name="Zahra", family_name="Hassan")
EMAIL, PHONE, SMS, POST = CHANNELS
Said = tuple[Purpose, Decision]
SAVED: tuple[Said, ...] = ((Purpose.SAVE_CASE, Decision.GIVEN), (Purpose.SAVE_CONTACT, Decision.GIVEN))
ALL = (*SAVED, *((channel, Decision.GIVEN) for channel in CHANNELS))


def someone(
    *said: Said,
    card: PersonCard = MOTHER,
    contact: ContactDetails | None = DETAILS,
    state: PersonState = PersonState.ACTIVE,
) -> Candidate:
    """Somebody who decided these things themselves, in this order."""
    me = uuid4()
    events = [
        RecordedConsent(
            id=uuid4(),
            subject_id=me,
            number=number,
            recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
            recorded_by=UUID(int=1),
            event=ConsentEvent(
                purpose=purpose, decision=decision, given_by=me, right="SELF", given_on=date(2026, 11, 1)
            ),
        )
        for number, (purpose, decision) in enumerate(said, 1)
    ]
    return Candidate(me, state, card, contact, fold(events, TODAY, card.born))


def why_not(channel: Purpose, one: Candidate) -> tuple[str, ...]:
    answer = may_be_listed(channel, one)
    return answer.reasons if isinstance(answer, Refused) else ()


def child(born: PartialDate | None) -> PersonCard:
    return PersonCard(role=PartyRole.CHILD, given_name="Amina", born=born)


def test_who_said_yes_is_listed_with_what_the_way_needs_and_nothing_else() -> None:
    one = someone(*ALL, card=dataclasses.replace(MOTHER, safety=("NO_VOICEMAIL", "RISK_TO_STAFF")))
    lines = {channel: entry(channel, one) for channel in CHANNELS}
    shown = {channel: (line.place, care_needed(channel, line.care)) for channel, line in lines.items() if line}
    assert shown == {
        EMAIL: (Place(("zahra@example.org",)), Care()),
        PHONE: (Place(("020 7946 0000",)), Care(("NO_VOICEMAIL", "SAFE_HOURS"), safe_hours="after 16:00")),
        SMS: (Place(("07700 900123",)), Care(("SAFE_HOURS",), safe_hours="after 16:00")),
        POST: (Place(("1 Mill Lane",), "ZZ1 1AA"), Care()),
    }
    ringing = lines[PHONE]
    assert ringing is not None
    assert ringing.care.warnings == ("RISK_TO_STAFF", "NO_VOICEMAIL", "SAFE_HOURS")


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (someone(*ALL, contact=None), TouchReason.NO_PLACE),
        (someone(*ALL, contact=ContactDetails()), TouchReason.NO_PLACE),
        (someone(*ALL, state=PersonState.FROZEN), PersonReason.FROZEN),
        (someone(*ALL, state=PersonState.PENDING), PersonReason.PENDING),
        (someone(*ALL, (Purpose.SAVE_CONTACT, Decision.WITHDRAWN)), ConsentReason.SAVE_CONTACT_NEEDED),
        (someone(*ALL, (Purpose.SAVE_CASE, Decision.WITHDRAWN)), ConsentReason.SAVE_CASE_NEEDED),
        (someone(*ALL, card=child(PartialDate(2013, 11, 24))), ConsentReason.TOO_YOUNG),
        (someone(*ALL, card=child(PartialDate(2013))), ConsentReason.TOO_YOUNG),
        (someone(*ALL, card=child(None)), TouchReason.AGE_UNKNOWN),
        (someone(*SAVED), ConsentReason.NOT_ASKED),
    ],
)
def test_what_keeps_somebody_off_every_list(channel: Purpose, one: Candidate, reason: str) -> None:
    assert reason in why_not(channel, one)
    line = entry(channel, one)
    assert line is None or line.standing is not Standing.LISTED


def test_on_the_thirteenth_birthday_they_may_be_listed() -> None:
    assert why_not(EMAIL, someone(*ALL, card=child(PartialDate(2013, 11, 23)))) == ()


@pytest.mark.parametrize(
    ("code", "channel", "reason"),
    [
        ("NO_POST", POST, Refusal.NO_POST),
        ("ADDRESS_WITHHELD", POST, TouchReason.ADDRESS_WITHHELD),
        ("CODE_WORD", PHONE, TouchReason.CODE_WORD),
        ("CODE_WORD", SMS, TouchReason.CODE_WORD),
    ],
)
def test_safety_keeps_them_off_the_list_it_is_about_and_no_other(code: str, channel: Purpose, reason: str) -> None:
    one = someone(*ALL, card=dataclasses.replace(MOTHER, safety=(code,)))
    assert why_not(channel, one) == (reason,)
    assert why_not(EMAIL, one) == ()


@pytest.mark.parametrize(
    ("phone", "fits"),
    [("07700 900123", True), ("+44 7700 900123", True), ("020 7946 0000", False), ("07000 900123", False),
     ("07600 900123", False), ("+353 86 123 4567", True), ("7700", False)],
)  # fmt: skip
def test_a_text_goes_to_a_mobile_number_only(phone: str, fits: bool) -> None:
    assert (place_of(SMS, ContactDetails(phones=(phone,))) is not None) is fits


@pytest.mark.parametrize("no", [Decision.WITHDRAWN, Decision.REFUSED])
def test_who_stopped_stays_on_the_page_as_stopped_and_without_an_address(no: Decision) -> None:
    line = entry(EMAIL, someone(*ALL, (EMAIL, no)))
    assert line is not None
    assert (line.standing, line.place, line.stopped_on) == (Standing.STOPPED, None, date(2026, 11, 1))


def test_of_who_never_said_yes_a_list_says_nothing() -> None:
    assert entry(EMAIL, someone(*SAVED)) is None
    assert entry(EMAIL, someone(*SAVED, (EMAIL, Decision.REFUSED))) is None


def test_nobody_else_can_put_back_who_stopped() -> None:
    one = someone(*ALL, (EMAIL, Decision.WITHDRAWN))
    again = RecordedConsent(
        id=uuid4(),
        subject_id=one.person_id,
        number=99,
        recorded_at=datetime(2026, 11, 2, tzinfo=UTC),
        recorded_by=UUID(int=1),
        event=ConsentEvent(purpose=EMAIL, decision=Decision.GIVEN, given_by=uuid4(), right="PR", given_on=TODAY),
    )
    history = [said for standing in one.consent.standings for said in standing.history]
    put_back = dataclasses.replace(one, consent=fold([*history, again], TODAY))
    line = entry(EMAIL, put_back)
    assert line is not None
    assert line.standing is Standing.STOPPED


def test_what_is_no_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="not a channel"):
        may_be_listed(Purpose.SAVE_CASE, someone(*ALL))


def test_a_list_is_in_the_order_of_names() -> None:
    people = [someone(*ALL, card=dataclasses.replace(MOTHER, given_name=name)) for name in ("Zoë", "Ada", "ágnes")]
    assert [one.name.split()[0] for one in listed(EMAIL, people)] == ["Ada", "ágnes", "Zoë"]


DAYS = st.dates(date(1950, 1, 1), date(2027, 1, 1))
BORN = st.none() | DAYS.map(PartialDate.of) | st.integers(1990, 2026).map(PartialDate)
CARDS = st.builds(
    PersonCard,
    role=st.sampled_from(PartyRole),
    born=BORN,
    safety=st.lists(st.sampled_from(ORDER), unique=True).map(tuple),
)
WAYS = st.builds(
    ContactDetails,
    phones=st.lists(st.sampled_from(["07700 900123", "020 7946 0000", "none", ""])).map(tuple),
    emails=st.lists(st.sampled_from(["a@example.org", "nothing", ""])).map(tuple),
    addresses=st.lists(st.sampled_from([Address(), Address(lines=("1 Mill Lane",)), Address(postcode="ZZ1 1AA")])).map(
        tuple
    ),
)
SAYINGS = st.lists(
    st.tuples(st.sampled_from([*CHANNELS, Purpose.SAVE_CASE, Purpose.SAVE_CONTACT]), st.sampled_from(Decision)),
    max_size=12,
)


@given(SAYINGS, CARDS, st.none() | WAYS, st.sampled_from(PersonState), st.booleans())
def test_nobody_without_a_yes_in_force_without_an_address_or_under_13_is_ever_on_a_list(
    said: list[Said], card: PersonCard, contact: ContactDetails | None, state: PersonState, is_willing: bool
) -> None:
    one = someone(*(ALL if is_willing else ()), *said, card=card, contact=contact, state=state)
    last = dict([*(ALL if is_willing else ()), *said])
    for channel in CHANNELS:
        line = entry(channel, one)
        if line is None or line.standing is not Standing.LISTED:
            assert line is None or line.place is None
            continue
        assert state is PersonState.ACTIVE
        for needed in (Purpose.SAVE_CASE, Purpose.SAVE_CONTACT, channel):
            assert last[needed] is Decision.GIVEN
        assert contact is not None
        assert line.place is not None
        assert line.place.lines or line.place.postcode
        assert card.role is not PartyRole.CHILD or card.born is not None
        assert card.born is None or has_attained(card.born.latest(), 13, TODAY)
        assert not (channel is POST and {"NO_POST", "ADDRESS_WITHHELD"} & set(card.safety))
