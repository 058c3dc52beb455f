import dataclasses
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.vault.audit_entry import DELETED, LABEL, Entry, RowMark, detail_row, row_digest
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.sealing import Signer, is_signed
from tests.vault.damage import damages

SIGNER = Signer.new()
DIGEST = "ab" * 32
ENTRY = Entry(
    7,
    "2026-01-05T09:00:00.000000Z",
    "cd" * 32,
    uuid4(),
    2,
    (RowMark("person", str(uuid4()), 2, DIGEST), RowMark("note", str(uuid4()), 1, DELETED)),
    bytes(301),
)
SYSTEM = dataclasses.replace(ENTRY, actor=None, rows=(), detail={"act": "FAILED_SIGN_IN"})
BODY = ENTRY.to_bytes()
SIGNATURE = SIGNER.sign(LABEL, BODY)


@pytest.mark.parametrize("entry", [ENTRY, SYSTEM], ids=["signed", "system"])
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert Entry.from_bytes(entry.to_bytes()) == entry


@given(damages(BODY), damages(SIGNATURE))
def test_a_damaged_entry_or_signature_is_refused(body: bytes, signature: bytes) -> None:
    assert is_signed(SIGNER.verify, LABEL, BODY, SIGNATURE)
    assert not is_signed(SIGNER.verify, LABEL, body, SIGNATURE)
    assert not is_signed(SIGNER.verify, LABEL, BODY, signature)


@given(damages(BODY))
def test_whatever_entry_is_read_would_be_written_the_same(damaged: bytes) -> None:
    try:
        read = Entry.from_bytes(damaged)
    except BadFormat:
        return
    assert read.to_bytes() == damaged


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 0},
        {"seq": 2**63},
        {"register": -1},
        {"previous": "x"},
        {"actor": None},
        {"detail": {}},
        {"rows": (RowMark("person", "1", 1, DIGEST), RowMark("person", "1", 2, DIGEST))},
        {"rows": (RowMark("person", "1", 1, "gone"),)},
        {"at": "\ud800"},
    ],
)
def test_an_entry_that_nobody_could_read_is_not_made(changes: dict[str, Any]) -> None:
    with pytest.raises(BadFormat):
        dataclasses.replace(ENTRY, **changes).to_bytes()


VALUES = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"])) | st.binary()
ROWS = st.lists(st.tuples(st.sampled_from(["id", "version", "state", "card"]), VALUES), max_size=4)


@given(st.sampled_from(["case", "note"]), ROWS, st.sampled_from(["case", "note"]), ROWS)
def test_two_rows_never_have_one_digest(
    table: str, row: list[tuple[str, Any]], other_table: str, other: list[tuple[str, Any]]
) -> None:
    def digest(name: str, cells: list[tuple[str, Any]]) -> str:
        return row_digest(name, [column for column, _ in cells], [value for _, value in cells])

    assert (digest(table, row) == digest(other_table, other)) == ((table, row) == (other_table, other))


@pytest.mark.parametrize("value", [1.5, 2**63, -(2**63) - 1, "\ud800", ["OPEN"]])
def test_a_value_that_no_column_holds_is_refused(value: Any) -> None:
    with pytest.raises(BadFormat, match=r"^row value$"):
        row_digest("case", ["state"], [value])


def test_a_row_has_one_value_for_each_column() -> None:
    for values in ([], [1, 2]):
        with pytest.raises(BadFormat):
            row_digest("case", ["state"], values)


def test_the_sealed_detail_stands_at_its_sequence_number() -> None:
    assert detail_row(7) == UUID("00000000-0000-0000-0000-000000000007")
