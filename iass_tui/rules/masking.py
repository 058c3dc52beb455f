"""What a list still shows while someone stands near (P20): a reference, a kind, a day on which something is due.

Whatever nobody has called neutral is masked, so that a list made later hides too much rather than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "•••••"
"""Always as long: lengths tell names apart."""
_REFERENCE = re.compile(r"C-\d{4,}", re.ASCII)


class Neutral(str):
    """Words of a list that tell about nobody: a kind, a status, a day of the work, the program's own sentence.

    Put into a longer text it is neutral no more: only a whole cell is.
    """

    __slots__ = ()


def masked(cell: str) -> str:
    """The cell as it may be seen by anybody; a case's reference stays, as letters carry it too."""
    if isinstance(cell, Neutral) or not cell.strip() or _REFERENCE.fullmatch(cell):
        return cell
    return MASK


def masked_line(cells: Iterable[str]) -> tuple[str, ...]:
    """A line of a list, cell by cell."""
    return tuple(masked(cell) for cell in cells)
