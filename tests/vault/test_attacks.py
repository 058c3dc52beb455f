"""Attacks at the level of the vault, by the names that the design gives them. The others stand in tests/attacks."""

import dataclasses
from datetime import date
from uuid import uuid4

import pytest

from iass_tui.vault.cells import open_cell, seal_cell
from iass_tui.vault.compartments import FileKey, OpenCompartment
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.invitations import Offer, is_offer, new_code, offer_mac
from iass_tui.vault.passphrase import Bundle, Stretch, StretchPolicy
from iass_tui.vault.register import Pin, RegisterRefused, walk
from iass_tui.vault.sealing import DoesNotOpen
from tests.vault.offices import Office


def test_old_grant_put_back() -> None:
    """An officer lost casework and kept a copy of office.keys: neither the old grant nor the old register helps."""
    office = Office.founded("casework", "office")
    officer = office.admit("omar", "officer", "casework", "office")
    old_grant, old_versions = office.grants[officer.account, "casework", 1], list(office.versions)
    assert office.newest.is_granted(officer.account, "casework", 1, old_grant)

    del office.grants[officer.account, "casework", 1]
    office.publish(compartments=(*office.newest.compartments, office.new_key("casework")))
    newest = walk(office.versions, office.id, [Pin(office.newest.number, office.versions[-1].digest)])[-1]

    # The bytes still open: it is the register that says no.
    place = (office.id, "casework", 1, officer.account)
    assert OpenCompartment.from_grant(*place, old_grant, officer.receiver).key == office.keys["casework", 1].key
    assert not newest.is_granted(officer.account, "casework", 1, old_grant)
    assert not newest.is_granted(officer.account, "casework", 2, old_grant)
    with pytest.raises(DoesNotOpen):
        OpenCompartment.from_grant(office.id, "casework", 2, officer.account, old_grant, officer.receiver)

    # The old register with it: whoever saw the new one refuses it.
    with pytest.raises(RegisterRefused):
        walk(old_versions, office.id, [Pin(newest.number, office.versions[-1].digest)])

    # And a key kept from before opens nothing that is wrapped from now on.
    later = FileKey.new(uuid4(), "case", uuid4(), office.keys["casework", 2])
    wrapped = office.keys["casework", 2].wrap(later)
    kept = OpenCompartment.of(office.id, "casework", 2, office.keys["casework", 1].key)
    with pytest.raises(DoesNotOpen):
        kept.unwrap(wrapped, later.place)


def test_argon2_below_floor() -> None:
    """A record edited to be cheap to guess, or to hang the machine, is refused before any work is done."""
    policy, good = StretchPolicy(), Stretch(64 * 1024, 3, 1, bytes(16))
    assert Stretch.from_json(good.to_json(), policy) == good
    for cheap in (
        {"memory": 8},
        {"memory": 64 * 1024 - 1},
        {"passes": 1},
        {"passes": 2},
        {"lanes": 0},
        {"lanes": 9},
        {"memory": 1024 * 1024 + 1},
        {"passes": 17},
        {"salt": bytes(8)},
        {"memory": -64 * 1024},
    ):
        with pytest.raises(BadFormat):
            Stretch.from_json(dataclasses.replace(good, **cheap).to_json(), policy)

    # Nor can a bundle be carried over to cheaper parameters: they are bound into its seal.
    bundle = Bundle.new(uuid4(), uuid4(), 0, "0" * 64)
    key = bytes(32)
    sealed = bundle.seal(key, good)
    with pytest.raises(DoesNotOpen):
        Bundle.open(sealed, key, bundle.office, bundle.account, dataclasses.replace(good, passes=4))


def test_file_key_link_swapped() -> None:
    """Two rows of office.keys exchanged, or one relabelled: no cell opens as another person's."""
    office = uuid4()
    casework, host = OpenCompartment.new(office, "casework", 1), HostKey.new(office)
    mine, yours = (FileKey.new(uuid4(), "person", uuid4(), casework) for _ in range(2))
    stored = {file.place.id: host.wrap(casework.wrap(file), "file", file.place.id) for file in (mine, yours)}
    row = uuid4()
    cell = seal_cell(mine, "person", "card", row, {"v": 1, "given": "Zoë"})

    # The wraps exchanged under the same ids.
    with pytest.raises(DoesNotOpen):
        host.unwrap(stored[yours.place.id], "file", mine.place.id)
    # The outer layers made again by somebody with the host key: the inner wrap still knows its place.
    inner = host.unwrap(stored[yours.place.id], "file", yours.place.id)
    with pytest.raises(DoesNotOpen):
        casework.unwrap(inner, mine.place)
    # The row's subject or kind edited.
    own = host.unwrap(stored[mine.place.id], "file", mine.place.id)
    for lie in ({"subject": yours.place.subject}, {"kind": "contact"}, {"id": yours.place.id}):
        with pytest.raises(DoesNotOpen):
            casework.unwrap(own, dataclasses.replace(mine.place, **lie))
    # The cell told to use the other key.
    with pytest.raises(DoesNotOpen):
        open_cell(yours, "person", "card", row, cell)
    assert open_cell(casework.unwrap(own, mine.place), "person", "card", row, cell)["given"] == "Zoë"


def test_newcomer_raises_their_own_offer() -> None:
    """A volunteer with the code and the files writes themselves a manager's offer: no manager's process takes it."""
    office, id_, code = uuid4(), uuid4(), new_code()
    management = OpenCompartment.new(office, "management", 1)
    offer = Offer(id_, office, uuid4(), "vera", "volunteer", Pin(1, "ab" * 32), date(2026, 8, 1))
    kept = management.seal_code(id_, code, offer.to_bytes())
    assert management.open_code(id_, kept, offer.to_bytes()) == code

    for lie in ({"role": "manager"}, {"account": uuid4()}):
        raised = dataclasses.replace(offer, **lie).to_bytes()
        # Whoever was invited knows the code: the MAC of a changed offer is right.
        assert is_offer(office, id_, code, raised, offer_mac(office, id_, code, raised))
        with pytest.raises(DoesNotOpen):
            management.open_code(id_, kept, raised)
