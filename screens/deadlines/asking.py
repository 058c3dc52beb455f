"""What the timetable asks: what happened and when, on which day something was done, and how a date stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.deadlines import Deadline, may_keep_event
from iass_tui.rules.deadlines.words import event_words, kinds_of, plain_words, short_words, told_words
from iass_tui.rules.records.deadlines import CaseEventBody, DutyNote, EventKind, Excuse, ToldBy
from screens.dialogs.ask_form import AskForm
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.deadlines import EXCUSES

DONE, NOTHING_YET = "DONE", "NOTHING"


class AskEvent(AskForm):
    """What happened, on which day, who says so."""

    act = "Save it"

    def __init__(self, group: str, today: date, before: CaseEventBody | None = None) -> None:
        super().__init__("Put it right" if before else "What happened")
        self.group, self.today, self.before = group, today, before

    def body(self) -> ComposeResult:
        """Four fields."""
        before = self.before
        yield ErrorSummary()
        kinds = [Choice(kind.value, event_words(kind)) for kind in kinds_of(self.group)]
        kind = ChoiceField("kind", "What happened", kinds, rows=8)
        day = DateFields("on", "On which day", hint="As in the letter: like 14 9 2026", dense=True)
        told = CompactChoice("told", "From whom", [Choice(one.value, told_words(one)) for one in ToldBy])
        words = TextField("words", "More", dense=True, optional=True)
        if before is not None:
            kind.text, told.text, words.text = before.kind.value, before.told_by.value, before.words
            day.show_date(PartialDate.of(before.on))
        yield kind
        yield day
        yield told
        yield words

    def _day(self) -> PartialDate | DateProblem:
        return self.query_one("#on", DateFields).read()

    def problems(self) -> Iterable[tuple[str, str]]:
        """Everything but the last is needed, on a day that can be."""
        if not self.field("kind").text:
            yield "kind", "Choose what happened"
        day = self._day()
        if isinstance(day, DateProblem):
            yield "on", self.query_one("#on", DateFields).sentence(day)
        elif self.field("kind").text and not may_keep_event(self.answer(), self.today):
            yield "on", "On which day: one that has come; only a meeting, hearing or move may be still to come"
        if not self.field("told").text:
            yield "told", "Choose from whom we have it"

    def answer(self) -> CaseEventBody:
        """The event as it is kept."""
        day = self._day()
        assert isinstance(day, PartialDate)
        kept = text.clean(self.field("words").text, limit=text.NAME_LIMIT, multiline=False)
        kind, told = EventKind(self.field("kind").text), ToldBy(self.field("told").text or ToldBy.OTHER)
        if self.before is not None:
            return dataclasses.replace(self.before, kind=kind, on=day.earliest(), told_by=told, words=kept)
        return CaseEventBody(kind=kind, on=day.earliest(), told_by=told, words=kept)


class AskDone(AskForm):
    """On which day something was done."""

    act = "It was done"

    def __init__(self, one: Deadline, today: date) -> None:
        super().__init__(short_words(one.row.code))
        self.one, self.today = one, today

    def body(self) -> ComposeResult:
        """What it is, and the day."""
        yield ErrorSummary()
        yield Words(f"{plain_words(self.one.row.code)}\n")
        yield DateFields("done", "Done on which day")

    def problems(self) -> Iterable[tuple[str, str]]:
        """A day that has come."""
        return _day_problems(self.query_one("#done", DateFields), self.today)

    def answer(self) -> DutyNote:
        """The mark."""
        return DutyNote(code=self.one.row.code, done_on=_exact(self.query_one("#done", DateFields)))


class AskStanding(AskForm):
    """How a date stands: done, excepted as its regulation allows, not needed; or nothing, which takes a mark back."""

    act = "Save how it stands"

    def __init__(self, one: Deadline, note: DutyNote, today: date) -> None:
        super().__init__(short_words(one.row.code))
        self.one, self.note, self.today = one, note, today

    def body(self) -> ComposeResult:
        """The ways that this date has, a day, and words."""
        yield ErrorSummary()
        yield Words(f"{plain_words(self.one.row.code)}\n")
        ways = [Choice(DONE, "It was done")]
        ways += [Choice(one.value, EXCUSES[one]) for one in Excuse if one in self.one.row.excuses]
        ways += [Choice(Excuse.NOT_DUE.value, EXCUSES[Excuse.NOT_DUE])]
        ways += [Choice(NOTHING_YET, "None of these: take back what was noted", apart=True)]
        yield ChoiceField("way", "How it stands", ways)
        day = DateFields("done", "Done on which day", hint="", dense=True, optional=True)
        day.show_date(PartialDate.of(self.note.done_on) if self.note.done_on else None)
        yield day
        yield TextField("words", "Why, who says so", dense=True, optional=True, value=self.note.words)

    def problems(self) -> Iterable[tuple[str, str]]:
        """A way; a day where it was done; why where it does not arise."""
        way, day = self.field("way").text, self.query_one("#done", DateFields)
        if not way:
            yield "way", "Choose how it stands, or go back"
        if way == DONE or any(day.parts):
            yield from _day_problems(day, self.today)
        if way == Excuse.NOT_DUE and not self.field("words").text.strip():
            yield "words", "Why, who says so: write why it does not arise"

    def answer(self) -> DutyNote:
        """The mark, an empty one where nothing stands."""
        way, code = self.field("way").text, self.one.row.code
        if way == NOTHING_YET:
            return DutyNote(code=code)
        day = self.query_one("#done", DateFields)
        return DutyNote(
            code=code,
            done_on=_exact(day) if any(day.parts) else None,
            excuse=None if way == DONE else Excuse(way),
            words=text.clean(self.field("words").text, limit=text.NAME_LIMIT, multiline=False),
        )


def _exact(field: DateFields) -> date | None:
    found = field.read()
    return found.exact if isinstance(found, PartialDate) else None


def _day_problems(field: DateFields, today: date) -> Iterable[tuple[str, str]]:
    found = field.read()
    if isinstance(found, DateProblem):
        nothing = found.fault is DateFault.NOTHING_TYPED
        yield field.key, f"{field.label}: enter it" if nothing else field.sentence(found)
    elif found.exact is None or found.exact > today:
        yield field.key, f"{field.label}: enter today or an earlier day"
