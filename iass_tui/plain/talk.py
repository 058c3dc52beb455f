"""The conversation about one page: reads it out where it changed, asks what has the focus, takes one line, and so on."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from textual.widget import Widget

from iass_tui.plain import answers, commands, pages
from iass_tui.plain.lines import LineLost
from iass_tui.rules.dates import DateField
from screens.base import OfficeScreen
from screens.shell import palette
from screens.widgets.ahead import field_around
from screens.widgets.answer_list import AnswerList
from screens.widgets.button import ActButton
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.form_page import FormPage
from screens.widgets.reader import Reader
from screens.widgets.row_list import RowList
from screens.widgets.text_field import TextAreaField
from screens.widgets.turning import Turning

if TYPE_CHECKING:
    from textual.screen import Screen

    from iass_tui.plain.app import PlainApp
    from iass_tui.plain.lines import Lines

NOT_KNOWN = "{said}: not a word or a number that works here. Type help to hear what does."
SIGN_IN_FIRST = "That needs someone signed in."


class Talk:
    """Remembers what of the page on top was read out already; nothing else, and that goes at a lock."""

    def __init__(self, app: PlainApp, lines: Lines) -> None:
        self.app, self.lines = app, lines
        self._told: weakref.WeakKeyDictionary[Widget, str] = weakref.WeakKeyDictionary()
        self._page = 0
        self._read_to = 0
        self._mending: list[str] = []

    def forget(self) -> None:
        """What was read out is held no longer."""
        self._told.clear()
        self._page, self._read_to, self._mending = 0, 0, []

    async def turn(self) -> bool:
        """One line asked for and worked on; False where it is time to leave."""
        screen = self.app.screen
        self._say_news()
        page = pages.parts(screen)
        if id(screen) != self._page:
            self._page, self._mending = id(screen), []
            self._say_where(page)
        here = self._focus(screen, page)
        self._read_out(page, here)
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

    # reading out

    def _say_where(self, page: list[Widget]) -> None:
        """Of a page that one comes back to only where one is: what was read out once is not printed again."""
        if not any(part in self._told for part in page):
            return
        for part in [one for one in page if pages.words_of(one).strip()][:2]:
            self._told.pop(part, None)
            self._say_part(part)
        if any(isinstance(part, RowList) for part in page):
            self.lines.say("As read out before; the word again reads it anew.")

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
            if not isinstance(summary, ErrorSummary) or not summary.errors:
                continue
            words = "\n".join(f"Error: {sentence}" for _, sentence in summary.errors)
            if not words or self._told.get(summary) == words:
                continue
            self._told[summary] = words
            self.lines.say(words)
            keys = [key for key, _ in summary.errors if key]
            self._mending = list(dict.fromkeys(keys)) if isinstance(screen, FormPage) else []
            field = next((one for one in page if isinstance(one, FormField) and keys and one.key == keys[0]), None)
            if field is not None and not isinstance(screen, FormPage) and answers.choices_of(field):
                self._told[field] = "\n".join(answers.question(field))  # its answers were read out a moment ago
            if field is not None and (screen.focused is summary or screen.focused is None):
                self._aim(field)

    def _read_out(self, page: list[Widget], here: Widget | None) -> None:
        """What was not read out yet: up to a question all that stands before it, else the whole page."""
        is_question = isinstance(here, FormField)
        for part in page:
            if part is here:
                if is_question:
                    break
                continue
            self._say_part(part)
        if here is not None and is_question:
            for part in page[page.index(here) :]:
                if part.parent is self.app.screen:  # what stands below every question: what was kept so far
                    self._say_part(part)
        if isinstance(here, Reader):
            self._say_part(here)
        if isinstance(here, RowList) and self._read_list(here):
            for number, button in enumerate(pages.buttons(page)):
                self.lines.say(f"{'go' if not number else 'Or type how it begins'}: {pages.label_of(button)}")

    def _say_part(self, part: Widget) -> None:
        words = pages.words_of(part)
        if words.strip() and self._told.get(part) != words:
            self._told[part] = words
            self.lines.say(words)

    def _read_list(self, rows: RowList) -> bool:
        """The first lines of a list that was not read out as it stands now; False where it was."""
        lines = pages.lines_of(rows)
        words = "\n".join(line.words for line in lines)
        if self._told.get(rows) == words:
            return False
        self._told[rows] = words
        self._read_to = 0
        if lines:
            self._read_on(rows)
        else:
            self.lines.say(rows.empty)
        return True

    def _read_on(self, rows: RowList) -> None:
        lines = pages.lines_of(rows)
        for line in lines[self._read_to : self._read_to + answers.PAGE]:
            self.lines.say(f"{line.number}. {line.words}" if line.number else line.words)
        self._read_to = min(self._read_to + answers.PAGE, len(lines))
        if self._read_to < len(lines):
            done = max((line.number for line in lines[: self._read_to]), default=0)
            count = max(line.number for line in lines)
            self.lines.say(f"{done} of {count}. More? Enter reads on.")

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
        if await self._common(screen, page, typed):
            return typed.strip().casefold() != "stop"
        if not typed.strip():
            await self._on(rows)
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

    async def _on(self, rows: RowList | None) -> None:
        """Enter by itself on a list: reads on, and where more can be fetched fetches it."""
        if rows is None:
            return
        if self._read_to < len(pages.lines_of(rows)):
            self._read_on(rows)
        else:
            count = len(rows.rows)
            rows.action_last()
            if len(rows.rows) == count:
                self.lines.say("That was all. Type help to hear what can be said here.")

    def _open(self, rows: RowList, number: int) -> None:
        line = next((one for one in pages.lines_of(rows) if one.number == number), None)
        if line is None:
            self.app.news.append(f"There is no line {number}.")
            return
        rows.go_to(line.row.key)
        rows.action_choose()

    def _search(self, field: FormField, typed: str) -> None:
        """Finds what was typed; the hits are read out, and a number opens one."""
        fault = answers.put(field, typed)
        if fault:
            self.app.news.append(f"Error: {fault}")
            return
        rows = next(part for part in pages.parts(self.app.screen) if isinstance(part, RowList))
        self._told.pop(rows, None)
        self.app.screen.set_focus(rows)

    async def _act(
        self, screen: Screen[object], page: list[Widget], rows: RowList | None, said: str, number: int
    ) -> bool:
        """Does what a word or letter means on this page, for the line of a number; False where it means nothing."""
        act = commands.act_for(self._acts(screen), said)
        if act is None:
            button = _button(page, said)
            if button is not None:
                self._press(button, page)
            return button is not None
        if number and rows is not None:
            line = next((one for one in pages.lines_of(rows) if one.number == number), None)
            if line is None:
                self.app.news.append(f"There is no line {number}.")
                return True
            rows.go_to(line.row.key)
            act = commands.act_for(self._acts(screen), said) or act
        await self.app.run_action(act.active.binding.action, act.active.node)
        return True

    def _acts(self, screen: Screen[object]) -> list[commands.Act]:
        return commands.acts_of(screen.active_bindings.values())

    # buttons

    async def _ask_button(self, screen: Screen[object], page: list[Widget]) -> bool:
        ways = pages.buttons(page)
        if not ways:
            return True
        if isinstance(screen, Turning) and screen.takes_enter and ways[0].id == "continue" and self._answered:
            self._answered = False
            self._press(ways[0], page)
            return True
        if len(ways) == 1:
            typed = await self._line(f"{pages.label_of(ways[0])}: press Enter.")
        else:
            named = "\n".join(f"{n}. {pages.label_of(way)}" for n, way in enumerate(ways, 1))
            self.lines.say(named)
            typed = await self._line("Which?")
        if typed is None:
            return True
        if await self._common(screen, page, typed):
            return typed.strip().casefold() != "stop"
        said = typed.strip()
        if not said and len(ways) == 1:
            self._press(ways[0], page)
        elif said.isascii() and said.isdecimal() and 0 < int(said[:4]) <= len(ways):
            self._press(ways[int(said[:4]) - 1], page)
        elif not said:
            self.app.news.append(f"Type a number from 1 to {len(ways)}.")
        elif not await self._act(screen, page, None, said, 0):
            self.app.news.append(NOT_KNOWN.format(said=typed))
        return True

    def _press(self, button: ActButton, page: list[Widget]) -> None:
        self._hear_errors_again(page)
        button.press()

    def _hear_errors_again(self, page: list[Widget]) -> None:
        """The same mistake made again is said again."""
        for summary in [part for part in page if isinstance(part, ErrorSummary)]:
            self._told.pop(summary, None)

    # questions

    _answered = False

    async def _ask_field(self, screen: Screen[object], page: list[Widget], field: FormField) -> bool:
        is_secret, choices = answers.is_secret(field), answers.choices_of(field)
        if self._told.get(field) == (words := "\n".join(answers.question(field))):
            self.lines.say(field.shown_label)  # asked just now
            read = len(choices)
        else:
            self._told[field] = words
            self.lines.say(words)
            read = self._read_choices(choices, 0)
        while True:
            typed = await self._line("Not shown:" if is_secret else "Answer:", hidden=is_secret)
            if typed is None:
                return True
            if not typed.strip() and read < len(choices):
                read = self._read_choices(choices, read)
                continue
            if not is_secret and await self._common(screen, page, typed, field):
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
        """Puts an answer where it belongs; "" where it is taken, None where the page goes elsewhere, else what to do."""
        if pages.search_field(page) is field and typed.strip():
            self._search(field, typed)
            return None
        if isinstance(field, TextAreaField):
            return "" if await self._long(field, typed) else None
        if answers.is_secret(field):
            return answers.put(field, typed) if typed else ""
        return answers.put(field, typed.strip()) if typed.strip() else ""

    def _read_choices(self, choices: list[answers.Choice], start: int) -> int:
        lines = answers.choice_lines(choices)
        for line in lines[start : start + answers.PAGE]:
            self.lines.say(line)
        end = min(start + answers.PAGE, len(lines))
        if end < len(lines):
            self.lines.say(f"{end} of {len(lines)}. More? Enter reads on.")
        return end

    async def _long(self, field: TextAreaField, typed: str | None) -> bool:
        """Takes lines until one holds a full stop alone; each is in the draft before the next is typed."""
        is_first = True
        if not typed:
            return True
        while typed is not None and typed.strip() != answers.END:
            if typed.strip().casefold() == answers.EMPTY and is_first:
                field.text = ""
                is_first = False
            elif fault := answers.put_line(field, typed, is_first=is_first):
                self.lines.say(f"Error: {fault}.")
            else:
                is_first = False
            typed = await self._line("")
        return typed is not None

    def _go_on(self, screen: Screen[object], page: list[Widget], field: FormField, *, is_empty: bool) -> None:
        """To what follows: as Enter does on screen; from a long text as Tab does; of a mistake to the next one."""
        self._answered = True
        self._told.pop(field, None)
        if not isinstance(screen, FormPage):
            self._hear_errors_again(page)
        following = [one for one in page[page.index(field) + 1 :] if isinstance(one, FormField)]
        if self._mending:
            self._mending = [key for key in self._mending if key != field.key]
            other = next((one for one in page if isinstance(one, FormField) and one.key in self._mending[:1]), None)
            if other is not None:
                self._aim(other)
            elif ways := pages.buttons(page):
                screen.set_focus(ways[0])
        elif isinstance(screen, Turning) and is_empty and following and not answers.now_words(field):
            self._aim(following[0])
        elif isinstance(field, TextAreaField):
            self._aim(field)
            screen.focus_next()
        else:
            self._aim(field)
            self.app.key("enter")

    @staticmethod
    def _aim(field: FormField) -> None:
        if isinstance(field, DateFields):
            field.aim_at(DateField.YEAR)
        else:
            field.aim()

    # words that work everywhere

    async def _common(
        self, screen: Screen[object], page: list[Widget], typed: str, field: FormField | None = None
    ) -> bool:
        """Does what a word means that works at every prompt; False where it is none."""
        word = typed.strip().casefold()
        if word == "more" and field is None:
            await self._on(next((one for one in page if isinstance(one, RowList)), None))
        elif word == "empty" and field is not None:
            return False
        elif word in commands.EVERYWHERE:
            await self._do(word, screen, page, field)
        elif field is not None and (act := self._act_in_field(screen, word)) is not None:
            self._hear_errors_again(page)
            await self.app.run_action(act.active.binding.action, act.active.node)
        else:
            return False
        return True

    def _act_in_field(self, screen: Screen[object], word: str) -> commands.Act | None:
        acts = [one for one in self._acts(screen) if one.active.binding.action in commands.IN_FIELDS]
        return next((one for one in acts if one.words.casefold() == word), None)

    async def _do(self, word: str, screen: Screen[object], page: list[Widget], field: FormField | None) -> None:
        app = self.app
        match word:
            case "help":
                self._help(screen, page, field)
            case "back":
                screen.set_focus(None)
                await app.run_action("leave", screen)
            case "lock" | "concern" | "find" | "today":
                await self._everywhere(word)
            case "menu":
                await self._menu(screen)
            case "again":
                self._told.clear()
                self._read_to = 0
            case "clear":
                from iass_tui.plain.app import CLEAR

                self.lines.say(CLEAR)
            case "go":
                if ways := pages.buttons(page):
                    self._press(ways[0], page)
                else:
                    self.lines.say("There is no button on this page.")
            case "before":
                screen.focus_previous()
            case "why":
                act = next((one for one in self._acts(screen) if one.active.binding.action == "why"), None)
                if act is not None:
                    await app.run_action("why", screen)
                else:
                    self.lines.say("No reason is written down for this one.")

    async def _everywhere(self, word: str) -> None:
        """What the office's pages all have. Over a question that is open the question is left."""
        app = self.app
        office = [one for one in app.screen_stack if isinstance(one, OfficeScreen)]
        if not office:
            self.lines.say(SIGN_IN_FIRST)
        elif word == "lock":
            app.action_lock()
        elif word == "find" and not office[-1].seat.may("FIND"):
            self.lines.say("Your role finds nobody: what you send goes to the officers.")
        else:
            await app.run_action(word, office[-1])

    async def _menu(self, screen: Screen[object]) -> None:
        """Every page and act by number."""
        found = list(palette.commands(screen))
        found = [one for one in found if not one.title.startswith("Look: ")]
        if not found:
            self.lines.say("There is no menu here: answer, or type back.")
            return
        for number, one in enumerate(found, 1):
            self.lines.say(f"{number}. {one.title}: {one.help}")
        typed = await self._line("Menu, a number, or Enter to stay:")
        if typed and typed.strip().isdecimal() and 0 < int(typed.strip()[:4]) <= len(found):
            result = found[int(typed.strip()[:4]) - 1].callback()
            if result is not None:
                await result

    def _help(self, screen: Screen[object], page: list[Widget], field: FormField | None) -> None:
        say = self.lines.say
        if field is not None:
            say(answers.how(field))
            say("To answer with one of the words below, put = before it.")
        rows = next((one for one in page if isinstance(one, RowList)), None)
        if rows is not None and field is None:
            way = "changes that answer" if isinstance(rows, AnswerList) else "opens that line"
            say(f"A number {way}. A word and a number, like done 3, does something with that line.")
        if pages.search_field(page) is not None:
            say("Other words are searched for.")
        for button in pages.buttons(page):
            say(f"{pages.label_of(button)}: a button. Type how it begins, or go for the first.")
        for line in commands.act_lines(self._acts(screen)):
            say(line)
        say("Everywhere:")
        for line in commands.everywhere_lines():
            say(line)


def _button(page: list[Widget], said: str) -> ActButton | None:
    wanted = said.casefold()
    found = [
        one for one in pages.buttons(page) if len(wanted) > 1 and pages.label_of(one).casefold().startswith(wanted)
    ]
    return found[0] if len(found) == 1 else None
