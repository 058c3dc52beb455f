"""A timetable as rows, and what the pane says about the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterator

from iass_tui.rules.dates import display_day, display_moment
from iass_tui.rules.deadlines import ChildMilestone, Deadline, Holder
from iass_tui.rules.deadlines.words import (
    event_words,
    holder_words,
    milestone_words,
    plain_words,
    short_words,
    state_words,
    told_words,
)
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.services.deadline_views import EventView, TimetableView
from screens.widgets.reader import Part
from screens.widgets.row_list import Row
from screens.words.days import short_day
from screens.words.deadlines import counting_words, state_cell, whose_words

NEEDS_TERMS = (
    "This is the earliest that it can be: it needs a term calendar. A manager loads one: Ctrl+P, Term calendar"
)


def heading(view: TimetableView) -> str:
    """The case, and what the council missed."""
    missed = sum(one.is_missed_by_council for one in view.dates)
    words = f"{missed} MISSED BY THE COUNCIL" if missed else ""
    status = "CLOSED" if view.status is CaseStatus.CLOSED else ""
    return "   ".join(part for part in (view.reference, view.name, status, words) if part)


def rows(view: TimetableView) -> Iterator[Row]:
    """What is open, what happened, what is behind, and the child's own days."""
    yield from _dates("To be done", [one for one in view.dates if one.is_open], view)
    count = f"What happened {len(view.events)}" if view.events else "What happened: nothing yet, + writes it down"
    yield Row(("section", "events"), (count,), heading=True)
    yield from (_event(one) for one in view.events)
    yield from _dates("Done, excepted or not needed", [one for one in view.dates if not one.is_open], view)
    yield from _milestones(view)


def _dates(title: str, dates: list[Deadline], view: TimetableView) -> Iterator[Row]:
    if not dates:
        return
    yield Row(("section", title), (f"{title} {len(dates)}",), heading=True)
    for one in dates:
        who = holder_words(one.row.holder)
        state = state_cell(one, view.today)
        cells = (short_day(one.due), who, short_words(one.row.code), state)
        yield Row(("date", one.event_id, one.row.code), tuple(map(Neutral, cells)))


def _event(one: EventView) -> Row:
    body = one.event.body
    words = f"IN ERROR   {event_words(body.kind)}" if body.in_error else event_words(body.kind)
    return Row(("event", one.event.id), (Neutral(short_day(body.on)), Neutral(words)), dim=body.in_error)


def _milestones(view: TimetableView) -> Iterator[Row]:
    coming = [one for one in view.milestones if one.on >= view.today]
    if coming:
        yield Row(("section", "milestones"), ("Birthdays and school years",), heading=True)
    for one in coming:
        yield Row(("milestone", one.kind), (short_day(one.on), milestone_words(one.kind)))


def deadline_of(view: TimetableView, row: Row | None) -> Deadline | None:
    """The date under the cursor."""
    if row is None or not isinstance(row.key, tuple) or row.key[0] != "date":
        return None
    return next((one for one in view.dates if (one.event_id, one.row.code) == row.key[1:]), None)


def event_of(view: TimetableView, row: Row | None) -> EventView | None:
    """The event under the cursor, or the one that set the date under it."""
    if row is None or not isinstance(row.key, tuple) or row.key[0] not in ("date", "event"):
        return None
    return next((one for one in view.events if one.event.id == row.key[1]), None)


def milestone_of(view: TimetableView, row: Row | None) -> ChildMilestone | None:
    """The birthday or school year under the cursor."""
    if row is None or not isinstance(row.key, tuple) or row.key[0] != "milestone":
        return None
    return next((one for one in view.milestones if one.kind is row.key[1]), None)


def reading(view: TimetableView, row: Row | None) -> Iterator[Part]:
    """All there is to say about the row under the cursor."""
    one, event = deadline_of(view, row), event_of(view, row)
    if one is not None:
        yield from _date_parts(one, view)
    elif event is not None:
        yield from _event_parts(event)
    else:
        yield Part("+ writes down what happened: the dates follow from it.", "dim")


def _date_parts(one: Deadline, view: TimetableView) -> Iterator[Part]:
    state = state_words(one, view.today)
    yield Part(f"{display_day(one.due)}: {state[0].upper() + state[1:]}", "strong")
    yield Part(plain_words(one.row.code))
    if one.is_provisional:
        yield Part(NEEDS_TERMS, "strong")
    if one.is_open and one.safe < one.due and one.due >= view.today:
        why = "the last day before it on which the Tribunal works" if one.is_moved else "since some count the first day"
        yield Part(f"Safe: by {display_day(one.safe)}, {why}.")
    if one.is_moved:
        yield Part("Moved: the Tribunal does not work on the day on which it would fall.")
    if one.words:
        yield Part(f"Noted: {one.words}")
    yield Part(whose_words(one))
    yield Part(f"From: {event_words(one.trigger)}, {display_day(one.trigger_on)}; {counting_words(one.row)}", "dim")
    if one.answered_by is not None:
        yield Part(f"Answered by: {event_words(one.answered_by)}", "dim")
    known = "" if one.row.is_known else "   (not checked against the text: ask)"
    yield Part(f"Law: {one.row.law}{known}", "dim")
    if one.row.holder is not Holder.FAMILY and one.is_open:
        yield Part("space: it was done   s: an exception, or not needed   k: a task from it", "dim")


def _event_parts(one: EventView) -> Iterator[Part]:
    body = one.event.body
    if body.in_error:
        yield Part(f"Entered in error: {body.error_words}", "strong")
    yield Part(f"{display_day(body.on)}: {event_words(body.kind)}", "strong")
    if body.words:
        yield Part(body.words)
    written = f"Written by {one.author or 'someone'}, {display_moment(one.event.written_at)}"
    yield Part(f"{told_words(body.told_by)}. {written}", "dim")
