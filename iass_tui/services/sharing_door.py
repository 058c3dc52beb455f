"""The only door by which anything about anybody leaves (P3, P19): contacts, letters and releases ask here.

`pass_on` decides anew inside the very transaction that records it, on rows compared with the audit at that moment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import (
    access_store,
    agency_store,
    case_store,
    consent_store,
    family_store,
    join_store,
    note_store,
    office_store,
    people_store,
    sharing_store,
)
from db.family_store import StoredRelative
from db.people_store import StoredPerson
from db.unit_of_work import UnitOfWork, verify_row
from db.vouched import verify_none_missing
from iass_tui.rules.consent import fold
from iass_tui.rules.decision import Reason
from iass_tui.rules.notes import NoteThread, fold_thread
from iass_tui.rules.records.access import AccessBasis
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.casework import ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import RecordedConsent
from iass_tui.rules.records.office import Role
from iass_tui.rules.records.sharing import (
    ExceptionFacts,
    Ground,
    Material,
    Question,
    Recipient,
    RecipientKind,
    SharingBody,
    SharingKind,
)
from iass_tui.rules.release import ItemProvenance, Request
from iass_tui.rules.safety import Watch, watch
from iass_tui.rules.second_person import Second
from iass_tui.rules.sharing import (
    Answer,
    ForgedPermit,
    Outcome,
    Permit,
    SharingReason,
    Subject,
    decide_sharing,
    needs_sign_off_first,
)
from iass_tui.services.acting import SaysNo
from iass_tui.services.second_person import acts_alone
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.pack_reading import PersonFile
    from iass_tui.services.session import OfficeSession

NOBODY = "There is no such person any more."
NO_CASE = "There is no such case any more."
NO = "No: this may not be passed on. Nothing was recorded. The reasons say what would change that."
INCOMPLETE = "An exception needs every question answered. Nothing was recorded."
NOT_THE_SAME = "This is not what a manager signed off: something was changed since. Propose it anew: x."
SIGN_OFF_FIRST = (
    "Illegal activity without immediate danger is shared only once a manager has signed it off. Propose it instead: x."
)
_AT_STAKE = frozenset({Material.FILE, Material.CONTACT})
"""What a court order or a withheld address stops outright; for anything else they warn first."""
SOCIAL_WORKER = "SOCW"


@dataclasses.dataclass(frozen=True)
class Decided:
    """The rule's answer, with what it was asked and about whom."""

    question: Question
    answer: Answer
    subjects: tuple[StoredPerson, ...]
    relied: tuple[RecordedConsent, ...]
    recipient: str
    """The recipient's name, where they are on file."""


def decide(
    session: OfficeSession,
    connection: Connection,
    person_id: UUID,
    question: Question,
    exception: ExceptionFacts | None = None,
    *,
    is_theirs: bool = False,
) -> Decided:
    """What the rule says today. Raises `NotFound`, or `Tampered` where a row that bears on it is not the one saved.

    `is_theirs`: what would go is what this recipient of the family told us or asked us themselves. Only a service that
    knows where its words come from may say so: no caller of ours from a screen can.
    """
    today = session.today_date()
    person_id, question = join_store.followed(connection, (person_id, question))
    question, name = _normal(session, connection, person_id, question)
    facts = _known_decider(session, exception)
    thread = _thread(session, connection, question.note_id)
    subjects: list[Subject] = []
    people: list[StoredPerson] = []
    events: list[RecordedConsent] = []
    for subject_id in _whom(connection, person_id, thread):
        subject, person, own = _subject(session, connection, subject_id, question, thread)
        if is_theirs and subject.request is not None:
            subject = _said_by_recipient(subject, question)
        subjects.append(subject)
        people.append(person)
        events += own
    answer = decide_sharing(question, subjects, today, facts)
    ids = {event for _, event in answer.permit.consents} if answer.permit else set()
    relied = tuple(one for one in events if one.id in ids)
    return Decided(question, answer, tuple(people), relied, name)


def against_copy(session: OfficeSession, person_id: UUID, reader_id: UUID | None) -> tuple[Reason, ...]:
    """What stands against a copy of the file for anybody but the person: a refusal, a frozen record, a No to saving.

    Nothing is recorded as passed on.
    """
    if reader_id in (None, person_id):
        return ()
    to = Recipient(kind=RecipientKind.PERSON, person_id=reader_id)
    question = Question(recipient=to, material=Material.FILE, ground=Ground.ASKED)
    with session.desk.read() as connection:
        answer = decide(session, connection, person_id, question).answer
    return answer.reasons if answer.permit is None else ()


def pass_on(
    session: OfficeSession,
    unit: UnitOfWork,
    person_id: UUID,
    question: Question,
    *,
    told: str,
    how: str = "",
    exception: ExceptionFacts | None = None,
    sharing_id: UUID | None = None,
    is_theirs: bool = False,
) -> tuple[Permit, UUID]:
    """Records in this unit that something was passed on; the permit it was done by and the sharing's id.

    `is_theirs` as `decide` has it. Raises `SaysNo` with every reason where the rule refuses, where an exception is
    incomplete, and where a manager has to sign off first.
    """
    decided = decide(session, unit.connection, person_id, question, exception, is_theirs=is_theirs)
    permit = insist(session, decided, exception, is_signed_off=sharing_id is not None)
    try:
        made = sharing_store.record_shared(session.desk, unit, permit, told=told, how=how, sharing_id=sharing_id)
    except ForgedPermit:  # what was signed off is not quite what would be shared now: a renamed agency
        raise SaysNo(NOT_THE_SAME, (SharingReason.SIGN_OFF_FIRST,)) from None
    if permit.exception is not None and session.me.role is Role.MANAGER and sharing_id is None:
        _seen_by_recorder(session, unit, permit, made)
    return permit, made


def insist(
    session: OfficeSession, decided: Decided, exception: ExceptionFacts | None, *, is_signed_off: bool = False
) -> Permit:
    """The permit in an answer. Raises `SaysNo` where there is none that may be used now."""
    answer = decided.answer
    if answer.permit is None and answer.outcome is Outcome.EXCEPTION and exception is not None:
        raise SaysNo(INCOMPLETE, (SharingReason.EXCEPTION_INCOMPLETE, *answer.reasons))
    if answer.permit is None:
        raise SaysNo(NO, answer.reasons)
    facts = answer.permit.exception
    waits = facts is not None and needs_sign_off_first(
        decided.question, facts, by_only_manager=is_by_only_manager(session, facts, decided.subjects[0].id)
    )
    if waits and not is_signed_off:
        raise SaysNo(SIGN_OFF_FIRST, (SharingReason.SIGN_OFF_FIRST,))
    return answer.permit


def is_by_only_manager(session: OfficeSession, facts: ExceptionFacts, subject: UUID) -> bool:
    """Whether a manager decided it and records it themselves, and nobody else could sign it off (decision 0017)."""
    return facts.decided_by == session.me.id and acts_alone(session, [session.me.id], subject)


def _seen_by_recorder(session: OfficeSession, unit: UnitOfWork, permit: Permit, sharing_id: UUID) -> None:
    """What a manager records themselves a manager has seen; what the only manager decided is signed off by that."""
    facts = permit.exception
    assert facts is not None
    if permit.question.ground is not Ground.ILLEGAL:
        kind, body = SharingKind.SEEN, SharingBody(on=permit.on)
    elif is_by_only_manager(session, facts, permit.subjects[0]):
        kind, body = SharingKind.SIGNED_OFF, SharingBody(on=permit.on, reasons=(Second.NO_SECOND_PERSON.value,))
        unit.also_say(Second.NO_SECOND_PERSON.value)
    else:
        return  # another manager signs it off
    sharing_store.note(session.desk, unit, kind, permit.subjects, body, sharing_id)


# what the rule is asked


def person_of(connection: Connection, case_id: UUID) -> UUID:
    """Whose case it is. Raises `NotFound`."""
    file = case_store.case_file(connection, case_id)
    if file is None:
        raise NotFound(NO_CASE)
    return file.person_id


def _normal(
    session: OfficeSession, connection: Connection, person_id: UUID, question: Question
) -> tuple[Question, str]:
    """A social worker on the family's page is an agency: what goes to them is asked as such."""
    to = question.recipient
    if to.kind is not RecipientKind.PERSON or to.person_id is None:
        return dataclasses.replace(question, recipient=listed(session, connection, to)), ""
    tie = next((one for one in family_of(session, connection, person_id) if one.person_id == to.person_id), None)
    if tie is not None and tie.tie.relation == SOCIAL_WORKER:
        return dataclasses.replace(question, recipient=as_agency(tie, to)), ""
    found = people_store.cards(session.desk, connection, [to.person_id]).get(to.person_id)
    return question, found.full_name if found else ""


def listed(session: OfficeSession, connection: Connection, to: Recipient) -> Recipient:
    """An agency as its directory entry has it: who works where is no caller's to say."""
    agency = None if to.agency_id is None else _entry(session, connection, to.agency_id)
    if agency is None:
        return dataclasses.replace(to, agency_id=None, organisation="")
    card = agency.card
    where = card.organisation if card.person.strip() else ""
    return dataclasses.replace(to, code=card.code, named=card.full_name, organisation=where)


def _entry(session: OfficeSession, connection: Connection, agency_id: UUID) -> Agency | None:
    verify_row(connection, "agency", agency_id.bytes)
    return agency_store.agency(session.desk, connection, agency_id)


def as_agency(tie: StoredRelative | None, to: Recipient) -> Recipient:
    """A social worker of the family as the agency they are; anyone else as they were."""
    if tie is None or tie.tie.relation != SOCIAL_WORKER:
        return to
    return Recipient(kind=RecipientKind.AGENCY, code="SW", named=tie.card.full_name if tie.card else "")


def _known_decider(session: OfficeSession, facts: ExceptionFacts | None) -> ExceptionFacts | None:
    """Who decided has to work here and open cases; else the question counts as open."""
    if facts is None or facts.decided_by is None:
        return facts
    try:
        colleague = office_store.colleague(session.desk, facts.decided_by)
    except LookupError:
        return dataclasses.replace(facts, decided_by=None)
    if colleague.is_active and colleague.role is not Role.VOLUNTEER:
        return facts
    return dataclasses.replace(facts, decided_by=None)


def _thread(session: OfficeSession, connection: Connection, note_id: UUID | None) -> NoteThread | None:
    if note_id is None:
        return None
    rows = note_store.verified_thread(session.desk, connection, note_id)
    verify_none_missing(connection, "note")  # a correction that is gone may have said that a parent may not see it
    if not rows:
        raise NotFound("There is no such note any more.")
    return fold_thread(join_store.followed(connection, rows))


def _whom(connection: Connection, person_id: UUID, thread: NoteThread | None) -> tuple[UUID, ...]:
    """Everyone whom it is about: the person, and of a note its case's person and whoever else it is about."""
    if thread is None:
        return (person_id,)
    wanted = dict.fromkeys((person_of(connection, thread.case_id), *thread.body.about))
    return tuple(one for one in wanted if people_store.state(connection, one) is not None)


def _subject(
    session: OfficeSession,
    connection: Connection,
    person_id: UUID,
    question: Question,
    thread: NoteThread | None,
) -> tuple[Subject, StoredPerson, tuple[RecordedConsent, ...]]:
    file = file_of(session, connection, person_id)
    person = file.person
    subject = Subject(
        person_id=person_id,
        state=person.state,
        consent=file.state,
        heard=len(file.consents),
        is_child=file.is_childs,
        safety=_safety(file, question.recipient.person_id),
        item=_item(thread),
        given_by=_given_by(connection, thread),
        request=_request(file, question, session.today_date()),
    )
    return subject, person, file.consents


def _item(thread: NoteThread | None) -> ItemProvenance | None:
    if thread is None:
        return None
    body = thread.body
    return ItemProvenance(
        provided_by=body.provided_by, parent_may_see=body.parent_may_see, is_in_error=thread.is_in_error
    )


def _said_by_recipient(subject: Subject, question: Question) -> Subject:
    """Their own words, said back: the rule then asks what stands against the recipient, and nothing more."""
    item = ItemProvenance(provided_by=ProvidedBy.PARENT, parent_may_see=ParentMaySee.YES)
    return dataclasses.replace(subject, item=item, given_by=question.recipient.person_id)


def _given_by(connection: Connection, thread: NoteThread | None) -> UUID | None:
    if thread is None:
        return None
    if thread.body.provided_by_id is None and thread.body.provided_by is ProvidedBy.CHILD:
        return person_of(connection, thread.case_id)
    return thread.body.provided_by_id


def file_of(session: OfficeSession, connection: Connection, person_id: UUID) -> PersonFile:
    """One person with family and consents, as what may be released is decided. Raises `NotFound` or `Tampered`."""
    from iass_tui.services.pack_reading import PersonFile

    verify_row(connection, "person", person_id.bytes)
    person = people_store.person(session.desk, connection, person_id)
    if person is None:
        raise NotFound(NOBODY)
    events = consent_store.history(session.desk, person_id, connection)
    spent = sharing_store.used(session.desk, connection, events)
    state = fold(events, session.today_date(), person.card.born, used=spent)
    family = tuple(family_of(session, connection, person_id, verified=True))
    stored = access_store.read(session.desk, connection, person_id)
    return PersonFile(person, family, events, state, "", (), stored.basis if stored else AccessBasis())


def _request(file: PersonFile, question: Question, today: date) -> Request | None:
    """The recipient as a requester of this person's file; None for whoever is neither family nor authorised."""
    from iass_tui.services.packs import request_of

    to = question.recipient
    if to.kind is not RecipientKind.PERSON or to.person_id is None:
        return None
    request, watched = request_of(file, to.person_id, today), watch(_safety(file, to.person_id), is_family=True)
    is_tied = to.person_id == file.person.id or any(one.person_id == to.person_id for one in file.family)
    if not is_tied and request.authority is None:
        return None
    is_own = to.person_id == file.person.id
    is_at_stake = question.material in _AT_STAKE and not is_own
    return dataclasses.replace(
        request,
        order_forbids=is_at_stake and Watch.ORDER in watched,
        has_concern=is_at_stake and Watch.HIDDEN in watched,
    )


def _safety(file: PersonFile, recipient: UUID | None) -> frozenset[str]:
    """What to take care of with anybody in the family but the recipient: a parent's flag stands on their own card."""
    cards = [file.person.card, *(one.card for one in file.family if one.card and one.person_id != recipient)]
    return frozenset(code for card in cards for code in card.safety)


def family_of(
    session: OfficeSession, connection: Connection, person_id: UUID, *, verified: bool = False
) -> Iterator[StoredRelative]:
    """Everybody tied to a person; `verified`: each tie compared with the audit."""
    rows = family_store.select(connection, person_id)
    found, _ = family_store.opened(rows, session.desk.keys(family_store.places(rows)))
    for one in found:
        if verified:
            verify_row(connection, "family_tie", one.link_id.bytes)
        yield one
