"""Many file keys and cells at once: the same checks as one by one, with the contexts put together beforehand."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from iass_tui.vault.cells import HEADER, cell_address
from iass_tui.vault.compartments import FileKeyPlace, may_hold
from iass_tui.vault.encoding import BadFormat, V, lp, unpad
from iass_tui.vault.host_key import ID, HostKey, outer_key_id
from iass_tui.vault.keyring import Keyring
from iass_tui.vault.sealing import KEY, NONCE, DoesNotOpen, derive

_UUID = lp(bytes(16))[:2]
"""How a UUID begins inside `lp`: its length."""
_SYMMETRIC, _KEPT = b"\x01", b"\x03"
_SEALED = HEADER + NONCE


class FileKeys:
    """Opens file keys of one kind. `host_key` finds the host key that an outer layer names."""

    def __init__(self, keyring: Keyring, kind: str, host_key: Callable[[bytes], HostKey]) -> None:
        self._keyring, self._kind, self._host_key = keyring, kind, host_key
        self._outer: dict[bytes, tuple[AESGCM, bytes]] = {}
        self._inner: dict[tuple[str, int], tuple[AESGCM, bytes, bytes]] = {}
        self._heads = {
            mark: lp(label, V, keyring.office) + _UUID
            for mark, label in ((_SYMMETRIC, "iass-file-key"), (_KEPT, "iass-kept-key"))
        }

    def open(self, id_: bytes, subject: bytes, compartment: str, version: int, wrapped: bytes) -> bytes:
        """The 32 bytes of a file key, as `HostKey.unwrap` and `Keyring.unwrap` give them.

        Raises `CompartmentClosed` or `DoesNotOpen`.
        """
        inner = self._without_host_layer(id_, wrapped)
        head = self._heads.get(inner[:1])
        if head is None:
            place = FileKeyPlace(UUID(bytes=id_), self._kind, UUID(bytes=subject), compartment, version)
            return self._keyring.unwrap(inner, place).key
        known = self._inner.get((compartment, version))
        cipher, middle, tail = known or self._compartment(compartment, version)
        context = b"".join((head, id_, middle, subject, tail))
        try:
            key = cipher.decrypt(inner[1 : 1 + NONCE], inner[1 + NONCE :], context)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None
        if len(key) != KEY:
            raise DoesNotOpen
        return key

    def _without_host_layer(self, id_: bytes, wrapped: bytes) -> bytes:
        named = outer_key_id(wrapped)
        cipher, head = self._outer.get(named) or self._host(named)
        try:
            return cipher.decrypt(wrapped[1 + ID : 1 + ID + NONCE], wrapped[1 + ID + NONCE :], head + id_)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None

    def _host(self, named: bytes) -> tuple[AESGCM, bytes]:
        host, office = self._host_key(named), self._keyring.office
        made = AESGCM(derive(host.key, "iass-outer", office)), lp("iass-outer", V, office, named, "file") + _UUID
        self._outer[named] = made
        return made

    def _compartment(self, name: str, version: int) -> tuple[AESGCM, bytes, bytes]:
        opened = self._keyring.at(name, version)
        if not may_hold(name, self._kind):
            raise DoesNotOpen
        cipher = AESGCM(derive(opened.key, "iass-compartment-wrap"))
        made = cipher, lp(self._kind) + _UUID, lp(name, version)
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
        address = b"".join((self._head, row, _UUID, key_id))
        try:
            return unpad(AESGCM(key).decrypt(raw[HEADER:_SEALED], raw[_SEALED:], address))
        except (InvalidTag, ValueError) as error:
            if isinstance(error, BadFormat):
                raise
            raise DoesNotOpen from None
