"""A canary in every personal field is found in no byte of the office, its host folder, or anything beside them."""

import dataclasses
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from db.desk import Desk
from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.agencies import AgencyCard, Involved, Involvement
from iass_tui.rules.records.base import Record
from iass_tui.rules.records.casework import CaseFacts, NoteBody, TaskBody
from iass_tui.rules.records.consents import ConsentEvent
from iass_tui.rules.records.deadlines import CaseEventBody, DutyNote, EventKind
from iass_tui.rules.records.office import Role, StaffCard
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie, PersonCard
from tests.attacks.searching import files_with
from tests.services.families import add_family
from tests.services.offices import Office


def _planted(record: Record, planted: dict[str, str]) -> Record:
    """The record with a canary of its own in every field that holds text."""
    changes: dict[str, object] = {}
    for field in dataclasses.fields(record):
        value, name = getattr(record, field.name), f"{type(record).__name__}.{field.name}"
        word = f"Canary{len(planted):03d}quokka"
        if field.name in {"role", "extra", "responsibility", "relation"}:
            continue
        if type(value) is str:
            changes[field.name] = word
        elif field.name in {"phones", "emails"}:
            changes[field.name] = (word,)
        elif field.name == "addresses":
            changes[field.name] = (Address(lines=(word,), postcode="ZZ1 1AA"),)
        else:
            continue
        planted[name if name not in planted else f"{name} again"] = word
    return dataclasses.replace(record, **changes)


def _plant(office: Office) -> dict[str, str]:
    """Canaries through every service that takes words; what was planted, by field."""
    planted: dict[str, str] = {}
    session = office.officer
    family = add_family(session)
    child, mother = session.people.person(family.child), session.people.person(family.mother)
    for view in (child, mother):
        card = _planted(view.card, planted)
        assert isinstance(card, PersonCard)
        session.people.change_card(view.id, view.version, view.card, card)
    assert mother.contact is not None
    details = _planted(mother.contact, planted)
    assert isinstance(details, ContactDetails)
    session.people.change_contact(mother.id, mother.contact_version, mother.contact, details)
    tie = child.family[0]
    new_tie = _planted(tie.tie, planted)
    assert isinstance(new_tie, FamilyTie)
    session.people.change_tie(tie.link_id, tie.version, tie.tie, new_tie)
    case = session.casework.case(family.case)
    facts = _planted(case.facts, planted)
    assert isinstance(facts, CaseFacts)
    kept = {"sen_stage", "ehc_stage", "setting_type", "source", "channel", "user_type", "child_view", "closure"}
    facts = dataclasses.replace(facts, **{name: getattr(case.facts, name) for name in kept})
    for name in kept:
        planted.pop(f"CaseFacts.{name}", None)
    session.casework.change_facts(family.case, case.version, case.facts, facts)
    body = _planted(NoteBody(about=(family.child,), action_due=date(2026, 12, 24)), planted)
    assert isinstance(body, NoteBody)
    note = session.casework.add_note(family.case, dataclasses.replace(body, channel="TEL"))
    planted.pop("NoteBody.channel")
    session.casework.add_addendum(note, planted.setdefault("addendum", "Canaryaddendumquokka"))
    session.casework.mark_in_error(note, planted.setdefault("error", "Canaryerrorquokka"))
    task = _planted(TaskBody(what="x", due_on=date(2026, 12, 25)), planted)
    assert isinstance(task, TaskBody)
    session.casework.add_task(family.case, task, session.me.id)
    event = _planted(CaseEventBody(kind=EventKind.REQUEST, on=date(2026, 9, 14)), planted)
    assert isinstance(event, CaseEventBody)
    duty = DutyNote(code="EHC_DEC", words=planted.setdefault("duty", "Canarydutyquokka"))
    session.deadlines.add_event(family.case, dataclasses.replace(event, duties=(duty,)))
    _plant_consent(office, family.child, planted)
    agency = _planted(AgencyCard(code="SENCO", organisation="x"), planted)
    assert isinstance(agency, AgencyCard)
    planted.pop("AgencyCard.code")
    involved = _planted(Involvement(stands=Involved.NOW), planted)
    assert isinstance(involved, Involvement)
    listed = session.agencies.add(dataclasses.replace(agency, code="SENCO"))
    session.agencies.involve(family.child, listed, dataclasses.replace(involved, stands=Involved.NOW))
    draft = session.drafts.start("note", case_id=family.case)
    session.drafts.save(draft, {"text": planted.setdefault("draft", "Canarydraftquokka")})
    name = planted.setdefault("staff", "Canarystaffquokka")
    office.manager.staff.invite("newcomer", Role.OFFICER, StaffCard(name=name))
    session.directory.load()
    session.directory.search(planted.setdefault("search", "Canarysearchquokka"))
    return planted


def _plant_consent(office: Office, child: UUID, planted: dict[str, str]) -> None:
    from tests.services.families import consent

    event = _planted(consent(right="PR"), planted)
    assert isinstance(event, ConsentEvent)
    kept = dataclasses.replace(event, right="PR", read_by="ALOUD", language="eng", format="STD")
    for name in ("right", "read_by", "language", "format"):
        planted.pop(f"ConsentEvent.{name}", None)
    office.officer.consent.record(child, [kept])


def _everywhere(office: Office, tmp_path: Path) -> list[Path]:
    return [tmp_path, Path(os.environ["HOME"]), Path(os.environ.get("TMPDIR", "/nonexistent"))]


def test_no_personal_word_stands_in_any_byte(office: Office, tmp_path: Path) -> None:
    planted = _plant(office)
    assert len(planted) > 40
    leaks = {field: files_with(word, *_everywhere(office, tmp_path)) for field, word in planted.items()}
    assert {field: files for field, files in leaks.items() if files} == {}
    office.close()
    leaks = {field: files_with(word, *_everywhere(office, tmp_path)) for field, word in planted.items()}
    assert {field: files for field, files in leaks.items() if files} == {}


def test_the_planted_words_are_really_kept(office: Office) -> None:
    planted = _plant(office)
    desk: Desk = office.officer.desk
    opened = _all_cells(desk)
    missing = [field for field, word in planted.items() if word not in opened and field not in {"search", "staff"}]
    assert missing == []


def _all_cells(desk: Desk) -> str:
    """Everything that an officer's keys open, as one text."""
    import json

    from db.tables import Row
    from db.types import SealedColumn
    from iass_tui.vault.cells import Sealed, cell_key_id, open_cell

    files = {
        file.place.id: file
        for kind in ("agency", "person", "contact", "case")
        for file in desk.cupboard.find_all(desk.keyring, kind)
    }
    out = []
    with desk.read() as connection:
        for table in Row.metadata.sorted_tables:
            for column in table.columns:
                if not isinstance(column.type, SealedColumn):
                    continue
                for row, raw in connection.exec_driver_sql(f'SELECT id, {column.name} FROM "{table.name}"'):
                    file = files.get(cell_key_id(raw))
                    if file is not None:
                        value = open_cell(file, table.name, column.name, UUID(bytes=row), Sealed(raw))
                        out.append(json.dumps(value, ensure_ascii=False))
    return "\n".join(out)


@pytest.mark.parametrize("born", [PartialDate(2011, 3, 27)])
def test_no_date_of_birth_or_date_derived_from_it_is_in_the_clear(
    office: Office, tmp_path: Path, born: PartialDate
) -> None:
    add_family(office.officer)
    office.close()
    for year in (born.year, born.year + 13, born.year + 16, born.year + 18, born.year + 25):
        for spelling in (f"{year}-03-27", f"27/03/{year}", f"27 March {year}"):
            assert files_with(spelling, tmp_path) == []


def test_a_reference_list_of_codes_is_the_only_thing_the_tables_say_in_words(office: Office) -> None:
    add_family(office.officer)
    desk = office.officer.desk
    allowed = {"ACTIVE", "OPEN", "NOTE", "DONE", "office", "intake", "note", ""}
    labels = {code.code for code in code_list("NEED").options(date(2026, 11, 22))}
    with desk.read() as connection:
        for table in ("person", "case", "note", "task", "draft"):
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                words = [value for value in row if isinstance(value, str) and not value.endswith("Z")]
                assert set(words) <= allowed
                assert not set(words) & labels


CRASH = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from iass_tui.rules.records.casework import NoteBody
from iass_tui.services.door import OfficeDoor
from tests.services.families import add_family
from tests.services.offices import PASSPHRASE, Clock, places_in
session = OfficeDoor(places_in(Path({folder!r}), Clock())).sign_in("omar", PASSPHRASE)
family = add_family(session)
session.casework.add_note(family.case, NoteBody(text="Canarykilledquokka"))
draft = session.drafts.start("note", case_id=family.case)
session.drafts.save(draft, {{"text": "Canaryunsavedquokka"}})
session.directory.load()
os.kill(os.getpid(), 9)
"""


def test_no_personal_word_stands_in_any_byte_after_kill_9(office: Office, tmp_path: Path) -> None:
    script = CRASH.format(root=str(Path(__file__).parents[2]), folder=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr.decode()
    for word in ("Canarykilledquokka", "Canaryunsavedquokka", "Zahra", "07700 900123", "zahra@example.org"):
        assert files_with(word, *_everywhere(office, tmp_path)) == []
    case = office.officer.casework.my_cases()[0]
    assert office.officer.casework.case(case.id).notes[0].rows[0].body.text == "Canarykilledquokka"
    (offer,) = office.officer.drafts.offered()
    assert office.officer.drafts.read(offer.id) == {"text": "Canaryunsavedquokka"}
