import itertools
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.vault import recovery
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.sealing import DoesNotOpen
from tests.vault.damage import damages

OFFICE, KIT = uuid4(), uuid4()
SHEETS = recovery.new_sheets()
BUNDLE = Bundle.new(OFFICE, uuid4(), 1, "cd" * 32)
WRAPS = recovery.wrap_bundle(BUNDLE, KIT, SHEETS)
HOST = HostKey.new(OFFICE)
SEALED_HOST = recovery.seal_host_key(HOST, KIT, BUNDLE.receiver.public)


@pytest.mark.parametrize(("i", "j"), list(itertools.permutations((1, 2, 3), 2)))
def test_any_two_sheets_open_the_office(i: int, j: int) -> None:
    opened = recovery.open_bundle(OFFICE, KIT, WRAPS, {i: SHEETS[i - 1], j: SHEETS[j - 1]})
    assert opened.to_json() == BUNDLE.to_json()


@pytest.mark.parametrize("numbers", [(), (1,), (1, 2, 3), (0, 1), (3, 4)])
def test_no_other_number_of_sheets_does(numbers: tuple[int, ...]) -> None:
    with pytest.raises(DoesNotOpen):
        recovery.open_bundle(OFFICE, KIT, WRAPS, {n: SHEETS[n - 1 if 0 < n < 4 else 0] for n in numbers})


@given(damages(SHEETS[0]))
def test_a_wrong_sheet_opens_nothing(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        recovery.open_bundle(OFFICE, KIT, WRAPS, {1: damaged, 2: SHEETS[1]})


@given(damages(WRAPS[1, 3]))
def test_a_damaged_wrap_does_not_open(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        recovery.open_bundle(OFFICE, KIT, {(1, 3): damaged}, {1: SHEETS[0], 3: SHEETS[2]})


@given(st.binary(min_size=16, max_size=16), st.integers(1, 3))
def test_a_sheet_comes_back_as_it_was_written(sheet: bytes, number: int) -> None:
    written = recovery.write_sheet(OFFICE, number, sheet)
    assert len(written) == 28 + 6
    assert recovery.read_sheet(OFFICE, number, written) == sheet
    typed = written.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")
    assert recovery.read_sheet(OFFICE, number, typed) == sheet


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def test_most_single_mistakes_in_a_sheet_are_seen() -> None:
    written = recovery.write_sheet(OFFICE, 2, SHEETS[1]).replace("-", "")
    unseen = 0
    for at, letter in itertools.product(range(28), ALPHABET):
        if letter != written[at]:
            try:
                recovery.read_sheet(OFFICE, 2, written[:at] + letter + written[at + 1 :])
            except BadFormat:
                continue
            unseen += 1
    assert unseen <= 8  # ten check bits: one in a thousand of 868


def test_a_new_machine_gets_the_host_key_from_the_kit() -> None:
    opened = recovery.open_host_key(OFFICE, KIT, HOST.id, SEALED_HOST, BUNDLE.receiver)
    assert opened.to_file() == HOST.to_file()
    with pytest.raises(DoesNotOpen):
        recovery.open_host_key(OFFICE, KIT, bytes(8), SEALED_HOST, BUNDLE.receiver)
    with pytest.raises(DoesNotOpen):
        recovery.open_host_key(OFFICE, uuid4(), HOST.id, SEALED_HOST, BUNDLE.receiver)
