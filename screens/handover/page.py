"""The handover sheet of a case: read on one page, printed for a colleague, and what is missing said above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.handover.words import gaps_line
from iass_tui.services.handover_views import SheetView
from iass_tui.services.views import AuditFilter, OutboxFile
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.widgets.reader import Part, Reader
from screens.widgets.record_page import RecordPage, StandingWork
from screens.widgets.words import Banner, Words
from screens.words.cases import STATUSES
from screens.words.concerns import notice_words
from screens.words.restricting import standing_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ON_PAPER = (
    "It goes into the outbox, encrypted, and is for colleagues alone. Numbers, addresses and concerns are not on it: "
    "they stay here."
)
_STRONG = frozenset({"heading", "strong"})


class HandoverWork(Protocol):
    """What this page needs of handing over."""

    def read(self, case_id: UUID) -> SheetView: ...
    def make(self, case_id: UUID, *, large_print: bool = False) -> OutboxFile: ...


class HandoverScreen(RecordPage):
    """Every look is recorded by the service."""

    where = "Handover"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {
        "document": "EXPORT_PACK",
        "note": "WRITE_NOTE",
        "consent": "RECORD_CONSENT",
        "who_looked": "READ_AUDIT",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "document", "document", tooltip="The sheet, to print for a colleague", id="handover.document"),
        Binding("n", "note", "note", tooltip="Writes a note", id="handover.note"),
        Binding("t", "timetable", "timetable", tooltip="The dates that the law sets", id="handover.timetable"),
        Binding("f", "family", "family", tooltip="Opens whose case it is, and their family", id="handover.family"),
        Binding("c", "consent", "consent", tooltip="What they agreed to", id="handover.consent"),
        Binding("a", "who_looked", "who looked", tooltip="Who opened or changed this record", id="handover.who_looked"),
    ]

    def __init__(
        self, seat: Seat, work: HandoverWork, restricting: StandingWork, wish: messages.HandoverWanted
    ) -> None:
        super().__init__(seat)
        self.work, self.restricting, self.case_id = work, restricting, wish.case_id
        self.view: SheetView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.HandoverWanted) -> Self:
        """The sheet of the case in the wish."""
        return cls(session, session.handover, session.restricting, wish)

    def body(self) -> ComposeResult:
        """Whose it is, what must not be missed, and the sheet."""
        yield Words("Reading…", ident="who")
        yield Banner(word="RESTRICTED", ident="restricted")
        yield Banner(word="SAFEGUARDING", ident="safeguarding", classes="-error")
        yield Banner(word="MISSING", ident="missing")
        yield Reader(ident="sheet")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(Reader).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This sheet again."""
        return messages.HandoverWanted(self.case_id)

    def subject(self) -> UUID | None:
        """The child or young person."""
        return self.view.sheet.person_id if self.view else None

    def subject_name(self) -> str:
        """Their name."""
        return self.view.sheet.family[0].name if self.view else ""

    def looks(self) -> AuditFilter:
        """This case alone."""
        return AuditFilter(case_id=self.case_id)

    async def reload(self) -> None:
        """Reads the sheet again."""
        self.view = view = await self.call(self.work.read, self.case_id)
        standing = await self.call(self.restricting.standing, self.case_id)
        if not self.is_attached:
            return
        sheet = view.sheet
        words = "   ".join((sheet.reference, self.subject_name(), STATUSES[sheet.status], sheet.officer or "nobody's"))
        self.query_one("#who", Words).update(words)
        self.query_one("#restricted", Banner).say(standing_words(standing))
        self.query_one("#safeguarding", Banner).say(notice_words(sheet.notice))
        self.query_one("#missing", Banner).say(gaps_line(sheet.gaps))
        self.query_one(Reader).show(_parts(view))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before anything is read, only the ways out."""
        if action in self.NEEDS and getattr(self, "view", None) is None:
            return False
        return super().check_action(action, parameters)

    # keys

    def action_document(self) -> None:
        """Asks which print, and makes it."""
        self.start(self._make)

    async def _make(self) -> None:
        size = await self.ask(Choose("The sheet on paper", "Which print?", PRINTS, "Make the paper", sentence=ON_PAPER))
        if size:
            made = await self.save(self.work.make, self.case_id, large_print=size == LARGE)
            await self.ask(FileMade(made, "The sheet is made"))

    def action_note(self) -> None:
        """To a new note."""
        self.post_message(messages.NoteWanted(self.case_id))

    def action_timetable(self) -> None:
        """To the dates that the law sets."""
        self.post_message(messages.TimetableWanted(self.case_id))

    def action_family(self) -> None:
        """To whose case it is."""
        if person := self.subject():
            self.post_message(messages.PersonChosen(person))


def _parts(view: SheetView) -> Iterator[Part]:
    for how, text in view.lines:
        if how == "heading":
            yield Part("")
        yield Part(text, "strong" if how in _STRONG else "")
