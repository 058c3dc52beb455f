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
_CIRCLE = "restricted-"
_OF_THE_OFFICE = frozenset({"settings", "tally", "audit", "agency"})
_OF_AN_ACCOUNT = frozenset({"own", "question"})
SENT_KINDS = frozenset({"concern", "intake", "question"})
"""Kinds of file key that may come sealed *to* a compartment or an account from a colleague who does not hold it."""
_SYMMETRIC, _SENT, _KEPT, _KEPT_LETTER = b"\x01", b"\x02", b"\x03", b"\x04"
_SENT_LABEL = "iass-sent-key"
_LETTER = KEY + 16 + SIGNATURE


def circle_name(circle: UUID) -> str:
    """The compartment of a circle: of those few who open a restricted record, and all that hangs on it."""
    return f"{_CIRCLE}{circle}"


def circle_id(compartment: str) -> UUID | None:
    """The circle whose compartment has that name; None for every other."""
    if not compartment.startswith(_CIRCLE):
        return None
    try:
        circle = UUID(compartment.removeprefix(_CIRCLE))
    except ValueError:
        return None
    return circle if compartment == circle_name(circle) else None


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
        if not self._is_for(at):
            raise DoesNotOpen
        if is_sent(inner) and pair is not None:
            return FileKey(at, open_letter(inner, at, self.office, pair, self)[0][:KEY])
        is_kept = inner[:1] == _KEPT
        if inner[:1] != _SYMMETRIC and not is_kept:
            raise DoesNotOpen
        context = at.kept(self.office) if is_kept else at.context(self.office)
        key = unseal(self._wrap, inner[1:], context)
        if len(key) != KEY:
            raise DoesNotOpen
        return FileKey(at, key, is_kept=is_kept)

    def carry_over(self, inner: bytes, at: FileKeyPlace, before: OpenCompartment, pair: Receiver) -> bytes:
        """What was wrapped under the version before, wrapped under this one: to open with, and to seal nothing more.

        `pair` is that version's own. A key that was sent stays a letter: who sent it is still to be asked. Raises
        `DoesNotOpen`.
        """
        now = dataclasses.replace(at, compartment=self.name, version=self.version)
        if is_sent(inner):
            letter, version = open_letter(inner, at, self.office, pair, before)
            return _KEPT_LETTER + seal(self._wrap, letter + version.to_bytes(4, "big"), now.kept(self.office))
        return _KEPT + seal(self._wrap, before.unwrap(inner, at).key, now.kept(self.office))

    def open_kept(self, inner: bytes, at: FileKeyPlace) -> bytes:
        """What was carried over into this version. Raises `DoesNotOpen`."""
        if not self._is_for(at):
            raise DoesNotOpen
        return unseal(self._wrap, inner[1:], at.kept(self.office))

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

    def kept(self, office: UUID) -> bytes:
        """That of a key from an earlier version of the compartment, which opens and seals nothing more."""
        return lp("iass-kept-key", V, office, self.id, self.kind, self.subject, self.compartment, self.version)


@dataclasses.dataclass(frozen=True, repr=False, eq=False)
class FileKey:
    """32 bytes that seal the cells of one file, and where it belongs."""

    place: FileKeyPlace
    key: bytes
    is_kept: bool = False
    """From an earlier version of the compartment: whoever left since may know it, so that it only opens."""

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
    """Whether this is a key that was sealed to a compartment's public key, of this version or an earlier one."""
    return inner[:1] in (_SENT, _KEPT_LETTER)


def may_hold(compartment: str, kind: str) -> bool:
    """Whether a compartment may hold file keys of a kind: the one that everybody opens holds none about a person."""
    if compartment == ACCOUNT or kind in _OF_AN_ACCOUNT:
        return compartment == ACCOUNT and kind in _OF_AN_ACCOUNT
    return compartment != "office" or kind in _OF_THE_OFFICE


def open_sent(
    inner: bytes,
    at: FileKeyPlace,
    office: UUID,
    pair: Receiver,
    senders: dict[UUID, bytes],
    opened: OpenCompartment | None = None,
) -> tuple[FileKey, UUID]:
    """A sent file key and its sender, whose public key must be in `senders`. Raises `DoesNotOpen`.

    One that was carried over a rotation needs the compartment's key too.
    """
    letter, version = open_letter(inner, at, office, pair, opened)
    key, sender, signature = letter[:KEY], UUID(bytes=letter[KEY : KEY + 16]), letter[KEY + 16 :]
    verify = senders.get(sender)
    context = dataclasses.replace(at, version=version).context(office)
    if verify is None or not is_signed(verify, _SENT_LABEL, key + context, signature):
        raise DoesNotOpen
    return FileKey(at, key), sender


def open_letter(
    inner: bytes, at: FileKeyPlace, office: UUID, pair: Receiver, opened: OpenCompartment | None = None
) -> tuple[bytes, int]:
    """The letter in a sent key (file key, sender, signature), and the version that it was sent to.

    Raises `DoesNotOpen`.
    """
    if inner[:1] == _SENT:
        plain, version = pair.open(inner[1:], at.context(office)), at.version
    elif inner[:1] == _KEPT_LETTER and opened is not None:
        kept = opened.open_kept(inner, at)
        plain, version = kept[:-4], int.from_bytes(kept[-4:], "big")
    else:
        raise DoesNotOpen
    if len(plain) != _LETTER:
        raise DoesNotOpen
    return plain, version


def period_id(office: UUID, period: str) -> UUID:
    """The id that stands for a quarter ("2026-Q3") or a year ("2026") of this office."""
    return uuid5(office, period)


def _grant_info(office: UUID, compartment: str, version: int, account: UUID) -> bytes:
    return lp("iass-grant", V, office, compartment, version, account)
