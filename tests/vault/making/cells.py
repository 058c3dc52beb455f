"""Vectors of JSON, padding, cells, the outer layer and the host key's file."""

from typing import Any
from uuid import UUID

from tests.vault.making.format import (
    OFFICE,
    OTHER_OFFICE,
    V,
    Vector,
    derive,
    fixed,
    flip,
    js,
    lp,
    pad,
    seal,
    uid,
    vector,
)

FILE_KEY, OTHER_FILE_KEY = fixed("file key"), fixed("other file key")
KEY_ID, OTHER_KEY_ID = uid("file key"), uid("other file key")
ROW, OTHER_ROW = uid("row"), uid("other row")
CARD = {"v": 1, "given": "Zoë", "family": "O'Neil", "born": "2014-02"}


def made() -> dict[str, Vector]:
    return {**_json(), **_padding(), **_cells(), **_outer(), **_host_keys()}


def _json() -> dict[str, Vector]:
    def refused(why: str, raw: bytes) -> Vector:
        return vector("json", why, "BadFormat", raw=raw)

    good = js({"v": 1, "a": "é", "list": [1, 2]})
    return {
        "json_good": vector("json", "sorted, no spaces, UTF-8", "opens", {"v": 1, "a": "é", "list": [1, 2]}, raw=good),
        "json_duplicate_key": refused("two values for one name", b'{"a":1,"a":2,"v":1}'),
        "json_duplicate_key_inside": refused("two values for one name, deeper", b'{"a":{"b":1,"b":1},"v":1}'),
        "json_unknown_version": refused("a version of the future", b'{"v":2}'),
        "json_version_missing": refused("no version", b'{"a":1}'),
        "json_version_true": refused("true is no number", b'{"v":true}'),
        "json_version_float": refused("1.0 is another spelling of 1", b'{"v":1.0}'),
        "json_version_text": refused("text is no number", b'{"v":"1"}'),
        "json_space": refused("a space after the colon", b'{"v": 1}'),
        "json_trailing_newline": refused("a byte behind the object", b'{"v":1}\n'),
        "json_trailing_object": refused("a second object", b'{"v":1}{"v":1}'),
        "json_unsorted": refused("keys out of order", b'{"v":1,"a":1}'),
        "json_escaped": refused("an escape that UTF-8 does not need", b'{"a":"\\u00e9","v":1}'),
        "json_utf16": refused("another encoding", '{"v":1}'.encode("utf-16-le")),
        "json_byte_order_mark": refused("a mark before the object", b"\xef\xbb\xbf" + b'{"v":1}'),
        "json_not_utf8": refused("a byte that UTF-8 has not", b'{"a":"\xff","v":1}'),
        "json_lone_surrogate": refused("half a character", b'{"a":"\\ud800","v":1}'),
        "json_nan": refused("no number", b'{"a":NaN,"v":1}'),
        "json_infinity_by_size": refused("a number that overflows", b'{"a":1e999,"v":1}'),
        "json_array": refused("no object", b"[1]"),
        "json_truncated": refused("half an object", b'{"v":1'),
        "json_empty": refused("nothing", b""),
    }


def _padding() -> dict[str, Vector]:
    def refused(why: str, raw: bytes) -> Vector:
        return vector("padding", why, "BadFormat", raw=raw)

    body = js({"v": 1})
    return {
        "padding_good": vector("padding", "256 bytes at least", "opens", body, raw=pad(body)),
        "padding_good_long": vector("padding", "above 256 a Padmé size", "opens", b"x" * 997, raw=pad(b"x" * 997)),
        "padding_nonzero": refused("a hidden byte behind the value", pad(body)[:-1] + b"\x01"),
        "padding_too_long": refused("one class longer than it should be", pad(body) + bytes(16)),
        "padding_short": refused("not padded at all", pad(body)[: 4 + len(body)]),
        "padding_length_beyond_end": refused("a length that points outside", (253).to_bytes(4, "big") + bytes(252)),
        "padding_truncated_length": refused("not even a length", b"\x00\x00\x00"),
    }


def cell(key: bytes, plain: bytes, table: str, column: str, row: UUID, key_id: UUID) -> bytes:
    return V + key_id.bytes + seal(key, plain, lp("iass-cell", V, table, column, row, key_id))


def _cells() -> dict[str, Vector]:
    good = cell(FILE_KEY, pad(js(CARD)), "person", "card", ROW, KEY_ID)

    def given(sealed: bytes = good, **changes: Any) -> dict[str, Any]:
        place = {"key": FILE_KEY, "key_id": KEY_ID, "table": "person", "column": "card", "row": ROW}
        return {**place, "sealed": sealed, **changes}

    def shut(why: str, **changes: Any) -> Vector:
        return vector("cell", why, "DoesNotOpen", **given(**changes))

    def bad(why: str, plain: bytes) -> Vector:
        sealed = cell(FILE_KEY, plain, "person", "card", ROW, KEY_ID)
        return vector("cell", why, "BadFormat", **given(sealed))

    renamed = V + OTHER_KEY_ID.bytes + good[17:]
    aes_128 = cell(FILE_KEY[:16], pad(js(CARD)), "person", "card", ROW, KEY_ID)
    return {
        "cell_good": vector("cell", "a card", "opens", CARD, **given()),
        "cell_moved_to_other_row": shut("another person's row", row=OTHER_ROW),
        "cell_moved_to_other_column": shut("another column", column="contact"),
        "cell_moved_to_other_table": shut("another table", table="person_contact"),
        "cell_boundary_moved": shut("table and column joined otherwise", table="personc", column="ard"),
        "cell_other_key": shut("the id is right, the key is not", key=OTHER_FILE_KEY),
        "cell_key_of_16_bytes": shut("sealed with AES-128", key=FILE_KEY[:16], sealed=aes_128),
        "cell_names_other_key": shut("another key is named", sealed=renamed),
        "cell_key_id_relabelled": shut("another key is named and asked for", sealed=renamed, key_id=OTHER_KEY_ID),
        "cell_nonce_flipped": shut("a bit in the nonce", sealed=flip(good, 17)),
        "cell_body_flipped": shut("a bit in the body", sealed=flip(good, 40)),
        "cell_tag_flipped": shut("a bit in the tag", sealed=flip(good, -1)),
        "cell_tag_truncated": shut("a byte short", sealed=good[:-1]),
        "cell_trailing_byte": shut("a byte too long", sealed=good + b"\0"),
        "cell_header_only": vector("cell", "no room for a tag", "BadFormat", **given(good[:44])),
        "cell_empty": vector("cell", "nothing", "BadFormat", **given(b"")),
        "cell_unknown_version": vector("cell", "a format of the future", "BadFormat", **given(b"\x02" + good[1:])),
        "cell_padding_nonzero": bad("a hidden byte behind the value", pad(js(CARD))[:-1] + b"\x01"),
        "cell_not_padded": bad("its length would speak", pad(js(CARD))[: 4 + len(js(CARD))]),
        "cell_json_without_version": bad("no version", pad(js({"given": "Zoë"}))),
    }


def outer_layer(host_key: bytes, host_id: bytes, office: UUID, inner: bytes, kind: str, owner: UUID) -> bytes:
    key = derive(host_key, "iass-outer", office)
    return V + host_id + seal(key, inner, lp("iass-outer", V, office, host_id, kind, owner))


def host_file(host_key: bytes, host_id: bytes, office: UUID = OFFICE) -> bytes:
    return js({"v": 1, "office": str(office), "id": host_id.hex(), "key": host_key.hex()})


HOST_KEY, HOST_ID = fixed("host key"), fixed("host key id", 8)


def _outer() -> dict[str, Vector]:
    inner = b"an inner wrap"
    good = outer_layer(HOST_KEY, HOST_ID, OFFICE, inner, "file", KEY_ID)
    file = host_file(HOST_KEY, HOST_ID)

    def given(outer: bytes = good, **changes: Any) -> dict[str, Any]:
        return {"host_key": file, "kind": "file", "owner": KEY_ID, "outer": outer, **changes}

    def shut(why: str, **changes: Any) -> Vector:
        return vector("outer", why, "DoesNotOpen", **given(**changes))

    turned = host_file(fixed("next host key"), fixed("next id", 8))
    return {
        "outer_layer_good": vector("outer", "a file key's layer", "opens", inner, **given()),
        "outer_layer_other_host_key": shut("an older copy after a turn", host_key=turned),
        "outer_layer_host_key_relabelled": shut("the id kept, the key new", host_key=host_file(bytes(32), HOST_ID)),
        "outer_layer_names_other_host_key": shut("a bit in the id", outer=flip(good, 1)),
        "outer_layer_other_office": shut("another office", host_key=host_file(HOST_KEY, HOST_ID, OTHER_OFFICE)),
        "outer_layer_other_owner": shut("another file key's row", owner=OTHER_KEY_ID),
        "outer_layer_other_kind": shut("a file's layer as a bundle's", kind="bundle"),
        "outer_layer_unknown_version": shut("a format of the future", outer=b"\x02" + good[1:]),
        "outer_layer_tag_truncated": shut("a byte short", outer=good[:-1]),
        "outer_layer_header_only": shut("no room for a tag", outer=good[:9]),
        "outer_layer_empty": shut("nothing", outer=b""),
    }


def _host_keys() -> dict[str, Vector]:
    good = {"v": 1, "office": str(OFFICE), "id": HOST_ID.hex(), "key": HOST_KEY.hex()}

    def bad(why: str, **changes: Any) -> Vector:
        return vector("host_key", why, "BadFormat", raw=js({**good, **changes}))

    return {
        "host_key_good": vector("host_key", "the file as written", "opens", good, raw=js(good)),
        "host_key_short": bad("31 bytes", key=HOST_KEY.hex()[:-2]),
        "host_key_id_short": bad("7 bytes", id=HOST_ID.hex()[:-2]),
        "host_key_upper_case": bad("another spelling of the same bytes", key=HOST_KEY.hex().upper()),
        "host_key_with_spaces": bad("another spelling of the same bytes", key=HOST_KEY.hex(" ")),
        "host_key_office_in_braces": bad("another spelling of the same id", office=f"{{{OFFICE}}}"),
        "host_key_office_number": bad("no text", office=1),
        "host_key_extra_field": bad("a field that nobody knows", note=""),
        "host_key_no_key": vector("host_key", "a field short", "BadFormat", raw=js({"v": 1, "office": str(OFFICE)})),
    }
