"""The form that raises a concern, from anywhere, for everyone: few fields, and nothing kept until it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.concerns import concern_problems, told_us
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.decision import ProblemKind
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.concern_views import ConcernSent
from screens import messages
from screens.base import Seat
from screens.concern.sent import Sent
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Words
from screens.words.concerns import RING

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

TOLD = "TOLD"
ROOM = 1_000_000
"""Characters that may be typed: nothing is cut off while someone pastes."""
ABOUT = (
    Choice(AboutWhom.CHILD.value, "A child, under 16"),
    Choice(AboutWhom.YOUNG_PERSON.value, "A young person, 16 to 25"),
    Choice(AboutWhom.ADULT.value, "An adult, parents and carers too"),
)
KNOWN = (
    Choice(TOLD, "They told me themselves"),
    Choice(ConcernSource.SUSPECTED.value, "I saw it, or suspect it"),
    Choice(ConcernSource.THIRD_PARTY.value, "Someone else told us"),
)
DANGER = (Choice("YES", "Yes: 999 comes first"), Choice("NO", "No, as far as I know"))
MISSING = {
    "about": "Choose whom it is about",
    "source": "Choose how we know",
    "danger": "Choose whether someone is in danger now",
    "what": "Write what was said or seen, as far as you know it",
}
KEPT = (
    "Nothing is kept until you send it: leaving this page, a lock or a lost line loses it. It goes sealed to {readers} "
    "alone{shut}.\n"
)
ON_FILE = "As on file. With another name it does not point to this file"


class RaisingSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class RaisingWork(Protocol):
    """What this form needs of concerns."""

    def raise_concern(self, body: ConcernBody) -> ConcernSent: ...
    def readers(self) -> tuple[str, ...]: ...


class RaiseScreen(FormPage):
    """One form for volunteers, officers and managers. No draft: most who raise one cannot hold its key."""

    where = "A safeguarding concern"
    act = "Send it to the safeguarding leads"
    NO_DRAFT = RING
    DEFAULT_CSS = """
    RaiseScreen #state { text-style: bold; color: $text; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"save": "RAISE_CONCERN"}

    def __init__(self, seat: RaisingSeat, work: RaisingWork, wish: messages.ConcernWanted) -> None:
        super().__init__(seat)
        self.work, self.today = work, seat.today_date()
        self.person_id, self.name_on_file = wish.person_id, wish.name
        self.is_sent = False

    @classmethod
    def open(cls, session: Session, wish: messages.ConcernWanted) -> Self:
        """A new concern, about the person in the wish where there is one."""
        return cls(session, session.concerns, wish)

    def place(self) -> messages.Wish | None:
        """The form again, empty: what was typed is nowhere. Once it is sent, the page below."""
        return None if self.is_sent else messages.ConcernWanted(self.person_id)

    def fields(self) -> ComposeResult:
        """Four that must be answered first, then what helps."""
        yield Words("", ident="kept")
        yield CompactChoice("about", "About", ABOUT)
        yield TextField("name", "Who", dense=True, optional=True, hint=ON_FILE if self.person_id else "")
        yield CompactChoice("source", "How we know", KNOWN)
        yield CompactChoice("danger", "In danger now?", DANGER)
        yield TextAreaField("what", "What was said or seen, in the words used", rows=5, limit=ROOM)
        yield DateFields("happened", "When", hint="", dense=True, optional=True)
        yield TextField("where", "Where now", dense=True, optional=True)
        yield TextField("called", "Called", dense=True, optional=True)
        yield TextField("told", "Family told", dense=True, optional=True)

    async def fill(self) -> None:
        """Who will read it, and the name of whose page one came from."""
        readers = await self.call(self.work.readers)
        shut = "" if self.seat.may("READ_CONCERN") else ", and you cannot open it again"
        words = KEPT.format(readers=" and ".join(readers) or "the safeguarding leads", shut=shut)
        self.query_one("#kept", Words).update(words)
        self.field("name").text = self.name_on_file

    def would_lose(self) -> str:
        """There is no draft."""
        return "This concern was not sent. What you typed is kept nowhere and will be lost." if self.is_changed else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One is raising a concern already."""
        return action != "concern" and super().check_action(action, parameters)

    # sending

    def _happened(self) -> PartialDate | DateProblem | None:
        found = self.query_one("#happened", DateFields).read()
        return None if isinstance(found, DateProblem) and found.fault is DateFault.NOTHING_TYPED else found

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is still to be answered."""
        yield from self.long_texts()
        for key in ("about", "source", "danger"):
            if not self.field(key).text:
                yield key, MISSING[key]
        happened = self._happened()
        if isinstance(happened, DateProblem):
            yield "happened", self.query_one("#happened", DateFields).sentence(happened)
        if not text.squash(self.field("what").text):
            yield "what", MISSING["what"]
        elif happened is None or isinstance(happened, PartialDate):
            on = happened.exact if happened else None
            probe = ConcernBody(about=AboutWhom.CHILD, source=ConcernSource.SUSPECTED, what="x", happened_on=on)
            if any(one.kind is ProblemKind.IN_THE_FUTURE for one in concern_problems(probe, self.today)):
                yield "happened", "When: enter today or an earlier day, or leave it empty"

    async def submit(self) -> None:
        """Sends it, and says what happens next."""
        sent = await self.save(self.work.raise_concern, self._body())
        self._start_values, self.is_sent = self.values(), True
        is_immediate, is_lead = self.field("danger").text == "YES", self.seat.may("READ_CONCERN")
        await self.ask(Sent(sent, is_immediate=is_immediate, is_lead=is_lead))
        self.post_message(messages.BackWanted())

    def _body(self) -> ConcernBody:
        known, name, happened = self.field("source").text, self.kept("name"), self._happened()
        is_theirs = bool(name) and name == self.name_on_file
        return ConcernBody(
            about=AboutWhom(self.field("about").text),
            name=name,
            person_id=self.person_id if is_theirs else None,
            source=told_us(self.seat.me.role) if known == TOLD else ConcernSource(known),
            what=self.kept("what"),
            happened_on=happened.exact if isinstance(happened, PartialDate) else None,
            where_now=self.kept("where"),
            is_immediate=self.field("danger").text == "YES",
            emergency_called=self.kept("called"),
            told_family=self.kept("told"),
        )
