"""Everything of a case as lines in the order of days. A further kind is one more function in `SOURCES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from uuid import UUID

from iass_tui.rules.dates import in_england
from iass_tui.rules.deadlines.words import event_words, told_words
from iass_tui.rules.feedback import answer_lines
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.casework import CaseStatus, TaskStatus
from iass_tui.rules.records.sharing import SharingKind
from iass_tui.rules.timeline import Timeline, TimelineKind, TimelineLine, marked
from iass_tui.services import sharing_words as said
from iass_tui.services.views import CaseView, NoteView
from screens.widgets.row_list import Row
from screens.words import cases as words, sharing
from screens.words.consents import consent_words
from screens.words.days import short_day
from screens.words.letters import sent_words, whole_words
from screens.words.notes import IN_ERROR, all_words, first_words, kept_words, talk_words, thread_of, way_words
from screens.words.papers import paper_words, way_words as given_words

Names = Mapping[UUID, str]
Source = Callable[[CaseView, Names, Names], Iterator[TimelineLine]]
"""From a case, the family's names and the colleagues' names to lines of one kind."""
KINDS = {
    TimelineKind.NOTE: "note",
    TimelineKind.TALK: "talk",
    TimelineKind.TASK: "task",
    TimelineKind.DATE: "date",
    TimelineKind.CONSENT: "consent",
    TimelineKind.SHARING: "shared",
    TimelineKind.PAPER: "paper",
    TimelineKind.FEEDBACK: "said",
    TimelineKind.CHANGE: "change",
}
SEVERAL = {
    TimelineKind.NOTE: "notes",
    TimelineKind.TALK: "talks",
    TimelineKind.TASK: "tasks done or dropped",
    TimelineKind.DATE: "dates",
    TimelineKind.CONSENT: "consents",
    TimelineKind.SHARING: "what was shared",
    TimelineKind.PAPER: "papers",
    TimelineKind.FEEDBACK: "what they said of us",
    TimelineKind.CHANGE: "changes of level and status",
}


def timeline_of(case: CaseView, names: Names, staff: Names) -> Timeline:
    """Every line of a case once. Open tasks are not among them: they stand above."""
    return Timeline(line for source in SOURCES for line in source(case, names, staff))


def row(line: TimelineLine, wanted: tuple[str, ...] = ()) -> Row:
    """A line in the list; of a search, with the words round the first hit."""
    title = line.title
    if wanted and line.text:
        title = marked(f"{line.title} {line.text}" if line.title not in line.text else line.text, wanted)
    elif wanted:
        title = marked(line.title, wanted)
    return Row(line.key, (Neutral(short_day(line.day)), Neutral(KINDS[line.kind]), title, line.who), dim=line.is_void)


def counted(timeline: Timeline, shown: int, kind: TimelineKind | None, query: str) -> str:
    """The heading above the lines: how many there are, and what is left of them."""
    of = len(timeline.lines)
    if not of:
        return "Timeline: nothing yet, n writes a note"
    if kind is None and not query:
        return f"Timeline {of}"
    only = SEVERAL[kind] if kind else "found"
    also = ", found" if kind and query else ""
    return f"Timeline: {only}{also} {shown} of {of}"


# one function a kind


def _notes(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:
    for note in case.notes:
        yield from _note(note, names, staff)


def _note(note: NoteView, names: Names, staff: Names) -> Iterator[TimelineLine]:
    thread = thread_of(note)
    body, void = thread.body, thread.is_in_error
    day = body.happened_on or _day(note.written_at)
    marks = [IN_ERROR] if void else []
    marks += [kept_words(body)] if kept_words(body) else []
    marks += ["corrected"] if len(thread.versions) > 1 else []
    marks += ["joint"] if body.joint_id else []
    title = "   ".join([*marks, f"{way_words(body)}: {first_words(body)}"])
    of_note = TimelineKind.NOTE
    yield TimelineLine(
        day, note.written_at, of_note, title, note.author, ("note", note.note_id), all_words(body, names), void
    )
    for added in thread.addenda:
        title = f"+ to that of {short_day(day).strip()}: {first_words(added.body)}"
        key = ("note", note.note_id, added.id)
        who, text = staff.get(added.author_id, "someone"), all_words(added.body, names)
        yield TimelineLine(_day(added.written_at), added.written_at, of_note, title, who, key, text, void)


def _talks(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    for one in case.contacts:
        day = one.body.happened_on or _day(one.written_at)
        title = talk_words(one.body, names)
        yield TimelineLine(day, one.written_at, TimelineKind.TALK, title, one.author, ("talk", one.id))


def _tasks(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    for one in case.tasks:
        if one.status is not TaskStatus.OPEN:
            day = one.body.done_on or one.body.due_on or _opened_on(case)
            title = f"{'done' if one.status is TaskStatus.DONE else 'dropped'}: {one.body.what}"
            words = f"{title}: {one.body.done_words}" if one.body.done_words else title
            yield TimelineLine(day, _moment(day), TimelineKind.TASK, words, one.owner, ("task", one.id))


def _dates(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    for one in case.events:
        body = one.body
        title = f"{IN_ERROR}   {event_words(body.kind)}" if body.in_error else event_words(body.kind)
        text = "  ".join(part for part in (title, told_words(body.told_by), body.words, body.error_words) if part)
        who = staff.get(one.author_id, "someone")
        yield TimelineLine(
            body.on, one.written_at, TimelineKind.DATE, title, who, ("event", one.id), text, body.in_error
        )


def _consents(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:
    for one in case.person.consents:
        title = consent_words(one.event, names)
        text = "  ".join(part for part in (title, one.event.conditions) if part)
        who = staff.get(one.recorded_by, "someone")
        yield TimelineLine(
            one.event.given_on, one.recorded_at, TimelineKind.CONSENT, title, who, ("consent", one.id), text
        )


def _sharings(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    for number, one in enumerate(case.sharings):
        to = one.body.question.recipient if one.body.question else None
        whom = said.recipient_words(to, one.recipient)
        own = one.body.own_share
        what = sharing.OWN_SHARES[own] if own else said.what_words(one)
        mark = "" if one.kind is SharingKind.SHARED else sharing.KINDS[one.kind]
        to_whom = ", ".join(part for part in (mark, whom) if part)
        title = f"{to_whom}: {what or said.permission_words(one)}".replace("\n", " ")
        text = "  ".join(part for part in (title, one.body.told, one.body.words) if part)
        key = ("sharing", one.sharing_id, number)
        yield TimelineLine(one.body.on, one.at, TimelineKind.SHARING, title, one.by, key, text)


def _papers(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    for one in case.copies:
        copy = one.copy
        title = f"{paper_words(copy.paper)}, version {copy.version}, {given_words(copy.way)}"
        who, key = staff.get(one.recorded_by, "someone"), ("paper", one.id)
        yield TimelineLine(copy.given_on, _moment(copy.given_on), TimelineKind.PAPER, title, who, key)


def _letters(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    for one in case.letters:
        title, key = sent_words(one.body), ("letter", one.id)
        who, text = staff.get(one.author_id, "someone"), f"{title}\n\n{whole_words(one.body)}"
        yield TimelineLine(one.body.sent_on, one.written_at, TimelineKind.PAPER, title, who, key, text)


def _feedback(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    for one in case.feedback:
        answers = one.body.answers
        title = f"feedback form: {answers.comment}" if answers.comment else "feedback form"
        lines = [f"{label}: {answer}" for label, answer in answer_lines(answers)]
        text = "\n".join([title, *lines, f"It stands here because: {one.body.asked_how}"])
        day, key = one.body.received_on, ("feedback", one.id)
        yield TimelineLine(day, one.written_at, TimelineKind.FEEDBACK, title.replace("\n", " "), one.author, key, text)


def _changes(case: CaseView, names: Names, staff: Names) -> Iterator[TimelineLine]:  # noqa: ARG001
    """Opening, levels and statuses, as the facts hold them: who made them stands in the audit."""
    facts, change = case.facts, TimelineKind.CHANGE
    opened = _opened_on(case)
    title = words.opened_words(facts)
    yield TimelineLine(opened, _moment(opened, 0), change, title, "", ("change", "opened"))
    for number, (before, level) in enumerate(zip((None, *facts.levels), facts.levels, strict=False)):
        title = words.level_line(before, level)
        yield TimelineLine(level.on, _moment(level.on, 0, 1 + number), change, title, "", ("change", "level", number))
    for number, status in enumerate(facts.statuses):
        title, key = words.status_line(status), ("change", "status", number)
        yield TimelineLine(status.on, _moment(status.on, 23, number), change, title, "", key)
    if facts.closed_on is not None and not any(one.status is CaseStatus.CLOSED for one in facts.statuses):
        title, on = f"Closed: {words.closing_words(facts)}", facts.closed_on
        yield TimelineLine(on, _moment(on, 23), change, title, "", ("change", "closed"))


SOURCES: tuple[Source, ...] = (
    _notes,
    _talks,
    _tasks,
    _dates,
    _consents,
    _sharings,
    _papers,
    _letters,
    _feedback,
    _changes,
)


def _day(moment: datetime) -> date:
    return in_england(moment).date()


def _moment(day: date, hour: int = 12, order: int = 0) -> datetime:
    """A moment for what is known by its day alone: a case begins before, and ends after, what happened on that day."""
    return datetime.combine(day, time(hour, 0, order % 60), tzinfo=UTC)


def _opened_on(case: CaseView) -> date:
    """The facts say so of every case that this program opened."""
    first = min((one.on for one in case.facts.levels), default=None)
    return case.facts.opened_on or first or min((_day(one.written_at) for one in case.notes), default=date(2000, 1, 1))
