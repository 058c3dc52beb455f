"""What a letter is put together from: whom it is about, who reads it, and what it may not tell them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import agency_store, case_store, consent_store, people_store
from db.people_store import StoredPerson
from db.unit_of_work import verify_row
from iass_tui.rules import safety
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import fold
from iass_tui.rules.homes import letter_home
from iass_tui.rules.letters import CaseWords
from iass_tui.rules.papers import Way
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.records.sharing import Ground, Recipient, RecipientKind
from iass_tui.rules.safety import Care, Doing
from iass_tui.rules.traces import known_words
from iass_tui.services.letter_views import LetterWish
from iass_tui.services.sharing_door import NOBODY, family_of, listed
from iass_tui.services.views import NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_THEIR_CASE = "That case is somebody else's. Write the letter from their own page."


@dataclasses.dataclass(frozen=True)
class LetterFacts:
    """Everything a letter needs of the record, read in one go."""

    person: StoredPerson
    to: Recipient
    """As the directory has them."""
    reader: StoredPerson | None
    """A reader of the family; None: somebody else."""
    reader_name: str
    address: tuple[str, ...]
    may_be_reached: bool
    known: CaseWords
    hidden: tuple[str, ...]
    care: Care
    address_of: UUID | None = None
    """Whose address it is, where it is one of the family's."""
    home_safety: tuple[str, ...] = ()
    """SAFETY codes of a parent to whose home a child's letter goes."""


def read(session: OfficeSession, connection: Connection, wish: LetterWish) -> LetterFacts:
    """What bears on this letter. Raises `NotFound`, `Tampered`, and `Problem` for a case that is another's."""
    person = _person(session, connection, wish.person_id)
    is_family = wish.to.kind is RecipientKind.PERSON and wish.to.person_id is not None
    to = wish.to if is_family else listed(session, connection, wish.to)
    reader = _person(session, connection, wish.to.person_id) if is_family and wish.to.person_id else None
    may_reach = reader is not None and may_be_reached(session, connection, reader)
    name, address = to.named, _agency_address(session, connection, to)
    host: StoredPerson | None = None
    if reader is not None:
        name, address = reader.card.full_name, _own_address(reader) if may_reach and wish.way is Way.POST else ()
        if may_reach and wish.way is Way.POST and not address and reader.card.role is PartyRole.CHILD:
            host = _host(session, connection, reader.id)
            address = _own_address(host) if host is not None else ()
    reference, setting = _case(session, connection, wish)
    hidden = _hidden(session, connection, person, reader, setting)
    card = person.card
    is_childs = card.role is PartyRole.CHILD
    known = CaseWords(
        reference=reference,
        child=card.full_name if is_childs else "",
        born=card.born if is_childs else None,
        setting="" if setting in hidden else setting,
        council=session.facts.council,
        officer=session.me.card.name,
        reader=name,
        is_to_family=reader is not None,
        is_permitted=wish.passing.ground not in (Ground.HARM, Ground.ILLEGAL),
    )
    care = _care(session, connection, person, reader, host)
    safety_there = host.card.safety if host is not None else ()
    home = (host or reader) if address else None
    lives_there = home.id if home is not None else None
    return LetterFacts(person, to, reader, name, address, may_reach, known, hidden, care, lives_there, safety_there)


def _host(session: OfficeSession, connection: Connection, child_id: UUID) -> StoredPerson | None:
    """The parent at whose home a child without an address of their own gets a letter, where that is one home.

    A parent who does not let us keep how to reach them (P44) has no home here.
    """
    hosts: dict[tuple[str, ...], StoredPerson] = {}
    homes = []
    for one in family_of(session, connection, child_id):
        if one.is_child_side or not one.tie.home:
            continue
        host = people_store.person(session.desk, connection, one.person_id)
        address = _own_address(host) if host and may_be_reached(session, connection, host) else ()
        if host is not None and address:
            hosts[address] = host
        homes.append((one.tie, address))
    return hosts.get(letter_home(homes) or ())


def _care(
    session: OfficeSession,
    connection: Connection,
    person: StoredPerson,
    reader: StoredPerson | None,
    host: StoredPerson | None,
) -> Care:
    """Of a reader of the family everything on their card; for anybody else what is flagged with any of the family."""
    if reader is not None and host is not None:
        return safety.take_care({*reader.card.safety, *host.card.safety}, words=reader.card.safety_words)
    if reader is not None:
        return safety.care_for(reader.card, reader.contact)
    cards = [person.card, *(one.card for one in family_of(session, connection, person.id) if one.card)]
    return safety.take_care({code for card in cards for code in card.safety}, doing=Doing.PRINT)


def may_be_reached(session: OfficeSession, connection: Connection, person: StoredPerson) -> bool:
    """Whether we may write to them at all (P44)."""
    events = consent_store.history(session.desk, person.id, connection)
    state = fold(events, session.today_date(), person.card.born)
    return person.state is PersonState.ACTIVE and bool(state.may_keep_contact())


def _person(session: OfficeSession, connection: Connection, person_id: UUID) -> StoredPerson:
    verify_row(connection, "person", person_id.bytes)
    found = people_store.person(session.desk, connection, person_id)
    if found is None:
        raise NotFound(NOBODY)
    return found


def _own_address(person: StoredPerson) -> tuple[str, ...]:
    addresses = person.contact.addresses if person.contact else ()
    return (*addresses[0].lines, addresses[0].postcode) if addresses else ()


def _agency_address(session: OfficeSession, connection: Connection, to: Recipient) -> tuple[str, ...]:
    if to.agency_id is None:
        return ()
    agency = agency_store.agency(session.desk, connection, to.agency_id)
    return tuple(part.strip() for part in agency.card.address.split(",")) if agency else ()


def _case(session: OfficeSession, connection: Connection, wish: LetterWish) -> tuple[str, str]:
    """The case's reference, and the school in it. Raises `Problem` where it is not this person's."""
    if wish.case_id is None:
        return "", ""
    file = case_store.case_file(connection, wish.case_id)
    if file is None or file.person_id != wish.person_id:
        raise Problem(NOT_THEIR_CASE)
    row = next(one for one in case_store.select_of_person(connection, wish.person_id) if one[0] == wish.case_id.bytes)
    case = case_store.opened(row, session.desk.keys(case_store.places([row])))
    return format_reference(case.number), case.facts.setting_name if case.facts else ""


def _hidden(
    session: OfficeSession, connection: Connection, person: StoredPerson, reader: StoredPerson | None, setting: str
) -> tuple[str, ...]:
    """What would tell this reader where somebody of the family is whose safety keeps that from them.

    What is the reader's own as well is no news to them.
    """
    ties = [one.person_id for one in family_of(session, connection, person.id)]
    everyone = [person, *(one for tie in ties if (one := people_store.person(session.desk, connection, tie)))]
    own = set(known_words(reader.contact)) if reader is not None else set()
    found: list[str] = []
    for one in everyone:
        if reader is not None and one.id == reader.id:
            continue
        if not safety.may_read_where(one.card.safety, is_family=reader is not None):
            found += known_words(one.contact)
            found += [setting] if setting.strip() and reader is not None and one.id == person.id else []
    return tuple(dict.fromkeys(part for part in found if part not in own))
