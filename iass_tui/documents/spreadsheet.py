"""A small writer of .xlsx files, in memory and the same bytes for the same values.

openpyxl puts every sheet into a temporary file in clear, stamps the clock into the properties and reads text
that begins with `=` as a formula. Here a string is a string, there are no formulas, names, links or hidden
sheets to be had, and the only date is the one given.
"""

from __future__ import annotations

import dataclasses
import enum
import io
import math
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

LONGEST_TEXT = 32_767
"""Excel's limit for one cell, in UTF-16 units; a longer text is cut and ends in an ellipsis."""


class Look(enum.IntEnum):
    """How a cell looks: its index in the style sheet below."""

    PLAIN = 0
    TITLE = 1
    STRONG = 2
    WRAPPED = 3
    HEADER = 4
    HEADER_RIGHT = 5
    FIGURE = 6
    STRONG_FIGURE = 7
    SYMBOL = 8
    STRONG_SYMBOL = 9


@dataclasses.dataclass(frozen=True)
class Cell:
    """A value and its look."""

    value: str | int | float
    look: Look = Look.PLAIN


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One sheet. `header_row` counts from 0; it stays in sight and is repeated in print."""

    name: str
    rows: Sequence[Sequence[Cell]]
    widths: tuple[float, ...]
    header_row: int | None = None


def spreadsheet(sheets: Sequence[Sheet], *, title: str, creator: str, made_on: date, print_banner: str = "") -> bytes:
    """The workbook's bytes. `print_banner` stands at the head of every printed page."""
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml"), ("core", "docProps/core.xml")),
        "docProps/core.xml": _core(title, creator, made_on),
        "xl/workbook.xml": _workbook(_names(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
            ("styles", "styles.xml"),
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet, print_banner, is_first=number == 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, (_XML + part).encode())
    return out.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def _text(value: str) -> str:
    value = _NOT_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    units = value.encode("utf-16-le")
    if len(units) > 2 * LONGEST_TEXT:
        value = units[: 2 * LONGEST_TEXT - 2].decode("utf-16-le", errors="ignore") + "…"
    return escape(_LOOKS_ESCAPED.sub("_x005F_", value))


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Sheet names as Excel takes them: at most 31 characters, none of its signs, no two alike."""
    names: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        name = " ".join(_NOT_IN_A_NAME.sub(" ", _NOT_XML.sub("", sheet.name)).split())[:31].strip("' ")
        while len(name.encode("utf-16-le")) > 62:
            name = name[:-1]
        if not name or name.casefold() in {"history", *(other.casefold() for other in names)}:
            name = f"Sheet {number}"
        names.append(name)
    return names


_OF_TEXT = {Look.FIGURE: Look.SYMBOL, Look.STRONG_FIGURE: Look.STRONG_SYMBOL}


def _letters(column: int) -> str:
    """A column, counted from 0, as spreadsheets name it: A to Z, then AA."""
    letters = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def _cell(column: int, row: int, cell: Cell) -> str:
    look = _OF_TEXT.get(cell.look, cell.look) if isinstance(cell.value, str) else cell.look
    where = f'r="{_letters(column)}{row}" s="{int(look)}"'
    if isinstance(cell.value, str):
        if not cell.value:
            return ""
        return f'<c {where} t="inlineStr"><is><t xml:space="preserve">{_text(cell.value)}</t></is></c>'
    if not math.isfinite(cell.value):
        raise ValueError("a figure has to be a number")
    return f"<c {where}><v>{+cell.value!r}</v></c>"


def _sheet(sheet: Sheet, print_banner: str, *, is_first: bool) -> str:
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(column, number, cell) for column, cell in enumerate(row))}</row>'
        for number, row in enumerate(sheet.rows, 1)
    )
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    pane = ""
    if sheet.header_row is not None:
        below = sheet.header_row + 1
        pane = f'<pane ySplit="{below}" topLeftCell="A{below + 1}" activePane="bottomLeft" state="frozen"/>'
    selected = ' tabSelected="1"' if is_first else ""
    banner = escape(f"&C{print_banner}") if print_banner else ""
    head = f"<oddHeader>{banner}</oddHeader>" if banner else ""
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{selected} workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData>"
        '<pageSetup paperSize="9" fitToHeight="0"/>'
        f"<headerFooter>{head}<oddFooter>&amp;CPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>"
    )


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(*targets: tuple[str, str]) -> str:
    kinds = {"core": f"{_PACKAGE}/relationships/metadata/core-properties"}
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds.get(kind, f"{_OFFICE}/{kind}")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"), ("/xl/styles.xml", f"{_TYPE}.styles+xml")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", f"{_TYPE}.worksheet+xml") for number in range(1, sheets + 1)]
    parts.append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def _core(title: str, creator: str, made_on: date) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{made_on.isoformat()}T00:00:00Z'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(title)}</dc:title><dc:creator>{_text(creator)}</dc:creator>"
        f"<cp:lastModifiedBy>{_text(creator)}</cp:lastModifiedBy>"
        f"<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified>"
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


_WRAP = '<alignment vertical="top" wrapText="1"/>'
_RIGHT = '<alignment horizontal="right" vertical="top"/>'


def _look(font: int, alignment: str, *, number: int = 49, border: int = 0) -> str:
    # Number format 49 is text and quotePrefix an apostrophe: text stays text when the cell is edited.
    quoted = ' quotePrefix="1"' if number == 49 else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyFont="1" '
        f'applyNumberFormat="1" applyAlignment="1"{quoted}>{alignment}</xf>'
    )


_LOOKS = {
    Look.PLAIN: _look(0, ""),
    Look.TITLE: _look(2, ""),
    Look.STRONG: _look(1, _WRAP),
    Look.WRAPPED: _look(0, _WRAP),
    Look.HEADER: _look(1, _WRAP, border=1),
    Look.HEADER_RIGHT: _look(1, _RIGHT, border=1),
    Look.FIGURE: _look(0, _RIGHT, number=0),
    Look.STRONG_FIGURE: _look(1, _RIGHT, number=0),
    Look.SYMBOL: _look(0, _RIGHT),
    Look.STRONG_SYMBOL: _look(1, _RIGHT),
}

_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="3">'
    '<font><sz val="12"/><name val="Arial"/><family val="2"/></font>'
    '<font><b/><sz val="12"/><name val="Arial"/><family val="2"/></font>'
    '<font><b/><sz val="16"/><name val="Arial"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="medium"><color rgb="FF333333"/></bottom><diagonal/></border>'
    "</borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_LOOKS)}">{"".join(_LOOKS[look] for look in Look)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
