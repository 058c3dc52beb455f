"""By what right someone may receive this file: talks about competence, and written authorities (domain 4.4, 4.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import BindingType

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.access import AccessBasis, CompetenceFinding, WrittenAuthority
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.dialog import Confirm, Notice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words import standing as words
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class PeopleWork(Protocol):
    """What this page needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class BasisWork(Protocol):
    """What this page needs of the service."""

    def read(self, person_id: UUID) -> AccessBasis: ...
    def end_authority(self, person_id: UUID, number: int) -> None: ...


class StandingScreen(OfficeScreen):
    """What is on record, newest first, and two lines by which more is recorded."""

    where = "Who may receive the file"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, seat: Seat, people: PeopleWork, access: BasisWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.people, self.access, self.person_id = people, access, person_id
        self.basis = AccessBasis()

    @classmethod
    def open(cls, session: Session, wish: messages.StandingWanted) -> Self:
        """The file of the person in the wish."""
        return cls(session, session.people, session.access_basis, wish.person_id)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.StandingWanted(self.person_id)

    def body(self) -> ComposeResult:
        """Whose file, and the list."""
        yield Words("Reading…", ident="who")
        yield RowList(columns=(12, 0, 24), empty="Reading…", ident="basis")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads again; looking is recorded by the services."""
        view = await self.call(self.people.person, self.person_id)
        self.basis = await self.call(self.access.read, self.person_id)
        self.query_one("#who", Words).update(f"{view.card.full_name}   {words.age_rule(view.age)}")
        self.query_one(RowList).show(self._rows())

    def _rows(self) -> Iterator[Row]:
        yield Row(("section", "findings"), ("Can they decide for themselves?",), heading=True)
        yield Row(("add", "finding"), ("", "Record a talk about it", "Enter"))
        for number, one in sorted(enumerate(self.basis.findings), key=lambda pair: pair[1].assessed_on, reverse=True):
            yield Row(("finding", number), (short_day(one.assessed_on), words.finding(one), words.use(one)))
        yield Row(("section", "authorities"), ("Written authority",), heading=True)
        yield Row(("add", "authority"), ("", "Record a signed authority", "Enter"))
        papers = sorted(enumerate(self.basis.authorities), key=lambda pair: pair[1].signed_on, reverse=True)
        for number, paper in papers:
            yield Row(("authority", number), (short_day(paper.signed_on), words.authority(paper), words.ends(paper)))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Records another, or shows one whole."""
        event.stop()
        match event.row.key:
            case ("add", "finding"):
                self.post_message(messages.CompetenceWanted(self.person_id))
            case ("add", "authority"):
                self.post_message(messages.AuthorityWanted(self.person_id))
            case ("finding", int() as number):
                self._show(self.basis.findings[number])
            case ("authority", int() as number):
                self.start(self._authority, number, self.basis.authorities[number])

    def _show(self, finding: CompetenceFinding) -> None:
        self.show_over(Notice("Talk about deciding for oneself", *words.finding_lines(finding)))

    async def _authority(self, number: int, paper: WrittenAuthority) -> None:
        said = words.authority_words(paper)
        if paper.revoked_on is not None:
            await self.ask(Notice("Written authority", said, f"Taken back on {display_day(paper.revoked_on)}."))
            return
        sentence = f"{said}\n\nFrom today they may not receive the file on this paper. The record of it stays."
        if await self.ask(Confirm("Has it been taken back?", sentence, "Take it back", danger=True)):
            await self.save(self.access.end_authority, self.person_id, number)
            await self.reload()
