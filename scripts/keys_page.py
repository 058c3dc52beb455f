"""docs/keys.md, made from the bindings."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from screens.keys import KeyLine, all_keys

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
HEAD = """\
# Keys

Made from the bindings by `scripts/keys`; a test holds this page to them. A letter works where no field has the focus:
Escape leaves a field, Escape again goes back. Every action is also in the command palette (Ctrl+P), in words.
The bar at the bottom of each screen shows the keys that work now; `?` shows all of them.
"""


def place_in_words(name: str) -> str:
    """`TodayScreen` as "Today"."""
    bare = re.sub(r"(Screen|Page)$", "", name) or name
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).capitalize()


def page() -> str:
    """The whole page."""
    lines = [line for line in all_keys() if line.label and line.id]
    out = [HEAD]
    for place, group in groupby(lines, key=lambda line: line.place):
        out += [f"\n## {place_in_words(place)}\n", "| key | what | more |", "|---|---|---|"]
        out += [_row(line) for line in group]
    return "\n".join(out) + "\n"


def _row(line: KeyLine) -> str:
    key = line.key.replace("|", "\\|")
    return f"| `{key}` | {line.label} | {line.tooltip} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
