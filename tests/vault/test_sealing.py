import os
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, strategies as st

from iass_tui.vault import sealing
from iass_tui.vault.compartments import FileKey, OpenCompartment
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.sealing import DoesNotOpen, Receiver, Signer, is_signed, is_verify_key, seal, seal_to, unseal
from tests.vault.damage import damages, flips

KEY, CONTEXT = bytes(range(32)), b"a context"
LABELS = ("iass-register", "iass-audit", "iass-ledger", "iass-sent-key")
SIGNER, RECEIVER = Signer.new(), Receiver.new()
SEALED = seal(KEY, b"a plaintext of some length", CONTEXT)
LETTER = seal_to(RECEIVER.public, b"a letter", CONTEXT)
SIGNATURE = SIGNER.sign("iass-audit", b"an entry")


@given(st.binary(max_size=100), st.binary(max_size=40))
def test_what_was_sealed_opens(plain: bytes, context: bytes) -> None:
    assert unseal(KEY, seal(KEY, plain, context), context) == plain


@given(damages(SEALED))
def test_a_damaged_seal_does_not_open(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        unseal(KEY, damaged, CONTEXT)


@given(flips(KEY), flips(CONTEXT))
def test_another_key_or_context_does_not_open(key: bytes, context: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        unseal(key, SEALED, CONTEXT)
    with pytest.raises(DoesNotOpen):
        unseal(KEY, SEALED, context)


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_a_key_of_another_length_neither_seals_nor_opens(length: int) -> None:
    with pytest.raises(BadFormat):
        seal(bytes(length), b"", b"")
    with pytest.raises(DoesNotOpen):
        unseal(bytes(length), SEALED, CONTEXT)


@pytest.mark.parametrize("length", [16, 24])
def test_what_a_shorter_aes_sealed_does_not_open(length: int) -> None:
    sealed = bytes(12) + AESGCM(bytes(length)).encrypt(bytes(12), b"a plaintext", CONTEXT)
    with pytest.raises(DoesNotOpen):
        unseal(bytes(length), sealed, CONTEXT)


def test_two_seals_of_one_value_differ() -> None:
    assert seal(KEY, b"same", CONTEXT) != seal(KEY, b"same", CONTEXT)


@given(damages(LETTER))
def test_a_damaged_letter_does_not_open(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        RECEIVER.open(damaged, CONTEXT)


@given(flips(CONTEXT))
def test_a_letter_opens_under_its_context_only(context: bytes) -> None:
    assert RECEIVER.open(LETTER, CONTEXT) == b"a letter"
    with pytest.raises(DoesNotOpen):
        RECEIVER.open(LETTER, context)


def test_a_letter_opens_for_its_receiver_only() -> None:
    with pytest.raises(DoesNotOpen):
        Receiver.new().open(LETTER, CONTEXT)


@pytest.mark.parametrize(
    "public",
    [b"", RECEIVER.public[:-1], RECEIVER.public + b"\0", b"\xff" * 1216, RECEIVER.public[:1184] + bytes(32)],
    ids=["empty", "short", "long", "no ML-KEM key", "X25519 of small order"],
)
def test_what_is_no_public_key_is_refused(public: bytes) -> None:
    with pytest.raises(BadFormat):
        seal_to(public, b"a letter", CONTEXT)


def test_a_letter_always_has_a_context() -> None:
    with pytest.raises(BadFormat):
        seal_to(RECEIVER.public, b"a letter", b"")


def test_a_receiver_comes_back_from_its_private_bytes() -> None:
    assert Receiver.from_bytes(RECEIVER.private).public == RECEIVER.public
    with pytest.raises(BadFormat):
        Receiver.from_bytes(RECEIVER.private[:-1])


@given(damages(SIGNATURE))
def test_a_damaged_signature_is_none(damaged: bytes) -> None:
    assert is_signed(SIGNER.verify, "iass-audit", b"an entry", SIGNATURE)
    assert not is_signed(SIGNER.verify, "iass-audit", b"an entry", damaged)


def test_a_signature_has_one_spelling() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(SIGNATURE[32:], "little") + order
    assert not is_signed(SIGNER.verify, "iass-audit", b"an entry", SIGNATURE[:32] + scalar.to_bytes(32, "little"))


@given(st.sampled_from(LABELS), st.sampled_from(LABELS))
def test_a_signature_of_one_kind_is_none_of_another(one: str, other: str) -> None:
    assert is_signed(SIGNER.verify, other, b"body", SIGNER.sign(one, b"body")) == (one == other)


SMALL = sorted(sealing._SMALL_ORDER)


@pytest.mark.parametrize("y", SMALL, ids=[f"{y:064x}"[:8] for y in SMALL])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_of_small_order_signs_nothing(y: int, sign: int) -> None:
    key = (y | sign << 255).to_bytes(32, "little")
    forged = (1).to_bytes(32, "little") + bytes(32)
    assert not is_verify_key(key)
    assert not any(is_signed(key, "iass-audit", bytes([n]), forged) for n in range(64))


def test_without_that_rule_one_signature_fits_every_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "is_verify_key", lambda raw: True)
    everyone = (1).to_bytes(32, "little")
    assert all(is_signed(everyone, "iass-audit", bytes([n]), everyone + bytes(32)) for n in range(64))


@given(st.binary(max_size=40))
def test_what_is_no_key_verifies_nothing(verify: bytes) -> None:
    assert not is_signed(verify, "iass-audit", b"an entry", SIGNATURE)


def keys() -> dict[str, tuple[Any, list[bytes]]]:
    office = uuid4()
    bundle, host = Bundle.new(office, uuid4(), 0, "0" * 64), HostKey.new(office)
    compartment = OpenCompartment.new(office, "casework", 1)
    file = FileKey(FileKey.new(uuid4(), "case", uuid4(), compartment).place, os.urandom(32))
    return {
        "Bundle": (bundle, [bundle.receiver.private, bundle.signer.to_bytes()]),
        "FileKey": (file, [file.key]),
        "HostKey": (host, [host.key, host._outer]),
        "OpenCompartment": (compartment, [compartment.key, compartment._wrap]),
        "Receiver": (bundle.receiver, [bundle.receiver.private]),
        "Signer": (bundle.signer, [bundle.signer.to_bytes()]),
    }


@pytest.mark.parametrize("name", sorted(keys()))
def test_no_key_shows_itself_or_can_be_compared(name: str) -> None:
    holder, secrets = keys()[name]
    shown = repr(holder) + str(holder) + f"{holder}"
    for secret in secrets:
        assert repr(secret) not in shown
        assert secret.hex() not in shown
    assert "__eq__" not in vars(type(holder))
