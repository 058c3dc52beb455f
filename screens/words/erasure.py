"""The decision after consent to save was taken back, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.erasure import LawfulBasis, ProposalVoid
from iass_tui.rules.second_person import Possible, Second
from iass_tui.services.consent_views import ErasureView
from screens.words.reasons import reason_sentence

BASES = {
    LawfulBasis.LEGAL_CLAIMS: "A legal claim or appeal needs it",
    LawfulBasis.LEGAL_OBLIGATION: "A law or a court order says that it is kept",
    LawfulBasis.SAFEGUARDING: "Someone's life or safety needs it",
    LawfulBasis.PUBLIC_TASK: "A task that the law gives this office needs it",
}
VOID = {
    ProposalVoid.JOINED: "the record was joined with another since, or parted from it",
    ProposalVoid.RESTRICTED: "the record was restricted since, or opened again",
    ProposalVoid.CONSENT_ANEW: "consent was given anew since, and taken back again",
}
_THINGS = (
    ("case", "case", "cases"),
    ("note", "row of notes", "rows of notes"),
    ("task", "task", "tasks"),
    ("contact", "talk", "talks"),
    ("consent_event", "consent decision", "consent decisions"),
    ("person_contact", "set of contact details", "sets of contact details"),
    ("sharing", "sharing record", "sharing records"),
    ("family_tie", "link to family", "links to family"),
)


def lines(view: ErasureView) -> Iterator[str]:
    """By when, what erasing would destroy, and what was decided already."""
    due = view.due
    what = "Look at it again" if view.kept else "Decide"
    yield f"Taken back on {display_day(due.withdrawn_on)}. {what}, and tell them, by {display_day(due.decide_by)}."
    if view.kept is not None:
        basis = BASES[view.kept.basis] if view.kept.basis else ""
        yield f"Decided on {display_day(view.kept.decided_on)}: kept. {basis}. {view.kept.words}"
    yield f"Erasing would destroy: {what_goes(view)}."
    yield "Their family's own records stay, and so do safeguarding records, which rest on no consent."
    yield from second_lines(view)
    if view.barred:
        yield f"NOT YOURS TO DECIDE: {view.barred}"
    if view.needs_kit:
        yield "There is no recovery kit yet: until it is made (Ctrl+P, Recovery kit), nothing can be destroyed."


def second_lines(view: ErasureView) -> Iterator[str]:
    """Where the two managers stand whom an erasure takes."""
    proposal, said = view.due.proposal, view.said_no
    if said is not None:
        yield f"{said.by} said no to erasing it on {display_day(said.on)}: {said.words}"
    if view.void is not None:
        void = view.void
        yield f"{void.by} proposed on {display_day(void.on)} to erase it. VOID: {VOID[void.because]}. Propose it anew."
    if proposal is not None and proposal.is_mine:
        yield f"WAITS FOR A SECOND PERSON: you proposed on {display_day(proposal.on)} to erase it."
    elif proposal is not None:
        yield f"{proposal.by} proposed on {display_day(proposal.on)} to erase it. Nothing goes before you confirm."
        if view.second is None and not view.barred:
            yield f"You cannot confirm it. {' '.join(reason_sentence(one.value) for one in view.why_not)}"
    if view.second is Second.NO_SECOND_PERSON:
        yield "You are the only manager: there is no second person, and the audit will say so."
    if view.second is not Second.SECOND_PERSON:
        yield from possible_lines(view.seconds, view.today)


def possible_lines(seconds: Sequence[Possible], today: date) -> Iterator[str]:
    """Who can confirm it, and from which day the 14 days are over of those who do not count yet."""
    now = [one.name for one in seconds if one.counts_from <= today]
    later = [f"{one.name} from {display_day(one.counts_from)}" for one in seconds if one.counts_from > today]
    if now:
        yield f"Who can confirm it now: {', '.join(now)}."
    elif later:
        yield f"Who can confirm it, once 14 days have passed since one let the other in: {', '.join(later)}."


def what_goes(view: ErasureView) -> str:
    """ "1 case, 3 tasks, 5 consent decisions and their card"."""
    found = [
        f"{count} {one if count == 1 else many}" for table, one, many in _THINGS if (count := view.rows.get(table, 0))
    ]
    return f"{', '.join(found)} and their card" if found else "their card"


def question(view: ErasureView) -> str:
    """What happens, in a sentence each; and that nobody else looked at it, where nobody did."""
    alone = view.second is Second.NO_SECOND_PERSON
    return ("There is no second person to confirm this. " if alone else "") + (
        f"This destroys {what_goes(view)}: {view.due.name}. Nobody can undo it, and no older copy of the keys opens "
        "it. What stays is a code made from name and birth date, by which we notice if someone else passes them on "
        "again. The letter that tells them goes into the outbox first, and leaves it after 14 days."
    )
