"""The host key and the outer layer: what makes an erasure survive every older copy of office.keys."""

from __future__ import annotations

import dataclasses
import os
from uuid import UUID

from iass_tui.vault.encoding import BadFormat, V, dump_json, load_json, lp
from iass_tui.vault.sealing import KEY, NONCE, TAG, DoesNotOpen, derive, seal, unseal

ID = 8


@dataclasses.dataclass(frozen=True, repr=False, eq=False)
class HostKey:
    """32 bytes that never leave the host folder, with an id that every outer layer names."""

    office: UUID
    id: bytes
    key: bytes
    _outer: bytes

    @classmethod
    def new(cls, office: UUID) -> HostKey:
        """A fresh one."""
        return cls._made(office, os.urandom(ID), os.urandom(KEY))

    @classmethod
    def _made(cls, office: UUID, id_: bytes, key: bytes) -> HostKey:
        return cls(office, id_, key, derive(key, "iass-outer", office))

    @classmethod
    def from_file(cls, raw: bytes) -> HostKey:
        """From the bytes of host.key. Raises `BadFormat`."""
        data = load_json(raw)
        try:
            made = cls._made(UUID(data["office"]), bytes.fromhex(data["id"]), bytes.fromhex(data["key"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise BadFormat("host key") from None
        if len(made.id) != ID or len(made.key) != KEY or made.to_file() != raw:
            raise BadFormat("host key")
        return made

    def to_file(self) -> bytes:
        """The bytes of host.key."""
        return dump_json({"v": 1, "office": str(self.office), "id": self.id.hex(), "key": self.key.hex()})

    def wrap(self, inner: bytes, kind: str, owner: UUID) -> bytes:
        """`inner` with an outer layer that names this host key."""
        return V + self.id + seal(self._outer, inner, self._context(kind, owner))

    def unwrap(self, outer: bytes, kind: str, owner: UUID) -> bytes:
        """What `wrap` was given. Raises `DoesNotOpen`, also where the layer names another host key."""
        if outer_key_id(outer) != self.id:
            raise DoesNotOpen
        return unseal(self._outer, outer[1 + ID :], self._context(kind, owner))

    def _context(self, kind: str, owner: UUID) -> bytes:
        return lp("iass-outer", V, self.office, self.id, kind, owner)


def outer_key_id(outer: bytes) -> bytes:
    """The id of the host key that an outer layer names. Raises `DoesNotOpen` for what is no outer layer."""
    if outer[:1] != V or len(outer) < 1 + ID + NONCE + TAG:
        raise DoesNotOpen
    return outer[1 : 1 + ID]
