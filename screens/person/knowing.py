"""Who in the family may know what: one line each, in words; all of it for the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.services.knowing_views import ChildKnowing, KnowingLine
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words import knowing as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

HINT = "Who may know what, as the sharing rule says today. Enter opens whoever is under the cursor."


class KnowingWork(Protocol):
    """What this page needs."""

    def family(self, person_id: UUID) -> tuple[ChildKnowing, ...]: ...


class FamilyScreen(OfficeScreen):
    """Each child or young person with everyone tied to them."""

    where = "Who may know what"
    DEFAULT_CSS = """
    FamilyScreen #hint { padding: 0 1; }
    FamilyScreen #people { height: 1fr; }
    FamilyScreen #whole { padding: 0 1; border-top: solid $foreground 40%; min-height: 5; max-height: 8; }
    """

    def __init__(self, seat: Seat, work: KnowingWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.person_id = work, person_id
        self.found: tuple[ChildKnowing, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: messages.FamilyWanted) -> Self:
        """The family of the person in the wish."""
        return cls(session, session.knowing, wish.person_id)

    def body(self) -> ComposeResult:
        """What it is, the family, and all about the one under the cursor."""
        yield Words(HINT, ident="hint")
        yield RowList(columns=(16, 8, 13, 12, 0), empty="Reading…", ident="people")
        yield Words("", ident="whole")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This family again."""
        return messages.FamilyWanted(self.person_id)

    async def reload(self) -> None:
        """Asks the rule again for everybody."""
        self.found = await self.call(self.work.family, self.person_id)
        if self.is_attached:
            rows = self.query_one(RowList)
            rows.empty = "Nobody is noted in the family. f on the person's page adds someone."
            rows.show(self._rows())
            self._say()

    def _rows(self) -> Iterator[Row]:
        for number, child in enumerate(self.found):
            yield Row(("child", number), (words.child_line(child),), heading=True)
            for at, one in enumerate(child.lines):
                yield Row((number, at), words.cells(child, one))

    def _under(self) -> tuple[ChildKnowing, KnowingLine] | None:
        row = self.query_one(RowList).row
        match row.key if row else None:
            case (int() as number, int() as at):
                return self.found[number], self.found[number].lines[at]
        return None

    def _say(self) -> None:
        under = self._under()
        self.query_one("#whole", Words).update(words.whole(*under) if under else "")

    def on_row_list_moved(self) -> None:
        """Another relative."""
        self._say()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens them."""
        event.stop()
        under = self._under()
        if under is not None:
            self.post_message(messages.PersonChosen(under[1].person_id))
