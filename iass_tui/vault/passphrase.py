"""From a passphrase to a wrapping key, and the bundle of private keys that it opens."""

from __future__ import annotations

import dataclasses
import os
import time
import unicodedata
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw

from iass_tui.vault.encoding import BadFormat, V, dump_json, is_digest, load_json, lp
from iass_tui.vault.sealing import KEY, DoesNotOpen, Receiver, Signer, seal, unseal


@dataclasses.dataclass(frozen=True)
class StretchPolicy:
    """Which Argon2id costs an office accepts and asks for. Memory in KiB.

    The floor and the ceiling guard against a record edited to be cheap to guess or to hang the machine.
    """

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 1
    least_memory: int = 64 * 1024
    least_passes: int = 3
    most_memory: int = 1024 * 1024
    most_passes: int = 16

    def accepts(self, memory: int, passes: int, lanes: int) -> bool:
        """True where stored parameters lie within the bounds."""
        return (
            self.least_memory <= memory <= self.most_memory
            and self.least_passes <= passes <= self.most_passes
            and 1 <= lanes <= 8
        )


@dataclasses.dataclass(frozen=True)
class Stretch:
    """One account's Argon2id parameters."""

    memory: int
    passes: int
    lanes: int
    salt: bytes

    @classmethod
    def new(cls, policy: StretchPolicy) -> Stretch:
        """Fresh salt, the policy's costs."""
        return cls(policy.memory, policy.passes, policy.lanes, os.urandom(16))

    @classmethod
    def from_json(cls, raw: bytes, policy: StretchPolicy) -> Stretch:
        """Parameters as stored. Raises `BadFormat` where they are malformed or outside the policy's bounds."""
        data = load_json(raw)
        try:
            made = cls(int(data["m"]), int(data["t"]), int(data["p"]), bytes.fromhex(data["salt"]))
        except (KeyError, TypeError, ValueError, OverflowError):
            raise BadFormat("stretch parameters") from None
        if made.to_json() != raw:
            raise BadFormat("stretch parameters")
        if len(made.salt) != 16 or not policy.accepts(made.memory, made.passes, made.lanes):
            raise BadFormat("stretch parameters out of bounds")
        return made

    def to_json(self) -> bytes:
        """Parameters as stored."""
        return dump_json({"v": 1, "m": self.memory, "t": self.passes, "p": self.lanes, "salt": self.salt.hex()})

    def key(self, passphrase: str) -> bytes:
        """The wrapping key. Takes as long as the parameters ask."""
        secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
        return hash_secret_raw(secret, self.salt, self.passes, self.memory, self.lanes, KEY, Type.ID, version=0x13)


def measured_policy(target: float = 0.3) -> StretchPolicy:
    """The real policy with as many passes as this machine does in about `target` seconds (250-500 ms)."""
    floor = StretchPolicy()
    started = time.perf_counter()
    Stretch.new(floor).key("measure")
    per_pass = (time.perf_counter() - started) / floor.passes
    passes = max(floor.passes, min(floor.most_passes, round(target / per_pass)))
    return dataclasses.replace(floor, passes=passes)


@dataclasses.dataclass(frozen=True, repr=False, eq=False)
class Bundle:
    """An account's private keys, and the register version that it has last seen."""

    office: UUID
    account: UUID
    receiver: Receiver
    signer: Signer
    register: int
    digest: str

    @classmethod
    def new(cls, office: UUID, account: UUID, register: int, digest: str) -> Bundle:
        """Fresh keys for an account."""
        return cls(office, account, Receiver.new(), Signer.new(), register, digest)

    def to_json(self) -> bytes:
        """The bundle before it is sealed."""
        return dump_json(
            {
                "v": 1,
                "office": str(self.office),
                "account": str(self.account),
                "hpke": self.receiver.private.hex(),
                "sign": self.signer.to_bytes().hex(),
                "register": self.register,
                "digest": self.digest,
            }
        )

    @classmethod
    def from_json(cls, raw: bytes) -> Bundle:
        """Raises `BadFormat`."""
        data = load_json(raw)
        try:
            made = cls(
                UUID(data["office"]),
                UUID(data["account"]),
                Receiver.from_bytes(bytes.fromhex(data["hpke"])),
                Signer.from_bytes(bytes.fromhex(data["sign"])),
                int(data["register"]),
                str(data["digest"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BadFormat("bundle") from None
        if made.register < 0 or not is_digest(made.digest) or made.to_json() != raw:
            raise BadFormat("bundle")
        return made

    def seal(self, key: bytes, stretch: Stretch) -> bytes:
        """The bundle under a stretched passphrase; the host key's outer layer goes around it."""
        return V + seal(key, self.to_json(), _context(self.office, self.account, stretch))

    @classmethod
    def open(cls, sealed: bytes, key: bytes, office: UUID, account: UUID, stretch: Stretch) -> Bundle:
        """Raises `DoesNotOpen` for a wrong passphrase, `BadFormat` where it opens to something else."""
        if sealed[:1] != V:
            raise DoesNotOpen
        made = cls.from_json(unseal(key, sealed[1:], _context(office, account, stretch)))
        if made.office != office or made.account != account:
            raise BadFormat("bundle of another account")
        return made


def _context(office: UUID, account: UUID, stretch: Stretch) -> bytes:
    return lp("iass-bundle", V, office, account, stretch.to_json())
