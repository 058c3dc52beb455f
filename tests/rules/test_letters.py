"""Merge letters: every place filled or named as missing, no name in a subject line, nothing out without its permit."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Refused
from iass_tui.rules.letters import (
    CaseWords,
    FilledLetter,
    LetterReason,
    Missing,
    fill,
    is_theirs,
    letter,
    may_go_out,
    merged,
    tells_where,
)
from iass_tui.rules.papers import Way
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.sharing import Ground, Material, Question, Recipient, RecipientKind
from iass_tui.rules.sharing import Permit, Subject, decide_sharing
from iass_tui.rules.wording import wording
from tests.rules.test_consent import CHILD, MOTHER, SAVED, TODAY, agency, state

KINDS = pytest.mark.parametrize("kind", LetterKind)
COUNCIL = Recipient(kind=RecipientKind.AGENCY, code="LA_SEN", named="SEN team")
TO_MOTHER = Recipient(kind=RecipientKind.PERSON, person_id=MOTHER)
THEMSELVES = Recipient(kind=RecipientKind.PERSON, person_id=CHILD)


def permit(material: Material = Material.LETTER) -> Permit:
    """A permit of the rule's own making."""
    question = Question(recipient=COUNCIL, material=material, ground=Ground.HELP)
    subject = Subject(
        person_id=CHILD, state=PersonState.ACTIVE, consent=state(SAVED, agency("LA_SEN", "SEN team")), is_child=True
    )
    found = decide_sharing(question, [subject], TODAY).permit
    assert found is not None
    return found


def decision(kind: LetterKind, **changes: object) -> tuple[str, ...]:
    """Every reason against."""
    facts: dict[str, object] = {
        "about": CHILD, "to": COUNCIL, "permit": None, "way": Way.HAND, "safety": (), "may_be_reached": True,
        "words": "", "hidden": (), "today": TODAY,
    }  # fmt: skip
    answer = may_go_out(kind, **{**facts, **changes})  # type: ignore[arg-type]
    return answer.reasons if isinstance(answer, Refused) else ()


@KINDS
def test_a_subject_line_has_a_place_for_the_reference_and_for_nothing_else(kind: LetterKind) -> None:
    one = letter(kind)
    assert one.subject.count("{") == 1
    assert "{reference}" in one.subject


@KINDS
def test_every_letter_has_a_name_in_the_library(kind: LetterKind) -> None:
    assert wording(f"letter.name.{kind.value}").text


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


@KINDS
def test_the_case_fills_what_it_knows_and_only_places_of_that_letter(kind: LetterKind) -> None:
    known = CaseWords(
        reference="C-0417", child="Amina", born=PartialDate(2011, 3, 27), setting="Lark", council="Westbridge",
        officer="Omar", reader="Zahra", is_to_family=True,
    )  # fmt: skip
    values = merged(kind, known, TODAY)
    assert set(values) <= set(letter(kind).places)
    assert values["reference"] == "C-0417"
    if kind.is_familys:
        assert values["signer"] == "Zahra"
        assert values.get("recipient") == ("SEN team, Westbridge" if kind is LetterKind.ASSESSMENT else None)
    else:
        assert (values["recipient"], values["officer"], "signer" in values) == ("Zahra", "Omar", False)


def test_a_letter_without_permission_does_not_say_that_the_family_agreed() -> None:
    assert "permission" in merged(LetterKind.CHASER, CaseWords(), TODAY)
    assert "permission" not in merged(LetterKind.CHASER, CaseWords(is_permitted=False), TODAY)


@KINDS
def test_p19_what_goes_to_others_needs_a_permit_for_that_person_that_reader_and_that_day(kind: LetterKind) -> None:
    assert decision(kind) == (LetterReason.NEEDS_PERMIT,)
    assert decision(kind, permit=permit()) == ()
    assert decision(kind, permit=permit(), about=MOTHER) == (LetterReason.OTHER_PERSON,)
    assert decision(kind, permit=permit(Material.TALK)) == (LetterReason.NOT_A_LETTER,)
    other = Recipient(kind=RecipientKind.AGENCY, code="HEALTH", named="The clinic")
    assert decision(kind, permit=permit(), to=other) == (LetterReason.OTHER_READER,)
    late = TODAY + timedelta(days=1)
    assert decision(kind, permit=permit(), about=UUID(int=7), today=late) == (
        LetterReason.OTHER_PERSON,
        LetterReason.OTHER_DAY,
    )


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind.is_readers_own])
def test_a_letter_to_the_person_themselves_needs_no_permit_and_one_to_a_relative_does(kind: LetterKind) -> None:
    assert decision(kind, to=THEMSELVES) == ()
    assert decision(kind, to=TO_MOTHER) == (LetterReason.NEEDS_PERMIT,)
    assert is_theirs(kind, TO_MOTHER)
    assert not is_theirs(kind, COUNCIL)


def test_a_letter_that_says_the_family_agreed_is_not_for_the_family() -> None:
    assert decision(LetterKind.CHASER, to=THEMSELVES) == (LetterReason.NOT_FOR_FAMILY,)
    assert not is_theirs(LetterKind.CHASER, TO_MOTHER)


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind.is_readers_own])
def test_no_letter_goes_by_post_to_a_family_whose_card_says_no_post(kind: LetterKind) -> None:
    for way in (Way.HAND, Way.POST, Way.EMAIL):
        found = decision(kind, to=THEMSELVES, way=way, safety=("NO_POST",))
        assert found == ((LetterReason.NO_POST,) if way is Way.POST else ())


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind.is_readers_own])
def test_p44_without_a_yes_to_being_reached_a_letter_is_handed_over_or_does_not_go(kind: LetterKind) -> None:
    for way in (Way.HAND, Way.POST, Way.EMAIL):
        found = decision(kind, to=THEMSELVES, way=way, may_be_reached=False)
        assert found == (() if way is Way.HAND else (LetterReason.NO_CONTACT,))


HIDDEN = ("12 Orchard Lane", "W2 1XY", "07700 900123", "zahra@example.org", "Lark Primary")


@pytest.mark.parametrize(
    "words",
    [
        "She lives at 12 orchard  lane.",
        "w2 1xy",
        "ring +44 7700 900 123",
        "ring 07700900123",
        "ZAHRA@example.org",
        "He goes to Lark Primary",
    ],
)
@KINDS
def test_a_withheld_address_is_in_no_letter_to_somebody_else(kind: LetterKind, words: str) -> None:
    assert tells_where(words, HIDDEN)
    assert decision(kind, permit=permit(), words=words, hidden=HIDDEN) == (LetterReason.TELLS_WHERE,)
    assert decision(kind, permit=permit(), words=words) == ()


@given(st.text(), st.sampled_from(HIDDEN[:1] + HIDDEN[3:]), st.text())
def test_whatever_stands_round_it_a_withheld_address_is_found(before: str, part: str, after: str) -> None:
    assert tells_where(f"{before} {part} {after}", HIDDEN)


def test_other_words_tell_nobody_where_they_are() -> None:
    assert not tells_where("Please answer by 5 May: we wrote on 1 April, reference C-0417.", HIDDEN)


def test_there_is_no_other_version_than_those_that_there_are() -> None:
    with pytest.raises(KeyError):
        letter(LetterKind.CHASER, "9")
