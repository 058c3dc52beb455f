"""Wordings: versioned, hashed, and frozen once someone may have heard them."""

import hashlib
import re

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.wording import (
    Wording,
    form_wording,
    keys,
    policy_summary,
    policy_text,
    rights_leaflet,
    spoken_wording,
    versions,
    wording,
)

# Consents refer to these. A changed text gets a new version beside the old one, never a new line here.
FROZEN = {
    ("policy", "1"): "3900e3a1c8642bf60b461523e594973a60184d877ba9eba88bd1a94c4919ded5",
    ("rights.leaflet", "1"): "2af5d9c3a56697a47daa2839e428420bece974f7342944d6404e18f97e8e0fa9",
    ("P73", "1"): "3a9d842a58ad8eacb7f59de193cb826468714293d7d385f55b6f0ba26c376386",
    ("P78", "1"): "3e9b2329982b2381f881edba361d00154cc1c77f28b5c47133f699235c0b3baa",
    ("P78.explicit", "1"): "2d5408c1d50dcad14582d67d299310b36a73b5da1e34eec102a7496bb06a64a3",
    ("P44", "1"): "a42febedf3e3ac678a10d9aaf6cbc78f4d1a4e2fc2b918c380e93f124048bfd8",
    ("P83", "1"): "f21c8986951cebf97c2dfd57d9f7b2a41fc6f0015c478b9b586b7e6f27ca7e21",
    ("intake.policy", "1"): "a799682343245c2f5ad14155cca381107d0d745f964df2df795aadca7ec55166",
    ("intake.rights", "1"): "36dc1b425c6d527af5eb782aa5452db0cf6dac103264777b243bd5b76c023a2f",
    ("intake.save", "1"): "d77554d103f5baf5c5630739720df1522a1fc31f0dffce8f13ae093f1d5fe433",
    ("intake.contact", "1"): "6466b8d7ca3490623877355343464de5fb9b255d19bfaaf89a62032f82719491",
}
FORM_1 = "3f321046c85111338d2f8807a1f60482ab1091d4a91ec1244192c94ca37e870b"
SPOKEN_1 = "27e8cd9d0fa0f95a7b52901d3531ac4fccd9cf3dd3e0796a155776ad3e450a86"


@pytest.mark.parametrize(("key", "version"), FROZEN, ids=str)
def test_a_text_that_was_read_to_people_never_changes(key: str, version: str) -> None:
    assert wording(key, version).sha256 == FROZEN[key, version]


def test_the_whole_form_and_what_is_said_aloud_are_frozen_by_edition() -> None:
    assert (form_wording().version, form_wording().sha256) == ("1, policy 1", FORM_1)
    assert (spoken_wording().version, spoken_wording().sha256) == ("1, policy 1", SPOKEN_1)


def test_a_later_policy_of_the_office_changes_what_was_agreed_to() -> None:
    later = Wording.of("policy", "2", "Our new policy")
    assert form_wording(later).version == "1, policy 2"
    assert form_wording(later).sha256 != form_wording().sha256


def test_the_policy_is_the_offices_own_text_word_for_word() -> None:
    text = policy_text().text
    assert text.startswith("IASS is a confidential service.")
    assert "We will normally keep hold of documents until the young person's 25th birthday" in text  # P45
    assert text.endswith("Questions about this policy should be raised with the IASS Manager.")  # P71


@pytest.mark.parametrize("number", [44, *range(72, 97)])
def test_every_field_of_the_form_has_its_wording(number: int) -> None:
    assert wording(f"P{number}").text


def test_p78_asks_expressly_for_health_and_ethnic_background() -> None:
    explicit = wording("P78.explicit").text
    assert "health" in explicit
    assert "ethnic" in explicit
    assert "expressly" in explicit
    assert "health" in wording("intake.save").text


def test_both_ways_of_asking_say_that_help_comes_either_way_and_a_yes_can_be_taken_back() -> None:
    for key in ("P78.explicit", "intake.save"):
        assert "help either way" in wording(key).text
    assert "any time" in wording("P78.explicit").text
    assert "any time" in wording("intake.save").text


def test_the_rights_sheet_says_what_how_when_and_by_whom() -> None:
    text = rights_leaflet().text  # P24
    for needed in ("copy", "correct", "change your mind", "How and when", "By whom", "one month", "parents or carers"):
        assert needed in text


def test_the_rights_sheet_is_in_short_sentences() -> None:
    sentences = rights_leaflet().text.replace("\n", ". ").split(". ")
    assert max(len(sentence.split()) for sentence in sentences) <= 28


@given(st.sampled_from(keys()))
def test_a_hash_is_that_of_the_very_text_and_no_text_is_empty(key: str) -> None:
    one = wording(key)
    assert one.text.strip() == one.text != ""
    assert one.sha256 == hashlib.sha256(one.text.encode()).hexdigest()
    assert wording(key, one.version) == one


@pytest.mark.parametrize(("key", "version"), [("P78", "9"), ("nothing", "1")])
def test_an_unknown_wording_is_an_error_and_never_another_text(key: str, version: str) -> None:
    with pytest.raises(KeyError):
        wording(key, version)


def _syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))
    return max(len(groups), 1)


def test_p17_the_summary_can_be_read_at_about_nine_years_of_age() -> None:
    lines = [line for line in policy_summary().text.splitlines() if line]
    sentences = [one for line in lines for one in re.split(r"[.:?] ?", line.removeprefix("· ")) if one.strip()]
    words = [word for one in sentences for word in re.findall(r"[A-Za-z0-9']+", one)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    assert grade < 4  # Flesch-Kincaid: a school year, to which five is added for an age
    assert max(len(one.split()) for one in sentences) <= 15


@pytest.mark.parametrize(
    "promise",
    [
        "family, your school, your doctor and the council",  # P3
        "danger of being hurt",  # P9
        "breaks the law",  # P11
        "nobody else may see it",  # P15
        "mum, dad or carer",  # P16
        "not to show it to them",  # P32
        "ask you before we write your details down",  # P29
        "phone number, email or address",  # P44
        "do not have to tell us your name",  # P21
        "We ask you first, and you say who",  # P33
        "take back a yes at any time",  # P47
        "until the young person is 25",  # P45
        "It does not get names",  # P49, P50
        "Tell our manager",  # P48
        "ask our manager about this paper",  # P71
        "every year",  # P63
    ],
)
def test_p17_the_summary_makes_the_promises_of_the_policy(promise: str) -> None:
    assert promise in policy_summary().text


def test_p28_every_version_of_a_text_can_be_had_the_newest_last() -> None:
    assert versions("policy")[-1] == policy_text()
    with pytest.raises(KeyError):
        versions("nothing")
