"""Invitations: nobody ever makes another's keys."""

from __future__ import annotations

import base64
import dataclasses
import os
import re
from datetime import date
from uuid import UUID

from iass_tui.vault.encoding import BadFormat, V, dump_json, is_digest, read_json
from iass_tui.vault.register import Pin
from iass_tui.vault.sealing import RECEIVER_PUBLIC, derive, is_verify_key, mac, same

CODE_LENGTH = 20
INVITED = frozenset({"manager", "officer", "volunteer"})
_OFFER, _REPLY = "iass-invitation", "iass-reply"


def new_code() -> str:
    """100 random bits as 20 base32 characters in groups of five, easy to read out."""
    return spaced(base64.b32encode(os.urandom(13)).decode()[:CODE_LENGTH], 5)


def spaced(text: str, group: int = 4) -> str:
    """Characters in groups, for reading out and writing down."""
    return "-".join(text[i : i + group] for i in range(0, len(text), group))


def tidy(typed: str) -> str:
    """What was typed, as base32 if it is any: spaces and hyphens dropped, case and look-alikes (0, 1, 8) mended."""
    kept = "".join(ch for ch in typed.upper() if ch.isalnum())
    return kept.translate(str.maketrans("018", "OIB"))


@dataclasses.dataclass(frozen=True)
class Offer:
    """What an invitation promises, and the register version that it pins for the newcomer."""

    id: UUID
    office: UUID
    account: UUID
    sign_in: str
    role: str
    pin: Pin
    expires: date

    def to_bytes(self) -> bytes:
        """The stored byte string. Raises `BadFormat` for an invitation that nobody could read back."""
        if not self.sign_in or self.role not in INVITED or self.pin.number < 1 or not is_digest(self.pin.digest):
            raise BadFormat("invitation")
        return dump_json(
            {
                "v": 1,
                "invitation": str(self.id),
                "office": str(self.office),
                "account": str(self.account),
                "sign_in": self.sign_in,
                "role": self.role,
                "register": self.pin.number,
                "digest": self.pin.digest,
                "expires": self.expires.isoformat(),
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Offer:
        """Raises `BadFormat`."""
        data = read_json(raw)
        try:
            made = cls(
                UUID(data["invitation"]),
                UUID(data["office"]),
                UUID(data["account"]),
                str(data["sign_in"]),
                str(data["role"]),
                Pin(int(data["register"]), str(data["digest"])),
                date.fromisoformat(data["expires"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BadFormat("invitation") from None
        if made.to_bytes() != raw:
            raise BadFormat("invitation")
        return made


@dataclasses.dataclass(frozen=True)
class Reply:
    """The newcomer's public keys."""

    invitation: UUID
    account: UUID
    hpke: bytes
    verify: bytes

    def to_bytes(self) -> bytes:
        """The stored byte string. Raises `BadFormat` for what cannot be public keys."""
        if len(self.hpke) != RECEIVER_PUBLIC or not is_verify_key(self.verify):
            raise BadFormat("reply")
        return dump_json(
            {
                "v": 1,
                "invitation": str(self.invitation),
                "account": str(self.account),
                "hpke": self.hpke.hex(),
                "verify": self.verify.hex(),
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Reply:
        """Raises `BadFormat`."""
        data = read_json(raw)
        try:
            made = cls(
                UUID(data["invitation"]),
                UUID(data["account"]),
                bytes.fromhex(data["hpke"]),
                bytes.fromhex(data["verify"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise BadFormat("reply") from None
        if made.to_bytes() != raw:
            raise BadFormat("reply")
        return made


def offer_mac(office: UUID, invitation: UUID, code: str, body: bytes) -> bytes:
    """Proves to the newcomer that whoever holds the code made this offer. Raises `BadFormat` for what is no code."""
    return mac(_key(office, invitation, code), _OFFER, body)


def reply_mac(office: UUID, invitation: UUID, code: str, body: bytes) -> bytes:
    """Proves to the manager that whoever holds the code posted these keys. Raises `BadFormat` for what is no code."""
    return mac(_key(office, invitation, code), _REPLY, body)


def is_offer(office: UUID, invitation: UUID, code: str, body: bytes, given: bytes) -> bool:
    """True where the code fits the offer."""
    return is_code(code) and same(offer_mac(office, invitation, code, body), given)


def is_reply(office: UUID, invitation: UUID, code: str, body: bytes, given: bytes) -> bool:
    """True where the code fits the reply."""
    return is_code(code) and same(reply_mac(office, invitation, code, body), given)


def is_code(typed: str) -> bool:
    """True for 20 base32 characters, as `tidy` reads them: a shorter code could be guessed from its MAC."""
    return re.fullmatch(f"[A-Z2-7]{{{CODE_LENGTH}}}", tidy(typed)) is not None


def _key(office: UUID, invitation: UUID, code: str) -> bytes:
    if not is_code(code):
        raise BadFormat("invitation code")
    return derive(tidy(code).encode(), _OFFER, V, invitation, salt=office.bytes)
