"""Persons and their families. See `ports.People`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import consent_store, family_store, join_store, office_store, people_store, restricted_store, sharing_store
from db.people_store import StoredPerson
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.consent.giving import Subject, may_record
from iass_tui.rules.decision import Allowed, Decision
from iass_tui.rules.records.consents import ConsentEvent, RecordedConsent
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import ContactDetails, FamilyTie, NamedRelative, PartyRole, PersonCard
from iass_tui.services import out_of_date, person_views
from iass_tui.services.acting import About, SaysNo, acting, changed_fields, insist, insist_writable, record, refuse
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound, PersonView, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOBODY = "There is no such person any more."
NO_CONTACT = "They have not agreed that we keep ways to reach them. Ask, record the answer, then save."
NO_SAVING = "Nothing about them may be saved without their own yes. Ask them, or leave them out."
CHANGED_MEANWHILE = "A colleague changed or removed this link meanwhile. Look at it again."
LINKED = "These two are linked already. Change that link instead."


class PeopleService:
    """Persons and their families."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._names: dict[UUID, str] = {}

    def colleague_name(self, account_id: UUID | None) -> str:
        """A colleague's name; "" for nobody, or for an account without a card."""
        if account_id is None:
            return ""
        if account_id not in self._names:
            self._names = {account_id: "", **office_store.names(self._desk)}
        return self._names[account_id]

    @in_words()
    def person(self, person_id: UUID) -> PersonView:
        """One person. The look is recorded, or there is none. Raises `NotFound`."""
        self._session.require(Action.FIND, person_id)
        why = self._session.access.insist_on_person(person_id, About("person", person_id))
        view = self._view(person_id)
        record(self._desk, About("person", person_id).detail(Act.VIEW, reasons=why))
        return view

    def _view(self, person_id: UUID) -> PersonView:
        with self._desk.read() as connection:
            rows = person_views.select(connection, join_store.kept_of(connection, person_id))
            if rows is None:
                raise NotFound(NOBODY)
            file = person_views.opened(rows, self._desk.keys(rows.places()))
            return person_views.view(self._session, connection, file)

    def _begin(self, about: About) -> About:
        """What every change to a person's record asks first."""
        assert about.subject_id is not None
        self._session.require(Action.CHANGE_PERSON, about.subject_id)
        self._session.access.insist_on_person(about.subject_id, about)
        return about

    @in_words()
    def change_card(self, person_id: UUID, version: int, before: PersonCard, card: PersonCard) -> PersonView:
        """Writes a card. Raises `Conflict` where a colleague was first, `NotAllowed` while the record is frozen."""
        about = self._begin(About("person", person_id))
        try:
            with acting(self._desk, about) as unit:
                stored = self._stored(unit.connection, person_id)
                insist_writable(stored.state)
                card = keep_unknown(stored.card, card)
                card = dataclasses.replace(card, interests=stored.card.interests, likened=stored.card.likened)
                if stored.version != version:
                    raise VersionConflict
                people_store.change(self._desk, unit, person_id, version=version, card=card)
                changed = changed_fields(stored.card, card)
                unit.say(about.detail(Act.CHANGE, fields=changed))
        except VersionConflict:
            stored = self._read(person_id)
            raise conflict(
                self._session, about, "person", person_id, before, card, stored.card, stored.version
            ) from None
        self._session.directory.changed()
        out_of_date.after_card(self._session, person_id, changed)
        return self._view(person_id)

    @in_words()
    def change_contact(
        self, person_id: UUID, version: int, before: ContactDetails, details: ContactDetails
    ) -> PersonView:
        """Writes how to reach someone; version 0 where nothing was kept so far.

        Raises `NotAllowed` while P44 is not given, which is asked again inside the transaction.
        """
        about = self._begin(About("contact", person_id))
        fresh = None
        try:
            with acting(self._desk, about) as unit:
                stored = self._insist_contact(unit, person_id)
                if version == stored.contact_version == 0:
                    (fresh,) = self._desk.new_keys([("contact", person_id, "casework")])
                kept = stored.contact or ContactDetails()
                details = keep_unknown(kept, details)
                people_store.put_contact(self._desk, unit, person_id, version, details, fresh)
                act = Act.CHANGE if version else Act.CREATE
                changed = changed_fields(kept, details)
                unit.say(about.detail(act, fields=changed))
        except VersionConflict:
            stored = self._read(person_id)
            theirs, now = stored.contact or ContactDetails(), stored.contact_version
            row_id = stored.contact_id
            raise conflict(self._session, about, "person_contact", row_id, before, details, theirs, now) from None
        self._session.directory.changed()
        out_of_date.after_contact(self._session, person_id, changed)
        return self._view(person_id)

    def _consents(self, connection: Connection, stored: StoredPerson) -> ConsentState:
        events = consent_store.history(self._desk, stored.id, connection)
        spent = sharing_store.used(self._desk, connection, events)
        return fold(events, self._session.today_date(), stored.card.born, used=spent)

    def _insist_contact(self, unit: UnitOfWork, person_id: UUID) -> StoredPerson:
        stored = self._stored(unit.connection, person_id)
        insist_writable(stored.state)
        insist(self._consents(unit.connection, stored).may_keep_contact(), NO_CONTACT)
        return stored

    @in_words()
    def add_relative(
        self,
        person_id: UUID,
        card: PersonCard,
        tie: FamilyTie,
        *,
        save_consent: ConsentEvent,
        named: NamedRelative | None = None,
    ) -> UUID:
        """A new person with their own consent to be saved, tied to this one: as the child where their card says so.

        `named`: under this name they stood on the child's card until they were asked.
        """
        self._begin(About("person", person_id))
        new_id, link_id = uuid4(), uuid4()
        if save_consent.right == "SELF" and save_consent.given_by is None:
            save_consent = dataclasses.replace(save_consent, given_by=new_id)
        about = About("person", new_id)
        answer = self._may_save(new_id, card, save_consent)
        if not isinstance(answer, Allowed):
            refuse(self._desk, about, SaysNo(NO_SAVING, answer.reasons))
        with acting(self._desk, about) as unit:
            stored = self._stored(unit.connection, person_id)
            insist_writable(stored.state)
            (file,) = self._desk.new_keys([("person", new_id, self._desk.home("person", person_id))])
            people_store.insert(self._desk, unit, file, card)
            restricted_store.join(self._desk, unit, file)
            consent_store.append(self._desk, unit, file, new_id, [save_consent])
            is_child = card.role is PartyRole.CHILD and stored.card.role is not PartyRole.CHILD
            child, adult = (new_id, person_id) if is_child else (person_id, new_id)
            key = file if is_child else self._desk.writing_key(stored.key_id, "person", person_id)
            family_store.insert(self._desk, unit, key, link_id, child, adult, tie)
            if named is not None and named in stored.card.named:
                people_store.change(self._desk, unit, person_id, card=_without(stored.card, named))
            unit.say(about.detail(Act.CREATE, fields=("card", "tie", "consent")))
        self._session.directory.changed()
        return new_id

    def _may_save(self, new_id: UUID, card: PersonCard, event: ConsentEvent) -> Decision:
        """Whether this very consent is theirs to give, and lets us save them at all (P2, P29, P78)."""
        now, today = self._desk.records.clock(), self._session.today_date()
        theirs = may_record(Subject(new_id, card.role is PartyRole.CHILD, card.born), event, today)
        if not isinstance(theirs, Allowed):
            return theirs
        recorded = RecordedConsent(
            id=new_id, subject_id=new_id, number=1, recorded_at=now, recorded_by=self._desk.account_id, event=event
        )
        return fold([recorded], today, card.born).may_save()

    @in_words()
    def link(self, child_id: UUID, relative_id: UUID, tie: FamilyTie) -> None:
        """Ties two people who are both on file. Raises `NotAllowed` where they are tied already."""
        about = self._begin(About("person", child_id))
        with acting(self._desk, about) as unit:
            child = self._stored(unit.connection, child_id)
            for stored in (child, self._stored(unit.connection, relative_id)):
                insist_writable(stored.state)
            if child_id == relative_id or family_store.is_tied(unit.connection, child_id, relative_id):
                raise SaysNo(LINKED, ("ALREADY_LINKED",))
            key = self._desk.writing_key(child.key_id, "person", child_id)
            family_store.insert(self._desk, unit, key, uuid4(), child_id, relative_id, tie)
            unit.say(about.detail(Act.CREATE, fields=("tie",)))

    @in_words()
    def forget_named(self, person_id: UUID, named: NamedRelative) -> None:
        """Takes a name off a child's card: they said no, or were named by mistake."""
        about = self._begin(About("person", person_id))
        with acting(self._desk, about) as unit:
            stored = self._stored(unit.connection, person_id)
            insist_writable(stored.state)
            people_store.change(self._desk, unit, person_id, card=_without(stored.card, named))
            unit.say(about.detail(Act.CHANGE, fields=("named",)))

    @in_words()
    def unlink(self, link_id: UUID, version: int) -> None:
        """Takes a wrong tie away; both people stay. Raises `Problem` where a colleague changed it meanwhile."""
        stored = self._tie(link_id)
        about = self._begin(About("person", stored.child_id))
        try:
            with acting(self._desk, about) as unit:
                for one in (stored.child_id, stored.adult_id):
                    insist_writable(self._kept(unit.connection, one).state)
                family_store.remove(unit, link_id, version)
                unit.say(about.detail(Act.DELETE, fields=("tie",)))
        except VersionConflict:
            raise Problem(CHANGED_MEANWHILE) from None

    @in_words()
    def change_tie(self, link_id: UUID, version: int, before: FamilyTie, tie: FamilyTie) -> None:
        """Writes a tie. Raises `Conflict` where a colleague was first."""
        stored = self._tie(link_id)
        about = self._begin(About("person", stored.child_id))
        try:
            with acting(self._desk, about) as unit:
                insist_writable(self._kept(unit.connection, stored.child_id).state)
                tie = keep_unknown(stored.tie, tie)
                if tie.responsibility != stored.tie.responsibility:
                    tie = dataclasses.replace(tie, responsibility_since=self._session.today_date())
                family_store.change(self._desk, unit, link_id, version, tie)
                unit.say(about.detail(Act.CHANGE, fields=changed_fields(before, tie)))
        except VersionConflict:
            now = self._tie(link_id)
            raise conflict(self._session, about, "family_tie", link_id, before, tie, now.tie, now.version) from None

    def _tie(self, link_id: UUID) -> family_store.StoredTie:
        with self._desk.read() as connection:
            found = family_store.tie(self._desk, connection, link_id)
        if found is None:
            raise NotFound("This link is no longer there.")
        return found

    def _read(self, person_id: UUID) -> StoredPerson:
        with self._desk.read() as connection:
            return self._stored(connection, person_id)

    def _kept(self, connection: Connection, person_id: UUID) -> StoredPerson:
        return self._stored(connection, join_store.kept_of(connection, person_id))

    def _stored(self, connection: Connection, person_id: UUID) -> StoredPerson:
        found = people_store.person(self._desk, connection, person_id)
        if found is None:
            raise NotFound(NOBODY)
        return found


def _without(card: PersonCard, named: NamedRelative) -> PersonCard:
    return dataclasses.replace(card, named=tuple(one for one in card.named if one != named))
