"""What `u` takes back, on whichever page it was done."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Undo:
    """What `u` does, and what it says then. It is an act of its own, recorded like any other."""

    act: Callable[[], None]
    sentence: str
