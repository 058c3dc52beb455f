"""Offices for the vault's tests: accounts with real keys, and a register that grows as an honest office's does."""

from __future__ import annotations

import dataclasses
import functools
from uuid import UUID, uuid4

from iass_tui.vault.compartments import OpenCompartment
from iass_tui.vault.passphrase import Bundle, StretchPolicy
from iass_tui.vault.register import Account, CompartmentKey, GrantMark, Register, SignedRegister
from iass_tui.vault.sealing import Receiver, sha256

CHEAP = StretchPolicy(memory=8, passes=1, lanes=1, least_memory=8, least_passes=1)
"""Stretching that costs nothing: for tests, never in a file of an office."""

AT = "2026-01-05T09:00:00.000000Z"


@functools.cache
def spare_bundles() -> tuple[Bundle, ...]:
    """The keys of people who may join any office, made once: the register cares only that they differ."""
    office = uuid4()
    return tuple(Bundle.new(office, uuid4(), 0, "0" * 64) for _ in range(8))


@dataclasses.dataclass(repr=False)
class Office:
    """An honest office: its people's keys, its compartments and every register version."""

    id: UUID
    people: dict[UUID, Bundle]
    keys: dict[tuple[str, int], OpenCompartment]
    pairs: dict[tuple[str, int], Receiver]
    grants: dict[tuple[UUID, str, int], bytes]
    versions: list[SignedRegister]
    newest: Register

    @classmethod
    def founded(cls, *compartments: str) -> Office:
        """Version 1, by its founder, who holds every compartment."""
        office = uuid4()
        founder = Bundle.new(office, uuid4(), 0, "0" * 64)
        listed = (as_listed(founder, "founder", "manager"),)
        register = Register(office, 1, "0" * 64, AT, founder.account, listed, (), ())
        made = cls(office, {founder.account: founder}, {}, {}, {}, [], register)
        keys = [made.new_key(name) for name in compartments or ("casework", "office")]
        made.newest = dataclasses.replace(register, compartments=tuple(keys), grants=made.marks())
        made.versions = [SignedRegister.sign(made.newest, founder.signer)]
        return made

    @property
    def founder(self) -> Bundle:
        return next(iter(self.people.values()))

    def new_key(self, name: str, holder: Bundle | None = None) -> CompartmentKey:
        """A compartment's next version, granted to the founder or somebody else."""
        version = max([v for n, v in self.keys if n == name], default=0) + 1
        key, pair = OpenCompartment.new(self.id, name, version), Receiver.new()
        self.keys[name, version], self.pairs[name, version] = key, pair
        self.grant(holder or self.founder, name, version)
        return CompartmentKey(name, version, pair.public)

    def grant(self, to: Bundle, name: str, version: int) -> bytes:
        made = self.keys[name, version].grant_to(to.account, to.receiver.public)
        self.grants[to.account, name, version] = made
        return made

    def marks(self) -> tuple[GrantMark, ...]:
        return tuple(GrantMark(*place, sha256(grant).hex()) for place, grant in self.grants.items())

    def publish(self, signer: Bundle | None = None, **changes: object) -> Register:
        """The next version with these changes, signed by the founder or somebody else."""
        signer = signer or self.founder
        self.newest = self.newest.next(AT, signer.account, **{"grants": self.marks(), **changes})
        self.versions.append(SignedRegister.sign(self.newest, signer.signer))
        return self.newest

    def admit(
        self, name: str, role: str, *compartments: str, bundle: Bundle | None = None, signer: Bundle | None = None
    ) -> Bundle:
        """Somebody joins and holds the newest version of these compartments."""
        bundle = bundle or Bundle.new(self.id, uuid4(), self.newest.number, self.versions[-1].digest)
        self.people[bundle.account] = bundle
        for compartment in compartments:
            self.grant(bundle, compartment, max(v for n, v in self.keys if n == compartment))
        self.publish(signer, accounts=(*self.newest.accounts, as_listed(bundle, name, role)))
        return bundle

    def close(self, bundle: Bundle, signer: Bundle | None = None) -> Register:
        """Somebody leaves; their grants go."""
        self.grants = {place: grant for place, grant in self.grants.items() if place[0] != bundle.account}
        accounts = tuple(
            dataclasses.replace(a, until=AT) if a.id == bundle.account else a for a in self.newest.accounts
        )
        return self.publish(signer, accounts=accounts)

    def renew(self, account: UUID, spare: Bundle, signer: Bundle) -> Register:
        """New keys for somebody, who keeps their account and their grants."""
        bundle = dataclasses.replace(self.people[account], receiver=spare.receiver, signer=spare.signer)
        self.people[account] = bundle
        for owner, name, version in list(self.grants):
            if owner == account:
                self.grant(bundle, name, version)
        hpke, verify = bundle.receiver.public, bundle.signer.verify
        accounts = tuple(
            dataclasses.replace(a, hpke=hpke, verify=verify) if a.id == account else a for a in self.newest.accounts
        )
        return self.publish(signer, accounts=accounts)


def as_listed(bundle: Bundle, name: str, role: str) -> Account:
    return Account(bundle.account, name, role, bundle.receiver.public, bundle.signer.verify, AT)
