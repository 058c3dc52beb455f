"""The lines of Today: what each says, and where Enter leads from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from iass_tui.rules.agenda import day_of
from iass_tui.rules.dates import display_day, display_moment
from iass_tui.rules.deadlines import COUNCILS
from iass_tui.rules.deadlines.words import short_words as law_words
from iass_tui.rules.duties import short_words
from iass_tui.rules.masking import Neutral
from iass_tui.rules.putting_off_words import own_date_words, waited_cell
from iass_tui.rules.records.registers import Register
from screens import messages, policy_wishes
from screens.widgets.restricted_mark import marked
from screens.widgets.row_list import Row
from screens.words.concerns import TROUBLES, age_words
from screens.words.days import LONG, day_due, due_day, short_day

if TYPE_CHECKING:
    from iass_tui.services.concern_views import ConcernMark
    from iass_tui.services.deadline_views import CaseDate
    from iass_tui.services.views import DraftOffer, ExceptionLine, TaskView, TodayView

WARNINGS = {
    "NO_KIT": "No recovery kit: lost passphrases would lose all. Enter makes it",
    "NO_BACKUP": "No backup yet. Enter says what to do",
    "BACKUP_OLD": "The last backup is more than a week old. Enter says more",
    "BACKUP_BEHIND": "The backup holds keys from before the last erasure. Enter says more",
    "BACKUP_SAME_DISK": "The backup lies on the office's own disk. Enter says more",
    "UNREADABLE": "Some tasks do not open: they are damaged. Enter says more",
    "KEYS_UNREADABLE": "Some keys do not open: damaged, or put there. Enter says more",
    "UNDONE": "Something could not be finished at sign-in. Enter says more",
    "ROLE_CHANGED": "Your role was changed. Sign out and in again, so that every page shows what you may do now",
    "ADMIT_WAITING": "A colleague has joined and waits to be let in. Enter opens Staff",
}
ADVICE = {
    "NO_BACKUP": "Ask whoever looks after the computer to run: iass backup. Until then one broken disk loses all.",
    "BACKUP_OLD": "What was written since then would be lost with this computer. Ask whoever looks after it to run: "
    "iass backup. When the last one was made stands on the manager's page About this office.",
    "BACKUP_BEHIND": "Something was erased for good, and the keys in the newest backup could not be renewed. Only two "
    "recovery sheets would open that backup now. Ask whoever looks after the computer to run: iass backup.",
    "BACKUP_SAME_DISK": "One broken disk would lose the records and their backup. Ask whoever looks after the "
    "computer to give iass backup a folder on another disk.",
}
ADVICE |= {
    "UNREADABLE": "Ask whoever looks after the computer to run: iass check --deep. Nothing else is affected.",
    "KEYS_UNREADABLE": "Nobody is kept from their work by them. Ask whoever looks after the computer to run: "
    "iass check --deep, and tell your manager: somebody may have written into the office's files.",
    "UNDONE": "An erasure, a withdrawal or a referral whose time was up could not be finished. Sign in again; if this "
    "stays, ask whoever looks after the computer to run: iass check.",
}
GO: dict[str, messages.Wish] = {"NO_KIT": messages.KitWanted(), "ADMIT_WAITING": messages.StaffWanted()}
DRAFT_KINDS = {
    "intake": "new enquiry",
    "note": "note",
    "correction": "correction of a note",
    "addendum": "addition to a note",
    "card": "change to a person",
    "facts": "change to a case",
    "closing": "closing of a case",
    "consent": "consent form",
    "pack": "working copy",
    "letter": "letter",
    "policy": "new version of the policy",
}
OF_PERSON: dict[str, Callable[[UUID, UUID], messages.Wish]] = {
    "card": messages.CardWanted,
    "consent": messages.ConsentFormWanted,
    "pack": messages.PackWanted,
    "letter": lambda person, draft: messages.LetterWanted(person, draft_id=draft),
}
OF_CASE: dict[str, Callable[[UUID, UUID], messages.Wish]] = {
    "facts": messages.CaseFactsWanted,
    "closing": messages.ClosingWanted,
}
STAGES = {
    "TO_SEE": "shared without permission",
    "TO_SIGN_OFF": "shared at once, to be signed off",
    "TO_SIGN_OFF_FIRST": "to be signed off before it is shared",
    "TO_DO": "signed off, may be shared now",
}
NEVER_PUT_OFF = {
    "concern": "A concern is never put off. Enter opens it",
    "concerns": "A concern is never put off. Enter opens it",
    "exception": "What was shared without permission is not put off. Enter opens it",
    "date": "The law's date is not put off. Enter opens the timetable: k makes a task of it, which can be",
}
"""What is said where a key would put off what cannot be."""
LEADS_TO: dict[str, Callable[[Any], messages.Wish]] = {
    "date": messages.TimetableWanted,
    "concern": messages.ConcernChosen,
    "concerns": lambda _: messages.ConcernsWanted(),
    "queue": lambda _: messages.QueueWanted(),
    "erasure": messages.ErasureWanted,
    "case": messages.CaseChosen,
    "exception": messages.ExceptionWanted,
    "training": lambda _: messages.TrainingWanted(),
    "undertaking": messages.UndertakingWanted,
    "registers": lambda _: messages.RegistersWanted(),
    "policy": lambda _: policy_wishes.PolicyWanted(),
    "training_plan": lambda _: messages.RegisterWanted(Register.PLAN),
    "policy_read": lambda _: policy_wishes.PolicyReadWanted(),
    "policy_questions": lambda _: policy_wishes.PolicyAskedWanted(questions=True),
    "policy_copies": lambda _: policy_wishes.PolicyAskedWanted(),
    "referral": messages.PersonChosen,
    "team": lambda _: messages.TeamWanted(),
}
"""The wish behind Enter, by the kind of line."""


def by_day(
    tasks: Sequence[TaskView], dates: Sequence[CaseDate], today: date, restricted: Collection[UUID] = ()
) -> list[Row]:
    """Tasks and dates by day, what the law sets first; tasks without a day last."""
    found = [(one.on, 0, marked(date_row(one), one.case_id, restricted)) for one in dates]
    found += [(day_of(one.body) or date.max, 1, marked(task_row(one, today), one.case_id, restricted)) for one in tasks]
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def concern_row(mark: ConcernMark) -> Row:
    """On top, whatever is folded: it can be neither put off nor marked as done here (P23)."""
    if mark.trouble is not None:
        word, what = TROUBLES[mark.trouble]
        return Row(("concerns", mark.id), (Neutral("! CONCERN"), Neutral(f"{word}  {mark.reference}: {what}")))
    new = "NEW, " if mark.is_new else ""
    words = f"{new}{mark.reference}, open for {age_words(mark.waited)}, raised by {mark.raised_by}"
    return Row(("concern", mark.id), (Neutral("! CONCERN"), Neutral(words)))


def task_row(task: TaskView, today: date) -> Row:
    """Something to be done on a day, which after a putting off is not its own: that one stays in sight."""
    body, kind = task.body, "statutory" if task.body.statutory else ""
    if body.waiting is not None:
        kind = waited_cell(body.waiting, today)
    words = short_words(body)
    what = f"({own}) {words}" if (own := own_date_words(body)) else words
    on = day_due(day_of(body), today)
    if body.duty is None:
        on = Neutral(on)  # else it may be a birthday: masked with the rest
    elif not kind:
        kind = "consent" if body.duty.person_id else "birthday"
    return Row(("task", task.id), (on, what, task.reference, Neutral(kind), task.name))


def where(task: TaskView) -> messages.Wish:
    """Where Enter leads: to what the task is about."""
    if task.body.policy_id is not None:
        return policy_wishes.PolicyTellingWanted(task.case_id)
    duty = task.body.duty
    if duty is not None and duty.person_id is not None:
        return messages.ConsentWanted(duty.person_id)
    return messages.CaseChosen(task.case_id)


def go_on_with(draft: DraftOffer) -> messages.Wish | None:
    """Where unsaved work goes on."""
    person, case = draft.subject_id, draft.case_id
    if draft.kind == "intake":
        return messages.IntakeWanted(draft_id=draft.id)
    if draft.kind == "policy":
        return policy_wishes.PolicyDraftWanted(draft.id)
    if draft.kind in OF_PERSON and person is not None:
        return OF_PERSON[draft.kind](person, draft.id)
    if draft.kind in OF_CASE and case is not None:
        return OF_CASE[draft.kind](case, draft.id)
    return messages.NoteWanted(case, person, draft.kind == "addendum", draft.id) if case is not None else None


def date_row(one: CaseDate) -> Row:
    """A date that the law sets: the council's duty, or by when the family may do something."""
    row = one.deadline.row
    what, kind = law_words(row.code), "council's duty" if row.holder in COUNCILS else "statutory"
    if one.on != one.deadline.due:
        what = f"{what} ({one.deadline.due.day} {one.deadline.due:%b})"
    on = short_day(one.on) if one.deadline.days_late > LONG else due_day(one.on)
    cells = (Neutral(on), what, one.reference, Neutral(kind), one.name)
    return Row(("date", one.case_id, one.deadline.event_id, row.code), cells)


def exception_row(one: ExceptionLine) -> Row:
    """Something shared, or to be shared, without permission (P9, P11)."""
    due = f" by {display_day(one.due_on)}" if one.due_on else ""
    late = "OVERDUE. " if one.is_overdue else ""
    words = f"{late}{STAGES[one.stage]}{due}: {one.name} to {one.recipient}. Enter opens it"
    return Row(("exception", one.sharing_id), (Neutral("Exception"), words))


def draft_row(draft: DraftOffer) -> Row:
    """Unsaved work."""
    kind = DRAFT_KINDS.get(draft.kind, draft.kind)
    words = f"{f'{kind} {draft.summary}'.strip()}, {display_moment(draft.saved_at)}. Enter goes on, Del throws it away"
    return Row(("draft", draft.id), (Neutral("Unsaved"), words))


def due_tasks(view: TodayView) -> tuple[tuple[TaskView, ...], ...]:
    """In the order of the headings."""
    return view.overdue, view.today, view.this_week, view.waiting, view.later


def cannot_wait(concerns: Collection[ConcernMark], exceptions: Collection[ExceptionLine]) -> set[UUID]:
    """What rings when it comes: by id, since how long it has waited changes each time."""
    return {*(one.id for one in concerns), *(one.sharing_id for one in exceptions)}
