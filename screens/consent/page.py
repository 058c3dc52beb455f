"""A person's consents: today's standing of each purpose, what ends it, the history; and the ways to change it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.consent import Status
from iass_tui.rules.records.consents import Decision, Purpose
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.consent import standings
from screens.consent.standings import Line
from screens.dialogs.asking import Choose
from screens.widgets.choice_field import Choice
from screens.widgets.record_page import FROZEN
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Banner, Words
from screens.words.consents import agency_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class ConsentSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class PeopleWork(Protocol):
    """What this page needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


FORM, SOMEONE, STANDING, TRACES = "FORM", "SOMEONE", "STANDING", "TRACES"
AGENCIES = ("LA_SEN", "EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "PCF", "OTHER")

MAY_REFUSE = (
    "A young person of the right age, maturity and capacity may refuse anyone, parents too (P15, P16). They are "
    "told nothing from this file, until that is lifted."
)
WHOM = {
    Purpose.REFUSE_ACCESS: (
        "Whom do they refuse access?",
        "Person",
        MAY_REFUSE,
        "Everyone, whoever they are",
    ),
    Purpose.YP_RELEASE_TO_PARENT: (
        "Who may have what they gave us?",
        "Person",
        "What a child or young person gave is kept from their parents until they agree (P32).",
        "Every parent or carer",
    ),
}


class ConsentScreen(OfficeScreen):
    """Given, refused, withdrawn, expired, superseded and not asked stay apart."""

    where = "Consent"
    NEEDS: ClassVar[dict[str, str]] = {"form": "RECORD_CONSENT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "form", "consent", tooltip="Records the whole form (P72 to P96)", id="consent.form"),
    ]

    def __init__(self, seat: ConsentSeat, people: PeopleWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.people, self.person_id, self.today = people, person_id, seat.today_date()
        self.view: PersonView | None = None
        self.shown: tuple[Line, ...] = ()

    @classmethod
    def open(cls, session: Session, wish: messages.ConsentWanted) -> Self:
        """The consents of the person in the wish."""
        return cls(session, session.people, wish.person_id)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.ConsentWanted(self.person_id)

    def body(self) -> ComposeResult:
        """Who, the standings, and what the keys do."""
        yield Words("Reading…", ident="who")
        yield Banner(word="FROZEN", ident="frozen")
        yield RowList(columns=(44, 0), empty="Nothing was asked yet.", ident="standings")
        yield Words("Enter: what was said, and what changes it.   c: the whole form.", ident="hint", classes="keys")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads the person anew; looking is recorded by the service."""
        self.view = await self.call(self.people.person, self.person_id)
        self.shown = standings.lines(self.view, self.today)
        card = self.view.card
        self.query_one("#who", Words).update(f"{card.full_name}   what they agreed to, as it stands today")
        frozen = FROZEN if self.view.is_frozen else ""
        self.query_one("#frozen", Banner).say(frozen)
        rows = [
            Row(key=str(number), cells=(line.what, standings.status_words(line)))
            for number, line in enumerate(self.shown)
        ]
        if self.seat.may("CHANGE_PERSON"):
            rows.insert(-1, Row(STANDING, ("Who may receive the file", "Enter: competence, authority")))
        self.query_one(RowList).show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """What about this one?"""
        event.stop()
        if event.row.key == STANDING:
            self.post_message(messages.StandingWanted(self.person_id))
            return
        line = self.shown[int(str(event.row.key))]
        self.start(self._about, line)

    def action_form(self) -> None:
        """The whole form."""
        self.post_message(messages.ConsentFormWanted(self.person_id))

    async def _about(self, line: Line) -> None:
        if line.purpose is Purpose.REFUSE_ACCESS and line.standing is None:  # nothing to choose yet: whom comes next
            await self._decide(line, Decision.GIVEN)
            return
        question = Choose(
            line.what, "What do they say now?", _answers(line), "Go on", sentence="\n\n".join(standings.details(line))
        )
        answer = await self.ask(question)
        if answer == FORM:
            self.action_form()
        elif answer == TRACES:
            self.post_message(messages.TracesWanted(self.person_id))
        elif answer:
            await self._decide(line, Decision(answer))

    async def _decide(self, line: Line, decision: Decision) -> None:
        agency, about, purpose = line.scope.agency, line.scope.person_id, line.purpose
        is_given = decision is Decision.GIVEN
        if purpose is Purpose.CONTACT_AGENCY and not agency and is_given:
            kinds = [Choice(code, agency_words(code)) for code in AGENCIES]
            kind = await self.ask(Choose("Whom may we contact?", "Kind", kinds, "Go on"))
            if not kind:
                return
            agency = kind
        if purpose in WHOM and is_given and about is None:
            chosen = await self.ask(self._whom(purpose))
            if not chosen:
                return
            about = None if chosen == SOMEONE else UUID(chosen)
        decided = line.standing.history[-1].id if line.standing and line.standing.history and not line.is_open else None
        self.post_message(
            messages.DecisionWanted(self.person_id, purpose.value, decision.value, agency, decided, about)
        )

    def _whom(self, purpose: Purpose) -> Choose:
        family = self.view.family if self.view else ()
        choices = [Choice(str(one.person_id), one.name) for one in family if not one.is_child_side]
        title, label, sentence, everyone = WHOM[purpose]
        choices.append(Choice(SOMEONE, everyone, apart=bool(choices)))
        return Choose(title, label, choices, "Go on", sentence=sentence)


def _answers(line: Line) -> list[Choice]:
    if line.purpose is Purpose.REFUSE_ACCESS:
        if line.is_given:
            return [Choice(Decision.WITHDRAWN.value, "They lift the refusal")]
        return [Choice(Decision.GIVEN.value, "They refuse someone access to their file")]
    out = []
    if line.is_given:
        out.append(Choice(Decision.WITHDRAWN.value, "They take it back"))
    if line.purpose is not Purpose.SAVE_CASE or line.is_given:
        out.append(Choice(Decision.GIVEN.value, "They say yes" + (" again" if line.is_given else "")))
    out.append(Choice(Decision.REFUSED.value, "They say no"))
    out.append(Choice(FORM, "Record the whole form", apart=True))
    if line.purpose is Purpose.SAVE_CONTACT and line.status in (Status.WITHDRAWN, Status.REFUSED):
        out.append(Choice(TRACES, "See which numbers still stand in words, and take them out"))
    return out
