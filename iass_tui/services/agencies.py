"""The directory of agencies and who works with which family (P33, P84-P91)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import agency_store, join_store, people_store
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules import agencies as rules
from iass_tui.rules.access import Action
from iass_tui.rules.agencies import Likeness
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import Agency, AgencyCard, Involved, Involvement, RecordedInvolvement
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PartyRole
from iass_tui.services.acting import About, acting, changed_fields, insist, insist_writable, record
from iass_tui.services.agency_views import AgencyFamily
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.people import NOBODY
from iass_tui.services.person_views import DOES_NOT_OPEN
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_AGENCY = "There is no such entry in the directory any more."
NO_INVOLVEMENT = "This is no longer on their record."
NOT_LISTED = "An entry needs a kind and the name of the organisation."
NOT_INVOLVED = "They are noted on this record already, or the entry was retired. Change the line that stands there."
_ORDER = (Involved.NOW, Involved.SOON, Involved.PAST)


class AgencyService:
    """The directory, and the involvements of people. See `ports.Agencies`."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    # the directory

    @in_words()
    def all(self, *, retired: bool = False) -> tuple[Agency, ...]:
        """Every entry that is still offered, by name; with `retired` also the others. What does not open is left out.

        Any colleague may look one up, a volunteer too: no family is in it.
        """
        self._session.require(Action.READ_OFFICE)
        found, _ = agency_store.every(self._desk)
        return tuple(sorted((one for one in found if retired or not one.card.is_retired), key=rules.order))

    @in_words()
    def agency(self, agency_id: UUID) -> Agency:
        """One entry. Raises `NotFound`."""
        self._session.require(Action.READ_OFFICE)
        return self._agency(agency_id)

    def _agency(self, agency_id: UUID) -> Agency:
        with self._desk.read() as connection:
            return self._stored(connection, agency_id)

    def _stored(self, connection: Connection, agency_id: UUID) -> Agency:
        found = agency_store.agency(self._desk, connection, agency_id)
        if found is None:
            raise NotFound(NO_AGENCY)
        return found

    def alike(self, card: AgencyCard, but: UUID | None = None) -> tuple[tuple[Agency, Likeness], ...]:
        """Entries that may be the same as this one, retired ones too; `but` is the one being changed."""
        return rules.alike(card, (one for one in self.all(retired=True) if one.id != but))

    @in_words()
    def add(self, card: AgencyCard) -> UUID:
        """A new entry. Raises `NotAllowed` without a kind or an organisation; likenesses are for `alike`."""
        self._session.require(Action.CHANGE_AGENCIES)
        agency_id = uuid4()
        about = About("agency", agency_id)
        with acting(self._desk, about, "office") as unit:
            insist(rules.may_list(card), NOT_LISTED)
            (file,) = self._desk.new_keys([("agency", agency_id, "office")])
            agency_store.insert(self._desk, unit, file, card)
            unit.say(about.detail(Act.CREATE, fields=("card",)))
        return agency_id

    @in_words()
    def change(self, agency_id: UUID, version: int, before: AgencyCard, card: AgencyCard) -> Agency:
        """Writes an entry. Raises `Conflict` where a colleague was first."""
        self._session.require(Action.CHANGE_AGENCIES, agency_id)
        about = About("agency", agency_id)
        try:
            with acting(self._desk, about, "office") as unit:
                stored = self._stored(unit.connection, agency_id)
                insist(rules.may_list(card), NOT_LISTED)
                card = keep_unknown(stored.card, card)
                agency_store.change(self._desk, unit, agency_id, version, card)
                unit.say(about.detail(Act.CHANGE, fields=changed_fields(stored.card, card)))
        except VersionConflict:
            now = self._agency(agency_id)
            raise conflict(self._session, about, "agency", agency_id, before, card, now.card, now.version) from None
        return self._agency(agency_id)

    def retire(self, agency_id: UUID, version: int) -> None:
        """No longer offered; what was recorded about it stays. Raises `Conflict` where a colleague was first."""
        self._set_retired(agency_id, version, is_retired=True)

    def bring_back(self, agency_id: UUID, version: int) -> None:
        """Offered again."""
        self._set_retired(agency_id, version, is_retired=False)

    def _set_retired(self, agency_id: UUID, version: int, *, is_retired: bool) -> None:
        stored = self.agency(agency_id)
        self.change(agency_id, version, stored.card, dataclasses.replace(stored.card, is_retired=is_retired))

    # who works with whom

    @in_words()
    def of(self, person_id: UUID) -> tuple[RecordedInvolvement, ...]:
        """Who is, will be and was involved with someone, in this order. The look is recorded. Raises `NotFound`."""
        self._session.require(Action.FIND, person_id)
        about = About("person", person_id)
        why = self._session.access.insist_on_person(person_id, about)
        with self._desk.read() as connection:
            if people_store.state(connection, person_id) is None:
                raise NotFound(NOBODY)
            rows = agency_store.select(connection, person_id)
            found, _ = agency_store.opened(rows, self._desk.keys(agency_store.places(rows)))
        record(self._desk, about.detail(Act.VIEW, fields=("involvement",), reasons=why))
        return tuple(sorted(found, key=_by_standing))

    @in_words()
    def families_of(self, agency_id: UUID) -> tuple[AgencyFamily, ...]:
        """The people an agency works with, in the same order, by name. The look is recorded, or there is none."""
        self._session.require(Action.FIND, agency_id)
        with self._desk.read() as connection:
            self._stored(connection, agency_id)
            stored = agency_store.families(self._desk, connection, agency_id)
        detail = About("agency", agency_id).detail(Act.VIEW, fields=("families",))
        record(self._desk, dataclasses.replace(detail, count=len(stored)))
        found = (
            AgencyFamily(
                person_id=one.person_id,
                name=one.card.full_name if one.card else DOES_NOT_OPEN,
                is_child=one.card is not None and one.card.role is PartyRole.CHILD,
                stands=one.body.stands,
                since=one.body.since,
                is_frozen=one.state is PersonState.FROZEN,
            )
            for one in stored
        )
        return tuple(sorted(found, key=lambda one: (_ORDER.index(one.stands), one.name.casefold())))

    @in_words()
    def involve(self, person_id: UUID, agency_id: UUID, body: Involvement) -> UUID:
        """Notes that an agency is, will be or was involved. Raises `NotAllowed` where it stands there already."""
        self._session.require(Action.CHANGE_PERSON, person_id)
        involvement_id = uuid4()
        about = About("person", person_id)
        with acting(self._desk, about) as unit:
            key_id = self._writable(unit, person_id)
            card = self._stored(unit.connection, agency_id).card
            insist(rules.may_involve(card, self._standings(unit, person_id, agency_id)), NOT_INVOLVED)
            file = self._desk.writing_key(key_id, "person", person_id)
            agency_store.insert_involvement(self._desk, unit, file, involvement_id, agency_id, body)
            unit.say(about.detail(Act.CREATE, fields=("involvement",)))
        return involvement_id

    def _standings(self, unit: UnitOfWork, person_id: UUID, agency_id: UUID) -> Sequence[Involved]:
        rows = agency_store.select(unit.connection, person_id)
        found, _ = agency_store.opened(rows, self._desk.keys(agency_store.places(rows)))
        return [one.body.stands for one in found if one.agency_id == agency_id]

    @in_words()
    def change_involvement(self, involvement_id: UUID, version: int, before: Involvement, body: Involvement) -> None:
        """Writes how an agency stands to someone. Raises `Conflict` where a colleague was first."""
        self._session.require(Action.CHANGE_PERSON)
        stored = self._involvement(involvement_id)
        about = About("person", stored.person_id)
        try:
            with acting(self._desk, about) as unit:
                self._writable(unit, stored.person_id)
                body = keep_unknown(stored.body, body)
                agency_store.change_involvement(self._desk, unit, involvement_id, version, body)
                unit.say(about.detail(Act.CHANGE, fields=("involvement", *changed_fields(stored.body, body))))
        except VersionConflict:
            now = self._involvement(involvement_id)
            raise conflict(
                self._session, about, "involvement", involvement_id, before, body, now.body, now.version
            ) from None

    def end_involvement(self, involvement_id: UUID, version: int) -> None:
        """It is over from today; the line stays on the record."""
        stored = self._involvement(involvement_id)
        body = dataclasses.replace(stored.body, stands=Involved.PAST, since=self._session.today_date())
        self.change_involvement(involvement_id, version, stored.body, body)

    @in_words()
    def _involvement(self, involvement_id: UUID) -> RecordedInvolvement:
        with self._desk.read() as connection:
            found = agency_store.involvement(self._desk, connection, involvement_id)
            if found is None:
                raise NotFound(NO_INVOLVEMENT)
            return join_store.followed(connection, found)

    def _writable(self, unit: UnitOfWork, person_id: UUID) -> UUID:
        """The person's file key, where their record may be added to."""
        stands = people_store.state(unit.connection, person_id)
        if stands is None:
            raise NotFound(NOBODY)
        insist_writable(stands[0])
        return stands[1]


def _by_standing(one: RecordedInvolvement) -> tuple[int, str]:
    return _ORDER.index(one.body.stands), one.agency.full_name.casefold() if one.agency else ""
