"""One case: its facts, what is to be done, and its notes, with one of them to read."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from iass_tui.rules.records.casework import CaseStatus, TaskStatus
from iass_tui.rules.records.office import Colleague, Role
from iass_tui.rules.timeline import Timeline, TimelineKind, next_kind
from iass_tui.services.restricting_views import Restricting, Standing
from iass_tui.services.views import AuditFilter, CaseView, NoteView, TaskView
from screens import messages
from screens.case import rows, timeline
from screens.case.acts import CaseActs, CaseWork
from screens.case.seats import CaseSeat, StaffWork
from screens.dialogs.putting_off import PuttingOffWork
from screens.widgets.beside import BesideReader
from screens.widgets.facts import Facts
from screens.widgets.field import FormField
from screens.widgets.reader import Reader
from screens.widgets.recipients import AgencyBook, book_of
from screens.widgets.record_page import FROZEN, RecordPage
from screens.widgets.row_list import Row, RowList
from screens.widgets.safety import SafetyBanner
from screens.widgets.text_field import TextField
from screens.widgets.words import Banner, Words
from screens.words.concerns import notice_words
from screens.words.interests import banner_words
from screens.words.notes import which_note
from screens.words.restricting import standing_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

WIDE = 120
NOTE_KEYS = frozenset({"correct", "addendum", "in_error"})
TASK_KEYS = frozenset({"done", "put_off"})
OPEN_KEYS = frozenset({"level", "edit"})
"""What a closed case takes no more."""


class CaseScreen(BesideReader, RecordPage):
    """Everything about one case; the look is recorded by the service."""

    where = "Case"
    CSS_PATH = "page.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    NEEDS: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("note", "addendum", "correct", "in_error", "talk"), "WRITE_NOTE"),
        **dict.fromkeys(("task", "done", "undo", "put_off"), "MANAGE_TASK"),
        **dict.fromkeys(("handover", "level", "edit"), "OPEN_CASE"),
        "status": "CLOSE_CASE",
        "assign": "ASSIGN_CASE",
        "consent": "RECORD_CONSENT",
        "pack": "EXPORT_PACK",
        "share": "SHARE",
        "passed_on": "SHARE",
        "who_looked": "READ_AUDIT",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "note", "note", tooltip="Writes a note", id="case.note"),
        Binding("full_stop", "search_here", "search here", tooltip="Searches in this case alone", id="case.search"),
        Binding("o", "narrow", "show only", tooltip="Shows one kind alone, then the next", id="case.narrow"),
        Binding("space", "done", "done", tooltip="Marks what is under the cursor as done", id="case.done"),
        Binding("semicolon", "put_off", "put off", tooltip="Puts a task off, or says for whom it waits", id="case.off"),
        Binding("u", "undo", "undo", tooltip="Takes the last act on a task back", id="case.undo"),
        Binding("plus", "addendum", "add", tooltip="Adds to the note under the cursor", id="case.addendum"),
        Binding("w", "correct", "correct", tooltip="Corrects your own note, for 24 hours", id="case.correct"),
        Binding("f", "family", "family", tooltip="Opens whose case it is, and their family", id="case.family"),
        Binding("k", "task", "task", tooltip="Adds something to be done", id="case.task"),
        Binding("q", "talk", "talked", tooltip="Keeps that you talked, without a note", id="case.talk"),
        Binding("t", "timetable", "timetable", tooltip="The dates that the law sets", id="case.timetable"),
        Binding("h", "handover", "handover", tooltip="What a colleague needs to take over", id="case.handover"),
        Binding("l", "level", "level", tooltip="Changes the level", id="case.level"),
        Binding("e", "edit", "edit", tooltip="Changes the facts", id="case.edit"),
        Binding("s", "status", "status", tooltip="Closes the case, sets it aside, opens it again", id="case.status"),
        Binding("g", "assign", "assign", tooltip="Gives the case to a colleague", id="case.assign"),
        Binding("c", "consent", "consent", tooltip="What they agreed to", id="case.consent"),
        Binding("d", "document", "document", tooltip="Papers for them, to read and to print", id="case.document"),
        Binding("p", "pack", "working copy", tooltip="A copy of what is held about them", id="case.pack"),
        Binding("v", "in_error", "in error", tooltip="Marks the note under the cursor as wrong", id="case.in_error"),
        Binding("a", "who_looked", "who looked", tooltip="Who opened or changed this record", id="case.who_looked"),
        Binding("x", "share", "may I share this?", tooltip="Whom to ask before sharing", show=False, id="case.share"),
        Binding(
            "greater_than_sign",
            "passed_on",
            "passed on",
            tooltip="What was passed to whom, and when",
            show=False,
            id="case.passed_on",
        ),
    ]

    def __init__(
        self,
        seat: CaseSeat,
        work: CaseWork,
        putting_off: PuttingOffWork,
        staff: StaffWork,
        agencies: AgencyBook | None,
        restricting: Restricting,
        wish: messages.CaseChosen,
    ) -> None:
        super().__init__(seat)
        self.agencies = agencies
        self.work, self.staff, self.case_id, self.wanted = work, staff, wish.case_id, wish.note_id
        may_restrict = seat.may("RESTRICT")
        self.acts = CaseActs(self, work, putting_off, seat.me.id, seat.today_date(), may_restrict=may_restrict)
        self.restricting: Restricting = restricting
        self.standing: Standing | None = None
        self.case: CaseView | None = None
        self.timeline = Timeline()
        self.kind: TimelineKind | None = None
        self.field = TextField("here", "Search in this case", dense=True)
        self.colleagues: tuple[Colleague, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: messages.CaseChosen) -> Self:
        """The case in the wish."""
        services = (session.casework, session.putting_off, session.staff, book_of(session), session.restricting)
        return cls(session, *services, wish)

    def body(self) -> ComposeResult:
        """What must not be missed, the facts, the list, and the note to read."""
        yield Words("Reading…", ident="who")
        yield Banner(word="FROZEN", ident="frozen", classes="-error")
        yield Banner(word="RESTRICTED", ident="restricted")
        yield Banner(word="DAMAGED", ident="damaged", classes="-error")
        yield Banner(word="CONFLICT OF INTEREST", ident="interests")
        yield Banner(word="SAFEGUARDING", ident="safeguarding", classes="-error")
        yield SafetyBanner()
        with Vertical(id="about"):
            yield Facts(label_width=14, ident="facts")
        yield self.field
        with Horizontal(id="both"):
            yield RowList(columns=(11, 8, 0, 13), empty="Reading…", ident="lines")
            yield Reader(ident="note")

    def on_mount(self) -> None:
        """Reads."""
        self.field.display = False
        self.query_one(RowList).focus()
        self.start(self._first, reading=True)

    def place(self) -> messages.Wish:
        """This case again."""
        return messages.CaseChosen(self.case_id)

    # reading and drawing

    async def _first(self) -> None:
        await self.reload()
        if self.wanted is not None and self.query_one(RowList).go_to(("note", self.wanted)):
            self._read()
            self.action_read()

    def subject(self) -> UUID | None:
        """The child or young person."""
        return self.case.person.id if self.case else None

    def subject_name(self) -> str:
        """The child's or young person's name."""
        return self.case.person.card.full_name if self.case else ""

    def looks(self) -> AuditFilter:
        """This case alone."""
        return AuditFilter(case_id=self.case_id)

    async def reload(self) -> None:
        """Reads the case again."""
        if not self.colleagues:
            self.colleagues = await self.call(self.staff.colleagues)
        case = await self.call(self.work.case, self.case_id)
        case = dataclasses.replace(case, to_ask=await self.call(self.work.to_ask, case))
        self.standing = await self.call(self.restricting.standing, self.case_id)
        self.case = case
        self._draw(case)

    def _draw(self, case: CaseView) -> None:
        if not self.is_attached:
            return
        self.query_one("#who", Words).update(rows.heading(case))
        self.query_one("#frozen", Banner).say(FROZEN if case.person.is_frozen else "")
        self.query_one("#restricted", Banner).say(standing_words(self.standing))
        self.query_one("#damaged", Banner).say(rows.lost(case))
        self.query_one("#interests", Banner).say(banner_words(case.person.interests))
        self.query_one("#safeguarding", Banner).say(notice_words(case.person.notice))
        self.query_one(SafetyBanner).show_care(case.person.card, case.person.contact)
        self.query_one(Facts).show(rows.facts(case))
        self.timeline = timeline.timeline_of(case, rows.names(case), self._staff_names())
        self._list(case)

    def _list(self, case: CaseView) -> None:
        """Open tasks, then what is left of the timeline."""
        query = self.field.value if self.field.display else ""
        left = self.timeline.narrowed(self.kind, query)
        count = timeline.counted(self.timeline, len(left.lines), self.kind, query)
        found = [timeline.row(line, left.wanted) for line in left.lines]
        has_tasks = self.kind in (None, TimelineKind.TASK)
        open_tasks = rows.tasks(case, self.acts.today, left.wanted) if has_tasks else ()
        self.query_one(RowList).show([*open_tasks, Row(("section", "timeline"), (count,), heading=True), *found])
        self._read()

    def _staff_names(self) -> dict[UUID, str]:
        return {one.id: one.card.name for one in self.colleagues}

    def _read(self) -> None:
        """Shows what the cursor is on, beside the list or in its place."""
        if self.case is not None:
            row = self.query_one(RowList).row
            key = row.key if row else None
            line = next((one for one in self.timeline.lines if one.key == key), None)
            self.query_one(Reader).show(rows.reading(self.case, row, line, self._staff_names(), self.acts.today))
        self.refresh_bindings()

    # what the cursor is on

    def _under(self, kind: str) -> UUID | None:
        row = self.query_one(RowList).row if self.is_mounted else None
        if row is None or not isinstance(row.key, tuple) or row.key[0] != kind:
            return None
        return row.key[1] if isinstance(row.key[1], UUID) else None

    def _note_here(self) -> NoteView | None:
        found = self._under("note")
        return next((one for one in self.case.notes if one.note_id == found), None) if self.case and found else None

    def _task_here(self) -> TaskView | None:
        found = self._under("task")
        return next((one for one in self.case.work if one.id == found), None) if self.case and found else None

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works on this case, and on what the cursor is on."""
        case: CaseView | None = getattr(self, "case", None)
        if action in self.NEEDS and case is None:
            return False
        if action in NOTE_KEYS and not self._may_on_note(action):
            return False
        task = self._task_here() if action in TASK_KEYS else None
        if action in TASK_KEYS and (task is None or task.status is not TaskStatus.OPEN):
            return False
        if action == "undo" and not self.acts.undos:
            return False
        if case is not None and case.status is CaseStatus.CLOSED and action in OPEN_KEYS:
            return False
        return super().check_action(action, parameters)

    def _may_on_note(self, action: str) -> bool:
        note = self._note_here()
        if note is None:
            return False
        mine = note.author_id == self.seat.me.id or self.seat.me.role is Role.MANAGER
        return {"correct": note.may_correct, "in_error": mine and not note.in_error}.get(action, True)

    def on_row_list_moved(self) -> None:
        """Another row: other words beside the list, other keys."""
        self._read()

    def on_row_list_chosen(self) -> None:
        """An open task is changed; anything else is read."""
        task = self._task_here()
        if task is not None and task.status is TaskStatus.OPEN:
            self._act(self.acts.change_task, task)
        elif self.case is not None:
            self.action_read()

    def action_read(self) -> None:
        """The note takes the page; beside the list where there is room."""
        self.read()

    def leave_list(self) -> None:
        """From a search to the whole list; from that to the page below."""
        if self.field.display or self.kind:
            self.field.text, self.field.display, self.kind = "", False, None
            self.query_one(RowList).focus()
            self._again()
        else:
            super().leave_list()

    # searching and narrowing

    def _again(self) -> None:
        if self.case is not None:
            self._list(self.case)

    def action_search_here(self) -> None:
        """A field above the list; every letter narrows it at once."""
        self.field.display = True
        self.field.aim()

    def action_narrow(self) -> None:
        """The next kind that there is alone, and in the end everything again."""
        self.kind = next_kind(self.timeline.lines, self.kind)
        self._again()

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Another letter."""
        event.stop()
        self._again()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter: to what was found."""
        event.stop()
        self.query_one(RowList).focus()

    def _act(self, act: Callable[..., Awaitable[None]], *more: Any) -> None:
        """Begins an act, then reads the case again."""
        if self.case is not None:
            self.start(self._then_reload, act, self.case, *more)

    async def _then_reload(self, act: Callable[..., Awaitable[None]], *about: Any) -> None:
        await act(*about)
        await self.reload()

    def action_note(self) -> None:
        """To a new note."""
        self.post_message(messages.NoteWanted(self.case_id))

    def action_share(self) -> None:
        """May I share this? The note under the cursor, else what the case is about."""
        if self.case is not None:
            note = self._note_here()
            found = note.note_id if note else None
            self.post_message(messages.ShareWanted(self.case.person.id, self.case_id, found, note=which_note(note)))

    def action_addendum(self) -> None:
        """To an addition to the note under the cursor."""
        if note := self._note_here():
            self.post_message(messages.NoteWanted(self.case_id, note.note_id, addendum=True))

    def action_correct(self) -> None:
        """To the note under the cursor, for its author and a day."""
        if note := self._note_here():
            self.post_message(messages.NoteWanted(self.case_id, note.note_id))

    def action_in_error(self) -> None:
        """Marks the note under the cursor."""
        if note := self._note_here():
            self._act(self.acts.mark_in_error, note)

    def action_task(self) -> None:
        """Asks for a new task."""
        self._act(self.acts.add_task, self.colleagues)

    def action_timetable(self) -> None:
        """To the dates that the law sets."""
        self.post_message(messages.TimetableWanted(self.case_id))

    def action_handover(self) -> None:
        """To the sheet for a colleague."""
        self.post_message(messages.HandoverWanted(self.case_id))

    def action_talk(self) -> None:
        """Asks with whom one talked, how and how long."""
        self._act(self.acts.talk, self.agencies, self.staff.colleagues)

    def action_done(self) -> None:
        """Marks the task under the cursor as done."""
        if task := self._task_here():
            self._act(self.acts.finish, task)

    def action_put_off(self) -> None:
        """Asks until when the task under the cursor is put off, or for whom it waits."""
        if task := self._task_here():
            self._act(self.acts.put_off, task)

    def action_undo(self) -> None:
        """Takes the last act on a task back."""
        if self.acts.undos:
            self._act(self.acts.undo)

    def action_level(self) -> None:
        """Asks for another level."""
        self._act(self.acts.level)

    def action_status(self) -> None:
        """Asks what happens with the case."""
        self._act(self.acts.status)

    def action_assign(self) -> None:
        """Asks to whom it goes."""
        self._act(self.acts.assign, self.colleagues)

    def action_edit(self) -> None:
        """To the form of the facts."""
        self.post_message(messages.CaseFactsWanted(self.case_id))

    def action_family(self) -> None:
        """To whose case it is."""
        if self.case is not None:
            self.post_message(messages.PersonChosen(self.case.person.id))
