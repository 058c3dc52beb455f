from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.vault.cells import Sealed, cell_address, cell_key_id, open_cell, open_raw, seal_cell
from iass_tui.vault.compartments import FileKey, OpenCompartment
from iass_tui.vault.encoding import BadFormat, dump_json
from iass_tui.vault.sealing import DoesNotOpen
from tests.vault.damage import damages

CASEWORK = OpenCompartment.new(uuid4(), "casework", 1)
FILE = FileKey.new(uuid4(), "person", uuid4(), CASEWORK)
OTHER_FILE = FileKey.new(uuid4(), "person", uuid4(), CASEWORK)
ROW = uuid4()
CARD: dict[str, Any] = {"v": 1, "given": "Zoë"}
SEALED = seal_cell(FILE, "person", "card", ROW, CARD)
ADDRESS = cell_address("person", "card", ROW.bytes, FILE.place.id)


@given(st.dictionaries(st.sampled_from(["given", "notes"]), st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_cell_opens_where_it_was_sealed(value: dict[str, Any]) -> None:
    sealed = seal_cell(FILE, "person", "card", ROW, {**value, "v": 1})
    assert open_cell(FILE, "person", "card", ROW, sealed) == {**value, "v": 1}
    assert open_raw(FILE.key, ADDRESS, sealed.raw) == dump_json({**value, "v": 1})


@given(damages(SEALED.raw))
def test_a_damaged_cell_is_refused_by_both_readers(damaged: bytes) -> None:
    with pytest.raises((DoesNotOpen, BadFormat)):
        open_cell(FILE, "person", "card", ROW, Sealed(damaged))
    with pytest.raises((DoesNotOpen, BadFormat)):
        open_raw(FILE.key, ADDRESS, damaged)


PLACES = st.tuples(
    st.sampled_from(["person", "personc", "pe", "case"]),
    st.sampled_from(["card", "ard", "rsoncard", "facts"]),
    st.sampled_from([ROW, UUID(int=ROW.int ^ 1)]),
    st.sampled_from([FILE, OTHER_FILE]),
)


@given(PLACES, PLACES)
def test_a_cell_opens_nowhere_else(one: tuple[str, str, UUID, FileKey], other: tuple[str, str, UUID, FileKey]) -> None:
    table, column, row, file = one
    sealed = seal_cell(file, table, column, row, CARD)
    table, column, row, file = other
    if one == other:
        assert open_cell(file, table, column, row, sealed) == CARD
        return
    with pytest.raises(DoesNotOpen):
        open_cell(file, table, column, row, sealed)


def test_a_value_that_would_not_open_again_is_not_sealed() -> None:
    values: list[dict[str, Any]] = [{}, {"v": 2}, {"v": True}, {"v": 1, "a": "\ud800"}, {"v": 1, "a": float("nan")}]
    for value in values:
        with pytest.raises(BadFormat):
            seal_cell(FILE, "person", "card", ROW, value)


def test_given_and_withdrawn_have_one_length() -> None:
    answers: list[dict[str, Any]] = [{"v": 1, "a": "GIVEN"}, {"v": 1, "a": "WITHDRAWN"}, {"v": 1}]
    assert len({len(seal_cell(FILE, "consent", "event", ROW, answer).raw) for answer in answers}) == 1


def test_a_sealed_value_shows_only_its_length() -> None:
    assert repr(SEALED) == f"Sealed({len(SEALED.raw)} bytes)"


def test_what_is_no_cell_names_no_key() -> None:
    assert cell_key_id(SEALED.raw) == FILE.place.id
    for raw in (b"", SEALED.raw[:44], b"\x02" + SEALED.raw[1:]):
        with pytest.raises(BadFormat):
            cell_key_id(raw)
