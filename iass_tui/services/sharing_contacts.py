"""Contacts with somebody outside the family: kept only through the door (P33); and what is left to families (P18)."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import sharing_store
from db.unit_of_work import UnitOfWork
from iass_tui.rules.notes import is_outside
from iass_tui.rules.records.casework import ContactBody
from iass_tui.rules.records.sharing import (
    Material,
    OwnShare,
    Passing,
    Question,
    Recipient,
    RecipientKind,
    SharingBody,
    SharingKind,
)
from iass_tui.rules.sharing import Permit
from iass_tui.services.sharing_door import SOCIAL_WORKER, as_agency, family_of, listed, pass_on, person_of

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def contact_with(
    session: OfficeSession,
    unit: UnitOfWork,
    case_id: UUID,
    body: ContactBody,
    passing: Passing | None,
    *,
    before: ContactBody | None = None,
) -> tuple[ContactBody, Permit | None]:
    """A contact as it may be kept, with its permit where it was with somebody outside the family (P33).

    `before`: as it stood until now; nobody is asked twice about the same recipient. Raises `SaysNo`.
    """
    if body.with_id is None and not is_outside(body):
        return body, None
    person_id = person_of(unit.connection, case_id)
    to = _outside(session, unit.connection, person_id, body)
    if to is None:
        return body, None
    to = listed(session, unit.connection, to)
    body = dataclasses.replace(body, with_agency=to)
    earlier = None if before is None else _outside(session, unit.connection, person_id, before)
    if earlier is not None and listed(session, unit.connection, earlier) == to:
        return body, None
    passing = passing or Passing()
    question = Question(
        recipient=to,
        material=Material.TALK,
        ground=passing.ground,
        topic=passing.topic,
        words=passing.words,
    )
    permit, _ = pass_on(
        session, unit, person_id, question, told=passing.words, how=body.channel, exception=passing.exception
    )
    return dataclasses.replace(body, with_agency=permit.question.recipient), permit


def _outside(session: OfficeSession, connection: Connection, person_id: UUID, body: ContactBody) -> Recipient | None:
    """Who outside the family it was with, whatever it is called; None: the family."""
    if body.with_agency is not None:
        return body.with_agency
    if body.with_id is not None and body.with_id != person_id:
        tie = next((one for one in family_of(session, connection, person_id) if one.person_id == body.with_id), None)
        if tie is None or tie.tie.relation == SOCIAL_WORKER:
            return as_agency(tie, Recipient(kind=RecipientKind.PERSON, person_id=body.with_id))
        return None
    return Recipient(kind=RecipientKind.OTHER) if is_outside(body) else None


def encouraged(
    session: OfficeSession, unit: UnitOfWork, case_id: UUID, own_share: OwnShare | None, on: date | None, how: str
) -> None:
    """That the family was encouraged to share for themselves, and what came of it (P18); nothing where nobody said."""
    if own_share is None:
        return
    body = SharingBody(on=on or session.today_date(), how=how, own_share=own_share)
    person_id = person_of(unit.connection, case_id)
    sharing_store.note(session.desk, unit, SharingKind.ENCOURAGED, [person_id], body)
