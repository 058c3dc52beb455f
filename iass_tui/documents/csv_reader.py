"""Rows of a text file with separators, whatever wrote it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import _csv

_SEPARATORS = (",", ";", "\t", "|")
_LONGEST_CELL = 10_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class NotText(Exception):
    """The file is no such text; the message says what to do."""


def decoded(raw: bytes) -> str:
    """The text in UTF-8 (marked or not), UTF-16 with its mark, or else Windows-1252, as Excel writes it in England."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise NotText("its text is damaged. Save it again as CSV UTF-8.") from None
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText("this is no text file. Save the sheet as .xlsx or as CSV UTF-8.")


def read_csv(raw: bytes, known: Callable[[Sequence[str]], int]) -> list[tuple[int, list[str]]]:
    """Line number and cells of every row; the separator is the one with which most headings are known.

    Raises `NotText`, naming the line, where a quotation mark is never closed.
    """
    text = decoded(raw)
    separator = max(_SEPARATORS, key=lambda one: max((known(cells) for _, cells in _top(text, one)), default=0))
    rows = []
    reader = _reader(text, separator)
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise NotText(
            f"the row that begins on line {line} has a quotation mark that is never closed, or text after a closed "
            "one. Put that row right, or save the sheet as .xlsx."
        ) from None
    return rows


def _reader(text: str, separator: str) -> _csv.Reader:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _top(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, cells in enumerate(_reader(text[:100_000], separator), 1):
            if number > 20:
                return
            yield number, cells
    except csv.Error:
        return
