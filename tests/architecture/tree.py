"""The project as files: what the tests in this folder look at."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("iass_tui", "db", "screens")
MADE_BY_TOOLS = {"__pycache__", "build", "dist", "node_modules", "wheels"}


def files(*folders: str, suffix: str = "") -> Iterator[Path]:
    """Every file under these folders of the project (or all of it) that a person wrote."""
    for top in folders or (".",):
        for folder, inner, names in os.walk(ROOT / top):
            inner[:] = [name for name in inner if name not in MADE_BY_TOOLS and (name[0] != "." or name == ".ci")]
            yield from (Path(folder, name) for name in sorted(names) if name.endswith(suffix) and name[0] != ".")


def named(path: Path, line: int = 0) -> str:
    """A place as an assertion shows it: `screens/today.py:12`."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
