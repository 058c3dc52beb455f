"""Going from page to page of a first contact, one question each: on, back, why, and back to what is to be put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from iass_tui.rules import intake as rule
from iass_tui.rules.intake import Kind
from iass_tui.rules.wording import wording
from screens import messages
from screens.base import FIELDS, OfficeScreen
from screens.dialogs.dialog import Confirm, Notice
from screens.intake import pages
from screens.intake.asked import Asked
from screens.intake.conversation import Conversation, IntakeSeat
from screens.intake.interview import CHECK, GATES, PEOPLE
from screens.intake.keeping import EVERY_SECONDS
from screens.widgets.answer_list import AnswerList
from screens.widgets.bars import TopBar
from screens.widgets.button import ActButton
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.turning import Turning
from screens.widgets.words import Words
from screens.words.consents import purpose_words

WHERE = "New enquiry"
FIRST = "channel"


class IntakeWalk(OfficeScreen, Turning):
    """The pages of one question each. `at` is the question, or one of the pages that are none."""

    where = WHERE

    def __init__(self, seat: IntakeSeat, talk: Conversation) -> None:
        super().__init__(seat)
        self.talk = talk
        self.at = ""
        self.asked: Asked | None = None
        self._is_mending = False

    def body(self) -> ComposeResult:
        """The page, and below it where what was said stands now."""
        with VerticalScroll(id="page", classes="form", can_focus=False):
            yield ErrorSummary()
            yield Vertical(id="here")
        yield Words("", ident="state")

    def on_mount(self) -> None:
        """The first question, or the draft."""
        self.set_interval(EVERY_SECONDS, self._tick)
        self.turn(self._begin)

    async def _begin(self) -> None:
        from iass_tui.services.views import Problem

        is_draft = self.talk.keeping.draft_id is not None
        try:
            await self.talk.begin()
        except Problem as problem:
            is_draft = False
            self.show_over(Notice("This enquiry cannot be gone on with", str(problem)))
        await self.go_to(self.talk.interview.resumed_at() if is_draft else self.talk.interview.first_open())

    # from page to page

    async def go_to(self, place: str) -> None:
        """Shows a page."""
        if not self.is_open:
            return
        changed = self.at if self._is_mending and place == CHECK else ""
        self._is_mending = self._is_mending and place != CHECK
        self.at, self.asked = place, None
        here = self.query_one("#here", Vertical)
        with self.app.batch_update():
            self.query_one(ErrorSummary).clear()
            await here.remove_children()
            await here.mount(*self.widgets())
            await self.mounted()
        self.tell()
        self.query_one("#page").scroll_home(animate=False)
        self.aim()
        if changed:
            self.query_one(AnswerList).stand_on(changed)  # there one goes on checking

    async def mounted(self) -> None:
        """After a page was put on the screen."""

    def widgets(self) -> Iterator[Widget]:
        """The page that one is on."""
        interview = self.talk.interview
        if self.at == CHECK:
            yield from pages.check(interview, sends=self.talk.sends)
        elif self.at == PEOPLE:
            yield from pages.people_hub(interview)
        elif pages.is_read_only(self.at):
            yield from pages.notice(self.at)
        else:
            look = self.talk.look(self.at, dense=False, rows=max(min(self.size.height - 12, 20), 5))
            self.asked = Asked(self.at, interview.answers, look)
            interview.offered(self.at, self.asked.value())
            if interview.typed and rule.is_personal(self.at):
                yield Words(f"You searched for: {interview.typed}\n", classes="dim")
            yield from (field.add_class("-page") for field in self.asked.widgets)
            if self.asked.question.kind is Kind.LONG_TEXT:
                yield Words("Enter begins a new line; Tab goes to Continue.", classes="dim keys")
            yield pages.buttons(
                ("continue", "Continue"), *([("came-back", pages.HAS_CODE)] if self.at == FIRST else [])
            )

    def aim(self) -> None:
        """Puts the focus where one goes on."""
        if self.asked is not None:
            self.asked.aim()
        elif self.at == CHECK:
            self.set_focus(self.query_one(AnswerList))
        else:
            first = next((one for one in self.query("#here *") if isinstance(one, FormField | ActButton)), None)
            if isinstance(first, FormField):
                first.aim()
            elif first is not None:
                self.set_focus(first)

    def tell(self) -> None:
        """Says above where one is, and below where what was said stands."""
        if not self.is_open:
            return
        self.query_one(TopBar).where = self.heading()
        state = self.query_one("#state", Words)
        state.update(self.talk.words())
        state.set_class(bool(self.talk.keeping.trouble), "-trouble")
        self.refresh_bindings()

    def heading(self) -> str:
        """ "New enquiry   question 12 of 38"; without "of" before it is known whether anything may be saved.

        Until then most questions are still to be opened by the answers, and a count would promise an end that moves.
        """
        if not self.is_question:
            return WHERE
        number, count = self.talk.interview.step(self.at)
        inner = f", parent or carer {int(self.at.split('.')[1]) + 1}" if "." in self.at else ""
        of = f" of {count}" if self.talk.interview.is_decided else ""
        return f"{WHERE}   question {number}{of}{inner}"

    @property
    def takes_enter(self) -> bool:
        """Whether Enter means Continue here; on buttons and lists it has its own meaning all the same."""
        return self.is_question

    @property
    def is_question(self) -> bool:
        """Whether the page is a question of the script."""
        return self.at in self.talk.interview.sequence()

    # answering

    async def answer_of(self, field: FormField | None) -> None:  # noqa: ARG002
        """What Enter does in this field."""
        await self.answer()

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """Keeps what is typed, but for answers that other questions hang on: they wait for Continue."""
        asked = self.asked_by(event.field)
        if asked is not None and asked.place not in GATES:
            self.talk.interview.note(asked.place, asked.value())

    def asked_by(self, field: FormField) -> Asked | None:
        """The question that a field on screen belongs to."""
        return self.asked if self.asked is not None and field in self.asked.widgets else None

    async def answer(self) -> None:
        """Continue: takes the answer of this page, then goes on or says what is to be put right."""
        place = self.at
        if place == PEOPLE:
            await self._another_person()
            return
        value = "SEEN" if self.asked is None else self.asked.value()
        if self.asked is not None and self.asked.fault():
            self.show_faults(self.asked)
        elif await self.talk.take(place, value, self.may_forget):
            if (place, value) == ("understood", "NO"):
                await self.talk.take(place, "", self.may_forget)
                await self.go_to("policy")
                self.say("Go over it again, then ask again.")
            elif self.asked is None or not self.show_faults(self.asked):
                await self.advance()

    def show_faults(self, asked: Asked) -> bool:
        """Says what is to be put right on this page, and goes to the field; True where there is something."""
        is_wrong = self.query_one(ErrorSummary).show(self.talk.faults_on(asked))
        if is_wrong:
            self.tell()
            asked.aim()
        return is_wrong

    async def advance(self) -> None:
        """To the next page; from a page that was changed back to the check page, or to what is missing before it."""
        interview, place = self.talk.interview, self.at
        following = interview.first_open() if self._is_mending else interview.after(place)
        pages_now = interview.sequence()
        is_back = following in pages_now and place in pages_now and pages_now.index(following) <= pages_now.index(place)
        await self.go_to(following)
        if is_back and self.asked is not None:
            self._is_mending = True
            self.show_faults(self.asked)

    async def change(self, place: str) -> None:
        """From the check page to one answer, and back to it afterwards."""
        self._is_mending = True
        await self.go_to(place)

    async def _another_person(self) -> None:
        interview = self.talk.interview
        field = self.query_one("#here").query_one(FormField)
        chosen = field.text
        if not chosen:
            self.query_one(ErrorSummary).show([(field.key, "Choose whether there is another parent or carer")])
            field.aim()
        elif chosen == pages.ADD:
            await self.go_to(interview.add_person())
        elif chosen == pages.DONE:
            if await self.talk.take(PEOPLE, str(interview.people()), self.may_forget):
                await self.advance()
        else:
            interview.drop_person(int(chosen.removeprefix(pages.DROP)))
            await self.talk.write()
            await self.go_to(PEOPLE)

    async def may_forget(self, titles: Iterable[str]) -> bool:
        """Asks before someone's words are forgotten."""
        sentence = (
            f"This answer means that what they said is destroyed: {', '.join(titles)}. It cannot be brought back."
        )
        self.release()
        answer = await self.ask(Confirm("Destroy what they said?", sentence, "Destroy it", danger=True))
        return answer is True

    # the draft

    def _tick(self) -> None:
        if self.talk.is_behind and not self.is_saving:
            self.start(self._autosave)

    async def _autosave(self) -> None:
        await self.talk.write()
        self.tell()

    async def keep(self) -> None:
        """Saves the draft where there may be one."""
        if self.talk.is_behind:
            await self.talk.write()
        await self.talk.keeping.rest()

    async def on_screen_suspend(self) -> None:
        """The same when another page comes over this one, or this one goes."""
        await self.keep()

    def place(self) -> messages.Wish | None:
        """The draft; before there is one, a first contact from the beginning."""
        return messages.IntakeWanted(draft_id=self.talk.keeping.draft_id, person_id=self.talk.waiting)

    def would_lose(self) -> str:
        """What goes when one leaves: everything that no draft holds."""
        keeping = self.talk.keeping
        if keeping.draft_id is not None:
            return f"The last answers could not be saved: {keeping.trouble}" if keeping.trouble else ""
        return "Nothing has been written: the answers so far are gone." if self.talk.interview.answers else ""

    # keys

    def action_leave(self) -> None:
        """Leaves the field; without one, goes back a page; from the first, away."""
        if isinstance(self.focused, FIELDS):
            self.leave_field(self.focused)
        elif before := self.page_before():
            self.turn(self.go_to, before)
        else:
            self.post_message(messages.BackWanted())

    def page_before(self) -> str:
        """The page that Escape goes back to; "" where it leaves."""
        return self.talk.interview.before(self.at)

    def place_in_focus(self) -> str:
        """The question that one is at; "" at none."""
        return self.at if self.is_question else ""

    def action_why(self) -> None:
        """Why this is asked, for what, and where the policy says so."""
        place = self.place_in_focus()
        if not place:
            return
        one = rule.question(place)
        told = [wording(one.why).text]
        told += [f"Asked for: {purpose_words(one.purpose)}."] if one.purpose else []
        told += [f"Policy: {', '.join(one.policy.split())}."] if one.policy else []
        self.show_over(Notice(f"Why we ask: {one.title}", *told))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offers what there is to do on this page."""
        if action == "go_on":
            return self.takes_enter
        if action == "why":
            return bool(self.place_in_focus())
        return super().check_action(action, parameters)
