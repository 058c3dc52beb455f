"""Two colleagues saved the same thing: what the second one is shown."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from db import audit_store
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.office import Act
from iass_tui.services.acting import About, record
from iass_tui.services.views import Conflict

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

R = TypeVar("R", bound=Record)


def conflict(
    session: OfficeSession, about: About, table: str, row_id: UUID | None, before: R, mine: R, theirs: R, version: int
) -> Conflict:
    """The three versions and who wrote theirs; `version` is the one to save over once a choice was made.

    Theirs is shown, so it is on record that it was read.
    """
    writer = None
    if row_id is not None:
        with session.desk.read() as connection:
            writer = audit_store.last_writer(connection, table, row_id)
    record(session.desk, about.detail(Act.VIEW, reasons=("CONFLICT",)))
    return Conflict(before, mine, theirs, session.people.colleague_name(writer), version)


def keep_unknown(stored: R, changed: R) -> R:
    """What was typed, with the fields of a later version of the program that stand in the record."""
    return dataclasses.replace(changed, extra={**stored.extra, **changed.extra}) if stored.extra else changed
