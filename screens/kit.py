"""The recovery kit: three sheets, shown one at a time to their holders, written by hand, typed back."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.widgets.words import KEPT_BACK, Section, Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session
    from iass_tui.services.views import OutboxFile

HOLDERS = ("the manager", "the Advisory Board", "the safe")
INTRO = (
    "If every passphrase is lost, or the computer breaks, any two of three sheets of paper open the office again. "
    "Without them the records are gone.\n\n"
    "Each sheet is for one holder: the manager, the Advisory Board, and a safe. Call the holders, or whoever carries "
    "their sheet to them. A sheet is shown once, to its holder alone. They write it on the printed form by hand, "
    "then type it back. It is stored nowhere, so do not photograph or print it.\n\n"
    "Print the blank forms first, one page for each sheet: the second button makes them.\n\n"
    "Nothing changes until all three are typed back. Esc stops at any time."
)
SPOKEN = (
    "What is printed stays in the scrollback, and two sheets in one scrollback open the office: clear it before the "
    "next holder comes, or do this in the full-screen app."
)
FORMS = "One page for each sheet, to be filled in by hand; nothing secret is on them. They go into the outbox."
DONE = "All three sheets are typed back. With the next button they become the kit, and any older sheets open nothing."


class KitWork(Protocol):
    """What this page needs of the kit."""

    def begin(self) -> tuple[str, str, str]: ...
    def check(self, number: int, typed: str) -> bool: ...
    def finish(self) -> None: ...


class FormsWork(Protocol):
    """What this page needs of papers."""

    def recovery_forms(self, *, large_print: bool = False) -> OutboxFile: ...


class Stage(enum.Enum):
    """Where one is; the code is on screen in SHOWN alone."""

    INTRO = enum.auto()
    SHOWN = enum.auto()
    TYPING = enum.auto()
    BETWEEN = enum.auto()
    READY = enum.auto()


class KitScreen(OfficeScreen):
    """Steps: what it is, then for each sheet show and type back, then make it so."""

    where = "Recovery kit"

    def __init__(self, seat: Seat, kit: KitWork, papers: FormsWork) -> None:
        super().__init__(seat)
        self.kit, self.papers = kit, papers
        self.sheets: tuple[str, ...] = ()
        self.sheet = 0
        self.stage = Stage.INTRO
        self.is_spoken = False
        self.heading = Section("", classes="first")
        self.words = Words("")
        self.code = Words("", ident="code", classes=f"strong {KEPT_BACK}")
        self.typed = TextField("typed", "Type it back from the paper", hint="Spaces and capitals do not matter")

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The kit of this office."""
        return cls(session, session.kit, session.papers)

    def body(self) -> ComposeResult:
        """One page whose parts come and go."""
        with VerticalScroll(id="page", classes="form", can_focus=False):
            yield ErrorSummary()
            yield self.heading
            yield self.words
            yield self.code
            yield self.typed
            with Horizontal(classes="buttons"):
                yield ActButton("", "next", first=True)
                yield ActButton("Show the sheet again", "again")
                yield ActButton("Print the blank forms", "forms")

    def on_mount(self) -> None:
        """What it is. Where lines stay in a scrollback, what is typed back is not shown."""
        self.is_spoken = getattr(self.app, "speaks", False)
        self.typed.input.password = self.is_spoken
        self._page("What this is", INTRO, "The first holder is here: show sheet 1")

    def _page(self, title: str, words: str, act: str, *, code: str = "", typing: bool = False) -> None:
        self.query_one(ErrorSummary).clear()
        self.heading.update(title)
        self.words.update(words)
        self.code.update(code)
        self.code.display = bool(code)
        self.typed.display = typing
        self.typed.text = ""
        self.query_one("#again").display = typing
        self.query_one("#forms").display = self.stage is Stage.INTRO
        button = self.query_one("#next", ActButton)
        button.rename(act)
        if typing:
            self.typed.aim()
        else:
            self.set_focus(button)

    def on_form_field_submitted(self) -> None:
        """Enter checks what was typed."""
        self.start(self._next)

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """On, or the sheet again."""
        if event.button.id == "again":
            self._show_sheet()
        elif event.button.id == "forms":
            self.start(self._print)
        else:
            self.start(self._next)

    async def _print(self) -> None:
        size = await self.ask(Choose("Blank forms", "Which print?", PRINTS, "Make the paper", sentence=FORMS))
        if size:
            made = await self.save(self.papers.recovery_forms, large_print=size == LARGE)
            await self.ask(FileMade(made, "The forms are made"))

    async def _next(self) -> None:
        match self.stage:
            case Stage.INTRO:
                self.sheets = await self.save(self.kit.begin)
                self._show_sheet()
            case Stage.SHOWN:
                self._ask_back()
            case Stage.TYPING:
                await self._check()
            case Stage.BETWEEN:
                self._show_sheet()
            case Stage.READY:
                await self.save(self.kit.finish)
                self.sheets = ()
                self.say("The recovery kit is made. Put each sheet where it belongs today.")
                self.post_message(messages.Changed())
                self.post_message(messages.BackWanted())

    def _show_sheet(self) -> None:
        self.stage = Stage.SHOWN
        code = self.sheets[self.sheet]
        grouped = code if " " in code or "-" in code else " ".join(code[i : i + 4] for i in range(0, len(code), 4))
        words = "Only its holder looks at the screen now. Write this on the printed form, by hand:\n"
        words = f"{words}{SPOKEN}\n" if self.is_spoken else words
        self._page(self._title(), words, "It is written down: hide it", code=f"    {grouped}\n")

    def _title(self) -> str:
        return f"Sheet {self.sheet + 1} of 3: for {HOLDERS[self.sheet]}"

    def _ask_back(self) -> None:
        self.stage = Stage.TYPING
        self._page(self._title(), "Now from the paper, to be sure it can be read:\n", "Check it", typing=True)

    async def _check(self) -> None:
        if not await self.save(self.kit.check, self.sheet + 1, self.typed.value):
            sentence = "That is not what the sheet says. Compare letter by letter, and type it again"
            self.query_one(ErrorSummary).show([("typed", sentence)])
            self.typed.aim()
        elif self.sheet + 1 < len(self.sheets):
            self.sheet += 1
            self.stage = Stage.BETWEEN
            words = "That sheet is right. Now its holder leaves the screen, and the next comes.\n"
            self._page("Next holder", words, f"Show sheet {self.sheet + 1}")
        else:
            self.stage = Stage.READY
            self._page("Make it so", DONE, "Make this the recovery kit")

    def would_lose(self) -> str:
        """Stopping is safe, and says so."""
        if not self.sheets:
            return ""
        return "Nothing has changed: the sheets written so far open nothing; an older kit, if there is one, still does."
