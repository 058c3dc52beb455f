"""Working copies through the service: who may have one, which items, and that each is decided (P12-P16, P31, P32)."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pypdfium2
import pytest

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.casework import NoteBody, ParentMaySee, ProvidedBy, TaskBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.release import ReleaseReason
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile, PackOffer, Problem
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, add_person, consent
from tests.services.first_contacts import CANARY, found_in, snapshot
from tests.services.offices import Office

TODAY = date(2026, 11, 23)
BIRTH_CERTIFICATE = FamilyTie(relation="MOT", responsibility="YES", evidence="birth certificate seen")


@dataclasses.dataclass(frozen=True)
class Family:
    """A child of some age with a mother whose parental responsibility was shown."""

    child: UUID
    mother: UUID
    case: UUID


def family(session: OfficeSession, years: int, tie: FamilyTie = BIRTH_CERTIFICATE) -> Family:
    """A child that many years old, their mother, and a case with three notes and a task."""
    card = dataclasses.replace(CHILD, born=PartialDate(TODAY.year - years, 1, 5))
    child, mother = add_person(session, card), add_person(session, MOTHER, contact=DETAILS)
    session.people.link(child, mother, tie)
    made = Family(child, mother, session.casework.open_case(child, FACTS))
    note = NoteBody(text="The mother rang about transport.", provided_by=ProvidedBy.PARENT, provided_by_id=mother)
    session.casework.add_note(made.case, note)
    own = NoteBody(
        text="She told us alone.", provided_by=ProvidedBy.CHILD, provided_by_id=child, parent_may_see=ParentMaySee.NO
    )
    session.casework.add_note(made.case, own)
    wrong = session.casework.add_note(made.case, NoteBody(text="About another family", happened_on=date(2026, 11, 20)))
    session.casework.mark_in_error(wrong, "Written on the wrong file")
    session.casework.add_task(made.case, TaskBody(what="Ask for the report", due_on=date(2026, 12, 1)), None)
    return made


def everything(offer: PackOffer) -> dict[str, bool]:
    """Every item that may go in goes in."""
    return {item.id: not item.locked for item in offer.items}


def words_of(office: Office, made: OutboxFile) -> str:
    """The text of an encrypted copy."""
    raw = (office.places.folder.outbox / made.name).read_bytes()
    document = pypdfium2.PdfDocument(raw, password=made.passphrase)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_every_thing_that_is_held_is_offered_once(office: Office) -> None:
    session = office.officer
    made = family(session, 17)
    session.casework.add_addendum(session.casework.case(made.case).notes[0].note_id, "And one thing more")
    offer = session.packs.offer(made.child, None)
    kinds = [item.kind for item in offer.items]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "Card": 1, "Family": 1, "Consent": 1, "Case": 1, "Note": 3, "Task": 1,
    }  # fmt: skip
    assert len({item.id for item in offer.items}) == len(offer.items)
    assert "And one thing more" in "".join(item.text for item in offer.items)
    assert list(offer.items) == sorted(offer.items, key=lambda item: item.day)
    assert office.said()[0].act is Act.VIEW


def test_codes_are_words_that_a_family_can_understand(office: Office) -> None:
    session = office.officer
    case = next(i for i in session.packs.offer(family(session, 17).child, None).items if i.kind == "Case")
    assert "How to request an assessment" in case.text
    assert "EA01" not in case.text
    assert "A place near home" in case.text


def test_p12_from_16_the_young_person_has_their_own_copy(office: Office) -> None:
    session = office.officer
    made = family(session, 16)
    offer = session.packs.offer(made.child, made.child)
    assert offer.allowed
    assert not any(item.locked for item in offer.items)
    file = session.packs.make(made.child, None, everything(offer))
    text = words_of(office, file)
    assert "NOT FOR RELEASE" in text
    assert "She told us alone." in text
    assert "Entered in error" in text
    assert file.name.startswith("copy-C-0001-20261123-")
    assert len(file.passphrase.split(" ")) == 6


def test_p32_a_parents_copy_of_a_young_childs_file_leaves_out_what_the_child_keeps_back(office: Office) -> None:
    session = office.officer
    made = family(session, 9)
    offer = session.packs.offer(made.child, made.mother)
    assert offer.allowed
    locked = [item for item in offer.items if item.locked]
    assert [item.text for item in locked if item.kind == "Note"] == ["She told us alone."]
    assert {item.reasons for item in locked if item.kind == "Note"} == {("ITEM_CHILD_DOES_NOT_AGREE",)}
    assert {item.proposed for item in locked} == {"WITHHOLD"}
    text = words_of(office, session.packs.make(made.child, made.mother, everything(offer)))
    assert "The mother rang about transport." in text
    assert "She told us alone." not in text


def test_p32_a_locked_item_cannot_be_included_and_the_attempt_is_on_record(office: Office) -> None:
    session = office.officer
    made = family(session, 9)
    offer = session.packs.offer(made.child, made.mother)
    with pytest.raises(NotAllowed) as refused:
        session.packs.make(made.child, made.mother, {item.id: True for item in offer.items})
    assert "ITEM_CHILD_DOES_NOT_AGREE" in refused.value.reasons
    assert office.said()[0].act is Act.REFUSED


def test_p32_what_the_child_gave_goes_in_once_the_child_agrees(office: Office) -> None:
    session = office.officer
    made = family(session, 9)
    said = NoteBody(text="He likes the new school.", provided_by=ProvidedBy.CHILD, provided_by_id=made.child)
    session.casework.add_note(made.case, said)
    before = session.packs.offer(made.child, made.mother)
    assert next(item for item in before.items if "likes" in item.text).reasons == ("ITEM_CHILD_NOT_ASKED",)
    agreed = consent(Purpose.YP_RELEASE_TO_PARENT, scope=Scope(person_id=made.mother))
    worded = dataclasses.replace(agreed, given_by=made.child, wording_version="1", wording_hash="ab" * 32)
    session.consent.record(made.child, [worded])
    after = session.packs.offer(made.child, made.mother)
    assert not next(item for item in after.items if "likes" in item.text).locked
    assert next(item for item in after.items if "alone" in item.text).locked  # their No to that note stands


@pytest.mark.parametrize("years", [9, 14, 17])
def test_p15_p16_a_refusal_by_the_child_beats_parental_responsibility(office: Office, years: int) -> None:
    session = office.officer
    made = family(session, years)
    session.consent.record(made.child, [consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother))])
    offer = session.packs.offer(made.child, made.mother)
    assert not offer.allowed
    assert "RELEASE_REFUSED_BY_CHILD" in offer.reasons
    refusal = next(item for item in offer.items if item.heading == "Refuse someone access to the records")
    assert refusal.locked  # nor may the mother learn of it from the copy


def test_where_one_parent_may_not_learn_where_the_other_lives_it_is_proposed_to_be_withheld(office: Office) -> None:
    session = office.officer
    card = dataclasses.replace(CHILD, born=PartialDate(2017, 1, 5), safety=("ADDRESS_WITHHELD",))
    child, mother = add_person(session, card, contact=DETAILS), add_person(session, MOTHER)
    session.people.link(child, mother, BIRTH_CERTIFICATE)
    reach = next(item for item in session.packs.offer(child, mother).items if item.kind == "Contact details")
    assert reach.proposed == "WITHHOLD"
    assert "ITEM_WHEREABOUTS_AT_RISK" in reach.reasons


def test_every_item_has_to_be_decided(office: Office) -> None:
    session = office.officer
    offer = session.packs.offer(family(session, 17).child, None)
    decisions = everything(offer)
    missing = dict(list(decisions.items())[:-1])
    with pytest.raises(Problem, match="1 items are still undecided"):
        session.packs.make(offer.person_id, None, missing)
    with pytest.raises(Problem, match="no longer there"):
        session.packs.make(offer.person_id, None, {**decisions, "note:gone": False})
    assert not office.places.folder.outbox.exists()


def test_an_item_left_out_is_named_by_its_kind_and_nothing_of_it_is_printed(office: Office) -> None:
    session = office.officer
    offer = session.packs.offer(family(session, 17).child, None)
    decisions = {item.id: item.kind != "Note" for item in offer.items}
    text = words_of(office, session.packs.make(offer.person_id, None, decisions))
    assert "rang about transport" not in text
    assert "left out on reading" in " ".join(text.split())


def test_a_volunteer_and_an_officer_without_the_permission_make_no_copy(office: Office) -> None:
    made = family(office.officer, 17)
    with pytest.raises(NotAllowed):
        office.volunteer.packs.offer(made.child, None)
    office.manager.staff.set_permissions(office.colleague.me.id, frozenset())
    without = office.sign_in("olive")
    with pytest.raises(NotAllowed):
        without.packs.make(made.child, None, {})
    assert office.said()[0].reasons == ("ACCESS_NO_EXPORT_PERMISSION",)


def test_there_is_no_copy_of_someone_who_is_not_there(office: Office) -> None:
    with pytest.raises(NotFound):
        office.officer.packs.offer(uuid4(), None)


def test_a_part_that_does_not_open_stops_the_copy_rather_than_be_left_out(office: Office) -> None:
    session = office.officer
    made = family(session, 17)
    office.tamper("UPDATE note SET body = zeroblob(400) WHERE number = 1")
    with pytest.raises(Problem, match="does not open"):
        session.packs.offer(made.child, None)


def test_nothing_of_a_copy_is_on_disk_in_clear_and_its_entry_holds_no_words(
    office: Office, home: Path, tmp_path: Path
) -> None:
    session = office.officer
    made = family(session, 17)
    session.casework.add_note(made.case, NoteBody(text=f"{CANARY} was here"))
    offer = session.packs.offer(made.child, None)
    file = session.packs.make(made.child, None, everything(offer))
    assert CANARY in words_of(office, file)
    files = snapshot(tmp_path, home)
    assert found_in(files) == []
    assert found_in(files, file.passphrase) == []
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.count) == (Act.EXPORT, "pack", made.child, len(offer.items))
    assert CANARY not in str(said)


def test_a_court_order_on_the_childs_card_stops_a_parents_copy(office: Office) -> None:
    made = family(office.officer, 9)
    assert office.officer.packs.offer(made.child, made.mother).allowed
    view = office.officer.people.person(made.child)
    card = dataclasses.replace(view.card, safety=("COURT_ORDER",))
    office.officer.people.change_card(made.child, view.version, view.card, card)
    offer = office.officer.packs.offer(made.child, made.mother)
    assert not offer.allowed
    assert ReleaseReason.ORDER_FORBIDS in offer.reasons
    with pytest.raises(NotAllowed):
        office.officer.packs.make(made.child, made.mother, everything(offer))


def test_p32_a_parents_copy_does_not_say_that_the_child_keeps_something_back(office: Office) -> None:
    made = family(office.officer, 9)
    offer = office.officer.packs.offer(made.child, made.mother)
    assert any(item.locked for item in offer.items)
    text = words_of(office, office.officer.packs.make(made.child, made.mother, everything(offer)))
    assert "kept back" not in text
