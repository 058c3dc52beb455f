"""A talk with the family that needs no note: who, how, when and how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.notes import LONGEST_CONTACT
from iass_tui.rules.records.casework import ContactBody, ProvidedBy
from iass_tui.services.views import CaseView
from screens.dialogs.ask_form import AskForm
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.words.codes import choices

_KINDS = {"SOCW": ProvidedBy.PROFESSIONAL, "SIB": ProvidedBy.OTHER}
"""What someone in the family is to a talk, by relation; everyone else is a parent or carer."""


def partners(case: CaseView) -> tuple[Choice, ...]:
    """With whom one may have talked: the child, each relative, and parents who are not on file."""
    person = case.person
    return (
        Choice(f"{ProvidedBy.CHILD}:{person.id}", f"{person.card.full_name}, the child or young person"),
        *(
            Choice(f"{_KINDS.get(one.tie.relation, ProvidedBy.PARENT)}:{one.person_id}", one.name)
            for one in person.family
        ),
        Choice(f"{ProvidedBy.PARENT}:", "A parent or carer not on file"),
    )


class AskTalk(AskForm):
    """Four fields; what was said belongs in a note."""

    act = "Save the talk"

    def __init__(self, case: CaseView, today: date) -> None:
        super().__init__("A talk without a note")
        self.case, self.today = case, today

    def body(self) -> ComposeResult:
        """With whom, how, when, how long."""
        yield ErrorSummary()
        yield CompactChoice("whom", "With whom", partners(self.case))
        yield CompactChoice("channel", "How", choices("CHANNEL", self.today))
        yield TextField("minutes", "Minutes", dense=True, optional=True, width=6)
        day = DateFields("happened", "On which day", hint="", dense=True)
        day.show_date(PartialDate.of(self.today))
        yield day

    def _minutes(self) -> int:
        typed = self.field("minutes").text.strip()
        if not typed:
            return 0
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 5 else -1

    def _day(self) -> PartialDate | DateProblem:
        return self.query_one("#happened", DateFields).read()

    def problems(self) -> Iterable[tuple[str, str]]:
        """Someone, a way, a number and a day that has come."""
        if not self.field("whom").text:
            yield "whom", "Choose with whom it was"
        if not self.field("channel").text:
            yield "channel", "Choose how it was"
        if not 0 <= self._minutes() <= LONGEST_CONTACT:
            yield "minutes", "Minutes: write a number like 25, or leave it empty"
        day = self._day()
        if isinstance(day, DateProblem):
            nothing = day.fault is DateFault.NOTHING_TYPED
            sentence = "On which day: enter it" if nothing else self.query_one("#happened", DateFields).sentence(day)
            yield "happened", sentence
        elif day.exact is None or day.exact > self.today:
            yield "happened", "On which day: enter today or an earlier day"

    def answer(self) -> ContactBody:
        """The talk as it is kept."""
        kind, _, ident = self.field("whom").text.partition(":")
        day = self._day()
        assert isinstance(day, PartialDate)
        return ContactBody(
            happened_on=day.exact,
            channel=self.field("channel").text,
            minutes=self._minutes(),
            with_whom=ProvidedBy(kind),
            with_id=UUID(ident) if ident else None,
        )
