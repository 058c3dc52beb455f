"""The quarterly workbook through the service: what is counted, what is hidden, and that only a draft is written."""

from __future__ import annotations

import dataclasses
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db import case_store
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.casework import CaseFacts, LevelChange
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.rules.records.office import Act, AuditDetail, Permission
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.services.families import CHILD, add_person, consent
from tests.services.first_contacts import CANARY, FAMILY, ending
from tests.services.offices import Office
from tests.services.test_consent import heard, withdraw

QUARTER = "2026-Q3"
OPENED, BEFORE = date(2026, 11, 2), date(2026, 9, 1)


def facts(level: str = "L2", opened_on: date = OPENED) -> CaseFacts:
    """A case that has been at one level since it was opened."""
    return CaseFacts(levels=(LevelChange(level=level, on=opened_on),), opened_on=opened_on, user_type="PAR")


def children(session: OfficeSession, count: int, year: int = 2014, opened_on: date = OPENED) -> list[Any]:
    """So many children, a case each; their ids with those of the cases."""
    card = dataclasses.replace(CHILD, born=PartialDate(year, 1, 5))
    ids = [add_person(session, card) for _ in range(count)]
    return [(one, session.casework.open_case(one, facts(opened_on=opened_on))) for one in ids]


def made(session: OfficeSession, to: Path, quarter: str = QUARTER) -> dict[str, dict[str, Any]]:
    """Each sheet's rows, label to figure, of a workbook made now."""
    session.quarters.make(quarter, to)
    book = openpyxl.load_workbook(to)
    return {
        sheet.title.partition(" ")[2]: {str(row[0]): row[1] for row in rows_of(sheet) if len(row) > 1} for sheet in book
    }


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    """The values of a sheet."""
    return list(sheet.iter_rows(values_only=True))


def test_counts_come_from_cases_enquiries_and_tallies_and_small_ones_are_hidden(office: Office, tmp_path: Path) -> None:
    session = office.manager
    children(session, 8)
    children(session, 7, year=2008)
    for _ in range(6):
        session.intake.finish(FAMILY)
    for _ in range(3):
        office.volunteer.intake.finish(ending("NO"))
    sheets = made(session, tmp_path / "q.xlsx")
    enquiries = sheets["Enquiries"]
    assert (enquiries["Saved with permission"], enquiries["Counted only, nothing saved"]) == (5, "0 to 4")
    assert sheets["Cases, how they began"]["New"] == 20  # 21, to the nearest 5
    assert sheets["Cases, how they began"]["Open at the start"] == "0 to 4"
    assert sheets["Cases, how they ended"]["Open at the end"] == 20
    assert sheets["Level, active cases"]["Level 2"] == 20
    ages = sheets["Age of children"]
    assert (ages["11-15"], ages["16-18"]) == (15, 5)  # 8 and the 6 of the intake: 14; 7
    assert ages["Total"] == 20


def test_p5_who_refused_or_took_back_counting_is_in_no_table(office: Office, tmp_path: Path) -> None:
    session = office.manager
    made_children = children(session, 12)
    children(session, 9, opened_on=BEFORE)
    for person_id, _ in made_children[:4]:
        session.consent.record(person_id, [heard(Purpose.STATS, Decision.REFUSED)])
    withdraw(session, made_children[4][0], Purpose.STATS)
    sheets = made(session, tmp_path / "q.xlsx")
    assert sheets["Cases, how they began"]["New"] == 5  # 7
    withdraw(session, made_children[5][0], Purpose.SAVE_CASE)
    assert made(session, tmp_path / "again.xlsx")["Cases, how they began"]["New"] == 5  # 6
    withdraw(session, made_children[6][0], Purpose.SAVE_CASE)
    withdraw(session, made_children[7][0], Purpose.STATS)
    assert made(session, tmp_path / "third.xlsx")["Cases, how they began"]["New"] == "0 to 4"  # 4


def test_a_case_closed_as_a_duplicate_was_entered_in_error_and_is_not_counted(office: Office, tmp_path: Path) -> None:
    session = office.manager
    pairs = children(session, 12) + children(session, 9, opened_on=BEFORE)
    for _, case_id in pairs[:3]:
        version = session.casework.case(case_id).version
        session.casework.close_case(case_id, version, closure="C08", outcomes=("O99",), words="The same as another")
    for _, case_id in pairs[3:10]:
        version = session.casework.case(case_id).version
        session.casework.close_case(case_id, version, closure="C01", outcomes=("O01",), words="Done")
    ended = made(session, tmp_path / "q.xlsx")["Cases, how they ended"]
    assert (ended["Closed"], ended["Open at the end"]) == (5, 10)  # 7 and 11


def test_a_case_counts_in_the_quarters_in_which_it_was_open(office: Office, tmp_path: Path) -> None:
    session = office.manager
    children(session, 9)
    office.clock.forward(days=60)
    after = made(session, tmp_path / "q4.xlsx", "2026-Q4")["Cases, how they began"]
    assert (after["Open at the start"], after["New"]) == (10, "0 to 4")
    before = made(session, tmp_path / "q2.xlsx", "2026-Q2")
    assert before["Cases, how they began"]["Total"] == "0 to 4"


def test_it_is_marked_as_a_draft_and_says_what_was_hidden_and_why(office: Office, tmp_path: Path) -> None:
    session = office.manager
    children(session, 8)
    office.volunteer.intake.finish(ending("NO"))
    done = session.quarters.make(QUARTER, tmp_path / "q.xlsx")
    assert "Enquiries: counts of 0 to 4 are hidden" in "\n".join(done.hidden)
    book = openpyxl.load_workbook(done.path)
    cells = [str(cell) for sheet in book for row in rows_of(sheet) for cell in row if cell]
    assert all(rows_of(sheet)[1][0] == "DRAFT – not for release" for sheet in book)
    assert set(done.hidden) <= set(cells)


def test_no_name_school_or_reference_is_in_the_file(office: Office, tmp_path: Path) -> None:
    session = office.manager
    for _ in range(5):
        session.intake.finish({**FAMILY, "child_given_name": CANARY, "setting_name": CANARY, "wants": CANARY})
    session.quarters.make(QUARTER, tmp_path / "q.xlsx")
    with zipfile.ZipFile(tmp_path / "q.xlsx") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert CANARY not in text
    assert "C-000" not in text
    assert "Hannah" not in text.replace("Hannah Manager", "")  # the line manager, whom to ask


def test_the_export_needs_its_permission_whatever_the_role_and_is_on_record(office: Office, tmp_path: Path) -> None:
    for session in (office.officer, office.volunteer):
        with pytest.raises(NotAllowed):
            session.quarters.make(QUARTER, tmp_path / "q.xlsx")
    assert not (tmp_path / "q.xlsx").exists()
    assert office.said()[0].reasons == ("ACCESS_NO_EXPORT_PERMISSION",)
    office.manager.staff.set_permissions(office.colleague.me.id, frozenset({Permission.QUARTER}))
    office.sign_in("olive").quarters.make(QUARTER, tmp_path / "q.xlsx")
    said = office.said()[0]
    assert (said.act, said.subject, said.reasons) == (Act.EXPORT, "quarter", (QUARTER, "DRAFT"))


def test_a_file_that_is_there_is_left_alone_unless_it_may_be_replaced(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "q.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(Problem, match="is there already"):
        office.manager.quarters.make(QUARTER, target)
    assert target.read_bytes() == b"mine"
    office.manager.quarters.make(QUARTER, target, replace=True)
    assert zipfile.is_zipfile(target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["host", "office", "q.xlsx"]


def test_a_place_or_a_quarter_that_will_not_do_is_said_in_words(office: Office, tmp_path: Path) -> None:
    make = office.manager.quarters.make
    with pytest.raises(Problem, match=r"ends in \.xlsx"):
        make(QUARTER, tmp_path / "q.csv")
    with pytest.raises(Problem, match="no folder"):
        make(QUARTER, tmp_path / "nowhere" / "q.xlsx")
    with pytest.raises(Problem, match="outside it"):
        make(QUARTER, office.places.folder.path / "q.xlsx")
    with pytest.raises(Problem, match="like 2026-Q3"):
        make("next one", tmp_path / "q.xlsx")
    with pytest.raises(Problem, match="has not begun"):
        make("2026-Q4", tmp_path / "q.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_case_whose_dates_make_no_sense_is_named_and_stops_the_count(office: Office, tmp_path: Path) -> None:
    session = office.manager
    ((_, case_id),) = children(session, 1)
    case = session.casework.case(case_id)
    session.casework.close_case(case_id, case.version, closure="C01", outcomes=("O01",), words="Done")
    closed = session.casework.case(case_id)
    wrong = dataclasses.replace(closed.facts, opened_on=date(2026, 12, 24))
    with session.desk.unit("casework") as unit:
        case_store.change(session.desk, unit, case_id, closed.version, facts=wrong)
        unit.say(AuditDetail(act=Act.CHANGE, subject="case", subject_id=case_id))
    with pytest.raises(Problem, match="C-0001 was closed before it was opened"):
        session.quarters.make(QUARTER, tmp_path / "q.xlsx")


def test_a_consent_that_was_tampered_with_stops_the_count(office: Office, tmp_path: Path) -> None:
    session = office.manager
    ((person_id, _),) = children(session, 1)
    session.consent.record(person_id, [consent(Purpose.STATS, Decision.REFUSED)])
    office.tamper("DELETE FROM consent_event WHERE number = 2")
    with pytest.raises(Problem, match="iass check"):
        session.quarters.make(QUARTER, tmp_path / "q.xlsx")
