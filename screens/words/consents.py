"""Consents in words: what for, how they stand, what ends them, and what taking one back does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import STAYS_TRUE, Effect, Lapse, NextChange, Status
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, Decision, FormSubject, Purpose, Scope
from iass_tui.rules.traces import TraceKind

STATUSES = {
    Status.GIVEN: "given",
    Status.REFUSED: "refused",
    Status.WITHDRAWN: "withdrawn",
    Status.EXPIRED: "expired",
    Status.SUPERSEDED: "superseded",
    Status.NOT_ASKED: "not asked",
}
DECISIONS = {Decision.GIVEN: "said yes", Decision.REFUSED: "said no", Decision.WITHDRAWN: "took it back"}
METHODS = {
    ConsentMethod.WET_INK: "on paper, in ink",
    ConsentMethod.TYPED: "typed on a form",
    ConsentMethod.VERBAL: "spoken",
    ConsentMethod.EMAIL: "by e-mail",
    ConsentMethod.E_SIGN: "by electronic signature",
}
RIGHTS = {
    "SELF": "for themselves",
    "PR": "by parental responsibility",
    "AUTHORITY": "because the young person asked them to",
    "BEST_INTERESTS": "as a best-interests decision",
    "": "by a right not established yet",
}
READ_BY = {"READ": "they read it themselves", "ALOUD": "it was read to them"}
ABOUT = {FormSubject.SELF: "themselves", FormSubject.CHILD: "their child", FormSubject.BOTH: "both of them"}
LAPSES = {
    Lapse.REVIEW_PASSED: "its review day passed",
    Lapse.USED_ONCE: "it was for one time, and that is used",
    Lapse.TURNED_16: "the young person turned 16 and decides themselves",
    Lapse.TURNED_18: "the young person turned 18",
    Lapse.OVERRULED: "a wider no came later",
    Lapse.NOT_YET: "it was given for a day still to come",
    Lapse.NOT_THEIRS_TO_GIVE: "someone else said yes after the person themselves had said no",
}
_CHANGES = {
    Lapse.REVIEW_PASSED: "its review day has passed then",
    Lapse.USED_ONCE: "when it is used: it is for one time",
    Lapse.TURNED_16: "the young person turns 16 and decides themselves",
    Lapse.TURNED_18: "the young person turns 18",
    Lapse.NOT_YET: "it holds from that day",
}
NEXT = {
    Purpose.CONTACT_AGENCY: "Contact: another organisation or person",
    Purpose.SHARE_DOC: "Give another document to someone",
    Purpose.YP_RELEASE_TO_PARENT: "Let another parent have what they gave",
}
"""The line below what is on record, where one consent each is asked for the next."""
EFFECTS = {
    Effect.FREEZE_RECORD: "The record is frozen: nothing can be added to it.",
    Effect.STOP_TASKS: "Their open tasks are dropped.",
    Effect.STOP_OUTBOUND: "Nobody rings, writes to or contacts anyone about them.",
    Effect.DELETE_CONTACT: "Phone numbers, e-mails and addresses are erased for good.",
    Effect.DELETE_EQUALITY: "Their answers to the equality questions are erased for good.",
    Effect.BLOCK_AGENCY: "The agency may not be contacted any more.",
    Effect.STOP_SHARING: "Nothing more is shared under this consent.",
    Effect.LEAVE_COUNTS: "They are left out of counts from now on.",
    Effect.SUPPRESS_CHANNEL: "No more news goes to them this way.",
    Effect.STOP_ASKING: "They are not asked for feedback again.",
    Effect.KEEP_FROM_PARENTS: "What they gave is kept from their parents.",
    Effect.ACCESS_ALLOWED_AGAIN: "The refusal is lifted: what the rules allow may be released again.",
    Effect.DECIDE_ERASURE: "A manager decides within a month: erase, or keep on another lawful basis.",
    Effect.TELL_PERSON: "Tell them what was decided.",
    Effect.KEEP_SUPPRESSION_NOTE: "Only the note of this no is kept, so that nobody adds them again.",
    Effect.KEEP_CASE_WITH_CODE_WORD: "The case stays; agree a word by which you know them when they come back.",
    Effect.OFFER_TO_TELL_AGENCY: "Offer to tell the agency.",
    Effect.PAST_CONTACTS_WERE_LAWFUL: "Contacts made until now were lawful and stay on file.",
    Effect.PUBLISHED_FIGURES_STAY: "Figures already published stay: they name nobody.",
    Effect.PAST_STAYS_LAWFUL: "What was done until now stays lawful.",
    Effect.ACKNOWLEDGE_IN_WRITING: "Confirm it to them in writing.",
    Effect.COMPLAINT_ROUTE: "Tell them how to complain to the line manager.",
}
TRACES = {
    TraceKind.PHONE: "telephone",
    TraceKind.EMAIL: "e-mail",
    TraceKind.POSTCODE: "postcode",
    TraceKind.ADDRESS: "address",
    TraceKind.KNOWN: "theirs, word for word",
}
REDACT_NOTES = "REDACT_NOTES"
"""Before a colon and a number: so many notes still hold something like a number or an address."""


def purpose_words(purpose: Purpose) -> str:
    """What a consent is for."""
    return code_list("PURPOSE").label(purpose.value)


def agency_words(code: str) -> str:
    """An agency of the form, or a finer one."""
    for name in ("AGENCY", "AGENCY_FINE"):
        if code in code_list(name):
            return code_list(name).label(code)
    return code


def scope_words(scope: Scope, name: str = "") -> str:
    """How far a consent reaches, "" where nothing limits it. `name` is the person it is about (P15, P32)."""
    parts = [agency_words(scope.agency)] if scope.agency else []
    parts += [part for part in (scope.named, name) if part]
    parts += [f"only about {scope.topic}"] if scope.topic else []
    parts += ["one time"] if scope.one_off else []
    return ", ".join(parts)


def what_for(purpose: Purpose, scope: Scope, name: str = "") -> str:
    """Purpose and reach as one line."""
    if purpose is Purpose.REFUSE_ACCESS:
        return f"Access refused to {name or 'everyone'}"
    reach = scope_words(scope, name)
    if purpose is Purpose.SHARE_DOC and scope.topic:
        once = ", one time" if scope.one_off else ""
        return f"Give {scope.topic} to {scope.named or 'whoever asks'}{once}"
    if purpose is Purpose.CONTACT_AGENCY:
        return f"Contact: {reach}" if reach else "Contact other professionals at all"
    return f"{purpose_words(purpose)}: {reach}" if reach else purpose_words(purpose)


def next_change_words(change: NextChange | None) -> str:
    """What changes a standing next, "" where nothing but a new decision does."""
    if change is None:
        return ""
    reason = _CHANGES.get(change.why, "")
    if change.on is None:
        return f"Ends {reason}"
    begins = "Begins" if change.why is Lapse.NOT_YET else "Ends"
    return f"{begins} on {display_day(change.on)}: {reason}"


def effect_words(value: str) -> str:
    """One effect as a sentence, also those that a withdrawal counts ("REDACT_NOTES:3")."""
    name, _, number = value.partition(":")
    if name == REDACT_NOTES:
        places, seem = ("place", "seems") if number == "1" else ("places", "seem")
        found = (
            f"{number} {places} in notes, tasks, letters or what was shared {seem} to hold a number or address in words"
        )
        return f"{found}: look, and take out what has to go."
    return EFFECTS[Effect(value)] if value in set(Effect) else value


TO_DO, STAYS = "For the office to do", "What stays true"


def then_words(values: Iterable[str]) -> tuple[str, ...]:
    """What comes after a withdrawal, a paragraph each: what the office has to do, and what is so by itself."""
    every = tuple(values)
    kinds = (
        (TO_DO, [value for value in every if value not in STAYS_TRUE]),
        (STAYS, [value for value in every if value in STAYS_TRUE]),
    )
    return tuple(
        "\n".join((f"{title}:", *(f"  {effect_words(value)}" for value in found))) for title, found in kinds if found
    )


def consent_words(event: ConsentEvent, names: Mapping[UUID, str]) -> str:
    """What somebody decided about what, in one line; whom a refusal of access is about by name."""
    name = names.get(event.scope.person_id, "") if event.scope.person_id else ""
    by = f" ({event.given_by_name})" if event.given_by_name else ""
    if event.purpose is not Purpose.REFUSE_ACCESS:
        return f"{what_for(event.purpose, event.scope, name)}: {DECISIONS[event.decision]}{by}"
    stands = event.decision is Decision.GIVEN
    said = f"{name or 'nobody else'} {'may not' if stands and name else 'may'} see the file"
    return f"{said if stands or name else 'the refusal of access is lifted'}{by}"
