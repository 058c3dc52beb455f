"""The recovery kit: three sheets of paper, any two of which open the office."""

from __future__ import annotations

import base64
import itertools
import os
from collections.abc import Mapping
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from iass_tui.vault.encoding import BadFormat, V, lp
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.invitations import spaced, tidy
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.sealing import DoesNotOpen, Receiver, seal, seal_to, sha256, unseal

SHEETS = (1, 2, 3)
PAIRS = tuple(itertools.combinations(SHEETS, 2))
SHEET = 16
_BODY, _CHECK = 26, 2


def new_sheets() -> tuple[bytes, bytes, bytes]:
    """Three times 128 random bits."""
    return os.urandom(SHEET), os.urandom(SHEET), os.urandom(SHEET)


def write_sheet(office: UUID, number: int, sheet: bytes) -> str:
    """A sheet as it is written by hand: 28 characters in groups of four."""
    body = base64.b32encode(sheet).decode().rstrip("=")
    return spaced(body + _check(office, number, sheet))


def read_sheet(office: UUID, number: int, typed: str) -> bytes:
    """The 16 bytes of a sheet typed back. Raises `BadFormat` where length or check characters are wrong."""
    text = tidy(typed)
    if len(text) != _BODY + _CHECK:
        raise BadFormat("sheet length")
    try:
        sheet = base64.b32decode(text[:_BODY] + "=" * 6)
    except ValueError:
        raise BadFormat("sheet characters") from None
    if text[_BODY:] != _check(office, number, sheet):
        raise BadFormat("sheet check characters")
    if base64.b32encode(sheet).decode().rstrip("=") != text[:_BODY]:
        raise BadFormat("sheet characters")
    return sheet


def _check(office: UUID, number: int, sheet: bytes) -> str:
    digest = sha256(lp("iass-sheet", V, office, number, sheet))
    return base64.b32encode(digest[:5]).decode()[:_CHECK]


def wrap_bundle(bundle: Bundle, kit: UUID, sheets: tuple[bytes, bytes, bytes]) -> dict[tuple[int, int], bytes]:
    """The recovery account's bundle, once for each pair of sheets."""
    out = {}
    for i, j in PAIRS:
        context = _context(bundle.office, kit, i, j)
        key = _pair_key(bundle.office, sheets[i - 1], sheets[j - 1], context)
        out[i, j] = V + seal(key, bundle.to_json(), context)
    return out


def open_bundle(office: UUID, kit: UUID, wraps: Mapping[tuple[int, int], bytes], sheets: Mapping[int, bytes]) -> Bundle:
    """The recovery bundle from two sheets by number. Raises `DoesNotOpen`, or `BadFormat` as `Bundle.open` does."""
    pair = tuple(sorted(sheets))
    if pair not in PAIRS or any(len(sheet) != SHEET for sheet in sheets.values()):
        raise DoesNotOpen
    i, j = pair
    sealed = wraps.get((i, j), b"")
    if sealed[:1] != V:
        raise DoesNotOpen
    context = _context(office, kit, i, j)
    bundle = Bundle.from_json(unseal(_pair_key(office, sheets[i], sheets[j], context), sealed[1:], context))
    if bundle.office != office:
        raise BadFormat("bundle of another office")
    return bundle


def seal_host_key(host: HostKey, kit: UUID, public: bytes) -> bytes:
    """The host key for a new machine, sealed to the recovery account."""
    return seal_to(public, host.to_file(), lp("iass-host-key", V, host.office, kit, host.id))


def open_host_key(office: UUID, kit: UUID, host_key_id: bytes, sealed: bytes, receiver: Receiver) -> HostKey:
    """Raises `DoesNotOpen` or `BadFormat`."""
    host = HostKey.from_file(receiver.open(sealed, lp("iass-host-key", V, office, kit, host_key_id)))
    if host.id != host_key_id or host.office != office:
        raise DoesNotOpen
    return host


def _context(office: UUID, kit: UUID, i: int, j: int) -> bytes:
    return lp("iass-recovery", V, office, kit, i, j)


def _pair_key(office: UUID, one: bytes, other: bytes, context: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, office.bytes, context).derive(one + other)
