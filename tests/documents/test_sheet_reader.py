"""Strangers' spreadsheets: what can be read is read as text, and everything else is refused with where and why."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from iass_tui.documents import sheet_reader
from iass_tui.documents.sheet_reader import CannotRead, ReadSheet, read_sheet

HEADINGS = ["Name", "Date", "Note"]


def known(cells: Sequence[str]) -> int:
    return sum(cell in HEADINGS for cell in cells)


def read(path: Path) -> ReadSheet:
    return read_sheet(path, known)


def book(path: Path, *rows: Sequence[object], title: str = "Cases") -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def rezip(path: Path, part: str, change: dict[bytes, bytes]) -> Path:
    """The same file with one part of it changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for before, after in change.items():
        assert before in parts[part]
        parts[part] = parts[part].replace(before, after)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return path


def test_cells_come_as_text_numbers_and_dates_as_they_are_shown(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 27, 14, 2)
    path = book(tmp_path / "s.xlsx", HEADINGS, ["Amy", date(2026, 3, 27), 7700900123], [True, moment, 1.5])
    found = read(path)
    assert found.headings == tuple(HEADINGS)
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, ("Amy", "2026-03-27", "7700900123")),
        (3, ("yes", "2026-03-27 14:02:00", "1.5")),
    ]


def test_headings_are_found_below_a_title_and_empty_rows_are_left_out(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", ["Our cases"], [], HEADINGS, [None], ["Amy", "1/1/2025", ""])
    assert [(row.number, row.cells[0]) for row in read(path).rows] == [(5, "Amy")]


def test_a_formula_is_the_value_that_it_had(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS, ["Amy", "1/1/2025", "=1+1"])
    rezip(path, "xl/worksheets/sheet1.xml", {b"<f>1+1</f><v></v>": b"<f>1+1</f><v>2</v>"})
    assert read(path).rows[0].cells[2] == "2"


def test_a_formula_that_was_never_worked_out_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS, ["Amy", "1/1/2025", "=1+1"])
    with pytest.raises(CannotRead, match="Cell C2"):
        read(path)


def test_a_formula_whose_value_is_empty_is_an_empty_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS, ["Amy", "1/1/2025", '=IF(1,"","x")'])
    rezip(path, "xl/worksheets/sheet1.xml", {b'<c r="C2">': b'<c r="C2" t="str">'})
    assert read(path).rows[0].cells[2] == ""


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text('Name,Date,Note\nAmy,1/1/2025,"=HYPERLINK(""http://evil"")"\n')
    assert read(path).rows[0].cells[2] == '=HYPERLINK("http://evil")'


def test_a_torn_file_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS, *(["Amy", "1/1/2025", "x" * 90] for _ in range(60)))
    whole = path.read_bytes()
    for keep in (4, len(whole) // 3, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:keep])
        with pytest.raises(CannotRead, match="cut short or damaged"):
            read(path)


def test_damage_inside_a_part_is_refused_with_its_row(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS, ["Amy", "1/1/2025", 17], ["Bea", "1/1/2025", 18])
    rezip(path, "xl/worksheets/sheet1.xml", {b"<v>18</v>": b"<v>eighteen</v>"})
    with pytest.raises(CannotRead, match="Row 3"):
        read(path)
    rezip(path, "xl/worksheets/sheet1.xml", {b"<sheetData>": b"<sheetData><<<"})
    with pytest.raises(CannotRead):
        read(path)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_unread(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as stream:
        for _ in range(sheet_reader.MOST_UNPACKED // (1 << 20) + 1):
            stream.write(bytes(1 << 20))
    assert path.stat().st_size < 2_000_000
    with pytest.raises(CannotRead, match="unpacks to more than"):
        read(path)


def test_definitions_that_grow_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS)
    laugh = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    rezip(path, "xl/workbook.xml", {b"<workbook": laugh + b"<workbook"})
    with pytest.raises(CannotRead, match="definitions"):
        read(path)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "holds nothing"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls file or protected"),
        (b"PK\x05\x06" + bytes(18), "no .xlsx file"),
        (b'Name,Date,Note\nAmy,1/1/2025,"never closed\nBea,2/1/2025,x\n', "begins on line 2"),
        (b"\xef\xbb\xbfName,Date\n\xff\xfe", "damaged"),
        (b"\x81\x8d\x8f\x90\x9d", "no text file"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_what_to_do(raw: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(raw)
    with pytest.raises(CannotRead, match=says):
        read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CannotRead):
            read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_text_file_is_read_whatever_wrote_it(encoding: str, separator: str, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    lines = (separator.join(HEADINGS), separator.join(["Siân", "1/1/2025", '"two\r\nlines"']))
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert read(path).rows[0].cells == ("Siân", "1/1/2025", "two\r\nlines")


def test_a_row_with_more_values_than_headings_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("Name,Date,Note\nAmy,1/1/2025,Rang, and rang again\nBea,2/1/2025,x,,\n")
    assert [(row.number, row.is_torn) for row in read(path).rows] == [(2, True), (3, False)]


def test_line_numbers_count_lines_inside_cells(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text('Name,Date,Note\nAmy,1/1/2025,"one\ntwo"\nBea,2/1/2025,x\n')
    assert [row.number for row in read(path).rows] == [2, 4]


def test_nuls_and_a_million_characters_come_through_for_the_row_to_be_judged(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(f"Name,Date,Note\nA\x00my,1/1/2025,{'x' * 1_000_000}\n")
    cells = read(path).rows[0].cells
    assert (cells[0], len(cells[2])) == ("A\x00my", 1_000_000)


def test_more_rows_or_columns_than_can_be_handled_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_reader, "MOST_ROWS", 2)
    path = book(tmp_path / "s.xlsx", HEADINGS, *(["Amy", "1/1/2025", ""] for _ in range(30)))
    with pytest.raises(CannotRead, match="more than 2 rows"):
        read(path)
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(f"c{n}" for n in range(201)) + "\n")
    with pytest.raises(CannotRead, match="200 columns"):
        read(wide)


def test_another_sheet_is_read_by_its_name(tmp_path: Path) -> None:
    made = Workbook()
    for title in ("Notes", "Cases"):
        made.create_sheet(title).append([*HEADINGS])
    made.remove(made.worksheets[0])
    made["Cases"].append(["Amy", "1/1/2025", ""])
    made.save(tmp_path / "s.xlsx")
    assert read(tmp_path / "s.xlsx").others == ("Cases",)
    assert len(read_sheet(tmp_path / "s.xlsx", known, "Cases").rows) == 1
    with pytest.raises(CannotRead, match="It has: Notes, Cases"):
        read_sheet(tmp_path / "s.xlsx", known, "Families")


def test_what_a_file_says_of_its_own_size_is_not_believed(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS, ["Amy", "1/1/2025", "x"])
    rezip(path, "xl/worksheets/sheet1.xml", {b'<dimension ref="A1:C2"/>': b'<dimension ref="A1:XFD1048576"/>'})
    assert [row.cells for row in read(path).rows] == [("Amy", "1/1/2025", "x")]


def test_no_link_to_another_file_is_followed(tmp_path: Path) -> None:
    path = book(tmp_path / "s.xlsx", HEADINGS, ["Amy", "1/1/2025", "=[1]Other!A1"])
    rezip(path, "xl/worksheets/sheet1.xml", {b"<f>[1]Other!A1</f><v></v>": b"<f>[1]Other!A1</f><v>7</v>"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert read(path).rows[0].cells[2] == "7"
