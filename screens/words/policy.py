"""The policy register in words: where a version stands, its reviews, who was told and how, what was asked."""

from __future__ import annotations

from iass_tui.rules.dates import display_day
from iass_tui.rules.policy import Reminder, ReviewDue
from iass_tui.rules.policy_telling import Completion, Standing
from iass_tui.rules.records.policies import (
    Approval,
    AskedKind,
    Asker,
    FamilyTold,
    HowTold,
    NoticeKind,
    PolicyState,
    PolicyVersion,
    Reached,
    ReviewCall,
    Reviewer,
    Trigger,
)

STATES = {
    PolicyState.DRAFT: "draft",
    PolicyState.APPROVED: "approved, to be issued",
    PolicyState.ISSUED: "in force",
    PolicyState.SUPERSEDED: "superseded",
}
REVIEWERS = {
    Reviewer.MANAGER: "The IASS manager",
    Reviewer.BOARD: "The Advisory Board",
    Reviewer.BOTH: "The manager and the Advisory Board",
}
TRIGGERS = {
    Trigger.YEARLY: "The yearly review",
    Trigger.LAW: "A change in the law about data protection",
    Trigger.COMPLAINT: "A complaint",
    Trigger.CONCERN: "A concern",
    Trigger.AUDIT: "An audit",
}
HOW = {HowTold.COPY: "A copy", HowTold.LINK: "Where it stands on the website", HowTold.BOTH: "Both"}
HOW_SHORT = {HowTold.COPY: "copy", HowTold.LINK: "link", HowTold.BOTH: "copy and link"}
REACHED = {
    Reached.TALK: "In a talk, face to face or on the telephone",
    Reached.POST: "By post",
    Reached.EMAIL: "By email",
    Reached.TEXT: "By text message",
}
REACHED_SHORT = {Reached.TALK: "talk", Reached.POST: "post", Reached.EMAIL: "email", Reached.TEXT: "text"}
STANDINGS = {
    Standing.TOLD: "told",
    Standing.LEFT: "to be told",
    Standing.CLOSED: "case closed before they were told",
    Standing.WITHDRAWN: "consent taken back: nobody contacts them",
    Standing.ERASED: "erased",
}
NOTICES = {NoticeKind.COLLEAGUE: "colleague", NoticeKind.COUNCIL: "council", NoticeKind.AGENCY: "agency"}
KINDS = {
    AskedKind.POLICY: "Copy of the policy",
    AskedKind.ICT: "Copy of ICT standards",
    AskedKind.QUESTION: "Question",
}
ASKERS = {
    Asker.ON_FILE: "Somebody on file",
    Asker.FAMILY: "A parent or carer",
    Asker.YOUNG_PERSON: "A young person",
    Asker.PROFESSIONAL: "A professional",
    Asker.COLLEAGUE: "A colleague",
    Asker.OTHER: "Somebody else",
}
_LEFT = {
    Reminder.IN_60_DAYS: "Review of the policy due in two months, by {on}",
    Reminder.IN_30_DAYS: "Review of the policy due in a month, by {on}",
    Reminder.IN_7_DAYS: "Review of the policy due in a week, by {on}",
    Reminder.DUE: "Review of the policy due today",
    Reminder.OVERDUE: "Review of the policy overdue since {on}",
}


def reminder_words(reminder: Reminder, due: ReviewDue) -> str:
    """ "Review of the policy due in a month, by 23 November 2027"."""
    return _LEFT[reminder].format(on=display_day(due.on))


def due_words(due: ReviewDue | None) -> str:
    """When the next review is, and what calls for it."""
    if due is None:
        return ""
    words = f"Next review by {display_day(due.on)}"
    return f"{words}, called for: {call_words(due.call)}" if due.call else words


def call_words(call: ReviewCall) -> str:
    """Why a review is due before its year."""
    trigger = TRIGGERS[call.trigger]
    return f"{trigger[0].lower()}{trigger[1:]} ({call.words})"


def approval_words(approval: Approval) -> str:
    """Who, when, and where it is written."""
    who = REVIEWERS[approval.by]
    return f"{who[0].lower()}{who[1:]}, {display_day(approval.on)}, {approval.minutes}"


def state_words(policy: PolicyVersion) -> str:
    """ "in force since 23 November 2026"."""
    words = STATES[policy.state]
    issued = policy.body.issued_on
    if issued is None:
        return words
    return (
        f"{words} since {display_day(issued)}" if policy.state is PolicyState.ISSUED else f"{words}, of {issued.year}"
    )


def figure_words(figure: Completion) -> str:
    """The figure in one line, whose parts add up to all."""
    gone = [(figure.closed, "case closed"), (figure.withdrawn, "consent taken back"), (figure.erased, "erased")]
    parts = [f"told {figure.told}", *(f"{words} {count}" for count, words in gone if count), f"left {figure.left}"]
    return f"{figure.percent}%: {figure.accounted} of {figure.total} families accounted for ({', '.join(parts)})"


def told_words(told: FamilyTold) -> str:
    """How a family was told."""
    how = HOW_SHORT[told.how] if told.how else ""
    reached = REACHED_SHORT[told.reached] if told.reached else ""
    return ", ".join(part for part in (how, reached) if part)
