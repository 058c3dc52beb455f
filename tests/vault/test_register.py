"""The register walk accepts what an honest office writes, and nothing else."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings, strategies as st

from iass_tui.vault import register
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import LABEL, Account, GrantMark, Pin, Register, RegisterRefused, SignedRegister, walk
from iass_tui.vault.sealing import is_signed
from tests.vault.damage import damages
from tests.vault.offices import AT, Office, as_listed, spare_bundles

CHANGES = st.sampled_from(["officer", "volunteer", "manager", "leave", "new_keys", "rotate", "promote", "nothing"])


def honest(changes: Sequence[str], picks: Sequence[int]) -> Office:
    """An office after these changes, each signed by some manager who was one in the version before."""
    office = Office.founded()
    spares = iter(spare_bundles())
    for number, (change, pick) in enumerate(zip(changes, picks, strict=False)):
        managers = [a for a in office.newest.accounts if a.is_active and a.role == "manager"]
        signer = office.people[managers[pick % len(managers)].id]
        others = [a for a in office.newest.accounts if a.is_active and a.id != signer.account]
        if change in ("officer", "volunteer", "manager"):
            office.admit(f"{change} {number}", change, "office", bundle=next(spares), signer=signer)
        elif change == "leave" and others:
            office.close(office.people[others[pick % len(others)].id], signer)
        elif change == "new_keys":
            office.renew(signer.account, next(spares), signer)
        elif change == "rotate":
            office.publish(signer, compartments=(*office.newest.compartments, office.new_key("office", signer)))
        elif change == "promote" and others:
            promoted = {others[0].id: "manager"}
            accounts = tuple(dataclasses.replace(a, role=promoted.get(a.id, a.role)) for a in office.newest.accounts)
            office.publish(signer, accounts=accounts)
        else:
            office.publish(signer)
    return office


HISTORIES = st.tuples(st.lists(CHANGES, max_size=6), st.lists(st.integers(0, 5), min_size=6, max_size=6))


@functools.cache
def one_history() -> Office:
    return honest(["officer", "manager", "rotate", "leave", "new_keys"], [0, 0, 1, 1, 1])


def pins_of(office: Office) -> list[Pin]:
    return [Pin(number, version.digest) for number, version in enumerate(office.versions, 1)]


@settings(max_examples=30)
@given(HISTORIES)
def test_every_honest_history_is_accepted_from_every_pin(history: tuple[list[str], list[int]]) -> None:
    office = honest(*history)
    registers = walk(office.versions, office.id, [Pin(), *pins_of(office)])
    assert registers[-1] == office.newest
    assert [register.number for register in registers] == list(range(1, len(office.versions) + 1))


@settings(max_examples=30)
@given(HISTORIES, st.data())
def test_no_version_can_be_moved_or_left_out(history: tuple[list[str], list[int]], data: st.DataObject) -> None:
    office = honest(*history)
    order = data.draw(st.permutations(range(len(office.versions))))
    kept = [number for number in order if data.draw(st.booleans())]
    versions = [office.versions[number] for number in kept]
    if kept == list(range(len(office.versions))):
        walk(versions, office.id, pins_of(office))
        return
    with pytest.raises(RegisterRefused):
        walk(versions, office.id, pins_of(office)[-1:])


@given(st.data())
def test_a_damaged_version_is_refused_even_without_a_pin(data: st.DataObject) -> None:
    office = one_history()
    at = data.draw(st.integers(0, len(office.versions) - 1))
    version = office.versions[at]
    if data.draw(st.booleans()):
        damaged = SignedRegister(data.draw(damages(version.body)), version.signature)
    else:
        damaged = SignedRegister(version.body, data.draw(damages(version.signature)))
    with pytest.raises(RegisterRefused):
        walk([*office.versions[:at], damaged, *office.versions[at + 1 :]], office.id, [])


@given(st.data())
def test_a_chain_that_was_walked_before_vouches_for_no_other(data: st.DataObject) -> None:
    """What is remembered of a walk is of those bytes in that place of that office, and of what stood before them."""
    office, other = one_history(), honest(["nothing"] * 5, [0] * 5)
    walk(office.versions, office.id, pins_of(office))
    at = data.draw(st.integers(0, len(office.versions) - 1))
    version = office.versions[at]
    forged = data.draw(
        st.sampled_from(
            [
                [SignedRegister(version.body, other.versions[at].signature)],
                [SignedRegister(other.versions[at].body, version.signature)],
                [other.versions[at]],
                [],
                [version, version],
            ]
        )
    )
    chain = [*office.versions[:at], *forged, *office.versions[at + 1 :]]
    with pytest.raises(RegisterRefused):
        walk(chain, office.id, pins_of(office)[-1:])
    with pytest.raises(RegisterRefused):
        walk(office.versions, other.id, [])
    with pytest.raises(RegisterRefused, match="already seen"):
        walk(office.versions, office.id, [Pin(at + 1, "1" * 64)])
    with pytest.raises(RegisterRefused, match="older"):
        walk(office.versions[: at + 1], office.id, [Pin(at + 2, "1" * 64)])


def test_a_version_does_not_follow_a_fork_because_it_followed_another_before() -> None:
    office = Office.founded()
    manager = office.people[office.newest.accounts[0].id]
    fork = following(office, manager)[-1]
    office.admit("omar", "officer", "office")
    office.admit("olive", "officer", "office")
    walk(office.versions, office.id, [])
    with pytest.raises(RegisterRefused, match="does not follow"):
        walk([office.versions[0], fork, office.versions[2]], office.id, [])


def test_versions_that_stand_already_are_not_verified_again(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office.founded()
    office.admit("omar", "officer", "office")
    before = walk(office.versions, office.id, [])
    asked: list[bytes] = []
    monkeypatch.setattr(register, "is_signed", lambda *said: asked.append(said[2]) or is_signed(*said))
    assert walk(office.versions, office.id, pins_of(office)) == before
    assert asked == []
    office.admit("olive", "officer", "office")
    asked.clear()
    walk(office.versions, office.id, pins_of(office))
    assert asked == [office.versions[-1].body]


def sign(register: Register, signer: Bundle) -> SignedRegister:
    return SignedRegister.sign(dataclasses.replace(register, signed_by=signer.account), signer.signer)


def following(office: Office, signer: Bundle, **changes: Any) -> list[SignedRegister]:
    return [*office.versions, SignedRegister.sign(office.newest.next(AT, signer.account, **changes), signer.signer)]


def test_only_a_manager_of_the_version_before_may_sign() -> None:
    office = Office.founded()
    officer = office.admit("omar", "officer", "office")
    manager = office.admit("maria", "manager", "office", "casework")
    leaver = office.admit("lena", "manager", "office")
    office.close(leaver)
    walk(following(office, manager), office.id, pins_of(office))
    for signer in (officer, leaver, Bundle.new(office.id, uuid4(), 0, "0" * 64)):
        with pytest.raises(RegisterRefused, match="signed by nobody who may"):
            walk(following(office, signer), office.id, pins_of(office))


def test_nobody_makes_themselves_a_manager() -> None:
    office = Office.founded()
    officer = office.admit("omar", "officer", "office")
    risen = tuple(
        dataclasses.replace(a, role="manager") if a.id == officer.account else a for a in office.newest.accounts
    )
    with pytest.raises(RegisterRefused, match="signed by nobody who may"):
        walk(following(office, officer, accounts=risen), office.id, [])


def test_a_manager_cannot_sign_in_anothers_name() -> None:
    office = Office.founded()
    manager = office.admit("maria", "manager", "office")
    forged = office.newest.next(AT, office.founder.account)
    body = forged.to_bytes()
    with pytest.raises(RegisterRefused, match="wrong signature"):
        walk([*office.versions, SignedRegister(body, manager.signer.sign(LABEL, body))], office.id, [])


def test_a_former_managers_fork_is_refused_by_whoever_saw_the_true_one() -> None:
    office = Office.founded()
    manager = office.admit("maria", "manager", "office")
    before = list(office.versions)
    fork = office.newest.next(AT, manager.account, accounts=office.newest.accounts)
    office.close(manager)
    forked = [*before, SignedRegister.sign(fork, manager.signer)]
    walk(forked, office.id, [Pin(2, before[1].digest)])  # nobody who slept since can tell: so hosts pin too
    with pytest.raises(RegisterRefused, match="not the register already seen"):
        walk(forked, office.id, [Pin(3, office.versions[2].digest)])


def test_the_recovery_account_signs_until_it_is_closed() -> None:
    office = Office.founded()
    recovery = office.admit("recovery", "recovery", "office", "casework")
    walk(following(office, recovery), office.id, [])
    office.close(recovery)
    with pytest.raises(RegisterRefused):
        walk(following(office, recovery), office.id, [])


def test_number_one_is_signed_by_a_manager_whom_it_lists() -> None:
    founder, stranger = spare_bundles()[:2]
    listed = (as_listed(founder, "founder", "manager"), as_listed(stranger, "kit", "recovery"))
    first = Register(founder.office, 1, "0" * 64, AT, founder.account, listed, (), ())
    walk([sign(first, founder)], founder.office, [])
    for signer in (stranger, spare_bundles()[2]):
        with pytest.raises(RegisterRefused, match="signed by nobody who may"):
            walk([sign(first, signer)], founder.office, [])


def test_a_register_of_another_office_is_refused() -> None:
    office = one_history()
    with pytest.raises(RegisterRefused, match="out of place"):
        walk(office.versions, uuid4(), [])


def test_there_is_no_empty_register_and_no_negative_pin() -> None:
    office = one_history()
    with pytest.raises(RegisterRefused):
        walk([], office.id, [])
    with pytest.raises(RegisterRefused):
        walk(office.versions, office.id, [Pin(-1, office.versions[-2].digest)])


def test_a_sign_in_name_is_found_however_it_is_typed() -> None:
    office = Office.founded()
    office.admit("Zoë", "officer", "office")
    for typed in ("zoë", "ZOË", "Zoe\u0308"):
        found = office.newest.named(typed)
        assert found is not None
        assert found.sign_in == "Zoë"
    assert office.newest.named("zoe") is None


def test_a_closed_accounts_name_may_be_given_again() -> None:
    office = Office.founded()
    first = office.admit("sam", "officer", "office")
    office.close(first)
    second = office.admit("Sam", "volunteer", "office")
    walk(office.versions, office.id, pins_of(office))
    found = office.newest.named("sam")
    assert found is not None
    assert found.id == second.account


def test_an_old_compartment_key_may_go_once_a_newer_one_is_there() -> None:
    office = Office.founded()
    office.publish(compartments=(*office.newest.compartments, office.new_key("office")))
    office.grants = {place: grant for place, grant in office.grants.items() if place[1:] != ("office", 1)}
    kept = tuple(key for key in office.newest.compartments if (key.name, key.version) != ("office", 1))
    office.publish(compartments=kept)
    walk(office.versions, office.id, pins_of(office))


def founder_twice(register: Register) -> dict[str, Any]:
    return {"accounts": (*register.accounts, register.accounts[0])}


def only_closed(register: Register) -> dict[str, Any]:
    return {"accounts": tuple(dataclasses.replace(a, until=AT) for a in register.accounts), "grants": ()}


def unlisted_grant(register: Register) -> dict[str, Any]:
    return {"grants": (GrantMark(register.accounts[0].id, "management", 9, "ab" * 32),)}


def follows_nothing(register: Register) -> dict[str, Any]:
    return {"previous": "the one before"}


@pytest.mark.parametrize("change", [founder_twice, only_closed, unlisted_grant, follows_nothing])
def test_a_version_that_every_reader_would_refuse_is_not_signed(
    change: Callable[[Register], dict[str, Any]],
) -> None:
    office = one_history()
    changed = dataclasses.replace(office.newest, **change(office.newest))
    with pytest.raises(BadFormat):
        SignedRegister.sign(changed, office.founder.signer)


@pytest.mark.parametrize(
    "change",
    [
        lambda register: {"accounts": register.accounts[1:]},
        lambda register: {"compartments": register.compartments[1:-1], "grants": ()},
        lambda register: {"accounts": (dataclasses.replace(register.accounts[0], role="recovery"),)},
    ],
    ids=["an account vanished", "the newest key vanished", "a person became the recovery account"],
)
def test_a_version_that_cannot_follow_is_not_made(change: Callable[[Register], dict[str, Any]]) -> None:
    office = one_history()
    with pytest.raises(BadFormat):
        office.newest.next(AT, office.founder.account, **change(office.newest))


def test_an_account_says_whether_it_is_active() -> None:
    account = Account(uuid4(), "sam", "officer", b"", b"", AT)
    assert account.is_active
    assert not dataclasses.replace(account, until=AT).is_active
