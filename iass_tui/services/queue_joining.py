"""A sent intake as part of a family on file: nothing that is there is overwritten, what is new comes beside it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import case_store, consent_store, family_store, people_store, restricted_store
from db.people_store import StoredPerson
from db.unit_of_work import UnitOfWork
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import fold
from iass_tui.rules.intake import outcome, people
from iass_tui.rules.intake.routing import CHILD_TYPES
from iass_tui.rules.queue import QueueReason
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.consents import RecordedConsent
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import ContactDetails, PartyRole, PersonCard
from iass_tui.rules.text import fold as folded, normal_phone
from iass_tui.services.acting import About, SaysNo, acting, insist, insist_writable
from iass_tui.services.intake_records import FirstContact, Said, Someone
from iass_tui.services.intake_saving import Settle, Taken, made_of, write_case, write_enquiry
from iass_tui.services.interests import insist_may_have
from iass_tui.services.people import NO_SAVING, NOBODY
from iass_tui.services.queue_views import JoinCase, JoinPlan
from iass_tui.services.views import IntakeSaved, NotAllowed, NotFound
from iass_tui.vault.compartments import FileKey

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_A_CHILD = "Choose the child or young person on file, not a parent: a case is theirs."
SAID_NO_TO_CONTACT = (
    "They said no to being reached, and ways to reach them are on file. Record that on their consents page first (c): "
    "it erases these."
)
NO_CASE = "That case is closed, or not this child's. Choose another, or a new one."


def plan(session: OfficeSession, said: Said, person_id: UUID) -> JoinPlan:
    """Who of the intake is on file in this child's family, who would be new, and which open cases there are.

    Of a parent it is the child whom the intake names, or their only one. Raises `NotAllowed` where there is none such.
    """
    with session.desk.read() as connection:
        child = _child(session, connection, said, person_id)
        person_id = child.id
        known = _known(session, connection, said, person_id)
        rows = case_store.select_of_person(connection, person_id)
        cases = [case_store.opened(row, session.desk.keys(case_store.places([row]))) for row in rows]
    names, asked = _names(said), _asked(said)
    return JoinPlan(
        person_id=person_id,
        name=child.card.full_name,
        known=tuple(names[number] for number in known),
        new=tuple(name for number, name in enumerate(names[:asked]) if number not in known),
        named=tuple(name for number, name in enumerate(names) if number >= asked and number not in known),
        cases=tuple(
            JoinCase(
                one.id,
                format_reference(one.number),
                session.people.colleague_name(one.officer_id) if one.officer_id else "",
            )
            for one in cases
            if one.status is not CaseStatus.CLOSED
        ),
    )


def join(
    session: OfficeSession, said: Said, taken: Taken, child_id: UUID, case_id: UUID | None, settle: Settle
) -> IntakeSaved:
    """Consents and what is new about people beside what is on file; the enquiry in a new case, or in `case_id`."""
    desk = session.desk
    with desk.read() as connection:
        if _person(session, connection, child_id).card.role is not PartyRole.CHILD:
            raise NotAllowed(NOT_A_CHILD, ("NOT_A_CHILD",))
        known = _known(session, connection, said, child_id)
        has_contact = {one for one in (child_id, *known.values()) if _contact_version(session, connection, one)}
    adults = tuple(known.get(number) or uuid4() for number in range(_asked(said)))
    made = _without_known(
        made_of(session, said, (child_id, *adults), taken), [_names(said)[number] for number in known]
    )
    on_file = {child_id, *known.values()}
    target = case_id or uuid4()
    wanted = [("person", one.id) for one in made.people if one.id not in on_file]
    wanted += [("contact", one.id) for one in made.people if one.contact and one.id not in has_contact]
    wanted += [] if case_id else [("case", target)]
    about = About("person", child_id, target)
    left = {one.id: session.reviews.left_after(one.id, one.events) for one in made.people if one.id in on_file}
    with acting(desk, about) as unit:
        if case_id is None:
            insist_may_have(session, unit.connection, child_id, session.me.id)
        home = desk.home("person", child_id)  # what is new about a restricted child is restricted
        files = desk.new_keys([(kind, subject, "casework" if subject in on_file else home) for kind, subject in wanted])
        keys = dict(zip(wanted, files, strict=True))
        for one in made.people:
            session.reviews.settle(unit, one.id, one.events, left.get(one.id, {}))
            _write_person(session, unit, made, one, keys, is_known=one.id in on_file)
        number = _write_case(session, unit, made, child_id, case_id, keys)
        settle(unit)
        unit.say(AuditDetail(act=Act.CREATE, subject="case", subject_id=target, case_id=target, fields=("joined",)))
    session.directory.changed()
    word = next((one.card.code_word for one in made.people if one.card.code_word), "")
    return IntakeSaved(outcome(said).value, target, child_id, format_reference(number), word)


def _write_case(
    session: OfficeSession,
    unit: UnitOfWork,
    made: FirstContact,
    child_id: UUID,
    case_id: UUID | None,
    keys: dict[tuple[str, UUID], FileKey],
) -> int:
    if case_id is None:
        return write_case(session, unit, made, next(file for (kind, _), file in keys.items() if kind == "case"))
    row = case_store.select(unit.connection, case_id)
    case = None if row is None else case_store.opened(row, session.desk.keys(case_store.places([row])))
    if case is None or case.person_id != child_id or case.status is CaseStatus.CLOSED:
        raise SaysNo(NO_CASE, ("CASE_ALREADY_CLOSED",))
    write_enquiry(session, unit, made, session.desk.writing_key(case.key_id, "case", case_id))
    return case.number


def _write_person(
    session: OfficeSession,
    unit: UnitOfWork,
    made: FirstContact,
    one: Someone,
    keys: dict[tuple[str, UUID], FileKey],
    *,
    is_known: bool,
) -> None:
    desk, child = session.desk, made.people[0]
    if is_known:
        stored = _person(session, unit.connection, one.id)
        insist_writable(stored.state)
        if one.events:
            _insist_saving(session, unit, stored, one)
        file, version = desk.writing_key(stored.key_id, "person", one.id), stored.contact_version
        card = _beside(stored.card, one.card)
        if card != stored.card:
            people_store.change(desk, unit, one.id, card=card)
        contact = None if one.contact is None else _both(stored.contact, one.contact)
        if one.events and one.contact is None and stored.contact is not None:
            raise SaysNo(SAID_NO_TO_CONTACT, (QueueReason.SAID_NO_TO_CONTACT,))
    else:
        file, version, contact = keys["person", one.id], 0, one.contact
        people_store.insert(desk, unit, file, one.card)
        restricted_store.join(desk, unit, file)
        if one.tie is not None:
            child_key = people_store.state(unit.connection, child.id)
            assert child_key is not None
            own = desk.writing_key(child_key[1], "person", child.id)
            family_store.insert(desk, unit, own, uuid4(), child.id, one.id, one.tie)
    if contact is not None:
        people_store.put_contact(desk, unit, one.id, version, contact, keys.get(("contact", one.id)))
    if one.events:
        consent_store.append(desk, unit, file, one.id, one.events)


def _insist_saving(session: OfficeSession, unit: UnitOfWork, stored: StoredPerson, one: Someone) -> None:
    """With what was just said after all that was said before: whoever took a yes back is not overruled."""
    before = consent_store.history(session.desk, one.id, unit.connection)
    now = session.desk.records.clock()
    said = (
        RecordedConsent(
            id=uuid4(), subject_id=one.id, number=number, recorded_at=now, recorded_by=session.me.id, event=event
        )
        for number, event in enumerate(one.events, len(before) + 1)
    )
    insist(fold((*before, *said), session.today_date(), stored.card.born).may_save(), NO_SAVING)


def _person(session: OfficeSession, connection: Connection, person_id: UUID) -> StoredPerson:
    found = people_store.person(session.desk, connection, person_id)
    if found is None:
        raise NotFound(NOBODY)
    return found


def _child(session: OfficeSession, connection: Connection, said: Said, person_id: UUID) -> StoredPerson:
    found = _person(session, connection, person_id)
    if found.card.role is PartyRole.CHILD:
        return found
    rows = family_store.select(connection, person_id)
    family, _ = family_store.opened(rows, session.desk.keys(family_store.places(rows)))
    children = [one for one in family if one.is_child_side and one.card is not None]
    meant = folded(f"{said.get('child_given_name', '')} {said.get('child_family_name', '')}")
    named = [one for one in children if one.card is not None and folded(one.card.full_name) == meant]
    for some in (named, children):
        if len(some) == 1:
            return _person(session, connection, some[0].person_id)
    raise NotAllowed(NOT_A_CHILD, ("NOT_A_CHILD",))


def _contact_version(session: OfficeSession, connection: Connection, person_id: UUID) -> int:
    return _person(session, connection, person_id).contact_version


def _known(session: OfficeSession, connection: Connection, said: Said, child_id: UUID) -> dict[int, UUID]:
    """Which parents and carers of the intake are on file as this child's, by their whole name: number to id."""
    rows = family_store.select(connection, child_id)
    family, _ = family_store.opened(rows, session.desk.keys(family_store.places(rows)))
    by_name = {
        folded(one.card.full_name): one.person_id for one in family if one.card is not None and not one.is_child_side
    }
    found: dict[int, UUID] = {}
    for number, name in enumerate(_names(said)):
        same = by_name.get(folded(name))
        if folded(name) and same is not None and same not in found.values():
            found[number] = same
    return found


def _asked(said: Said) -> int:
    """How many of the parents and carers were asked: whoever rings for the child. Others are only named (P29)."""
    return 0 if said["user_type"] in CHILD_TYPES else 1


def _without_known(made: FirstContact, known: list[str]) -> FirstContact:
    """Whoever is on file in the family need not stand on the child's card as well."""
    child, *others = made.people
    names = {folded(name) for name in known}
    left = tuple(one for one in child.card.named if folded(one.full_name) not in names)
    card = dataclasses.replace(child.card, named=left)
    return dataclasses.replace(made, people=(dataclasses.replace(child, card=card), *others))


def _names(said: Said) -> list[str]:
    return [" ".join(part for part in (one["given_name"], one["family_name"]) if part.strip()) for one in people(said)]


def _beside(stored: PersonCard, new: PersonCard) -> PersonCard:
    """What is on file, with what was not known yet; what to take care of is added, never taken away."""
    names = {folded(one.full_name) for one in stored.named}
    return dataclasses.replace(
        stored,
        named=(*stored.named, *(one for one in new.named if folded(one.full_name) not in names)),
        born=stored.born or new.born,
        known_as=stored.known_as or new.known_as,
        user_type=stored.user_type or new.user_type,
        language=stored.language or new.language,
        interpreter=stored.interpreter or new.interpreter,
        formats=tuple(dict.fromkeys((*stored.formats, *new.formats))),
        safety=tuple(dict.fromkeys((*stored.safety, *new.safety))),
        code_word=stored.code_word or new.code_word,
    )


def _both(stored: ContactDetails | None, new: ContactDetails) -> ContactDetails:
    """Ways that are on file first, then those that are new."""
    if stored is None:
        return new
    phones = {normal_phone(one) for one in stored.phones}
    hours = dict.fromkeys(one for one in (stored.safe_hours, new.safe_hours) if one)
    return dataclasses.replace(
        stored,
        phones=(*stored.phones, *(one for one in new.phones if normal_phone(one) not in phones)),
        emails=tuple(dict.fromkeys((*stored.emails, *new.emails))),
        addresses=tuple(dict.fromkeys((*stored.addresses, *new.addresses))),
        safe_hours="; ".join(hours),
    )
