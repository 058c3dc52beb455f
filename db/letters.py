"""What was sent by someone who need not hold the key: whose signature is in it, and whether the row says so too."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from db import audit_store
from db.desk import Desk
from iass_tui.vault.compartments import FileKey, StillSent
from iass_tui.vault.sealing import DoesNotOpen


class Forged(DoesNotOpen):
    """No colleague's signature is in it, or another's than of whom the row names."""


class Letter(NamedTuple):
    """The clear columns of a row that may lie under a sent key, and where that key has to belong."""

    table: str
    row_id: UUID
    key_id: UUID
    kind: str
    subject: UUID
    author: UUID


def key_of(desk: Desk, connection: Connection, letter: Letter) -> tuple[FileKey, bool]:
    """The key of such a row, and whether it was sent: then it is to read with, and nothing may be sealed under it.

    Raises `Forged` unless the key's sender, the row's author and whoever's entry vouches for the row are one and the
    same; else as `Desk.key` does.
    """
    try:
        return desk.key(letter.key_id, letter.kind, letter.subject), False
    except StillSent:
        pass
    try:
        file, sender = desk.letter(letter.key_id)
    except DoesNotOpen:
        raise Forged from None
    is_theirs = sender == letter.author == audit_store.last_writer(connection, letter.table, letter.row_id)
    if not is_theirs or (file.place.kind, file.place.subject) != (letter.kind, letter.subject):
        raise Forged
    return file, True
