"""Competence and written authority, and the copies that rest on them (P14, domain 4.4, 4.6, table 1.4)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID

import pytest

from iass_tui.rules.records.access import CompetenceFinding, WrittenAuthority
from iass_tui.rules.release import AuthorityFrom, Finding
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed
from tests.services.families import MOTHER, add_family, add_person
from tests.services.offices import Office
from tests.services.test_consent import TODAY

FOUND = CompetenceFinding(
    finding=Finding.COMPETENT,
    assessed_on=TODAY,
    assessor="Omar Officer",
    knows_copy=True,
    can_read=True,
    knows_consequences=True,
    seen_alone=True,
    free_of_pressure=True,
    parents_view="Not father",
)


def authority(to: UUID, given_by: AuthorityFrom = AuthorityFrom.SUBJECT, **more: object) -> WrittenAuthority:
    """Signed today."""
    return WrittenAuthority(
        given_by=given_by, to_id=to, to_name="Someone", signed_on=TODAY, evidence="in the cabinet", **more
    )  # type: ignore[arg-type]


def make(session: OfficeSession, person: UUID, requester: UUID | None) -> str:
    """A copy with everything that is not kept back."""
    offer = session.packs.offer(person, requester)
    return session.packs.make(person, requester, {one.id: not one.locked for one in offer.items}).name


def test_a_representative_of_an_adult_gets_it_on_paper_and_only_while_it_counts(office: Office) -> None:
    session = office.officer
    mother, friend = add_person(session, MOTHER), add_person(session, dataclasses.replace(MOTHER, given_name="Ana"))
    assert session.packs.offer(mother, friend).reasons == ("RELEASE_NEEDS_AUTHORITY",)
    session.access_basis.add_authority(mother, authority(friend, until=TODAY + timedelta(days=30)))
    assert session.packs.offer(mother, friend).allowed
    office.clock.forward(days=31)
    assert not session.packs.offer(mother, friend).allowed


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"knows_copy": None}, "BASIS_NOT_ALL_ASKED"),
        ({"free_of_pressure": False}, "BASIS_DOES_NOT_FOLLOW"),
        ({"assessed_on": date(2026, 12, 1)}, "BASIS_IN_THE_FUTURE"),
        ({"assessor": " "}, "BASIS_NO_ASSESSOR"),
        ({"review_on": date(2026, 11, 1)}, "BASIS_REVIEW_NOT_AFTER"),
    ],
)
def test_a_finding_that_is_not_whole_is_refused_and_that_is_on_record(
    office: Office, change: dict[str, object], reason: str
) -> None:
    session, family = office.officer, add_family(office.officer)
    with pytest.raises(NotAllowed) as refused:
        session.access_basis.add_finding(family.child, dataclasses.replace(FOUND, **change))  # type: ignore[arg-type]
    assert refused.value.reasons == (reason,)
    assert office.said()[0].reasons == (reason,)
    assert session.access_basis.read(family.child).findings == ()


def test_a_parents_authority_names_the_parent_and_the_paper(office: Office) -> None:
    session, family = office.officer, add_family(office.officer)
    bare = authority(family.mother, AuthorityFrom.PARENT)
    with pytest.raises(NotAllowed) as refused:
        session.access_basis.add_authority(family.child, dataclasses.replace(bare, evidence="", to_id=None, to_name=""))
    assert set(refused.value.reasons) == {"BASIS_NO_PARENT", "BASIS_NO_EVIDENCE", "BASIS_NOBODY_NAMED"}


def test_a_volunteer_records_no_finding(office: Office) -> None:
    family = add_family(office.officer)
    with pytest.raises(NotAllowed):
        office.volunteer.access_basis.add_finding(family.child, FOUND)
