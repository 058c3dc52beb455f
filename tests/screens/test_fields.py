"""Fields, lists and bars by keys: numbers, type-ahead, pasted dates, limits, error summaries, ten thousand rows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widget import Widget

from iass_tui.rules.dates import PartialDate
from screens.shell.quiet_app import QuietApp
from screens.widgets.bars import KeyBar, key_name
from screens.widgets.choice_field import Choice, ChoiceField, MultiChoice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.page import Page
from screens.widgets.row_list import Row, RowList
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Banner, Words
from tests.screens.driving import shown, type_text
from tests.screens.fakes import HOSTILE

YES_NO = (Choice("Y", "Yes"), Choice("N", "No, nothing"), Choice("A", "Anonymous", apart=True))
MANY = tuple(Choice(f"C{n}", f"{'abcdef'[n % 6]}lpha choice {n}") for n in range(40))


class Sheet(Page):
    """A page with whatever a test puts on it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "mark", "mark", tooltip="Marks", id="sheet.mark")]
    marks = 0

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="page", classes="form", can_focus=False):
            yield ErrorSummary()
            yield from self._parts()
        yield KeyBar()

    def _parts(self) -> Iterator[Widget]:
        yield from self.widgets

    def action_mark(self) -> None:
        self.marks += 1


@asynccontextmanager
async def sheet(*widgets: Widget, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Sheet, Pilot[None]]]:
    app = QuietApp()
    async with app.run_test(size=size) as pilot:
        page = Sheet(*widgets)
        await app.push_screen(page)
        await pilot.pause()
        yield page, pilot


async def _paste(pilot: Pilot[Any], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def _burst(pilot: Pilot[Any], *keys: str) -> None:
    """All at once, as keys arrive over a slow line or from a password manager."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await pilot.pause()


class Form(Sheet):
    """A page on which Enter goes on."""

    def on_form_field_submitted(self) -> None:
        self.focus_next()


# Keys that come at once


async def test_what_is_typed_after_enter_or_tab_is_in_the_next_field() -> None:
    name, word, text = TextField("name", "Name"), TextField("word", "Word", secret=True), TextAreaField("text", "Text")
    app = QuietApp()
    async with app.run_test() as pilot:
        await app.push_screen(Form(name, ChoiceField("save", "May we?", YES_NO), word, text))
        await pilot.pause()
        await _burst(pilot, "p", "a", "t", "enter", "2", "enter", "s", "3", "tab", "x", "enter", "y", "shift+tab", "t")
        await pilot.pause()
        assert (name.value, word.value, text.value) == ("pat", "s3t", "x\ny")


@pytest.mark.parametrize("field", [TextField("line", "Line"), TextAreaField("area", "Area")])
async def test_backspace_and_arrows_keep_their_place_among_letters(field: TextField | TextAreaField) -> None:
    async with sheet(field) as (page, pilot):
        await _burst(pilot, *"Aminb", "backspace", "a", "left", "left", "x", "delete", "end", "!", "home", "?")
        await pilot.pause()
        assert field.value == "?Amixa!"
        assert page.marks == 0


# Choices


async def test_nothing_is_chosen_until_someone_chooses() -> None:
    field = ChoiceField("save", "May we?", YES_NO)
    async with sheet(field) as (page, pilot):
        assert field.value == ""
        assert "(•)" not in shown(page)
        await pilot.press("tab")
        assert field.value == ""
        await pilot.press("shift+tab", "down")
        assert field.value == "Y"
        await pilot.press("down", "down")
        assert field.value == "A"
        assert "─ or ─" in shown(page)


async def test_numbers_and_first_letters_choose() -> None:
    field = ChoiceField("save", "May we?", YES_NO)
    async with sheet(field) as (page, pilot):
        await pilot.press("2")
        assert field.value == "N"
        await type_text(pilot, "ano")
        assert field.value == "A"
        assert page.marks == 0


async def test_a_long_list_with_a_last_choice_set_apart_opens_at_its_beginning() -> None:
    field = ChoiceField("many", "Which?", (*MANY, Choice("X", "Another one", apart=True)), rows=6)
    async with sheet(field) as (page, _):
        assert "alpha choice 0" in shown(page)
        assert "Another one" not in shown(page)


async def test_long_lists_scroll_and_take_two_digits() -> None:
    field = ChoiceField("many", "Which?", MANY, rows=6)
    async with sheet(field) as (page, pilot):
        await type_text(pilot, "37")
        assert field.value == "C36"
        assert "37 (•) alpha choice 36" in shown(page)
        assert "40 to choose from   typed: 37" in shown(page)
        await pilot.press("end")
        assert field.value == "C39"
        await pilot.press("home", "up")
        assert field.value == "C0"
        await type_text(pilot, "flpha")
        assert field.value == "C5"


@pytest.mark.parametrize("kind", [ChoiceField, CompactChoice])
async def test_a_name_that_is_not_on_a_long_list_chooses_nobody_else(kind: type[ChoiceField]) -> None:
    people = [Choice(f"C{number}", label) for number, label in enumerate(("Ms Lark", "Ms Mole", "Lark School", "Dan"))]
    field = kind("whom", "With", (*people, *MANY), rows=6)
    async with sheet(field) as (page, pilot):
        await type_text(pilot, "dan")
        assert field.value == "C3"
        await type_text(pilot, "ms")
        assert field.value == ""
        assert "Nothing begins with danms: Backspace" in shown(page)
        await pilot.press(*["backspace"] * 5)
        await type_text(pilot, "ms mo")
        assert field.value == "C1"
        await pilot.press("backspace")
        assert "typed: ms m" in shown(page)
        await type_text(pilot, "x")
        assert field.value == ""
        await pilot.press("down")
        assert field.value == "C0"


async def test_several_are_marked_with_space_in_the_order_of_the_list() -> None:
    field = MultiChoice("needs", "Needs", YES_NO)
    async with sheet(field) as (_, pilot):
        await pilot.press("end", "space", "home", "space")
        assert field.values == ("Y", "A")
        assert field.text == "Y A"
        await pilot.press("space")
        assert field.values == ("A",)
        field.text = "N Y unknown"
        assert field.values == ("Y", "N")


async def test_letters_are_keys_only_outside_fields() -> None:
    field = TextField("name", "Name")
    async with sheet(field) as (page, pilot):
        await pilot.press("x")
        assert (field.value, page.marks) == ("x", 0)
        assert "mark" not in shown(page)
        page.leave_field(field)
        await pilot.press("x")
        assert (field.value, page.marks) == ("x", 1)
        assert "x mark" in shown(page)


# Text


@pytest.mark.parametrize("text", HOSTILE)
async def test_pasted_text_is_cleaned_in_one_line_and_in_several(text: str) -> None:
    line, area = TextField("line", "Line", limit=50), TextAreaField("area", "Area", limit=1_000)
    async with sheet(line, area) as (page, pilot):
        await _paste(pilot, f"{text}\r\nsecond line")
        await pilot.press("tab")
        await _paste(pilot, f"{text}\r\nsecond\tline\u2028third")
        await pilot.pause()
        assert len(line.value) <= 50
        assert "second" not in line.value
        assert len(area.text) <= 1_000
        if len(text) < 1_000:
            assert area.text.splitlines()[1:] == ["second    line", "third"]
        for value in (line.value, area.text, shown(page)):
            assert not set(value) & {"\x1b", "\x00", "\x07", "\u202e", "\r"}


async def test_typing_stops_at_the_limit_of_an_area() -> None:
    area = TextAreaField("area", "Area", limit=5)
    async with sheet(area) as (_, pilot):
        await type_text(pilot, "1234567")
        assert area.text == "12345"
        await pilot.press("backspace", "9")
        assert area.text == "12349"


async def test_typing_into_a_filled_in_date_takes_the_place_of_each_part() -> None:
    field = DateFields("on", "On which day")
    app = QuietApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Form(field))
        field.show_date(PartialDate(2026, 11, 28))
        await pilot.pause()
        await _burst(pilot, "3", "enter", "1", "tab", "2", "0", "2", "7")
        await pilot.pause()
        assert field.read() == PartialDate(2027, 1, 3)


async def test_a_date_filled_in_under_the_cursor_is_marked_and_an_arrow_goes_into_it() -> None:
    field, other = DateFields("on", "On which day"), TextField("at", "At what time", width=6)
    async with sheet(field, other) as (_, pilot):
        await pilot.press("1")
        field.show_date(PartialDate(2026, 11, 28))
        other.text = "14:05"
        await pilot.press("right", "backspace", "7", "tab", "tab", "tab", "left", "delete", "0")
        assert (field.parts, other.value) == (("27", "11", "2026"), "04:05")


async def test_a_wide_field_that_is_filled_in_goes_on_at_its_end() -> None:
    field = TextField("name", "Name", value="Amina")
    async with sheet(field) as (_, pilot):
        await _burst(pilot, *" Khan")
        await pilot.pause()
        assert field.value == "Amina Khan"


async def test_a_secret_is_not_shown_and_keeps_its_spaces() -> None:
    field = TextField("secret", "Secret", secret=True)
    async with sheet(field) as (page, pilot):
        await type_text(pilot, " ab ")
        assert field.value == " ab "
        assert "ab" not in shown(page)


# Dates


@pytest.mark.parametrize("pasted", ["27/3/2007", "27 March 2007", "2007-03-27", "27th March 2007", " 27.03.2007\n"])
async def test_a_pasted_date_fills_all_three_fields(pasted: str) -> None:
    field = DateFields("born", "Date of birth")
    async with sheet(field) as (_, pilot):
        await pilot.press("tab")
        await _paste(pilot, pasted)
        assert field.parts == ("27", "3", "2007")
        assert field.read() == PartialDate(2007, 3, 27)
        assert field.text == "27/3/2007"


async def test_fields_of_a_date_do_not_jump_and_keep_what_was_typed() -> None:
    field = DateFields("born", "Date of birth")
    async with sheet(field) as (_, pilot):
        await type_text(pilot, "03")
        await pilot.press("tab")
        await type_text(pilot, "Mar")
        await pilot.press("tab")
        await type_text(pilot, "07")
        assert field.parts == ("03", "Mar", "07")
        problem = field.read()
        assert not isinstance(problem, PartialDate)
        assert field.sentence(problem) == "Date of birth: write the year with four digits, like 2007"
        field.text = "1/2/2010"
        assert field.read() == PartialDate(2010, 2, 1)
        field.text = ""
        assert field.parts == ("", "", "")


async def test_a_date_that_is_typed_whole_is_seen_in_its_parts_once_one_goes_on() -> None:
    born = DateFields("born", "Born")
    async with sheet(born, TextField("name", "Name")) as (page, pilot):
        born.aim()
        await type_text(pilot, "2 December 2026")
        assert born.parts == ("2", "12", "2026")
        page.query_one(ErrorSummary).show([("born", "Born must be in the past")])
        await pilot.pause()
        assert [part.value for part in page.query("CleanInput")][:3] == ["2", "12", "2026"]  # the summary has the focus
        assert born.error  # it is the same date still
        born.text = "31//"
        born.aim()
        await pilot.press("tab", "tab", "tab")
        assert born.parts == ("31", "", "")


async def test_enter_after_a_date_that_was_typed_whole_asks_for_no_month_and_year() -> None:
    born, name = DateFields("born", "Born"), TextField("name", "Name")
    app = QuietApp()
    async with app.run_test() as pilot:
        await app.push_screen(Form(born, name))
        await pilot.pause()
        await _burst(pilot, *"3.4.2016", "enter", "A", "shift+tab", "shift+tab", "shift+tab", "enter", "4")
        assert (born.parts, name.value) == (("3", "4", "2016"), "A")  # in parts each is gone to by itself, and marked


# Errors


async def test_the_summary_and_the_field_say_the_same_and_digits_jump() -> None:
    name, born = TextField("name", "Name"), DateFields("born", "Born")
    async with sheet(name, born) as (page, pilot):
        summary = page.query_one(ErrorSummary)
        assert summary.show([("name", "Enter a name [/]"), ("born", "Enter a date")])
        await pilot.pause()
        text = shown(page)
        assert "There are 2 problems" in text
        assert text.count("Enter a name [/]") == 2
        assert "Error: Enter a date" in text
        await pilot.press("2")
        assert born.query_one("CleanInput").has_focus
        assert not summary.show([])
        await pilot.pause()
        assert "Error" not in shown(page)


async def test_an_answer_that_is_changed_is_called_wrong_no_more_while_the_summary_stays() -> None:
    fields: tuple[FormField, ...] = (
        TextField("name", "Name"),
        DateFields("born", "Born"),
        CompactChoice("yes", "Agreed?", YES_NO),
        MultiChoice("many", "Which?", MANY[:3]),
        TextAreaField("why", "Why"),
    )
    async with sheet(*fields, size=(80, 60)) as (page, pilot):
        wrong = list(page.query(FormField))
        for number, keys in enumerate(("x", "5", "1", "space", "x")):
            page.query_one(ErrorSummary).show([(field.key, f"Answer {field.key}") for field in wrong])
            await pilot.pause()
            assert [field.error for field in wrong if not field.error] == []
            wrong[number].aim()
            await pilot.press("right", keys)
            await pilot.pause()
            assert [field.key for field in wrong if not field.error] == [wrong[number].key]
            assert not wrong[number].has_class("-wrong")
            assert f"{number + 1} Answer {wrong[number].key}" in shown(page)  # the summary


async def test_an_answer_that_is_put_back_as_it_was_is_still_wrong() -> None:
    name = TextField("name", "Name")
    async with sheet(name) as (page, pilot):
        name.text = "Ann"
        page.query_one(ErrorSummary).show([("name", "Enter another name")])
        name.text = "Bea"
        name.text = "Ann"
        await pilot.pause()
        assert name.error == "Enter another name"


async def test_a_problem_of_the_page_has_no_number() -> None:
    async with sheet(TextField("name", "Name")) as (page, pilot):
        page.show_problem(Exception("The disk is full. [@click=app.quit]x[/]"))
        await pilot.pause()
        assert "The disk is full. [@click=app.quit]x[/]" in shown(page)
        assert "1 The disk" not in shown(page)


# Lists


def _rows(count: int) -> list[Row]:
    return [Row(n, (f"row {n}", HOSTILE[n % 6], "x" * 300)) for n in range(count)]


@pytest.mark.parametrize("size", [(80, 24), (20, 5)])
async def test_ten_thousand_rows_draw_a_screenful(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    rows = RowList(columns=(10, 20, 0))
    original = RowList._cells
    monkeypatch.setattr(RowList, "_cells", lambda *args: drawn.append(1) or original(*args))
    async with sheet(rows, size=size) as (page, pilot):
        rows.styles.height = 10
        rows.show(_rows(10_000))
        rows.focus()
        await pilot.pause()
        assert len(drawn) < 200
        await pilot.press("end")
        assert rows.row is not None
        assert rows.row.key == 9_999
        await pilot.press("pageup", "home", "down")
        assert rows.row.key == 1
        lines = [line for line in shown(page).splitlines() if "row " in line]
        assert lines
        assert all("…" in line for line in lines)  # that words were cut is seen, beside the scrollbar
        assert "\x1b" not in shown(page)


async def test_headings_are_passed_over_and_the_cursor_keeps_its_row() -> None:
    rows = RowList()
    async with sheet(rows) as (_, pilot):
        rows.show(
            [
                Row("h", ("Overdue",), heading=True),
                Row(1, ("one",)),
                Row("i", ("Today",), heading=True),
                Row(2, ("two",)),
            ]
        )
        rows.focus()
        assert rows.row is not None
        assert rows.row.key == 1
        await pilot.press("down")
        assert rows.row.key == 2
        await pilot.press("down")
        assert rows.row.key == 2
        rows.show([Row(0, ("zero",)), Row(2, ("two",))])
        assert rows.row.key == 2
        assert rows.find("ZER")
        assert rows.row.key == 0
        assert not rows.find("nowhere")
        rows.show([])
        assert rows.row is None
        await pilot.press("down", "up", "end", "home", "pagedown", "enter")


async def test_more_is_asked_for_near_the_end_and_once() -> None:
    asked: list[int] = []

    class Listening(Sheet):
        def on_row_list_more_wanted(self, event: RowList.MoreWanted) -> None:
            asked.append(len(event.rows.rows))
            event.rows.add(_rows(5), more=False)

    app = QuietApp()
    async with app.run_test() as pilot:
        rows = RowList(columns=(10, 20, 0))
        await app.push_screen(Listening(rows))
        rows.show(_rows(100), more=True)
        rows.focus()
        await pilot.press("end")
        await pilot.pause()
        await pilot.press("end")
        assert asked == [100]
        assert len(rows.rows) == 105


async def test_banners_hide_while_empty() -> None:
    banner = Banner("", word="SAFETY")
    async with sheet(banner, Words("[b]below")) as (page, pilot):
        assert "SAFETY" not in shown(page)
        banner.say("DO NOT LEAVE VOICEMAIL [/]")
        await pilot.pause()
        assert "SAFETY: DO NOT LEAVE VOICEMAIL [/]" in shown(page)
        assert "[b]below" in shown(page)


def test_keys_are_named_as_people_say_them() -> None:
    assert [key_name(key) for key in ("ctrl+f", "slash", "question_mark", "escape", "n")] == [
        "Ctrl+F",
        "/",
        "?",
        "Esc",
        "n",
    ]
