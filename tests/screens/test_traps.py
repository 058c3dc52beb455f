"""The traps of this stack that screens can fall into (design: traps.md), each held shut."""

from __future__ import annotations

import ast
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

import screens
from iass_tui.app import OfficeApp
from screens.keys import all_keys
from screens.plain import clean, fitted, plain
from screens.shell import crash
from screens.shell.quiet_app import QuietApp
from screens.today import TodayScreen
from tests.screens.driving import on_screen, running, shown, sign_in, until
from tests.screens.fakes import HOSTILE

FOLDER = Path(screens.__file__).parent
SOURCES = sorted(FOLDER.rglob("*.py"))
CANARY = "Olivia Canary"


def _calls() -> list[tuple[Path, str, ast.Call]]:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                found.append((path, name, node))
    return found


def _keyword(call: ast.Call, name: str) -> Any:
    return next(
        (word.value.value for word in call.keywords if word.arg == name and isinstance(word.value, ast.Constant)), None
    )


# What a crash prints (T1, T8)


async def _crash(begin: Callable[[OfficeApp], Awaitable[object]], capfd: pytest.CaptureFixture[str]) -> str:
    """What a terminal would show after a signed-in app crashed."""

    async def session() -> None:
        async with running() as (app, pilot):
            await sign_in(pilot)
            await begin(app)
            await until(pilot, lambda: app._exception is not None)

    with pytest.raises(Exception, match=CANARY):
        await session()
    printed = "".join(capfd.readouterr())
    assert CANARY not in printed
    assert "task 0" not in printed
    assert "Traceback" not in printed
    return printed


async def test_t1_a_crash_in_a_worker_prints_the_class_and_the_line(capfd: pytest.CaptureFixture[str]) -> None:
    async def work() -> None:
        child = CANARY
        raise ValueError(f"no such child: {child}")

    async def begin(app: OfficeApp) -> None:
        assert isinstance(app.screen, TodayScreen)
        app.screen.start(work)

    assert "IASS stopped: ValueError at tests/screens/test_traps.py:" in await _crash(begin, capfd)


async def test_t1_a_crash_in_a_key(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: TodayScreen) -> None:
        child = CANARY
        raise KeyError(child)

    monkeypatch.setattr(TodayScreen, "action_done", broken)

    async def begin(app: OfficeApp) -> None:
        app.simulate_key("space")

    assert "IASS stopped: KeyError at tests/screens/test_traps.py:" in await _crash(begin, capfd)


async def test_t1_an_error_that_draws_itself_is_not_drawn(capfd: pytest.CaptureFixture[str]) -> None:
    class Drawn(Exception):
        def __rich__(self) -> str:
            return CANARY

    async def begin(app: OfficeApp) -> None:
        app._handle_exception(Drawn(CANARY))

    assert "IASS stopped: Drawn" in await _crash(begin, capfd)


def test_t1_a_wrapped_error_is_named_by_what_began_it() -> None:
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            raise TypeError(CANARY) from error
    except TypeError as error:
        said = crash.sentence(error)
    assert "ValueError at tests/screens/test_traps.py:" in said
    assert CANARY not in said


# User text (T2)


@pytest.mark.parametrize("text", HOSTILE)
def test_t2_plain_text_has_no_markup_and_no_control_character(text: str) -> None:
    content = plain(text)
    assert not content.spans
    assert not {c for c in content.plain if ord(c) < 32 and c != "\n"} | set(content.plain) & {"\u202e", "\u202c"}
    assert len(content.plain) < 20_100
    assert "\n" not in fitted(text, 30)


def test_t2_cleaning_twice_changes_nothing() -> None:
    for text in HOSTILE:
        assert clean(clean(text)) == clean(text)
        assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)


def test_t2_no_widget_reads_markup() -> None:
    parsing = {
        "OptionList",
        "SelectionList",
        "RadioSet",
        "RadioButton",
        "DataTable",
        "Select",
        "Checkbox",
        "Markdown",
        "Tree",
        "ListItem",
        "Collapsible",
        "RichLog",
        "Log",
    }
    for path, name, call in _calls():
        assert name not in parsing, f"{path.name}:{call.lineno} {name} reads markup"
        if name in ("Static", "Label", "notify"):
            assert _keyword(call, "markup") is False, f"{path.name}:{call.lineno} {name} needs markup=False"
        assert name not in ("from_markup", "Markup"), f"{path.name}:{call.lineno}"
        assert name != "Button" or path.name == "button.py", f"{path.name}:{call.lineno} use ActButton"


# How styles are kept apart (T3)


def test_t3_every_stylesheet_is_nested_under_its_screen() -> None:
    sheets = sorted(FOLDER.rglob("*.tcss"))
    assert sheets
    for path in sheets:
        sheet = Stylesheet(variables=QuietApp().get_css_variables())
        sheet.add_source(path.read_text("utf-8"), (str(path), ""))
        sheet.parse()
        classes = "".join(module.read_text("utf-8") for module in path.parent.glob("*.py"))
        for rule in sheet.rules:
            for selectors in rule.selector_set:
                assert f"class {selectors.selectors[0].name}(" in classes, f"{path.name}: {selectors}"


def test_t3_styles_use_theme_variables_only() -> None:
    texts = [(path, path.read_text("utf-8")) for path in FOLDER.rglob("*.tcss")]
    for path in SOURCES:
        texts += [(path, css) for css in re.findall(r'CSS[^=\n]*= """(.*?)"""', path.read_text("utf-8"), re.DOTALL)]
    for path, css in texts:
        for value in re.findall(r":\s*([^;{}]+);", css):
            assert not re.search(r"#[0-9a-fA-F]{3}|rgb|hsl|\b(red|green|blue|yellow|white|black)\b", value), (
                f"{path.name}: {value}"
            )


# Leaving, saving, failing (T4 to T6)


def test_t4_screens_leave_only_by_dismiss() -> None:
    for path, name, call in _calls():
        assert name not in ("pop_screen", "switch_screen", "remove_mode"), f"{path.name}:{call.lineno}"


def test_t5_exclusive_work_is_reading() -> None:
    for path, name, call in _calls():
        words = {word.arg for word in call.keywords}
        assert "exclusive" not in words or path.name == "page.py", f"{path.name}:{call.lineno} {name}"


def test_t6_no_worker_swallows_what_it_did_not_expect() -> None:
    for path, _, call in _calls():
        assert "exit_on_error" not in {word.arg for word in call.keywords}, f"{path.name}:{call.lineno}"


# Screenshots and the clipboard (T16)


async def test_t16_the_palette_offers_no_screenshot_and_every_page() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        await pilot.press("ctrl+p")
        await on_screen(pilot, "CommandPalette")
        titles = {command.title for command in app.get_system_commands(app.screen_stack[0])}
        assert not [title for title in titles if "creenshot" in title]
        assert {"Lock", "Sign out and close", "New enquiry", "Help"} <= titles
        assert "Audit" not in titles
        assert any(title.startswith("Done") for title in titles)


async def test_t16_copying_writes_nothing_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as (app, pilot):
        await pilot.pause()
        written: list[str] = []
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", written.append)
        app.copy_to_clipboard(CANARY)
        assert written == []


def test_no_environment_variable_makes_textual_log_keys_or_take_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (FOLDER.parent / "iass_tui" / "app.py").read_text("utf-8")
    before_textual = source[: source.index("from textual")]
    assert 'startswith("TEXTUAL_")' in before_textual


# Keys


def test_keys_that_are_offered_say_what_they_do_and_have_an_id() -> None:
    for line in all_keys():
        if line.is_shown and line.label:
            assert line.tooltip, line
            assert line.id, line


def test_one_key_means_one_thing() -> None:
    meanings: dict[str, set[str]] = {}
    for line in all_keys():
        if line.tooltip and line.key not in ("Esc", "Enter"):
            meanings.setdefault(line.key, set()).add(line.label)
    assert not {key: labels for key, labels in meanings.items() if len(labels) > 1}


def test_inside_fields_only_keys_that_arrive_everywhere() -> None:
    for line in all_keys():
        if line.id.endswith(".anywhere"):
            assert re.fullmatch(r"Ctrl\+[FGLNOPRT]", line.key), line


async def test_the_bar_below_shows_six_keys_at_most_and_help() -> None:
    async with running() as (app, pilot):
        await sign_in(pilot)
        await until(pilot, lambda: "task 0" in shown(app.screen))
        bar = shown(app.screen).splitlines()[-1]
        assert bar.rstrip().endswith("? keys")
        assert len(re.findall(r"\S+ \w+", bar)) <= 8
