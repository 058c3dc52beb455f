"""The audit, newest first: narrowed to a person, a case, a colleague, kinds of acts or a time, and made a document."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.dates import display_day, in_england
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.office import Act, Colleague
from iass_tui.services.views import AuditFilter, AuditRow, OutboxFile
from screens import messages
from screens.audit.asking import AskActs, AskSince
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.made import FileMade
from screens.dialogs.pick import Pick, SearchWork
from screens.dialogs.who_looked import LookingWork, make_paper
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words.audit import filter_words, line_words, whole
from screens.words.codes import NOTHING
from screens.words.days import short_moment

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

LEAST = 30
"""Lines read at first, or as many as fit on the screen and some more."""
ALL, ABOUT, WHO, ACTS, SINCE = "ALL", "ABOUT", "WHO", "ACTS", "SINCE"
WAYS = (
    Choice(ABOUT, "One person or one case"),
    Choice(WHO, "What one colleague did"),
    Choice(ACTS, "Some kinds of acts: looks, changes, exports, failed sign-ins"),
    Choice(SINCE, "Since a day"),
    Choice(ALL, "Everything again", apart=True),
)


FAMILY, LINES = "FAMILY", "LINES"
DOCUMENTS = (
    Choice(FAMILY, "A paper for the family, in plain words"),
    Choice(LINES, "These lines as they stand, for the office"),
)


class AuditWork(Protocol):
    """What this page needs of the audit."""

    def lines(self, wanted: AuditFilter, *, limit: int = 200, before: int | None = None) -> tuple[AuditRow, ...]: ...
    def export(self, wanted: AuditFilter) -> OutboxFile: ...


class StaffWork(Protocol):
    """What this page needs of the staff."""

    def colleagues(self) -> tuple[Colleague, ...]: ...


class AuditScreen(OfficeScreen):
    """One line an entry; Enter shows all that it says."""

    where = "Audit"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"narrow": "READ_AUDIT", "make": "EXPORT_AUDIT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "o", "narrow", "show only", tooltip="Narrows to a person, case, colleague, act, day", id="audit.narrow"
        ),
        Binding("m", "make", "make", tooltip="Makes an encrypted document of what is shown", id="audit.make"),
    ]

    def __init__(
        self,
        seat: Seat,
        audit: AuditWork,
        looking: LookingWork,
        staff: StaffWork,
        directory: SearchWork,
        wanted: AuditFilter | None,
    ) -> None:
        super().__init__(seat)
        self.audit, self.looking, self.staff, self.directory = audit, looking, staff, directory
        self.wanted = wanted or AuditFilter()
        self.lines: list[AuditRow] = []
        self.about, self.who = "", ""

    @classmethod
    def open(cls, session: Session, wish: messages.AuditWanted) -> Self:
        """The audit as the wish filters it."""
        return cls(session, session.audit, session.looking, session.staff, session.directory, wish.wanted)

    def body(self) -> ComposeResult:
        """What is shown, and the lines."""
        yield Words("Reading…", ident="filter")
        yield RowList(columns=(15, 17, 0), empty="Reading…", ident="lines")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """The audit with the same filter: ids only."""
        return messages.AuditWanted(self.wanted)

    # reading

    async def reload(self) -> None:
        """Reads the newest lines."""
        if self.wanted.actor_id and not self.who:
            names = {one.id: one.card.name for one in await self.call(self.staff.colleagues)}
            self.who = names.get(self.wanted.actor_id, "")
        found = await self.call(self.audit.lines, self.wanted, limit=self._screenful())
        self.lines = list(found)
        rows = self.query_one(RowList)
        rows.empty = "Nothing is recorded about that."
        rows.show(self._rows(found), more=len(found) == self._screenful(), keep=False)
        self.query_one("#filter", Words).update(filter_words(self.wanted, self._about(), self.who))

    def _rows(self, found: Iterable[AuditRow], last: date | None = None) -> list[Row]:
        """One line an entry; of one colleague by day, since who it was need not stand on every line."""
        return list(_by_day(found, last)) if self.wanted.actor_id else [_row(one) for one in found]

    def _screenful(self) -> int:
        return max(LEAST, self.size.height + 10)

    def _about(self) -> str:
        """Whom the filter is about: as picked, else as the lines name them."""
        if self.about:
            return self.about
        if self.wanted.case_id is not None:
            return next((one.case_reference for one in self.lines if one.case_reference), "one case")
        if self.wanted.subject_id is not None:
            return next((one.about for one in self.lines if one.about), "one person")
        return ""

    def on_row_list_more_wanted(self) -> None:
        """Reads on."""
        self.start(self._more)

    async def _more(self) -> None:
        last = self.lines[-1]
        found = await self.call(self.audit.lines, self.wanted, limit=self._screenful(), before=last.seq)
        self.lines += found
        self.query_one(RowList).add(self._rows(found, in_england(last.at).date()), more=len(found) == self._screenful())

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """All that the line says."""
        line = next((one for one in self.lines if one.seq == event.row.key), None)
        if line is not None:
            self.show_over(Notice("One entry of the audit", *whole(line)))

    # narrowing

    def action_narrow(self) -> None:
        """Asks to what."""
        self.start(self._narrow)

    async def _narrow(self) -> None:
        way = await self.ask(Choose("Show only", "Narrow the audit to", WAYS, "Go on"))
        wanted: AuditFilter | None = None
        match way:
            case "ALL":
                wanted, self.about, self.who = AuditFilter(), "", ""
            case "ABOUT":
                wanted = await self._pick_about()
            case "WHO":
                wanted = await self._pick_colleague()
            case "ACTS":
                acts: frozenset[Act] | None = await self.ask(AskActs(self.wanted.acts))
                wanted = None if acts is None else dataclasses.replace(self.wanted, acts=acts)
            case "SINCE":
                since = await self.ask(AskSince(self.wanted.since))
                wanted = None if since is None else dataclasses.replace(self.wanted, since=since)
        if wanted is not None:
            self.wanted = wanted
            await self.reload()

    async def _pick_about(self) -> AuditFilter | None:
        picked = await self.ask(Pick("Whose audit?", self.directory, cases=True))
        if picked is None:
            return None
        self.about = picked.name
        case_id, subject_id = (picked.id, None) if picked.is_case else (None, picked.id)
        return dataclasses.replace(self.wanted, case_id=case_id, subject_id=subject_id)

    async def _pick_colleague(self) -> AuditFilter | None:
        names = {str(one.id): one.card.name for one in await self.call(self.staff.colleagues)}
        choices = [*(Choice(code, name) for code, name in names.items()), Choice(NOTHING, "Anyone", apart=True)]
        chosen = await self.ask(Choose("Show only", "What who did", choices, "Go on"))
        if not chosen:
            return None
        self.who = names.get(chosen, "")
        return dataclasses.replace(self.wanted, actor_id=UUID(chosen) if chosen != NOTHING else None)

    # a document

    def action_make(self) -> None:
        """Asks, then makes a document of what is shown."""
        self.start(self._make)

    async def _make(self) -> None:
        if self.wanted.subject_id or self.wanted.case_id:
            which = await self.ask(Choose("Make a document", "Which one?", DOCUMENTS, "Go on"))
            if not which:
                return
            if which == FAMILY:
                await self._make_for_family()
                return
        shown = filter_words(self.wanted, self._about(), self.who)
        words = (
            f"{shown}: these lines, the newest 2,000 at most, oldest first, are printed into an encrypted PDF in the "
            "outbox. The audit records that you took them out."
        )
        if await self.ask(Confirm("Make a document of these lines?", words, "Make it")):
            made = await self.save(self.audit.export, self.wanted)
            await self.ask(FileMade(made))
            await self.reload()

    async def _make_for_family(self) -> None:
        made = await make_paper(
            self, self.looking, self.wanted.subject_id, case_id=self.wanted.case_id, since=self.wanted.since
        )
        if made is not None:
            await self.ask(FileMade(made, "The paper is made"))
            await self.reload()


def _row(line: AuditRow) -> Row:
    return Row(line.seq, (Neutral(short_moment(line.at)), line.who, line_words(line)))


def _by_day(lines: Iterable[AuditRow], last: date | None = None) -> Iterator[Row]:
    """What one colleague did, under its days; `last` is the day under which the list ended so far."""
    for line in lines:
        day = in_england(line.at).date()
        if day != last:
            yield Row(("day", day), (display_day(day),), heading=True)
            last = day
        about = " ".join(part for part in (line.case_reference, line.about) if part)
        why = f"   because: {line.why}" if line.why else ""
        yield Row(line.seq, (Neutral(f"{in_england(line.at):%H:%M}"), about, f"{line.what}{why}"))
