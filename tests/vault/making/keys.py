"""Vectors of bundles, grants, file keys, recovery sheets and invitations."""

import hmac
import json
from typing import Any
from uuid import UUID

from tests.vault.making.cells import HOST_ID, HOST_KEY, host_file
from tests.vault.making.format import (
    OFFICE,
    OTHER_OFFICE,
    ZERO,
    V,
    Vector,
    base32,
    derive,
    draft_pair,
    fixed,
    flip,
    hkdf,
    hpke,
    js,
    lp,
    pair,
    seal,
    sha,
    sign,
    stretch,
    uid,
    vector,
    verify_key,
)

ACCOUNT, OTHER_ACCOUNT = uid("account"), uid("other account")
PASSPHRASE = "kettle Zoë marble"
CHEAP = js({"v": 1, "m": 8, "t": 1, "p": 1, "salt": fixed("salt", 16).hex()})
COMPARTMENT_KEY, KEY_ID, SUBJECT = fixed("compartment key"), uid("key"), uid("subject")


def made() -> dict[str, Vector]:
    return {
        **_stretches(),
        **_bundles(),
        **_grants(),
        **_file_keys(),
        **_sent_keys(),
        **_pairs(),
        **_sheets(),
        **_recovery(),
        **_kit_host_keys(),
        **_codes(),
        **_offers(),
        **_replies(),
    }


def _stretches() -> dict[str, Vector]:
    floor = {"v": 1, "m": 65536, "t": 3, "p": 1, "salt": fixed("salt", 16).hex()}

    def bad(why: str, **changes: Any) -> Vector:
        return vector("stretch", why, "BadFormat", raw=js({**floor, **changes}))

    return {
        "bundle_argon2_at_floor": vector("stretch", "the cheapest that is accepted", "opens", floor, raw=js(floor)),
        "bundle_argon2_below_floor": bad("64 MiB less one KiB", m=65535),
        "bundle_argon2_passes_below_floor": bad("two passes", t=2),
        "bundle_argon2_no_lane": bad("no lane", p=0),
        "bundle_argon2_nine_lanes": bad("nine lanes", p=9),
        "bundle_argon2_above_ceiling": bad("1 GiB and one KiB: it would hang the machine", m=1048577),
        "bundle_argon2_passes_above_ceiling": bad("17 passes", t=17),
        "bundle_argon2_negative": bad("a negative number", m=-65536),
        "bundle_argon2_text": bad("text is no number", m="65536"),
        "bundle_argon2_float": bad("another spelling", m=65536.0),
        "bundle_argon2_true": bad("true is no number", p=True),
        "bundle_argon2_salt_short": bad("15 bytes of salt", salt=fixed("salt", 15).hex()),
        "bundle_argon2_salt_upper_case": bad("another spelling", salt=fixed("salt", 16).hex().upper()),
        "bundle_argon2_extra_field": bad("a field that nobody knows", x=0),
    }


def bundle_json(**changes: Any) -> bytes:
    return js(
        {
            "v": 1,
            "office": str(OFFICE),
            "account": str(ACCOUNT),
            "hpke": pair("account")[0].hex(),
            "sign": fixed("signer").hex(),
            "register": 3,
            "digest": sha(b"register 3"),
            **changes,
        }
    )


def bundle(plain: bytes, office: UUID = OFFICE, account: UUID = ACCOUNT, parameters: bytes = CHEAP) -> bytes:
    key = stretch(PASSPHRASE.encode(), parameters)
    return V + seal(key, plain, lp("iass-bundle", V, office, account, parameters))


def _bundles() -> dict[str, Vector]:
    good = bundle(bundle_json())

    def given(sealed: bytes = good, **changes: Any) -> dict[str, Any]:
        base = {"office": OFFICE, "account": ACCOUNT, "parameters": CHEAP, "passphrase": PASSPHRASE}
        return {**base, "sealed": sealed, **changes}

    def shut(why: str, **changes: Any) -> Vector:
        return vector("bundle", why, "DoesNotOpen", **given(**changes))

    def bad(why: str, **changes: Any) -> Vector:
        return vector("bundle", why, "BadFormat", **given(bundle(bundle_json(**changes))))

    other_salt = js({**json.loads(CHEAP), "salt": fixed("other salt", 16).hex()})
    opened = json.loads(bundle_json())
    return {
        "bundle_good": vector("bundle", "an account's keys", "opens", opened, **given()),
        "bundle_passphrase_decomposed": vector(
            "bundle",
            "typed on a Mac: e and a diaeresis",
            "opens",
            opened,
            **given(passphrase="kettle Zoe\u0308 marble"),
        ),
        "bundle_passphrase_wrong": shut("another passphrase", passphrase="kettle Zoe marble"),
        "bundle_salt_swapped": shut("another account's parameters", parameters=other_salt),
        "bundle_under_other_account": shut("another account's row", account=OTHER_ACCOUNT),
        "bundle_under_other_office": shut("another office", office=OTHER_OFFICE),
        "bundle_tag_truncated": shut("a byte short", sealed=good[:-1]),
        "bundle_unknown_version": shut("a format of the future", sealed=b"\x02" + good[1:]),
        "bundle_empty": shut("nothing", sealed=b""),
        "bundle_says_other_account": bad("sealed here, but it says another", account=str(OTHER_ACCOUNT)),
        "bundle_says_other_office": bad("sealed here, but it says another", office=str(OTHER_OFFICE)),
        "bundle_hpke_short": bad("95 bytes", hpke=fixed("hpke", 95).hex()),
        "bundle_sign_short": bad("31 bytes", sign=fixed("sign", 31).hex()),
        "bundle_register_negative": bad("a pin that would look back from the end", register=-1),
        "bundle_register_text": bad("text is no number", register="3"),
        "bundle_digest_short": bad("63 digits", digest=ZERO[:-1]),
        "bundle_extra_field": bad("a field that nobody knows", x=0),
    }


def grant_info(account: UUID, name: str = "casework", version: int = 1, office: UUID = OFFICE) -> bytes:
    return lp("iass-grant", V, office, name, version, account)


def _grants() -> dict[str, Vector]:
    good = hpke(COMPARTMENT_KEY, grant_info(ACCOUNT))

    def given(grant: bytes = good, **changes: Any) -> dict[str, Any]:
        base = {"office": OFFICE, "name": "casework", "version": 1, "account": ACCOUNT}
        return {**base, "private": draft_pair()[0], "grant": grant, **changes}

    def shut(why: str, **changes: Any) -> Vector:
        return vector("grant", why, "DoesNotOpen", **given(**changes))

    return {
        "grant_good": vector("grant", "a compartment key for an account", "opens", COMPARTMENT_KEY, **given()),
        "grant_for_other_account": shut("another account's grant", account=OTHER_ACCOUNT),
        "grant_for_other_compartment": shut("casework's as safeguarding's", name="safeguarding"),
        "grant_for_other_version": shut("an old grant as a new one", version=2),
        "grant_for_other_office": shut("another office", office=OTHER_OFFICE),
        "grant_for_other_key": shut("another key pair", private=pair("other")[0]),
        "grant_of_31_bytes": shut("a short key", grant=hpke(COMPARTMENT_KEY[:-1], grant_info(ACCOUNT))),
        "grant_encapsulation_flipped": shut("a bit in what ML-KEM made", grant=flip(good, 5)),
        "grant_x25519_zeroed": shut("a point of small order", grant=good[:1088] + bytes(32) + good[1120:]),
        "grant_tag_truncated": shut("a byte short", grant=good[:-1]),
        "grant_trailing_byte": shut("a byte too long", grant=good + b"\0"),
        "grant_short": shut("not even an encapsulation", grant=good[:100]),
    }


def file_context(
    id_: UUID = KEY_ID, kind: str = "case", subject: UUID = SUBJECT, name: str = "casework", version: int = 1
) -> bytes:
    return lp("iass-file-key", V, OFFICE, id_, kind, subject, name, version)


def kept_context(version: int = 1, subject: UUID = SUBJECT) -> bytes:
    return lp("iass-kept-key", V, OFFICE, KEY_ID, "case", subject, "casework", version)


def wrapped(key: bytes, context: bytes, compartment_key: bytes = COMPARTMENT_KEY, mark: bytes = b"\x01") -> bytes:
    return mark + seal(derive(compartment_key, "iass-compartment-wrap"), key, context)


FILE_PLACE: dict[str, Any] = {
    "office": OFFICE,
    "id": KEY_ID,
    "kind": "case",
    "subject": SUBJECT,
    "compartment": "casework",
    "version": 1,
}


def _file_keys() -> dict[str, Vector]:
    key = fixed("a file key")
    good = wrapped(key, file_context())
    base = {**FILE_PLACE, "name": "casework", "key": COMPARTMENT_KEY, "key_version": 1}

    def shut(why: str, inner: bytes = good, **changes: Any) -> Vector:
        return vector("file_key", why, "DoesNotOpen", **{**base, "inner": inner, **changes})

    def opened(is_kept: bool) -> dict[str, Any]:
        return {"key": key, "is_kept": is_kept}

    narrower = wrapped(key, file_context(name="safeguarding"))
    kept = wrapped(key, kept_context(), mark=b"\x03")
    return {
        "file_key_good": vector("file_key", "a case's key", "opens", opened(False), **base, inner=good),
        "file_key_kept": vector("file_key", "from an earlier version", "opens", opened(True), **base, inner=kept),
        "file_key_kept_as_fresh": shut("a leaver knows it: nothing may be sealed under it", b"\x01" + kept[1:]),
        "file_key_fresh_as_kept": shut("nobody left since", b"\x03" + good[1:]),
        "file_key_kept_subject_swapped": shut("another person's case", kept, subject=uid("other subject")),
        "file_key_subject_swapped": shut("another person's case", subject=uid("other subject")),
        "file_key_kind_swapped": shut("a case's key as a person's", kind="person"),
        "file_key_id_swapped": shut("another key's row", id=uid("other key")),
        "file_key_version_swapped": shut("an older compartment key", version=2, key_version=2),
        "file_key_place_of_other_version": shut("the place names another version", version=2),
        "file_key_place_of_other_compartment": shut(
            "wrapped under casework for a place in safeguarding", narrower, compartment="safeguarding"
        ),
        "file_key_other_office": shut("another office", office=OTHER_OFFICE),
        "file_key_other_compartment_key": shut("another compartment key", key=fixed("other compartment key")),
        "file_key_of_16_bytes": shut("a short key", wrapped(key[:16], file_context())),
        "file_key_unknown_wrap": shut("a wrap of the future", b"\x05" + good[1:]),
        "file_key_sent_mark_on_plain_wrap": shut("not sent at all", b"\x02" + good[1:]),
        "file_key_empty": shut("nothing", b""),
    }


SENDER, SENDER_SEED = uid("volunteer"), fixed("volunteer's signer")


def letter(key: bytes, signature: bytes, sender: UUID = SENDER) -> bytes:
    return b"\x02" + hpke(key + sender.bytes + signature, file_context())


def _sent_keys() -> dict[str, Vector]:
    key = fixed("a sent key")
    signature = sign(SENDER_SEED, "iass-sent-key", key + file_context())
    good = letter(key, signature)
    senders = {str(SENDER): verify_key(SENDER_SEED), str(OTHER_ACCOUNT): verify_key(fixed("other signer"))}
    base = {**FILE_PLACE, "private": draft_pair()[0], "senders": senders, "key": COMPARTMENT_KEY}

    def shut(why: str, inner: bytes = good, **changes: Any) -> Vector:
        return vector("sent_key", why, "DoesNotOpen", **{**base, "inner": inner, **changes})

    elsewhere = sign(SENDER_SEED, "iass-sent-key", key + file_context(subject=uid("other subject")))
    relabelled = sign(SENDER_SEED, "iass-audit", key + file_context())
    opened = {"key": key, "sender": SENDER}
    later = {**base, "version": 2}
    plain = key + SENDER.bytes + signature
    kept, other, short = (
        wrapped(plain + end, kept_context(version=2), mark=b"\x04") for end in (b"\0\0\0\1", b"\0\0\0\2", b"")
    )
    return {
        "sent_key_good": vector("sent_key", "a volunteer's intake", "opens", opened, **base, inner=good),
        "sent_key_kept": vector("sent_key", "sent before someone left", "opens", opened, **later, inner=kept),
        "sent_key_kept_sender_unknown": shut("nobody in the register", kept, **{**later, "senders": {}}),
        "sent_key_kept_for_other_version": shut("signed for another version", other, **later),
        "sent_key_kept_subject_swapped": shut("another person's row", kept, **{**later, "subject": uid("other")}),
        "sent_key_kept_without_version": shut("too short", short, **later),
        "sent_key_signature_wrong": shut("a bit in the signature", letter(key, flip(signature, 3))),
        "sent_key_signed_for_other_file": shut("a signature of another intake", letter(key, elsewhere)),
        "sent_key_signed_under_other_label": shut("a signature of another kind", letter(key, relabelled)),
        "sent_key_sender_unknown": shut("nobody in the register", letter(key, signature, uid("nobody"))),
        "sent_key_sender_swapped": shut("in a colleague's name", letter(key, signature, OTHER_ACCOUNT)),
        "sent_key_subject_swapped": shut("another person's row", subject=uid("other subject")),
        "sent_key_without_signature": shut("forged by anyone with the public key", letter(key, b"")),
        "sent_key_of_20_bytes": shut("too short to hold a sender", b"\x02" + hpke(key[:20], file_context())),
        "sent_key_trailing_byte": shut("a byte too long", letter(key, signature + b"\0")),
        "sent_key_plain_wrap": shut("not sent at all", wrapped(key, file_context())),
    }


def compartment_private(private: bytes, public: bytes) -> bytes:
    context = lp("iass-compartment", V, OFFICE, "casework", 1, public)
    return seal(derive(COMPARTMENT_KEY, "iass-compartment-private"), private, context)


def _pairs() -> dict[str, Vector]:
    private, public = pair("casework 1")
    base = {"office": OFFICE, "name": "casework", "version": 1, "key": COMPARTMENT_KEY}

    def shut(why: str, sealed: bytes, listed: bytes = public) -> Vector:
        return vector("compartment_private", why, "DoesNotOpen", **base, public=listed, sealed=sealed)

    other = pair("casework 2")
    return {
        "compartment_private_good": vector(
            "compartment_private",
            "the pair's private half",
            "opens",
            private,
            **base,
            public=public,
            sealed=compartment_private(private, public),
        ),
        "compartment_private_other_public": shut(
            "the register lists another", compartment_private(private, public), other[1]
        ),
        "compartment_private_of_other_pair": shut(
            "a private half that does not fit", compartment_private(other[0], public)
        ),
        "compartment_private_short": shut("95 bytes", compartment_private(private[:-1], public)),
    }


SHEETS = tuple(fixed(f"sheet {number}", 16) for number in (1, 2, 3))


def sheet_text(number: int, sheet: bytes, office: UUID = OFFICE) -> str:
    check = bytes.fromhex(sha(lp("iass-sheet", V, office, number, sheet)))
    return base32(sheet) + base32(check[:5])[:2]


def _sheets() -> dict[str, Vector]:
    good = sheet_text(1, SHEETS[0])

    def bad(why: str, typed: str, **changes: Any) -> Vector:
        return vector("sheet", why, "BadFormat", **{"office": OFFICE, "number": 1, "typed": typed, **changes})

    def opens(why: str, typed: str) -> Vector:
        return vector("sheet", why, "opens", SHEETS[0], office=OFFICE, number=1, typed=typed)

    alike = "-".join(good[i : i + 4] for i in range(0, 28, 4)).lower().replace("o", "0").replace("b", "8")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    spare = good[:25] + last[last.index(good[25]) + 1] + good[26:]
    wrong = good[:26] + ("AA" if good[26:] != "AA" else "BB")
    return {
        "sheet_good": opens("as written", good),
        "sheet_look_alikes": opens("groups, small letters, 0 for O and 8 for B", alike),
        "sheet_check_wrong": bad("the check characters do not fit", wrong),
        "sheet_character_wrong": bad("one character misread", ("A" if good[0] != "A" else "C") + good[1:]),
        "sheet_character_9": bad("no such character", "9" + good[1:]),
        "sheet_character_not_ascii": bad("a letter of another alphabet", "Å" + good[1:]),
        "sheet_other_number": bad("sheet 1 typed as sheet 2", good, number=2),
        "sheet_other_office": bad("another office's sheet", good, office=OTHER_OFFICE),
        "sheet_short": bad("27 characters", good[:-1]),
        "sheet_long": bad("29 characters", good + "A"),
        "sheet_spare_bits": bad("another spelling of the same sheet", spare),
    }


KIT = uid("kit")


def recovery_wrap(plain: bytes, i: int, j: int) -> bytes:
    context = lp("iass-recovery", V, OFFICE, KIT, i, j)
    return V + seal(hkdf(SHEETS[i - 1] + SHEETS[j - 1], OFFICE.bytes, context), plain, context)


def _recovery() -> dict[str, Vector]:
    plain = bundle_json(account=str(uid("recovery account")))

    def given(body: bytes = plain, **changes: Any) -> dict[str, Any]:
        wraps = {f"{i}{j}": recovery_wrap(body, i, j) for i, j in ((1, 2), (1, 3), (2, 3))}
        sheets = {"1": SHEETS[0], "3": SHEETS[2]}
        return {"office": OFFICE, "kit": KIT, "wraps": wraps, "sheets": sheets, **changes}

    def shut(why: str, **changes: Any) -> Vector:
        return vector("recovery", why, "DoesNotOpen", **given(**changes))

    swapped = {"13": recovery_wrap(plain, 1, 2)}
    return {
        "recovery_good": vector("recovery", "two sheets", "opens", json.loads(plain), **given()),
        "recovery_one_sheet": shut("one is not enough", sheets={"1": SHEETS[0]}),
        "recovery_three_sheets": shut("nobody lays three together", sheets={str(n): SHEETS[n - 1] for n in (1, 2, 3)}),
        "recovery_unknown_sheet": shut("there is no sheet 4", sheets={"1": SHEETS[0], "4": SHEETS[2]}),
        "recovery_sheets_swapped": shut("1 as 3 and 3 as 1", sheets={"1": SHEETS[2], "3": SHEETS[0]}),
        "recovery_sheet_short": shut("17 and 15 bytes", sheets={"1": SHEETS[0] + SHEETS[2][:1], "3": SHEETS[2][1:]}),
        "recovery_other_kit": shut("an older kit", kit=uid("older kit")),
        "recovery_other_office": shut("another office", office=OTHER_OFFICE),
        "recovery_wrap_swapped": shut("another pair's wrap", wraps=swapped),
        "recovery_wrap_missing": shut("no wrap for this pair", wraps={}),
        "recovery_bundle_of_other_office": vector(
            "recovery",
            "sealed here, but it says another",
            "BadFormat",
            **given(bundle_json(office=str(OTHER_OFFICE))),
        ),
    }


def _kit_host_keys() -> dict[str, Vector]:
    def sealed(file: bytes, host_id: bytes = HOST_ID) -> bytes:
        return hpke(file, lp("iass-host-key", V, OFFICE, KIT, host_id))

    good = sealed(host_file(HOST_KEY, HOST_ID))
    base = {"office": OFFICE, "kit": KIT, "host_id": HOST_ID, "private": draft_pair()[0]}

    def shut(why: str, body: bytes = good, **changes: Any) -> Vector:
        return vector("kit_host_key", why, "DoesNotOpen", **{**base, "sealed": body, **changes})

    opened = json.loads(host_file(HOST_KEY, HOST_ID))
    return {
        "kit_host_key_good": vector("kit_host_key", "for a new machine", "opens", opened, **base, sealed=good),
        "kit_host_key_other_kit": shut("an older kit", kit=uid("older kit")),
        "kit_host_key_other_id": shut("an older host key", host_id=fixed("older", 8)),
        "kit_host_key_relabelled": shut("the file says another id", sealed(host_file(HOST_KEY, fixed("older", 8)))),
        "kit_host_key_other_office": shut("the file says another", sealed(host_file(HOST_KEY, HOST_ID, OTHER_OFFICE))),
    }


INVITATION, CODE = uid("invitation"), "ABCDEFGHIJ234567KLMN"
OFFER: dict[str, Any] = {
    "v": 1,
    "invitation": str(INVITATION),
    "office": str(OFFICE),
    "account": str(ACCOUNT),
    "sign_in": "noor",
    "role": "officer",
    "register": 2,
    "digest": sha(b"register 2"),
    "expires": "2026-08-01",
}


def invitation_mac(label: str, body: bytes, code: str = CODE) -> bytes:
    key = hkdf(code.encode(), OFFICE.bytes, lp("iass-invitation", V, INVITATION))
    return hmac.digest(key, lp(label, V, bytes.fromhex(sha(body))), "sha256")


def _codes() -> dict[str, Vector]:
    def kept(code: bytes, offer: bytes) -> bytes:
        context = lp("iass-invitation-code", V, OFFICE, INVITATION, bytes.fromhex(sha(offer)))
        return seal(derive(COMPARTMENT_KEY, "iass-invitation-code"), code, context)

    offer = js(OFFER)
    raised = js({**OFFER, "role": "manager"})
    good = kept(CODE.encode(), offer)
    base = {"office": OFFICE, "key": COMPARTMENT_KEY, "sealed": good, "invitation": INVITATION, "offer": offer}

    def shut(why: str, **changes: Any) -> Vector:
        return vector("invitation_code", why, "DoesNotOpen", **{**base, **changes})

    return {
        "invitation_code_good": vector("invitation_code", "kept for the managers", "opens", CODE, **base),
        "invitation_code_of_other_invitation": shut("another row", invitation=uid("other invitation")),
        "invitation_code_of_other_offer": shut("the newcomer wrote another role", offer=raised),
        "invitation_code_not_text": shut("no code", sealed=kept(b"\xff" * 20, offer)),
    }


def _offers() -> dict[str, Vector]:
    fields = OFFER
    good = js(fields)

    def given(body: bytes = good, code: str = CODE, mac: bytes = b"") -> dict[str, Any]:
        mac = mac or invitation_mac("iass-invitation", body)
        return {"office": OFFICE, "invitation": INVITATION, "code": code, "body": body, "mac": mac}

    def bad(why: str, **changes: Any) -> Vector:
        return vector("offer", why, "BadFormat", **given(js({**fields, **changes})))

    short = invitation_mac("iass-invitation", good, "ABC")
    return {
        "invitation_good": vector("offer", "an invitation", "opens", fields, **given(code="abcde-fghij-23456-7klmn")),
        "invitation_mac_wrong": vector("offer", "changed on its way", "False", **given(mac=bytes(32))),
        "invitation_mac_truncated": vector(
            "offer", "half a MAC", "False", **given(mac=invitation_mac("iass-invitation", good)[:16])
        ),
        "invitation_code_wrong": vector("offer", "another code", "False", **given(code=CODE[::-1])),
        "invitation_code_short": vector(
            "offer", "three letters anyone could try", "False", **given(code="ABC", mac=short)
        ),
        "invitation_role_recovery": bad("nobody is invited as the recovery account", role="recovery"),
        "invitation_role_unknown": bad("no such role", role="administrator"),
        "invitation_without_pin": bad("no version of the register", register=0),
        "invitation_digest_short": bad("63 digits", digest=ZERO[1:]),
        "invitation_date_short": bad("another spelling of a day", expires="20260801"),
        "invitation_name_empty": bad("no sign-in name", sign_in=""),
        "invitation_extra_field": bad("a field that nobody knows", x=0),
    }


def _replies() -> dict[str, Vector]:
    public = pair("newcomer")[1]
    fields = {
        "v": 1,
        "invitation": str(INVITATION),
        "account": str(ACCOUNT),
        "hpke": public.hex(),
        "verify": verify_key(fixed("newcomer's signer")).hex(),
    }
    good = js(fields)

    def given(body: bytes = good, mac: bytes = b"") -> dict[str, Any]:
        mac = mac or invitation_mac("iass-reply", body)
        return {"office": OFFICE, "invitation": INVITATION, "code": CODE, "body": body, "mac": mac}

    def bad(why: str, **changes: Any) -> Vector:
        return vector("reply", why, "BadFormat", **given(js({**fields, **changes})))

    small = (1).to_bytes(32, "little").hex()
    return {
        "reply_good": vector("reply", "the newcomer's public keys", "opens", fields, **given()),
        "reply_mac_wrong": vector("reply", "keys of somebody in between", "False", **given(mac=bytes(32))),
        "reply_mac_of_an_offer": vector(
            "reply", "another label", "False", **given(mac=invitation_mac("iass-invitation", good))
        ),
        "reply_hpke_short": bad("a byte short", hpke=public.hex()[:-2]),
        "reply_verify_short": bad("31 bytes", verify=fields["verify"][:-2]),  # type: ignore[index]
        "reply_verify_small_order": bad("one signature would fit every message", verify=small),
    }
