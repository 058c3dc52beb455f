"""The picture in docs/architecture.md, held by the import-linter contracts in pyproject.toml."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import CODE, ROOT, files

# One trespass for each contract; the names are those of the contracts.
TRESPASSES = {
    "A module imports only from lines below its own": (
        "iass_tui/vault/upward.py",
        "import iass_tui.services",
    ),
    "Every module of iass_tui has a place": ("iass_tui/utils.py", ""),
    "Screens know services and rules, never storage or keys": ("screens/today.py", "import db"),
    "A screen imports no other screen": ("screens/diary.py", "import screens.today"),
    "Below the screens nothing knows Textual": ("iass_tui/services/asking.py", "from textual import work"),
    "Rules are pure: no clock, no files, no randomness, no storage": (
        "iass_tui/rules/ages.py",
        "import time",
    ),
    "The vault takes bytes and gives bytes: no SQL, no paths": ("iass_tui/vault/keys.py", "import pathlib"),
    "The host and the documents know files, never SQL or cells": (
        "iass_tui/host/office.py",
        "import sqlite3",
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def skeleton(folder: Path) -> Path:
    """Our packages with nothing in them but their folders, under our contracts."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    layers = [f"iass_tui/{name}" for name in ("documents", "host", "rules", "services", "vault")]
    for package in (*CODE, *layers):
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    (folder / "iass_tui/vault/cells.py").touch()  # the one module a contract names
    return folder


def test_every_import_follows_the_picture() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_contract_notices_a_trespass(tmp_path: Path) -> None:
    project = skeleton(tmp_path)
    for place, line in TRESPASSES.values():
        (project / place).write_text(f"{line}\n")
    said = lint_imports(project).stdout
    assert [name for name in TRESPASSES if f"{name} BROKEN" not in said] == [], said


def test_no_contract_is_without_its_trespass() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert {contract["name"] for contract in settings["contracts"]} == TRESPASSES.keys()


def test_screens_share_dialogs_widgets_messages_and_plain(tmp_path: Path) -> None:
    project = skeleton(tmp_path)
    for package in ("dialogs", "widgets"):
        (project / "screens" / package).mkdir()
        (project / "screens" / package / "__init__.py").touch()
    (project / "screens/messages.py").touch()
    (project / "screens/plain.py").touch()
    (project / "screens/widgets/badge.py").write_text("import screens.messages\n")
    (project / "screens/dialogs/confirm.py").write_text("import screens.widgets.badge\n")
    shared = (
        "iass_tui.services",
        "screens.dialogs.confirm",
        "screens.messages",
        "screens.plain",
        "screens.widgets.badge",
    )
    (project / "screens/today.py").write_text("".join(f"import {name}\n" for name in shared))
    done = lint_imports(project)
    assert done.returncode == 0, done.stdout


SHARED = {"base", "messages", "plain", "shell", "widgets"}
"""Of the screens, what the plain face may know: a page that is built of these is read out without another line."""


def test_the_plain_face_knows_shared_widgets_and_no_page_by_name() -> None:
    names = {
        (alias.name if isinstance(node, ast.Import) else node.module or "")
        for path in files("iass_tui/plain", suffix=".py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.split(".")[1] for name in names if name.startswith("screens.")} <= SHARED
    assert not [
        name for name in names if name.startswith(("db", "iass_tui.services", "iass_tui.host", "iass_tui.vault"))
    ]
