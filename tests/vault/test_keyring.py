"""The keyring opens what the newest register lists, and nothing beside it."""

import dataclasses
from collections.abc import Callable
from uuid import uuid4

import pytest

from iass_tui.vault.compartments import FileKey, OpenCompartment, open_sent
from iass_tui.vault.keyring import AccountClosed, CompartmentClosed, Keyring
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
    assert (
        open_sent(sent, file.place, office.keys["casework", 1], keyring.pairs["casework", 1], senders)[0].key
        == file.key
    )
    with pytest.raises(DoesNotOpen):
        keyring.unwrap(sent, file.place)
    with pytest.raises(CompartmentClosed):
        opened(office, volunteer).unwrap(sent, file.place)
    other_subject = dataclasses.replace(file.place, subject=uuid4())
    with pytest.raises(DoesNotOpen):
        open_sent(sent, other_subject, office.keys["casework", 1], keyring.pairs["casework", 1], senders)


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
