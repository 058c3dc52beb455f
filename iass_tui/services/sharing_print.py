"""The sharing record as a paper for one of the family, without what is kept from its reader."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, note_store, people_store, sharing_store
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent.standing import is_own
from iass_tui.rules.dates import display_day
from iass_tui.rules.notes import fold_thread
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import Purpose, RecordedConsent, Scope
from iass_tui.rules.records.sharing import RecordedSharing
from iass_tui.rules.release import ItemProvenance, Withhold, item_for, may_receive
from iass_tui.rules.sharing.showing import may_print
from iass_tui.services import sharing_words as words
from iass_tui.services.acting import About, SaysNo, insist, refuse
from iass_tui.services.pack_items import Held
from iass_tui.services.pack_reading import PersonFile
from iass_tui.services.pack_work import sharing_item
from iass_tui.services.packs import letterhead, request_of
from iass_tui.services.sharing_door import NO, file_of
from iass_tui.services.sharing_views import SharingLine

if TYPE_CHECKING:
    from iass_tui.documents.sharing_record import Passed
    from iass_tui.services.session import OfficeSession
    from iass_tui.services.sharing import SharingService


@dataclasses.dataclass(frozen=True)
class Paper:
    """The PDF, and the reference in its name; "" of somebody without a case of their own."""

    reference: str
    pdf: bytes


def paper(session: OfficeSession, service: SharingService, person_id: UUID, requester_id: UUID | None) -> Paper:
    """The paper for one reader. Raises `NotAllowed`, recorded, where table 1.4 gives them nothing."""
    from iass_tui.documents.sharing_record import sharing_record_pdf

    reader = person_id if requester_id is None else requester_id
    desk = session.desk
    with desk.read() as connection:
        file = file_of(session, connection, person_id)
        try:
            _insist_on_reader(session, file, reader)
        except SaysNo as no:
            refuse(desk, About("sharing", person_id), no)
        rows = sharing_store.history(desk, connection, person_id)
        shown = [one for one in rows if _may_print(session, connection, file, one, reader)]
        events = {one.id: one.event for one in file.consents}
        passed = tuple(_passed(line) for line in service.lines(connection, shown, events))
        numbers = case_store.references(connection, list(case_store.ids_of_person(connection, person_id)))
    reference = format_reference(max((number for number, _ in numbers.values()), default=0)) if numbers else ""
    today = session.today_date()
    name = file.person.card.full_name
    return Paper(reference, sharing_record_pdf(letterhead(session.facts), today, reference, name, passed))


def items(session: OfficeSession, file: PersonFile, reader: UUID) -> Iterator[Held]:
    """The lines of the record as items of a working copy for one reader."""
    with session.desk.read() as connection:
        rows = sharing_store.history(session.desk, connection, file.person.id)
        wanted = [one.body.question.recipient.person_id for one in rows if one.body.question]
        cards = people_store.cards(session.desk, connection, [one for one in wanted if one])
        events = {one.id: one.event for one in file.consents}
        for one in rows:
            to = one.body.question.recipient.person_id if one.body.question else None
            yield sharing_item(
                one,
                events,
                cards[to].full_name if to in cards else "",
                is_shown=_may_print(session, connection, file, one, reader),
                is_own=reader == file.person.id,
            )


def _insist_on_reader(session: OfficeSession, file: PersonFile, reader: UUID) -> None:
    """Whoever may have the file may have this page of it (table 1.4, P31)."""
    if file.person.state is PersonState.PENDING:
        raise SaysNo(NO, ("SHARING_NOT_ASKED_YET",))
    today = session.today_date()
    insist(may_receive(request_of(file, reader, today), today), NO)


def _may_print(
    session: OfficeSession, connection: Connection, file: PersonFile, one: RecordedSharing, reader: UUID
) -> bool:
    own = {event.id for event in file.consents if is_own(event)}
    relied = set(one.body.consents)
    release = file.state.relied_on(Purpose.YP_RELEASE_TO_PARENT, Scope(person_id=reader))
    return may_print(
        one.kind,
        one.body,
        file.person.id,
        reader,
        is_childs_own=file.is_childs and bool(relied) and relied <= own and not _own_of(release),
        is_kept_back=_is_kept_back(session, connection, file, one, reader, agrees=bool(_own_of(release))),
    )


def _own_of(events: tuple[RecordedConsent, ...]) -> tuple[RecordedConsent, ...]:
    return tuple(one for one in events if is_own(one))


def _is_kept_back(
    session: OfficeSession,
    connection: Connection,
    file: PersonFile,
    one: RecordedSharing,
    reader: UUID,
    *,
    agrees: bool,
) -> bool:
    """Whether the note it came from is kept from this reader (P32)."""
    note_id = one.body.question.note_id if one.body.question else None
    rows = note_store.thread(session.desk, connection, note_id) if note_id else ()
    if not rows:
        return False
    body = fold_thread(rows).body
    item = ItemProvenance(provided_by=body.provided_by, parent_may_see=body.parent_may_see, child_agrees=agrees)
    return isinstance(item_for(item, request_of(file, reader, session.today_date()).requester), Withhold)


def _passed(line: SharingLine) -> Passed:
    from iass_tui.documents.sharing_record import Passed

    question = line.body.question
    when = "\n".join(part for part in (display_day(line.body.on), words.how_words(line)) if part)
    to = words.recipient_words(question.recipient if question else None, line.recipient)
    return Passed(when, to or "Nobody", words.what_words(line), words.permission_words(line))
