"""The conversation about a page: reads it out where it changed, asks what has the focus, takes a line, and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from iass_tui.plain import answers, commands, pages
from iass_tui.plain.everywhere import Words
from iass_tui.plain.lines import LineLost
from iass_tui.plain.reading import ListChanged, Reading
from screens.widgets.ahead import field_around
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.row_list import RowList
from screens.widgets.text_field import TextAreaField
from screens.widgets.turning import Turning

if TYPE_CHECKING:
    from textual.screen import Screen

    from iass_tui.plain.app import PlainApp
    from iass_tui.plain.lines import Lines

LIST_CHANGED = "The list changed while you typed, and nothing was done. Type the number that the line has now."
NOT_KNOWN = "{said}: not a word or a number that works here. Type help to hear what does."


class Talk:
    """One page after another. It holds no words of theirs but what `Reading` remembers, and that goes at a lock."""

    def __init__(self, app: PlainApp, lines: Lines) -> None:
        self.app, self.lines = app, lines
        self.reading = Reading(lines)
        self.words = Words(app, self.reading)
        self.page = 0
        """The page that is talked about: its id, so that none is held."""
        self._mending: list[str] = []
        self._ends_text = False

    def forget(self) -> None:
        """What was read out is held no longer."""
        self.reading.forget()
        self.page, self._mending = 0, []

    async def turn(self) -> bool:
        """One line asked for and worked on; False where it is time to leave."""
        screen = self.app.screen
        self._say_news()
        page = pages.parts(screen)
        if id(screen) != self.page:
            self.page, self._mending = id(screen), []
            self.reading.say_where(page)
        here = self._focus(screen, page)
        self.reading.read_out(page, here)
        try:
            return await self._ask(screen, page, here)
        except EOFError:
            return False
        except LineLost as lost:
            self.app.news.append(str(lost))
            return True

    def _say_news(self) -> None:
        news, self.app.news = self.app.news, []
        for sentence in news:
            self.lines.say(sentence)

    def _focus(self, screen: Screen[object], page: list[Widget]) -> Widget | None:
        """The part of the page that is asked about: what has the focus, else the first that could."""
        self._say_errors(screen, page)
        focused = screen.focused
        here = field_around(focused) or focused
        if isinstance(here, RowList) and not here.rows and (field := pages.search_field(page)) is not None:
            return field
        lists = [one for one in page if isinstance(one, RowList) and one.rows]
        if isinstance(here, ActButton) and lists and not any(isinstance(one, FormField) for one in page):
            return lists[0]
        if here is not None and here in page and not isinstance(here, ErrorSummary):
            return here
        kinds = (FormField, RowList, ActButton)
        ways = [one for one in page if isinstance(one, kinds) and not one.disabled]
        return ways[0] if ways else None

    def _say_errors(self, screen: Screen[object], page: list[Widget]) -> None:
        """What has to be put right, once; then the conversation goes to the first of it."""
        for summary in page:
            keys = self.reading.errors(summary) if isinstance(summary, ErrorSummary) else None
            if keys is None:
                continue
            is_form = isinstance(screen, FormPage)
            self._mending = keys if is_form else []
            field = next((one for one in page if isinstance(one, FormField) and one.key in keys[:1]), None)
            if field is not None and not is_form and answers.choices_of(field):
                self.reading.asked(field)
            if field is not None and (screen.focused is summary or screen.focused is None):
                answers.aim(field)

    # asking

    async def _ask(self, screen: Screen[object], page: list[Widget], here: Widget | None) -> bool:
        if isinstance(here, FormField):
            return await self._ask_field(screen, page, here)
        if isinstance(here, ActButton):
            return await self._ask_button(screen, page)
        typed = await self._line(self._where(screen))
        if typed is None:
            return True
        rows = here if isinstance(here, RowList) else None
        if await self.words.said(screen, page, typed):
            return typed.strip().casefold() != "stop"
        if not typed.strip():
            self.words.read_on(rows)
            return True
        said, number = commands.split(typed)
        if rows is not None and said.isascii() and said.isdecimal():
            self._open(rows, int(said))
        elif not await self._act(screen, page, rows, said, number):
            field = pages.search_field(page)
            if field is not None:
                self._search(field, typed)
            else:
                self.app.news.append(NOT_KNOWN.format(said=typed))
        return True

    def _where(self, screen: Screen[object]) -> str:
        return f"{getattr(screen, 'where', '') or getattr(screen, 'heading', '')}:"

    async def _line(self, prompt: str, *, hidden: bool = False) -> str | None:
        if hidden:
            self.lines.hide()  # before the prompt that calls for it
        self.lines.ask(prompt)
        return await self.app.line(hidden=hidden)

    def _open(self, rows: RowList, number: int) -> None:
        if self._go_to(rows, number):
            rows.action_choose()

    def _go_to(self, rows: RowList, number: int) -> bool:
        """To the line of a number as it was heard; False, and said, where it is not there."""
        try:
            line = self.reading.line(rows, number)
        except ListChanged:
            self.app.news.append(LIST_CHANGED)
            return False
        if line is None:
            self.app.news.append(f"There is no line {number}.")
            return False
        rows.go_to(line.row.key)
        return True

    def _search(self, field: FormField, typed: str) -> None:
        """Finds what was typed; the hits are read out, and a number opens one."""
        fault = answers.put(field, typed)
        if fault:
            self.app.news.append(f"Error: {fault}")
            return
        rows = next(part for part in pages.parts(self.app.screen) if isinstance(part, RowList))
        self.reading.told.pop(rows, None)
        self.app.screen.set_focus(rows)

    async def _act(
        self, screen: Screen[object], page: list[Widget], rows: RowList | None, said: str, number: int
    ) -> bool:
        """Does what a word or letter means on this page, for the line of a number; False where it means nothing."""
        act = commands.act_for(self.words.acts(screen), said)
        if act is None:
            button = _button(page, said)
            if button is not None:
                self.words.press(button, page)
            return button is not None
        if number and rows is not None:
            if not self._go_to(rows, number):
                return True
            act = commands.act_for(self.words.acts(screen), said) or act
        await self.app.run_action(act.active.binding.action, act.active.node)
        return True

    # buttons

    async def _ask_button(self, screen: Screen[object], page: list[Widget]) -> bool:
        ways = pages.buttons(page)
        if not ways:
            return True
        if isinstance(screen, Turning) and ways[0].id == "continue" and self._ends_text:
            self._ends_text = False
            self.words.press(ways[0], page)
            return True
        if len(ways) == 1:
            typed = await self._line(f"{pages.label_of(ways[0])}: press Enter.")
        else:
            named = "\n".join(f"{n}. {pages.label_of(way)}" for n, way in enumerate(ways, 1))
            self.lines.say(named)
            typed = await self._line("Which?")
        if typed is None:
            return True
        if await self.words.said(screen, page, typed):
            return typed.strip().casefold() != "stop"
        said = typed.strip()
        if not said and len(ways) == 1:
            self.words.press(ways[0], page)
        elif said.isascii() and said.isdecimal() and 0 < int(said[:4]) <= len(ways):
            self.words.press(ways[int(said[:4]) - 1], page)
        elif not said:
            self.app.news.append(f"Type a number from 1 to {len(ways)}.")
        elif not await self._act(screen, page, None, said, 0):
            self.app.news.append(NOT_KNOWN.format(said=typed))
        return True

    # questions

    async def _ask_field(self, screen: Screen[object], page: list[Widget], field: FormField) -> bool:
        is_secret, choices = answers.is_secret(field), answers.choices_of(field)
        read = self.reading.question(field)
        while True:
            typed = await self._line("Not shown:" if is_secret else "Answer:", hidden=is_secret)
            if typed is None:
                return True
            if not typed.strip() and read < len(choices):
                read = self.reading.choices(choices, read)
                continue
            if await self.words.said(screen, page, typed, field):
                return typed.strip().casefold() != "stop"
            fault = await self._take(page, field, commands.literal(typed))
            if fault is None:
                return True
            if not fault:
                break
            self.lines.say(f"Error: {fault}.\n{field.shown_label}")
        self._go_on(screen, page, field, is_empty=not typed.strip())
        return True

    async def _take(self, page: list[Widget], field: FormField, typed: str) -> str | None:
        """Puts an answer where it belongs; "" where taken, None where the page goes elsewhere, else what to do."""
        if pages.search_field(page) is field and typed.strip():
            self._search(field, typed)
            return None
        if isinstance(field, TextAreaField):
            return "" if await self._long(field, typed) else None
        if answers.is_secret(field):
            return answers.put(field, typed) if typed else ""
        return answers.put(field, typed.strip()) if typed.strip() else ""

    async def _long(self, field: TextAreaField, typed: str) -> bool:
        """Takes lines until one holds a full stop alone; each is in the draft before the next is typed.

        What is said in between ("Saved", a minute to the lock) ends nothing; False where the page went away.
        """
        line: str | None = typed
        if not typed:
            return True
        while line is None or line.strip() != answers.END:
            if line is None:
                if not field.is_attached or field.screen is not self.app.screen:
                    return False
                self._say_news()
            elif line.strip().casefold() == answers.EMPTY:
                field.text = ""
            elif fault := answers.put_line(field, line):
                self.lines.say(f"Error: {fault}.")
            try:
                line = await self._line("")
            except LineLost as lost:
                self.lines.say(str(lost))
                line = None
        return True

    def _go_on(self, screen: Screen[object], page: list[Widget], field: FormField, *, is_empty: bool) -> None:
        """To what follows: as Enter does on screen; from a long text as Tab does; of a mistake to the next one."""
        self._ends_text = isinstance(field, TextAreaField)
        self.reading.told.pop(field, None)
        if not isinstance(screen, FormPage):
            self.reading.hear_errors_again(page)
        following = [one for one in page[page.index(field) + 1 :] if isinstance(one, FormField)]
        if self._mending:
            self._mending = [key for key in self._mending if key != field.key]
            other = next((one for one in page if isinstance(one, FormField) and one.key in self._mending[:1]), None)
            if other is not None:
                answers.aim(other)
            elif ways := pages.buttons(page):
                screen.set_focus(ways[0])
        elif isinstance(screen, Turning) and is_empty and following and not answers.now_words(field):
            answers.aim(following[0])
        elif isinstance(field, TextAreaField):
            answers.aim(field)
            screen.focus_next()
        else:
            answers.aim(field)
            self.app.key("enter")


def _button(page: list[Widget], said: str) -> ActButton | None:
    wanted = said.casefold()
    found = [
        one for one in pages.buttons(page) if len(wanted) > 1 and pages.label_of(one).casefold().startswith(wanted)
    ]
    return found[0] if len(found) == 1 else None
