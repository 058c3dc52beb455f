"""Vectors of the key register, the ledger, audit entries and the digest of a row."""

import json
from typing import Any
from uuid import UUID

from tests.vault.making.format import (
    OFFICE,
    OTHER_OFFICE,
    ZERO,
    V,
    Vector,
    fixed,
    js,
    lp,
    sha,
    sign,
    uid,
    vector,
    verify_key,
)

AT = "2026-01-05T09:00:00.000000Z"


def made() -> dict[str, Vector]:
    return {**_registers(), **_ledgers(), **_entries(), **_rows()}


def seed(name: str) -> bytes:
    return fixed(f"signer of {name}")


def account(name: str, role: str, **changes: Any) -> dict[str, Any]:
    """An account as a version lists it. Its HPKE half is no real key: the register only counts its bytes."""
    return {
        "id": str(uid(name)),
        "sign_in": name,
        "role": role,
        "hpke": fixed(f"hpke {name}", 1216).hex(),
        "verify": verify_key(seed(name)).hex(),
        "from": AT,
        "until": None,
        **changes,
    }


def compartment(name: str = "office", version: int = 1, **changes: Any) -> dict[str, Any]:
    return {"name": name, "version": version, "public": fixed(f"pair {name} {version}", 1216).hex(), **changes}


def grant(to: str, name: str = "office", version: int = 1, **changes: Any) -> dict[str, Any]:
    return {"account": str(uid(to)), "compartment": name, "version": version, "digest": sha(b"a grant"), **changes}


def body(number: int, previous: str, signer: str, /, *accounts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "office": str(OFFICE),
        "number": number,
        "previous": previous,
        "at": AT,
        "signed_by": str(uid(signer)),
        "audit_seq": 0,
        "audit_head": ZERO,
        "accounts": list(accounts),
        "compartments": [],
        "grants": [],
        **changes,
    }


def chain(*versions: dict[str, Any], label: str = "iass-register") -> list[dict[str, bytes]]:
    """The versions with the links and signatures that they claim to have, unless they claim others."""
    out, previous = [], ZERO
    for claimed in versions:
        version = {**claimed, "previous": claimed["previous"] or previous}
        name = next(n for n in ("mona", "omar", "vera", "rhea", "stranger") if str(uid(n)) == version["signed_by"])
        raw = js(version)
        out.append({"body": raw, "signature": sign(seed(name), label, raw)})
        previous = sha(raw)
    return out


MONA = account("mona", "manager")
OMAR = account("omar", "officer")
VERA = account("vera", "volunteer")
RHEA = account("rhea", "recovery")
CLOSED = {"until": "2026-02-01T09:00:00.000000Z"}


def _registers() -> dict[str, Vector]:
    def given(versions: list[dict[str, bytes]], *pins: tuple[int, str]) -> dict[str, Any]:
        pinned = [list(pin) for pin in pins or ((1, sha(versions[0]["body"])),)] if versions else []
        return {"office": OFFICE, "versions": versions, "pins": pinned}

    def no(why: str, versions: list[dict[str, bytes]], *pins: tuple[int, str]) -> Vector:
        return vector("register", why, "RegisterRefused", **given(versions, *pins))

    first = body(1, ZERO, "mona", MONA)

    def second(*accounts: dict[str, Any], signer: str = "mona", **changes: Any) -> dict[str, Any]:
        return body(2, "", signer, *(accounts or (MONA,)), **changes)

    def alone(why: str, *accounts: dict[str, Any], **changes: Any) -> Vector:
        return no(why, chain(body(1, ZERO, "mona", *(accounts or (MONA,)), **changes)))

    def after(why: str, before: dict[str, Any], then: dict[str, Any]) -> Vector:
        return no(why, chain(before, then))

    good = chain(
        body(1, ZERO, "mona", MONA, OMAR, compartments=[compartment()], grants=[grant("mona"), grant("omar")]),
        second(
            MONA,
            {**OMAR, **CLOSED},
            VERA,
            compartments=[compartment(), compartment(version=2)],
            grants=[grant("mona"), grant("vera", version=2)],
        ),
    )
    opened = {"number": 2, "active": ["mona", "vera"]}
    pinned = chain(first, second())
    team = body(1, ZERO, "mona", MONA, OMAR, {**VERA, "role": "manager"})
    with_key = body(1, ZERO, "mona", MONA, compartments=[compartment(version=2)])
    flipped = [{**pinned[0], "signature": bytes(64)}]
    other_founder = chain(body(1, ZERO, "stranger", account("stranger", "manager")))

    # A version signed by a closed manager, and one by an officer who makes themselves a manager in it.
    closed = body(2, "", "mona", MONA, OMAR, {**VERA, "role": "manager", **CLOSED})
    by_closed = body(3, "", "vera", MONA, OMAR, {**VERA, "role": "manager", **CLOSED})
    came_back = body(3, "", "mona", MONA, compartments=[compartment(version=2), compartment()])
    return {
        "register_good": vector("register", "somebody left, somebody came", "opens", opened, **given(good)),
        "register_empty": no("no version at all", []),
        "register_office_other": alone("another office's", office=str(OTHER_OFFICE)),
        "register_number_skipped": after("2 is missing", first, {**second(), "number": 3}),
        "register_number_zero": alone("there is no number 0", number=0),
        "register_number_true": alone("true is no number", number=True),
        "register_link_broken": after("it follows another version", first, {**second(), "previous": sha(b"fork")}),
        "register_signature_wrong": no("no signature", flipped),
        "register_signed_as_ledger": no("a signature of another kind", chain(first, label="iass-ledger")),
        "register_signed_by_officer": after("an officer may not", team, second(*_of(team), signer="omar")),
        "register_signed_by_stranger": after("in nobody's name", first, second(signer="stranger")),
        "register_signed_by_newcomer": after(
            "only listed from now on", first, second(MONA, _boss(OMAR), signer="omar")
        ),
        "register_signed_by_closed_manager": no("they had left", chain(team, closed, by_closed)),
        "register_signed_by_closed_recovery": no(
            "an older kit",
            chain(
                body(1, ZERO, "mona", MONA, RHEA),
                second(MONA, {**RHEA, **CLOSED}),
                body(3, "", "rhea", MONA, {**RHEA, **CLOSED}),
            ),
        ),
        "register_founder_is_recovery": no(
            "nobody founds an office with paper", chain(body(1, ZERO, "rhea", MONA, RHEA))
        ),
        "register_older_than_pin": no("the newest was taken away", pinned, (3, sha(b"seen"))),
        "register_forked_from_pin": no("not what was seen", pinned, (2, sha(b"seen"))),
        "register_other_from_the_start": no("sound, but not ours", other_founder, (1, sha(pinned[0]["body"]))),
        "register_pin_negative": no("a pin that looks back from the end", pinned, (-1, sha(pinned[0]["body"]))),
        "register_audit_seq_negative": alone("entries count up", audit_seq=-1),
        "register_audit_head_short": alone("63 digits", audit_head=ZERO[1:]),
        "register_role_unknown": alone("no such role", MONA, account("omar", "administrator")),
        "register_name_empty": alone("no sign-in name", MONA, {**OMAR, "sign_in": ""}),
        "register_account_twice": alone("one id, two roles", MONA, {**OMAR, "id": MONA["id"]}),
        "register_sign_in_name_twice": alone("two active accounts", MONA, {**OMAR, "sign_in": "MONA"}),
        "register_sign_in_name_alike": alone("wide letters", MONA, {**OMAR, "sign_in": "ｍona"}),
        "register_verify_key_shared": alone("whose signature is it?", MONA, {**OMAR, "verify": MONA["verify"]}),
        "register_hpke_key_shared": alone("whose grant is it?", MONA, {**OMAR, "hpke": MONA["hpke"]}),
        "register_verify_key_small_order": alone(
            "one signature would fit every message", MONA, {**OMAR, "verify": (1).to_bytes(32, "little").hex()}
        ),
        "register_hpke_key_short": alone("a byte short", MONA, {**OMAR, "hpke": OMAR["hpke"][:-2]}),
        "register_nobody_may_sign": after("the office would be shut for ever", first, second({**MONA, **CLOSED})),
        "register_account_vanished": after("everyone who signed stays known", team, second(MONA)),
        "register_account_reopened": no(
            "closed stays closed",
            chain(
                body(1, ZERO, "mona", MONA, OMAR),
                second(MONA, {**OMAR, **CLOSED}),
                body(3, "", "mona", MONA, OMAR),
            ),
        ),
        "register_closed_account_changed": after(
            "other keys for a closed account",
            body(1, ZERO, "mona", MONA, {**OMAR, **CLOSED}),
            second(MONA, {**OMAR, **CLOSED, "verify": VERA["verify"]}),
        ),
        "register_recovery_became_manager": after(
            "paper became a person", body(1, ZERO, "mona", MONA, RHEA), second(MONA, _boss(RHEA))
        ),
        "register_compartment_unknown": alone("no such compartment", compartments=[compartment("board")]),
        "register_compartment_version_zero": alone("versions count from 1", compartments=[compartment(version=0)]),
        "register_compartment_twice": alone("which of the two?", compartments=[compartment(), compartment()]),
        "register_compartment_key_short": alone("a byte short", compartments=[compartment(public="00" * 1215)]),
        "register_compartment_key_changed": after(
            "what is sent would go elsewhere",
            with_key,
            second(compartments=[compartment(version=2, public="ab" * 1216)]),
        ),
        "register_compartment_newest_vanished": after(
            "a leaver's key would be the newest again",
            body(1, ZERO, "mona", MONA, compartments=[compartment(), compartment(version=2)]),
            second(compartments=[compartment()]),
        ),
        "register_compartment_came_back": no(
            "a leaver's key came back",
            chain(
                body(1, ZERO, "mona", MONA, compartments=[compartment(), compartment(version=2)]),
                second(compartments=[compartment(version=2)]),
                came_back,
            ),
        ),
        "register_grant_for_nobody": alone("no such account", compartments=[compartment()], grants=[grant("omar")]),
        "register_grant_for_closed_account": alone(
            "they have left", MONA, {**OMAR, **CLOSED}, compartments=[compartment()], grants=[grant("omar")]
        ),
        "register_grant_beyond_role": alone(
            "a volunteer holds office alone",
            MONA,
            VERA,
            compartments=[compartment("casework")],
            grants=[grant("vera", "casework")],
        ),
        "register_grant_of_unlisted_key": alone("no such key", grants=[grant("mona")]),
        "register_grant_twice": alone(
            "which of the two?",
            compartments=[compartment()],
            grants=[grant("mona"), grant("mona", digest=sha(b"another"))],
        ),
        "register_grant_digest_upper_case": alone(
            "another spelling", compartments=[compartment()], grants=[grant("mona", digest=sha(b"a grant").upper())]
        ),
        "register_extra_field": alone("a field that nobody knows", x=0),
        "register_account_extra_field": alone("a field that nobody knows", {**MONA, "x": 0}),
        "register_json_spaced": no("another spelling", _respelled(first)),
    }


def _of(version: dict[str, Any]) -> list[dict[str, Any]]:
    return list(version["accounts"])


def _boss(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "role": "manager"}


def _respelled(version: dict[str, Any]) -> list[dict[str, bytes]]:
    raw = json.dumps(version, sort_keys=True).encode()
    return [{"body": raw, "signature": sign(seed("mona"), "iass-register", raw)}]


def ledger_line(number: int, previous: str, /, **changes: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "office": str(OFFICE),
        "number": number,
        "previous": previous,
        "at": AT,
        "by": str(uid("mona")),
        "register": 1,
        "kind": "withdrawal",
        "subject": str(uid("subject")),
        "purpose": "sharing",
        "host_key": "",
        "keys": [],
        "rows": [["person", str(uid("row"))]],
        **changes,
    }


def signed_line(line: dict[str, Any], label: str = "iass-ledger") -> bytes:
    raw = js(line)
    return raw + b"\t" + sign(seed("mona"), label, raw).hex().encode() + b"\n"


def _ledgers() -> dict[str, Vector]:
    one = ledger_line(1, ZERO)
    two = ledger_line(
        2, sha(js(one)), kind="destruction", host_key=fixed("id", 8).hex(), keys=[str(uid("key"))], rows=[]
    )
    verify = verify_key(seed("mona"))

    def no(why: str, raw: bytes, expect: str = "BadFormat") -> Vector:
        return vector("ledger", why, expect, raw=raw, verify=verify)

    def line(why: str, **changes: Any) -> Vector:
        return no(why, signed_line(ledger_line(1, ZERO, **changes)))

    first, both = signed_line(one), signed_line(one) + signed_line(two)
    text, signature = first[:-1].split(b"\t")
    foreign = ledger_line(2, sha(js(one)), office=str(OTHER_OFFICE))
    return {
        "ledger_good": vector("ledger", "two lines", "opens", [one, two], raw=both, verify=verify),
        "ledger_torn_last_line": vector(
            "ledger", "a crash while writing", "opens", [one], raw=both[:-1], verify=verify
        ),
        "ledger_empty": vector("ledger", "nothing narrowed yet", "opens", [], raw=b"", verify=verify),
        "ledger_first_line_missing": no("a withdrawal was taken out", signed_line(two)),
        "ledger_line_repeated": no("the same line again", first + first),
        "ledger_link_broken": no("it follows another line", first + signed_line({**two, "previous": sha(b"x")})),
        "ledger_number_skipped": no("2 is missing", first + signed_line({**two, "number": 3})),
        "ledger_two_offices": no("a line of another office", first + signed_line(foreign)),
        "ledger_signature_wrong": no("a bit in the line", first.replace(b"sharing", b"sharinh"), "False"),
        "ledger_signed_as_audit": no("a signature of another kind", signed_line(one, "iass-audit"), "False"),
        "ledger_signature_missing": no("unsigned", text + b"\n"),
        "ledger_signature_short": no("63 bytes", text + b"\t" + signature[:-2] + b"\n"),
        "ledger_signature_upper_case": no("another spelling", text + b"\t" + signature.upper() + b"\n"),
        "ledger_signature_not_hex": no("no digits", text + b"\t" + b"x" * 128 + b"\n"),
        "ledger_carriage_return": no("edited on Windows", text + b"\t" + signature + b"\r\n"),
        "ledger_blank_line": no("an empty line", first + b"\n"),
        "ledger_kind_unknown": line("nothing that narrows", kind="permission"),
        "ledger_number_text": line("text is no number", number="1"),
        "ledger_host_key_short": line("7 bytes", host_key=fixed("id", 7).hex()),
        "ledger_row_of_three": line("a row is a table and an id", rows=[["person", str(uid("row")), 1]]),
        "ledger_extra_field": line("a field that nobody knows", x=0),
    }


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "seq": 7,
        "at": AT,
        "previous": sha(b"entry 6"),
        "actor": str(uid("mona")),
        "register": 1,
        "rows": [["person", str(uid("row")), 2, sha(b"a row")], ["note", str(uid("note")), 1, "deleted"]],
        "detail": fixed("a cell", 301).hex(),
        **changes,
    }


def _entries() -> dict[str, Vector]:
    verify = verify_key(seed("mona"))

    def given(fields: dict[str, Any], label: str = "iass-audit") -> dict[str, Any]:
        raw = js(fields)
        return {"body": raw, "signature": sign(seed("mona"), label, raw), "verify": verify}

    def bad(why: str, **changes: Any) -> Vector:
        return vector("audit", why, "BadFormat", **given(entry(**changes)))

    changed = {**given(entry()), "body": js(entry(register=2))}
    system = entry(actor="system", rows=[], detail={"act": "FAILED_SIGN_IN"})
    row = ["person", str(uid("row")), 2, sha(b"a row")]
    return {
        "audit_good": vector("audit", "two rows and a sealed detail", "opens", entry(), **given(entry())),
        "audit_system_good": vector(
            "audit", "unsigned and clear", "opens", system, body=js(system), signature=b"", verify=verify
        ),
        "audit_signature_wrong": vector("audit", "another body under the signature", "False", **changed),
        "audit_signed_as_register": vector("audit", "another kind", "False", **given(entry(), "iass-register")),
        "audit_system_with_cell": bad("sealed under no key", actor="system"),
        "audit_actor_with_clear_detail": bad("a detail for everyone to read", detail={"act": "READ"}),
        "audit_actor_unknown_word": bad("nobody", actor="timer"),
        "audit_row_twice": bad("which of the two digests?", rows=[row, [*row[:3], "deleted"]]),
        "audit_row_of_three": bad("no digest", rows=[row[:3]]),
        "audit_row_digest_short": bad("63 digits", rows=[[*row[:3], sha(b"a row")[:-1]]]),
        "audit_row_version_true": bad("true is no number", rows=[[row[0], row[1], True, row[3]]]),
        "audit_row_version_negative": bad("versions count up", rows=[[row[0], row[1], -1, row[3]]]),
        "audit_previous_short": bad("63 digits", previous=ZERO[1:]),
        "audit_seq_zero": bad("entries count from 1", seq=0),
        "audit_seq_text": bad("text is no number", seq="7"),
        "audit_seq_float": bad("another spelling", seq=7.0),
        "audit_detail_upper_case": bad("another spelling", detail=fixed("a cell", 301).hex().upper()),
        "audit_extra_field": bad("a field that nobody knows", x=0),
    }


def digest_of(table: str, columns: list[str], values: list[Any]) -> str:
    out = lp("iass-row", V, table, ",".join(columns))
    for value in values:
        tag, raw = {
            type(None): (b"N", b""),
            int: (b"I", value.to_bytes(8, "big", signed=True) if isinstance(value, int) else b""),
            str: (b"T", str(value).encode()),
            bytes: (b"B", value),
        }[type(value)]
        out += tag + len(raw).to_bytes(4, "big") + raw
    return sha(out)


def _rows() -> dict[str, Vector]:
    columns = ["id", "version", "state", "closed_on", "card"]
    values: list[Any] = [UUID(int=7).bytes, 2, "OPEN", None, fixed("a sealed card", 40)]
    good = digest_of("case", columns, values)

    def row(why: str, expect: str, table: str = "case", names: list[str] = columns, **changes: Any) -> Vector:
        now = [changes.get(name, value) for name, value in zip(columns, values, strict=True)]
        return vector("row", why, expect, table=table, columns=names, values=changes.get("all", now), digest=good)

    return {
        "row_good": row("a whole row", "opens"),
        "row_clear_column_edited": row("a clear column counts", "False", state="SHUT"),
        "row_sealed_column_edited": row("a sealed column counts", "False", card=fixed("another card", 40)),
        "row_number_as_text": row("2 is not '2'", "False", version="2"),
        "row_text_as_bytes": row("a type counts", "False", state=b"OPEN"),
        "row_null_as_empty": row("nothing is not empty", "False", closed_on=""),
        "row_of_other_table": row("another table", "False", table="enquiry"),
        "row_of_other_columns": row("another list", "False", names=["id", "version", "closed_on", "state", "card"]),
        "row_value_missing": row("a column without a value", "BadFormat", all=values[:-1]),
        "row_number_too_large": row("SQLite has 64 bits", "BadFormat", version=2**63),
        "row_value_float": row("no column holds one", "BadFormat", version=2.0),
    }
