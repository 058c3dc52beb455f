"""Two records made one: nothing is lost, nothing is chosen for anybody, and a No in either stands."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules import joining as rules
from iass_tui.rules.consent import Status, fold
from iass_tui.rules.consent.joined import JoinedRecord, joined_history
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Refused
from iass_tui.rules.joining import Half, JoinReason, Match, Stays
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent, Scope
from iass_tui.rules.records.people import ContactDetails, PartyRole, PersonCard

KEPT, OTHER = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 28)
HALF = Half(KEPT, PersonState.ACTIVE, PartyRole.CHILD)
THEIRS = dataclasses.replace(HALF, id=OTHER)
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kept", "other", "related", "reason"),
    [
        (HALF, HALF, False, JoinReason.SAME_RECORD),
        (HALF, dataclasses.replace(THEIRS, state=PersonState.FROZEN), False, JoinReason.FROZEN),
        (dataclasses.replace(HALF, state=PersonState.PENDING), THEIRS, False, JoinReason.PENDING),
        (HALF, dataclasses.replace(THEIRS, state=PersonState.JOINED), False, JoinReason.JOINED_ALREADY),
        (HALF, dataclasses.replace(THEIRS, keeps_others=True), False, JoinReason.KEEPS_OTHERS),
        (HALF, dataclasses.replace(THEIRS, role=PartyRole.PARENT), False, JoinReason.OTHER_KIND),
        (HALF, THEIRS, True, JoinReason.RELATED),
        (dataclasses.replace(HALF, is_restricted=True), THEIRS, False, JoinReason.RESTRICTED),
        (
            dataclasses.replace(HALF, says_no_to_contact=True),
            dataclasses.replace(THEIRS, holds_contact=True),
            False,
            JoinReason.CONTACT_AGAINST_A_NO,
        ),
        (
            dataclasses.replace(HALF, holds_equality=True),
            dataclasses.replace(THEIRS, says_no_to_equality=True),
            False,
            JoinReason.EQUALITY_AGAINST_A_NO,
        ),
    ],
)
def test_what_is_not_joined_says_why(kept: Half, other: Half, related: bool, reason: JoinReason) -> None:
    answer = rules.may_join(kept, other, are_related=related)
    assert isinstance(answer, Refused)
    assert answer.reasons == (reason,)


def test_a_parent_and_another_adult_of_theirs_may_be_one_person() -> None:
    adult = dataclasses.replace(HALF, role=PartyRole.PARENT)
    assert rules.may_join(adult, dataclasses.replace(THEIRS, role=PartyRole.OTHER))


CARD = PersonCard(role=PartyRole.CHILD, given_name="Amina", family_name="Hassan", born=PartialDate(2011, 3, 27))


def test_what_differs_has_to_be_chosen_and_what_protects_is_kept_from_both() -> None:
    mine = dataclasses.replace(CARD, safety=("NO_POST",), safety_words="not before 9")
    theirs = dataclasses.replace(CARD, given_name="Aminah", known_as="Mina", safety=("COURT_ORDER",), safety_words="x")
    found = {one.field: one.match for one in rules.compare(mine, theirs)}
    assert found["given_name"] is Match.DIFFERS
    assert (found["known_as"], found["family_name"]) == (Match.ONLY_OTHER, Match.SAME)
    assert rules.missing(mine, theirs, {}) == ("given_name",)
    assert rules.missing(mine, theirs, {"given_name": Stays.BOTH}) == ("given_name",)
    with pytest.raises(ValueError, match="not chosen"):
        rules.together(mine, theirs, {})
    made = rules.together(mine, theirs, {"given_name": Stays.OTHER})
    assert (made.given_name, made.known_as) == ("Aminah", "Mina")
    assert (made.safety, made.safety_words) == (("NO_POST", "COURT_ORDER"), "not before 9; x")


WAYS = st.builds(
    ContactDetails,
    phones=st.lists(st.sampled_from(["1", "2", "3"]), unique=True, max_size=2).map(tuple),
    emails=st.lists(st.sampled_from(["a", "b"]), unique=True, max_size=2).map(tuple),
    safe_hours=st.sampled_from(["", "mornings", "evenings"]),
)


@given(WAYS, WAYS, WAYS)
def test_undoing_gives_back_what_stood_before_and_leaves_what_was_changed_since(
    mine: ContactDetails, theirs: ContactDetails, later: ContactDetails
) -> None:
    chosen = {one.field: Stays.BOTH for one in rules.compare(mine, theirs) if one.choices}
    joined = rules.together(mine, theirs, chosen)
    assert set(joined.phones) == {*mine.phones, *theirs.phones}
    assert rules.taken_back(mine, joined, joined) == mine
    back = rules.taken_back(mine, joined, later)
    for field in ("phones", "emails", "safe_hours"):
        now = getattr(later, field)
        assert getattr(back, field) == (getattr(mine, field) if now == getattr(joined, field) else now)


def test_an_id_in_sealed_words_is_followed_however_deep() -> None:
    event = ConsentEvent(
        purpose=Purpose.REFUSE_ACCESS, decision=Decision.GIVEN, given_on=TODAY, scope=Scope(person_id=OTHER)
    )
    assert rules.follow((event,), {OTHER: KEPT})[0].scope.person_id == KEPT
    assert rules.follow((event,), {}) == (event,)


PURPOSES = (Purpose.SAVE_CASE, Purpose.SHARE_DOC, Purpose.CONTACT_AGENCY)
SCOPES = (Scope(), Scope(agency="LA_SEN"), Scope(agency="LA_SEN", topic="transport"))
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(PURPOSES),
        st.sampled_from(Decision),
        st.sampled_from(SCOPES),
        st.integers(0, 300),
        st.sampled_from([None, date(2026, 6, 1), date(2027, 6, 1)]),
    ),
    max_size=6,
)


def history(subject: UUID, said: list[tuple[Purpose, Decision, Scope, int, date | None]]) -> list[RecordedConsent]:
    at, found = START, []
    for number, (purpose, decision, scope, days, review) in enumerate(said, 1):
        at += timedelta(days=days / 10)
        event = ConsentEvent(
            purpose=purpose,
            decision=decision,
            right="SELF",
            given_by=subject,
            given_on=date(2026, 1, 1),
            scope=scope if purpose is Purpose.CONTACT_AGENCY else Scope(),
            review_on=review,
        )
        found.append(
            RecordedConsent(
                id=uuid4(), subject_id=subject, number=number, recorded_at=at, recorded_by=KEPT, event=event
            )
        )
    return found


def joined(mine: list[RecordedConsent], theirs: list[RecordedConsent]) -> tuple[RecordedConsent, ...]:
    return joined_history(KEPT, mine, [JoinedRecord(theirs, len(theirs), len(mine))], TODAY)


@given(EVENTS, EVENTS)
def test_a_no_or_a_withdrawal_that_stands_in_either_record_stands_in_both_together(one: list, two: list) -> None:
    mine, theirs = history(KEPT, one), history(OTHER, two)
    both = fold(joined(mine, theirs), TODAY)
    for side in (fold(mine, TODAY), fold(theirs, TODAY)):
        for standing in side.standings:
            if standing.narrows:
                assert both.standing(standing.purpose, standing.scope).status is not Status.GIVEN


@given(EVENTS, EVENTS)
def test_together_nothing_is_given_that_was_given_in_neither(one: list, two: list) -> None:
    mine, theirs = history(KEPT, one), history(OTHER, two)
    sides = fold(mine, TODAY), fold(theirs, TODAY)
    for standing in fold(joined(mine, theirs), TODAY).standings:
        if standing.status is Status.GIVEN:
            assert any(side.standing(standing.purpose, standing.scope).status is Status.GIVEN for side in sides)


@given(EVENTS, EVENTS)
def test_every_event_of_both_is_kept_and_numbered_without_gaps(one: list, two: list) -> None:
    mine, theirs = history(KEPT, one), history(OTHER, two)
    both = joined(mine, theirs)
    assert {each.id for each in both} == {each.id for each in (*mine, *theirs)}
    assert [each.number for each in both] == list(range(1, len(both) + 1))
    assert {each.subject_id for each in both} <= {KEPT}


@given(EVENTS)
def test_joining_a_record_without_consents_changes_no_standing(one: list) -> None:
    mine = history(KEPT, one)
    statuses = [(each.purpose, each.reach, each.status) for each in fold(mine, TODAY).standings]
    together = [(each.purpose, each.reach, each.status) for each in fold(joined(mine, []), TODAY).standings]
    assert sorted(statuses, key=repr) == sorted(together, key=repr)


@given(EVENTS, EVENTS, st.sampled_from(PURPOSES[:2]), st.sampled_from(Decision))
def test_what_is_said_after_the_join_decides(one: list, two: list, purpose: Purpose, decision: Decision) -> None:
    mine, theirs = history(KEPT, one), history(OTHER, two)
    late = history(KEPT, [(purpose, decision, Scope(), 3000, None)])
    own = [*mine, dataclasses.replace(late[0], number=len(mine) + 1)]
    both = joined_history(KEPT, own, [JoinedRecord(theirs, len(theirs), len(mine))], TODAY)
    assert fold(both, TODAY).standing(purpose).status is Status(decision)
