"""Domain table 1.4, cell by cell: who may receive a child's file, as a copy that is really made (P12, P14-P16, P32).

The rule alone, with every border of age, stands in `tests/rules/test_release.py` under the same names.
"""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.release import AuthorityFrom, Finding
from iass_tui.services.views import NotAllowed
from tests.services.families import MOTHER, add_person, consent
from tests.services.offices import Office
from tests.services.test_access_basis import FOUND, authority
from tests.services.test_consent import TODAY
from tests.services.test_packs import everything, family, words_of

ALONE, HERS = "She told us alone.", "The mother rang about transport."
NOT_COMPETENT = dataclasses.replace(FOUND, finding=Finding.NOT_COMPETENT, can_read=False)


def copy(office: Office, person: UUID, requester: UUID | None) -> str:
    """The words of the copy that the rules give them."""
    offer = office.officer.packs.offer(person, requester)
    return words_of(office, office.officer.packs.make(person, requester, everything(offer)))


def no_copy(office: Office, person: UUID, requester: UUID | None) -> tuple[str, ...]:
    """Why they get none: the same to whoever looks and to whoever tries, on record, and no file more waits."""
    session, before = office.officer, len(office.officer.packs.outbox())
    offer = session.packs.offer(person, requester)
    assert not offer.allowed
    with pytest.raises(NotAllowed) as no:
        session.packs.make(person, requester, everything(offer))
    assert no.value.reasons == offer.reasons
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.reasons) == (Act.REFUSED, "pack", person, offer.reasons)
    assert len(session.packs.outbox()) == before
    return offer.reasons


def minus_childs_own(words: str) -> bool:
    """A parent's copy: what the mother said is in it, what the child told us alone is not (P32)."""
    return HERS in words and ALONE not in words


def test_table_1_4_from_16_the_young_persons_own_request_is_released_to_them(office: Office) -> None:
    words = copy(office, family(office.officer, 16).child, None)
    assert ALONE in words
    assert HERS in words


def test_table_1_4_from_16_a_parent_needs_the_young_persons_authority(office: Office) -> None:
    made = family(office.officer, 16)
    assert no_copy(office, made.child, made.mother) == ("RELEASE_NEEDS_CHILDS_AUTHORITY",)
    office.officer.access_basis.add_authority(made.child, authority(made.mother))
    assert minus_childs_own(copy(office, made.child, made.mother))


def test_table_1_4_from_16_or_a_recorded_decision_that_they_lack_capacity(office: Office) -> None:
    made = family(office.officer, 16)
    office.officer.access_basis.add_finding(made.child, NOT_COMPETENT)
    assert no_copy(office, made.child, None) == ("RELEASE_NOT_COMPETENT",)
    assert minus_childs_own(copy(office, made.child, made.mother))


def test_table_1_4_from_13_the_childs_own_request_is_released_once_found_competent(office: Office) -> None:
    session, made = office.officer, family(office.officer, 14)
    assert no_copy(office, made.child, None) == ("RELEASE_ASSESS_COMPETENCE",)
    session.access_basis.add_finding(made.child, FOUND)
    assert ALONE in copy(office, made.child, None)
    assert session.access_basis.read(made.child).findings[0].used_on == TODAY
    assert no_copy(office, made.child, None) == ("RELEASE_ASSESS_COMPETENCE",)  # one finding serves one request


def test_table_1_4_from_13_a_child_who_lacks_competence_gets_none_and_the_parent_does(office: Office) -> None:
    made = family(office.officer, 14)
    office.officer.access_basis.add_finding(made.child, NOT_COMPETENT)
    assert no_copy(office, made.child, None) == ("RELEASE_NOT_COMPETENT",)
    assert minus_childs_own(copy(office, made.child, made.mother))


def test_table_1_4_from_13_a_parent_gets_it_only_while_a_competent_child_authorises_it(office: Office) -> None:
    session, made = office.officer, family(office.officer, 14)
    assert "RELEASE_NEEDS_CHILDS_AUTHORITY" in no_copy(office, made.child, made.mother)
    session.access_basis.add_authority(made.child, authority(made.mother))
    assert "RELEASE_ASSESS_COMPETENCE" in no_copy(office, made.child, made.mother)  # a word that nobody assessed
    session.access_basis.add_finding(made.child, FOUND)
    offer = session.packs.offer(made.child, made.mother)
    assert offer.allowed
    assert not any("Not father" in item.text for item in offer.items)  # the talk about it is the child's own (P32)
    session.access_basis.end_authority(made.child, 0)
    assert "RELEASE_NEEDS_CHILDS_AUTHORITY" in no_copy(office, made.child, made.mother)
    with pytest.raises(NotAllowed):
        session.access_basis.end_authority(made.child, 0)


@pytest.mark.parametrize("years", [9, 14, 17])
def test_table_1_4_a_childs_refusal_blocks_a_parent_whatever_else_speaks_for_them(office: Office, years: int) -> None:
    session, made = office.officer, family(office.officer, years)
    session.access_basis.add_finding(made.child, NOT_COMPETENT)
    refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother))
    session.consent.record(made.child, [dataclasses.replace(refusal, given_by=made.child)])
    assert "RELEASE_REFUSED_BY_CHILD" in no_copy(office, made.child, made.mother)


def test_table_1_4_under_13_a_mature_child_is_given_it_with_support(office: Office) -> None:
    session, made = office.officer, family(office.officer, 12)
    assert no_copy(office, made.child, None) == ("RELEASE_ASSESS_COMPETENCE",)
    session.access_basis.add_finding(made.child, FOUND)
    assert session.packs.offer(made.child, None).reasons == ("RELEASE_WITH_SUPPORT",)
    assert ALONE in copy(office, made.child, None)


def test_table_1_4_under_13_a_parent_normally_gets_it_minus_what_the_child_keeps_private(office: Office) -> None:
    made = family(office.officer, 12)
    offer = office.officer.packs.offer(made.child, made.mother)
    assert offer.reasons == ("RELEASE_BEST_INTERESTS", "RELEASE_MINUS_CHILDS_OWN")
    assert minus_childs_own(copy(office, made.child, made.mother))


@pytest.mark.parametrize(
    ("tie", "reason"),
    [
        (FamilyTie(relation="STP", responsibility="NO", evidence="asked"), "RELEASE_NEEDS_AUTHORITY"),
        (FamilyTie(relation="MOT", responsibility="YES"), "RELEASE_RESPONSIBILITY_NOT_SHOWN"),
        (FamilyTie(relation="FAT", responsibility="DISPUTED", evidence="order"), "RELEASE_RESPONSIBILITY_DISPUTED"),
        (FamilyTie(relation="SOCW"), "RELEASE_ASK_AS_SHARING"),
    ],
)
def test_table_1_4_whoever_has_not_shown_responsibility_gets_none(office: Office, tie: FamilyTie, reason: str) -> None:
    made = family(office.officer, 9, tie)
    assert reason in no_copy(office, made.child, made.mother)


def test_table_1_4_a_carer_or_solicitor_gets_it_by_written_authority_while_that_counts(office: Office) -> None:
    session = office.officer
    made = family(session, 17, FamilyTie(relation="STP", responsibility="NO", evidence="asked"))
    solicitor = add_person(session, dataclasses.replace(MOTHER, given_name="Ana"))
    for one in (made.mother, solicitor):
        assert "RELEASE_NEEDS_AUTHORITY" in no_copy(office, made.child, one)
        session.access_basis.add_authority(made.child, authority(one, until=TODAY + timedelta(days=30)))
        assert session.packs.offer(made.child, one).allowed
    office.clock.forward(days=31)
    for one in (made.mother, solicitor, uuid4()):
        assert "RELEASE_NEEDS_AUTHORITY" in no_copy(office, made.child, one)


def test_table_1_4_a_parents_authority_gives_a_solicitor_nothing_of_a_child_of_14(office: Office) -> None:
    session, made = office.officer, family(office.officer, 14)
    solicitor = add_person(session, dataclasses.replace(MOTHER, given_name="Ana"))
    by_mother = dataclasses.replace(authority(solicitor, AuthorityFrom.PARENT), by_id=made.mother)
    session.access_basis.add_authority(made.child, by_mother)
    assert "RELEASE_NEEDS_CHILDS_AUTHORITY" in no_copy(office, made.child, solicitor)


def test_table_1_4_a_parents_request_for_their_own_data_gives_nothing_of_the_childs(office: Office) -> None:
    made = family(office.officer, 9)
    offer = office.officer.packs.offer(made.mother, None)
    assert (offer.allowed, offer.reasons) == (True, ("RELEASE_ONLY_THEIR_OWN",))
    assert [item.text for item in offer.items if item.kind == "Note"] == [HERS]
    assert not any(item.kind in ("Case", "Task") for item in offer.items)
