"""The HPKE suite against a known answer that is not ours.

draft-ietf-hpke-pq-05 (the draft that gives KEM 0x647a its number) has one vector for MLKEM768-X25519 with
HKDF-SHA256, but with ChaCha20Poly1305 and a message with additional data, which our suite does not use. So this takes
the draft's key pair, encapsulation and shared secret, proves its own RFC 9180 key schedule with the draft's key and
nonce, seals with AES-256-GCM under that schedule, and the library must open it. Everything up to the shared secret is
the draft's word; the last step rests on RFC 9180 as written down in making/format.py.
"""

import base64
import time

import pytest
from cryptography.hazmat.primitives import hpke as library
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from iass_tui.vault import sealing, self_test
from iass_tui.vault.sealing import Receiver
from iass_tui.vault.self_test import LibraryChanged, hpke_self_test
from tests.vault.making.format import DRAFT, draft_pair, hpke, key_schedule


def draft(name: str) -> bytes:
    return bytes.fromhex(DRAFT[name])


def test_hpke_known_answer() -> None:
    assert DRAFT["kem_id"] == 0x647A
    key, nonce = key_schedule(draft("shared_secret"), draft("info"), 3)
    assert (key, nonce) == (draft("key"), draft("base_nonce"))
    assert ChaCha20Poly1305(key).decrypt(nonce, draft("ct"), draft("aad")) == draft("pt")

    receiver = Receiver.from_bytes(draft_pair()[0])
    assert receiver.public == draft_pair()[1]
    assert receiver.open(hpke(draft("pt"), draft("info")), draft("info")) == draft("pt")


def test_the_self_test_passes_and_its_letter_is_the_drafts() -> None:
    hpke_self_test()
    made = hpke(self_test._MESSAGE, self_test._INFO)
    assert base64.b64decode(self_test._LETTER) == made
    assert DRAFT["skRm"] == self_test._SEED


def test_the_self_test_takes_less_than_two_milliseconds() -> None:
    def once() -> float:
        started = time.perf_counter()
        hpke_self_test()
        return time.perf_counter() - started

    assert min(once() for _ in range(20)) < 0.002


@pytest.mark.parametrize(
    "suite",
    [
        library.Suite(library.KEM.MLKEM768_X25519, library.KDF.HKDF_SHA384, library.AEAD.AES_256_GCM),
        library.Suite(library.KEM.MLKEM768_X25519, library.KDF.HKDF_SHA256, library.AEAD.AES_128_GCM),
        library.Suite(library.KEM.X25519, library.KDF.HKDF_SHA256, library.AEAD.AES_256_GCM),
    ],
    ids=["another KDF", "another AEAD", "another KEM"],
)
def test_the_self_test_sees_a_library_that_changed(suite: library.Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_suite", lambda: suite)
    with pytest.raises(LibraryChanged, match="cryptography"):
        hpke_self_test()


def test_the_self_test_sees_a_library_that_dropped_the_kem(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> library.Suite:
        raise AttributeError("MLKEM768_X25519")

    monkeypatch.setattr(sealing, "_suite", gone)
    with pytest.raises(LibraryChanged, match="Nothing is damaged"):
        hpke_self_test()
