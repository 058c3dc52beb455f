"""Whether two records may be one person: what speaks for it and what against."""

import dataclasses

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.duplicates import LIKELY, POSSIBLE, Lookalikes, Sign, Someone, compare, is_typing_error, someone
from iass_tui.rules.nicknames import is_nickname

BORN = PartialDate(2015, 3, 27)
AMY = someone(
    "amy",
    "Amelia O'Brien",
    born=BORN,
    phones=("07700 900123",),
    emails=("siobhan@example.org",),
    postcodes=("W2 1AA",),
    relatives=("Siobhán O'Brien",),
)


def like(**changed: object) -> Someone:
    return dataclasses.replace(AMY, **{"id": "other", **changed})  # type: ignore[arg-type]


def stranger(name: str, born: PartialDate | None = None) -> Someone:
    return someone("other", name, born=born)


@pytest.mark.parametrize(
    ("other", "sign"),
    [
        (stranger("amelia o’brien"), Sign.SAME_NAME),
        (stranger("Amélia O'Brien"), Sign.SAME_NAME),
        (stranger("Millie O'Brien"), Sign.NICKNAME),
        (stranger("Amelia O'Brein"), Sign.NEARLY_SAME_NAME),
        (stranger("Amelai O'Brien"), Sign.NEARLY_SAME_NAME),
        (stranger("Noah O'Brien"), Sign.OTHER_FIRST_NAME),
        (stranger("Amelia Patel"), Sign.OTHER_SURNAME),
    ],
)
def test_names_are_compared_through_accents_nicknames_and_slips(other: Someone, sign: Sign) -> None:
    assert sign in compare(AMY, other).signs


def test_first_name_and_surname_swapped_are_seen() -> None:
    assert compare(someone("one", "Amir Khan"), stranger("Khan Amir")).signs == (Sign.NAMES_SWAPPED,)


def test_same_name_and_birth_date_is_likely_and_the_name_alone_only_possible() -> None:
    assert compare(AMY, stranger("Amelia O'Brien", BORN)).is_likely
    assert POSSIBLE <= compare(AMY, stranger("Amelia O'Brien")).points < LIKELY


def test_a_birth_date_that_differs_counts_against() -> None:
    fits = compare(AMY, stranger("Amelia O'Brien", BORN))
    differs = compare(AMY, stranger("Amelia O'Brien", PartialDate(2012, 1, 5)))
    assert differs.points < compare(AMY, stranger("Amelia O'Brien")).points < fits.points
    assert differs.speaks_against == (Sign.OTHER_BIRTH_DATE,)
    assert differs.points < POSSIBLE


def test_twins_and_siblings_are_not_doubles_whatever_they_share() -> None:
    assert compare(AMY, like(given="Aoife")).points < POSSIBLE
    assert compare(AMY, like(given="Aoife", born=PartialDate(2017, 1, 1))).points < POSSIBLE


def test_a_parent_who_shares_everything_with_the_child_is_not_their_double() -> None:
    assert compare(AMY, like(given="Siobhán", born=None, relatives=())).points < POSSIBLE


def test_day_and_month_swapped_and_a_month_that_is_known_speak_for_it() -> None:
    one = someone("one", "Amir Khan", born=PartialDate(2015, 3, 4))
    assert Sign.BIRTH_DATE_TURNED in compare(one, someone("o", "Amir Khan", born=PartialDate(2015, 4, 3))).signs
    assert Sign.BIRTH_DATE_FITS in compare(one, someone("o", "Amir Khan", born=PartialDate(2015, 3))).signs
    assert Sign.OTHER_BIRTH_DATE in compare(one, someone("o", "Amir Khan", born=PartialDate(2016))).signs


def test_ways_to_reach_the_family_speak_for_it() -> None:
    signs = compare(AMY, like(given="Ameila", born=None)).signs
    assert {Sign.SAME_PHONE, Sign.SAME_EMAIL, Sign.SAME_POSTCODE, Sign.SAME_RELATIVE} <= set(signs)
    assert compare(AMY, like(given="Ameila", born=None)).is_likely


def test_known_as_counts_as_a_name() -> None:
    assert Sign.NICKNAME in compare(AMY, someone("o", "Maya O'Brien", other_names=("Amelia",))).signs


people = st.builds(
    someone,
    st.just("x"),
    st.text("abcdé O'", min_size=0, max_size=12),
    born=st.none() | st.builds(PartialDate, st.integers(2010, 2012), st.integers(1, 12), st.integers(1, 28)),
    phones=st.lists(st.sampled_from(["07700900123", "02079460000"]), max_size=2).map(tuple),
    relatives=st.lists(st.sampled_from(["Ann A", "Bob B"]), max_size=2).map(tuple),
)


@given(people, people)
def test_likeness_is_the_same_whichever_way_round(one: Someone, other: Someone) -> None:
    assert (compare(one, other).points, compare(one, other).signs) == (
        compare(other, one).points,
        compare(other, one).signs,
    )


@given(people)
def test_a_birth_date_that_differs_never_makes_anyone_likelier(one: Someone) -> None:
    born = dataclasses.replace(one, born=PartialDate(2011, 5, 5))
    other = dataclasses.replace(one, id="y", born=PartialDate(2009, 1, 1))
    unknown = dataclasses.replace(other, born=None)
    assert compare(born, other).points < compare(born, unknown).points


@given(st.lists(people, max_size=12), people)
def test_whoever_is_likely_and_shares_a_name_or_a_birth_date_is_found(crowd: list[Someone], one: Someone) -> None:
    everyone = [dataclasses.replace(each, id=str(number)) for number, each in enumerate(crowd)]
    found = {each.id for each in Lookalikes(everyone).find(one, limit=99)}
    for each in everyone:
        likeness = compare(one, each)
        same = likeness.points >= POSSIBLE and {Sign.SAME_NAME, Sign.SAME_BIRTH_DATE, Sign.SAME_PHONE} & set(
            likeness.signs
        )
        if same and (one.given and one.family):
            assert each.id in found
        if each.id in found:
            assert likeness.points >= POSSIBLE


def test_nobody_is_their_own_double() -> None:
    assert Lookalikes([AMY]).find(AMY) == ()


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("brien", "brein", True),
        ("brien", "brian", True),
        ("brien", "briens", True),
        ("brien", "rien", True),
        ("brien", "brien", False),
        ("brien", "brown", False),
        ("ann", "anna", False),
        ("lee", "lea", False),
    ],
)
def test_one_slip_of_the_keyboard(one: str, other: str, is_slip: bool) -> None:
    assert is_typing_error(one, other) is is_slip
    assert is_typing_error(other, one) is is_slip


def test_nicknames_are_pairs_and_no_name_is_its_own() -> None:
    assert is_nickname("bill", "william")
    assert is_nickname("will", "bill")
    assert is_nickname("mo", "muhammad")
    assert not is_nickname("bill", "bill")
    assert not is_nickname("bill", "robert")
