"""Merge letters: every place filled or named as missing, no name in a subject line, nothing out without its permit."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iass_tui.rules.decision import Refused
from iass_tui.rules.letters import FilledLetter, LetterKind, LetterReason, Missing, fill, letter, may_go_out
from iass_tui.rules.papers import Way
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.sharing import Ground, Material, Question, Recipient, RecipientKind
from iass_tui.rules.sharing import Permit, Subject, decide_sharing
from tests.rules.test_consent import CHILD, MOTHER, SAVED, TODAY, agency, state

KINDS = pytest.mark.parametrize("kind", LetterKind)
OFFICES = [kind for kind in LetterKind if not kind.is_familys]


def permit(material: Material = Material.LETTER) -> Permit:
    """A permit of the rule's own making."""
    to = Recipient(kind=RecipientKind.AGENCY, code="LA_SEN", named="SEN team")
    question = Question(recipient=to, material=material, ground=Ground.HELP)
    subject = Subject(
        person_id=CHILD, state=PersonState.ACTIVE, consent=state(SAVED, agency("LA_SEN", "SEN team")), is_child=True
    )
    found = decide_sharing(question, [subject], TODAY).permit
    assert found is not None
    return found


def decision(kind: LetterKind, **changes: object) -> tuple[str, ...]:
    """Every reason against."""
    facts: dict[str, object] = {
        "about": CHILD, "to_themselves": False, "permit": None, "way": Way.POST, "safety": (), "today": TODAY,
    }  # fmt: skip
    answer = may_go_out(kind, **{**facts, **changes})  # type: ignore[arg-type]
    return answer.reasons if isinstance(answer, Refused) else ()


@KINDS
def test_a_subject_line_has_a_place_for_the_reference_and_for_nothing_else(kind: LetterKind) -> None:
    one = letter(kind)
    assert one.subject.count("{") == 1
    assert "{reference}" in one.subject


@KINDS
def test_what_is_missing_is_named_all_of_it(kind: LetterKind) -> None:
    one = letter(kind)
    assert fill(one, {}) == Missing(one.places)
    values = dict.fromkeys(one.places, "words")
    assert fill(one, {**values, "recipient": " \n"}) == Missing(("recipient",))
    assert isinstance(fill(one, values), FilledLetter)


@given(st.sampled_from(LetterKind), st.text(min_size=1).filter(str.strip))
def test_what_is_filled_in_stays_words_and_stands_in_the_letter(kind: LetterKind, words: str) -> None:
    one = letter(kind)
    filled = fill(one, {place: words if place != "reference" else "C-0417" for place in one.places})
    assert isinstance(filled, FilledLetter)
    assert words.strip() in filled.body
    assert "C-0417" in filled.subject


@KINDS
def test_a_place_named_inside_a_value_is_not_filled(kind: LetterKind) -> None:
    one = letter(kind)
    filled = fill(one, {place: "{reference}" if place == "recipient" else "C-0417" for place in one.places})
    assert isinstance(filled, FilledLetter)
    assert "{reference}" in filled.body


@pytest.mark.parametrize("kind", OFFICES)
def test_p19_what_we_send_to_others_needs_a_permit_for_that_person_today(kind: LetterKind) -> None:
    assert decision(kind) == (LetterReason.NEEDS_PERMIT,)
    assert decision(kind, permit=permit()) == ()
    assert decision(kind, permit=permit(), about=MOTHER) == (LetterReason.OTHER_PERSON,)
    assert decision(kind, permit=permit(Material.TALK)) == (LetterReason.NOT_A_LETTER,)
    late = TODAY + timedelta(days=1)
    assert decision(kind, permit=permit(), about=UUID(int=7), today=late) == (
        LetterReason.OTHER_PERSON,
        LetterReason.OTHER_DAY,
    )
    assert decision(kind, to_themselves=True) == ()


@KINDS
def test_no_letter_goes_by_post_to_a_family_whose_card_says_no_post(kind: LetterKind) -> None:
    for way in Way:
        found = decision(kind, to_themselves=True, way=way, safety=("NO_POST",))
        assert found == ((LetterReason.NO_POST,) if way is Way.POST else ())


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind.is_familys])
def test_what_the_family_sends_needs_no_permit(kind: LetterKind) -> None:
    assert decision(kind, way=Way.HAND) == ()


def test_there_is_no_other_version_than_those_that_there_are() -> None:
    with pytest.raises(KeyError):
        letter(LetterKind.CHASER, "9")
