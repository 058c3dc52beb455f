"""The Intake screen: both faces of the same questions. Here is the dense one; see `walk` for one question a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from screens import messages
from screens.dialogs.dialog import Confirm
from screens.intake import pages
from screens.intake.asked import Asked, Look
from screens.intake.conversation import Conversation, IntakeSeat, IntakeWork
from screens.intake.dense import DenseForm
from screens.intake.ends import IntakeEnds
from screens.intake.interview import CHECK, GATES, PEOPLE
from screens.intake.keeping import DraftShelf
from screens.intake.walk import WHERE
from screens.widgets.ahead import field_around
from screens.widgets.answer_list import AnswerList
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.row_list import RowList

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

FORM = "form"
MOST_FAULTS = 9
"""As many as there are digits to jump by."""


class IntakeScreen(IntakeEnds):
    """First contact, one question a page or all on one form; the answers are the same."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "go_on", "continue", priority=True, tooltip="Takes this answer and goes on", id="intake.go_on"
        ),
        Binding("ctrl+g", "why", "why we ask", priority=True, tooltip="Why this is asked", id="intake.why.anywhere"),
        Binding(
            "y",
            "other_view",
            "other view",
            tooltip="One question a page, or all on one form; answers stay. In a field: Esc first, or F2",
            id="intake.other_view",
        ),
        Binding(
            "f2",
            "other_view",
            "other view",
            priority=True,
            show=False,
            tooltip="The same, also in a field",
            id="intake.other_view.f2",
        ),
        Binding("b", "came_back", "came back", tooltip=pages.HAS_CODE, id="intake.came_back"),
        Binding(
            "ctrl+o",
            "save",
            "save",
            priority=True,
            tooltip="From the form to the page that checks it; from there, saves",
            id="intake.save.anywhere",
        ),
    ]

    def __init__(self, seat: IntakeSeat, work: IntakeWork, shelf: DraftShelf, wish: messages.IntakeWanted) -> None:
        super().__init__(seat, Conversation(seat, work, shelf, wish))
        self.is_dense = seat.may("SAVE_INTAKE")
        self.form: DenseForm | None = None
        self._target = ""

    @classmethod
    def open(cls, session: Session, wish: Any) -> Self:
        """A first contact, or the draft of one."""
        return cls(session, session.intake, session.drafts, wish)

    def on_mount(self) -> None:
        """Read out, there is no form that one sees at a glance."""
        self.is_dense = self.is_dense and not getattr(self.app, "speaks", False)

    # pages

    async def go_to(self, place: str) -> None:
        """Shows a page; a question on the form, where all are on one."""
        if self.is_dense and place in self.talk.interview.sequence():
            self._target, place = place, FORM
        self.form = None
        await super().go_to(place)

    def widgets(self) -> Iterator[Widget]:
        """The page that one is on."""
        if self.at == FORM:
            self.form = DenseForm(self.talk.interview, self._look)
            yield self.form
            yield pages.buttons(("to-check", "Check and save"), ("came-back", pages.HAS_CODE))
        else:
            yield from super().widgets()

    def _look(self, place: str) -> Look:
        return self.talk.look(place, dense=True, rows=8)

    async def mounted(self) -> None:
        """Fills the form."""
        if self.form is not None:
            await self.form.sync()

    def aim(self) -> None:
        """Puts the focus on the question one came for."""
        if self.form is None:
            super().aim()
        elif self.form.asked:
            self.form.asked.get(self._target, next(iter(self.form.asked.values()))).aim()

    def tell(self) -> None:
        """The button for a code is there at the beginning."""
        super().tell()
        if self.at == FORM:
            self.query_one("#came-back").display = self.may_come_back()

    def heading(self) -> str:
        """Above the form: how much of it there is."""
        return f"{WHERE}   {len(self.form.asked)} questions" if self.form is not None else super().heading()

    def page_before(self) -> str:
        """Escape on the form leaves."""
        return "" if self.at == FORM else super().page_before()

    def may_come_back(self) -> bool:
        """Also on the form, before anything was explained."""
        return super().may_come_back() or (self.at == FORM and "policy" not in self.talk.interview.answers)

    # the form

    def asked_by(self, field: FormField) -> Asked | None:
        """The question that a field on screen belongs to."""
        if self.form is None:
            return super().asked_by(field)
        return next((asked for asked in self.form.asked.values() if field in asked.widgets), None)

    def _asked_around(self, widget: Widget | None) -> Asked | None:
        field = field_around(widget)
        return self.asked_by(field) if field is not None else None

    @property
    def takes_enter(self) -> bool:
        """Also in the fields of the form."""
        return super().takes_enter or self.at == FORM

    def moved_on(self, field: FormField | None) -> bool:
        """On the form Enter goes to the next field, at once where no other question hangs on the answer."""
        if self.form is None:
            return False
        asked = self.asked_by(field) if field is not None else None
        if asked is None:
            self.aim()
        elif self._is_taken(asked):
            self._to_next(asked)
        else:
            return False
        return True

    async def answer_of(self, field: FormField | None) -> None:
        """Enter after an answer on which others hang."""
        asked = self.asked_by(field) if field is not None else None
        if self.form is None or asked is None:
            await super().answer_of(field)
        elif await self._take(asked):
            self._to_next(asked)

    def _to_next(self, asked: Asked) -> None:
        following = self.form.next_after(asked.place) if self.form is not None else None
        if following is not None:
            following.aim()
        elif self.form is not None:
            self.set_focus(self.query_one("#to-check"))

    def _is_taken(self, asked: Asked) -> bool:
        return asked.place not in GATES or asked.value() == self.talk.interview.answers.get(asked.place, "")

    async def _take(self, asked: Asked) -> bool:
        """Takes an answer that other questions hang on; False where it was not wanted, or led to another page."""
        place, value = asked.place, asked.value()
        interview = self.talk.interview
        if self._is_taken(asked):
            return True
        if not await self.talk.take(place, value, self.may_forget):
            asked.fill(interview.answers.get(place, ""))
            return False
        if self.form is not None:
            await self.form.sync()
        self.tell()
        return True

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Leaving a field with Tab takes its answer too."""
        asked = self._asked_around(event.widget) if self.form is not None else None
        if asked is not None and not self._is_taken(asked):
            self.turn(self._left, asked, self._asked_around(self.focused))

    async def _left(self, asked: Asked, here: Asked | None) -> None:
        """After Tab the focus goes to what follows now, which may not have been there before."""
        if await self._take(asked) and self.form is not None:
            order = list(self.form.asked)
            following = self.form.next_after(asked.place)
            is_back = here is not None and here.place in order and order.index(here.place) < order.index(asked.place)
            if following is not None and not is_back:
                following.aim()

    async def _to_check(self) -> None:
        if self.form is None:
            return
        for asked in list(self.form.asked.values()):
            if not await self._take(asked):
                return
        interview = self.talk.interview
        for place in interview.sequence():
            if place == PEOPLE:
                interview.note(PEOPLE, str(interview.people()))
            elif pages.is_read_only(place):
                interview.note(place, "SEEN")
        if not self.query_one(ErrorSummary).show(self.talk.all_faults(self.form.asked)[:MOST_FAULTS]):
            await self.talk.write()
            await self.go_to(CHECK)

    async def _add_person(self) -> None:
        if self.form is not None:
            first = self.talk.interview.add_person()
            await self.form.sync()
            self.form.asked[first].aim()

    async def _drop_person(self) -> None:
        interview = self.talk.interview
        if self.form is None or not interview.people():
            return
        name = interview.names()[-1]
        question = Confirm("Take off the list?", f"What is noted about {name} is destroyed.", "Take off", danger=True)
        self.release()
        if await self.ask(question):
            interview.drop_person(interview.people() - 1)
            await self.form.forget_people()
            await self.form.sync()
            await self.talk.write()
            self.tell()

    # keys and buttons

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """What the button names."""
        event.stop()
        works = {
            "continue": self.answer,
            "to-check": self._to_check,
            "finish": self.finish,
            "add-person": self._add_person,
            "drop-person": self._drop_person,
            "look-up": self.look_up,
            "go-on": self.go_on_with_it,
            "another": self.start_another,
        }
        name = event.button.id or ""
        if name in works:
            self.turn(works[name])
        elif name == "came-back":
            self.action_came_back()
        elif name == "back":
            self.action_leave()
        else:
            self.close(open_case=name == "open-case")

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter on the check page changes a line."""
        if isinstance(event.rows, AnswerList) and event.rows.chosen_key:
            self.turn(self.change, event.rows.chosen_key)

    def action_other_view(self) -> None:
        """The other face, at the same question, with what is chosen but not taken yet."""
        self.turn(self._other_view, self.place_in_focus() or self.talk.interview.first_open())

    async def _other_view(self, place: str) -> None:
        asked = self.form.asked.get(place) if self.form is not None else self.asked
        value = asked.value() if asked is not None else ""
        self.is_dense = not self.is_dense
        await self.go_to(place)
        shown = self.form.asked.get(place) if self.form is not None else self.asked
        if shown is not None and place in GATES:
            shown.fill(value)

    def action_save(self) -> None:
        """The button of the form, and the one of the check page."""
        self.turn(self._to_check if self.at == FORM else self.finish)

    def place_in_focus(self) -> str:
        """The question that one is at; "" at none."""
        if self.form is None:
            return super().place_in_focus()
        asked = self._asked_around(self.focused)
        return asked.place if asked is not None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offers what there is to do on this page."""
        if action == "other_view":
            return self.at == FORM or self.is_question
        if action == "save":
            return self.at in (FORM, CHECK)
        return super().check_action(action, parameters)
