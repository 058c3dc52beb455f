"""The format is what docs/format.md says: a reader of some ninety lines without our code opens an office."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from iass_tui.rules.records.casework import NoteBody
from tests.services.families import add_family
from tests.services.offices import PASSPHRASE, Office

READER = Path(__file__).with_name("independent_reader.py")


def _read(office: Office, name: str, passphrase: str) -> subprocess.CompletedProcess[str]:
    folders = [str(office.places.folder.path), str(office.host.path)]
    return subprocess.run(
        [sys.executable, str(READER), *folders, name, passphrase], capture_output=True, text=True, check=False
    )


def test_a_reader_without_our_code_opens_an_office(office: Office) -> None:
    family = add_family(office.officer)
    office.manager.staff.rotate()
    office.officer.casework.add_note(family.case, NoteBody(progress="Rang the school, naïve question"))
    office.close()
    done = _read(office, "omar", PASSPHRASE)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    cards = {line["id"]: line["value"] for line in lines if line["table"] == "person"}
    assert cards[str(family.child)]["given_name"] == "Amina"
    assert cards[str(family.mother)]["family_name"] == "Hassan"
    assert "Rang the school, naïve question" in [line["value"].get("progress") for line in lines]


def test_a_wrong_passphrase_opens_nothing_for_it_either(office: Office) -> None:
    add_family(office.officer)
    office.close()
    done = _read(office, "omar", "not it")
    assert done.returncode != 0
    assert done.stdout == ""


def test_the_reader_imports_nothing_of_ours() -> None:
    names = set()
    for node in ast.walk(ast.parse(READER.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(str(node.module).partition(".")[0])
    assert names.isdisjoint({"iass_tui", "db", "screens", "tests"})
