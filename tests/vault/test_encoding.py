import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from iass_tui.vault.encoding import BadFormat, dump_json, load_json, lp, pad, padded_length, unpad
from tests.vault.damage import damages, flips

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
)
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
OBJECTS = st.dictionaries(TEXT, JSON, max_size=4).map(lambda value: {**value, "v": 1})
PARTS = st.lists(st.binary(max_size=5) | TEXT | st.uuids(), max_size=4)


@given(PARTS, PARTS)
def test_two_contexts_are_never_the_same_bytes(one: list[Any], other: list[Any]) -> None:
    def octets(parts: list[Any]) -> list[bytes]:
        return [p if isinstance(p, bytes) else p.encode() if isinstance(p, str) else p.bytes for p in parts]

    assert (lp(*one) == lp(*other)) == (octets(one) == octets(other))


@pytest.mark.parametrize("part", [-1, 2**32, bytes(65536), "x" * 65536, "\ud800"])
def test_a_context_part_that_does_not_fit_is_refused_without_its_value(part: Any) -> None:
    with pytest.raises(BadFormat, match=r"^context part( too long)?$"):
        lp(part)


def test_a_context_part_may_fill_its_two_bytes() -> None:
    assert len(lp(bytes(65535))) == 65537


@given(OBJECTS)
def test_an_object_comes_back_as_it_was_and_has_one_spelling(value: dict[str, Any]) -> None:
    raw = dump_json(value)
    assert load_json(raw) == value
    assert raw == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(st.data(), OBJECTS)
def test_whatever_is_read_would_be_written_the_same(data: st.DataObject, value: dict[str, Any]) -> None:
    damaged = data.draw(damages(dump_json(value)))
    try:
        read = load_json(damaged)
    except BadFormat:
        return
    assert dump_json(read) == damaged


@given(OBJECTS, st.sampled_from([" ", "\n", "\t", "\r"]), st.data())
def test_no_space_is_read_outside_a_text(value: dict[str, Any], space: str, data: st.DataObject) -> None:
    raw = dump_json(value).decode()
    at = data.draw(st.integers(0, len(raw)))
    spaced = (raw[:at] + space + raw[at:]).encode()
    with contextlib.suppress(BadFormat):
        assert load_json(spaced) != value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_no_json_can_say_is_not_written(value: Any) -> None:
    with pytest.raises(BadFormat, match=r"^no JSON for this value$"):
        dump_json({"v": 1, "a": value})


def test_deep_nesting_is_refused_and_does_not_end_the_program() -> None:
    with pytest.raises(BadFormat):
        load_json(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b',"v":1}')


def test_a_decoding_error_does_not_ride_along_with_the_refusal() -> None:
    with pytest.raises(BadFormat) as caught:
        load_json(b'{"name":"Zara","v":1')
    assert caught.value.__context__ is None


@given(st.binary(max_size=5000))
def test_padding_comes_off_again(body: bytes) -> None:
    assert unpad(pad(body)) == body


@given(st.integers(0, 300_000))
def test_a_padded_length_is_one_of_few_and_at_most_an_eighth_more(length: int) -> None:
    padded = padded_length(length)
    assert padded >= max(length, 256)
    assert padded == padded_length(padded)
    assert padded <= max(256, length + length // 8)


def test_values_up_to_252_bytes_have_one_length() -> None:
    assert {len(pad(bytes(n))) for n in range(253)} == {256}
    assert len({len(pad(bytes(n))) for n in range(65_536)}) < 150


@given(OBJECTS, st.data())
def test_a_changed_length_or_a_hidden_byte_is_refused(value: dict[str, Any], data: st.DataObject) -> None:
    body = dump_json(value)
    padded = pad(body)
    end = 4 + len(body)
    damaged = data.draw(flips(padded))
    if damaged[4:end] != padded[4:end]:
        return  # the value itself is the seal's to guard
    with pytest.raises(BadFormat):
        load_json(unpad(damaged))
