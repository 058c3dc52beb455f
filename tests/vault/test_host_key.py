from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.host_key import HostKey, outer_key_id
from iass_tui.vault.sealing import DoesNotOpen
from tests.vault.damage import damages

OFFICE, OWNER = uuid4(), uuid4()
HOST = HostKey.new(OFFICE)
OUTER = HOST.wrap(b"an inner wrap", "file", OWNER)


@given(damages(OUTER))
def test_a_damaged_outer_layer_does_not_open(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        HOST.unwrap(damaged, "file", OWNER)


@given(st.sampled_from(["file", "bundle"]), st.sampled_from([OWNER, uuid4()]))
def test_an_outer_layer_opens_for_its_own_row(kind: str, owner: UUID) -> None:
    if (kind, owner) == ("file", OWNER):
        assert HOST.unwrap(OUTER, kind, owner) == b"an inner wrap"
        return
    with pytest.raises(DoesNotOpen):
        HOST.unwrap(OUTER, kind, owner)


def test_after_a_turn_no_older_copy_opens() -> None:
    turned = HostKey.new(OFFICE)
    moved = turned.wrap(HOST.unwrap(OUTER, "file", OWNER), "file", OWNER)
    assert turned.unwrap(moved, "file", OWNER) == b"an inner wrap"
    with pytest.raises(DoesNotOpen):
        turned.unwrap(OUTER, "file", OWNER)
    relabelled = OUTER[:1] + turned.id + OUTER[9:]
    with pytest.raises(DoesNotOpen):
        turned.unwrap(relabelled, "file", OWNER)


def test_an_outer_layer_names_its_host_key() -> None:
    assert outer_key_id(OUTER) == HOST.id
    for raw in (b"", OUTER[:9], OUTER[:36], b"\x02" + OUTER[1:]):
        with pytest.raises(DoesNotOpen):
            outer_key_id(raw)


def test_a_host_key_comes_back_from_its_file() -> None:
    again = HostKey.from_file(HOST.to_file())
    assert again.to_file() == HOST.to_file()
    assert again.unwrap(OUTER, "file", OWNER) == b"an inner wrap"


@given(damages(HOST.to_file()))
def test_a_damaged_host_key_file_is_refused_or_opens_nothing(damaged: bytes) -> None:
    try:
        other = HostKey.from_file(damaged)
    except BadFormat:
        return
    with pytest.raises(DoesNotOpen):
        other.unwrap(OUTER, "file", OWNER)
