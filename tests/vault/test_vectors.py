"""Every vector in vectors/*.json: made from docs/format.md without our code, opened or refused by our code."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from iass_tui.vault import invitations, recovery
from iass_tui.vault.audit_entry import LABEL, Entry, row_digest
from iass_tui.vault.cells import Sealed, cell_address, open_cell, open_raw
from iass_tui.vault.compartments import FileKey, FileKeyPlace, OpenCompartment, open_sent
from iass_tui.vault.encoding import BadFormat, load_json, unpad
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.ledger_line import LABEL as LEDGER, read_ledger
from iass_tui.vault.passphrase import Bundle, Stretch, StretchPolicy
from iass_tui.vault.register import Pin, RegisterRefused, SignedRegister, walk
from iass_tui.vault.sealing import DoesNotOpen, Receiver, is_signed
from tests.vault.make_vectors import COPIED, as_text, every_vector
from tests.vault.making.format import VECTORS, raw
from tests.vault.offices import CHEAP

Given = dict[str, Any]
NAMES = sorted(path.stem for path in VECTORS.glob("*.json"))
REFUSALS = {"BadFormat": BadFormat, "DoesNotOpen": DoesNotOpen, "RegisterRefused": RegisterRefused}


class NotTrue(Exception):
    """A check answered False."""


def true(answer: bool) -> None:
    if not answer:
        raise NotTrue


def uuids(given: Given, *names: str) -> list[UUID]:
    return [UUID(given[name]) for name in names]


def json_value(given: Given) -> Any:
    return load_json(raw(given["raw"]))


def padding(given: Given) -> Any:
    return unpad(raw(given["raw"]))


def cell(given: Given) -> Any:
    key_id, row = uuids(given, "key_id", "row")
    place = FileKeyPlace(key_id, "person", UUID(int=0), "casework", 1)
    key, sealed = raw(given["key"]), Sealed(raw(given["sealed"]))
    return open_cell(FileKey(place, key), given["table"], given["column"], row, sealed)


def cell_in_bulk(given: Given) -> Any:
    key_id, row = uuids(given, "key_id", "row")
    address = cell_address(given["table"], given["column"], row.bytes, key_id)
    return load_json(open_raw(raw(given["key"]), address, raw(given["sealed"])))


def outer(given: Given) -> Any:
    host = HostKey.from_file(raw(given["host_key"]))
    return host.unwrap(raw(given["outer"]), given["kind"], UUID(given["owner"]))


def host_key(given: Given) -> Any:
    return json.loads(HostKey.from_file(raw(given["raw"])).to_file())


def stretch(given: Given) -> Any:
    return json.loads(Stretch.from_json(raw(given["raw"]), StretchPolicy()).to_json())


def bundle(given: Given) -> Any:
    office, account = uuids(given, "office", "account")
    parameters = Stretch.from_json(raw(given["parameters"]), CHEAP)
    key = parameters.key(given["passphrase"])
    return json.loads(Bundle.open(raw(given["sealed"]), key, office, account, parameters).to_json())


def grant(given: Given) -> Any:
    office, account = uuids(given, "office", "account")
    receiver = Receiver.from_bytes(raw(given["private"]))
    place = (office, given["name"], given["version"], account)
    return OpenCompartment.from_grant(*place, raw(given["grant"]), receiver).key


def place_of(given: Given) -> FileKeyPlace:
    id_, subject = uuids(given, "id", "subject")
    return FileKeyPlace(id_, given["kind"], subject, given["compartment"], given["version"])


def file_key(given: Given) -> Any:
    opened = OpenCompartment.of(UUID(given["office"]), given["name"], given["key_version"], raw(given["key"]))
    found = opened.unwrap(raw(given["inner"]), place_of(given))
    return {"key": found.key, "is_kept": found.is_kept}


def sent_key(given: Given) -> Any:
    senders = {UUID(sender): raw(verify) for sender, verify in given["senders"].items()}
    receiver, place = Receiver.from_bytes(raw(given["private"])), place_of(given)
    opened = OpenCompartment.of(UUID(given["office"]), place.compartment, place.version, raw(given["key"]))
    file, sender = open_sent(raw(given["inner"]), place, UUID(given["office"]), receiver, senders, opened)
    return {"key": file.key, "sender": sender}


def compartment_private(given: Given) -> Any:
    opened = OpenCompartment.of(UUID(given["office"]), given["name"], given["version"], raw(given["key"]))
    return opened.open_private(raw(given["sealed"]), raw(given["public"])).private


def sheet(given: Given) -> Any:
    return recovery.read_sheet(UUID(given["office"]), given["number"], given["typed"])


def recovered(given: Given) -> Any:
    office, kit = uuids(given, "office", "kit")
    wraps = {(int(pair[0]), int(pair[1])): raw(wrap) for pair, wrap in given["wraps"].items()}
    sheets = {int(number): raw(value) for number, value in given["sheets"].items()}
    return json.loads(recovery.open_bundle(office, kit, wraps, sheets).to_json())


def kit_host_key(given: Given) -> Any:
    office, kit = uuids(given, "office", "kit")
    receiver = Receiver.from_bytes(raw(given["private"]))
    opened = recovery.open_host_key(office, kit, raw(given["host_id"]), raw(given["sealed"]), receiver)
    return json.loads(opened.to_file())


def invitation_code(given: Given) -> Any:
    office, invitation = uuids(given, "office", "invitation")
    compartment = OpenCompartment.of(office, "management", 1, raw(given["key"]))
    return compartment.open_code(invitation, raw(given["sealed"]), raw(given["offer"]))


def offer(given: Given) -> Any:
    office, invitation = uuids(given, "office", "invitation")
    opened = invitations.Offer.from_bytes(raw(given["body"]))
    true(invitations.is_offer(office, invitation, given["code"], raw(given["body"]), raw(given["mac"])))
    return json.loads(opened.to_bytes())


def reply(given: Given) -> Any:
    office, invitation = uuids(given, "office", "invitation")
    opened = invitations.Reply.from_bytes(raw(given["body"]))
    true(invitations.is_reply(office, invitation, given["code"], raw(given["body"]), raw(given["mac"])))
    return json.loads(opened.to_bytes())


def register(given: Given) -> Any:
    versions = [SignedRegister(raw(each["body"]), raw(each["signature"])) for each in given["versions"]]
    pins = [Pin(number, digest) for number, digest in given["pins"]]
    newest = walk(versions, UUID(given["office"]), pins)[-1]
    return {"number": newest.number, "active": [a.sign_in for a in newest.accounts if a.is_active]}


def ledger(given: Given) -> Any:
    lines = read_ledger(raw(given["raw"]))
    for line in lines:
        true(is_signed(raw(given["verify"]), LEDGER, line.body, line.signature))
    return [json.loads(line.line.to_bytes()) for line in lines]


def audit(given: Given) -> Any:
    body, signature = raw(given["body"]), raw(given["signature"])
    entry = Entry.from_bytes(body)
    true((entry.actor is None and not signature) or is_signed(raw(given["verify"]), LABEL, body, signature))
    return json.loads(entry.to_bytes())


def row(given: Given) -> Any:
    values = [raw(value) if isinstance(value, dict) else value for value in given["values"]]
    true(row_digest(given["table"], given["columns"], values) == given["digest"])


FAMILIES: dict[str, Callable[[Given], Any]] = {
    "audit": audit,
    "bundle": bundle,
    "cell": cell,
    "compartment_private": compartment_private,
    "file_key": file_key,
    "grant": grant,
    "host_key": host_key,
    "invitation_code": invitation_code,
    "json": json_value,
    "kit_host_key": kit_host_key,
    "ledger": ledger,
    "offer": offer,
    "outer": outer,
    "padding": padding,
    "recovery": recovered,
    "register": register,
    "reply": reply,
    "row": row,
    "sent_key": sent_key,
    "sheet": sheet,
    "stretch": stretch,
}


def as_json(value: Any) -> Any:
    """An outcome as a vector writes it."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, UUID):
        return str(value)
    return {key: as_json(item) for key, item in value.items()} if isinstance(value, dict) else value


def as_hex(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    is_octets = value.keys() <= {"hex", "text"}
    return {"hex": raw(value).hex()} if is_octets else {key: as_hex(item) for key, item in value.items()}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in COPIED])
def test_a_vector_opens_or_is_refused_as_it_says(name: str) -> None:
    vector = json.loads((VECTORS / f"{name}.json").read_text())
    run = FAMILIES[vector["family"]]
    if vector["expect"] == "opens":
        opened = run(vector["given"])
        assert as_json(opened) == as_hex(vector.get("opened"))
    elif vector["expect"] == "False":
        with pytest.raises(NotTrue):
            run(vector["given"])
    else:
        with pytest.raises(tuple(REFUSALS.values())) as caught:
            run(vector["given"])
        assert type(caught.value) is REFUSALS[vector["expect"]]
        assert_says_nothing(caught.value, vector["given"])


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("cell_")])
def test_the_bulk_reader_opens_and_refuses_the_same_cells(name: str) -> None:
    vector = json.loads((VECTORS / f"{name}.json").read_text())
    if vector["expect"] == "opens":
        assert cell_in_bulk(vector["given"]) == vector["opened"]
        return
    with pytest.raises((BadFormat, DoesNotOpen)):
        cell_in_bulk(vector["given"])


def assert_says_nothing(error: BaseException, given: Given) -> None:
    """A refusal names the rule: no value of the input, no error behind it that a log would print."""
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__
    for text in texts(given):
        assert text not in str(error)


def texts(value: Any) -> list[str]:
    """What could leak: long strings, and what hex and base64 would make of them."""
    if isinstance(value, dict) and value.keys() <= {"hex", "text"} and value:
        octets = raw(value)
        return [octets.decode("latin-1"), octets.hex(), base64.b64encode(octets).decode()] if len(octets) > 8 else []
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) and len(value) > 16 else []


def test_the_vectors_are_those_that_their_maker_makes() -> None:
    made = every_vector()
    assert set(NAMES) == made.keys() | COPIED
    stale = [name for name, value in made.items() if (VECTORS / f"{name}.json").read_text() != as_text(value)]
    assert stale == []


def test_every_family_has_a_good_vector_and_a_bad_one() -> None:
    outcomes: dict[str, set[bool]] = {}
    for value in every_vector().values():
        outcomes.setdefault(value["family"], set()).add(value["expect"] == "opens")
    assert outcomes == {family: {True, False} for family in FAMILIES}


def test_no_two_vectors_are_the_same() -> None:
    given = [json.dumps([v["family"], v["given"]], sort_keys=True) for v in every_vector().values()]
    assert len(set(given)) == len(given)


def test_the_makers_know_nothing_of_our_code() -> None:
    for path in (Path(__file__).parent / "making").glob("*.py"):
        assert "iass_tui" not in path.read_text()
