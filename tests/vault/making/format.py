"""What docs/format.md says, written a second time: the tools that the vectors are made with.

Nothing here imports the program, and nothing is random: the same run makes the same bytes.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

V = b"\x01"
ZERO = "0" * 64
VECTORS = Path(__file__).parents[1] / "vectors"
DRAFT: dict[str, Any] = json.loads((VECTORS / "hpke_known_answer.json").read_text())["given"]
"""The one known answer for this KEM that somebody else made. See test_hpke.py."""


def fixed(label: str, length: int = 32) -> bytes:
    """Bytes that look random and are always the same."""
    return hashlib.shake_256(b"iass vectors: " + label.encode()).digest(length)


def uid(label: str) -> UUID:
    return UUID(bytes=fixed(label, 16), version=4)


OFFICE, OTHER_OFFICE = uid("office"), uid("other office")


def lp(*parts: bytes | str | int | UUID) -> bytes:
    def octets(part: bytes | str | int | UUID) -> bytes:
        if isinstance(part, UUID):
            return part.bytes
        if isinstance(part, str):
            return part.encode()
        return part.to_bytes(4, "big") if isinstance(part, int) else part

    return b"".join(len(octets(part)).to_bytes(2, "big") + octets(part) for part in parts)


def js(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = hashlib.sha256(key + plain + context).digest()[:12]
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def hkdf(ikm: bytes, salt: bytes, info: bytes) -> bytes:
    prk = hmac.digest(salt or bytes(32), ikm, "sha256")
    return hmac.digest(prk, info + b"\x01", "sha256")


def derive(key: bytes, *label: bytes | str | int | UUID) -> bytes:
    return hkdf(key, b"", lp(*label))


def sign(seed: bytes, label: str, body: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(lp(label, V, hashlib.sha256(body).digest()))


def verify_key(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def pair(label: str) -> tuple[bytes, bytes]:
    """The 96 private and 1,216 public bytes of a hybrid key pair."""
    return pair_of(fixed(label, 96))


def pair_of(private: bytes) -> tuple[bytes, bytes]:
    kem = MLKEM768PrivateKey.from_seed_bytes(private[:64]).public_key().public_bytes_raw()
    return private, kem + X25519PrivateKey.from_private_bytes(private[64:]).public_key().public_bytes_raw()


def draft_pair() -> tuple[bytes, bytes]:
    """The draft's own key pair: what is sealed with its `enc` and shared secret is the same on every run."""
    return pair_of(hashlib.shake_256(bytes.fromhex(DRAFT["skRm"])).digest(96))


def key_schedule(shared: bytes, info: bytes, aead_id: int) -> tuple[bytes, bytes]:
    """RFC 9180, section 5.1, base mode with HKDF-SHA-256 and KEM 0x647a: key and base nonce."""
    suite = b"HPKE" + (0x647A).to_bytes(2, "big") + (1).to_bytes(2, "big") + aead_id.to_bytes(2, "big")

    def extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")

    def expand(prk: bytes, label: bytes, context: bytes, length: int) -> bytes:
        block = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context + b"\x01"
        return hmac.digest(prk, block, "sha256")[:length]

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    return expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)


def hpke(plain: bytes, info: bytes) -> bytes:
    """HPKE with our suite to the draft's key pair."""
    key, nonce = key_schedule(bytes.fromhex(DRAFT["shared_secret"]), info, 2)
    return bytes.fromhex(DRAFT["enc"]) + AESGCM(key).encrypt(nonce, plain, b"")


def padme(length: int) -> int:
    if length <= 256:
        return 256
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def pad(body: bytes) -> bytes:
    framed = len(body).to_bytes(4, "big") + body
    return framed + bytes(padme(len(framed)) - len(framed))


def stretch(passphrase: bytes, parameters: bytes) -> bytes:
    given = json.loads(parameters)
    salt = bytes.fromhex(given["salt"])
    return hash_secret_raw(passphrase, salt, given["t"], given["m"], given["p"], 32, Type.ID, 0x13)


Vector = dict[str, Any]


def vector(family: str, why: str, expect: str, opened: Any = None, **given: Any) -> Vector:
    """One input and what must come of it: "opens" (to `opened`), or the name of the refusal."""
    out = {"family": family, "why": why, "expect": expect, "given": {name: plain(v) for name, v in given.items()}}
    return out if opened is None else {**out, "opened": plain(opened)}


def plain(value: Any) -> Any:
    """For JSON: bytes as hex, or as text where they are some; the reader is `raw`."""
    if isinstance(value, bytes):
        text = value.decode("ascii", "replace")
        return {"text": text} if text.isprintable() and text.isascii() and len(text) > 1 else {"hex": value.hex()}
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def raw(value: Any) -> bytes:
    return bytes.fromhex(value["hex"]) if "hex" in value else value["text"].encode()


def flip(value: bytes, at: int) -> bytes:
    changed = bytearray(value)
    changed[at] ^= 0x01
    return bytes(changed)


def base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")
