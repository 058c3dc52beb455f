"""Many file keys and cells at once: the same checks as one by one, with the contexts put together beforehand."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from iass_tui.vault.cells import HEADER, cell_address
from iass_tui.vault.compartments import FileKeyPlace, may_hold
from iass_tui.vault.encoding import V, lp, unpad
from iass_tui.vault.host_key import ID, HostKey, outer_key_id
from iass_tui.vault.keyring import Keyring
from iass_tui.vault.sealing import KEY, NONCE, DoesNotOpen, derive

_UUID = lp(bytes(16))[:2]
"""How a UUID begins inside `lp`: its length."""
_SYMMETRIC, _KEPT = b"\x01", b"\x03"
_SEALED = HEADER + NONCE
_NAMED = len(V) + ID
_OUTER = _NAMED + NONCE
_INNER = len(_SYMMETRIC) + NONCE
Decrypt = Callable[[bytes, bytes, bytes], bytes]
"""Nonce, ciphertext and tag, context: what one key's cipher opens."""


class FileKeys:
    """Opens file keys of one kind. `host_key` finds the host key that an outer layer names."""

    def __init__(self, keyring: Keyring, kind: str, host_key: Callable[[bytes], HostKey]) -> None:
        self._keyring, self._kind, self._host_key = keyring, kind, host_key
        self._outer: dict[bytes, tuple[Decrypt, bytes]] = {}
        self._inner: dict[tuple[str, int], tuple[Decrypt, bytes, bytes]] = {}
        self._heads = {
            mark: lp(label, V, keyring.office) + _UUID
            for mark, label in ((_SYMMETRIC, "iass-file-key"), (_KEPT, "iass-kept-key"))
        }

    def open(self, id_: bytes, subject: bytes, compartment: str, version: int, wrapped: bytes) -> bytes:
        """The 32 bytes of a file key, as `HostKey.unwrap` and `Keyring.unwrap` give them.

        Raises `CompartmentClosed` or `DoesNotOpen`.
        """
        decrypt, outer = self._outer.get(wrapped[:_NAMED]) or self._host(wrapped)
        try:
            inner = decrypt(wrapped[_NAMED:_OUTER], wrapped[_OUTER:], outer + id_)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None
        head = self._heads.get(inner[:1])
        if head is None:
            place = FileKeyPlace(UUID(bytes=id_), self._kind, UUID(bytes=subject), compartment, version)
            return self._keyring.unwrap(inner, place).key
        decrypt, middle, tail = self._inner.get((compartment, version)) or self._compartment(compartment, version)
        try:
            key = decrypt(inner[1:_INNER], inner[_INNER:], head + id_ + middle + subject + tail)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None
        if len(key) != KEY:
            raise DoesNotOpen
        return key

    def _host(self, wrapped: bytes) -> tuple[Decrypt, bytes]:
        named = outer_key_id(wrapped)
        host, office = self._host_key(named), self._keyring.office
        cipher = AESGCM(derive(host.key, "iass-outer", office))
        made = cipher.decrypt, lp("iass-outer", V, office, named, "file") + _UUID
        self._outer[wrapped[:_NAMED]] = made
        return made

    def _compartment(self, name: str, version: int) -> tuple[Decrypt, bytes, bytes]:
        opened = self._keyring.at(name, version)
        if not may_hold(name, self._kind):
            raise DoesNotOpen
        cipher = AESGCM(derive(opened.key, "iass-compartment-wrap"))
        made = cipher.decrypt, lp(self._kind) + _UUID, lp(name, version)
        self._inner[name, version] = made
        return made


class Column:
    """Opens cells of one column."""

    def __init__(self, table: str, column: str) -> None:
        self._head = cell_address(table, column, bytes(16), UUID(int=0))[: -2 * (2 + 16)] + _UUID

    def open(self, key: bytes, key_id: bytes, row: bytes, raw: bytes) -> bytes:
        """A cell's JSON bytes, as `open_raw` gives them. Raises `DoesNotOpen` or `BadFormat`."""
        if raw[:HEADER] != V + key_id or len(key) != KEY:
            raise DoesNotOpen
        return _plain(AESGCM(key).decrypt, self._head + row + _UUID + key_id, raw)

    def under(self, key: bytes, key_id: bytes) -> Callable[[bytes, bytes], bytes]:
        """What opens the cells under one key, by their row's id, as `open` does: for many cells of one file."""
        if len(key) != KEY:
            raise DoesNotOpen
        decrypt, head, begins, tail = AESGCM(key).decrypt, self._head, V + key_id, _UUID + key_id

        def opened(row: bytes, raw: bytes) -> bytes:
            if raw[:HEADER] != begins:
                raise DoesNotOpen
            return _plain(decrypt, head + row + tail, raw)

        return opened


def _plain(decrypt: Decrypt, context: bytes, raw: bytes) -> bytes:
    try:
        plain = decrypt(raw[HEADER:_SEALED], raw[_SEALED:], context)
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None
    return unpad(plain)
