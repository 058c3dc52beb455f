"""A person with no permission cannot be contacted, listed, lettered or packed by any path (P3, P15, P19, P33, P44).

Every path is called directly, as a screen that forgot to grey its key out would, and the command line as typed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from iass_tui.cli import record_commands
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import Exit, parse
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.keeping_in_touch import CHANNELS
from iass_tui.rules.papers import Paper, Way
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.agencies import AgencyCard
from iass_tui.rules.records.casework import ContactBody, NoteBody, ProvidedBy, TaskBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.office import Permission
from iass_tui.rules.records.people import ContactDetails, FamilyTie
from iass_tui.rules.records.sharing import Ground, Material, Passing, Recipient, RecipientKind
from iass_tui.services.letter_views import LetterWish
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Problem
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, Family, add_person, consent, set_state
from tests.services.offices import Office
from tests.services.test_sharing import COUNCIL, TODAY, question

STATES = ("ASKED_NOTHING", "REFUSED", "FROZEN", "PENDING")
Act = Callable[[OfficeSession, Family], object]


def person(person_id: Any) -> Recipient:
    return Recipient(kind=RecipientKind.PERSON, person_id=person_id)


def family(office: Office, state: str) -> Family:
    """A young person who permitted nothing, and a mother whom she may have refused; both said no to being reached."""
    session = office.officer
    # Of a small child the mother would have the file by right: then only a refusal or a frozen record is against it.
    card = CHILD if state == "ASKED_NOTHING" else dataclasses.replace(CHILD, born=PartialDate(2016, 3, 27))
    child, mother = add_person(session, card), add_person(session, MOTHER)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="birth certificate"))
    made = Family(child, mother, session.casework.open_case(child, FACTS))
    if state == "REFUSED":
        refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=mother))
        session.consent.record(child, [dataclasses.replace(refusal, given_by=child)])
    if state in ("FROZEN", "PENDING"):
        for one in (child, mother):
            set_state(session, one, PersonState[state])
    office.manager.staff.set_permissions(session.me.id, frozenset(Permission))
    return made


def letter(
    kind: LetterKind, to: Callable[[Family], Recipient], way: Way = Way.HAND, ground: Ground = Ground.HELP
) -> Act:
    def act(session: OfficeSession, made: Family) -> object:
        wish = LetterWish(
            kind=kind, person_id=made.child, case_id=made.case, to=to(made), way=way, passing=Passing(ground=ground)
        )
        places = dict.fromkeys(session.letters.places(wish).places, "words")
        return session.letters.send(wish, places, "Words of the letter")

    return act


def to_agency_entry(session: OfficeSession, made: Family) -> object:
    agency = session.agencies.add(AgencyCard(code="LA_SEN", organisation="Larchfield SEN team"))
    wish = LetterWish(
        kind=LetterKind.CHASER,
        person_id=made.child,
        to=Recipient(kind=RecipientKind.AGENCY, agency_id=agency, named="The family's own solicitor"),
    )
    return session.letters.send(wish, dict.fromkeys(session.letters.places(wish).places, "words"), "Words")


def with_council(session: OfficeSession, made: Family) -> object:
    return session.casework.add_contact(
        made.case, ContactBody(happened_on=TODAY, channel="TEL", minutes=5, with_agency=COUNCIL)
    )


def note_of_a_talk(session: OfficeSession, made: Family) -> object:
    return session.casework.add_note(
        made.case,
        NoteBody(text="They rang", channel="TEL", minutes=5, provided_by=ProvidedBy.PROFESSIONAL, with_agency=COUNCIL),
    )


def unnamed_talk(session: OfficeSession, made: Family) -> object:
    return session.casework.add_contact(
        made.case, ContactBody(happened_on=TODAY, channel="TEL", minutes=5, with_whom=ProvidedBy.PROFESSIONAL)
    )


def pack_for_mother(session: OfficeSession, made: Family) -> object:
    offer = session.packs.offer(made.child, made.mother)
    return session.packs.make(made.child, made.mother, {one.id: not one.locked for one in offer.items})


def change_contact(session: OfficeSession, made: Family) -> object:
    return session.people.change_contact(made.mother, 0, ContactDetails(), DETAILS)


PATHS: dict[str, Act] = {
    "a talk with the council": with_council,
    "a talk with a professional nobody named": unnamed_talk,
    "a note of a talk with the council": note_of_a_talk,
    **{
        f"sharing {material} with the council": lambda s, m, what=material: s.sharing.share(  # type: ignore[misc]
            m.child, question(COUNCIL, what), told="words", how="TEL"
        )
        for material in Material
    },
    "sharing the file with the mother": lambda s, m: s.sharing.share(
        m.child, question(person(m.mother), Material.FILE), told="words"
    ),
    "an exception without its facts": lambda s, m: s.sharing.share(
        m.child, question(COUNCIL, ground=Ground.HARM), told="words"
    ),
    **{f"a letter to the council: {kind}": letter(kind, lambda _: COUNCIL) for kind in LetterKind},
    "a letter to the council, as an exception without its facts": letter(
        LetterKind.CHASER, lambda _: COUNCIL, ground=Ground.HARM
    ),
    "a letter to an entry of the directory under another name": to_agency_entry,
    "a letter to somebody by name": letter(
        LetterKind.COMPLAINT, lambda _: Recipient(kind=RecipientKind.OTHER, named="Mr Lark")
    ),
    "a letter to an interpreter": letter(
        LetterKind.HOLDING, lambda _: Recipient(kind=RecipientKind.INTERPRETER, named="Mr Lark")
    ),
    "a letter by post to the mother": letter(LetterKind.HOLDING, lambda m: person(m.mother), Way.POST),
    "a letter by e-mail to the mother": letter(LetterKind.COMPLAINT, lambda m: person(m.mother), Way.EMAIL),
    "a letter by post to the child": letter(LetterKind.HOLDING, lambda m: person(m.child), Way.POST),
    "a passport for the mother": lambda s, m: s.papers.make(
        PaperWish(paper=Paper.PASSPORT, person_id=m.child, reader_id=m.mother)
    ),
    "a form for the mother": lambda s, m: s.papers.make(
        PaperWish(paper=Paper.FILLED_FORM, person_id=m.child, reader_id=m.mother)
    ),
    "the sharing record for the mother": lambda s, m: s.sharing.print(m.child, m.mother),
    "a working copy for the mother": pack_for_mother,
    "ways to reach the mother": change_contact,
    "a task to ring the mother": lambda s, m: s.casework.add_task(
        m.case, TaskBody(what="Ring her", reach_id=m.mother), None
    ),
    "a note with an action to ring the mother": lambda s, m: s.casework.add_note(
        m.case, NoteBody(text="x", action="Ring her", reach_id=m.mother)
    ),
    "the timeline for the mother": lambda s, m: s.deadlines.print_timeline(m.case, m.mother),
    **{f"a list: {one}": lambda s, _, way=one: s.keeping_in_touch.export(way) for one in CHANNELS},  # type: ignore[misc]
}


def nothing_left(office: Office) -> None:
    """Not a row says that anything was passed on, and no file waits to be fetched."""
    assert office.ask("SELECT count(*) FROM sharing WHERE kind IN ('SHARED', 'EXCEPTION')") == 0
    for table in ("contact", "letter", "outbox_file", "person_contact", "task", "copy_issued", "note"):
        assert office.ask(f"SELECT count(*) FROM {table}") == 0, table
    folder = office.places.folder.outbox
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("state", STATES)
def test_without_permission_no_path_leads_out(office: Office, state: str) -> None:
    made = family(office, state)
    open_paths = []
    for name, act in PATHS.items():
        try:
            act(office.officer, made)
        except Problem:
            nothing_left(office)
        else:
            open_paths.append(name)
    assert open_paths == []


@pytest.mark.parametrize("state", ["REFUSED", "FROZEN", "PENDING"])
@pytest.mark.parametrize("kind", [one for one in LetterKind if one.is_readers_own])
def test_not_even_their_own_words_are_handed_to_whoever_is_refused(
    office: Office, state: str, kind: LetterKind
) -> None:
    made = family(office, state)
    with pytest.raises(Problem):
        letter(kind, lambda m: person(m.mother))(office.officer, made)
    nothing_left(office)


@pytest.mark.parametrize("state", STATES)
def test_the_command_line_has_no_other_way(office: Office, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = family(office, state)

    class SignedIn:
        def __init__(self, _: object) -> None: ...
        def __enter__(self) -> OfficeSession:
            return office.officer

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(record_commands, "signed_in", SignedIn)
    words = ["pack", str(made.child), "--draft", "--for", str(made.mother), "--include", "proposed"]
    assert carry_out(parse(words)) != Exit.OK
    nothing_left(office)


@pytest.mark.parametrize("state", STATES)
def test_nobody_without_permission_stands_in_a_list(office: Office, state: str) -> None:
    made = family(office, state)
    for one in office.officer.keeping_in_touch.lists():
        assert {entry.person_id for entry in one.entries} & {made.child, made.mother} == set()


def test_somebody_who_is_found_by_every_path_when_they_agree(office: Office) -> None:
    """The paths above are real: with permission the very same calls go through."""
    from tests.services.test_sharing import agree

    session, made = office.officer, family(office, "ASKED_NOTHING")
    agree(session, made.child)
    for name in ("a talk with the council", "a letter to the council: CHASER", "a note of a talk with the council"):
        PATHS[name](session, made)
    assert office.ask("SELECT count(*) FROM sharing WHERE kind = 'SHARED'") == 3
