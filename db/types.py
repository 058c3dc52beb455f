"""Column types. `SealedColumn` holds no key: sealing and opening happen in the stores."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BLOB, TypeDecorator

from iass_tui.vault.cells import Sealed


class SealedColumn(TypeDecorator[Sealed]):
    """A sealed value. Refuses anything else, text above all: plaintext cannot reach the file by mistake."""

    impl = BLOB
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """The stored bytes. Raises `TypeError` for anything but `Sealed`."""
        if not isinstance(value, Sealed):
            raise TypeError("a sealed column takes a sealed value")
        return value.raw

    def process_result_value(self, value: Any, dialect: Any) -> Sealed | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """A `Sealed` around the stored bytes."""
        return None if value is None else Sealed(bytes(value))


class IdColumn(TypeDecorator[UUID]):
    """A UUID as 16 bytes."""

    impl = BLOB
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """The 16 bytes."""
        return None if value is None else value.bytes

    def process_result_value(self, value: Any, dialect: Any) -> UUID | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """The UUID."""
        return None if value is None else UUID(bytes=bytes(value))
