"""What one signed-in colleague holds in memory: their keys, and the compartments granted to them."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from iass_tui.vault.compartments import (
    ACCOUNT,
    SENT_KINDS,
    FileKey,
    FileKeyPlace,
    OpenCompartment,
    StillSent,
    circle_id,
    is_sent,
    may_hold,
    open_sent,
)
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import Account, Register, RegisterRefused
from iass_tui.vault.sealing import KEY, DoesNotOpen, Receiver, sha256

OWN = "own"
"""The kind of key that an account seals to itself: what lies under it nobody else reads."""


class AccountClosed(Exception):
    """The newest register no longer lists this account, or lists other keys for it."""


class CompartmentClosed(Exception):
    """This account does not hold that compartment."""


class CircleClosed(CompartmentClosed):
    """This account is not in the circle of a restricted record: to it there is no such record."""


@dataclasses.dataclass(repr=False, eq=False)
class Keyring:
    """Opened keys. Replaced as a whole when the register changes; dropped at lock and sign-out."""

    bundle: Bundle
    register: Register
    compartments: dict[tuple[str, int], OpenCompartment]
    pairs: dict[tuple[str, int], Receiver]

    @classmethod
    def open(
        cls,
        bundle: Bundle,
        register: Register,
        grants: Iterable[tuple[str, int, bytes]],
        privates: Mapping[tuple[str, int], bytes],
    ) -> Keyring:
        """Opens every grant that the register lists for this account.

        Raises `AccountClosed`, or `RegisterRefused` for a grant or a pair that is missing, altered or not listed.
        """
        account = register.account(bundle.account)
        check_own_account(account, bundle)
        listed = {(g.compartment, g.version): g.digest for g in register.grants if g.account == bundle.account}
        found = {(name, version): grant for name, version, grant in grants}
        if set(found) != set(listed):
            raise RegisterRefused("the grants are not those that the register lists")
        publics = {(c.name, c.version): c.public for c in register.compartments}
        opened, pairs = {}, {}
        for place, grant in found.items():
            if sha256(grant).hex() != listed[place] or place not in publics or place not in privates:
                raise RegisterRefused("a grant is not the one that the register lists")
            name, version = place
            try:
                compartment = OpenCompartment.from_grant(
                    bundle.office, name, version, bundle.account, grant, bundle.receiver
                )
                pairs[place] = compartment.open_private(privates[place], publics[place])
            except DoesNotOpen:
                raise RegisterRefused("a grant or a pair of keys does not open") from None
            opened[place] = compartment
        return cls(bundle, register, opened, pairs)

    @property
    def office(self) -> UUID:
        """The office's id."""
        return self.bundle.office

    @property
    def account(self) -> Account:
        """This account as the register lists it."""
        found = self.register.account(self.bundle.account)
        assert found is not None
        return found

    def holds(self, compartment: str) -> bool:
        """True where some version of the compartment was granted."""
        return any(name == compartment for name, _ in self.compartments)

    def has_circles(self) -> bool:
        """Whether any record of the office is restricted."""
        return any(circle_id(key.name) for key in self.register.compartments)

    def is_outside_some(self) -> bool:
        """Whether some record is shut to this account."""
        return any(circle_id(key.name) and not self.holds(key.name) for key in self.register.compartments)

    def newest(self, compartment: str) -> OpenCompartment:
        """The compartment's newest version. Raises `CompartmentClosed`."""
        version = self.register.newest(compartment).version
        found = self.compartments.get((compartment, version))
        if found is None:
            raise CompartmentClosed(compartment)
        return found

    def new_file_key(self, kind: str, subject: UUID, compartment: str) -> FileKey:
        """A fresh file key under the compartment's newest version; in `ACCOUNT` one of this account's own.

        Raises `CompartmentClosed`.
        """
        if compartment == ACCOUNT:
            if (kind, subject) != (OWN, self.bundle.account):
                raise CompartmentClosed(compartment)
            return FileKey(FileKeyPlace(uuid4(), kind, subject, ACCOUNT, 0), os.urandom(KEY))
        return FileKey.new(uuid4(), kind, subject, self.newest(compartment))

    def new_sent_key(self, kind: str, subject: UUID, compartment: str) -> tuple[FileKey, bytes]:
        """A fresh file key for a compartment that this account need not hold, and its wrap: sealed to it and signed.

        In `ACCOUNT` it is sealed to the account that is its subject. Whoever drops the key cannot open again what they
        sealed under it. Raises `CompartmentClosed` for an account that is not there any more.
        """
        if compartment == ACCOUNT:
            reader = self.register.account(subject)
            if reader is None or not reader.is_active:
                raise CompartmentClosed(compartment)
            version, public = 0, reader.hpke
        else:
            newest = self.register.newest(compartment)
            version, public = newest.version, newest.public
        file = FileKey(FileKeyPlace(uuid4(), kind, subject, compartment, version), os.urandom(KEY))
        return file, file.send(self.office, public, self.bundle.account, self.bundle.signer)

    def open_sent(self, inner: bytes, place: FileKeyPlace, registers: Iterable[Register]) -> tuple[FileKey, UUID]:
        """A key that was sent, and the colleague whose signature it carries under one of these register versions.

        To read with, and to seal nothing: the sender knew it. Raises `CompartmentClosed` or `DoesNotOpen`.
        """
        pair = self._pair(place)
        opened = None if place.compartment == ACCOUNT else self.at(place.compartment, place.version)
        if place.kind in SENT_KINDS and is_sent(inner):
            for register in registers:
                senders = {account.id: account.verify for account in register.accounts}
                with contextlib.suppress(DoesNotOpen):
                    return open_sent(inner, place, self.office, pair, senders, opened)
        raise DoesNotOpen

    def _pair(self, place: FileKeyPlace) -> Receiver:
        """What opens a key that was sealed to the public half. Raises `CompartmentClosed`."""
        if place.compartment == ACCOUNT:
            if place.subject != self.bundle.account:
                raise CompartmentClosed(place.compartment)
            return self.bundle.receiver
        self.at(place.compartment, place.version)
        return self.pairs[place.compartment, place.version]

    def wrap(self, file: FileKey) -> bytes:
        """The inner wrap of a file key. Raises `CompartmentClosed`."""
        if file.place.compartment == ACCOUNT:
            return file.send(self.office, self.bundle.receiver.public, self.bundle.account, self.bundle.signer)
        return self.at(file.place.compartment, file.place.version).wrap(file)

    def unwrap(self, inner: bytes, place: FileKeyPlace) -> FileKey:
        """Raises `CompartmentClosed` or `DoesNotOpen`; of that `StillSent` for a kind that may be sent.

        What was sent stays closed here, since anybody can send: `open_sent` asks who did. Else whoever can write
        office.keys could lay a key of their own under what a colleague writes next.
        """
        pair = self._pair(place)
        if not may_hold(place.compartment, place.kind):
            raise DoesNotOpen
        if is_sent(inner) and place.kind in SENT_KINDS:
            raise StillSent
        if place.compartment == ACCOUNT:  # one's own: anybody can seal to a public key, so one's own signature is in it
            return open_sent(inner, place, self.office, pair, {self.bundle.account: self.bundle.signer.verify})[0]
        return self.at(place.compartment, place.version).unwrap(inner, place)

    def is_current(self, file: FileKey) -> bool:
        """Whether something may be sealed under this key: whoever left the office never held it."""
        if file.place.compartment == ACCOUNT:
            return True
        if circle_id(file.place.compartment) and not self.holds(file.place.compartment):
            return False  # the restriction was lifted, or this account shut out
        return not file.is_kept and file.place.version == self.register.newest(file.place.compartment).version

    def at(self, compartment: str, version: int) -> OpenCompartment:
        """One version of a compartment. Raises `CompartmentClosed`."""
        found = self.compartments.get((compartment, version))
        if found is None:
            is_circle = circle_id(compartment) is not None and not self.holds(compartment)
            raise (CircleClosed if is_circle else CompartmentClosed)(compartment)
        return found


def check_own_account(account: Account | None, bundle: Bundle) -> None:
    """Raises `AccountClosed` unless the register lists this account, active, with these very keys."""
    if (
        account is None
        or not account.is_active
        or account.verify != bundle.signer.verify
        or account.hpke != bundle.receiver.public
    ):
        raise AccountClosed
