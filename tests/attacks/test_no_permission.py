"""A person with no permission cannot be contacted, listed, lettered or packed by any path (P3, P15, P19, P33, P44).

Every path is called directly, as a screen that forgot to grey its key out would, and the command line as typed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.engine import open_engine
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
from iass_tui.services.looking_views import LooksWish
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.services.families import CHILD, DETAILS, FACTS, MOTHER, Family, add_person, consent, set_state
from tests.services.offices import Office
from tests.services.test_sharing import COUNCIL, TODAY, question

STATES = (
    "MOTHER_NEVER_AGREED",
    "ASKED_NOTHING",
    "REFUSED",
    "TOOK_BACK_CONTACT",
    "TOOK_BACK_SAVING",
    "FROZEN",
    "PENDING",
)
Act = Callable[[OfficeSession, "Made"], object]
STAND_OVER = frozenset({"REFUSED", "FROZEN", "PENDING"})
"""Where a mother who would have her small child's file by right does not get it."""


@dataclasses.dataclass(frozen=True)
class Made(Family):
    """With what was there before: a task and a note that reach nobody, and an agency in the directory."""

    task: UUID
    note: UUID
    agency: UUID


def person(person_id: Any) -> Recipient:
    return Recipient(kind=RecipientKind.PERSON, person_id=person_id)


def family(office: Office, state: str) -> Made:
    """A young person who permitted nothing, and a mother whom she may have refused; nobody may be reached."""
    session = office.officer
    # Of a small child the mother would have the file by right: then only a refusal or a frozen record is against it.
    card = dataclasses.replace(CHILD, born=PartialDate(2016, 3, 27)) if state in STAND_OVER else CHILD
    events = () if state == "MOTHER_NEVER_AGREED" else None
    details = DETAILS if state == "TOOK_BACK_CONTACT" else None
    child, mother = add_person(session, card), add_person(session, MOTHER, events, contact=details)
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="birth certificate"))
    case = session.casework.open_case(child, FACTS)
    task = session.casework.add_task(case, TaskBody(what="Read the plan"), None)
    note = session.casework.add_note(case, NoteBody(text="x"))
    agency = session.agencies.add(AgencyCard(code="LA_SEN", organisation="Larchfield SEN team"))
    if state == "REFUSED":
        refusal = consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=mother))
        session.consent.record(child, [dataclasses.replace(refusal, given_by=child)])
    taken_back = {"TOOK_BACK_CONTACT": Purpose.SAVE_CONTACT, "TOOK_BACK_SAVING": Purpose.SAVE_CASE}
    if state in taken_back:
        for one in (child, mother):
            session.consent.withdraw(one, taken_back[state], Scope(), given_by=one, given_on=TODAY, method="VERBAL")
    if state in ("FROZEN", "PENDING"):
        for one in (child, mother):
            set_state(session, one, PersonState[state])
    office.manager.staff.set_permissions(session.me.id, frozenset(Permission))
    return Made(child, mother, case, task, note, agency)


def letter(kind: LetterKind, to: Callable[[Made], Recipient], way: Way = Way.HAND, ground: Ground = Ground.HELP) -> Act:
    def act(session: OfficeSession, made: Made) -> object:
        wish = LetterWish(
            kind=kind, person_id=made.child, case_id=made.case, to=to(made), way=way, passing=Passing(ground=ground)
        )
        places = dict.fromkeys(session.letters.places(wish).places, "words")
        return session.letters.send(wish, places, "Words of the letter")

    return act


def to_agency_entry(session: OfficeSession, made: Made) -> object:
    wish = LetterWish(
        kind=LetterKind.CHASER,
        person_id=made.child,
        to=Recipient(kind=RecipientKind.AGENCY, agency_id=made.agency, named="The family's own solicitor"),
    )
    return session.letters.send(wish, dict.fromkeys(session.letters.places(wish).places, "words"), "Words")


def with_council(session: OfficeSession, made: Made) -> object:
    return session.casework.add_contact(
        made.case, ContactBody(happened_on=TODAY, channel="TEL", minutes=5, with_agency=COUNCIL)
    )


def note_of_a_talk(session: OfficeSession, made: Made) -> object:
    return session.casework.add_note(
        made.case,
        NoteBody(text="They rang", channel="TEL", minutes=5, provided_by=ProvidedBy.PROFESSIONAL, with_agency=COUNCIL),
    )


def unnamed_talk(session: OfficeSession, made: Made) -> object:
    return session.casework.add_contact(
        made.case, ContactBody(happened_on=TODAY, channel="TEL", minutes=5, with_whom=ProvidedBy.PROFESSIONAL)
    )


def pack_for_mother(session: OfficeSession, made: Made) -> object:
    offer = session.packs.offer(made.child, made.mother)
    return session.packs.make(made.child, made.mother, {one.id: not one.locked for one in offer.items})


def change_contact(session: OfficeSession, made: Made) -> object:
    return session.people.change_contact(made.mother, 0, ContactDetails(), DETAILS)


def ring_instead(session: OfficeSession, made: Made) -> object:
    before = TaskBody(what="Read the plan")
    return session.casework.change_task(made.task, 1, before, TaskBody(what="Ring her", reach_id=made.mother))


PATHS: dict[str, Act] = {
    "casework.add_contact: a talk with the council": with_council,
    "casework.add_contact: a talk with a professional nobody named": unnamed_talk,
    "casework.add_note: a talk with the council": note_of_a_talk,
    **{
        f"sharing.share: {material} with the council": lambda s, m, what=material: s.sharing.share(  # type: ignore[misc]
            m.child, question(COUNCIL, what), told="words", how="TEL"
        )
        for material in Material
    },
    "sharing.share: the file with the mother": lambda s, m: s.sharing.share(
        m.child, question(person(m.mother), Material.FILE), told="words"
    ),
    "sharing.share: an exception without its facts": lambda s, m: s.sharing.share(
        m.child, question(COUNCIL, ground=Ground.HARM), told="words"
    ),
    **{f"letters.send: to the council, {kind}": letter(kind, lambda _: COUNCIL) for kind in LetterKind},
    "letters.send: to the council, as an exception without its facts": letter(
        LetterKind.CHASER, lambda _: COUNCIL, ground=Ground.HARM
    ),
    "letters.send: to an entry of the directory under another name": to_agency_entry,
    "letters.send: to somebody by name": letter(
        LetterKind.COMPLAINT, lambda _: Recipient(kind=RecipientKind.OTHER, named="Mr Lark")
    ),
    "letters.send: to an interpreter": letter(
        LetterKind.HOLDING, lambda _: Recipient(kind=RecipientKind.INTERPRETER, named="Mr Lark")
    ),
    "letters.send: by post to the mother": letter(LetterKind.HOLDING, lambda m: person(m.mother), Way.POST),
    "letters.send: by e-mail to the mother": letter(LetterKind.COMPLAINT, lambda m: person(m.mother), Way.EMAIL),
    "letters.send: by post to the child": letter(LetterKind.HOLDING, lambda m: person(m.child), Way.POST),
    "papers.make: a passport for the mother": lambda s, m: s.papers.make(
        PaperWish(paper=Paper.PASSPORT, person_id=m.child, reader_id=m.mother)
    ),
    "papers.make: a form for the mother": lambda s, m: s.papers.make(
        PaperWish(paper=Paper.FILLED_FORM, person_id=m.child, reader_id=m.mother)
    ),
    "sharing.print: for the mother": lambda s, m: s.sharing.print(m.child, m.mother),
    "packs.make: for the mother": pack_for_mother,
    "people.change_contact: of the mother": change_contact,
    "casework.add_task: to ring the mother": lambda s, m: s.casework.add_task(
        m.case, TaskBody(what="Ring her", reach_id=m.mother), None
    ),
    "casework.add_note: with an action to ring the mother": lambda s, m: s.casework.add_note(
        m.case, NoteBody(text="x", action="Ring her", reach_id=m.mother)
    ),
    "casework.add_duty: to ring the mother": lambda s, m: s.casework.add_duty(
        m.case, TaskBody(what="Ring her", reach_id=m.mother), None
    ),
    "casework.change_task: to ring the mother": ring_instead,
    "casework.correct_note: with an action to ring the mother": lambda s, m: s.casework.correct_note(
        m.note, NoteBody(text="x", action="Ring her", reach_id=m.mother)
    ),
    "casework.correct_note: a talk with the council": lambda s, m: s.casework.correct_note(
        m.note,
        NoteBody(text="x", channel="TEL", minutes=5, provided_by=ProvidedBy.PROFESSIONAL, with_agency=COUNCIL),
    ),
    "looking.make: for the mother": lambda s, m: s.looking.make(LooksWish(person_id=m.child, reader_id=m.mother)),
    "looking.make: for somebody of another family": lambda s, m: s.looking.make(
        LooksWish(person_id=m.child, reader_id=uuid4())
    ),
    "consent.acknowledge: what nobody took back": lambda s, m: s.consent.acknowledge(m.child, Purpose.STATS, Scope()),
    "papers.plain: a passport": lambda s, m: s.papers.plain(PaperWish(paper=Paper.PASSPORT, person_id=m.child)),
    "sharing.carry_out: what nobody signed off": lambda s, _: s.sharing.carry_out(uuid4(), told="words", how="TEL"),
    "deadlines.print_timeline: for the mother": lambda s, m: s.deadlines.print_timeline(m.case, m.mother),
    **{f"keeping_in_touch.export: {one}": lambda s, _, way=one: s.keeping_in_touch.export(way) for one in CHANNELS},  # type: ignore[misc]
}


NOTED_ANYWAY = frozenset({"audit_entry"})
"""Where a look and a refusal are written down."""
HAS_NO_REASON = ("keeping_in_touch.export: ", "consent.acknowledge: ", "sharing.carry_out: ")
"""There is nobody to list, nothing to confirm and nothing to carry out: no rule is asked."""


def rows(office: Office) -> dict[str, int]:
    """How many rows each table has, and how many files wait to be fetched."""
    engine = open_engine(office.places.folder.records)
    with engine.connect() as connection:
        tables = [one for (one,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {one: connection.exec_driver_sql(f'SELECT count(*) FROM "{one}"').scalar() or 0 for one in tables}
    engine.dispose()
    folder = office.places.folder.outbox
    return {**found, "files that wait": len(list(folder.iterdir())) if folder.exists() else 0}


def differing(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """What grew or shrank besides the audit."""
    return {one for one in after if after[one] != before[one]} - NOTED_ANYWAY


@pytest.mark.parametrize("state", STATES)
def test_without_permission_no_path_leads_out(office: Office, state: str) -> None:
    made = family(office, state)
    open_paths, without_reasons, left = [], [], []
    for name, act in PATHS.items():
        before = rows(office)
        try:
            act(office.officer, made)
        except Problem as no:
            if not (isinstance(no, NotAllowed) and no.reasons) and not name.startswith(HAS_NO_REASON):
                without_reasons.append((name, repr(no)))
        else:
            open_paths.append(name)
        left += [(name, one) for one in differing(before, rows(office))]
    assert (open_paths, without_reasons, left) == ([], [], [])


@pytest.mark.parametrize("state", ["REFUSED", "FROZEN", "PENDING"])
@pytest.mark.parametrize("kind", [one for one in LetterKind if one.is_readers_own])
def test_not_even_their_own_words_are_handed_to_whoever_is_refused(
    office: Office, state: str, kind: LetterKind
) -> None:
    made = family(office, state)
    before = rows(office)
    with pytest.raises(NotAllowed) as no:
        letter(kind, lambda m: person(m.mother))(office.officer, made)
    assert no.value.reasons
    assert differing(before, rows(office)) == set()


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
    before = rows(office)
    assert carry_out(parse(words)) != Exit.OK
    assert differing(before, rows(office)) == set()


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
    for name in (
        "casework.add_contact: a talk with the council",
        "letters.send: to the council, CHASER",
        "casework.add_note: a talk with the council",
    ):
        PATHS[name](session, made)
    assert office.ask("SELECT count(*) FROM sharing WHERE kind = 'SHARED'") == 3


def test_without_a_yes_to_saving_not_even_a_case_is_opened(office: Office) -> None:
    child = add_person(office.officer, CHILD, ())
    before = rows(office)
    with pytest.raises(NotAllowed):
        office.officer.casework.open_case(child, FACTS)
    assert differing(before, rows(office)) == set()
