"""Compartment keys, the grants that hand them out, and the file keys that they wrap."""

from __future__ import annotations

import dataclasses
import os
from uuid import UUID, uuid5

from iass_tui.vault.encoding import BadFormat, V, lp
from iass_tui.vault.sealing import (
    KEY,
    SIGNATURE,
    DoesNotOpen,
    Receiver,
    Signer,
    derive,
    is_signed,
    seal,
    seal_to,
    sha256,
    unseal,
)

COMPARTMENTS = ("casework", "safeguarding", "office", "management")
ACCOUNT = "account"
"""Instead of a compartment: keys sealed to one account's own public key; their subject is its id, their version 0."""
_OF_THE_OFFICE = frozenset({"settings", "tally", "audit", "agency"})
_OF_AN_ACCOUNT = frozenset({"own", "question"})
SENT_KINDS = frozenset({"concern", "intake", "question"})
"""Kinds of file key that may come sealed *to* a compartment or an account from a colleague who does not hold it."""
_SYMMETRIC, _SENT = b"\x01", b"\x02"
_SENT_LABEL = "iass-sent-key"


class StillSent(DoesNotOpen):
    """The key was sent, and nobody who holds the compartment has sealed anew yet: `open_sent` asks who sent it."""


@dataclasses.dataclass(frozen=True, repr=False, eq=False)
class OpenCompartment:
    """One version of a compartment's key, in memory."""

    office: UUID
    name: str
    version: int
    key: bytes
    _wrap: bytes

    @classmethod
    def of(cls, office: UUID, name: str, version: int, key: bytes) -> OpenCompartment:
        """From the 32 bytes of a grant."""
        if len(key) != KEY:
            raise BadFormat("compartment key length")
        return cls(office, name, version, key, derive(key, "iass-compartment-wrap"))

    @classmethod
    def new(cls, office: UUID, name: str, version: int) -> OpenCompartment:
        """A fresh one."""
        return cls.of(office, name, version, os.urandom(KEY))

    def grant_to(self, account: UUID, public: bytes) -> bytes:
        """The key, sealed to one account."""
        return seal_to(public, self.key, _grant_info(self.office, self.name, self.version, account))

    @classmethod
    def from_grant(
        cls, office: UUID, name: str, version: int, account: UUID, grant: bytes, receiver: Receiver
    ) -> OpenCompartment:
        """Raises `DoesNotOpen`."""
        key = receiver.open(grant, _grant_info(office, name, version, account))
        if len(key) != KEY:
            raise DoesNotOpen
        return cls.of(office, name, version, key)

    def seal_private(self, pair: Receiver) -> bytes:
        """The private half of the compartment's own HPKE pair, under its key."""
        return seal(self._private_key(), pair.private, self._private_context(pair.public))

    def open_private(self, sealed: bytes, public: bytes) -> Receiver:
        """Raises `DoesNotOpen`, also where the pair does not match the public half that the register lists."""
        private = unseal(self._private_key(), sealed, self._private_context(public))
        try:
            pair = Receiver.from_bytes(private)
        except BadFormat:
            raise DoesNotOpen from None
        if pair.public != public:
            raise DoesNotOpen
        return pair

    def _private_key(self) -> bytes:
        return derive(self.key, "iass-compartment-private")

    def _private_context(self, public: bytes) -> bytes:
        return lp("iass-compartment", V, self.office, self.name, self.version, public)

    def seal_code(self, invitation: UUID, code: str, offer: bytes) -> bytes:
        """An invitation's code, so that any manager can admit the newcomer, and the offer that it was made for.

        Give the offer's bytes: the newcomer knows the code, so its MAC does not keep them from writing another role
        or another's account into the stored offer before a manager admits them. Only this does.
        """
        key = derive(self.key, "iass-invitation-code")
        return seal(key, code.encode(), self._code_context(invitation, offer))

    def open_code(self, invitation: UUID, sealed: bytes, offer: bytes) -> str:
        """Raises `DoesNotOpen`, also where the offer is not the one that the manager made."""
        key = derive(self.key, "iass-invitation-code")
        code = unseal(key, sealed, self._code_context(invitation, offer))
        if not code.isascii():
            raise DoesNotOpen
        return code.decode()

    def _code_context(self, invitation: UUID, offer: bytes) -> bytes:
        return lp("iass-invitation-code", V, self.office, invitation, sha256(offer))

    def wrap(self, file: FileKey) -> bytes:
        """A file key under this compartment. Raises `BadFormat` for a file that belongs to another."""
        if not self._is_for(file.place):
            raise BadFormat("file key of another compartment")
        return _SYMMETRIC + seal(self._wrap, file.key, file.context(self.office))

    def unwrap(self, inner: bytes, at: FileKeyPlace, pair: Receiver | None = None) -> FileKey:
        """The file key at that place. A sent one needs the compartment's own pair, and its sender is not checked here.

        Raises `DoesNotOpen`.
        """
        context = at.context(self.office)
        if not self._is_for(at):
            raise DoesNotOpen
        if inner[:1] == _SENT and pair is not None:
            return FileKey(at, _open_letter(inner, context, pair)[0])
        if inner[:1] != _SYMMETRIC:
            raise DoesNotOpen
        key = unseal(self._wrap, inner[1:], context)
        if len(key) != KEY:
            raise DoesNotOpen
        return FileKey(at, key)

    def _is_for(self, place: FileKeyPlace) -> bool:
        return (place.compartment, place.version) == (self.name, self.version)


@dataclasses.dataclass(frozen=True)
class FileKeyPlace:
    """What a file key is for: all of it is bound into its wrap, so that a swapped link fails."""

    id: UUID
    kind: str
    subject: UUID
    compartment: str
    version: int

    def context(self, office: UUID) -> bytes:
        """The wrap's additional data."""
        return lp("iass-file-key", V, office, self.id, self.kind, self.subject, self.compartment, self.version)


@dataclasses.dataclass(frozen=True, repr=False, eq=False)
class FileKey:
    """32 bytes that seal the cells of one file, and where it belongs."""

    place: FileKeyPlace
    key: bytes

    @classmethod
    def new(cls, id_: UUID, kind: str, subject: UUID, compartment: OpenCompartment) -> FileKey:
        """A fresh one for a compartment's current version."""
        return cls(FileKeyPlace(id_, kind, subject, compartment.name, compartment.version), os.urandom(KEY))

    def context(self, office: UUID) -> bytes:
        """The wrap's additional data."""
        return self.place.context(office)

    def send(self, office: UUID, public: bytes, sender: UUID, signer: Signer) -> bytes:
        """The key sealed *to* a compartment by someone who does not hold it, signed inside."""
        context = self.context(office)
        signature = signer.sign(_SENT_LABEL, self.key + context)
        return _SENT + seal_to(public, self.key + sender.bytes + signature, context)


def is_sent(inner: bytes) -> bool:
    """Whether this is a key that was sealed to a compartment's public key."""
    return inner[:1] == _SENT


def may_hold(compartment: str, kind: str) -> bool:
    """Whether a compartment may hold file keys of a kind: the one that everybody opens holds none about a person."""
    if compartment == ACCOUNT or kind in _OF_AN_ACCOUNT:
        return compartment == ACCOUNT and kind in _OF_AN_ACCOUNT
    return compartment != "office" or kind in _OF_THE_OFFICE


def open_sent(
    inner: bytes, at: FileKeyPlace, office: UUID, pair: Receiver, senders: dict[UUID, bytes]
) -> tuple[FileKey, UUID]:
    """A sent file key and its sender, whose public key must be in `senders`. Raises `DoesNotOpen`."""
    context = at.context(office)
    key, sender, signature = _open_letter(inner, context, pair)
    verify = senders.get(sender)
    if verify is None or not is_signed(verify, _SENT_LABEL, key + context, signature):
        raise DoesNotOpen
    return FileKey(at, key), sender


def _open_letter(inner: bytes, context: bytes, pair: Receiver) -> tuple[bytes, UUID, bytes]:
    if inner[:1] != _SENT:
        raise DoesNotOpen
    plain = pair.open(inner[1:], context)
    if len(plain) != KEY + 16 + SIGNATURE:
        raise DoesNotOpen
    return plain[:KEY], UUID(bytes=plain[KEY : KEY + 16]), plain[KEY + 16 :]


def period_id(office: UUID, period: str) -> UUID:
    """The id that stands for a quarter ("2026-Q3") or a year ("2026") of this office."""
    return uuid5(office, period)


def _grant_info(office: UUID, compartment: str, version: int, account: UUID) -> bytes:
    return lp("iass-grant", V, office, compartment, version, account)
