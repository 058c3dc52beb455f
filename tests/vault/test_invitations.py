import dataclasses
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given

from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.invitations import (
    Offer,
    Reply,
    is_code,
    is_offer,
    is_reply,
    new_code,
    offer_mac,
    reply_mac,
)
from iass_tui.vault.register import Pin
from iass_tui.vault.sealing import Receiver, Signer
from tests.vault.damage import damages

OFFICE, INVITATION = uuid4(), uuid4()
CODE = new_code()
OFFER = Offer(INVITATION, OFFICE, uuid4(), "noor", "officer", Pin(2, "ab" * 32), date(2026, 8, 1))
REPLY = Reply(INVITATION, OFFER.account, Receiver.new().public, Signer.new().verify)
OFFER_MAC = offer_mac(OFFICE, INVITATION, CODE, OFFER.to_bytes())
REPLY_MAC = reply_mac(OFFICE, INVITATION, CODE, REPLY.to_bytes())


def test_whoever_holds_the_code_can_tell_an_offer_and_a_reply() -> None:
    assert Offer.from_bytes(OFFER.to_bytes()) == OFFER
    assert Reply.from_bytes(REPLY.to_bytes()) == REPLY
    for typed in (CODE, CODE.lower(), CODE.replace("-", " "), f"  {CODE}  "):
        assert is_offer(OFFICE, INVITATION, typed, OFFER.to_bytes(), OFFER_MAC)
        assert is_reply(OFFICE, INVITATION, typed, REPLY.to_bytes(), REPLY_MAC)


@given(damages(OFFER.to_bytes()), damages(OFFER_MAC))
def test_a_changed_offer_or_mac_is_refused(body: bytes, given_mac: bytes) -> None:
    assert not is_offer(OFFICE, INVITATION, CODE, body, OFFER_MAC)
    assert not is_offer(OFFICE, INVITATION, CODE, OFFER.to_bytes(), given_mac)


def test_a_mac_is_for_one_office_one_invitation_one_kind_and_one_code() -> None:
    body = OFFER.to_bytes()
    assert not is_offer(uuid4(), INVITATION, CODE, body, OFFER_MAC)
    assert not is_offer(OFFICE, uuid4(), CODE, body, OFFER_MAC)
    assert not is_offer(OFFICE, INVITATION, new_code(), body, OFFER_MAC)
    assert not is_reply(OFFICE, INVITATION, CODE, body, OFFER_MAC)


@pytest.mark.parametrize("code", ["", "ABC", "A" * 19, "A" * 21, "A" * 19 + "9", "Å" + "A" * 19])
def test_what_is_no_code_makes_no_mac_and_fits_none(code: str) -> None:
    assert not is_code(code)
    assert not is_offer(OFFICE, INVITATION, code, OFFER.to_bytes(), OFFER_MAC)
    with pytest.raises(BadFormat):
        reply_mac(OFFICE, INVITATION, code, b"")


def test_a_code_has_a_hundred_bits_and_comes_once() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(is_code(code) and len(code.replace("-", "")) == 20 for code in codes)


@pytest.mark.parametrize(
    "changes",
    [{"role": "recovery"}, {"role": "x"}, {"sign_in": ""}, {"pin": Pin()}, {"pin": Pin(1, "x")}, {"sign_in": "\ud800"}],
)
def test_an_invitation_that_nobody_could_read_is_not_made(changes: dict[str, Any]) -> None:
    with pytest.raises(BadFormat):
        dataclasses.replace(OFFER, **changes).to_bytes()


@pytest.mark.parametrize("changes", [{"hpke": b""}, {"verify": b""}, {"verify": (1).to_bytes(32, "little")}])
def test_keys_that_are_none_are_not_posted(changes: dict[str, Any]) -> None:
    with pytest.raises(BadFormat):
        dataclasses.replace(REPLY, **changes).to_bytes()
