"""Numbers and addresses in words: found, and taken out without a trace (P44)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.records.people import Address, ContactDetails
from iass_tui.rules.traces import TraceKind, excerpt, find_traces, known_words, take_out

DETAILS = ContactDetails(
    phones=("07700 900123",),
    emails=("zahra@example.org",),
    addresses=(Address(lines=("The Old Rectory", "London"), postcode="W2 1AA"),),
)


@pytest.mark.parametrize(
    ("words", "found", "kind"),
    [
        ("ring 07700 900123 today", "07700 900123", TraceKind.PHONE),
        ("on +44 7700 900123.", "+44 7700 900123", TraceKind.PHONE),
        ("(020) 7946 0018 evenings", "(020) 7946 0018", TraceKind.PHONE),
        ("write to a.b+c@mail.example.org please", "a.b+c@mail.example.org", TraceKind.EMAIL),
        ("they moved to w2 1aa", "w2 1aa", TraceKind.POSTCODE),
        ("at EC1A1BB now", "EC1A1BB", TraceKind.POSTCODE),
        ("lives at 12 Old Oak Road now", "12 Old Oak Road", TraceKind.ADDRESS),
        ("Flat 3, 7b Elgin Avenue", "Flat 3, 7b Elgin Avenue", TraceKind.ADDRESS),
        ("behind the old  rectory", "the old  rectory", TraceKind.KNOWN),
        ("mob07700900555x", "07700900555", TraceKind.PHONE),  # letters run into it
        ("it is 7700 900123", "7700 900123", TraceKind.KNOWN),
        ("it is 0044 7700-900-123", "0044 7700-900-123", TraceKind.PHONE),
        ("it is 44(0)7700900123 x", "44(0)7700900123", TraceKind.KNOWN),
    ],
)
def test_what_looks_like_a_way_to_reach_someone_is_found(words: str, found: str, kind: TraceKind) -> None:
    (trace,) = find_traces(words, known_words(DETAILS))
    assert (words[trace.start : trace.end], trace.kind) == (found, kind)


@pytest.mark.parametrize(
    "words",
    ["C-0417", "EHC draft in 15 days", "section 42", "aged 11, Year 7", "23 November 2026", "ref 1234567", "@home", ""],
)
def test_what_is_none_is_left_alone(words: str) -> None:
    assert find_traces(words) == ()


def test_an_address_with_its_postcode_beside_it_is_two_finds_and_none_is_inside_another() -> None:
    words = "12 Old Oak Road, W12 8QT"
    first, second = find_traces(words, ("12 Old Oak Road",))
    assert first.end <= second.start


def test_short_lines_of_an_address_are_not_looked_for() -> None:
    assert known_words(ContactDetails(addresses=(Address(lines=("Mews",), postcode="W2 1AA"),))) == ("W2 1AA",)
    assert known_words(None) == ()


def test_an_excerpt_stays_on_one_line() -> None:
    words = "a\n" * 40 + "07700 900123" + "\nb" * 40
    (trace,) = find_traces(words)
    line = excerpt(words, trace)
    assert "07700 900123" in line
    assert "\n" not in line
    assert len(line) < 70


@given(st.text(), st.sampled_from(["07700 900123", "zahra@example.org", "W2 1AA", "12 Old Oak Road"]), st.text())
def test_what_was_found_is_gone_once_it_is_taken_out(before: str, number: str, after: str) -> None:
    words = f"{before} {number} {after}"
    clean = take_out(words, find_traces(words, (number,)), "[taken out]")
    assert number not in clean


@given(st.text(max_size=300))
def test_finds_are_in_order_and_apart(words: str) -> None:
    found = find_traces(words)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
