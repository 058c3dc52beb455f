"""What every table shares."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import MetaData, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from db.types import IdColumn, SealedColumn
from iass_tui.vault.cells import Sealed

RECORDS = MetaData()
KEYS = MetaData()


class Row(SQLModel, registry=registry(metadata=RECORDS)):
    """A row of office.db."""

    metadata: ClassVar[MetaData] = RECORDS
    model_config: ClassVar[Any] = {"arbitrary_types_allowed": True, "defer_build": True}


class KeysRow(SQLModel, registry=registry(metadata=KEYS)):
    """A row of office.keys."""

    metadata: ClassVar[MetaData] = KEYS
    model_config: ClassVar[Any] = {"arbitrary_types_allowed": True, "defer_build": True}


def row_id() -> Any:
    """The primary key: a random UUID made by us, since sealing needs it first."""
    return Field(primary_key=True, sa_type=IdColumn)


def link(target: str = "", *, optional: bool = False, index: bool = True) -> Any:
    """The id of another row."""
    extra: dict[str, Any] = {"default": None} if optional else {}
    if target:
        extra["foreign_key"] = target
    return Field(sa_type=IdColumn, nullable=optional, index=index, **extra)


def sealed() -> Any:
    """A sealed cell: never null, an absent value is sealed empty."""
    return Field(sa_type=SealedColumn, nullable=False)


def unique(table: str, *columns: str) -> Any:
    """The `__table_args__` of a table in which no two rows agree in these columns."""
    return (UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}"),)


class Keyed(Row):
    """A row that hangs on a file key."""

    id: UUID = row_id()
    version: int = 1
    file_key_id: UUID = link()


__all__ = ["KEYS", "RECORDS", "Keyed", "KeysRow", "Row", "Sealed", "link", "row_id", "sealed", "unique"]
