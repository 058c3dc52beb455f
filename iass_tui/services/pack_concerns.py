"""Safeguarding concerns as candidates of a working copy: for a lead alone, and proposed to stay out (XC21, P9).

Whoever is no lead gets a copy in which nothing says whether there are any; nor does the paper from which one is left
out say so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from db import concern_store
from db.opened import UNREADABLE
from db.unit_of_work import Tampered
from iass_tui.rules.concerns import format_concern
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.casework import ProvidedBy
from iass_tui.rules.records.concerns import Concern
from iass_tui.rules.records.office import Act
from iass_tui.services.acting import About, record
from iass_tui.services.pack_items import Held, day_of, filled, given
from iass_tui.services.views import Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

CONCERN = "Safeguarding"
ID = "concern:"
IN_DOUBT = "A concern cannot be read, so that nobody can say whether it is about them. Look at the queue first."


def items(session: OfficeSession, person_id: UUID) -> tuple[Held, ...]:
    """The concerns about one person, oldest first; none for whoever reads none. The look is recorded where leads read.

    Raises `Problem` where one does not open: nobody can say then that the copy is complete.
    """
    if not session.concerns.is_lead:
        return ()
    with session.desk.read() as connection:
        try:
            every = [
                concern_store.opened(session.desk, connection, row).concern
                for row in concern_store.select_all(connection)
            ]
        except (Tampered, *UNREADABLE):
            raise Problem(IN_DOUBT) from None
    found = tuple(held for one in every if one.body.person_id == person_id for held in _items(session, one))
    said = dataclasses.replace(About("concerns", person_id).detail(Act.VIEW), count=len(found))
    record(session.desk, said, "safeguarding")
    return found


def _items(session: OfficeSession, one: Concern) -> Iterator[Held]:
    body = one.body
    done = "\n".join(
        f"{display_day(day_of(entry.written_at))}, {session.people.colleague_name(entry.author_id)}: "
        f"{' '.join(part for part in (entry.body.step_words, entry.body.words) if part)}".rstrip(": ")
        for entry in one.entries
    )
    yield Held(
        id=f"{ID}{one.id}",
        kind=CONCERN,
        day=day_of(one.raised_at),
        heading=format_concern(one.id),
        provenance=given(ProvidedBy.OFFICER),
        fields=filled(
            ("About", body.name),
            ("When", display_day(body.happened_on) if body.happened_on else ""),
            ("Where now", body.where_now),
            ("Who was called", body.emergency_called),
            ("What the family knows", body.told_family),
            ("What was done", done),
        ),
        text=body.what,
        is_concern=True,
    )
