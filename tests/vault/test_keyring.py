"""The keyring opens what the newest register lists, and nothing beside it."""

import dataclasses
from collections.abc import Callable
from uuid import uuid4

import pytest

from iass_tui.vault.compartments import ACCOUNT, FileKey, OpenCompartment, StillSent, may_hold, open_sent
from iass_tui.vault.keyring import OWN, AccountClosed, CompartmentClosed, Keyring
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import RegisterRefused
from iass_tui.vault.sealing import DoesNotOpen, Receiver, Signer
from tests.vault.offices import Office

Stored = tuple[dict[tuple[str, int], bytes], dict[tuple[str, int], bytes]]


def office_with_officer() -> tuple[Office, Bundle]:
    office = Office.founded("casework", "office", "management")
    return office, office.admit("omar", "officer", "casework", "office")


def stored(office: Office, bundle: Bundle) -> Stored:
    """Grants and private halves as office.keys holds them for this account."""
    grants = {place[1:]: grant for place, grant in office.grants.items() if place[0] == bundle.account}
    return grants, {place: key.seal_private(office.pairs[place]) for place, key in office.keys.items()}


def opened(office: Office, bundle: Bundle, files: Stored | None = None) -> Keyring:
    grants, privates = files or stored(office, bundle)
    return Keyring.open(bundle, office.newest, [(*place, grant) for place, grant in grants.items()], privates)


def test_an_officer_holds_casework_and_office_and_not_management() -> None:
    office, officer = office_with_officer()
    keyring = opened(office, officer)
    assert (keyring.office, keyring.account.sign_in) == (office.id, "omar")
    assert [keyring.holds(name) for name in ("casework", "office", "management", "safeguarding")] == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(CompartmentClosed):
        keyring.new_file_key("staff", uuid4(), "management")


def test_what_one_colleague_wraps_another_unwraps() -> None:
    office, officer = office_with_officer()
    mine, theirs = opened(office, officer), opened(office, office.founder)
    file = mine.new_file_key("case", uuid4(), "casework")
    assert theirs.unwrap(mine.wrap(file), file.place).key == file.key
    staff = theirs.new_file_key("staff", uuid4(), "management")
    with pytest.raises(CompartmentClosed):
        mine.unwrap(theirs.wrap(staff), staff.place)


def test_after_a_rotation_new_files_lie_under_the_new_key_and_old_ones_still_open() -> None:
    office, _ = office_with_officer()
    before = opened(office, office.founder)
    file = before.new_file_key("case", uuid4(), "casework")
    office.publish(compartments=(*office.newest.compartments, office.new_key("casework")))
    after = opened(office, office.founder)
    assert after.newest("casework").version == 2
    assert after.unwrap(before.wrap(file), file.place).key == file.key
    with pytest.raises(CompartmentClosed):
        before.unwrap(b"", dataclasses.replace(file.place, version=2))


def drop_grant(office: Office, files: Stored) -> None:
    del files[0]["casework", 1]


def put_back_grant(office: Office, files: Stored) -> None:
    files[0]["management", 1] = office.grants[office.founder.account, "management", 1]


def swap_grants(office: Office, files: Stored) -> None:
    files[0]["casework", 1], files[0]["office", 1] = files[0]["office", 1], files[0]["casework", 1]


def drop_private(office: Office, files: Stored) -> None:
    del files[1]["casework", 1]


def damage_private(office: Office, files: Stored) -> None:
    files[1]["casework", 1] = files[1]["casework", 1][:-1]


def other_private(office: Office, files: Stored) -> None:
    files[1]["casework", 1] = OpenCompartment.new(office.id, "casework", 1).seal_private(Receiver.new())


def forge_grant(office: Office, files: Stored) -> None:
    """By somebody who held casework once: everyone can seal a grant, so only the register's digest tells it."""
    forged, officer = OpenCompartment.new(office.id, "casework", 1), list(office.people.values())[-1]
    files[0]["casework", 1] = forged.grant_to(officer.account, officer.receiver.public)
    files[1]["casework", 1] = forged.seal_private(office.pairs["casework", 1])


@pytest.mark.parametrize(
    "change", [forge_grant, drop_grant, put_back_grant, swap_grants, drop_private, damage_private, other_private]
)
def test_grants_and_pairs_that_are_not_those_listed_are_refused(change: Callable[[Office, Stored], None]) -> None:
    office, officer = office_with_officer()
    files = stored(office, officer)
    change(office, files)
    with pytest.raises(RegisterRefused):
        opened(office, officer, files)


def test_a_grant_made_anew_for_other_keys_than_those_listed_is_refused() -> None:
    office, officer = office_with_officer()
    office.grants[officer.account, "casework", 1] = office.keys["casework", 1].grant_to(
        officer.account, Receiver.new().public
    )
    office.publish()
    with pytest.raises(RegisterRefused, match="does not open"):
        opened(office, officer)


def test_a_closed_account_and_other_keys_for_an_account_open_nothing() -> None:
    office, officer = office_with_officer()
    files = stored(office, officer)
    with pytest.raises(AccountClosed):
        opened(office, Bundle.new(office.id, uuid4(), 0, "0" * 64), files)
    with pytest.raises(AccountClosed):
        opened(office, Bundle.new(office.id, officer.account, 0, "0" * 64), files)
    for other in (
        dataclasses.replace(officer, signer=Signer.new()),
        dataclasses.replace(officer, receiver=Receiver.new()),
    ):
        with pytest.raises(AccountClosed):
            opened(office, other, files)
    office.close(officer)
    with pytest.raises(AccountClosed):
        opened(office, officer, files)


def test_a_sent_key_opens_for_whoever_holds_the_compartment_and_asks_who_sent_it() -> None:
    office, officer = office_with_officer()
    volunteer = office.admit("vera", "volunteer", "office")
    file = FileKey.new(uuid4(), "case", uuid4(), office.keys["casework", 1])
    sent = file.send(office.id, office.newest.newest("casework").public, volunteer.account, volunteer.signer)
    keyring, senders = opened(office, officer), {volunteer.account: volunteer.signer.verify}
    assert open_sent(sent, file.place, office.id, keyring.pairs["casework", 1], senders)[0].key == file.key
    with pytest.raises(DoesNotOpen):
        keyring.unwrap(sent, file.place)
    with pytest.raises(CompartmentClosed):
        opened(office, volunteer).unwrap(sent, file.place)
    other_subject = dataclasses.replace(file.place, subject=uuid4())
    with pytest.raises(DoesNotOpen):
        open_sent(sent, other_subject, office.id, keyring.pairs["casework", 1], senders)


def test_the_compartment_that_everybody_opens_holds_no_key_about_a_person() -> None:
    office, officer = office_with_officer()
    keyring = opened(office, officer)
    for kind, is_held in (("settings", True), ("tally", True), ("audit", True), ("person", False), ("outbox", False)):
        file = FileKey.new(uuid4(), kind, uuid4(), office.keys["office", 1])
        inner = office.keys["office", 1].wrap(file)
        if is_held:
            assert keyring.unwrap(inner, file.place).key == file.key
        else:
            with pytest.raises(DoesNotOpen):
                keyring.unwrap(inner, file.place)


def office_with_volunteers() -> tuple[Office, Keyring, Keyring]:
    office = Office.founded("casework", "office")
    both = [office.admit(name, "volunteer", "office") for name in ("vera", "viola")]
    vera, viola = (opened(office, one) for one in both)
    return office, vera, viola


def test_a_key_of_ones_own_opens_for_nobody_else_not_even_a_manager() -> None:
    office, vera, viola = office_with_volunteers()
    file = vera.new_file_key(OWN, vera.bundle.account, ACCOUNT)
    inner = vera.wrap(file)
    assert vera.unwrap(inner, file.place).key == file.key
    for other in (viola, opened(office, office.founder)):
        with pytest.raises(CompartmentClosed):
            other.unwrap(inner, file.place)
        with pytest.raises(CompartmentClosed):
            other.new_file_key(OWN, vera.bundle.account, ACCOUNT)
        theirs = dataclasses.replace(file.place, subject=other.bundle.account)
        with pytest.raises(DoesNotOpen):
            other.unwrap(inner, theirs)


def test_what_another_sealed_to_ones_public_key_is_no_key_of_ones_own() -> None:
    _, vera, viola = office_with_volunteers()
    place = vera.new_file_key(OWN, vera.bundle.account, ACCOUNT).place
    file = FileKey(place, bytes(32))
    public = vera.bundle.receiver.public
    for sender, signer in ((viola.bundle.account, viola.bundle.signer), (vera.bundle.account, viola.bundle.signer)):
        with pytest.raises(DoesNotOpen):
            vera.unwrap(file.send(vera.office, public, sender, signer), place)


def test_a_question_opens_for_whom_it_is_put_to_and_says_who_sent_it() -> None:
    office, vera, viola = office_with_volunteers()
    manager = opened(office, office.founder)
    vera, viola = (opened(office, one.bundle) for one in (vera, viola))
    file, inner = manager.new_sent_key("question", vera.bundle.account, ACCOUNT)
    with pytest.raises(StillSent):
        vera.unwrap(inner, file.place)
    found, sender = vera.open_sent(inner, file.place, [vera.register])
    assert (found.key, sender) == (file.key, manager.bundle.account)
    for other in (viola, manager):
        with pytest.raises(CompartmentClosed):
            other.open_sent(inner, file.place, [other.register])
    office.close(vera.bundle)
    with pytest.raises(CompartmentClosed):
        opened(office, office.founder).new_sent_key("question", vera.bundle.account, ACCOUNT)


@pytest.mark.parametrize(
    ("compartment", "kind", "is_held"),
    [
        (ACCOUNT, "own", True),
        (ACCOUNT, "question", True),
        (ACCOUNT, "person", False),
        (ACCOUNT, "tally", False),
        ("casework", "own", False),
        ("casework", "question", False),
        ("office", "own", False),
        ("casework", "intake", True),
        ("office", "intake", False),
    ],
)
def test_which_keys_lie_where(compartment: str, kind: str, is_held: bool) -> None:
    assert may_hold(compartment, kind) is is_held
