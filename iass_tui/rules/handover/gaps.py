"""What a colleague who takes a case over would not find in it (P43). Nothing turns on how much was written (P42)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from iass_tui.rules.agenda import QUIET_DAYS, is_quiet
from iass_tui.rules.decision import Reason
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, NoteBody, TaskBody


class HandoverGap(Reason):
    """Something missing, with the clause that asks for it."""

    NO_LEVEL = "HANDOVER_NO_LEVEL", "P38"
    NO_ISSUE = "HANDOVER_NO_ISSUE", "P38"
    NO_WAY_TO_REACH = "HANDOVER_NO_WAY_TO_REACH", "P38 P44"  # and no word by which they are known either
    NO_WISH = "HANDOVER_NO_WISH", "P43"
    NO_NOTE = "HANDOVER_NO_NOTE", "P37"
    NO_PROGRESS = "HANDOVER_NO_PROGRESS", "P39"
    NOT_UP_TO_DATE = "HANDOVER_NOT_UP_TO_DATE", "P37 P39"
    NO_ACTION = "HANDOVER_NO_ACTION", "P40"
    NOTHING_NEXT = "HANDOVER_NOTHING_NEXT", "P40"  # open, and nobody has anything to do: then it is waiting
    ACTION_WITHOUT_DATE = "HANDOVER_ACTION_WITHOUT_DATE", "P40"
    CHILD_VIEW_NOT_SOUGHT = "HANDOVER_CHILD_VIEW_NOT_SOUGHT", "P43"
    NO_OUTCOME = "HANDOVER_NO_OUTCOME", "P41"  # of a closed case alone


@dataclasses.dataclass(frozen=True, kw_only=True)
class Material:
    """What there is to hand over."""

    facts: CaseFacts
    status: CaseStatus = CaseStatus.OPEN
    notes: tuple[NoteBody, ...] = ()
    """As they stand, those in error left out."""
    last_note_on: date | None = None
    """The day on which the latest of them was written."""
    to_do: tuple[TaskBody, ...] = ()
    """Open tasks."""
    has_done: bool = False
    """Whether something was to be done before, and is done."""
    has_birthday: bool = False
    """A birthday of the child asks something, of which nobody made a task yet."""
    can_be_reached: bool = False
    """Ways to reach someone of the family are kept, or a word by which they are known when they come back."""
    quiet_days: int = QUIET_DAYS
    """After so many days without a note a case is not up to date: the office's setting."""


def handover_gaps(material: Material, today: date) -> tuple[HandoverGap, ...]:
    """What a colleague would miss, in the order of the sheet; nothing where they could take over.

    Any note may hold the progress or the action: only their absence everywhere counts. Of a closed case only its
    outcome is asked for.
    """
    if material.status is CaseStatus.CLOSED:
        facts = material.facts
        return () if facts.outcomes and facts.outcome_words.strip() else (HandoverGap.NO_OUTCOME,)
    return (*_of_facts(material), *_of_notes(material, today), *_of_actions(material))


def _of_facts(material: Material) -> Iterator[HandoverGap]:
    facts = material.facts
    if not facts.level:
        yield HandoverGap.NO_LEVEL
    if not facts.issues:
        yield HandoverGap.NO_ISSUE
    if not material.can_be_reached:
        yield HandoverGap.NO_WAY_TO_REACH
    if not facts.wants.strip():
        yield HandoverGap.NO_WISH
    if facts.child_view not in {"YES", "NO"}:
        yield HandoverGap.CHILD_VIEW_NOT_SOUGHT


def _of_notes(material: Material, today: date) -> Iterator[HandoverGap]:
    if not material.notes:
        yield HandoverGap.NO_NOTE
        return
    if not any(note.progress.strip() or note.text.strip() for note in material.notes):
        yield HandoverGap.NO_PROGRESS
    is_open = material.status is CaseStatus.OPEN
    if is_open and is_quiet(material.last_note_on, material.facts.opened_on, today, material.quiet_days):
        yield HandoverGap.NOT_UP_TO_DATE


def _of_actions(material: Material) -> Iterator[HandoverGap]:
    was_agreed = material.has_done or any(note.action.strip() for note in material.notes)
    if material.to_do:
        if all(task.due_on is None for task in material.to_do):
            yield HandoverGap.ACTION_WITHOUT_DATE
    elif not was_agreed:
        if material.notes:  # without a note there can be no action in one: NO_NOTE says it
            yield HandoverGap.NO_ACTION
    elif material.status is CaseStatus.OPEN and not material.has_birthday:
        yield HandoverGap.NOTHING_NEXT


def with_note(material: Material, note: NoteBody, today: date) -> Material:
    """The material with one more note of today, and with the task that its action becomes (P40)."""
    action = (TaskBody(what=note.action, due_on=note.action_due),) if note.action.strip() else ()
    return dataclasses.replace(
        material, notes=(*material.notes, note), last_note_on=today, to_do=(*material.to_do, *action)
    )
