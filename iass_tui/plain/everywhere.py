"""The words that work at every prompt, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from iass_tui.plain import answers, commands, pages
from screens.base import OfficeScreen
from screens.shell import palette
from screens.widgets.answer_list import AnswerList
from screens.widgets.button import ActButton
from screens.widgets.field import FormField
from screens.widgets.row_list import RowList
from screens.widgets.turning import Turning

if TYPE_CHECKING:
    from iass_tui.plain.app import PlainApp
    from iass_tui.plain.reading import Reading

SIGN_IN_FIRST = "That needs someone signed in."
CLEAR = (
    "This program cannot clear what a terminal keeps without sequences that a screen reader would stumble over. After "
    "you leave, type the command clear, or close the window. In tmux: clear-history."
)
FIRST = "There is no question before this one."
ALL_READ = "That was all. Type help to hear what can be said here."


class Words:
    """What a word does, wherever it is said. The conversation hands over the page that it is about."""

    def __init__(self, app: PlainApp, reading: Reading) -> None:
        self.app, self.reading, self.lines = app, reading, reading.lines

    def acts(self, screen: Screen[object]) -> list[commands.Act]:
        """What can be done on this page now."""
        return commands.acts_of(screen.active_bindings.values())

    def press(self, button: ActButton, page: list[Widget]) -> None:
        """Presses a button; a mistake that it finds is said, also one that was said before."""
        self.reading.hear_errors_again(page)
        button.press()

    def read_on(self, rows: RowList | None) -> None:
        """Reads on in a list, and where more can be fetched fetches it."""
        if rows is None:
            return
        if self.reading.read_to.get(rows, 0) < len(pages.lines_of(rows)):
            self.reading.read_on(rows)
            return
        at = rows.cursor
        rows.action_last()
        if rows.cursor == at:
            self.lines.say(ALL_READ)

    async def said(
        self, screen: Screen[object], page: list[Widget], typed: str, field: FormField | None = None
    ) -> bool:
        """Does what a word means that works at every prompt; False where it is none."""
        word = typed.strip().casefold()
        if word == "more" and field is None:
            self.read_on(next((one for one in page if isinstance(one, RowList)), None))
        elif word == "empty" and field is not None:
            return False
        elif word in commands.EVERYWHERE:
            await self._do(word, screen, page, field)
        elif field is not None and (act := self._act_in_field(screen, word)) is not None:
            self.reading.hear_errors_again(page)
            await self.app.run_action(act.active.binding.action, act.active.node)
        else:
            return False
        return True

    def _act_in_field(self, screen: Screen[object], word: str) -> commands.Act | None:
        acts = [one for one in self.acts(screen) if one.active.binding.action in commands.IN_FIELDS]
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
                await self._menu(screen, page)
            case "again":
                self.reading.forget()
            case "show":
                self.reading.show(page)
            case "clear":
                self.lines.say(CLEAR)
            case "go":
                self._go(page)
            case "before":
                self._before(screen, page, field)
            case "why":
                await self._why(screen)

    def _go(self, page: list[Widget]) -> None:
        if ways := pages.buttons(page):
            self.press(ways[0], page)
        else:
            self.lines.say("There is no button on this page.")

    def _before(self, screen: Screen[object], page: list[Widget], field: FormField | None) -> None:
        """To the question before, asked anew as a whole; from the first to the page before."""
        here = field or next((one for one in page if one.has_pseudo_class("focus-within")), None)
        until = page.index(here) if here in page else len(page)
        earlier = [one for one in page[:until] if isinstance(one, FormField) and not one.disabled]
        if earlier:
            self.reading.told.pop(earlier[-1], None)
            answers.aim(earlier[-1])
        elif isinstance(screen, Turning) and (before := screen.page_before()):
            screen.turn(screen.go_to, before)
        else:
            self.app.news.append(FIRST)

    async def _why(self, screen: Screen[object]) -> None:
        if any(one.active.binding.action == "why" for one in self.acts(screen)):
            await self.app.run_action("why", screen)
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

    async def _menu(self, screen: Screen[object], page: list[Widget]) -> None:
        """Every act of the page and every page by number, some at once; a word works here as elsewhere."""
        acts = [one for one in self.acts(screen) if one.words.casefold() not in commands.EVERYWHERE]
        run = self.app.run_action
        found: list[tuple[str, Callable[[], object]]] = [
            (f"{act.words.capitalize()}: {act.does}", partial(run, act.active.binding.action, act.active.node))
            for act in acts
        ]
        found += [(f"{one.title}: {one.help}", one.callback) for one in palette.office_pages(screen)]
        if not found:
            self.lines.say("There is no menu here: answer, or type back.")
            return
        typed: str | None = ""
        for start in range(0, len(found), answers.PAGE):
            end = min(start + answers.PAGE, len(found))
            for number, (words, _) in enumerate(found[start:end], start + 1):
                self.lines.say(f"{number}. {words}")
            stays = f"{end} of {len(found)}. Enter reads on" if end < len(found) else "Enter stays here"
            self.lines.ask(f"Menu, a number. {stays}:")
            typed = await self.app.line()
            if typed is None or typed.strip():
                break
        await self._chosen(found, screen, page, (typed or "").strip())

    async def _chosen(
        self, found: list[tuple[str, Callable[[], object]]], screen: Screen[object], page: list[Widget], said: str
    ) -> None:
        if said.isascii() and said.isdecimal() and 0 < int(said[:4]) <= len(found):
            result = found[int(said[:4]) - 1][1]()
            if isinstance(result, Awaitable):
                await result
        elif said and not await self.said(screen, page, said):
            self.app.news.append(f"{said}: not in the menu.")

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
        for line in commands.act_lines(self.acts(screen)):
            say(line)
        if self.reading.knows_words:
            say(f"Everywhere: {', '.join(commands.EVERYWHERE)}. What each does: again, then help.")
            return
        self.reading.knows_words = True
        say("Everywhere:")
        for line in commands.everywhere_lines():
            say(line)
