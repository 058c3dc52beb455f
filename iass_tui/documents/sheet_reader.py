"""Reading somebody else's spreadsheet, .xlsx or .csv: values as text, never a formula, never a link, never by halves.

Limits, so that no file can fill the machine: 50 MB on disk, 300 MB unpacked, 50,000 rows, 200 columns.
"""

from __future__ import annotations

import dataclasses
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iass_tui.documents.csv_reader import NotText, read_csv

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 50_000, 200
HEADINGS_WITHIN = 20
"""Above the headings a sheet may have this many lines: a title, a date, who made it."""


class CannotRead(Exception):
    """The file cannot be read; the text says what is wrong with it and what to do."""


@dataclasses.dataclass(frozen=True)
class SheetRow:
    """One row: its line in the spreadsheet, and its cells. `is_torn`: it has more values than there are headings."""

    number: int
    cells: tuple[str, ...]
    is_torn: bool = False


@dataclasses.dataclass(frozen=True)
class ReadSheet:
    """One sheet with its headings; empty rows are left out."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    others: tuple[str, ...] = ()
    """The file's other sheets, which were not read."""


Known = Callable[[Sequence[str]], int]
"""How many of these cells are headings that somebody knows: the headings are the line with most of them."""


def read_sheet(path: Path, known: Known, sheet: str = "") -> ReadSheet:
    """The sheet of that name, or the file's first. Raises `CannotRead`.

    Numbers come as they are shown, dates as 2026-03-27, a formula as the value that it had when the file was saved.
    """
    try:
        size = path.stat().st_size
        start = _start_of(path)
    except OSError as error:
        raise CannotRead(f"{path} cannot be read: {error.strerror}.") from None
    if not start:
        raise CannotRead(f"{path} is not there, or holds nothing.")
    if size > MOST_BYTES:
        raise CannotRead(f"{path.name} is larger than 50 MB. Save only the sheet with the families, or part it.")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(
            f"{path.name} is an old .xls file or protected by a password. Open it in your spreadsheet program, take "
            "the password off, and save it as .xlsx."
        )
    if start.startswith(b"PK"):
        return _read_xlsx(path, known, sheet)
    if sheet:
        raise CannotRead(f"{path.name} is a text file, which has no sheets.")
    try:
        lines = read_csv(path.read_bytes(), known)
    except NotText as error:
        raise CannotRead(f"{path.name}: {error}") from None
    return _with_headings(path.stem, lines, known, refuses_more=True)


def _start_of(path: Path) -> bytes:
    """The first bytes, which say what kind of file it is; none of what is no file."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(8)


def _with_headings(
    name: str, lines: Iterable[tuple[int, list[str]]], known: Known, *, refuses_more: bool = False
) -> ReadSheet:
    """Finds the headings, and cuts every row to them. With `refuses_more` a longer row is torn."""
    every = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not every:
        raise CannotRead(f"There is nothing on the sheet “{name}”.")
    top = every[:HEADINGS_WITHIN]
    best = max(range(len(top)), key=lambda at: (known(top[at][1]), -at))
    headings = [cell.strip() for cell in top[best][1]]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise CannotRead(f"The sheet “{name}” has more than {MOST_COLUMNS} columns.")
    rows = []
    for number, cells in every[best + 1 :]:
        more = any(cell.strip() for cell in cells[len(headings) :])
        rows.append(SheetRow(number, tuple(cells[: len(headings)]), is_torn=refuses_more and more))
    if len(rows) > MOST_ROWS:
        raise CannotRead(f"The sheet “{name}” has more than {MOST_ROWS:,} rows. Part it.")
    return ReadSheet(name, tuple(headings), tuple(rows))


_STRANGE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, SyntaxError, AssertionError,
            RuntimeError, EOFError, OSError, MemoryError, zlib.error)  # fmt: skip


def _read_xlsx(path: Path, known: Known, sheet: str) -> ReadSheet:
    _refuse_bomb(path)
    from openpyxl import load_workbook  # a tenth of a second, which no other command should wait for

    book = None
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        names = [one.title for one in book.worksheets]
        if not names:
            raise CannotRead(f"{path.name} has no sheet with cells.")
        if sheet and sheet not in names:
            raise CannotRead(f"{path.name} has no sheet “{sheet}”. It has: {', '.join(names)}.")
        wanted = book[sheet or names[0]]
        found = _with_headings(wanted.title, _lines(wanted), known)
        _refuse_unworked(path, wanted)
    except CannotRead:
        raise
    except zipfile.BadZipFile:
        raise CannotRead(f"{path.name} is cut short or damaged. Save it again in your spreadsheet program.") from None
    except _STRANGE:  # whatever a stranger's file makes of the library
        raise CannotRead(
            f"{path.name} is not a spreadsheet that can be read. Save it again as .xlsx or .csv."
        ) from None
    finally:
        if book is not None:
            book.close()
    return dataclasses.replace(found, others=tuple(name for name in names if name != found.name))


def _refuse_bomb(path: Path) -> None:
    """A small file that unpacks to a huge one fills the machine before anything of it is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                raise CannotRead(f"{path.name} is no .xlsx file. Save it as .xlsx or .csv.")
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise CannotRead(f"{path.name} unpacks to more than 300 MB. Save only the sheet with the families.")
            for part in parts:
                if part.filename.endswith(".xml") and _has_doctype(archive, part):
                    raise CannotRead(
                        f"{path.name} holds definitions that no spreadsheet program writes. It was not read."
                    )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise CannotRead(f"{path.name} is cut short or damaged. Save it again in your spreadsheet program.") from None


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as stream:
        return b"<!DOCTYPE" in stream.read(4096)


def _lines(sheet: ReadOnlyWorksheet) -> Iterable[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what a file says of its own size is not to be believed
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    number = 0
    while True:
        try:
            number, row = next(rows)
        except StopIteration:
            return
        except _STRANGE:
            raise CannotRead(
                f"Row {number + 1} of “{sheet.title}” cannot be read: the file is damaged there. Save it again in your "
                "spreadsheet program."
            ) from None
        if number > MOST_ROWS + HEADINGS_WITHIN:
            if any(value is not None for value in row):
                raise CannotRead(f"The sheet “{sheet.title}” has more than {MOST_ROWS:,} rows. Part it.")
            continue
        yield number, [_as_text(value) for value in row]


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


_UNWORKED = re.compile(  # with the type "str" an empty value is the value
    rb"<c (?![^>]*t=\"str\")(?:[^>]*?)r=\"([A-Z]{1,3}[0-9]{1,7})\"[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*"
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)
_PIECE, _OVERLAP = 1 << 20, 1 << 14


def _refuse_unworked(path: Path, sheet: ReadOnlyWorksheet) -> None:
    """A formula without the value that it had reads as an empty cell, and what it stood for would be lost."""
    at = getattr(sheet, "_worksheet_path", "").lstrip("/")
    with zipfile.ZipFile(path) as archive, archive.open(at) as stream:
        before = b""
        while piece := stream.read(_PIECE):
            found = _UNWORKED.search(before + piece)
            if found is not None:
                raise CannotRead(
                    f"Cell {found[1].decode()} of “{sheet.title}” holds a formula that was never worked out. Open the "
                    "file in your spreadsheet program, save it there, and try again."
                )
            before = piece[-_OVERLAP:]
