"""Who looked, as a paper for the family: for whom, in which print, and what it will say before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.services.looking_views import LooksWish
from iass_tui.services.paper_views import PaperReader
from iass_tui.services.views import NotAllowed, OutboxFile, Problem
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Dialog, Notice
from screens.dialogs.which_print import LARGE, PRINTS
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.page import Page, Shown
from screens.widgets.reader import Part, Reader
from screens.words.reasons import reason_sentences

TITLE = "Who looked: a paper for the family"
LEFT_OUT = (
    "No safeguarding concern, nothing that was passed on as an exception and nobody of another family stands on it. "
    "For a reader who is not the person themselves it says who opened the file, not what was written when."
)


class LookingWork(Protocol):
    """What making this paper needs."""

    def readers(self, person_id: UUID | None, case_id: UUID | None) -> tuple[PaperReader, ...]: ...
    def read(self, wish: LooksWish) -> tuple[str, ...]: ...
    def make(self, wish: LooksWish) -> OutboxFile: ...


class FamilyPaper(Dialog[bool]):
    """What the paper says, to be read before it is made. True: make it."""

    DEFAULT_CSS = """
    FamilyPaper Reader { height: 12; }
    """

    def __init__(self, sentences: Iterable[str]) -> None:
        super().__init__(TITLE)
        self.reader = Reader(ident="looks")
        self.reader.show(_parts(sentences))

    def body(self) -> ComposeResult:
        """The sentences."""
        yield self.reader

    def buttons(self) -> ComposeResult:
        """The act, and the way back."""
        yield ActButton("Make the paper", "act", first=True)
        yield ActButton("Go back", "back")

    def pressed(self, button: str) -> None:
        """True for the act alone."""
        self.dismiss(button == "act")


def _parts(sentences: Iterable[str]) -> Iterator[Part]:
    said = list(sentences)
    yield Part(LEFT_OUT, "dim")
    yield Part("")
    yield from (Part(one) for one in said or ["Nobody has opened this file in that time."])


async def make_paper(
    page: Page, work: LookingWork, person_id: UUID | None, *, case_id: UUID | None = None, since: date | None = None
) -> OutboxFile | None:
    """Asks, shows, makes; None where someone went back. Only inside work begun by `start`."""
    readers = await page.call(work.readers, person_id, case_id)
    person = readers[0]
    whom = [Choice(str(one.id), f"{one.name}, about themselves" if one.is_person else one.name) for one in readers]
    sentence = "Whoever may have a copy of the file may have this list, and nobody else."
    reader = await page.ask(Choose(TITLE, "Who is it for?", whom, "Go on", sentence=sentence))
    if not reader:
        return None
    size = await page.ask(Choose(TITLE, "Which print?", PRINTS, "Read it first"))
    if not size:
        return None
    wish = LooksWish(person.id, UUID(reader), since, large=size == LARGE)
    sentences = await _read(page, work, wish)
    if not await page.ask(FamilyPaper(sentences)):
        return None
    return await page.save(work.make, wish)


async def _read(page: Page, work: LookingWork, wish: LooksWish) -> tuple[str, ...]:
    """The sentences; a refusal says every reason, and what would change it."""
    try:
        return await page.bare_call(work.read, wish)
    except NotAllowed as refusal:
        page.show_over(Notice("They may not have this list", str(refusal), *reason_sentences(refusal.reasons)))
    except Problem as problem:
        page.show_problem(problem)
    raise Shown
