"""The quarterly workbook: values that may be published, one sheet per table, nothing else in the file."""

from __future__ import annotations

import dataclasses
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.spreadsheet import Cell, Look, Sheet, spreadsheet
from iass_tui.rules.dates import display_day

DRAFT = "DRAFT – not for release"

SYMBOLS = (
    ("0 to 4", "none, or so few that someone could be recognised: which of the two is not shown"),
    ("[c]", "none, or a figure to which fewer than five families add, or one of them more than half"),
    ("[z]", "does not apply"),
    ("[x]", "not available"),
    ("[low]", "more than none, shown as zero by rounding"),
)

_LABELS, _NUMBERS, _PROSE = 52.0, 16.0, 100.0


@dataclasses.dataclass(frozen=True)
class BookTable:
    """One table as it may be shown: counts already protected, hidden ones as "0 to 4"."""

    title: str
    """The sheet's name after its number: "Volume"."""
    unit: str
    """What is counted, the heading of the second column: "Cases"."""
    rows: tuple[tuple[str, str | int | float], ...]
    total: str | int | float | None = None
    note: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuarterBook:
    """Everything that a quarter's workbook holds."""

    letterhead: Letterhead
    title: str
    """"Quarter 3 of 2026-27"."""
    period: str
    is_draft: bool
    made_on: date
    method_version: str
    tables: tuple[BookTable, ...]
    hidden_report: tuple[str, ...] = ()
    """What is hidden and why, a line each, in words that may be published."""
    contact: str = ""


def quarter_workbook(book: QuarterBook) -> bytes:
    """The workbook as .xlsx bytes, the same for the same input. Text stays text, whatever it begins with."""
    sheets = [_cover(book), _notes(book)]
    sheets += [_table(book, number, table) for number, table in enumerate(book.tables, 1)]
    office = book.letterhead.office
    return spreadsheet(
        sheets,
        title=f"{book.title}, draft" if book.is_draft else book.title,
        creator=office,
        made_on=book.made_on,
        print_banner=" – ".join(_banners(book)),
    )


def _banners(book: QuarterBook) -> list[str]:
    banners = [DRAFT] if book.is_draft else []
    if book.letterhead.is_demo:
        banners.append("DEMONSTRATION – invented figures")
    return banners


def _head(book: QuarterBook, title: str) -> list[list[Cell]]:
    rows = [[Cell(title, Look.TITLE)]]
    rows += [[Cell(banner, Look.STRONG)] for banner in _banners(book)]
    return rows


def _cover(book: QuarterBook) -> Sheet:
    rows = _head(book, book.title)
    rows += [
        [Cell(label, Look.STRONG), Cell(words, Look.WRAPPED)]
        for label, words in (
            ("Office", book.letterhead.office),
            ("Council", book.letterhead.council),
            ("Period", book.period),
            ("Made on", display_day(book.made_on)),
            ("Status", "Draft: nobody has approved it" if book.is_draft else "Approved for release"),
            ("Method", book.method_version),
            ("Contact", book.contact),
        )
        if words
    ]
    rows.append([Cell("Sheets", Look.STRONG), Cell("Notes: symbols, how figures are protected, whom to ask")])
    rows += [[Cell(""), Cell(_sheet_title(number, table))] for number, table in enumerate(book.tables, 1)]
    return Sheet("Cover", rows, widths=(24.0, _PROSE))


def _notes(book: QuarterBook) -> Sheet:
    rows = _head(book, "Notes")
    rows += [
        [Cell("Counts of 0 to 4 are hidden; other counts are rounded to the nearest 5.", Look.WRAPPED)],
        [Cell("Totals are rounded by themselves, so that columns may not add up.", Look.WRAPPED)],
        [Cell("Symbols", Look.STRONG)],
    ]
    rows += [[Cell(f"{symbol}  {meaning}", Look.WRAPPED)] for symbol, meaning in SYMBOLS]
    rows.append([Cell("What is hidden and why", Look.STRONG)])
    rows += [[Cell(line, Look.WRAPPED)] for line in book.hidden_report or ("Nothing is hidden.",)]
    for label, words in book.letterhead.about():
        rows += [[Cell(label, Look.STRONG)], [Cell(words, Look.WRAPPED)]]
    return Sheet("Notes", rows, widths=(_PROSE,))


def _table(book: QuarterBook, number: int, table: BookTable) -> Sheet:
    title = _sheet_title(number, table)
    rows = _head(book, title)
    rows.append([Cell(f"{book.period}. Symbols are explained on the sheet Notes.")])
    header = len(rows)
    rows.append([Cell(table.title, Look.HEADER), Cell(table.unit, Look.HEADER_RIGHT)])
    rows += [[Cell(label, Look.WRAPPED), Cell(shown, Look.FIGURE)] for label, shown in table.rows]
    if table.total is not None:
        rows.append([Cell("Total", Look.STRONG), Cell(table.total, Look.STRONG_FIGURE)])
    if table.note:
        rows.append([Cell(table.note, Look.WRAPPED)])
    return Sheet(title, rows, widths=(_LABELS, _NUMBERS), header_row=header)


def _sheet_title(number: int, table: BookTable) -> str:
    return f"{number} {table.title}"
