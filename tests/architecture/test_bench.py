"""`scripts/bench` starts, measures every row and prints it; with `--quick` by fewer writers."""

import os
import subprocess
from pathlib import Path

from tests.architecture.tree import ROOT

ROWS = (
    "sign-in screen painted, over a bare Textual app",
    "Today shown after Enter, less Argon2",
    "directory after sign-in: names",
    "directory after sign-in: all",
    "memory of a signed-in process",
    "one key in Find: painted",
    "one key in Find: results computed",
    "open a case with 12 notes, over plain SQLite: before its entry",
    "open a case with 12 notes, over plain SQLite: signed entry and all",
    "search in all notes: first hits",
    "search in all notes: all, over opening them",
    "timeline of a case: opened and in rows",
    "timeline of a case: one letter more",
    "save a note, durable and signed, over plain durable rows",
    "3 processes writing: 99 of 100 notes within",
    "3 processes writing: refused as locked or otherwise",
    "3 processes writing: notes lost",
    "Today read: tasks, dates, caseload",
    "Today read: what consents ask",
    "Today read: what is nobody's",
    "the team's work read",
    "import of 50 rows: read and looked at",
    "import of 50 rows: written",
    "bytes of the first paint",
    "bytes of a typed character",
    "bytes of a list row down",
    "bytes of a dialog",
)


def test_every_row_is_measured_on_a_small_office_and_printed(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "bench", "--sizes", "50", "--quick"],
        env={**os.environ, "TMPDIR": str(tmp_path)},  # its offices go with the test
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [row for row in ROWS if row not in done.stdout] == []
    assert "not measured" not in done.stdout, done.stdout
