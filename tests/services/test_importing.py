"""Importing a spreadsheet into a real office: everything lands at once or nothing does, and it reads back equal."""

import itertools
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import import_store, quarter_store, tally_store
from db.check import check_folder
from iass_tui.host.import_lock import ImportLock
from iass_tui.rules.consent import fold
from iass_tui.rules.dates import PartialDate, read_whole_date
from iass_tui.rules.importing import FaultKind, RepairKind, Verdict
from iass_tui.rules.importing.verdicts import RowSaid
from iass_tui.rules.quarters import quarter_of
from iass_tui.rules.records.casework import CaseStatus, ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Act
from iass_tui.services import import_writing
from iass_tui.services.import_writing import AIM, next_size
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.services import sheets
from tests.services.families import COVERING
from tests.services.first_contacts import FAMILY
from tests.services.offices import PASSPHRASE, Office
from tests.services.test_consent import withdraw
from tests.services.test_erasing import make_kit

ROWS = sheets.rows(24)


def bring(session: OfficeSession, path: Path, **how: bool) -> dict[Verdict, int]:
    """Opens, looks and writes; what became of the rows."""
    session.imports.open(path)
    counts = session.imports.look(**how).counts
    session.imports.run()
    return counts


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return sheets.write_xlsx(tmp_path / "cases.xlsx", ROWS)


def test_a_sheet_of_three_hundred_rows_lands_is_found_and_reads_back_equal(office: Office, tmp_path: Path) -> None:
    rows = sheets.rows(300)
    counts = bring(office.manager, sheets.write_xlsx(tmp_path / "cases.xlsx", rows))
    assert counts[Verdict.ACCEPTED] + counts[Verdict.REPAIRED] == 300
    officer = office.officer
    officer.directory.load()
    for number in (0, 41, 150, 299):
        row = rows[number]
        child = next(
            hit.entry
            for hit in officer.directory.search(row["Child's name"], 50)
            if hit.entry.kind == "person" and hit.entry.name == row["Child's name"] and hit.entry.born is not None
        )
        reads_back(officer, UUID(child.id), row)
    assert {hit.entry.name for hit in officer.directory.search(rows[7]["Mobile"])} == {rows[7]["Parent/Carer 1"]}


def reads_back(officer: OfficeSession, person_id: UUID, row: dict[str, str]) -> None:
    """Everything in the sheet's row, through the services as a colleague sees it."""
    child = officer.people.person(person_id)
    assert child.card.full_name == row["Child's name"]
    assert child.card.born == _date(row["DOB"])
    [parent] = [officer.people.person(tie.person_id) for tie in child.family]
    assert parent.card.full_name == row["Parent/Carer 1"]
    assert child.family[0].tie.responsibility == "YES"
    assert parent.contact is not None
    assert (parent.contact.phones, parent.contact.emails) == ((row["Mobile"],), (row["Email"],))
    assert parent.contact.addresses[0].postcode == row["Post Code"].upper()
    assert ", ".join(parent.contact.addresses[0].lines) == row["Address"]
    case = officer.casework.case(child.cases[0].id, COVERING)
    assert case.facts.opened_on == _day(row["Date opened"])
    assert case.facts.level == f"L{row['Level']}"
    assert case.status is (CaseStatus.CLOSED if row["Status"] == "Closed" else CaseStatus.OPEN)
    assert case.facts.closed_on == (_day(row["Date closed"]) if row["Date closed"] else None)
    assert case.facts.setting_name == row["School"]
    [note] = [one.rows[0] for one in case.notes]
    assert (note.body.text, note.body.happened_on) == (row["Notes"], _day(row["Last contact"]))
    assert (note.body.provided_by, note.body.parent_may_see) == (ProvidedBy.OTHER, ParentMaySee.NOT_ASKED)
    stands = fold(child.consents, date(2026, 11, 23), child.card.born)
    event = child.consents[0].event
    assert bool(stands.may_save()) or child.card.born is not None
    assert (event.given_by, event.given_by_name, event.right) == (parent.id, row["Signed by"], "PR")
    assert (event.given_on, event.wording_version) == (_day(row["Date of consent"]), row["Form version"])


def _date(text: str) -> PartialDate:
    found = read_whole_date(text)
    assert isinstance(found, PartialDate)
    return found


def _day(text: str) -> date:
    day = _date(text).exact
    assert day is not None
    return day


def people_seen(session: OfficeSession) -> int:
    """Everyone whom a colleague could come upon, in whichever list."""
    with session.desk.read() as connection:
        counts = [
            connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one()
            for table in ("person", "person_contact", "family_tie", "consent_event", "consent_head", "case", "enquiry",
                          "note")
        ]  # fmt: skip
    return sum(counts)


def test_nothing_is_seen_found_counted_or_due_before_the_last_batch_has_landed(office: Office, sheet: Path) -> None:
    manager, officer = office.manager, office.officer
    officer.directory.load()
    seen: list[object] = []

    def look(_done: int, _of: int) -> None:
        officer.directory.refresh()
        seen.append((people_seen(officer), len(officer.directory.everyone()), len(officer.casework.my_cases())))
        seen.append(len(manager.casework.cases_of(None)))
        with manager.desk.read() as connection:
            seen.append(len(quarter_store.cases(manager.desk, connection)))
        assert [one.sentence for one in check_folder(office.places.folder, office.host).damage] == []

    manager.imports.open(sheet)
    manager.imports.look()
    done = manager.imports.run(look)
    assert done.people == 48
    assert len(seen) > 4
    assert set(map(repr, seen)) == {"(0, 0, 0)", "0"}
    officer.directory.refresh()
    assert len(officer.directory.everyone()) == 48
    assert people_seen(officer) > 200
    assert len(officer.casework.my_cases()) + len(office.colleague.casework.my_cases()) > 0


def test_a_colleague_can_work_while_an_import_runs_and_case_numbers_stay_apart(office: Office, sheet: Path) -> None:

    manager, officer = office.manager, office.officer
    saved: list[object] = []

    def intake(done: int, of: int) -> None:
        saved.append(officer.intake.finish(FAMILY).case_id)

    manager.imports.open(sheet)
    manager.imports.look()
    manager.imports.run(intake)
    numbers = [row[0] for row in _rows(officer, 'SELECT number FROM "case" ORDER BY number')]
    assert numbers == list(range(1, 24 + len(saved) + 1))


def _rows(session: OfficeSession, query: str) -> list[tuple[int, ...]]:
    with session.desk.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def everything(office: Office) -> int:
    """Every row about anybody, landed or not."""
    tables = ("person", "person_contact", "family_tie", "consent_event", "consent_head", "case", "enquiry", "note",
              "import_person", "tally")  # fmt: skip
    return sum(office.ask(f'SELECT count(*) FROM "{table}"') for table in tables)


def test_a_stopped_import_is_undone_to_the_last_row_and_key(office: Office, sheet: Path) -> None:
    manager = office.manager
    keys = office.ask("SELECT count(*) FROM file_key", keys=True)
    counted: list[int] = []
    manager.imports.open(sheet)
    manager.imports.look()
    done = manager.imports.run(lambda count, _: counted.append(count), lambda: bool(counted))
    assert (done.was_stopped, counted != []) == (True, True)
    assert everything(office) == 0
    assert office.ask("SELECT count(*) FROM file_key", keys=True) == keys + 1  # the year's own, for the audit
    assert office.ask("SELECT state FROM import_run") == "UNDONE"
    assert manager.imports.look().counts[Verdict.DUPLICATE] == 0  # and it can be tried again
    assert manager.imports.run().people == 48


def test_an_import_that_fails_is_undone(office: Office, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = office.manager
    manager.imports.open(sheet)
    manager.imports.look()

    def full(*_: object) -> None:
        raise OSError("no room")

    def after_a_batch(_done: int, _of: int) -> None:
        monkeypatch.setattr("iass_tui.services.import_writing.begin_thread", full)

    with pytest.raises(OSError, match="no room"):
        manager.imports.run(after_a_batch)
    assert everything(office) == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.services.offices import CHEAP, Clock, PASSPHRASE, places_in
from iass_tui.services.door import OfficeDoor
manager = OfficeDoor(places_in(Path(sys.argv[1]), Clock())).sign_in("hannah", PASSPHRASE)
manager.imports.open(Path(sys.argv[2]))
manager.imports.look()
manager.imports.run(lambda done, of: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_import_killed_in_the_middle_leaves_nothing_seen_and_is_undone_at_the_next_sign_in(
    office: Office, sheet: Path, tmp_path: Path
) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(sheet)], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert office.ask("SELECT count(*) FROM person") > 0
    assert [one.sentence for one in check_folder(office.places.folder, office.host).damage] == []
    officer = office.officer  # signs in, and so undoes what was cut off
    assert officer.undone == ()
    assert everything(office) == 0
    assert office.ask("SELECT state FROM import_run") == "UNDONE"
    officer.directory.load()
    assert officer.directory.everyone() == ()


ROOT = Path(__file__).parents[2]


def test_an_import_that_still_runs_is_left_alone_by_whoever_signs_in(office: Office, sheet: Path) -> None:
    manager = office.manager
    manager.imports.open(sheet)
    manager.imports.look()
    done = manager.imports.run(lambda _done, _of: office.sign_in("olive").close())
    assert done.people == 48


def test_two_imports_do_not_run_at_once(office: Office, sheet: Path) -> None:
    manager = office.manager
    lock = ImportLock(office.host.path)
    assert lock.take()
    manager.imports.open(sheet)
    manager.imports.look()
    with pytest.raises(Problem, match="importing at this moment"):
        manager.imports.run()
    lock.release()
    assert manager.imports.run().cases == 24


def test_undoing_by_hand_finds_what_was_cut_off(office: Office, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = office.manager
    monkeypatch.setattr("iass_tui.services.import_undoing.undo_left", lambda *_: None)
    manager.imports.open(sheet)
    manager.imports.look()
    counted: list[int] = []
    assert manager.imports.run(lambda count, _: counted.append(count), lambda: bool(counted)).was_stopped
    assert everything(office) > 0
    assert manager.imports.undo() > 0
    assert everything(office) == 0
    assert manager.imports.undo() == 0


def test_rows_without_proof_of_consent_are_counted_in_their_quarter_and_nothing_else_of_them_is_kept(
    office: Office, tmp_path: Path
) -> None:
    rows = [{**row, "Consent": "", "Date opened": "4/11/2026"} for row in ROWS]
    counts = bring(office.manager, sheets.write_csv(tmp_path / "s.csv", rows))
    assert counts[Verdict.TALLY] == 24
    tallies = tally_store.of_quarter(office.manager.desk, quarter_of(date(2026, 11, 4)))
    assert [(one.week, one.user_type) for one in tallies] == [(date(2026, 11, 2), "PAR")] * 24
    assert {one.why for one in tallies} == {"NOT_ASKED"}
    assert office.ask("SELECT count(*) FROM person") == 0
    raw = b"".join(path.read_bytes() for path in office.places.folder.path.rglob("*") if path.is_file())
    for row in ROWS[:5]:
        assert row["Email"].encode() not in raw


def test_importing_the_same_sheet_again_leaves_every_child_out_and_says_of_whom_each_is_a_double(
    office: Office, sheet: Path
) -> None:
    manager = office.manager
    bring(manager, sheet)
    manager.imports.open(sheet)
    report = manager.imports.look()
    assert report.counts[Verdict.DUPLICATE] == 24
    first = report.lookalikes[2][0]
    assert (first.name, first.person_id is not None) == (ROWS[0]["Child's name"], True)
    assert manager.imports.run().people == 0
    manager.imports.open(sheet)
    assert manager.imports.look(with_duplicates=True).counts[Verdict.DUPLICATE] == 0


def test_each_likely_double_is_said_to_be_the_same_or_somebody_else_or_left_out_and_the_list_after_keeps_to_it(
    office: Office, tmp_path: Path
) -> None:
    manager = office.manager
    sheet = sheets.write_csv(tmp_path / "s.csv", ROWS[:3])
    bring(manager, sheet)
    assert manager.imports.doubles() == ()
    office.clock.forward(hours=1)
    manager.imports.open(sheet)
    report = manager.imports.look()
    first, second, third = (one.number for one in report.decisions)
    manager.imports.say(first, RowSaid.SAME)
    manager.imports.say(second, RowSaid.ELSE)
    manager.imports.say(third, RowSaid.SAME)
    report = manager.imports.say(third, RowSaid.OUT)  # the last word counts
    assert report.counts[Verdict.DUPLICATE] == 1
    assert report.said == {first: RowSaid.SAME, second: RowSaid.ELSE, third: RowSaid.OUT}
    with pytest.raises(Problem, match="like nobody"):
        manager.imports.say(99, RowSaid.ELSE)
    assert manager.imports.look().said == report.said  # looked at again, nothing that was settled is lost
    assert manager.imports.report.counts == report.counts
    assert manager.imports.run().cases == 2
    children = [one for one in manager.imports.doubles() if one.name in {row["Child's name"] for row in ROWS[:3]}]
    assert [(one.name, one.is_said) for one in children] == [(ROWS[0]["Child's name"], True)]
    double = children[0]
    assert double.other.person_id is not None
    for one in (double.other.person_id, double.person_id):
        if (asked := manager.access.asks_for_person(one)) is not None:
            manager.access.give(asked.case_ids, COVERING)
    offer = manager.joining.compare(double.other.person_id, double.person_id)
    assert not offer.reasons
    manager.joining.join(offer, {}, {})
    assert double.person_id not in {one.person_id for one in manager.imports.doubles()}
    manager.joining.part(double.person_id)
    assert manager.imports.doubles()[0] == double
    manager.imports.not_same(double.person_id, double.other.person_id)
    assert double.person_id not in {one.person_id for one in manager.imports.doubles()}
    assert [one.subject_id for one in office.said() if one.fields == ("likened",)] == [double.person_id]
    likes = manager.lookalikes.of_person(double.other.person_id)
    assert double.person_id not in {one.person_id for one in likes}  # from the other side too


def twice(first: dict[str, str], **differs: str) -> list[dict[str, str]]:
    """A row, and the same one again but for what differs."""
    return [first, {**first, **differs}]


def test_somebody_else_than_a_row_further_up_is_a_child_of_its_own_and_not_offered_again(
    office: Office, tmp_path: Path
) -> None:
    """The same name, birth date and day: without that word the two rows would be one child with two cases."""
    manager = office.manager
    manager.imports.open(sheets.write_csv(tmp_path / "s.csv", twice(ROWS[0], Mobile="07700 987654", Email="x@x.org")))
    report = manager.imports.look()
    first, second = report.decisions
    assert (second.verdict, report.lookalikes[second.number][0].row) == (Verdict.DUPLICATE, first.number)
    manager.imports.say(second.number, RowSaid.ELSE)
    assert manager.imports.run().cases == 2
    children = [one for one in manager.directory.everyone() if one.name == ROWS[0]["Child's name"]]
    assert len(children) == 2
    mine = {one.id for one in children}
    assert not [one for one in manager.imports.doubles() if str(one.person_id) in mine]
    for one in children:
        if (asked := manager.access.asks_for_person(UUID(one.id))) is not None:
            manager.access.give(asked.case_ids, COVERING)
        assert not {str(like.person_id) for like in manager.lookalikes.of_person(UUID(one.id))} & mine


def test_the_same_person_as_a_row_further_up_is_joined_from_the_list(office: Office, tmp_path: Path) -> None:
    manager = office.manager
    again = twice(ROWS[0], DOB="3/3/2012")
    manager.imports.open(sheets.write_csv(tmp_path / "s.csv", again))
    report = manager.imports.look(with_duplicates=True)
    first, second = report.decisions
    assert report.lookalikes[second.number][0].row == first.number
    manager.imports.say(second.number, RowSaid.SAME)
    assert manager.imports.run().people == 3
    said = [one for one in manager.imports.doubles() if one.is_said]
    assert [one.name for one in said] == [ROWS[0]["Child's name"]]


def test_a_parent_of_nearly_the_childs_name_is_no_double_after_landing(office: Office, tmp_path: Path) -> None:
    parent = "Amelia Singh"
    row = {**ROWS[0], "Child's name": "Mia Singh", "Parent/Carer 1": parent, "Signed by": parent}
    bring(office.manager, sheets.write_csv(tmp_path / "s.csv", [row]))
    assert office.ask("SELECT count(*) FROM person") == 2
    assert office.manager.imports.doubles() == ()


def test_a_possible_double_is_settled_as_a_likely_one_is(office: Office, tmp_path: Path) -> None:
    manager = office.manager
    bring(manager, sheets.write_csv(tmp_path / "s.csv", ROWS[:2]))
    office.clock.forward(hours=1)
    news = [{**one, "DOB": "3/3/2012"} for one in ROWS[:2]]
    manager.imports.open(sheets.write_csv(tmp_path / "t.csv", news))
    report = manager.imports.look()
    first, second = (one.number for one in report.decisions)
    assert not report.counts[Verdict.DUPLICATE]
    assert not any(like.likeness.is_likely for likes in report.lookalikes.values() for like in likes)
    manager.imports.say(first, RowSaid.SAME)
    assert manager.imports.say(second, RowSaid.OUT).counts[Verdict.DUPLICATE] == 1
    assert manager.imports.run().cases == 1
    assert [one.name for one in manager.imports.doubles() if one.is_said] == [ROWS[0]["Child's name"]]


def test_what_was_said_of_doubles_is_undone_with_the_import(office: Office, tmp_path: Path) -> None:
    manager = office.manager
    sheet = sheets.write_csv(tmp_path / "s.csv", ROWS[:3])
    bring(manager, sheet)
    before = everything(office)
    manager.imports.open(sheet)
    for one in manager.imports.look().decisions:
        manager.imports.say(one.number, RowSaid.ELSE)
    counted: list[int] = []
    assert manager.imports.run(lambda count, _: counted.append(count), lambda: bool(counted)).was_stopped
    assert counted
    assert everything(office) == before
    manager.imports.open(sheet)
    assert manager.imports.look().counts[Verdict.DUPLICATE] == 3


def test_a_child_with_two_rows_is_one_person_with_two_cases_and_one_chain_of_consents(
    office: Office, tmp_path: Path
) -> None:
    again = {**ROWS[0], "Date opened": "2/11/2026", "Date of consent": "2/11/2026", "Status": "Open", "Date closed": "",
             "Outcome": ""}  # fmt: skip
    counts = bring(office.manager, sheets.write_csv(tmp_path / "s.csv", [again, ROWS[0]]))
    assert counts[Verdict.DUPLICATE] == 0
    officer = office.officer
    officer.directory.load()
    [child] = [one for one in officer.directory.everyone() if one.born is not None]
    view = officer.people.person(UUID(child.id))
    assert (len(view.cases), len(view.family)) == (2, 1)
    days = [one.event.given_on for one in view.consents]
    assert (len(days), days) == (2, sorted(days))


def test_only_a_manager_imports_and_a_refusal_is_recorded(office: Office, sheet: Path) -> None:
    for session in (office.officer, office.volunteer):
        with pytest.raises(NotAllowed):
            session.imports.open(sheet)
    refused = [one for one in office.said() if one.act is Act.REFUSED]
    assert [one.subject for one in refused] == ["IMPORT", "IMPORT"]


def test_every_batch_is_vouched_for_and_the_audit_says_how_many(office: Office, sheet: Path) -> None:
    bring(office.manager, sheet)
    said = [one for one in office.said() if one.subject == "import"]
    assert (said[0].act, said[0].fields, said[0].count) == (Act.CHANGE, ("state",), 48)
    assert sum(one.count or 0 for one in said if one.act is Act.CREATE) == 48
    assert [one.act for one in said][-1] is Act.SEARCH  # that names were read to compare with


def test_a_batch_grows_and_shrinks_with_its_own_work_and_never_to_nothing() -> None:
    assert next_size(8, 8, AIM / 10) == 12  # step by step
    assert next_size(40, 40, AIM * 2) == 20
    assert next_size(1, 1, AIM * 50) == 1


def test_others_load_on_the_machine_makes_no_batch_smaller(
    office: Office, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def batches() -> int:
        office.manager.imports.open(sheet)
        office.manager.imports.look(with_duplicates=True)
        return office.manager.imports.run().batches

    quiet, ticks = batches(), itertools.count(0, 5)
    monkeypatch.setattr(import_writing.time, "perf_counter", lambda: next(ticks))  # every batch waits for seconds
    assert batches() <= quiet + 1


def test_keys_made_here_stay_at_hand_and_a_colleagues_commit_has_them_looked_for_again(office: Office) -> None:
    desk, others = office.manager.desk, office.officer.desk
    (first,) = desk.new_keys([("case", uuid4(), "casework")])
    desk.new_keys([("case", uuid4(), "casework")])
    assert desk.cupboard.in_memory(first.place.id) is first
    others.new_keys([("case", uuid4(), "casework")])
    desk.new_keys([("case", uuid4(), "casework")])
    assert desk.cupboard.in_memory(first.place.id) is None


def test_a_sheet_is_forgotten_at_lock(office: Office, sheet: Path) -> None:
    manager = office.manager
    manager.imports.open(sheet)
    manager.imports.look()
    manager.note_lock()
    assert manager.unlock(PASSPHRASE)
    with pytest.raises(Problem, match="Look at the rows first"):
        manager.imports.run()
    with pytest.raises(Problem, match="Open a spreadsheet first"):
        manager.imports.look()


def test_nothing_is_read_before_the_columns_are_settled(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("Kid,When\nAmy,1/1/2025\n")
    manager = office.manager
    view = manager.imports.open(path)
    assert len(view.problems) == 2
    with pytest.raises(NotAllowed):
        manager.imports.look()
    view = manager.imports.map({"child_name": "Kid", "opened": "When"}, {})
    assert (view.problems, view.unused) == ((), ())
    assert manager.imports.look().counts[Verdict.TALLY] == 1


def test_a_spreadsheet_in_the_office_folder_is_refused(office: Office) -> None:
    path = sheets.write_csv(office.places.folder.path / "s.csv", ROWS[:1])
    with pytest.raises(Problem, match="does not belong in the office folder"):
        office.manager.imports.open(path)
    path.unlink()


def test_cases_go_to_the_colleague_whom_the_sheet_names_by_name_or_sign_in(office: Office, tmp_path: Path) -> None:
    rows = [{**row, "Case worker": worker, "Status": "Open", "Date closed": "", "Outcome": ""}
            for row, worker in zip(ROWS, ("Omar Officer", "OLIVE", "Vera Volunteer", ""), strict=False)]  # fmt: skip
    manager = office.manager
    manager.imports.open(sheets.write_csv(tmp_path / "s.csv", rows))
    report = manager.imports.look()
    assert [[one.kind for one in row.repairs if one.column == "officer"] for row in report.decisions] == [
        [], [], [RepairKind.NOT_A_COLLEAGUE], [],
    ]  # fmt: skip
    manager.imports.run()
    assert (len(office.officer.casework.my_cases()), len(office.colleague.casework.my_cases())) == (1, 1)
    assert len(manager.casework.cases_of(None)) == 2


def test_a_no_to_contact_details_keeps_none_and_a_no_to_counting_is_kept(office: Office, tmp_path: Path) -> None:
    rows = [{**ROWS[0], "May keep contact details": "No", "Consent to be counted": "No"}]
    headings = (*sheets.HEADINGS, "Consent to be counted")
    bring(office.manager, sheets.write_csv(tmp_path / "s.csv", rows, headings))
    assert office.ask("SELECT count(*) FROM person_contact") == 0
    officer = office.officer
    officer.directory.load()
    [child] = [one for one in officer.directory.everyone() if one.born is not None]
    view = officer.people.person(UUID(child.id))
    assert not fold(view.consents, date(2026, 11, 23), view.card.born).may_count()


def test_imported_people_are_erased_like_any_others(office: Office, sheet: Path) -> None:
    """The row that says who was brought hangs on the person's own key."""
    bring(office.manager, sheet)
    with office.manager.desk.read() as connection:
        [import_id] = [UUID(bytes=row[0]) for row in connection.exec_driver_sql("SELECT id FROM import_run")]
        people = import_store.people(connection, import_id)
        query = "SELECT p.file_key_id = i.file_key_id FROM import_person i JOIN person p ON p.id = i.person_id"
        keys = {row[0] for row in connection.exec_driver_sql(query)}
    assert (len(people), keys) == (48, {1})


def test_whoever_was_erased_comes_back_only_with_a_consent_from_a_later_day(office: Office, tmp_path: Path) -> None:
    make_kit(office)
    manager, csv = office.manager, tmp_path / "s.csv"
    bring(manager, sheets.write_csv(csv, [ROWS[0]]))
    manager.directory.load()
    [child] = [UUID(one.id) for one in manager.directory.everyone() if one.born is not None]
    withdraw(manager, child, Purpose.SAVE_CASE)
    manager.erasures.erase(child)
    manager.imports.open(csv)
    report = manager.imports.look(with_duplicates=True)
    assert report.counts[Verdict.REFUSED] == 1
    assert [one.kind for one in report.decisions[0].faults] == [FaultKind.ERASED_BEFORE]
    office.clock.forward(days=2)
    later = {**ROWS[0], "Date opened": "25/11/2026", "Date of consent": "25/11/2026", "Status": "Open",
             "Date closed": "", "Outcome": ""}  # fmt: skip
    manager.imports.open(sheets.write_csv(csv, [later]))
    assert manager.imports.look(with_duplicates=True).counts[Verdict.REFUSED] == 0
