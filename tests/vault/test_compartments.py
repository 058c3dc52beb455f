import dataclasses
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.vault.compartments import FileKey, FileKeyPlace, OpenCompartment, open_sent, period_id
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.sealing import DoesNotOpen, Receiver, Signer
from tests.vault.damage import damages

OFFICE, ACCOUNT, SENDER = uuid4(), uuid4(), uuid4()
CASEWORK = OpenCompartment.new(OFFICE, "casework", 1)
PAIR, RECEIVER, SIGNER = Receiver.new(), Receiver.new(), Signer.new()
GRANT = CASEWORK.grant_to(ACCOUNT, RECEIVER.public)
FILE = FileKey.new(uuid4(), "case", uuid4(), CASEWORK)
WRAP = CASEWORK.wrap(FILE)
LETTER = FILE.send(OFFICE, PAIR.public, SENDER, SIGNER)
SENDERS = {SENDER: SIGNER.verify}

GRANT_PLACES = st.tuples(
    st.sampled_from([OFFICE, uuid4()]),
    st.sampled_from(["casework", "office"]),
    st.sampled_from([1, 2]),
    st.sampled_from([ACCOUNT, uuid4()]),
)


@given(GRANT_PLACES)
def test_a_grant_opens_for_one_account_and_one_key(place: tuple[UUID, str, int, UUID]) -> None:
    if place == (OFFICE, "casework", 1, ACCOUNT):
        assert OpenCompartment.from_grant(*place, GRANT, RECEIVER).key == CASEWORK.key
        return
    with pytest.raises(DoesNotOpen):
        OpenCompartment.from_grant(*place, GRANT, RECEIVER)


@given(damages(GRANT))
def test_a_damaged_grant_does_not_open(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        OpenCompartment.from_grant(OFFICE, "casework", 1, ACCOUNT, damaged, RECEIVER)


OTHERS: dict[str, Any] = {"id": uuid4(), "kind": "person", "subject": uuid4(), "compartment": "office", "version": 2}


@given(st.sets(st.sampled_from(sorted(OTHERS))))
def test_a_file_key_opens_at_its_own_place_only(changed: set[str]) -> None:
    place = dataclasses.replace(FILE.place, **{name: OTHERS[name] for name in changed})
    if not changed:
        assert CASEWORK.unwrap(WRAP, place).key == FILE.key
        assert CASEWORK.unwrap(LETTER, place, PAIR).key == FILE.key
        assert open_sent(LETTER, place, OFFICE, PAIR, SENDERS)[1] == SENDER
        return
    for refused in (
        lambda: CASEWORK.unwrap(WRAP, place),
        lambda: CASEWORK.unwrap(LETTER, place, PAIR),
        lambda: open_sent(LETTER, place, OFFICE, PAIR, SENDERS),
    ):
        with pytest.raises(DoesNotOpen):
            refused()


@given(damages(WRAP), damages(LETTER))
def test_a_damaged_wrap_or_letter_does_not_open(wrap: bytes, letter: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        CASEWORK.unwrap(wrap, FILE.place, PAIR)
    with pytest.raises(DoesNotOpen):
        CASEWORK.unwrap(letter, FILE.place, PAIR)
    with pytest.raises(DoesNotOpen):
        open_sent(letter, FILE.place, OFFICE, PAIR, SENDERS)


def test_a_file_of_another_compartment_or_version_is_neither_wrapped_nor_opened_here() -> None:
    for narrower in (OpenCompartment.new(OFFICE, "safeguarding", 1), OpenCompartment.new(OFFICE, "casework", 2)):
        elsewhere = FileKey.new(uuid4(), "concern", uuid4(), narrower)
        with pytest.raises(BadFormat):
            CASEWORK.wrap(elsewhere)
        with pytest.raises(DoesNotOpen):
            CASEWORK.unwrap(narrower.wrap(elsewhere), elsewhere.place)


def test_a_file_key_of_another_length_is_not_wrapped_as_one() -> None:
    place = FileKeyPlace(uuid4(), "case", uuid4(), "casework", 1)
    with pytest.raises(DoesNotOpen):
        CASEWORK.unwrap(CASEWORK.wrap(FileKey(place, bytes(24))), place)


def test_a_sent_key_needs_the_pair_and_a_sender_who_is_listed() -> None:
    with pytest.raises(DoesNotOpen):
        CASEWORK.unwrap(LETTER, FILE.place)
    with pytest.raises(DoesNotOpen):
        open_sent(LETTER, FILE.place, OFFICE, PAIR, {})
    with pytest.raises(DoesNotOpen):
        open_sent(LETTER, FILE.place, OFFICE, PAIR, {SENDER: Signer.new().verify})


NEXT = OpenCompartment.new(OFFICE, "casework", 2)
THEN = dataclasses.replace(FILE.place, version=2)


def test_a_key_that_was_carried_over_opens_as_before_and_is_to_be_sealed_with_no_more() -> None:
    kept = NEXT.carry_over(WRAP, FILE.place, CASEWORK, PAIR)
    opened = NEXT.unwrap(kept, THEN)
    assert (opened.key, opened.is_kept, FILE.is_kept) == (FILE.key, True, False)
    third = OpenCompartment.new(OFFICE, "casework", 3)
    again = third.unwrap(third.carry_over(kept, THEN, NEXT, PAIR), dataclasses.replace(THEN, version=3))
    assert (again.key, again.is_kept) == (FILE.key, True)
    for refused in (lambda: CASEWORK.unwrap(kept, FILE.place), lambda: NEXT.unwrap(WRAP, THEN)):
        with pytest.raises(DoesNotOpen):
            refused()


def test_a_kept_key_cannot_be_passed_off_as_one_to_seal_with() -> None:
    kept = NEXT.carry_over(WRAP, FILE.place, CASEWORK, PAIR)
    for mark in (b"\x01", b"\x02", b"\x04"):
        with pytest.raises(DoesNotOpen):
            NEXT.unwrap(mark + kept[1:], THEN, PAIR)
    fresh = NEXT.wrap(FileKey(THEN, FILE.key))
    with pytest.raises(DoesNotOpen):
        NEXT.unwrap(b"\x03" + fresh[1:], THEN)


def test_a_letter_that_was_carried_over_still_says_who_sent_it() -> None:
    kept, pair = NEXT.carry_over(LETTER, FILE.place, CASEWORK, PAIR), Receiver.new()
    third = OpenCompartment.new(OFFICE, "casework", 3)
    again = third.carry_over(kept, THEN, NEXT, pair)
    for inner, opened in ((kept, NEXT), (again, third)):
        place = dataclasses.replace(FILE.place, version=opened.version)
        file, sender = open_sent(inner, place, OFFICE, pair, SENDERS, opened)
        assert (file.key, sender) == (FILE.key, SENDER)
        for senders in ({}, {SENDER: Signer.new().verify}):
            with pytest.raises(DoesNotOpen):
                open_sent(inner, place, OFFICE, pair, senders, opened)
        with pytest.raises(DoesNotOpen):
            open_sent(inner, dataclasses.replace(place, subject=uuid4()), OFFICE, pair, SENDERS, opened)
    forged = NEXT.carry_over(FILE.send(OFFICE, PAIR.public, SENDER, Signer.new()), FILE.place, CASEWORK, PAIR)
    with pytest.raises(DoesNotOpen):
        open_sent(forged, THEN, OFFICE, pair, SENDERS, NEXT)


@given(damages(NEXT.carry_over(WRAP, FILE.place, CASEWORK, PAIR)))
def test_a_damaged_kept_key_does_not_open(damaged: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        NEXT.unwrap(damaged, THEN, PAIR)


def test_whoever_has_only_the_public_half_cannot_send_in_another_name() -> None:
    forged = FILE.send(OFFICE, PAIR.public, SENDER, Signer.new())
    with pytest.raises(DoesNotOpen):
        open_sent(forged, FILE.place, OFFICE, PAIR, SENDERS)


def test_a_compartments_private_half_fits_the_public_one_that_the_register_lists() -> None:
    sealed = CASEWORK.seal_private(PAIR)
    assert CASEWORK.open_private(sealed, PAIR.public).private == PAIR.private
    with pytest.raises(DoesNotOpen):
        CASEWORK.open_private(sealed, Receiver.new().public)
    with pytest.raises(DoesNotOpen):
        OpenCompartment.new(OFFICE, "casework", 1).open_private(sealed, PAIR.public)


def test_a_compartment_key_has_32_bytes() -> None:
    with pytest.raises(BadFormat):
        OpenCompartment.of(OFFICE, "casework", 1, bytes(16))


def test_a_quarter_and_a_year_have_their_own_id_in_each_office() -> None:
    ids = {period_id(office, period) for office in (OFFICE, uuid4()) for period in ("2026", "2026-Q3", "2026-Q4")}
    assert len(ids) == 6
