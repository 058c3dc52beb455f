"""Puts a task off, or says for whom it waits: what Today and the page of a case both ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Protocol
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.dates import PartialDate, display_day
from iass_tui.rules.putting_off import latest, may_put_off, may_wait
from iass_tui.rules.putting_off_words import WHOM
from iass_tui.rules.records.casework import TaskBody
from iass_tui.rules.records.putting_off import Waiting, WaitingOn
from iass_tui.services.views import TaskView
from screens.dialogs.ask_form import AskForm
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.undo import Undo
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.page import Page
from screens.widgets.text_field import TextField
from screens.words.days import due_day

QUICK = {"TOMORROW": "Tomorrow", "WORKING_DAY": "The next working day", "WEEK": "In a week"}
OTHER, WAITS, NO_LONGER = "OTHER", "WAITS", "NO_LONGER"


class PuttingOffWork(Protocol):
    """What putting off needs of its service."""

    def days(self, body: TaskBody) -> tuple[tuple[str, date], ...]: ...
    def put_off(self, task_id: UUID, version: int, until: date, why: str) -> None: ...
    def wait(self, task_id: UUID, version: int, waiting: Waiting) -> None: ...
    def wait_no_longer(self, task_id: UUID, version: int) -> None: ...
    def put_back(self, task_id: UUID, version: int, before: TaskBody) -> None: ...


class FinishingWork(Protocol):
    """What marking as done needs of casework."""

    def finish_task(self, task_id: UUID, version: int, words: str = "") -> None: ...
    def reopen_task(self, task_id: UUID, version: int) -> None: ...


async def finish(page: Page, work: FinishingWork, task: TaskView) -> Undo | None:
    """Marks a task as done; of a birthday or a consent asks what was done. None where one went back."""
    words = ""
    if task.body.duty is not None:
        title, sentence = f"Done: {task.body.what[:60]}", "It is kept with the case, and is not asked for again."
        answer = await page.ask(AskText(title, "What was done?", "It was done", sentence=sentence))
        if not answer:
            return None
        words = answer
    await page.save(work.finish_task, task.id, task.version, _line(words))
    page.say("Done. u takes it back")
    return Undo(partial(work.reopen_task, task.id, task.version + 1), "Open again")


async def put_off(page: Page, work: PuttingOffWork, task: TaskView, today: date) -> Undo | None:
    """Asks until when and why, or for whom it waits; saves it and says so. None where nothing was changed."""
    body = task.body
    days = dict(await page.call(work.days, body))
    choices = [Choice(name, f"{QUICK[name]}, {due_day(day)}") for name, day in days.items() if name in QUICK]
    choices.append(Choice(OTHER, "Another day"))
    choices.append(Choice(WAITS, "It waits for somebody else", apart=True))
    if body.waiting is not None:
        choices.append(Choice(NO_LONGER, "It waits no longer"))
    until = "Chase them when?" if body.waiting else "Until when?"
    chosen = await page.ask(Choose(_title(body), until, choices, "Go on", sentence=_law(body)))
    match chosen:
        case None:
            return None
        case "WAITS":
            waiting = await page.ask(AskWaiting(task, today, days.get("FORTNIGHT") or latest(body, today)))
            if not isinstance(waiting, Waiting):
                return None
            await page.save(work.wait, task.id, task.version, waiting)
            sentence = f"It waits for {WHOM[waiting.whom]}, and comes back on {display_day(waiting.chase_on)}"
        case "NO_LONGER":
            await page.save(work.wait_no_longer, task.id, task.version)
            sentence = "It is yours to do again"
        case _:
            answer = await _until(page, task, today, days.get(chosen))
            if answer is None:
                return None
            await page.save(work.put_off, task.id, task.version, *answer)
            sentence = f"Put off to {display_day(answer[0])}"
    page.say(f"{sentence}. u takes it back")
    return Undo(partial(work.put_back, task.id, task.version + 1, body), "As it was before")


async def _until(page: Page, task: TaskView, today: date, day: date | None) -> tuple[date, str] | None:
    """The day and the reason."""
    if day is None:
        found = await page.ask(AskUntil(task, today))
        return found if isinstance(found, tuple) else None
    why = await page.ask(AskText(f"Put off to {display_day(day)}", "Why?", "Put it off"))
    return (day, why) if why else None


def _title(body: TaskBody) -> str:
    return f"Put off: {body.what[:60]}"


def _law(body: TaskBody) -> str:
    """What does not move."""
    if not body.statutory or body.due_on is None:
        return ""
    return f"The law's date stays, whatever is put off: {display_day(body.due_on)}. Only your reminder moves."


class AskUntil(AskForm):
    """Another day, and why."""

    act = "Put it off"

    def __init__(self, task: TaskView, today: date) -> None:
        super().__init__(_title(task.body))
        self.about, self.today = task, today

    def body(self) -> ComposeResult:
        """Two fields."""
        yield ErrorSummary()
        yield DateFields("until", "Until when", hint="Like 27 3 2027")
        yield TextField("why", "Why")

    def problems(self) -> Iterable[tuple[str, str]]:
        """A day that may be, and a reason."""
        field = self.query_one("#until", DateFields)
        found = field.read()
        if not isinstance(found, PartialDate) or found.exact is None:
            yield "until", "Until when: enter a whole date" if isinstance(found, PartialDate) else field.sentence(found)
        elif not may_put_off(self.about.body, self.about.status, found.exact, "why", self.today):
            yield "until", f"Until when: {_bounds(self.about.body, self.today)}"
        if not self.field("why").text.strip():
            yield "why", "Why: write it in a line"

    def answer(self) -> tuple[date, str]:
        """The day and the reason."""
        found = self.query_one("#until", DateFields).read()
        assert isinstance(found, PartialDate)
        return found.earliest(), _line(self.field("why").text)


class AskWaiting(AskForm):
    """For whom it waits, since when, and when to chase them."""

    act = "It waits"

    def __init__(self, task: TaskView, today: date, chase: date) -> None:
        super().__init__(f"It waits: {task.body.what[:60]}")
        self.about, self.today, self.chase = task, today, chase

    def body(self) -> ComposeResult:
        """Four fields; the days of now and of a fortnight on stand there already."""
        before = self.about.body.waiting
        yield ErrorSummary()
        whom = ChoiceField("whom", "For whom", [Choice(one.value, words) for one, words in WHOM.items()])
        since = DateFields("since", "Since when", hint="", dense=True)
        chase = DateFields("chase", "Chase them on", hint="", dense=True)
        words = TextField("words", "What for", dense=True, optional=True, value=before.words if before else "")
        whom.text = before.whom.value if before else ""
        since.show_date(PartialDate.of(before.since if before else self.today))
        chase.show_date(PartialDate.of(self.chase))
        yield whom
        yield since
        yield chase
        yield words

    def _day(self, key: str) -> date | None:
        found = self.query_one(f"#{key}", DateFields).read()
        return found.exact if isinstance(found, PartialDate) else None

    def problems(self) -> Iterable[tuple[str, str]]:
        """Whom, and two days that may be."""
        if not self.field("whom").text:
            yield "whom", "Choose for whom it waits"
        since, chase = self._day("since"), self._day("chase")
        if since is None or since > self.today:
            yield "since", "Since when: enter today or an earlier day"
        may_be = chase is not None and may_wait(self.about.body, self.about.status, self._waiting(chase), self.today)
        if not may_be:
            yield "chase", f"Chase them on: {_bounds(self.about.body, self.today)}"

    def _waiting(self, chase: date) -> Waiting:
        whom = WaitingOn(self.field("whom").text or WaitingOn.OTHER)
        since = min(self._day("since") or self.today, self.today)
        words = _line(self.field("words").text)
        return Waiting(whom=whom, since=since, chase_on=chase, noted_on=self.today, words=words)

    def answer(self) -> Waiting:
        """Whom, since when, until when."""
        chase = self._day("chase")
        assert chase is not None
        return self._waiting(chase)


def _bounds(body: TaskBody, today: date) -> str:
    last = latest(body, today)
    if last <= today:
        return "enter tomorrow"
    by = " by its own date," if body.statutory and body.due_on else ""
    return f"enter a day from tomorrow to{by} {display_day(last)}"


def _line(typed: str) -> str:
    return text.clean(typed, limit=text.NAME_LIMIT, multiline=False)
