"""The life of the office's policy: draft, approved, issued, superseded; reviews; what to ask again (P63-P69)."""

from __future__ import annotations

import dataclasses
import difflib
import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.policies import Approval, PolicyBody, PolicyState, PolicyVersion, ReviewCall
from iass_tui.rules.wording import Wording

REMINDERS = (60, 30, 7)
"""So many days before the yearly review is due, the manager is reminded (P63)."""
TELL_WITHIN = timedelta(days=28)
"""By when officers tell the families of active cases: the policy names no day (K)."""
COPY_WITHIN = timedelta(days=14)
"""By when a copy that was asked for should be out, and a question answered: the policy names no day (K)."""
MOST_LINES = 2000
"""Lines that are compared one by one: the policy has about sixty, and many more would keep everybody waiting."""


class PolicyReason(Reason):
    """Why a version may not be changed, approved, issued or reviewed."""

    NO_TEXT = "POLICY_NO_TEXT", "P63"
    SAME_TEXT = "POLICY_SAME_TEXT", "P63"  # word for word the one in force
    NO_CHANGES = "POLICY_NO_CHANGES", "P66"  # nobody said in plain words what changed
    NOT_A_DRAFT = "POLICY_NOT_A_DRAFT", "P65"
    NOT_APPROVED = "POLICY_NOT_APPROVED", "P65"
    NOT_IN_FORCE = "POLICY_NOT_IN_FORCE", "P63"
    ISSUED_ALREADY = "POLICY_ISSUED_ALREADY", "P66"  # what people read never changes
    ANOTHER_DRAFT = "POLICY_ANOTHER_DRAFT", "P65"  # one at a time
    NO_MINUTES = "POLICY_NO_MINUTES", "P65"
    IN_THE_FUTURE = "POLICY_IN_THE_FUTURE", "P65"
    NO_REASON = "POLICY_NO_REASON", "P64"


def may_draft(versions: Iterable[PolicyVersion]) -> Decision:
    """Whether a new version may be begun: one is worked on at a time."""
    is_open = any(one.state in (PolicyState.DRAFT, PolicyState.APPROVED) for one in versions)
    return decide([PolicyReason.ANOTHER_DRAFT] if is_open else [])


def may_change(state: PolicyState) -> Decision:
    """Whether the text may be changed. An approval goes with that: it was given to other words."""
    is_open = state in (PolicyState.DRAFT, PolicyState.APPROVED)
    return decide([] if is_open else [PolicyReason.ISSUED_ALREADY])


def _of_text(body: PolicyBody, in_force: str) -> Iterator[Reason]:
    if not body.text.strip():
        yield PolicyReason.NO_TEXT
    elif body.text.strip() == in_force.strip():
        yield PolicyReason.SAME_TEXT
    if not body.changes.strip():
        yield PolicyReason.NO_CHANGES


def _of_approval(approval: Approval, today: date) -> Iterator[Reason]:
    if not approval.minutes.strip():
        yield PolicyReason.NO_MINUTES
    if approval.on > today:
        yield PolicyReason.IN_THE_FUTURE


def may_approve(version: PolicyVersion, approval: Approval, in_force: str, today: date) -> Decision:
    """Whether this draft may be approved like this: by whom, when, and a reference to where it is written (P65)."""
    reasons: list[Reason] = [] if version.state is PolicyState.DRAFT else [PolicyReason.NOT_A_DRAFT]
    return decide([*reasons, *_of_text(version.body, in_force), *_of_approval(approval, today)])


def may_issue(version: PolicyVersion, in_force: str) -> Decision:
    """Whether this version may be put in force."""
    if version.state in (PolicyState.ISSUED, PolicyState.SUPERSEDED):
        return decide([PolicyReason.ISSUED_ALREADY])
    is_approved = version.state is PolicyState.APPROVED and version.body.approval is not None
    reasons: list[Reason] = [] if is_approved else [PolicyReason.NOT_APPROVED]
    return decide([*reasons, *_of_text(version.body, in_force)])


def may_review(version: PolicyVersion, review: Approval, today: date) -> Decision:
    """Whether a review that leaves the version in force as it is may be recorded (P63, P65)."""
    reasons: list[Reason] = [] if version.state is PolicyState.ISSUED else [PolicyReason.NOT_IN_FORCE]
    return decide([*reasons, *_of_approval(review, today)])


def may_call(version: PolicyVersion, call: ReviewCall, today: date) -> Decision:
    """Whether a review outside the year may be called for (P64): it says why."""
    reasons: list[Reason] = [] if version.state is PolicyState.ISSUED else [PolicyReason.NOT_IN_FORCE]
    if not call.words.strip():
        reasons.append(PolicyReason.NO_REASON)
    if call.on > today:
        reasons.append(PolicyReason.IN_THE_FUTURE)
    return decide(reasons)


class Reminder(enum.StrEnum):
    """How near the review is."""

    IN_60_DAYS = "IN_60_DAYS"
    IN_30_DAYS = "IN_30_DAYS"
    IN_7_DAYS = "IN_7_DAYS"
    DUE = "DUE"
    OVERDUE = "OVERDUE"


_BY_DAYS = dict(zip(REMINDERS, (Reminder.IN_60_DAYS, Reminder.IN_30_DAYS, Reminder.IN_7_DAYS), strict=True))


@dataclasses.dataclass(frozen=True)
class ReviewDue:
    """When the version in force is to be reviewed; `call` is what makes it earlier than its year."""

    on: date
    call: ReviewCall | None = None

    def reminder(self, today: date) -> Reminder | None:
        """What to remind of today; None while there are more than 60 days left (P63)."""
        if today >= self.on:
            return Reminder.DUE if today == self.on else Reminder.OVERDUE
        left = (self.on - today).days
        near = [days for days in REMINDERS if left <= days]
        return _BY_DAYS[min(near)] if near else None


def review_due(body: PolicyBody) -> ReviewDue | None:
    """When a version in force is to be reviewed: a year after it was issued or last reviewed, or when called for.

    None for a version that was never issued. A call is met by the first review on its day or later.
    """
    if body.issued_on is None:
        return None
    last = max([body.issued_on, *(one.on for one in body.reviews)])
    reviewed = max((one.on for one in body.reviews), default=date.min)
    waiting = [one for one in body.calls if one.on > reviewed]
    yearly = _year_after(last)
    first = min(waiting, key=lambda one: one.on, default=None)
    return ReviewDue(first.on, first) if first is not None and first.on <= yearly else ReviewDue(yearly)


def _year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


Issued = Sequence[tuple[date, Wording]]
"""Every version that was issued with the day since which it was in force, oldest first."""


def read_on(issued: Issued, day: date) -> Wording:
    """The version that somebody agreed to who was asked on this day, whenever it is written down (P73).

    Of the day of issue it is the new one; of a day before any version the oldest.
    """
    return next((text for since, text in reversed(issued) if since <= day), issued[0][1])


@dataclasses.dataclass(frozen=True)
class MeaningChange:
    """From this version on, these consents mean something else than what people agreed to before."""

    number: int
    on: date
    purposes: frozenset[Purpose]


_POLICY_OF = re.compile(r"policy ([0-9]{1,6})\Z")


def policy_of(wording_version: str) -> int | None:
    """The version of the policy that a consent's wording names ("1, policy 2"); None for a wording of another kind."""
    found = _POLICY_OF.search(wording_version)
    return int(found[1]) if found else None


def meaning_changes(versions: Iterable[PolicyVersion]) -> tuple[MeaningChange, ...]:
    """Every issued version that changed what a consent means, oldest first."""
    return tuple(
        MeaningChange(one.number, one.body.issued_on, frozenset(one.body.meaning))
        for one in sorted(versions, key=lambda one: one.number)
        if one.body.issued_on is not None and one.body.meaning
    )


def changed_since(changes: Sequence[MeaningChange], purpose: Purpose, wording_version: str) -> date | None:
    """Since when a consent of this wording no longer means what was agreed to; None where it still does (P69, 5.5).

    A wording that names no version of the policy is older than every change: ask once too often rather than never.
    """
    given = policy_of(wording_version) or 0
    return min((one.on for one in changes if one.number > given and purpose in one.purposes), default=None)


def difference(versions: Sequence[PolicyVersion], this: PolicyVersion) -> tuple[tuple[str, str], ...]:
    """A version's text against the one that was in force before it, line by line: "added", "taken out" or "" each.

    Empty lines mean nothing; of a longer text than `MOST_LINES` all is taken out and added. Of the first version
    nothing is.
    """
    older = [one for one in versions if one.number < this.number and one.body.issued_on is not None]
    before = max(older, key=lambda one: one.number).body.text if older else this.body.text
    old, new = ([line.strip() for line in text.splitlines() if line.strip()] for text in (before, this.body.text))
    if old != new and max(len(old), len(new)) > MOST_LINES:
        return (*(("taken out", line) for line in old), *(("added", line) for line in new))
    found: list[tuple[str, str]] = []
    for same, start, end, first, last in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if same == "equal":
            found += (("", line) for line in new[first:last])
        else:
            found += (("taken out", line) for line in old[start:end])
            found += (("added", line) for line in new[first:last])
    return tuple(found)
