"""One concern as facts, rows and parts to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iass_tui.rules.dates import display_day, display_moment, in_england
from iass_tui.rules.records.concerns import ConcernState
from iass_tui.services.concern_views import ConcernView, EntryView, StepView
from screens.widgets.reader import Part
from screens.widgets.row_list import Row
from screens.words.concerns import KINDS, SOURCES, age_words, entry_words, who_words
from screens.words.days import short_day

WHAT = ("what", "")


def heading(view: ConcernView) -> str:
    """The reference, its state, and how long it waits."""
    is_open = view.state is ConcernState.OPEN
    state = f"open, {age_words(view.mark.waited)}" if is_open else "CLOSED"
    return "   ".join((view.mark.reference, who_words(view.body), state))


def danger(view: ConcernView) -> str:
    """What must be seen first; "" where nobody said that someone is in danger now."""
    if not view.body.is_immediate or view.state is ConcernState.CLOSED:
        return ""
    called = view.body.emergency_called
    return f"called: {called}" if called else "nobody noted that 999 was rung"


def facts(view: ConcernView) -> Iterator[tuple[str, str]]:
    """What was said around it."""
    body = view.body
    yield "Raised", f"{display_moment(view.mark.raised_at)}, {view.mark.raised_by}; {SOURCES[body.source]}"
    yield "On file", view.person
    yield "When", display_day(body.happened_on) if body.happened_on else ""
    yield "Where now", body.where_now
    yield "Called", "" if body.is_immediate else body.emergency_called
    yield "Family knows", body.told_family
    yield "Case staff", f"told on the page of {view.told}" if view.told else "not told"
    yield "Kept", _kept(view)
    yield "Again on", display_day(view.follow_up_on) if view.follow_up_on else ""


def _kept(view: ConcernView) -> str:
    """Until when, and who sets it: every lead sees the years, a manager approves destruction (table 1.5)."""
    years = f"{view.kept_years} year{'s' if view.kept_years != 1 else ''} at least (managers set them)"
    return f"until {display_day(view.kept_until)}: {years}" if view.kept_until else f"until closed, then {years}"


def rows(view: ConcernView) -> Iterator[Row]:
    """What was said, the checklist, and what was done, newest first."""
    yield Row(WHAT, ("Said, seen", " ".join(view.body.what[:400].split())))
    done = sum(step.done_at is not None for step in view.steps)
    whose = "   a default: the office has not entered its own" if view.has_default_steps else ""
    yield Row(("section", "steps"), (f"Checklist {done} of {len(view.steps)}{whose}",), heading=True)
    yield from (_step(step) for step in view.steps)
    yield Row(("section", "lines"), (f"What was done {len(view.entries)}",), heading=True)
    yield from (_entry(entry) for entry in view.entries)


def _step(step: StepView) -> Row:
    mark = "[ ]" if step.done_at is None else f"[x] {_day(step.done_at)}"
    return Row(("step", step.id), (mark, step.words))


def _entry(entry: EntryView) -> Row:
    what = " ".join(entry_words(entry)[:400].split())
    text = f"{KINDS[entry.body.kind]}: {what}" if what else KINDS[entry.body.kind]
    return Row(("line", entry.number), (_day(entry.written_at), f"{text}   {entry.author}"))


def _day(at: datetime) -> str:
    """ "27 Nov": in a list of what was done the year says little."""
    return short_day(in_england(at).date())[:6].strip()


def reading(view: ConcernView, row: Row | None) -> Iterator[Part]:
    """The whole of what the cursor is on."""
    kind, what = row.key if row is not None and isinstance(row.key, tuple) else WHAT
    entry = next((one for one in view.entries if kind == "line" and one.number == what), None)
    step = next((one for one in view.steps if kind == "step" and one.id == what), None)
    if entry is not None:
        yield Part(f"{KINDS[entry.body.kind]}   {entry.author}, {display_moment(entry.written_at)}", "strong")
        yield Part(f"\n{entry_words(entry)}")
    elif step is not None:
        by = f"Done by {step.done_by}, {display_moment(step.done_at)}" if step.done_at else "Not done yet: space"
        yield Part(step.words, "strong")
        yield Part(f"\n{by}")
    else:
        yield Part("What was said or seen, in the words used", "strong")
        yield Part(f"\n{view.body.what}")
