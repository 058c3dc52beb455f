"""What a register version may say, alone and after the one before. A rule answers with what is wrong, or nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from iass_tui.vault.compartments import COMPARTMENTS, circle_id
from iass_tui.vault.encoding import is_digest
from iass_tui.vault.sealing import RECEIVER_PUBLIC, is_verify_key

if TYPE_CHECKING:
    from iass_tui.vault.register import Account, Register

SIGNING_ROLES = frozenset({"manager", "recovery"})
MAY_HOLD = {
    "manager": frozenset(COMPARTMENTS),
    "officer": frozenset({"casework", "safeguarding", "office"}),  # safeguarding: the leads among them
    "volunteer": frozenset({"office"}),
    "recovery": frozenset(COMPARTMENTS),
}
"""The roles, and the compartments whose grants each may hold; a circle's may all who open cases."""
_IN_EVERY_CIRCLE = SIGNING_ROLES
_IN_CIRCLES = frozenset({"manager", "officer", "recovery"})


def folded(sign_in: str) -> str:
    """A sign-in name as names are compared: letter case and ways of writing an accent aside."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sign_in).casefold())


def wrong_alone(register: Register) -> str:
    """What is wrong with a version by itself; empty where nothing is."""
    for wrong in (_wrong_head(register), _wrong_accounts(register), _wrong_keys(register), _wrong_grants(register)):
        if wrong:
            return wrong
    return ""


def _wrong_head(register: Register) -> str:
    if not 0 < register.number < 2**32 or not is_digest(register.previous):
        return "number or digest"
    if register.audit_seq < 0 or not is_digest(register.audit_head):
        return "audit head"
    return ""


def _wrong_accounts(register: Register) -> str:
    accounts = register.accounts
    if not all(_is_account(account) for account in accounts):
        return "an account"
    if not _unique(account.id for account in accounts):
        return "an account twice"
    if not _unique(folded(account.sign_in) for account in accounts if account.is_active):
        return "a sign-in name twice"
    if not _unique(account.verify for account in accounts) or not _unique(account.hpke for account in accounts):
        return "two accounts with one key"
    if not any(account.is_active and account.role in SIGNING_ROLES for account in accounts):
        return "nobody who could sign the next version"
    return ""


def _is_account(account: Account) -> bool:
    return (
        bool(account.sign_in)
        and account.role in MAY_HOLD
        and len(account.hpke) == RECEIVER_PUBLIC
        and is_verify_key(account.verify)
    )


def _wrong_keys(register: Register) -> str:
    for key in register.compartments:
        is_known = key.name in COMPARTMENTS or circle_id(key.name) is not None
        if not is_known or not 0 < key.version < 2**32 or len(key.public) != RECEIVER_PUBLIC:
            return "a compartment key"
    if not _unique((key.name, key.version) for key in register.compartments):
        return "a compartment key twice"
    return ""


def _wrong_grants(register: Register) -> str:
    keys = {(key.name, key.version) for key in register.compartments}
    roles = {account.id: account.role for account in register.accounts if account.is_active}
    for grant in register.grants:
        if grant.account not in roles:
            return "a grant for nobody"
        if not _may_hold(roles[grant.account], grant.compartment):
            return "a grant beyond a role"
        if (grant.compartment, grant.version) not in keys or not is_digest(grant.digest):
            return "a grant of nothing"
    if not _unique((grant.account, grant.compartment, grant.version) for grant in register.grants):
        return "a grant twice"
    held = {(grant.account, grant.compartment, grant.version) for grant in register.grants}
    for name, version in keys:
        always = (one for one, role in roles.items() if role in _IN_EVERY_CIRCLE)
        if circle_id(name) is not None and any((one, name, version) not in held for one in always):
            return "a circle that a manager is not in"
    return ""


def _may_hold(role: str, compartment: str) -> bool:
    if circle_id(compartment) is not None:
        return role in _IN_CIRCLES
    return compartment in MAY_HOLD[role]


def wrong_after(register: Register, before: Register) -> str:
    """What is wrong with a version as the successor of another; empty where nothing is."""
    now = {account.id: account for account in register.accounts}
    for old in before.accounts:
        new = now.get(old.id)
        if new is None:
            return "an account vanished"
        if not old.is_active and new != old:
            return "a closed account changed"
        if (new.role == "recovery") != (old.role == "recovery"):
            return "a person became the recovery account"
    return _wrong_keys_after(register, before)


def _wrong_keys_after(register: Register, before: Register) -> str:
    known = {(key.name, key.version): key.public for key in before.compartments}
    newest: dict[str, int] = {}
    for name, version in known:
        newest[name] = max(version, newest.get(name, 0))
    now = {(key.name, key.version): key.public for key in register.compartments}
    for place, public in now.items():
        if place in known and known[place] != public:
            return "a compartment key changed"
        if place not in known and place[1] <= newest.get(place[0], 0):
            return "an old compartment key came back"
    listed = {name: max(version for other, version in now if other == name) for name, _ in now}
    # A circle goes when its restriction is lifted, or its record destroyed; every other compartment stays.
    if any(listed.get(name, 0) < version for name, version in newest.items() if name in listed or not circle_id(name)):
        return "the newest compartment key vanished"
    return ""


def _unique(items: Iterable[Hashable]) -> bool:
    listed = list(items)
    return len(set(listed)) == len(listed)
