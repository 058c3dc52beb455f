import dataclasses
import json
from uuid import uuid4

import pytest
from hypothesis import given

from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.passphrase import Bundle, Stretch, StretchPolicy, measured_policy
from iass_tui.vault.sealing import DoesNotOpen
from tests.vault.damage import damages
from tests.vault.offices import CHEAP

OFFICE, ACCOUNT = uuid4(), uuid4()
BUNDLE = Bundle.new(OFFICE, ACCOUNT, 4, "ab" * 32)
STRETCH = Stretch.new(CHEAP)
KEY = STRETCH.key("six words that nobody else has")
SEALED = BUNDLE.seal(KEY, STRETCH)


def test_a_bundle_opens_with_its_passphrase() -> None:
    key = Stretch.from_json(STRETCH.to_json(), CHEAP).key("six words that nobody else has")
    opened = Bundle.open(SEALED, key, OFFICE, ACCOUNT, STRETCH)
    assert opened.to_json() == BUNDLE.to_json()
    assert (opened.register, opened.digest) == (4, "ab" * 32)


@given(damages(SEALED))
def test_a_damaged_bundle_does_not_open(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        Bundle.open(damaged, KEY, OFFICE, ACCOUNT, STRETCH)


@given(damages(BUNDLE.to_json()))
def test_a_bundle_of_another_form_is_refused(damaged: bytes) -> None:
    try:
        read = Bundle.from_json(damaged)
    except BadFormat:
        return
    assert read.to_json() == damaged


def test_a_bundle_opens_for_its_own_account_and_parameters() -> None:
    cheaper = dataclasses.replace(STRETCH, memory=16)
    for office, account, stretch in (
        (uuid4(), ACCOUNT, STRETCH),
        (OFFICE, uuid4(), STRETCH),
        (OFFICE, ACCOUNT, cheaper),
    ):
        with pytest.raises(DoesNotOpen):
            Bundle.open(SEALED, KEY, office, account, stretch)


def test_two_accounts_with_one_passphrase_have_different_keys() -> None:
    assert Stretch.new(CHEAP).key("the same") != Stretch.new(CHEAP).key("the same")


def test_a_passphrase_is_the_same_however_it_is_typed() -> None:
    assert STRETCH.key("Zo\u00eb \ufb01ne") == STRETCH.key("Zoe\u0308 fine")
    assert STRETCH.key("Zoë") != STRETCH.key("Zoe")


def test_the_real_policy_stretches_between_its_bounds() -> None:
    policy = measured_policy(0.01)
    assert (policy.memory, policy.passes, policy.lanes) == (64 * 1024, 3, 1)
    stretch = Stretch.new(policy)
    assert json.loads(stretch.to_json())["m"] == 65536
    assert Stretch.from_json(stretch.to_json(), StretchPolicy()) == stretch
    assert len(stretch.key("once")) == 32
