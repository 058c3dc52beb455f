"""Two records of one person joined, and parted again. See `joining_views.Joining` and decision 0013."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import (
    access_store,
    agency_store,
    case_store,
    consent_store,
    equality_store,
    family_store,
    join_store,
    paper_store,
    people_store,
    sharing_store,
)
from db.join_store import StoredJoin
from db.people_store import StoredPerson
from db.unit_of_work import UnitOfWork
from iass_tui.rules import joining as rules
from iass_tui.rules.access import Action
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.consent.joined import JoinedRecord, joined_history
from iass_tui.rules.consent.standing import forbids
from iass_tui.rules.decision import Refused
from iass_tui.rules.joining import Half, JoinReason
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import Decision, Purpose, RecordedConsent
from iass_tui.rules.records.joining import DetailsBefore, JoinBody
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import ContactDetails, PersonCard
from iass_tui.services import turning
from iass_tui.services.acting import About, SaysNo, acting, record
from iass_tui.services.interests import held_against
from iass_tui.services.joining_views import Along, Choices, HalfView, JoinLine, JoinOffer, Parted
from iass_tui.services.people import NOBODY
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_JOINED = "These two records cannot be joined now. The reasons say what would change that."
CHANGED = "One of the two records was changed meanwhile. Nothing was joined: look at both again."
NOT_PARTED = (
    "Consent to save them was taken back, so a manager decides about both records first. Nothing was taken apart."
)
GONE = "These two are not joined any more."


class JoiningService:
    """Two records of one person made one, and the way back."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def kept(self, person_id: UUID) -> UUID:
        """See the port."""
        with self._desk.read() as connection:
            return join_store.kept_of(connection, person_id)

    # comparing

    @in_words()
    def compare(self, kept_id: UUID, other_id: UUID) -> JoinOffer:
        """See the port. Where one record keeps others already, it is the one to keep: the two change places."""
        self._session.require(Action.CHANGE_PERSON, kept_id)
        why = {one: self._insist_open(one) for one in (kept_id, other_id)}
        with self._desk.read() as connection:
            if join_store.joins_of(self._desk, connection, other_id):
                kept_id, other_id = other_id, kept_id
            offer = self._offer(connection, kept_id, other_id)
        for one, reasons in why.items():
            record(self._desk, About("person", one).detail(Act.VIEW, fields=("join",), reasons=reasons))
        return offer

    def _insist_open(self, person_id: UUID) -> tuple[str, ...]:
        """What was said of why this person's cases and record are opened; asked again before they move."""
        return self._session.access.insist_for_person(person_id, About("person", person_id))

    def _offer(self, connection: Connection, kept_id: UUID, other_id: UUID) -> JoinOffer:
        kept, other = self._stored(connection, kept_id), self._stored(connection, other_id)
        answer = rules.may_join(
            self._half(connection, kept),
            self._half(connection, other),
            are_related=family_store.is_tied(connection, kept_id, other_id),
        )
        refused = answer.reasons if isinstance(answer, Refused) else ()
        mine, theirs = self._half_view(connection, kept), self._half_view(connection, other)
        return JoinOffer(
            kept=mine,
            other=theirs,
            card=rules.compare(mine.card, theirs.card),
            contact=rules.compare(mine.contact, theirs.contact),
            consents=self._consents_of_both(connection, kept, other),
            reasons=tuple(one for one in refused if isinstance(one, JoinReason)),
            held=held_against(self._session, connection, self._cards_of_both(connection, kept_id, other_id)),
        )

    def _cards_of_both(self, connection: Connection, *people: UUID) -> dict[UUID, PersonCard]:
        return {id_: card for one in people for id_, card in self._session.sides.cards(connection, one).items()}

    def _half(self, connection: Connection, one: StoredPerson) -> Half:
        state = self._own_state(connection, one)
        places = self._desk.key(one.key_id, "person", one.id).place
        return Half(
            id=one.id,
            state=one.state,
            role=one.card.role,
            keeps_others=bool(join_store.joins_of(self._desk, connection, one.id)),
            is_restricted=places.compartment != "casework",
            holds_contact=one.contact_id is not None,
            holds_equality=bool(equality_store.every(self._desk, connection, one.id)),
            says_no_to_contact=state.standing(Purpose.SAVE_CONTACT).narrows,
            says_no_to_equality=state.standing(Purpose.SAVE_EQUALITY).narrows,
        )

    def _own_state(self, connection: Connection, one: StoredPerson) -> ConsentState:
        events = consent_store.history(self._desk, one.id, connection)
        spent = sharing_store.used(self._desk, connection, events)
        return fold(events, self._session.today_date(), one.card.born, used=spent)

    def _consents_of_both(self, connection: Connection, kept: StoredPerson, other: StoredPerson) -> ConsentState:
        mine = consent_store.history(self._desk, kept.id, connection)
        theirs = consent_store.own_history(self._desk, connection, other.id)
        today = self._session.today_date()
        both = joined_history(kept.id, mine, [JoinedRecord(theirs, len(theirs), len(mine))], today)
        return fold(both, today, kept.card.born, used=sharing_store.used(self._desk, connection, (*mine, *theirs)))

    def _half_view(self, connection: Connection, one: StoredPerson) -> HalfView:
        return HalfView(
            person_id=one.id,
            card=one.card,
            contact=one.contact or ContactDetails(),
            versions=(one.version, one.contact_version),
            along=self._along(connection, one.id),
        )

    def _along(self, connection: Connection, person_id: UUID) -> Along:
        cases = case_store.select_of_person(connection, person_id)
        query = "SELECT count(DISTINCT note_id) FROM note WHERE case_id = ?"
        notes = sum(connection.exec_driver_sql(query, (row[0],)).scalar_one() for row in cases)
        basis = access_store.read(self._desk, connection, person_id)
        return Along(
            cases=len(cases),
            notes=notes,
            consents=len(consent_store.history(self._desk, person_id, connection)),
            ties=len(family_store.select(connection, person_id)),
            agencies=len(agency_store.select(connection, person_id)),
            authorities=len(basis.basis.authorities) + len(basis.basis.findings) if basis else 0,
            sharings=len(sharing_store.history(self._desk, connection, person_id)),
            papers=len(paper_store.copies(self._desk, connection, person_id)),
        )

    # joining

    @in_words()
    def join(self, offer: JoinOffer, card: Choices, contact: Choices) -> None:
        """See the port. One unit of work; a second entry tells of it in the other record's audit."""
        kept_id, other_id = offer.kept.person_id, offer.other.person_id
        self._session.require(Action.CHANGE_PERSON, kept_id)
        for one in (kept_id, other_id):
            self._insist_open(one)
        about = About("person", kept_id)
        with acting(self._desk, about) as unit:
            now = self._offer(unit.connection, kept_id, other_id)
            if now.reasons:
                raise SaysNo(NOT_JOINED, now.reasons)
            if (now.kept.versions, now.other.versions) != (offer.kept.versions, offer.other.versions):
                raise Problem(CHANGED)
            self._write(unit, now, card, contact)
            unit.say(about.detail(Act.CHANGE, fields=("join",), reasons=(str(other_id),)))
        record(self._desk, About("person", other_id).detail(Act.CHANGE, fields=("join",), reasons=(str(kept_id),)))
        self._session.directory.changed()

    def _write(self, unit: UnitOfWork, now: JoinOffer, card: Choices, contact: Choices) -> None:
        desk, kept_id, other_id = self._desk, now.kept.person_id, now.other.person_id
        joined = rules.together(now.kept.card, now.other.card, card)
        cases = tuple(UUID(bytes=row[0]) for row in case_store.select_of_person(unit.connection, other_id))
        body = JoinBody(
            former=now.kept.card,
            joined=joined,
            kept_events=len(consent_store.own_history(desk, unit.connection, kept_id)),
            other_events=len(consent_store.own_history(desk, unit.connection, other_id)),
            cases=cases,
        )
        self._put_contact(unit, now, rules.together(now.kept.contact, now.other.contact, contact))
        people_store.change(desk, unit, kept_id, card=joined)
        people_store.change(desk, unit, other_id, state=PersonState.JOINED)
        kept = self._stored(unit.connection, kept_id)
        join_store.insert(desk, unit, desk.writing_key(kept.key_id, "person", kept_id), other_id, body)
        self._move(unit, cases, kept_id)

    def _put_contact(self, unit: UnitOfWork, now: JoinOffer, details: ContactDetails) -> None:
        """The kept record's ways to reach them from now on; what they were is kept beside them, under their key."""
        desk, kept_id, version = self._desk, now.kept.person_id, now.kept.versions[1]
        if details == now.kept.contact:
            return
        fresh = None if version else desk.new_keys([("contact", kept_id, "casework")])[0]
        people_store.put_contact(desk, unit, kept_id, version, details, fresh)
        before = DetailsBefore(former=now.kept.contact, joined=details)
        file = fresh or desk.shared_key("contact", kept_id, "casework")
        join_store.insert_details(desk, unit, file, now.other.person_id, before)

    @staticmethod
    def _move(unit: UnitOfWork, cases: tuple[UUID, ...], to: UUID) -> None:
        for case_id in cases:
            case_store.give_person(unit, case_id, to)
            join_store.move_enquiries(unit, case_id, to)

    # the way back

    @in_words()
    def joined_to(self, person_id: UUID) -> tuple[JoinLine, ...]:
        """See the port."""
        self._session.require(Action.FIND, person_id)
        with self._desk.read() as connection:
            kept_id = join_store.kept_of(connection, person_id)
            found = []
            for join in join_store.joins_of(self._desk, connection, kept_id):
                other = people_store.person(self._desk, connection, join.other_id)
                by = self._session.people.colleague_name(join.joined_by)
                name = other.card.full_name if other else ""
                found.append(JoinLine(join.other_id, name, join.joined_at.astimezone().date(), by))
        return tuple(found)

    @in_words()
    def part(self, other_id: UUID) -> Parted:
        """See the port. A refusal that was said of both stands in both; the other record is frozen by one of saving."""
        self._session.require(Action.CHANGE_PERSON, other_id)
        with self._desk.read() as connection:
            kept_id = join_store.kept_of(connection, other_id)
            if kept_id == other_id:
                raise NotFound(GONE)
            self._insist_partable(connection, kept_id)
        self._insist_open(kept_id)
        with self._desk.read() as connection:
            left = self._unsaid(connection, kept_id, other_id)
        for one, id_ in left:  # the ledger first: what narrows must outlive whatever is cut off after it
            kind = "withdrawal" if one.event.decision is Decision.WITHDRAWN else "refusal"
            turning.announce(self._desk, turning.Erasure(kind, other_id, f"{one.event.purpose.value} {id_}", (), ()))
        about = About("person", kept_id)
        with acting(self._desk, about) as unit:
            parted = self._part(unit, kept_id, other_id, left)
            unit.say(about.detail(Act.CHANGE, fields=("join",), reasons=("UNDONE", str(other_id))))
        said = About("person", other_id).detail(Act.CHANGE, fields=("join",), reasons=("UNDONE", str(kept_id)))
        record(self._desk, said)
        self._session.directory.changed()
        return parted

    def _insist_partable(self, connection: Connection, kept_id: UUID) -> None:
        if self._stored(connection, kept_id).state is not PersonState.ACTIVE:
            raise Problem(NOT_PARTED)

    def _unsaid(
        self, connection: Connection, kept_id: UUID, other_id: UUID
    ) -> tuple[tuple[RecordedConsent, UUID], ...]:
        """What was taken back of both and does not stand in the other record yet: a crash came between."""
        join = self._join(connection, kept_id, other_id)
        assert join.body is not None
        mine = consent_store.own_history(self._desk, connection, kept_id)[join.body.kept_events :]
        theirs = consent_store.own_history(self._desk, connection, other_id)[join.body.other_events :]
        said = {(one.event.purpose, one.event.decision, one.event.scope) for one in theirs}
        left = []
        for one in mine:
            key = (one.event.purpose, one.event.decision, one.event.scope)
            if forbids(one) and key not in said:
                said.add(key)
                left.append((one, uuid4()))
        return tuple(left)

    def _join(self, connection: Connection, kept_id: UUID, other_id: UUID) -> StoredJoin:
        found = next(
            (one for one in join_store.joins_of(self._desk, connection, kept_id) if one.other_id == other_id), None
        )
        if found is None or found.body is None:
            raise NotFound(GONE)
        return found

    def _part(
        self, unit: UnitOfWork, kept_id: UUID, other_id: UUID, left: tuple[tuple[RecordedConsent, UUID], ...]
    ) -> Parted:
        desk, connection = self._desk, unit.connection
        self._insist_partable(connection, kept_id)
        join = self._join(connection, kept_id, other_id)
        body = join.body
        assert body is not None
        kept, other = self._stored(connection, kept_id), self._stored(connection, other_id)
        stayed = self._stayed(connection, kept, join)
        said = consent_store.own_history(desk, connection, other_id)
        takes_back = any(one.event.purpose is Purpose.SAVE_CASE for one, _ in left)
        may_save = not takes_back and bool(fold(said, self._session.today_date(), other.card.born).may_save())
        self._contact_back(unit, kept, other_id)
        back = rules.taken_back(body.former, body.joined, kept.card)
        join_store.remove(unit, other_id)
        people_store.change(desk, unit, kept_id, card=back)
        if left:
            theirs = desk.writing_key(other.key_id, "person", other_id)
            events, ids = [one.event for one, _ in left], [id_ for _, id_ in left]
            consent_store.append(desk, unit, theirs, other_id, events, ids)
        people_store.change(desk, unit, other_id, state=PersonState.ACTIVE if may_save else PersonState.FROZEN)
        theirs_now = case_store.ids_of_person(connection, kept_id)
        self._move(unit, tuple(one for one in body.cases if one in theirs_now), other_id)
        return Parted(other_id, other.card.full_name, not may_save, stayed)

    def _contact_back(self, unit: UnitOfWork, kept: StoredPerson, other_id: UUID) -> None:
        """How the kept person was reached before; what was changed since stays. Gone with P44, nothing comes back."""
        before = join_store.details_before(self._desk, unit.connection, other_id)
        if before is None or kept.contact is None or kept.contact_id is None:
            return
        back = rules.taken_back(before.former, before.joined, kept.contact)
        if back == ContactDetails():
            unit.verify("person_contact", kept.contact_id.bytes)
            unit.delete("person_contact", kept.contact_id)
        else:
            people_store.put_contact(self._desk, unit, kept.id, kept.contact_version, back, None)

    def _stayed(self, connection: Connection, kept: StoredPerson, join: StoredJoin) -> tuple[str, ...]:
        """What was added since the join, as codes: it stays where it was written."""
        assert join.body is not None
        found = []
        if kept.card != join.body.joined:
            found.append("CARD")
        mine = consent_store.own_history(self._desk, connection, kept.id)
        if len(mine) > join.body.kept_events:
            found.append("CONSENTS")
        since = join.joined_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        cases = case_store.select_of_person(connection, kept.id)
        if any(row[7] > since for row in cases):
            found.append("CASES")
        return tuple(found)

    def _stored(self, connection: Connection, person_id: UUID) -> StoredPerson:
        found = people_store.person(self._desk, connection, person_id)
        if found is None:
            raise NotFound(NOBODY)
        return found
