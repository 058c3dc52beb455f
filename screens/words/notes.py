"""Notes in words: who gave what they say, who may see it, and a whole note as one reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from iass_tui.rules.dates import display_day, display_moment, in_england
from iass_tui.rules.notes import NoteThread, fold_thread
from iass_tui.rules.records.casework import ContactBody, NoteBody, NoteRow, ParentMaySee, ProvidedBy
from iass_tui.services.views import NoteView
from screens.widgets.reader import Part
from screens.words.codes import label

IN_ERROR = "IN ERROR"
PROVIDED = {
    ProvidedBy.CHILD: "the child or young person",
    ProvidedBy.PARENT: "a parent or carer",
    ProvidedBy.PROFESSIONAL: "a professional",
    ProvidedBy.OFFICER: "our own work",
    ProvidedBy.OTHER: "someone else",
}
PROVIDED_SHORT = {
    ProvidedBy.CHILD: "child",
    ProvidedBy.PARENT: "parent",
    ProvidedBy.PROFESSIONAL: "professional",
    ProvidedBy.OFFICER: "us",
    ProvidedBy.OTHER: "other",
}
CHANNEL_SHORT = {
    "TEL": "phone",
    "F2F": "in person",
    "SCH": "school visit",
    "VID": "video",
    "SMS": "text",
    "EVT": "event",
    "REP": "through someone",
}
MAY_SEE = {
    ParentMaySee.YES: "a parent may see it",
    ParentMaySee.NO: "A PARENT MAY NOT SEE IT",
    ParentMaySee.NOT_ASKED: "not asked whether a parent may see it",
}
Names = Mapping[UUID, str]
StaffName = Callable[[UUID], str]


def thread_of(note: NoteView) -> NoteThread:
    """The note as it stands: its newest version, its additions, its mark of error."""
    return fold_thread(note.rows)


def kept_words(body: NoteBody) -> str:
    """What must be seen at once about who may know: "" where a parent may."""
    if body.parent_may_see is ParentMaySee.NO:
        return "NOT FOR PARENTS"
    if body.parent_may_see is ParentMaySee.NOT_ASKED and body.provided_by is ProvidedBy.CHILD:
        return "not for parents: not asked"
    return ""


def way_words(body: NoteBody) -> str:
    """How it came and from whom, in few letters: "phone, parent"."""
    way = CHANNEL_SHORT.get(body.channel) or label("CHANNEL", body.channel).lower()
    return ", ".join(part for part in (way, PROVIDED_SHORT[body.provided_by]) if part)


def which_note(note: NoteView | None) -> str:
    """Which note it is without a word of it: "note of 27 November 2026: phone, parent"; "" for none."""
    if note is None:
        return ""
    body = thread_of(note).body
    day = body.happened_on or in_england(note.written_at).date()
    return f"note of {display_day(day)}: {way_words(body)}"


def talk_words(body: ContactBody, names: Names) -> str:
    """A talk in one line: "phone, Zahra Hassan, 20 minutes"."""
    way = CHANNEL_SHORT.get(body.channel) or label("CHANNEL", body.channel).lower()
    whom = names.get(body.with_id, "") if body.with_id else ""
    return ", ".join(part for part in (way, whom or PROVIDED[body.with_whom], time_words(body), _joint(body)) if part)


def time_words(body: ContactBody | NoteBody) -> str:
    """How long it took, the way there and a volunteer's time apart: "20 minutes, 30 on the way"."""
    minutes = f"{body.minutes} minutes" if body.minutes else ""
    travel = f"{body.travel} on the way" if body.travel else ""
    volunteer = f"{body.volunteer_minutes} of a volunteer's" if body.volunteer_minutes else ""
    return ", ".join(part for part in (minutes, travel, volunteer) if part)


def _joint(body: ContactBody | NoteBody) -> str:
    return "also in a brother's or sister's case" if body.joint_id else ""


def first_words(body: NoteBody) -> str:
    """The beginning of a note, for a list: progress, text, action and outcome, whichever there are."""
    action = f"To do: {body.action}" if body.action else ""
    parts = (body.progress, body.text, action, body.outcome)
    return "  ".join(" ".join(part[:400].split()) for part in parts if part.strip())


def all_words(body: NoteBody, names: Names) -> str:
    """Everything that a note says, for searching; whatever is a code or a day is left out."""
    parts = (body.progress, body.text, body.action, body.action_by, body.outcome, given_by(body, names))
    return "  ".join(part for part in parts if part.strip())


def given_by(body: NoteBody, names: Names) -> str:
    """Who provided what the note says, by name where they are on file."""
    name = names.get(body.provided_by_id, "") if body.provided_by_id else ""
    return f"{name}, {PROVIDED[body.provided_by]}" if name else PROVIDED[body.provided_by]


def note_parts(note: NoteView, names: Names, staff: StaffName) -> Iterator[Part]:
    """Everything about one note: as it stands, what was added, why it is in error, and what it said before."""
    thread = thread_of(note)
    body = thread.body
    if thread.error is not None:
        why = thread.error.body.text
        yield Part(f"{IN_ERROR}: marked by {staff(thread.error.author_id)}, {_at(thread.error)}. {why}\n", "strong")
    yield Part(f"Written by {note.author or 'someone'}, {display_moment(note.written_at)}", "dim")
    yield from _facts(body, names)
    yield Part("")
    yield from _body(body)
    for row in thread.addenda:
        yield Part(f"\nAdded by {staff(row.author_id)}, {_at(row)}", "strong")
        yield from _body(row.body)
    for number, row in enumerate(reversed(thread.versions[:-1])):
        corrected = thread.versions[len(thread.versions) - 1 - number]
        yield Part(f"\nBefore it was corrected {_at(corrected)}", "strong")
        yield from _facts(row.body, names)
        yield from _body(row.body)


def _at(row: NoteRow) -> str:
    return display_moment(row.written_at)


def _facts(body: NoteBody, names: Names) -> Iterator[Part]:
    happened = f"Happened on {display_day(body.happened_on)}" if body.happened_on else ""
    line = ", ".join(part for part in (happened, label("CHANNEL", body.channel).lower(), time_words(body)) if part)
    if line:
        yield Part(line[0].upper() + line[1:], "dim")
    if body.joint_id:
        yield Part("It stands in a brother's or sister's case as well: a correction goes to both", "dim")
    yield Part(f"Provided by {given_by(body, names)}", "dim")
    about = ", ".join(names[one] for one in body.about if one in names)
    if about:
        yield Part(f"About {about}", "dim")
    looks = "strong" if body.parent_may_see is ParentMaySee.NO else "dim"
    words = MAY_SEE[body.parent_may_see]
    yield Part(words[0].upper() + words[1:], looks)


def _body(body: NoteBody) -> Iterator[Part]:
    due = f"by {display_day(body.action_due)}" if body.action_due else ""
    who_when = ", ".join(part for part in (body.action_by, due) if part)
    fields = (
        ("Progress", body.progress),
        ("Agreed action", body.action + (f"   ({who_when})" if who_when else "") if body.action else ""),
        ("Outcome", body.outcome),
    )
    for title, words in fields:
        if words:
            yield Part(f"{title}: {words}")
    if body.text:
        yield Part(body.text)
