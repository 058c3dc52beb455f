"""The sharing record: what was passed to whom, when, on whose permission; printable for the family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.rules.dates import display_day, display_moment
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.sharing import OwnShare, Question
from iass_tui.services import sharing_words as said
from iass_tui.services.sharing_views import SharingLine, SharingRecord
from iass_tui.services.views import OutboxFile, PersonView
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.dialogs.made import FileMade
from screens.widgets.beside import BesideReader
from screens.widgets.choice_field import Choice
from screens.widgets.reader import Part, Reader
from screens.widgets.record_page import RecordPage
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words import sharing as words
from screens.words.codes import label
from screens.words.days import short_day
from screens.words.reasons import reason_sentences

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

WIDE = 120


class SharingWork(Protocol):
    """What this page needs of sharing."""

    def record(self, person_id: UUID) -> SharingRecord: ...
    def print(self, person_id: UUID, requester_id: UUID | None) -> OutboxFile: ...
    def own_share(
        self,
        person_id: UUID,
        outcome: OwnShare,
        *,
        question: Question | None = None,
        sharing_id: UUID | None = None,
    ) -> None: ...


class PeopleWork(Protocol):
    """What this page needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class SharingRecordScreen(BesideReader, RecordPage):
    """Newest first; Enter shows a line whole, and of what was left to the family asks what came of it."""

    where = "What was passed on"
    CSS_PATH = "record.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    NEEDS: ClassVar[dict[str, str]] = {"make": "EXPORT_PACK", "share": "SHARE", "done": "SHARE"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "make", "make", tooltip="Makes an encrypted document of what is shown", id="passed.make"),
        Binding("x", "share", "may I share this?", tooltip="Whom to ask before sharing", id="passed.share"),
        Binding("space", "done", "done", tooltip="Marks what is under the cursor as done", id="passed.done"),
    ]

    def __init__(self, seat: Seat, sharing: SharingWork, people: PeopleWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.sharing, self.people, self.person_id = sharing, people, person_id
        self.record: SharingRecord | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.SharingRecordWanted) -> Self:
        """The record of the person in the wish."""
        return cls(session, session.sharing, session.people, wish.person_id)

    def body(self) -> ComposeResult:
        """The list, and one line to read."""
        yield Words("Reading…", ident="who")
        with Horizontal(id="both"):
            yield RowList(columns=(11, 11, 24, 0), empty="Reading…", ident="lines")
            yield Reader(ident="line")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.SharingRecordWanted(self.person_id)

    def subject(self) -> UUID | None:
        """The person."""
        return self.record.person_id if self.record else None

    async def reload(self) -> None:
        """Reads the record again."""
        self.record = record = await self.call(self.sharing.record, self.person_id)
        if not self.is_attached:
            return
        self.query_one("#who", Words).update(f"{record.name}   what was passed to whom, when, on whose permission")
        rows = self.query_one(RowList)
        rows.empty = "Nothing was passed to anybody, and nobody asked."
        rows.show(_row(number, line) for number, line in enumerate(record.lines))
        self._read()

    def _line(self) -> SharingLine | None:
        row = self.query_one(RowList).row if self.is_mounted else None
        return self.record.lines[row.key] if self.record and row and isinstance(row.key, int) else None

    def _read(self) -> None:
        line = self._line()
        self.query_one(Reader).show(_parts(line) if line else ())
        self.refresh_bindings()

    def on_row_list_moved(self) -> None:
        """Another line to read."""
        self._read()

    def on_row_list_chosen(self) -> None:
        """The line takes the page; beside the list where there is room."""
        self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space works on what was left to the family."""
        if action == "done" and not self._is_open():
            return False
        if action in self.NEEDS and getattr(self, "record", None) is None:
            return False
        return super().check_action(action, parameters)

    def _is_open(self) -> bool:
        line = self._line() if getattr(self, "record", None) else None
        return line is not None and line.body.own_share in (OwnShare.THEY_WILL, OwnShare.NOT_DECIDED)

    def action_done(self) -> None:
        """What came of it (P18)."""
        if line := self._line():
            self.start(self._came_of_it, line)

    async def _came_of_it(self, line: SharingLine) -> None:
        dialog = Choose("They share it themselves", "What came of it?", words.own_share_choices(), "Record it")
        chosen = await self.ask(dialog)
        if chosen:
            await self.save(
                self.sharing.own_share,
                self.person_id,
                OwnShare(chosen),
                question=line.body.question,
                sharing_id=line.sharing_id,
            )
            self.say("Saved")
            await self.reload()

    def action_make(self) -> None:
        """A paper for one of the family."""
        self.start(self._make)

    async def _make(self) -> None:
        view = await self.call(self.people.person, self.person_id)
        readers = [
            Choice(str(view.id), f"{view.card.full_name} themselves"),
            *(Choice(str(one.person_id), one.name) for one in view.family if one.tie.relation != "SOCW"),
        ]
        sentence = "What a child keeps back, and what the family was not told on purpose, is on no paper."
        chosen = await self.ask(Choose("A paper of this record", "For whom?", readers, "Make it", sentence=sentence))
        if chosen:
            requester = None if UUID(chosen) == self.person_id else UUID(chosen)
            file = await self.save(self.sharing.print, self.person_id, requester)
            await self.ask(FileMade(file))


def _row(number: int, line: SharingLine) -> Row:
    to = line.body.question.recipient if line.body.question else None
    whom = said.recipient_words(to, line.recipient)
    own = line.body.own_share
    what = words.OWN_SHARES[own] if own else said.what_words(line).replace("\n", " ")
    return Row(
        number,
        (Neutral(short_day(line.body.on)), Neutral(words.KINDS[line.kind]), whom, what or said.permission_words(line)),
    )


def _parts(line: SharingLine) -> Iterator[Part]:
    """The line whole, as the family may read it; below it what is for us."""
    to = line.body.question.recipient if line.body.question else None
    yield Part(f"{display_day(line.body.on)}   {said.recipient_words(to, line.recipient)}".rstrip(), "strong")
    yield Part(said.what_words(line))
    permission = said.permission_words(line)
    if permission:
        yield Part(f"\nOn whose permission\n{permission}")
    if line.body.how:
        yield Part(f"\n{label('CHANNEL', line.body.how)}", "dim")
    if line.body.reasons:
        yield Part("\n" + "\n".join(reason_sentences(line.body.reasons)), "dim")
    yield Part(f"\nRecorded by {line.by or 'someone'}, {display_moment(line.at)}", "dim")
