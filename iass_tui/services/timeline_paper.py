"""A case's timetable in the plain words of a family's paper."""

from __future__ import annotations

from datetime import date

from iass_tui.documents.timeline import Timeline, TimelineDate
from iass_tui.rules.dates import display_day
from iass_tui.rules.deadlines import Deadline, Holder, MilestoneKind, State
from iass_tui.rules.deadlines.words import (
    days_words,
    event_words,
    excuse_words,
    holder_words,
    milestone_words,
    plain_words,
)
from iass_tui.services.deadline_views import TimetableView


def timeline_of(view: TimetableView) -> Timeline:
    """What goes on the paper. What does not arise and what was entered in error are left out."""
    shown = [one for one in view.dates if one.state is not State.NOT_DUE]
    missed = [one for one in shown if one.state is State.LATE and one.row.holder is not Holder.FAMILY]
    coming = [one for one in shown if one.is_open and one.state is not State.LATE]
    coming += [one for one in shown if one.state is State.EXCEPTED and one.done_on is None]
    done = [one for one in shown if one not in missed and one.done_on is not None]
    return Timeline(
        reference=view.reference,
        name=view.name,
        coming=tuple(_date(one, view.today) for one in coming),
        missed=tuple(_date(one, view.today) for one in missed),
        done=tuple(_date(one, view.today) for one in done),
        happened=tuple(
            (display_day(one.event.body.on), event_words(one.event.body.kind))
            for one in view.events
            if not one.event.body.in_error
        ),
        birthdays=tuple(
            (display_day(one.on), milestone_words(one.kind))
            for one in view.milestones
            if one.on >= view.today and one.kind is not MilestoneKind.AGE_25
        ),
        is_provisional=any(one.is_provisional for one in coming),
    )


def _date(one: Deadline, today: date) -> TimelineDate:
    who = "you" if one.row.holder is Holder.FAMILY else holder_words(one.row.holder)
    when = f"not before {display_day(one.due)}" if one.is_provisional else display_day(one.due)
    return TimelineDate(
        when, who[0].upper() + who[1:], " ".join([plain_words(one.row.code), *_how(one, today)]), one.row.law
    )


def _how(one: Deadline, today: date) -> list[str]:
    """How it stands, and what is safer."""
    found = []
    if one.state is State.EXCEPTED and one.excuse is not None:
        found.append(f"It may be later: {excuse_words(one.excuse)}. Ask when.")
    if one.done_on is not None:
        late = f", {days_words(one.days_late)} late" if one.days_late else ""
        found.append(f"Done on {display_day(one.done_on)}{late}.")
    elif one.state is State.LATE:
        found.append(f"Not done yet: {days_words(one.days_late)} late.")
    elif one.row.holder is Holder.FAMILY and one.safe >= today and one.safe < one.due:
        found.append(f"To be safe, do it by {display_day(one.safe)}.")
    if one.is_moved:
        found.append("The Tribunal is closed before, so it is this day.")
    return found
