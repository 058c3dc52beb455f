"""What is held of the work itself: notes, contacts and tasks, as items of a working copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from db.contact_store import StoredContact
from db.feedback_store import StoredFeedback
from iass_tui.rules.dates import display_day
from iass_tui.rules.deadlines.words import event_words, excuse_words, short_words, told_words
from iass_tui.rules.feedback import answer_lines
from iass_tui.rules.notes import NoteThread
from iass_tui.rules.putting_off_words import put_off_words, waiting_since_words
from iass_tui.rules.records.casework import ContactBody, NoteBody, ParentMaySee, ProvidedBy, TaskBody, TaskStatus
from iass_tui.rules.records.consents import ConsentEvent
from iass_tui.rules.records.deadlines import CaseEvent, DutyNote, ToldBy
from iass_tui.rules.records.sharing import RecordedSharing
from iass_tui.rules.release import ItemProvenance
from iass_tui.services import sharing_words
from iass_tui.services.pack_items import Fields, Held, day_of, filled, given, label
from iass_tui.services.sharing_views import SharingLine


def note_item(
    thread: NoteThread,
    requester_id: UUID | None,
    *,
    child_agrees: bool,
    contact: ContactBody | None = None,
    is_about_another_child: bool = False,
) -> Held:
    """A note as it stands with its contact, its addenda below it; what was entered in error is kept and marked."""
    body = thread.body
    error = thread.error
    mark = f"Entered in error: {error.body.text or error.body.progress}" if error else ""
    return Held(
        id=f"note:{thread.note_id}",
        kind="Note",
        day=body.happened_on or day_of(thread.written_at),
        heading=label("CHANNEL", body.channel) or "Note",
        provenance=ItemProvenance(
            provided_by=body.provided_by,
            parent_may_see=body.parent_may_see,
            given_by_requester=requester_id is not None and body.provided_by_id == requester_id,
            is_in_error=error is not None,
            child_agrees=child_agrees,
        ),
        fields=(*_note_fields(body), *_contact_fields(contact)),
        text="\n\n".join(
            [body.text, *(f"Added {_written(one.written_at)}: {one.body.text}" for one in thread.addenda)]
        ),
        mark_words=mark,
        is_about_another_child=is_about_another_child,
    )


def _written(at: datetime) -> str:
    return display_day(day_of(at))


def _note_fields(body: NoteBody) -> Fields:
    due = f", by {display_day(body.action_due)}" if body.action_due else ""
    return filled(
        ("Progress", body.progress),
        ("Agreed action", f"{body.action}{due}" if body.action else ""),
        ("Outcome", body.outcome),
    )


def _contact_fields(body: ContactBody | None) -> Fields:
    if body is None:
        return ()
    return filled(
        ("Took", _minutes(body.minutes)),
        ("On the way", _minutes(body.travel)),
        ("A volunteer's time", _minutes(body.volunteer_minutes)),
    )


def _minutes(minutes: int) -> str:
    return f"{minutes} minutes" if minutes else ""


def contact_item(stored: StoredContact, requester_id: UUID | None, *, child_agrees: bool, name: str = "") -> Held:
    """A talk without a note. That a child talked to us is the child's own to tell (P32)."""
    body = stored.body
    own = requester_id is not None and body.with_id == requester_id
    provenance = given(body.with_whom, is_own=own, child_agrees=child_agrees)
    return Held(
        id=f"talk:{stored.id}",
        kind="Contact",
        day=body.happened_on or day_of(datetime.fromisoformat(stored.written_at)),
        heading=label("CHANNEL", body.channel) or "Contact",
        provenance=provenance,
        fields=(*filled(("With", name)), *_contact_fields(body)),
    )


def feedback_item(stored: StoredFeedback) -> Held:
    """A form that the family asked to have kept with the case."""
    body = stored.body
    return Held(
        id=f"feedback:{stored.id}",
        kind="Feedback",
        day=body.received_on,
        heading="What was said of us",
        provenance=given(ProvidedBy.PARENT),
        fields=filled(*answer_lines(body.answers), ("How we know that it shall stand here", body.asked_how)),
        text=body.answers.comment,
    )


def task_item(task_id: UUID, body: TaskBody, status: TaskStatus, made_on: date) -> Held:
    """Something to be done, or done; with why it was put off, for whom it waits, what was done."""
    states = {TaskStatus.OPEN: "to be done", TaskStatus.DONE: "done", TaskStatus.DROPPED: "dropped"}
    return Held(
        id=f"task:{task_id}",
        kind="Task",
        day=made_on,
        heading=states[status],
        provenance=given(ProvidedBy.OFFICER),
        fields=filled(
            ("Due", display_day(body.due_on) if body.due_on else ""),
            ("Put off", "; ".join(put_off_words(one) for one in body.put_off)),
            ("Waiting", waiting_since_words(body.waiting) if body.waiting else ""),
            ("What was done", body.done_words),
        ),
        text=body.what,
    )


def sharing_item(
    row: RecordedSharing, events: Mapping[UUID, ConsentEvent], name: str, *, is_shown: bool, is_own: bool
) -> Held:
    """One line of the sharing record. What another reader may not be shown is kept from them as the child's own."""
    body = row.body
    line = SharingLine(
        sharing_id=row.sharing_id,
        kind=row.kind,
        at=row.recorded_at,
        by="",
        recipient=name,
        body=body,
        permissions=tuple(events[one] for one in body.consents if one in events),
    )
    to = body.question.recipient if body.question else None
    provenance = given(ProvidedBy.OFFICER)
    if not is_shown and not is_own:
        provenance = ItemProvenance(provided_by=ProvidedBy.CHILD, parent_may_see=ParentMaySee.NO)
    return Held(
        id=f"sharing:{row.id}",
        kind="Sharing",
        day=body.on,
        heading=sharing_words.recipient_words(to, name) or "Sharing",
        provenance=provenance,
        fields=filled(("On whose permission", sharing_words.permission_words(line))),
        text=sharing_words.what_words(line),
        is_untold=not is_shown and is_own,
    )


def threads(rows: Sequence[NoteThread], person_id: UUID, *, is_subject: bool) -> Iterator[NoteThread]:
    """The notes that are about someone: all of their own case, or those they gave or are named in."""
    for thread in rows:
        if is_subject or person_id in thread.body.about or thread.body.provided_by_id == person_id:
            yield thread


_TOLD = {
    ToldBy.FAMILY: ProvidedBy.PARENT,
    ToldBy.COUNCIL: ProvidedBy.PROFESSIONAL,
    ToldBy.SCHOOL: ProvidedBy.PROFESSIONAL,
}


def event_item(event: CaseEvent) -> Held:
    """Something that starts a clock, and what became of its dates."""
    body = event.body
    return Held(
        id=f"event:{event.id}",
        kind="Date",
        day=body.on,
        heading=event_words(body.kind),
        provenance=dataclasses.replace(given(_TOLD.get(body.told_by, ProvidedBy.OTHER)), is_in_error=body.in_error),
        fields=filled(
            ("From", told_words(body.told_by)),
            *((short_words(one.code), _duty(one)) for one in body.duties),
        ),
        text=body.words,
        mark_words=f"Entered in error: {body.error_words}" if body.in_error else "",
    )


def _duty(one: DutyNote) -> str:
    done = f"done {display_day(one.done_on)}" if one.done_on else ""
    return "; ".join(part for part in (done, excuse_words(one.excuse) if one.excuse else "", one.words) if part)
