"""Finding a person or a case as one types, with every hit explained; or starting an enquiry with what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.find import Hit, Match, MatchField, MatchReason
from iass_tui.rules.masking import Neutral
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.field import FormField
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row, RowList
from screens.widgets.text_field import TextField
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

LIMIT = 50
HINT = "Any part of a name, a phone number, an e-mail, a postcode, a birth date, a case number"
ABOUT_WHOM = "Whom is the letter about?"
FIELDS = {
    MatchField.SURNAME: "surname",
    MatchField.NAME: "name",
    MatchField.OTHER_NAME: "other name",
    MatchField.PHONE: "phone",
    MatchField.EMAIL: "e-mail",
    MatchField.POSTCODE: "postcode",
    MatchField.BORN: "birth date",
    MatchField.REFERENCE: "case number",
}
REASONS = {
    MatchReason.IS: "same {}",
    MatchReason.BEGINS: "{} begins so",
    MatchReason.CONTAINS: "in the {}",
    MatchReason.FITS: "{} fits",
    MatchReason.TYPING_ERROR: "{}, if mistyped",
}
NEW = "new"


def why(matches: tuple[Match, ...]) -> str:
    """Why something was found, in words, each reason once: "same surname, phone begins so"."""
    return ", ".join(dict.fromkeys(REASONS[match.reason].format(FIELDS[match.field]) for match in matches))


class FindWork(Protocol):
    """What this page needs of the directory."""

    @property
    def is_ready(self) -> bool: ...
    def search(self, query: str, limit: int = 20) -> list[Hit]: ...
    def restricted(self) -> frozenset[UUID]: ...
    def refresh(self) -> None: ...


class FindScreen(OfficeScreen):
    """One field and the hits below it. Typing never waits: only the newest text is searched for."""

    where = "Find"
    CSS_PATH = "find.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open", tooltip="Opens the hit that the cursor is on", id="find.open"),
        Binding(
            "ctrl+n", "in_notes", "in all notes", tooltip="Searches for the same words in all notes", id="find.in_notes"
        ),
        Binding("down", "move(1)", "next", tooltip="To the next hit", show=False, id="find.next"),
        Binding("up", "move(-1)", "previous", tooltip="To the hit before", show=False, id="find.previous"),
    ]

    NEEDS: ClassVar[dict[str, str]] = {"in_notes": "OPEN_CASE"}

    def __init__(self, seat: Seat, directory: FindWork, wish: messages.FindWanted) -> None:
        super().__init__(seat)
        self.directory, self.for_letter = directory, wish.for_letter
        self.field = TextField("query", ABOUT_WHOM if wish.for_letter else "Find", hint=HINT)
        self._is_searching = False
        self._shown_for = ""
        self._restricted: frozenset[UUID] = frozenset()

    @classmethod
    def open(cls, session: Session, wish: messages.FindWanted) -> Self:
        """Find, in this office."""
        return cls(session, session.directory, wish)

    def body(self) -> ComposeResult:
        """The field, the hits, and a line on how many."""
        yield self.field
        yield RowList(columns=(24, 14, 8, 0), empty="", ident="hits")
        yield Words("", ident="count", classes="dim")

    def on_mount(self) -> None:
        """Ready to type; takes in what colleagues wrote."""
        self.field.aim()
        self.search()

    def place(self) -> messages.Wish:
        """Find, with an empty field."""
        return messages.FindWanted(self.for_letter)

    async def reload(self) -> None:
        """Searches again."""
        self.search()

    def asked_for_again(self) -> None:
        """What was looked for before is marked: the next caller's name takes its place."""
        self.field.aim()
        self.field.input.action_select_all()

    # searching

    def search(self) -> None:
        """Searches for what stands in the field, unless a search is under way: that one looks again at its end."""
        if not self._is_searching:
            self._is_searching = True
            self.start(self._search, reading=True)

    async def _search(self) -> None:
        try:
            done: str | None = None
            while done != self.field.value:
                done = self.field.value
                hits = await self.call(self._hits, done)
                if done == self.field.value:
                    self._show(done, hits)
        finally:
            self._is_searching = False
        if not self.directory.is_ready:
            self.set_timer(0.5, self.search)

    def _hits(self, query: str) -> list[Hit]:
        self.directory.refresh()
        self._restricted = self.directory.restricted()
        return self.directory.search(query, LIMIT) if query else []

    def _show(self, query: str, hits: list[Hit]) -> None:
        rows = [self._row(hit) for hit in hits]
        if query and self.seat.may("ASK_INTAKE") and not self.for_letter:
            rows.append(Row(NEW, (Neutral("Start a new enquiry with what was typed; it is kept in memory only"),)))
        self.query_one(RowList).show(rows, keep=False)
        self._shown_for = query
        count = "" if not query else "Nobody found" if not hits else f"{len(hits)} found"
        if len(hits) == LIMIT:
            count = f"The first {LIMIT}: type more to narrow it"
        if not self.directory.is_ready:
            count = "Still opening names: more may come"
        self.query_one("#count", Words).update(f" {count}", layout=False)

    def _row(self, hit: Hit) -> Row:
        entry = hit.entry
        born = entry.born.display() if entry.born else ""
        short = " ".join(word[:3] if word.isalpha() else word for word in born.split())
        row = Row(
            (entry.kind, entry.id, entry.owner), (entry.name, short, entry.reference or "", Neutral(why(hit.matched)))
        )
        return marked(row, UUID(entry.id), self._restricted, column=3)

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Another letter."""
        event.stop()
        self.search()

    # choosing

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter opens the hit under the cursor."""
        event.stop()
        self.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens it, begins its letter, or starts an enquiry."""
        if event.row.key == NEW:
            self.action_intake()
        elif isinstance(event.row.key, tuple):
            kind, ident, owner = event.row.key
            found, is_case = UUID(ident), kind == "case"
            if self.for_letter:
                letter = messages.LetterWanted(UUID(owner), found) if is_case else messages.LetterWanted(found)
                self.post_message(letter)
            else:
                self.post_message(messages.CaseChosen(found) if is_case else messages.PersonChosen(found))

    def action_move(self, step: int) -> None:
        """Moves among the hits while one types."""
        self.query_one(RowList).action_move(step)

    def action_choose(self) -> None:
        """Opens the hit under the cursor; nothing where the hits are still those of fewer letters."""
        if self._shown_for == self.field.value:
            self.query_one(RowList).action_choose()

    def action_in_notes(self) -> None:
        """The same words in all notes."""
        self.post_message(messages.NoteSearchWanted(self.field.value))

    def action_intake(self) -> None:
        """A new enquiry with what was typed, which is written nowhere and no longer stands here: a No must wipe it."""
        typed, self.field.text = self.field.value, ""
        self.post_message(messages.IntakeWanted(typed))
