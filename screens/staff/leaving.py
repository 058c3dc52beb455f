"""Someone leaves: what they hold, who takes each of it, and one act that gives it on and closes the account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.rules.records.office import Role
from iass_tui.services.handover_views import GapLine
from iass_tui.services.leaving_views import Leaver, Leaving
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm, Notice
from screens.staff.asking import missing_words
from screens.widgets.bars import TopBar
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.page import Shown
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row, RowList
from screens.words.staff import COMPARTMENTS

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ALL = "ALL"


class HandoverWork(Protocol):
    """What giving cases on needs of handing over."""

    def with_gaps(self) -> tuple[GapLine, ...]: ...


class LeavingScreen(OfficeScreen):
    """The preview. Nothing changes before the button was pressed and the question answered."""

    where = "Someone leaves"
    NEEDS: ClassVar[dict[str, str]] = {"save": "MANAGE_STAFF"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+o", "save", "save", priority=True, tooltip="Gives all on and closes the account", id="leave.save"
        ),
    ]

    def __init__(self, seat: Seat, work: Leaving, handover: HandoverWork, account_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.handover, self.account_id = work, handover, account_id
        self.leaver: Leaver | None = None
        self.to: UUID | None = None
        self.cases: dict[UUID, UUID] = {}

    @classmethod
    def open(cls, session: Session, wish: messages.LeavingWanted) -> Self:
        """The colleague in the wish."""
        return cls(session, session.leaving, session.handover, wish.account_id)

    def place(self) -> messages.Wish:
        """This preview again: who takes what is chosen anew."""
        return messages.LeavingWanted(self.account_id)

    def body(self) -> ComposeResult:
        """The list, and the act under it."""
        yield RowList(columns=(10, 0, 4, 28), empty="Reading…", ident="held")
        with Horizontal(classes="buttons"):
            yield ActButton("Give all on and close the account", "act", first=True)
            yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads what they hold."""
        self.leaver = await self.call(self.work.preview, self.account_id)
        for bar in self.query(TopBar):
            bar.where = f"{self.leaver.colleague.card.name} leaves"
        self._show()

    def _show(self) -> None:
        if self.leaver is not None:
            self.query_one(RowList).show(list(self._rows(self.leaver)))

    def _rows(self, leaver: Leaver) -> Iterator[Row]:
        if leaver.cases or leaver.tasks:
            yield Row(ALL, ("All", "but for what is chosen below", "", f"to {self._taker(self.to)}"))
        else:
            yield Row("none", ("They have no open case and no task.",), dim=True)
        if leaver.cases:
            levels = Counter(one.level or "no level" for one in leaver.cases)
            counted = ", ".join(f"{level} {count}" for level, count in sorted(levels.items()))
            yield Row("cases", (f"Cases {len(leaver.cases)}: {counted}",), heading=True)
            for case in leaver.cases:
                taker = self.cases.get(case.id)
                given = f"to {self._taker(taker)}" if taker else self._restricted(leaver, case.id)
                cells = (case.reference, case.name, case.level, given)
                yield marked(Row(case.id, cells), case.id, leaver.only)
        if leaver.tasks:
            yield Row("tasks", (f"Tasks {len(leaver.tasks)}: each goes with its case",), heading=True)
            for task in leaver.tasks:
                row = Row(task.id, (task.reference, task.what), dim=True)
                yield marked(row, task.case_id, leaver.only)
        yield Row("else", ("And besides",), heading=True)
        for number, sentence in enumerate(self._besides(leaver)):
            yield Row(number, (sentence,), dim=True)

    def _restricted(self, leaver: Leaver, case_id: UUID) -> str:
        """That only some can take it, where whoever takes everything is not among them."""
        only = leaver.only.get(case_id)
        return "" if only is None or self.to in only else "restricted: choose here"

    def _besides(self, leaver: Leaver) -> Iterator[str]:
        if leaver.named_to_staff:
            yield f"Pages that say to speak to them about a concern: {leaver.named_to_staff}. They name you then."
        elif leaver.colleague.is_lead:
            yield "They are a safeguarding lead. Concerns stay with the other leads."
        if leaver.drafts:
            yield f"Unsaved work of theirs: {leaver.drafts}. Nobody else opens it; it goes after 14 days."
        if "management" in leaver.compartments:
            yield "Invitations that are open end: they could know the codes."
        held = [COMPARTMENTS[one] for one in leaver.compartments if one in COMPARTMENTS]
        circles = len(leaver.compartments) - len(held)
        held += [f"restricted records ({circles})"] if circles else []
        yield f"New keys for: {', '.join(held)}."
        others = {one.id for one in leaver.takers if one.role is Role.OFFICER}
        if any(not only & others for only in leaver.only.values()):
            yield "Of a restricted record they are the last officer inside: only a manager can take it."
        yield "What they wrote stays under their name."

    def _taker(self, account_id: UUID | None) -> str:
        takers = self.leaver.takers if self.leaver else ()
        return next((one.card.name for one in takers if one.id == account_id), "… (Enter chooses)")

    # keys

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Asks who takes it."""
        if self.leaver is None:
            return
        if event.row.key == ALL or event.row.key in {case.id for case in self.leaver.cases}:
            self.start(self._choose, event.row.key)
        else:
            self.say("Cases are given one by one; a task goes with its case")

    async def _choose(self, key: object) -> None:
        assert self.leaver is not None
        case = next((one for one in self.leaver.cases if one.id == key), None)
        only = self.leaver.only.get(case.id) if case else None
        takers = [one for one in self.leaver.takers if only is None or one.id in only]
        choices = [Choice(str(one.id), one.card.name) for one in takers]
        if case is not None:
            choices.append(Choice(ALL, "As everything else", apart=True))
        title = "Everything" if case is None else f"{case.reference} {case.name}"
        chosen = await self.ask(Choose(title, "Who takes it over?", choices, "Choose"))
        if chosen and case is None:
            self.to = UUID(chosen)
        elif chosen == ALL and case is not None:
            self.cases.pop(case.id, None)
        elif chosen and case is not None:
            self.cases[case.id] = UUID(chosen)
        self._show()

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """The act, or back."""
        event.stop()
        if event.button.id == "act":
            self.action_save()
        else:
            self.post_message(messages.BackWanted())

    def action_save(self) -> None:
        """Asks once, then does it."""
        self.start(self._leave)

    async def _leave(self) -> None:
        leaver = self.leaver
        if leaver is None:
            return
        name = leaver.colleague.card.name
        shut = [one for one in leaver.cases if one.id not in self.cases and self._restricted(leaver, one.id)]
        if shut and self.to is not None:
            words = "Whoever takes everything is shut out of it. Choose somebody else on the line of that case."
            self.show_over(Notice(f"{shut[0].reference} is restricted", words))
            raise Shown
        without = [one for one in leaver.cases if self.to is None and one.id not in self.cases]
        if without or (leaver.tasks and self.to is None):
            self.show_over(Notice("Who takes it over?", "Choose a colleague for everything, on the first line."))
            raise Shown
        words = (
            f"{_counted(len(leaver.cases), len(leaver.tasks))} given on. From then on the keys of {name} open "
            "nothing that is written here, on a screen that is signed in too. This is not undone: to come back they "
            "need a new invitation."
        )
        held = {case.id for case in leaver.cases}
        gaps = [one for one in await self.call(self.handover.with_gaps) if one.case_id in held]
        words += f"\n\n{missing_words(gaps)}" if gaps else ""
        if not await self.ask(Confirm(f"Close the account of {name}?", words, "Give on and close", danger=True)):
            return
        try:
            done = await self.save(self.work.leave, self.account_id, self.to, self.cases, self._progress)
        finally:
            self.post_message(messages.Changed())
        lines = [
            f"Given on: {_counted(done.cases, done.tasks, '')}. The account is closed.",
            f"{done.keys:,} keys were carried over to new ones, counted and read back.",
        ]
        if done.closed_keys:
            lines.append(f"{done.closed_keys:,} keys did not open before either. Run `iass check --deep`.")
        await self.ask(Notice(f"{name} has left", *lines))
        self.post_message(messages.BackWanted())

    def _progress(self, done: int, of: int) -> None:
        """Called in the service's thread."""
        if self.is_open:
            self.app.call_from_thread(self._say_progress, f"{done} of {of} given on…")

    def _say_progress(self, words: str) -> None:
        for bar in self.query(TopBar):
            bar.note = words


def _counted(cases: int, tasks: int, verb: str = " are") -> str:
    """How many of each, in words: "1 case and 2 tasks are"."""
    return f"{cases} case{'s' * (cases != 1)} and {tasks} task{'s' * (tasks != 1)}{verb}"
