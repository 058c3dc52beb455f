"""The papers that can be made, for someone on file or for whoever asks; each is read here before it is made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.rules.papers import PUBLIC, Paper, Way
from iass_tui.rules.records.letters import LetterBody
from iass_tui.services.paper_views import PaperOffer, PaperView, PaperWish
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.dialogs.who_looked import LookingWork, make_paper
from screens.widgets.beside import BesideReader
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.reader import Part, Reader
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words import letters as letter_words, papers as words
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

_STRONG = frozenset({"heading", "strong"})
LETTER, LOOKS, TIMELINE = "LETTER", "LOOKS", "TIMELINE"


class PaperWork(Protocol):
    """What this page needs of papers."""

    def offer(self, person_id: UUID | None = None) -> PaperOffer: ...
    def read(self, wish: PaperWish) -> PaperView: ...
    def make(self, wish: PaperWish, way: Way | None = None) -> OutboxFile | None: ...


class PapersScreen(BesideReader):
    """A list; Enter reads a paper; from there it is made into the outbox."""

    where = "Papers"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"make": "FIND"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "make", "make", tooltip="Makes the paper that is read here", id="papers.make"),
    ]

    def __init__(self, seat: Seat, papers: PaperWork, looking: LookingWork, wish: messages.DocumentWanted) -> None:
        super().__init__(seat)
        self.papers, self.looking, self.wanted = papers, looking, wish
        self.offer: PaperOffer | None = None
        self.wish: PaperWish | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.DocumentWanted) -> Self:
        """The papers for the person in the wish, or for whoever asks."""
        return cls(session, session.papers, session.looking, wish)

    def body(self) -> ComposeResult:
        """Whom for, the papers, and the one that is read."""
        yield Words("Reading…", ident="for")
        yield RowList(columns=(33, 0), empty="Reading…", about_people=False, ident="papers")
        yield Reader(ident="preview")
        yield Words("Enter reads a paper before it is made.", ident="hint")
        with Horizontal(classes="buttons"):
            yield ActButton("Make this paper", "make", first=True)
            yield ActButton("Another paper", "other")

    def on_mount(self) -> None:
        """Reads the list, and the paper that was asked for by name."""
        self.query_one(RowList).focus()
        self.start(self._begin)

    def place(self) -> messages.Wish:
        """This list again, or the public paper that was being read."""
        kind = self.wish.paper.value if self.wish is not None and self.wish.paper in PUBLIC else ""
        return messages.DocumentWanted(self.wanted.person_id, self.wanted.case_id, kind)

    async def _begin(self) -> None:
        await self.reload()
        if self.wanted.kind in set(Paper):
            await self._read(Paper(self.wanted.kind))
        elif (letter := self._letter(self.wanted.kind)) is not None:
            self._read_letter(letter)

    async def reload(self) -> None:
        """Reads which papers there are; opening someone's is recorded by the service."""
        self.offer = await self.call(self.papers.offer, self.wanted.person_id)
        whom = f"Papers for {self.offer.name}" if self.offer.name else "Papers to hand out"
        self.query_one("#for", Words).update(whom)
        self.query_one(RowList).show(_rows(self.offer, with_looks=self._has_looks, of_case=self._has_case))

    @property
    def _has_case(self) -> bool:
        return self.wanted.case_id is not None

    @property
    def _has_looks(self) -> bool:
        return self.wanted.person_id is not None and self.seat.may("EXPORT_AUDIT")

    # reading

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Reads the paper under the cursor."""
        event.stop()
        if isinstance(event.row.key, Paper):
            self.start(self._read, event.row.key)
        elif event.row.key == LETTER and self.wanted.person_id is not None:
            self.post_message(messages.LetterWanted(self.wanted.person_id, self.wanted.case_id))
        elif event.row.key == TIMELINE and self.wanted.case_id is not None:
            self.post_message(messages.TimetableWanted(self.wanted.case_id))
        elif event.row.key == LOOKS:
            self.start(self._who_looked)
        elif (letter := self._letter(str(event.row.key))) is not None:
            self._read_letter(letter)

    def _letter(self, ident: str) -> LetterBody | None:
        sent = self.offer.letters if self.offer is not None else ()
        return next((one.body for one in sent if str(one.id) == ident), None)

    def _read_letter(self, body: LetterBody) -> None:
        """What went out, word for word: it is not made again from here."""
        self._show_page(letter_words.sent_words(body), short_day(body.sent_on), [Part(letter_words.whole_words(body))])

    async def _read(self, paper: Paper) -> None:
        wish = await self._asked(paper)
        if wish is None:
            return
        view = await self.call(self.papers.read, wish)
        self.wish = wish
        self._show_page(view.title, "This is what the page says. Nothing is made yet.", _parts(view))

    def _show_page(self, title: str, hint: str, parts: Iterable[Part]) -> None:
        self.query_one("#for", Words).update(title)
        self.query_one("#hint", Words).update(hint)
        self.query_one("#make", ActButton).display = self.wish is not None
        self.query_one(Reader).show(parts)
        self.read()
        self.refresh_bindings()

    async def _asked(self, paper: Paper) -> PaperWish | None:
        """The wish, once it is known which version or for whom; None where someone went back."""
        assert self.offer is not None
        wish = PaperWish(paper=paper, person_id=self.wanted.person_id)
        name = words.paper_words(paper)
        if paper is Paper.POLICY and len(self.offer.policies) > 1:
            newest, *older = reversed(self.offer.policies)
            choices = [Choice(newest, f"{newest}, in force"), *(Choice(one, one) for one in older)]
            version = await self.ask(Choose(name, "Which version?", choices, "Read it"))
            return dataclasses.replace(wish, version=version) if version else None
        if paper not in PUBLIC and len(self.offer.readers) > 1:
            whom = [
                Choice(str(one.id), f"{one.name}, about themselves" if one.is_person else one.name)
                for one in self.offer.readers
            ]
            sentence = "Someone else is told only what they agreed to themselves, and nothing while they are refused."
            reader = await self.ask(Choose(name, "Who is it for?", whom, "Read it", sentence=sentence))
            return dataclasses.replace(wish, reader_id=UUID(reader)) if reader else None
        return wish

    def back_to_list(self) -> None:
        """From the paper to the list, which is read again."""
        self.wish = None
        super().back_to_list()
        self.query_one("#hint", Words).update("Enter reads a paper before it is made.")
        self.refresh_bindings()
        self.start(self.reload, reading=True)

    # making

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A paper is made from where it is read."""
        if action == "make" and getattr(self, "wish", None) is None:
            return False
        return super().check_action(action, parameters)

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Makes it, or back to the list."""
        event.stop()
        if event.button.id == "other":
            self.back_to_list()
        elif self.check_action("make", ()):
            self.action_make()

    def action_make(self) -> None:
        """Asks how it goes out and in which print, then makes it."""
        if self.wish is not None:
            self.start(self._make, self.wish)

    async def _who_looked(self) -> None:
        made = await make_paper(self, self.looking, self.wanted.person_id)
        if made is not None:
            await self.ask(FileMade(made, "The paper is made"))

    async def _make(self, wish: PaperWish) -> None:
        way: Way | None = None
        name = words.paper_words(wish.paper)
        if wish.paper in PUBLIC:
            ways = [Choice(one.value, words.way_words(one)) for one in Way]
            sentence = "That a copy was given is recorded: which, when and how" + (
                ", with the person." if wish.person_id else ", without a name."
            )
            chosen = await self.ask(Choose(name, "How do they get it?", ways, "Go on", sentence=sentence))
            if not chosen:
                return
            way = Way(chosen)
        if way is None or way.needs_paper:
            size = await self.ask(Choose(name, "Which print?", PRINTS, "Make the paper"))
            if not size:
                return
            wish = dataclasses.replace(wish, large=size == LARGE)
        made = await self.save(self.papers.make, wish, way)
        if made is not None:
            await self.ask(FileMade(made, "The paper is made", more=words.plain_copy(wish.paper, wish.version)))
        elif way is not None:
            self.say(f"Recorded: {words.way_words(way)}")
        self.back_to_list()


def _rows(offer: PaperOffer, *, with_looks: bool, of_case: bool) -> Iterator[Row]:
    """The papers about the person, a letter, those for anyone; then letters that went out, and what was given."""
    own = [paper for paper in offer.papers if paper not in PUBLIC]
    yield from (Row(paper, (words.paper_words(paper), words.ABOUT[paper])) for paper in own)
    if offer.may_write:
        yield Row(LETTER, ("Write a letter", "to them, an agency or the council"))
    if of_case:
        yield Row(TIMELINE, ("The family's timeline", "the dates of their case: there d prints them"))
    if with_looks:
        yield Row(LOOKS, ("Who looked at this file", "each opening in plain words, for the family"))
    public = [paper for paper in offer.papers if paper in PUBLIC]
    yield from (Row(paper, (words.paper_words(paper), words.ABOUT[paper])) for paper in public)
    if offer.letters:
        yield Row("sent", ("Letters that went out",), heading=True)
    for letter in reversed(offer.letters):
        yield Row(letter.id, (short_day(letter.body.sent_on), letter_words.sent_words(letter.body)))
    if offer.copies:
        yield Row("given", ("Given already",), heading=True)
    for one in reversed(offer.copies):
        copy = one.copy
        large = ", large print" if copy.format != "STD" else ""
        said = f"{short_day(copy.given_on)}   version {copy.version}{large}, {words.way_words(copy.way)}"
        yield Row(one.id, (words.paper_words(copy.paper), said), dim=True)


def _parts(view: PaperView) -> Iterator[Part]:
    for how, text in view.lines:
        if how == "heading":
            yield Part("")
        yield Part(text, "strong" if how in _STRONG else "")
