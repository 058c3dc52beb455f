"""The quarterly workbook, opened again: what it shows, and everything that it must not hold."""

from __future__ import annotations

import dataclasses
import io
import re
import warnings
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from iass_tui.documents.spreadsheet import LONGEST_TEXT, Cell, Sheet, spreadsheet
from iass_tui.documents.workbook import DRAFT, BookTable, QuarterBook, quarter_workbook
from tests.documents.samples import DAY, HOSTILE, LETTERHEAD, letterhead_of

BOOK = QuarterBook(
    letterhead=LETTERHEAD,
    title="Quarter 3 of 2026-27",
    period="1 October to 31 December 2026",
    is_draft=True,
    made_on=DAY,
    method_version="A-1",
    tables=(
        BookTable("Volume", "Enquiries", (("New cases", 45), ("Active cases", 120)), 165, "Active: open at any time."),
        BookTable("Level", "Cases", (("Level 1", 40), ("Level 2", "0 to 4"), ("Level 3", 0)), 45),
        BookTable("Age band", "Children", (("Under 5", "0 to 4"), ("5 to 10", 25), ("Hours", 12.5)), None),
    ),
    hidden_report=("2 Level: 1 cell hidden, because it is 0 to 4.",),
    contact="manager@westbourne.example",
)


def opened(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return openpyxl.load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def values(book: Workbook, name: str) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in book[name].iter_rows(values_only=True)]


def test_a_cover_notes_and_one_sheet_for_each_table() -> None:
    book = opened(quarter_workbook(BOOK))
    assert book.sheetnames == ["Cover", "Notes", "1 Volume", "2 Level", "3 Age band"]
    cover = values(book, "Cover")
    for line in (
        ["Office", "Westbourne IASS"],
        ["Period", "1 October to 31 December 2026"],
        ["Made on", "22 November 2026"],
        ["Method", "A-1"],
        ["Contact", "manager@westbourne.example"],
    ):
        assert line in cover
    notes = values(book, "Notes")
    assert ["2 Level: 1 cell hidden, because it is 0 to 4."] in notes
    assert any("0 to 4  none" in str(line) for line in notes)
    assert any("www.iass-westbourne.example/privacy (version 3)" in str(line) for line in notes)  # P8


def test_a_table_has_a_header_figures_as_numbers_and_symbols_as_text() -> None:
    sheet = opened(quarter_workbook(BOOK))["2 Level"]
    rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    header = next(index for index, row in enumerate(rows) if row[0].value == "Level")
    assert [cell.value for cell in rows[header]] == ["Level", "Cases"]
    assert sheet.freeze_panes == f"A{header + 2}"
    below = rows[header + 1 :]
    assert [[cell.value for cell in row] for row in below] == [
        ["Level 1", 40],
        ["Level 2", "0 to 4"],
        ["Level 3", 0],
        ["Total", 45],
    ]
    assert [row[1].data_type for row in below] == ["n", "s", "n", "n"]


def test_every_sheet_of_a_draft_says_so_and_no_sheet_of_a_release() -> None:
    draft = opened(quarter_workbook(BOOK))
    for sheet in draft:
        assert sheet["A2"].value == DRAFT
        assert sheet.oddHeader.center.text == DRAFT
    release = quarter_workbook(dataclasses.replace(BOOK, is_draft=False))
    assert "DRAFT" not in "".join(parts(release).values())


def test_invented_figures_say_so_on_every_sheet() -> None:
    book = dataclasses.replace(BOOK, letterhead=letterhead_of("Demo"))
    for sheet in opened(quarter_workbook(book)):
        assert "DEMONSTRATION" in str(sheet["A3"].value)


def test_the_file_holds_values_and_nothing_else() -> None:
    data = quarter_workbook(BOOK)
    assert set(parts(data)) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        *(f"xl/worksheets/sheet{number}.xml" for number in range(1, 6)),
    }
    book = opened(data)
    assert not book.defined_names
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not sheet.defined_names
        assert not any(cell.comment or cell.hyperlink for row in sheet.iter_rows() for cell in row)
    whole = "".join(parts(data).values())
    for unwanted in ("<f>", "<f ", "mergeCell", "definedName", 'state="hidden"', "TargetMode", "openpyxl", "Microsoft"):
        assert unwanted not in whole


def test_the_properties_name_the_office_and_the_day_given() -> None:
    properties = opened(quarter_workbook(BOOK)).properties
    assert properties.creator == properties.lastModifiedBy == "Westbourne IASS"
    assert properties.created == properties.modified == datetime(2026, 11, 22)
    assert properties.title == "Quarter 3 of 2026-27, draft"


def test_the_same_book_gives_the_same_bytes_and_no_clock() -> None:
    data = quarter_workbook(BOOK)
    assert data == quarter_workbook(BOOK)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
    assert data != quarter_workbook(dataclasses.replace(BOOK, made_on=date(2026, 11, 23)))


def held(words: str) -> str:
    """What a cell keeps of these words: all but what XML cannot hold, up to Excel's limit."""
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", words).replace("\r\n", "\n")
    return kept if len(kept.encode("utf-16-le")) <= 2 * LONGEST_TEXT else kept[: LONGEST_TEXT - 1] + "…"


INERT = (
    "=1+1",
    "+441234",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "_x0041_",
    "a _x005F_ b",
    "<c>&amp;</c>",
    "]]>",
    "a\r\nb",
    "x" * 100_000,
)


@pytest.mark.parametrize("words", [*INERT, *HOSTILE.values()], ids=[*map(repr, range(len(INERT))), *HOSTILE])
def test_words_stay_words_in_every_cell(words: str) -> None:
    table = BookTable(words, words, ((words, words), (words, 5)), words, words)
    book = QuarterBook(
        letterhead=letterhead_of(words),
        title=words,
        period=words,
        is_draft=True,
        made_on=DAY,
        method_version=words,
        tables=(table, table),
        hidden_report=(words,),
        contact=words,
    )
    data = quarter_workbook(book)
    found = opened(data)
    assert len({name.casefold() for name in found.sheetnames}) == 4
    assert all(0 < len(name) <= 31 for name in found.sheetnames)
    seen = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in ("s", "n", "inlineStr") for cell in seen)
    assert all(cell.quotePrefix and cell.number_format == "@" for cell in seen if isinstance(cell.value, str))
    if held(words):
        texts = [unescape(cell.value) for cell in seen if isinstance(cell.value, str)]
        assert texts.count(held(words)) >= 9
    assert "<f>" not in "".join(parts(data).values())


def test_emoji_are_cut_between_characters_not_inside_them() -> None:
    cell = opened(spreadsheet([Sheet("s", [[Cell("🎉" * 20_000)]], (9.0,))], title="", creator="", made_on=DAY))["s"][
        "A1"
    ]
    assert len(str(cell.value).encode("utf-16-le")) <= 2 * LONGEST_TEXT
    assert str(cell.value).strip("🎉") == "…"


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_a_figure_is_a_number(figure: float) -> None:
    table = BookTable("Time", "Hours", (("Level 1", figure),))
    with pytest.raises(ValueError, match="figure"):
        quarter_workbook(dataclasses.replace(BOOK, tables=(table,)))


def test_sheet_names_are_fit_for_excel() -> None:
    names = ["a/b:c*d", "A B C D", "", "History", "'quoted'", "x" * 40, "x" * 40]
    data = spreadsheet([Sheet(name, [], (9.0,)) for name in names], title="", creator="", made_on=DAY)
    assert opened(data).sheetnames == ["a b c d", "Sheet 2", "Sheet 3", "Sheet 4", "quoted", "x" * 31, "Sheet 7"]
