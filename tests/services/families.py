"""People for tests, written as first contact writes them: each with keys, a card, consents and what these allow."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from db import consent_store, people_store
from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import CaseFacts, LevelChange
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import ContactDetails, FamilyTie, PartyRole, PersonCard, ReferralPermission
from iass_tui.services.session import OfficeSession

GIVEN_ON = date(2026, 11, 2)
COVERING = Why(WhyOpened.COVERING)
"""Why a colleague opens the case in tests that are about something else."""
CHILD = PersonCard(
    role=PartyRole.CHILD, given_name="Amina", family_name="Hassan", born=PartialDate(2011, 3, 27), user_type="CHI"
)
MOTHER = PersonCard(role=PartyRole.PARENT, given_name="Zahra", family_name="Hassan", user_type="PAR")
DETAILS = ContactDetails(phones=("07700 900123",), emails=("zahra@example.org",))
FACTS = CaseFacts(
    levels=(LevelChange(level="L2", on=GIVEN_ON),), issues=("EA01",), wants="A place near home", child_view="YES"
)


def consent(
    purpose: Purpose = Purpose.SAVE_CASE,
    decision: Decision = Decision.GIVEN,
    *,
    right: str = "SELF",
    scope: Scope | None = None,
) -> ConsentEvent:
    """One decision, given before every test begins."""
    return ConsentEvent(purpose=purpose, decision=decision, right=right, given_on=GIVEN_ON, scope=scope or Scope())


def add_person(
    session: OfficeSession,
    card: PersonCard = CHILD,
    events: Iterable[ConsentEvent] | None = None,
    *,
    contact: ContactDetails | None = None,
    state: PersonState = PersonState.ACTIVE,
    referral: ReferralPermission | None = None,
) -> UUID:
    """Somebody on file. Without `events` they agreed to be saved, and to be reached where `contact` is given."""
    desk, person_id = session.desk, uuid4()
    wanted = [("person", person_id, "casework")] + ([("contact", person_id, "casework")] if contact else [])
    own, *other = desk.new_keys(wanted)
    if events is None:
        events = [consent(), *([consent(Purpose.SAVE_CONTACT)] if contact else [])]
    with desk.unit("casework") as unit:
        people_store.insert(desk, unit, own, card, state=state, referral=referral)
        consent_store.append(desk, unit, own, person_id, [_by(event, person_id) for event in events])
        if contact:
            people_store.put_contact(desk, unit, person_id, 0, contact, other[0])
        unit.say(AuditDetail(act=Act.CREATE, subject="person", subject_id=person_id))
    return person_id


def _by(event: ConsentEvent, person_id: UUID) -> ConsentEvent:
    return event if event.given_by or event.right != "SELF" else dataclasses.replace(event, given_by=person_id)


def set_state(session: OfficeSession, person_id: UUID, state: PersonState) -> None:
    """Freezes a record, as taking consent back does."""
    with session.desk.unit("casework") as unit:
        people_store.change(session.desk, unit, person_id, state=state)
        unit.say(AuditDetail(act=Act.CHANGE, subject="person", subject_id=person_id))


@dataclasses.dataclass(frozen=True)
class Family:
    """A child with a mother and a case."""

    child: UUID
    mother: UUID
    case: UUID


def add_family(session: OfficeSession) -> Family:
    """Amina and Zahra Hassan, who can be reached, with a case of this colleague's."""
    child, mother = add_person(session), add_person(session, MOTHER, contact=DETAILS)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    return Family(child, mother, session.casework.open_case(child, FACTS))
