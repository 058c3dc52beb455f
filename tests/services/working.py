"""One working day over an office's files: whatever writes a cell is called once, so that no store is forgotten."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.rules.records.agencies import AgencyCard, Involved, Involvement
from iass_tui.rules.records.casework import ContactBody, NoteBody, ProvidedBy, TaskBody
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody, Verdict
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.deadlines import CaseEventBody, EventKind
from iass_tui.rules.records.office import Permission
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.session import OfficeSession
from tests.services.families import COVERING, Family, consent
from tests.services.first_contacts import ending

CONCERN = ConcernBody(about=AboutWhom.CHILD, source=ConcernSource.TOLD_VOL, what="afraid to go home")
TODAY = date(2026, 11, 23)


def note(words: str, action: str = "") -> NoteBody:
    """A note of today."""
    return NoteBody(text=words, happened_on=TODAY, provided_by=ProvidedBy.OFFICER, action=action)


def a_day_of_casework(session: OfficeSession, family: Family, word: str) -> None:
    """An officer writes into every kind of file that casework holds, `word` in each where a text may stand."""
    people, work = session.people, session.casework
    work.case(family.case, COVERING)
    child = people.person(family.child)
    people.change_card(
        family.child, child.version, child.card, dataclasses.replace(child.card, known_as=f"{word} known")
    )
    mother = people.person(family.mother)
    assert mother.contact is not None
    changed = dataclasses.replace(mother.contact, emails=(f"{word}@example.org",))
    people.change_contact(family.mother, mother.contact_version, mother.contact, changed)
    tie = next(one for one in people.person(family.child).family if one.person_id == family.mother)
    people.change_tie(tie.link_id, tie.version, tie.tie, dataclasses.replace(tie.tie, words=f"{word} tie"))
    people.add_relative(
        family.child, dataclasses.replace(mother.card, given_name=word), FamilyTie(relation="OTH"),
        save_consent=consent(),
    )  # fmt: skip
    worded = dataclasses.replace(consent(Purpose.SAVE_CONTACT), wording_version="2", wording_hash="ab" * 32)
    session.consent.record(family.mother, [worded])
    case = work.case(family.case, COVERING)
    work.change_facts(family.case, case.version, case.facts, dataclasses.replace(case.facts, wants=f"{word} wants"))
    written = work.add_note(family.case, note(f"{word} note", f"{word} action"))
    work.correct_note(written, note(f"{word} corrected", f"{word} other action"))
    work.add_addendum(written, f"{word} more")
    work.add_contact(family.case, ContactBody(happened_on=TODAY, channel="TEL", minutes=10))
    task = work.add_task(family.case, TaskBody(what=f"{word} task"), None)
    stored = next(one for one in work.case(family.case, COVERING).tasks if one.id == task)
    work.change_task(task, stored.version, stored.body, dataclasses.replace(stored.body, what=f"{word} other"))
    work.finish_task(task, stored.version + 1)
    event = session.deadlines.add_event(family.case, CaseEventBody(kind=EventKind.REQUEST, on=date(2026, 9, 14)))
    session.deadlines.mark_in_error(event, 1, f"{word} error")
    agency = session.agencies.add(AgencyCard(code="SENCO", organisation=f"{word} school"))
    entry = session.agencies.agency(agency)
    session.agencies.change(agency, entry.version, entry.card, dataclasses.replace(entry.card, person=f"{word} x"))
    involved = session.agencies.involve(family.child, agency, Involvement(stands=Involved.NOW))
    session.agencies.end_involvement(involved, 1)
    draft = session.drafts.start("note", case_id=family.case)
    session.drafts.save(draft, {"text": f"{word} draft"})


def a_day_of_the_office(manager: OfficeSession, volunteer: OfficeSession, word: str) -> None:
    """What managers and volunteers write: a count, a concern taken up and decided, cards, facts, the checklist."""
    volunteer.intake.finish(ending("NO"))
    before = {mark.id for mark in manager.concerns.waiting()}
    volunteer.concerns.raise_concern(CONCERN)
    (concern,) = {mark.id for mark in manager.concerns.waiting()} - before
    manager.concerns.add_note(concern, f"{word} noted")
    manager.concerns.decide(concern, manager.concerns.concern(concern).version, Verdict.NOTHING, f"{word} decided")
    steps = manager.concerns.checklist()
    manager.concerns.set_steps(steps.version, [f"{word} step"])
    manager.staff.set_permissions(volunteer.me.id, frozenset({Permission.PACK}))
    manager.staff.change_office(dataclasses.replace(manager.facts, where_held=f"{word} where"))
