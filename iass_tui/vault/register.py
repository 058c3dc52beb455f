"""The key register: who is who, chained and signed. Nothing in the files is believed because it is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from iass_tui.vault.compartments import circle_name
from iass_tui.vault.encoding import ZERO_DIGEST, BadFormat, dump_json, read_json
from iass_tui.vault.register_rules import SIGNING_ROLES, folded, wrong_after, wrong_alone
from iass_tui.vault.sealing import Signer, is_signed, sha256

LABEL = "iass-register"


class RegisterRefused(Exception):
    """The register is older than what was seen, forked, unsigned, or does not list what the files hold."""


@dataclasses.dataclass(frozen=True)
class Account:
    """One account as the register lists it; `until` is the moment it was closed."""

    id: UUID
    sign_in: str
    role: str
    hpke: bytes
    verify: bytes
    since: str
    until: str | None = None

    @property
    def is_active(self) -> bool:
        """True while it has not been closed."""
        return self.until is None


@dataclasses.dataclass(frozen=True)
class CompartmentKey:
    """The public half of one version of a compartment's key."""

    name: str
    version: int
    public: bytes


@dataclasses.dataclass(frozen=True)
class GrantMark:
    """The digest of one grant: a grant that is not listed opens nothing."""

    account: UUID
    compartment: str
    version: int
    digest: str


@dataclasses.dataclass(frozen=True)
class Register:
    """One version of the register."""

    office: UUID
    number: int
    previous: str
    at: str
    signed_by: UUID
    accounts: tuple[Account, ...]
    compartments: tuple[CompartmentKey, ...]
    grants: tuple[GrantMark, ...]
    audit_seq: int = 0
    audit_head: str = ZERO_DIGEST

    def account(self, account_id: UUID) -> Account | None:
        """The account of that id, active or closed."""
        return next((item for item in self.accounts if item.id == account_id), None)

    def named(self, sign_in: str) -> Account | None:
        """The active account with that sign-in name, letter case aside."""
        wanted = folded(sign_in)
        return next((a for a in self.accounts if a.is_active and folded(a.sign_in) == wanted), None)

    def newest(self, compartment: str) -> CompartmentKey:
        """The newest key of a compartment. Raises `RegisterRefused` where there is none."""
        found = [item for item in self.compartments if item.name == compartment]
        if not found:
            raise RegisterRefused("no such compartment")
        return max(found, key=lambda item: item.version)

    def is_granted(self, account: UUID, compartment: str, version: int, grant: bytes) -> bool:
        """True where this version lists that very grant: one put back from an older copy is not."""
        mark = GrantMark(account, compartment, version, sha256(grant).hex())
        return mark in self.grants

    def is_inside(self, account: UUID, circle: UUID) -> bool:
        """Whether an account opens what lies in the circle of a restricted record."""
        name = circle_name(circle)
        return any(mark.account == account and mark.compartment == name for mark in self.grants)

    def next(self, at: str, signed_by: UUID, **changes: Any) -> Register:
        """The version after this one. Raises `BadFormat` for changes that every reader would refuse."""
        digest = sha256(self.to_bytes()).hex()
        made = dataclasses.replace(self, number=self.number + 1, previous=digest, at=at, signed_by=signed_by, **changes)
        if wrong := wrong_after(made, self):
            raise BadFormat(f"register: {wrong}")
        return made

    def to_bytes(self) -> bytes:
        """The stored byte string. Raises `BadFormat` for a version that every reader would refuse."""
        if wrong := wrong_alone(self):
            raise BadFormat(f"register: {wrong}")
        return dump_json(
            {
                "v": 1,
                "office": str(self.office),
                "number": self.number,
                "previous": self.previous,
                "at": self.at,
                "signed_by": str(self.signed_by),
                "audit_seq": self.audit_seq,
                "audit_head": self.audit_head,
                "accounts": [
                    {
                        "id": str(a.id),
                        "sign_in": a.sign_in,
                        "role": a.role,
                        "hpke": a.hpke.hex(),
                        "verify": a.verify.hex(),
                        "from": a.since,
                        "until": a.until,
                    }
                    for a in self.accounts
                ],
                "compartments": [
                    {"name": c.name, "version": c.version, "public": c.public.hex()} for c in self.compartments
                ],
                "grants": [
                    {
                        "account": str(g.account),
                        "compartment": g.compartment,
                        "version": g.version,
                        "digest": g.digest,
                    }
                    for g in self.grants
                ],
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Register:
        """Raises `BadFormat`."""
        data = read_json(raw)
        try:
            made = cls(
                UUID(data["office"]),
                int(data["number"]),
                str(data["previous"]),
                str(data["at"]),
                UUID(data["signed_by"]),
                tuple(_account(item) for item in data["accounts"]),
                tuple(
                    CompartmentKey(str(c["name"]), int(c["version"]), bytes.fromhex(c["public"]))
                    for c in data["compartments"]
                ),
                tuple(
                    GrantMark(UUID(g["account"]), str(g["compartment"]), int(g["version"]), str(g["digest"]))
                    for g in data["grants"]
                ),
                int(data["audit_seq"]),
                str(data["audit_head"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BadFormat("register") from None
        if made.to_bytes() != raw:
            raise BadFormat("register")
        return made


def _account(item: dict[str, Any]) -> Account:
    until = item["until"]
    return Account(
        UUID(item["id"]),
        str(item["sign_in"]),
        str(item["role"]),
        bytes.fromhex(item["hpke"]),
        bytes.fromhex(item["verify"]),
        str(item["from"]),
        None if until is None else str(until),
    )


@dataclasses.dataclass(frozen=True)
class SignedRegister:
    """A register version as stored: its bytes and the signature over them."""

    body: bytes
    signature: bytes

    @classmethod
    def sign(cls, register: Register, signer: Signer) -> SignedRegister:
        """Signs by whoever `register.signed_by` names."""
        body = register.to_bytes()
        return cls(body, signer.sign(LABEL, body))

    @property
    def digest(self) -> str:
        """What pins and the next version name."""
        return sha256(self.body).hex()


@dataclasses.dataclass(frozen=True)
class Pin:
    """A version that somebody has seen with their own eyes: number 0 means nothing yet."""

    number: int = 0
    digest: str = ZERO_DIGEST


@dataclasses.dataclass(frozen=True)
class _Verified:
    """A version that stands: what was stored, and what it says."""

    digest: str
    signature: bytes
    register: Register


_walked: dict[UUID, tuple[_Verified, ...]] = {}
"""The chain that this process verified last, by its office. Whether versions stand follows from their bytes and those
before them alone, so the same bytes need not be verified again. What was seen elsewhere (pins) is asked each time."""


def walk(versions: Sequence[SignedRegister], office: UUID, pins: Iterable[Pin]) -> tuple[Register, ...]:
    """Every version, verified from the first to the newest. Raises `RegisterRefused`.

    Each pin must lie on the chain: a smaller newest number is an older register, another digest a fork. Without
    a pin any chain that is sound in itself passes, so a reader who has seen a version always gives one.
    """
    known = _walked.get(office, ())
    out: list[_Verified] = []
    for stored in versions:
        digest, place = stored.digest, len(out)
        as_before = known[place] if place < len(known) else None
        if as_before is None or (as_before.digest, as_before.signature) != (digest, stored.signature):
            known = ()  # nothing after another version stands because it stood after this one
            as_before = _Verified(digest, stored.signature, _verified(stored, office, out))
        out.append(as_before)
    if not out:
        raise RegisterRefused("there is no register")
    _walked.clear()  # one office's: nobody has two open at once
    _walked[office] = tuple(out)
    for pin in pins:
        if not 0 <= pin.number <= len(out):
            raise RegisterRefused("older than a version already seen")
        if pin.number and out[pin.number - 1].digest != pin.digest:
            raise RegisterRefused("not the register already seen")
    return tuple(one.register for one in out)


def _verified(stored: SignedRegister, office: UUID, before: Sequence[_Verified]) -> Register:
    """What a version says that follows these. Raises `RegisterRefused`."""
    number = len(before) + 1
    try:
        register = Register.from_bytes(stored.body)
    except BadFormat as rule:
        raise RegisterRefused(f"version {number} is unreadable ({rule})") from None
    last = before[-1] if before else None
    if register.office != office or register.number != number:
        raise RegisterRefused(f"version {number} is out of place")
    if register.previous != (ZERO_DIGEST if last is None else last.digest):
        raise RegisterRefused(f"version {number} does not follow the one before")
    _check_signer(register, register if last is None else last.register, stored)
    if last is not None and (wrong := wrong_after(register, last.register)):
        raise RegisterRefused(f"version {number}: {wrong}")
    return register if last is None else _sharing(register, last.register)


def _sharing(register: Register, before: Register) -> Register:
    """The same, with what it has in common with the version before in memory once: mostly all but one of everything."""
    known: dict[Any, Any] = {one: one for one in (*before.accounts, *before.compartments, *before.grants)}
    return dataclasses.replace(
        register,
        accounts=tuple(known.get(one, one) for one in register.accounts),
        compartments=tuple(known.get(one, one) for one in register.compartments),
        grants=tuple(known.get(one, one) for one in register.grants),
    )


def _check_signer(register: Register, authority: Register, stored: SignedRegister) -> None:
    signer = authority.account(register.signed_by)
    roles = SIGNING_ROLES if register.number > 1 else {"manager"}
    if signer is None or not signer.is_active or signer.role not in roles:
        raise RegisterRefused(f"version {register.number} is signed by nobody who may")
    if not is_signed(signer.verify, LABEL, stored.body, stored.signature):
        raise RegisterRefused(f"version {register.number} carries a wrong signature")
