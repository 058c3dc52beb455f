"""The word in a list that says of a line: this record is shut to a colleague, do not speak of it with everybody."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from uuid import UUID

from iass_tui.rules.masking import Neutral
from screens.widgets.row_list import Row

MARK = "RESTRICTED"


def marked(row: Row, subject: UUID, restricted: Collection[UUID], column: int = 1) -> Row:
    """The row, with the word before one of its cells where it is of a restricted record; masked as the cell was."""
    if subject not in restricted:
        return row
    cells = list(row.cells)
    words = f"{MARK} {cells[column]}".rstrip()
    cells[column] = Neutral(words) if isinstance(cells[column], Neutral) else words
    return dataclasses.replace(row, cells=tuple(cells))
