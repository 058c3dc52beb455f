"""The three primitives that everything else is composed of: seal, derive, sign; and HPKE."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from iass_tui.vault.encoding import BadFormat, V, lp

NONCE = 12
TAG = 16
KEY = 32
SIGNATURE = 64
_SEED, _X = 64, 32
_PUBLIC = 1184
RECEIVER_PUBLIC = _PUBLIC + _X


class DoesNotOpen(Exception):
    """The key, the context or the bytes are not those that were sealed. Says nothing about which."""


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """`nonce | AES-256-GCM`, with a fresh random nonce. Raises `BadFormat` for a key of another length."""
    if len(key) != KEY:
        raise BadFormat("key length")
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """What `seal` was given. Raises `DoesNotOpen`."""
    if len(key) != KEY:  # AESGCM takes shorter ones, for AES-128
        raise DoesNotOpen
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def derive(key: bytes, *label: bytes | str | int | UUID, salt: bytes = b"") -> bytes:
    """32 bytes for one use, named by the label."""
    return HKDF(hashes.SHA256(), KEY, salt or None, lp(*label)).derive(key)


def sha256(raw: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(raw).digest()


def mac(key: bytes, label: str, body: bytes) -> bytes:
    """HMAC-SHA-256 over the label and the digest of a stored byte string."""
    return hmac.digest(key, lp(label, V, sha256(body)), "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(one, other)


@dataclasses.dataclass(frozen=True, repr=False, eq=False)
class Signer:
    """An Ed25519 key; `verify` is its public half (32 bytes)."""

    _key: Ed25519PrivateKey

    @classmethod
    def new(cls) -> Signer:
        """A fresh one."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, raw: bytes) -> Signer:
        """From its 32-byte seed."""
        return cls(Ed25519PrivateKey.from_private_bytes(raw))

    def to_bytes(self) -> bytes:
        """The 32-byte seed."""
        return self._key.private_bytes_raw()

    @property
    def verify(self) -> bytes:
        """The public half."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, label: str, body: bytes) -> bytes:
        """64 bytes over the label and the digest of the stored byte string."""
        return self._key.sign(lp(label, V, sha256(body)))


_P = 2**255 - 19
_Y8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER = frozenset({0, 1, _P - 1, _P, _P + 1, _Y8, _P - _Y8})


def is_verify_key(raw: bytes) -> bool:
    """True for 32 bytes that can stand for one signer.

    Under a point of small order one signature fits every message: whoever posted it could disown all they signed.
    """
    return len(raw) == KEY and int.from_bytes(raw, "little") % 2**255 not in _SMALL_ORDER


@functools.lru_cache(maxsize=256)
def _public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def is_signed(verify: bytes, label: str, body: bytes, signature: bytes) -> bool:
    """True where the holder of `verify` signed this body under this label."""
    if not is_verify_key(verify):
        return False
    try:
        _public_key(verify).verify(signature, lp(label, V, sha256(body)))
    except (InvalidSignature, ValueError):
        return False
    return True


@functools.cache
def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@dataclasses.dataclass(frozen=True, repr=False, eq=False)
class Receiver:
    """A hybrid HPKE key pair, as its 96 private and 1,216 public bytes."""

    private: bytes
    public: bytes

    @classmethod
    def new(cls) -> Receiver:
        """A fresh one."""
        kem, x = mlkem.MLKEM768PrivateKey.generate(), x25519.X25519PrivateKey.generate()
        return cls.from_bytes(kem.private_bytes_raw() + x.private_bytes_raw())

    @classmethod
    def from_bytes(cls, private: bytes) -> Receiver:
        """From the 96 private bytes. Raises `BadFormat`."""
        if len(private) != _SEED + _X:
            raise BadFormat("HPKE private key length")
        kem, x = _private_parts(private)
        return cls(private, kem.public_key().public_bytes_raw() + x.public_key().public_bytes_raw())

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """What was sealed to this pair. Raises `DoesNotOpen`."""
        key = hpke.MLKEM768X25519PrivateKey(*_private_parts(self.private))
        try:
            return _suite().decrypt(sealed, key, info)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None


def seal_to(public: bytes, plain: bytes, info: bytes) -> bytes:
    """HPKE base mode to a public key. `info` is never empty: it is the only context there is."""
    if len(public) != RECEIVER_PUBLIC:
        raise BadFormat("HPKE public key length")
    if not info:
        raise BadFormat("HPKE without context")
    try:
        key = hpke.MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(public[:_PUBLIC]),
            x25519.X25519PublicKey.from_public_bytes(public[_PUBLIC:]),
        )
        return _suite().encrypt(plain, key, info)
    except ValueError:
        raise BadFormat("HPKE public key") from None


def _private_parts(raw: bytes) -> tuple[mlkem.MLKEM768PrivateKey, x25519.X25519PrivateKey]:
    return (
        mlkem.MLKEM768PrivateKey.from_seed_bytes(raw[:_SEED]),
        x25519.X25519PrivateKey.from_private_bytes(raw[_SEED:]),
    )
