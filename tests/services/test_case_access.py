"""Opening a colleague's case asks why, keeps the answer with the look, and leaves no way round (P20)."""

import dataclasses
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.records.casework import ContactBody, NoteBody, TaskBody
from iass_tui.rules.records.deadlines import CaseEventBody, EventKind
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.sharing import OwnShare
from iass_tui.services.access_views import ColleaguesCases
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed
from tests.services.families import COVERING, DETAILS, FACTS, MOTHER, Family, add_family
from tests.services.offices import PASSPHRASE, Office

NO_REASON = ("CASE_ACCESS_NO_REASON_GIVEN",)


def looks(office: Office, case: UUID) -> list[tuple[str, ...]]:
    """Why the case was opened, each time, oldest first."""
    return [one.reasons for one in reversed(office.said()) if one.act is Act.VIEW and one.case_id == case]


REQUEST = CaseEventBody(kind=EventKind.REQUEST, on=date(2026, 11, 2))


def _a_task(session: OfficeSession, family: Family) -> UUID:
    return session.casework.add_task(family.case, TaskBody(what="x"), None)


WAYS: dict[str, Callable[[OfficeSession, Family], object]] = {
    "the case": lambda session, family: session.casework.case(family.case),
    "its facts": lambda session, family: session.casework.change_facts(
        family.case, 1, FACTS, dataclasses.replace(FACTS, wants="x")
    ),
    "its timetable": lambda session, family: session.deadlines.timetable(family.case),
    "the timetable on paper": lambda session, family: session.deadlines.print_timeline(family.case),
    "a copy of the file": lambda session, family: session.packs.offer(family.child, None),
    "a copy for the mother": lambda session, family: session.packs.offer(family.mother, None),
    "the copy itself": lambda session, family: session.packs.make(family.child, None, {}),
    "a task of it": lambda session, family: session.casework.change_task(
        _a_task(session, family), 1, TaskBody(what="x"), TaskBody(what="y")
    ),
    "a date of it": lambda session, family: session.deadlines.change_event(
        session.deadlines.add_event(family.case, REQUEST), 1, REQUEST, REQUEST
    ),
    "a note into it": lambda session, family: session.casework.add_note(family.case, NoteBody(text="x")),
    "a talk": lambda session, family: session.casework.add_contact(family.case, ContactBody(minutes=5)),
    "a task into it": lambda session, family: session.casework.add_task(family.case, TaskBody(what="x"), None),
    "closing it": lambda session, family: session.casework.close_case(
        family.case, 1, closure="C01", outcomes=(), words="x"
    ),
    "setting it aside": lambda session, family: session.casework.set_aside(family.case, 1),
    "the traces": lambda session, family: session.consent.traces(family.mother),
    "the doubles": lambda session, family: session.lookalikes.of_person(family.child),
    "joining records": lambda session, family: session.joining.compare(family.child, family.mother),
    "the sharing record": lambda session, family: session.sharing.record(family.child),
    "the handover sheet": lambda session, family: session.handover.read(family.case),
    "the handover sheet on paper": lambda session, family: session.handover.make(family.case),
    "taking it over": lambda session, family: session.casework.assign(family.case, 1, session.me.id),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_way_leads_into_a_colleagues_case_before_somebody_said_why(
    office: Office, way: Callable[[OfficeSession, Family], object]
) -> None:
    family = add_family(office.officer)
    with pytest.raises(NotAllowed) as refused:
        way(office.colleague, family)
    assert refused.value.reasons == NO_REASON
    assert (office.said()[0].act, office.said()[0].reasons) == (Act.REFUSED, NO_REASON)
    way_open = WAYS["the case"]
    office.colleague.access.give((family.case,), COVERING)
    way_open(office.colleague, family)


RECORDS: dict[str, Callable[[OfficeSession, Family], object]] = {
    "the person": lambda session, family: session.people.person(family.mother),
    "their card": lambda session, family: session.people.change_card(family.mother, 1, MOTHER, MOTHER),
    "how to reach them": lambda session, family: session.people.change_contact(family.mother, 0, DETAILS, DETAILS),
    "who works with them": lambda session, family: session.agencies.of(family.child),
    "who may receive their file": lambda session, family: session.access_basis.read(family.child),
    "who may say yes for them": lambda session, family: session.consent.subject(family.child),
    "what they chose to say of themselves": lambda session, family: session.equality.answers(family.child),
    "who may know what": lambda session, family: session.knowing.family(family.child),
    "their papers": lambda session, family: session.papers.offer(family.child),
    "letters that went out": lambda session, family: session.letters.of(family.child),
    "what the family shares itself": lambda session, family: session.sharing.own_share(
        family.child, OwnShare.THEY_WILL
    ),
}


@pytest.mark.parametrize("way", {**WAYS, **RECORDS}.values(), ids={**WAYS, **RECORDS})
def test_no_way_leads_to_a_family_with_whom_there_is_a_conflict_before_somebody_said_why(
    office: Office, way: Callable[[OfficeSession, Family], object]
) -> None:
    """The service itself asks, whatever page was passed by; a case is given away unread, but not to them."""
    family = add_family(office.officer)
    session = office.colleague
    session.interests.say(family.mother, session.me.id, "KNOWS")
    session.access.give((family.case,), COVERING)
    with pytest.raises(NotAllowed) as refused:
        way(session, family)
    assert refused.value.reasons in (("OTHER_SIDE_NO_REASON_GIVEN",), ("INTEREST_NOT_TO_THEM",))
    assert (office.said()[0].act, office.said()[0].reasons) == (Act.REFUSED, refused.value.reasons)


def test_the_reason_stands_with_every_look_of_the_session_and_is_asked_once(office: Office) -> None:
    family = add_family(office.officer)
    session = office.colleague
    assert session.access.asks(family.case) == ColleaguesCases((family.case,), ("C-0001",), ("Omar Officer",))
    session.casework.case(family.case, COVERING)
    assert session.access.asks(family.case) is None
    session.casework.case(family.case)
    session.deadlines.timetable(family.case)
    session.handover.read(family.case)
    session.packs.offer(family.child, None)
    assert {one.reasons for one in office.said() if one.act is Act.VIEW and one.subject != "contact"} == {("COVERING",)}
    assert office.said()[0].reasons == ("COVERING",)
    other = office.sign_in("olive")
    assert other.access.asks(family.case) is not None


def test_ones_own_case_and_nobodys_ask_nothing(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.case(family.case)
    office.officer.casework.assign(family.case, 1, None)
    assert office.colleague.access.asks(family.case) is None
    office.colleague.casework.case(family.case)
    assert looks(office, family.case) == [(), ()]


def test_another_reason_has_its_words_in_the_entry_and_a_lock_drops_them_from_memory(office: Office) -> None:
    family = add_family(office.officer)
    session = office.colleague
    session.casework.case(family.case, Why(WhyOpened.OTHER, "  a hearing\x1b tomorrow "))
    session.note_lock()
    assert session.unlock(PASSPHRASE)
    session.casework.case(family.case)
    assert looks(office, family.case) == [("OTHER", "a hearing tomorrow"), ("OTHER",)]
    rows = office.manager.audit.lines(_of(family.case))
    assert "other, a hearing tomorrow" in {row.why for row in rows}


def _of(case: UUID) -> object:
    from iass_tui.services.views import AuditFilter

    return AuditFilter(case_id=case)


def test_what_is_no_reason_opens_nothing_and_is_on_record(office: Office) -> None:
    family = add_family(office.officer)
    for why, reason in (
        (Why(WhyOpened.OVERSIGHT), "CASE_ACCESS_NOT_A_MANAGER"),
        (Why(WhyOpened.OTHER, " "), "CASE_ACCESS_NO_WORDS"),
        (Why(WhyOpened.HANDED_OVER), "CASE_ACCESS_NO_REASON_GIVEN"),
    ):
        with pytest.raises(NotAllowed) as refused:
            office.colleague.casework.case(family.case, why)
        assert refused.value.reasons == (reason,)
        assert office.said()[0].reasons == (reason,)
    assert office.colleague.access.asks(family.case) is not None
    assert looks(office, family.case) == []


def test_whoever_gives_a_case_away_may_look_on_and_the_entry_says_so(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.assign(family.case, 1, office.colleague.me.id)
    office.officer.casework.case(family.case)
    assert looks(office, family.case) == [("HANDED_OVER",)]
    assert office.sign_in("omar").access.asks(family.case) is not None


def test_a_manager_allocates_unread_and_then_says_why_like_everybody(office: Office) -> None:
    family = add_family(office.officer)
    office.manager.casework.assign(family.case, 1, office.colleague.me.id)
    with pytest.raises(NotAllowed):
        office.manager.casework.case(family.case)
    office.manager.casework.case(family.case, Why(WhyOpened.OVERSIGHT))
    assert looks(office, family.case) == [("OVERSIGHT",)]


def test_a_copy_asks_for_every_colleagues_case_at_once(office: Office) -> None:
    family = add_family(office.officer)
    second = office.officer.casework.open_case(family.child, FACTS)
    office.colleague.casework.open_case(family.child, FACTS)
    asked = office.colleague.access.asks_for_person(family.mother)
    assert asked is not None
    assert (set(asked.case_ids), asked.references) == ({family.case, second}, ("C-0001", "C-0002"))
    office.colleague.access.give(asked.case_ids, COVERING)
    assert office.colleague.packs.offer(family.mother, None).items


def test_a_colleagues_case_takes_notes_and_dates_from_whoever_said_that_they_have_duty(office: Office) -> None:
    family = add_family(office.officer)
    office.colleague.access.give((family.case,), Why(WhyOpened.DUTY))
    office.colleague.casework.add_note(family.case, NoteBody(text="They rang"))
    office.colleague.deadlines.add_event(family.case, CaseEventBody(kind=EventKind.REQUEST, on=date(2026, 11, 2)))
    office.colleague.casework.case(family.case, Why(WhyOpened.DUTY))
    assert looks(office, family.case) == [("DUTY",)]
