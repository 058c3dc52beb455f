"""Letters through the service: filled from the case, gated by the one door, kept word for word, never telling where."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from db import letter_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.papers import Way
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.letters import LetterBody, LetterKind
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie
from iass_tui.rules.records.sharing import Basis, Ground, Passing, Recipient, RecipientKind, SharingKind
from iass_tui.rules.sharing import ForgedPermit, Outcome
from iass_tui.services import sharing_door
from iass_tui.services.letter_views import LetterWish
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, OutboxFile, Problem
from tests.services.families import (
    CHILD,
    COVERING,
    DETAILS,
    FACTS,
    MOTHER,
    Family,
    add_family,
    add_person,
    consent,
    set_state,
)
from tests.services.first_contacts import CANARY, found_in, snapshot
from tests.services.offices import Office
from tests.services.test_papers import words_of
from tests.services.test_sharing import COUNCIL, SCHOOL, agree, facts, question, take_back

TODAY = date(2026, 11, 23)


def person(person_id: UUID) -> Recipient:
    return Recipient(kind=RecipientKind.PERSON, person_id=person_id)


def wish(made: Family, kind: LetterKind = LetterKind.CHASER, to: Recipient = COUNCIL, **more: object) -> LetterWish:
    facts = {"kind": kind, "person_id": made.child, "case_id": made.case, "to": to} | more
    return LetterWish(**facts)  # type: ignore[arg-type]


def values(session: OfficeSession, one: LetterWish, **more: str) -> dict[str, str]:
    """What the case fills, and words for everything else."""
    found = session.letters.places(one)
    return {**dict.fromkeys(found.places, "words"), **found.values, **more}


def send(session: OfficeSession, one: LetterWish, text: str = "", **more: str) -> OutboxFile:
    filled = values(session, one, **more)
    return session.letters.send(one, filled, text or session.letters.fill(one, filled))


def withheld(session: OfficeSession) -> Family:
    """Amina and her mother, whose address is withheld; the father on the page too."""
    hidden = dataclasses.replace(DETAILS, addresses=(Address(lines=("12 Orchard Lane",), postcode="W2 1XY"),))
    child = add_person(session, dataclasses.replace(CHILD, born=PartialDate(2016, 3, 27)))
    mother = add_person(session, dataclasses.replace(MOTHER, safety=("ADDRESS_WITHHELD",)), contact=hidden)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    return Family(child, mother, session.casework.open_case(child, FACTS))


def test_a_letter_to_an_agency_goes_by_permit_and_stands_in_case_and_sharing_record(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    one = wish(made)
    assert session.letters.gate(one).outcome is Outcome.NO
    with pytest.raises(NotAllowed) as no:
        send(session, one)
    assert "CONSENT_NOT_ASKED" in no.value.reasons
    assert (session.packs.outbox(), session.letters.of(made.child)) == ((), ())
    event = agree(session, made.child)
    assert session.letters.gate(one).outcome is Outcome.YES
    file = send(session, one, matter="the plan")
    (sent,) = session.letters.of(made.child)
    assert (sent.case_id, sent.author_id, sent.body.kind, sent.body.version) == (
        made.case, session.me.id, LetterKind.CHASER, "1",
    )  # fmt: skip
    assert (sent.body.reader, sent.body.way, sent.body.sent_on, sent.body.is_edited) == (
        COUNCIL.named, Way.HAND, TODAY, False,
    )  # fmt: skip
    (line,) = session.sharing.record(made.child).lines
    assert (line.kind, line.sharing_id, line.body.consents) == (SharingKind.SHARED, sent.body.sharing_id, (event,))
    assert line.body.told.startswith("Reminder, version 1")
    words = words_of(office, file)
    for said in ("C-0001", "Larchfield", "asked you for this: the plan", "family's permission"):
        assert "".join(said.split()) in "".join(words.split()), said
    assert [one.body.text for one in session.casework.case(made.case).letters] == [sent.body.text]
    assert office.said()[0].act is not Act.REFUSED


def test_an_edited_letter_is_kept_as_it_went_out(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    send(session, wish(made), text=f"Dear all\n\n{CANARY}: quite other words")
    (sent,) = session.letters.of(made.child)
    assert sent.body.is_edited
    assert sent.body.text == f"Dear all\n\n{CANARY}: quite other words"


def test_what_went_out_is_sealed(office: Office, tmp_path: Path) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    send(session, wish(made), matter=CANARY)
    assert found_in(snapshot(tmp_path)) == []


def test_a_letter_to_the_person_themselves_is_no_sharing(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    send(session, wish(made, LetterKind.HOLDING, person(made.child)))
    assert session.sharing.record(made.child).lines == ()
    (sent,) = session.letters.of(made.child)
    assert sent.body.sharing_id is None


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind.is_readers_own])
def test_p15_a_parent_gets_their_own_words_through_the_door_unless_the_young_person_refuses(
    office: Office, kind: LetterKind
) -> None:
    session, made = office.officer, add_family(office.officer)
    one = wish(made, kind, person(made.mother))
    send(session, one)
    (line,) = session.sharing.record(made.child).lines
    assert (line.kind, line.body.basis, line.recipient) == (SharingKind.SHARED, Basis.OWN, "Zahra Hassan")
    refusal = dataclasses.replace(
        consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother)), given_by=made.child
    )
    session.consent.record(made.child, [refusal])
    assert session.letters.gate(one).outcome is Outcome.NO
    with pytest.raises(NotAllowed) as no:
        send(session, one)
    assert no.value.reasons == ("SHARING_REFUSED_BY_SUBJECT",)


def test_nobody_outside_the_family_gets_a_letter_as_their_own_words(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    stranger = add_person(session, dataclasses.replace(MOTHER, given_name="Rosa"))
    with pytest.raises(NotAllowed) as no:
        send(session, wish(made, LetterKind.HOLDING, person(stranger)))
    assert "SHARING_NOT_IN_FAMILY" in no.value.reasons
    worker = add_person(session, dataclasses.replace(MOTHER, given_name="Sam"))
    session.people.link(made.child, worker, FamilyTie(relation="SOCW", responsibility="NO"))
    with pytest.raises(NotAllowed):
        send(session, wish(made, LetterKind.HOLDING, person(worker)))


def test_a_chaser_says_that_the_family_agreed_so_the_family_gets_none(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    with pytest.raises(NotAllowed) as no:
        send(session, wish(made, LetterKind.CHASER, person(made.child)))
    assert no.value.reasons == ("LETTER_NOT_FOR_FAMILY",)
    # Known before a word of it is filled in, and nothing that could be agreed to changes it.
    for reader in (made.child, made.mother):
        answer = session.letters.gate(wish(made, LetterKind.CHASER, person(reader)))
        assert (answer.outcome, answer.reasons[0]) == (Outcome.NO, "LETTER_NOT_FOR_FAMILY")
        assert answer.changes == ()
    assert session.letters.gate(wish(made, LetterKind.HOLDING, person(made.mother))).outcome is Outcome.YES


def test_a_withheld_address_is_in_no_letter_to_somebody_else_however_it_was_typed(office: Office) -> None:
    session = office.officer
    made = withheld(session)
    agree(session, made.child)
    for words in ("They live at 12 ORCHARD lane", "at W21XY", "ring +44 7700 900123", "zahra@example.org"):
        view = session.letters.read(wish(made), values(session, wish(made)), words)
        assert view.reasons == ("LETTER_TELLS_WHERE",), words
        with pytest.raises(NotAllowed) as no:
            send(session, wish(made), text=words)
        assert no.value.reasons == ("LETTER_TELLS_WHERE",)
    assert session.sharing.record(made.child).lines == ()  # the permit was not spent
    send(session, wish(made), text="We ask again for the plan")
    # It is no secret from the one who lives there.
    file = send(session, wish(made, LetterKind.HOLDING, person(made.mother), way=Way.POST), text="We have your message")
    assert "12OrchardLane" in "".join(words_of(office, file).split())
    assert session.letters.of(made.child)[-1].body.address == ()  # it goes with their contact details (P44)


def test_the_school_of_a_child_whose_address_is_withheld_is_not_told_to_a_relative(office: Office) -> None:
    session = office.officer
    child = add_person(session, dataclasses.replace(CHILD, safety=("ADDRESS_WITHHELD",)))
    father = add_person(session, dataclasses.replace(MOTHER, given_name="Karim"))
    session.people.link(child, father, FamilyTie(relation="FAT", responsibility="YES"))
    case = session.casework.open_case(child, dataclasses.replace(FACTS, setting_name="Lark Rise Primary"))
    made = Family(child, father, case)
    one = wish(made, LetterKind.ASSESSMENT, person(father))
    assert "setting" not in session.letters.places(one).values
    with pytest.raises(NotAllowed) as no:
        send(session, one, setting="lark rise primary")
    assert no.value.reasons == ("LETTER_TELLS_WHERE",)
    assert "setting" in session.letters.places(wish(made, LetterKind.ASSESSMENT, COUNCIL)).values


def test_no_post_and_no_p44_are_asked_of_the_reader(office: Office) -> None:
    session = office.officer
    child = add_person(session)
    mother = add_person(session, dataclasses.replace(MOTHER, safety=("NO_POST", "CODE_WORD")))
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES"))
    made = Family(child, mother, session.casework.open_case(child, FACTS))
    one = wish(made, LetterKind.HOLDING, person(mother), way=Way.POST)
    answer = session.letters.gate(one)
    assert (answer.outcome, answer.reasons) == (Outcome.NO, ("LETTER_NO_POST", "LETTER_NO_CONTACT"))
    assert session.letters.gate(dataclasses.replace(one, way=Way.HAND)).outcome is Outcome.YES
    view = session.letters.read(one, values(session, one), "Words")
    assert view.reasons == ("LETTER_NO_POST", "LETTER_NO_CONTACT")
    assert view.care.warnings == ("CODE_WORD", "NO_POST")
    with pytest.raises(NotAllowed) as no:
        send(session, one)
    assert no.value.reasons == ("LETTER_NO_POST", "LETTER_NO_CONTACT")
    send(session, dataclasses.replace(one, way=Way.HAND))


@pytest.mark.parametrize("state", [PersonState.FROZEN, PersonState.PENDING])
def test_no_letter_about_a_frozen_record_or_one_that_waits_to_whomever(office: Office, state: PersonState) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    set_state(session, made.child, state)
    for kind, to in ((LetterKind.CHASER, COUNCIL), (LetterKind.HOLDING, person(made.mother)),
                     (LetterKind.HOLDING, person(made.child))):  # fmt: skip
        with pytest.raises(NotAllowed):
            send(session, wish(made, kind, to))
    assert office.ask("SELECT count(*) FROM letter") == 0
    assert session.packs.outbox() == ()


def test_p9_an_exception_is_recorded_in_full_and_does_not_claim_permission(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    passing = Passing(ground=Ground.HARM, words="What she told us", exception=facts(session))
    one = wish(made, passing=passing)
    assert session.letters.gate(one).outcome is Outcome.EXCEPTION
    assert "permission" not in session.letters.places(one).values
    send(session, one, permission="We write under our safeguarding policy.")
    (line,) = session.sharing.record(made.child).lines
    assert line.kind is SharingKind.EXCEPTION
    with pytest.raises(NotAllowed):  # illegal activity without danger waits for a manager (P11)
        send(session, wish(made, passing=dataclasses.replace(passing, ground=Ground.ILLEGAL)), permission="words")


def test_a_volunteer_writes_no_letter_and_a_colleague_says_why(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    with pytest.raises(NotAllowed):
        office.volunteer.letters.places(wish(made))
    with pytest.raises(NotAllowed):
        office.colleague.letters.places(wish(made))
    office.colleague.access.give((made.case,), COVERING)
    send(office.colleague, wish(made))
    assert [one.body.kind for one in session.letters.of(made.child)] == [LetterKind.CHASER]


def test_a_case_of_somebody_else_lends_no_reference(office: Office) -> None:
    session, made, other = office.officer, add_family(office.officer), add_person(office.officer)
    with pytest.raises(Problem):
        session.letters.places(dataclasses.replace(wish(made), person_id=other))


def test_what_is_missing_or_empty_is_said_and_nothing_is_made(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    with pytest.raises(Problem):
        session.letters.fill(wish(made), {})
    with pytest.raises(Problem):
        session.letters.send(wish(made), values(session, wish(made)), " \n\x00 ")
    assert session.packs.outbox() == ()


@pytest.mark.parametrize("large", [False, True])
def test_hostile_words_print(office: Office, large: bool) -> None:
    from tests.documents.samples import HOSTILE

    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    for words in HOSTILE.values():
        if words.strip():
            send(session, wish(made, large=large), text=f"Dear all\n\n{words}"[:20_000])


def test_the_store_keeps_no_letter_to_another_without_the_spent_permit_for_that_very_letter(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    body = LetterBody(
        kind=LetterKind.CHASER, version="1", subject="s", text="t", to=COUNCIL, reader="r", way=Way.HAND, sent_on=TODAY
    )
    desk = session.desk
    from db import people_store

    with desk.read() as connection:
        found = people_store.state(connection, made.child)
    assert found is not None

    def insert(of: LetterBody, permit: object) -> None:
        with desk.unit("casework") as unit:
            file = desk.writing_key(found[1], "person", made.child)
            letter_store.insert(desk, unit, file, of, permit=permit)  # type: ignore[arg-type]

    with desk.read() as connection:
        unspent = sharing_door.decide(session, connection, made.child, question()).answer.permit
    for permit in (None, unspent):
        with pytest.raises(ForgedPermit):
            insert(body, permit)
    with desk.unit("casework") as unit:
        talked, _ = sharing_door.pass_on(session, unit, made.child, question(), told="a talk")
        unit.say(AuditDetail(act=Act.CREATE, subject="sharing", subject_id=made.child))
    with pytest.raises(ForgedPermit):
        insert(body, talked)
    assert office.ask("SELECT count(*) FROM letter") == 0


def test_p47_a_consent_taken_back_stops_the_next_letter(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    send(session, wish(made))
    take_back(session, made.child)
    with pytest.raises(NotAllowed):
        send(session, wish(made))
    assert len(session.letters.of(made.child)) == 1


def test_an_agency_of_the_directory_is_addressed_as_it_stands_there(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agency = session.agencies.add(
        AgencyCard(code="LA_SEN", organisation="Larchfield SEN team", address="1 Town Hall Road, Larchfield, L1 1AA")
    )
    agree(session, made.child, named="Larchfield SEN team")
    to = Recipient(kind=RecipientKind.AGENCY, agency_id=agency, code="HEALTH", named="somebody else")
    file = send(session, wish(made, to=to, way=Way.POST))
    (sent,) = session.letters.of(made.child)
    assert (sent.body.to.named, sent.body.to.code) == ("Larchfield SEN team", "LA_SEN")
    assert sent.body.address == ("1 Town Hall Road", "Larchfield", "L1 1AA")
    assert "1TownHallRoad" in "".join(words_of(office, file).split())


def test_a_school_that_nobody_agreed_to_gets_no_letter(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    agree(session, made.child)
    with pytest.raises(NotAllowed):
        send(session, wish(made, to=SCHOOL))


def test_a_familys_own_letter_has_our_name_on_a_page_apart(office: Office) -> None:
    session, made = office.officer, add_family(office.officer)
    one = wish(made, LetterKind.ASSESSMENT, person(made.mother))
    found = session.letters.places(one)
    assert found.values["child"] == "Amina Hassan"
    assert found.values["signer"] == "Zahra Hassan"
    file = send(session, one)
    import pikepdf

    with pikepdf.open(office.places.folder.outbox / file.name, password=file.passphrase) as pdf:
        assert len(pdf.pages) == 2


def test_details_are_never_needed_to_find_them(office: Office) -> None:
    """A family without any way to be reached can still be handed a letter."""
    session = office.officer
    child = add_person(session)
    made = Family(child, child, session.casework.open_case(child, FACTS))
    send(session, wish(made, LetterKind.HOLDING, person(child)))


def test_a_letter_is_an_item_of_the_working_copy_and_one_nobody_was_told_of_is_marked(office: Office) -> None:
    session = office.officer
    made = withheld(session)
    send(session, wish(made, LetterKind.HOLDING, person(made.child)), text="We have your message")
    passing = Passing(ground=Ground.HARM, words="What she told us", exception=facts(session))
    send(session, wish(made, passing=passing), text="We are worried", permission="words")
    found = [one for one in session.packs.offer(made.child, None).items if one.kind == "Letter"]
    assert ["We have your message" in one.text for one in found] == [True, False]
    assert ["ITEM_NOT_TOLD" in one.reasons for one in found] == [False, True]
    others = [one for one in session.packs.offer(made.child, made.mother).items if one.kind == "Letter"]
    assert [one.locked for one in others] == [True, False]  # what the child was written is the child's (P32)


def test_a_childs_letter_goes_to_the_home_where_they_live_and_to_none_where_that_is_not_known(office: Office) -> None:
    session = office.officer

    def at(line: str) -> ContactDetails:
        return dataclasses.replace(DETAILS, addresses=(Address(lines=(line,), postcode="W2 1XY"),))

    child = add_person(session, CHILD, contact=ContactDetails(phones=("07700 900999",)))
    mother = add_person(session, MOTHER, contact=at("1 Elm Street"))
    father = add_person(session, dataclasses.replace(MOTHER, given_name="Karim"), contact=at("9 Oak Road"))
    session.people.link(child, mother, FamilyTie(relation="MOT", home="PARTLY"))
    session.people.link(child, father, FamilyTie(relation="FAT", home="PARTLY"))
    made = Family(child, mother, session.casework.open_case(child, FACTS))
    one = wish(made, LetterKind.HOLDING, person(child), way=Way.POST)

    def page() -> str:
        filled = values(session, one)
        return str(session.letters.read(one, filled, session.letters.fill(one, filled)).lines)

    assert "Elm Street" not in page()  # two homes, neither more than the other: nobody guesses
    assert "Oak Road" not in page()
    tie = next(each for each in session.people.person(child).family if each.person_id == mother)
    session.people.change_tie(tie.link_id, tie.version, tie.tie, dataclasses.replace(tie.tie, home="MOSTLY"))
    assert "1 Elm Street" in page()
    assert "Oak Road" not in page()
    card = session.people.person(mother)
    session.people.change_card(mother, card.version, card.card, dataclasses.replace(card.card, safety=("NO_POST",)))
    filled = values(session, one)
    assert "LETTER_NO_POST" in session.letters.read(one, filled, session.letters.fill(one, filled)).reasons
