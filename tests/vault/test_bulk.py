"""Opening in bulk gives what opening one by one gives, and refuses what that refuses."""

import dataclasses
import os
from uuid import UUID, uuid4

import pytest

from iass_tui.vault.bulk import Column, FileKeys
from iass_tui.vault.cells import open_raw, seal_cell
from iass_tui.vault.compartments import FileKey, OpenCompartment
from iass_tui.vault.encoding import BadFormat, V
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.keyring import CompartmentClosed, Keyring
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import Pin, Register
from iass_tui.vault.sealing import DoesNotOpen, Receiver, seal

OFFICE = uuid4()
HOST = HostKey.new(OFFICE)
CASEWORK = OpenCompartment.new(OFFICE, "casework", 1)
PAIR = Receiver.new()
ROW = uuid4()


def keyring() -> Keyring:
    bundle = Bundle.new(OFFICE, uuid4(), 0, Pin().digest)
    register = Register(OFFICE, 1, Pin().digest, "then", bundle.account, (), (), ())
    return Keyring(bundle, register, {("casework", 1): CASEWORK}, {("casework", 1): PAIR})


def made(kind: str = "person") -> tuple[FileKey, bytes]:
    """A file key and its two layers."""
    file = FileKey.new(uuid4(), kind, uuid4(), CASEWORK)
    return file, HOST.wrap(CASEWORK.wrap(file), "file", file.place.id)


def opened(file: FileKey, wrapped: bytes, **changed: object) -> bytes:
    place = dataclasses.replace(file.place, **changed)  # type: ignore[arg-type]
    keys = FileKeys(keyring(), place.kind, lambda _: HOST)
    return keys.open(place.id.bytes, place.subject.bytes, place.compartment, place.version, wrapped)


def test_a_file_key_opens_to_the_same_32_bytes() -> None:
    for _ in range(3):
        file, wrapped = made()
        assert opened(file, wrapped) == file.key


@pytest.mark.parametrize(
    "changed",
    [{"id": uuid4()}, {"subject": uuid4()}, {"kind": "contact"}],
    ids=["another id", "another subject", "another kind"],
)
def test_a_file_key_in_another_place_does_not_open(changed: dict[str, object]) -> None:
    file, wrapped = made()
    with pytest.raises(DoesNotOpen):
        opened(file, wrapped, **changed)


def test_a_file_key_of_a_compartment_that_is_not_held_stays_closed() -> None:
    file, wrapped = made()
    for changed in ({"compartment": "safeguarding"}, {"version": 2}):
        with pytest.raises(CompartmentClosed):
            opened(file, wrapped, **changed)


def test_damaged_layers_do_not_open() -> None:
    file, wrapped = made()
    for at in (9, 20, len(wrapped) - 1):
        with pytest.raises(DoesNotOpen):
            opened(file, wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :])
    for short in (b"", wrapped[:9], wrapped[:25]):
        with pytest.raises(DoesNotOpen):
            opened(file, short)


def test_a_shorter_key_inside_a_good_wrap_is_refused() -> None:
    file, _ = made()
    inner = b"\x01" + seal(CASEWORK._wrap, os.urandom(16), file.context(OFFICE))
    with pytest.raises(DoesNotOpen):
        opened(file, HOST.wrap(inner, "file", file.place.id))


def test_a_sent_key_stays_closed_until_its_sender_was_asked_after() -> None:
    from iass_tui.vault.sealing import seal_to

    file, _ = made()
    inner = b"\x02" + seal_to(PAIR.public, file.key + bytes(16) + bytes(64), file.context(OFFICE))
    with pytest.raises(DoesNotOpen):
        opened(file, HOST.wrap(inner, "file", file.place.id))


def test_a_cell_opens_to_the_same_bytes_and_in_no_other_place() -> None:
    file, _ = made()
    raw = seal_cell(file, "person", "card", ROW, {"v": 1, "given_name": "Amina"}).raw
    id_, column = file.place.id.bytes, Column("person", "card")
    from iass_tui.vault.cells import cell_address

    assert column.open(file.key, id_, ROW.bytes, raw) == open_raw(
        file.key, cell_address("person", "card", ROW.bytes, file.place.id), raw
    )
    other = UUID(int=1).bytes
    for place, key, key_id, row, cell in (
        (Column("person", "referral"), file.key, id_, ROW.bytes, raw),
        (Column("contact", "card"), file.key, id_, ROW.bytes, raw),
        (column, bytes(32), id_, ROW.bytes, raw),
        (column, bytes(16), id_, ROW.bytes, raw),
        (column, file.key, other, ROW.bytes, raw),
        (column, file.key, id_, other, raw),
        (column, file.key, id_, ROW.bytes, V + other + raw[17:]),
        (column, file.key, id_, ROW.bytes, b"\x02" + raw[1:]),
        (column, file.key, id_, ROW.bytes, raw[:-1]),
        (column, file.key, id_, ROW.bytes, raw[:20]),
        (column, file.key, id_, ROW.bytes, b""),
    ):
        with pytest.raises(DoesNotOpen):
            place.open(key, key_id, row, cell)


def test_wrong_padding_is_refused() -> None:
    from iass_tui.vault.cells import cell_address

    file, _ = made()
    address = cell_address("person", "card", ROW.bytes, file.place.id)
    raw = V + file.place.id.bytes + seal(file.key, b"\x00\x00\x00\x02{}" + bytes(10), address)
    with pytest.raises(BadFormat):
        Column("person", "card").open(file.key, file.place.id.bytes, ROW.bytes, raw)


def test_a_cell_sealed_under_a_shorter_key_is_refused() -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from iass_tui.vault.cells import cell_address
    from iass_tui.vault.encoding import pad

    file, _ = made()
    address, key = cell_address("person", "card", ROW.bytes, file.place.id), bytes(16)
    sealed = AESGCM(key).encrypt(bytes(12), pad(b'{"v":1}'), address)
    with pytest.raises(DoesNotOpen):
        Column("person", "card").open(key, file.place.id.bytes, ROW.bytes, V + file.place.id.bytes + bytes(12) + sealed)
