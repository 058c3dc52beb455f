"""What to take care of before ringing, writing, texting or printing: in the order to read it, and what is refused."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.codes import code_list
from iass_tui.rules.records.people import ContactDetails, PartyRole, PersonCard
from iass_tui.rules.safety import ORDER, Care, Doing, Refusal, care_for, may, may_tell_where, take_care

CODES = st.frozensets(st.sampled_from(ORDER))
DOING = st.none() | st.sampled_from(Doing)


def test_every_code_of_the_list_has_its_place() -> None:
    every = code_list("SAFETY")
    assert all(code in every for code in ORDER)
    assert len(ORDER) == len(set(ORDER)) == 8


@pytest.mark.parametrize(
    ("codes", "doing", "warnings", "refused"),
    [
        (("NO_POST", "NO_VOICEMAIL"), None, ("NO_VOICEMAIL", "NO_POST"), (Refusal.NO_VOICEMAIL, Refusal.NO_POST)),
        (("NO_POST", "NO_VOICEMAIL"), Doing.RING, ("NO_VOICEMAIL",), (Refusal.NO_VOICEMAIL,)),
        (("NO_POST", "NO_VOICEMAIL"), Doing.POST, ("NO_POST",), (Refusal.NO_POST,)),
        (("NO_POST", "NO_VOICEMAIL"), Doing.EMAIL, (), ()),
        (("ADDRESS_WITHHELD",), Doing.PRINT, ("ADDRESS_WITHHELD",), (Refusal.ADDRESS_WITHHELD,)),
        (("ADDRESS_WITHHELD",), Doing.RING, ("ADDRESS_WITHHELD",), ()),
        (
            ("COURT_ORDER", "CODE_WORD", "RISK_TO_STAFF"),
            Doing.VISIT,
            ("RISK_TO_STAFF", "CODE_WORD", "COURT_ORDER"),
            (),
        ),
        (("SAFE_HOURS",), Doing.TEXT, ("SAFE_HOURS",), ()),
        ((), Doing.RING, (), ()),
    ],
)
def test_what_is_read_first_and_what_is_refused(
    codes: tuple[str, ...], doing: Doing | None, warnings: tuple[str, ...], refused: tuple[Refusal, ...]
) -> None:
    care = take_care(codes, doing=doing)
    assert (care.warnings, care.refused) == (warnings, refused)


def test_hours_that_are_kept_warn_though_nobody_marked_them() -> None:
    assert take_care((), safe_hours=" after 16:00 ", doing=Doing.RING) == Care(("SAFE_HOURS",), (), "after 16:00")


def test_a_code_of_a_later_program_is_shown_and_never_swallowed() -> None:
    for doing in (None, *Doing):
        assert take_care(("NEVER_ON_FRIDAYS",), doing=doing).warnings == ("NEVER_ON_FRIDAYS",)


def test_a_card_gives_its_codes_hours_and_words() -> None:
    card = PersonCard(role=PartyRole.PARENT, safety=("NO_POST",), safety_words="brother listens")
    care = care_for(card, ContactDetails(safe_hours="mornings"), Doing.RING)
    assert (care.warnings, care.safe_hours, care.words) == (("SAFE_HOURS",), "mornings", "brother listens")
    assert care_for(dataclasses.replace(card, safety=()), None)
    assert not care_for(PersonCard(role=PartyRole.PARENT))


@given(CODES, DOING, st.text(max_size=5))
def test_nothing_is_refused_without_a_warning_that_says_so(
    codes: frozenset[str], doing: Doing | None, hours: str
) -> None:
    care = take_care(codes, safe_hours=hours, doing=doing)
    assert {one.value.removeprefix("SAFETY_") for one in care.refused} <= set(care.warnings)
    assert list(care.warnings) == sorted(care.warnings, key=ORDER.index)


@given(CODES)
def test_a_page_on_which_anything_may_be_done_warns_of_everything(codes: frozenset[str]) -> None:
    assert set(take_care(codes).warnings) == codes
    for doing in Doing:
        assert set(take_care(codes, doing=doing).refused) <= set(take_care(codes).refused)


@given(CODES)
def test_post_never_goes_where_it_must_not_and_ringing_is_never_forbidden(codes: frozenset[str]) -> None:
    assert bool(may(codes, Doing.POST)) is ("NO_POST" not in codes)
    assert may(codes, Doing.RING)
    assert bool(may(codes, Doing.PRINT)) is ("ADDRESS_WITHHELD" not in codes)


@given(CODES)
def test_where_an_address_is_withheld_no_paper_tells_it(codes: frozenset[str]) -> None:
    if "ADDRESS_WITHHELD" in codes:
        assert not may_tell_where(codes)
