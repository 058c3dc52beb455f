"""House rules that no linter knows: each one sentence, each with its reason in docs/ or among the traps."""

import re
from pathlib import Path

import pytest
from textual._color_constants import COLOR_NAME_TO_RGB
from textual.css.model import SelectorType
from textual.css.parse import parse
from textual.css.tokenize import tokenize_values

import db
import iass_tui
from tests.architecture.tree import CODE, ROOT, files, named

STYLESHEETS = sorted(files("screens", suffix=".tcss"))
LINES_AT_MOST = 400  # 300 is what we aim for

NOT_OURS = re.compile(r"(?<![\w.*)}\]])/(?:work|root|Users|private/var)(?![\w-])")
A_HASH = re.compile(r" +--hash=sha256:[0-9a-f]{64}(?: \\)?")
A_PIN = re.compile(r"[a-z0-9-]+==[0-9a-z.]+(?: ; [a-z_]+ [!=<>]+ '[A-Za-z0-9.]+')?(?: \\)?")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(")
DECLARATION = re.compile(r"[\w-]+\s*:\s*([^:;{}]+);")


def lines_with(pattern: str, *folders: str) -> list[str]:
    """The places in our Python where this pattern stands."""
    return [
        named(path, number)
        for path in files(*folders, suffix=".py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(pattern, line)
    ]


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {named(path): len(path.read_text().splitlines()) for path in files(*CODE, suffix=".py")}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_AT_MOST} == {}


def test_a_screen_leaves_by_dismiss_and_never_by_pop_screen() -> None:
    assert lines_with(r"\bpop_screen\(", *CODE) == []  # trap T4


def test_no_worker_swallows_what_nobody_expected() -> None:
    assert lines_with(r"exit_on_error\s*=\s*False", *CODE) == []  # trap T6


def test_every_folder_with_python_in_it_is_a_package() -> None:
    folders = {path.parent for path in files(*CODE, "tests", suffix=".py")}
    assert [named(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []  # trap T12


def test_the_only_code_packages_are_the_three_and_the_tests() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in files(suffix=".py")}
    assert tops - {*CODE, "docs", "scripts", "tests"} == set()


def test_db_is_ours_and_lies_beside_iass_tui() -> None:
    assert Path(db.__file__).parents[1] == Path(iass_tui.__file__).parents[1] == ROOT  # trap T14


def locked(lock: str) -> list[str]:
    return (ROOT / f"requirements/{lock}.lock").read_text().splitlines()


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_a_lock_holds_pins_and_hashes_and_so_names_no_host_and_no_folder(lock: str) -> None:
    assert [line for line in locked(lock) if not (A_PIN.fullmatch(line) or A_HASH.fullmatch(line))] == []


def test_dev_locks_all_that_run_locks() -> None:
    run, dev = ({line.rstrip(" \\") for line in locked(lock)} for lock in ("run", "dev"))
    assert run - dev == set()


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    places = [
        named(path, number)
        for path in files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if NOT_OURS.search(line)
    ]
    assert places == []


def classes_styled(sheet: str) -> set[str]:
    """What the rules of a stylesheet hang on: the name of a class, or the selector found in its place."""
    variables = tokenize_values(dict.fromkeys(re.findall(r"\$([\w-]+)", sheet), "red"))
    return {
        first.name if first.type is SelectorType.TYPE else f"{first.type.name.lower()} {first.name}"
        for rules in parse("", sheet, ("", ""), variable_tokens=variables)
        for first in (selectors.selectors[0] for selectors in rules.selector_set)
    }


def colours_named(sheet: str) -> set[str]:
    """Colours a stylesheet sets by itself instead of taking them from the theme."""
    values = DECLARATION.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    words = {word for value in values for word in re.findall(r"(?<![\w$-])[a-z_]+(?![\w-])", value)}
    return (words & COLOR_NAME_TO_RGB.keys()) | {found for value in values for found in COLOUR.findall(value)}


@pytest.mark.parametrize("path", STYLESHEETS, ids=named)
def test_a_stylesheet_nests_everything_under_one_class_defined_beside_it(path: Path) -> None:
    names = classes_styled(path.read_text())  # trap T3
    assert len(names) == 1, names
    beside = "".join(module.read_text() for module in path.parent.glob("*.py"))
    assert re.search(rf"^class {names.pop()}\b", beside, re.MULTILINE)


@pytest.mark.parametrize("path", STYLESHEETS, ids=named)
def test_a_stylesheet_takes_its_colours_from_the_theme(path: Path) -> None:
    assert colours_named(path.read_text()) == set()


def test_the_stylesheet_guards_see_a_stray_rule_and_a_bare_colour() -> None:
    good = "TodayScreen { #title { color: $primary-darken-1 50%; &:hover { background: $panel; } } /* red; */ }"
    assert (classes_styled(good), colours_named(good)) == ({"TodayScreen"}, set())
    bad = (
        "TodayScreen { color: red; background: #123456; border: heavy rgb(1, 2, 3); }"
        "Label { height: 1; } #x, .y { width: 1; }"
    )
    assert classes_styled(bad) == {"TodayScreen", "Label", "id x", "class y"}
    assert colours_named(bad) == {"red", "#123456", "rgb("}
