"""What the documentation says of commands and keys is what the program does."""

import argparse
import re
from pathlib import Path

import pytest

from db import row_formats
from iass_tui.cli.parser import EXIT_TEXT, Exit, build
from scripts.keys_page import PAGE, page

ROOT = Path(__file__).parents[2]
COMMANDS = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _subparsers() -> dict[str, argparse.ArgumentParser]:
    for action in build()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("no commands")


def test_the_page_on_keys_is_made_from_the_bindings() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/keys"


@pytest.mark.parametrize("name", sorted(_subparsers()))
def test_every_command_and_option_is_on_the_page(name: str) -> None:
    assert f"`iass {name}" in COMMANDS
    for action in _subparsers()[name]._actions:
        for option in action.option_strings:
            if option.startswith("--") and option != "--help":
                assert option in COMMANDS, option


def test_no_command_is_on_the_page_that_does_not_exist() -> None:
    named = set(re.findall(r"`iass ([a-z]+)", COMMANDS + README))
    assert named <= set(_subparsers())


def test_exit_codes_are_the_same_in_the_help_on_the_page_and_in_the_program() -> None:
    for code in Exit:
        assert re.search(rf"^\| {code.value} \|", COMMANDS, re.MULTILINE), code
        assert re.search(rf"^  {code.value}\s", EXIT_TEXT, re.MULTILINE), code


def test_the_two_commands_of_the_readme_are_scripts_that_can_be_run() -> None:
    for script in set(re.findall(r"scripts/[a-z]+", README)):
        assert (ROOT / script).stat().st_mode & 0o111, script


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_format_page_names_every_table_without_entries() -> None:
    text = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    for table in row_formats.WITHOUT_ENTRY:
        assert f"`{table}`" in text, table


def test_attacks_named_in_the_threat_model_are_tests() -> None:
    model = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for name in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`", model):
        if name not in {"secure_delete", "row_index"}:
            assert f"def test_{name}" in tests, name
