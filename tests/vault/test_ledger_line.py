from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.host.host_folder import HostFolder
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.ledger_line import KINDS, LABEL, LedgerLine, SignedLine, next_line, read_ledger
from iass_tui.vault.sealing import Signer, is_signed
from tests.vault.damage import flips

OFFICE, BY, SIGNER = uuid4(), uuid4(), Signer.new()
AT = "2026-01-05T09:00:00.000000Z"


def line_after(lines: list[SignedLine], **fields: Any) -> SignedLine:
    given_fields = {"office": OFFICE, "at": AT, "by": BY, "register": 1, "kind": "withdrawal", "subject": uuid4()}
    return next_line(lines, SIGNER, **{**given_fields, **fields})


def ledger(length: int) -> list[SignedLine]:
    lines: list[SignedLine] = []
    for number in range(length):
        lines.append(line_after(lines, rows=(("person", uuid4()),), keys=(uuid4(),), purpose=f"purpose {number}"))
    return lines


FOUR = ledger(4)
RAW = b"".join(line.to_bytes() for line in FOUR)


def accepted(raw: bytes) -> bool:
    """Read and every line signed: what a reader asks of a ledger."""
    try:
        lines = read_ledger(raw)
    except BadFormat:
        return False
    return all(is_signed(SIGNER.verify, LABEL, line.body, line.signature) for line in lines)


def test_a_ledger_comes_back_line_by_line() -> None:
    assert read_ledger(RAW) == tuple(FOUR)
    assert accepted(RAW)
    assert [line.line.number for line in read_ledger(RAW)] == [1, 2, 3, 4]


def test_a_ledger_that_was_changed_since_it_was_read_is_read_anew(tmp_path: Path) -> None:
    host = HostFolder(tmp_path)
    host.ledger_path.write_bytes(RAW)
    assert host.ledger() == tuple(FOUR)
    host.append(line_after(FOUR))
    assert host.ledger()[:4] == tuple(FOUR)
    assert len(host.ledger()) == 5
    host.ledger_path.write_bytes(RAW.replace(b"purpose 2", b"purpose 9"))
    with pytest.raises(BadFormat):
        host.ledger()
    with pytest.raises(BadFormat):
        host.ledger()
    host.ledger_path.unlink()
    assert host.ledger() == ()


@given(flips(RAW))
def test_a_flipped_byte_is_refused_unless_it_only_tears_the_last_line(damaged: bytes) -> None:
    if damaged[-1:] == b"\n":
        assert not accepted(damaged)
        return
    assert read_ledger(damaged) == tuple(FOUR[:3])


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_no_line_can_be_moved_or_left_out_before_the_last(order: list[int], dropped: set[int]) -> None:
    kept = [number for number in order if number not in dropped]
    raw = b"".join(FOUR[number].to_bytes() for number in kept)
    assert accepted(raw) == (kept == list(range(len(kept))))


@given(st.integers(0, len(RAW)))
def test_a_torn_end_loses_only_the_line_being_written(at: int) -> None:
    whole = RAW[:at].count(b"\n")
    assert read_ledger(RAW[:at]) == tuple(FOUR[:whole])


def test_a_line_that_follows_is_signed_and_linked() -> None:
    following = line_after(FOUR, kind="destruction", host_key="ab" * 8)
    assert accepted(RAW + following.to_bytes())
    assert not accepted(RAW + line_after(FOUR[:3]).to_bytes())


def test_a_line_of_another_office_is_refused() -> None:
    assert not accepted(RAW + line_after(FOUR, office=uuid4()).to_bytes())


@pytest.mark.parametrize(
    "fields",
    [{"kind": "permission"}, {"host_key": "ab"}, {"host_key": "AB" * 8}, {"register": 0}, {"purpose": "\ud800"}],
)
def test_a_line_that_nobody_could_read_is_not_signed(fields: dict[str, Any]) -> None:
    with pytest.raises(BadFormat):
        line_after([], **fields)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_line_of_every_kind_comes_back(kind: str) -> None:
    line = line_after([], kind=kind).line
    assert LedgerLine.from_bytes(line.to_bytes()) == line
