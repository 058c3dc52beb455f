"""What follows when someone takes a consent back (P47, domain table 5.4): what happens at once, and what then."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from iass_tui.rules.consent.standing import Reach, Standing, Status, reach_of
from iass_tui.rules.consent.state import CHANNELS, ConsentState, fold
from iass_tui.rules.dates import PartialDate, months_after
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.records.consents import ConsentEvent, Purpose, RecordedConsent, Scope
from iass_tui.rules.records.erasure import ErasureDecision, ErasureOutcome, ProposalVoid, RecordedDecision


class Effect(enum.StrEnum):
    """One consequence. Screens show them before the withdrawal is recorded."""

    # At once
    FREEZE_RECORD = "FREEZE_RECORD"
    STOP_TASKS = "STOP_TASKS"
    STOP_OUTBOUND = "STOP_OUTBOUND"
    DELETE_CONTACT = "DELETE_CONTACT"
    DELETE_EQUALITY = "DELETE_EQUALITY"
    BLOCK_AGENCY = "BLOCK_AGENCY"
    STOP_SHARING = "STOP_SHARING"
    LEAVE_COUNTS = "LEAVE_COUNTS"
    SUPPRESS_CHANNEL = "SUPPRESS_CHANNEL"
    STOP_ASKING = "STOP_ASKING"
    KEEP_FROM_PARENTS = "KEEP_FROM_PARENTS"
    ACCESS_ALLOWED_AGAIN = "ACCESS_ALLOWED_AGAIN"  # a refusal of access was lifted
    # Then
    DECIDE_ERASURE = "DECIDE_ERASURE"  # the manager, within a month: erase, or another lawful basis
    TELL_PERSON = "TELL_PERSON"
    KEEP_SUPPRESSION_NOTE = "KEEP_SUPPRESSION_NOTE"  # the least that keeps them from being added again
    KEEP_CASE_WITH_CODE_WORD = "KEEP_CASE_WITH_CODE_WORD"
    OFFER_TO_TELL_AGENCY = "OFFER_TO_TELL_AGENCY"
    PAST_CONTACTS_WERE_LAWFUL = "PAST_CONTACTS_WERE_LAWFUL"
    PUBLISHED_FIGURES_STAY = "PUBLISHED_FIGURES_STAY"
    # Then, always
    PAST_STAYS_LAWFUL = "PAST_STAYS_LAWFUL"
    ACKNOWLEDGE_IN_WRITING = "ACKNOWLEDGE_IN_WRITING"
    COMPLAINT_ROUTE = "COMPLAINT_ROUTE"  # P48


STAYS_TRUE = frozenset(
    {
        Effect.KEEP_SUPPRESSION_NOTE,
        Effect.PAST_CONTACTS_WERE_LAWFUL,
        Effect.PUBLISHED_FIGURES_STAY,
        Effect.PAST_STAYS_LAWFUL,
    }
)
"""Of what comes then: what is so by itself. Everything else is for the office to do."""


@dataclasses.dataclass(frozen=True)
class Effects:
    """What a withdrawal does. `falls`: other consents that stand today and mean nothing without this one."""

    at_once: tuple[Effect, ...]
    then: tuple[Effect, ...]
    falls: tuple[Standing, ...] = ()


_ALWAYS = (Effect.PAST_STAYS_LAWFUL, Effect.ACKNOWLEDGE_IN_WRITING, Effect.COMPLAINT_ROUTE)
_CHANNEL = ((Effect.SUPPRESS_CHANNEL,), (Effect.KEEP_SUPPRESSION_NOTE,))
_TABLE: dict[Purpose, tuple[tuple[Effect, ...], tuple[Effect, ...]]] = {
    Purpose.SAVE_CASE: (
        (Effect.FREEZE_RECORD, Effect.STOP_TASKS, Effect.STOP_OUTBOUND),
        (Effect.DECIDE_ERASURE, Effect.TELL_PERSON, Effect.KEEP_SUPPRESSION_NOTE),
    ),
    Purpose.SAVE_CONTACT: ((Effect.DELETE_CONTACT,), (Effect.KEEP_CASE_WITH_CODE_WORD,)),
    Purpose.SAVE_EQUALITY: ((Effect.DELETE_EQUALITY,), (Effect.PUBLISHED_FIGURES_STAY,)),
    Purpose.CONTACT_AGENCY: (
        (Effect.BLOCK_AGENCY,),
        (Effect.OFFER_TO_TELL_AGENCY, Effect.PAST_CONTACTS_WERE_LAWFUL),
    ),
    Purpose.SHARE_DOC: ((Effect.STOP_SHARING,), (Effect.OFFER_TO_TELL_AGENCY,)),
    Purpose.STATS: ((Effect.LEAVE_COUNTS,), (Effect.PUBLISHED_FIGURES_STAY,)),
    Purpose.FEEDBACK_INVITE: ((Effect.STOP_ASKING,), (Effect.KEEP_SUPPRESSION_NOTE,)),
    Purpose.CASE_STUDY: ((Effect.STOP_SHARING,), ()),
    Purpose.MKT_EMAIL: _CHANNEL,
    Purpose.MKT_PHONE: _CHANNEL,
    Purpose.MKT_SMS: _CHANNEL,
    Purpose.MKT_POST: _CHANNEL,
    Purpose.YP_RELEASE_TO_PARENT: ((Effect.KEEP_FROM_PARENTS,), ()),
    Purpose.REFUSE_ACCESS: ((Effect.ACCESS_ALLOWED_AGAIN,), ()),
    Purpose.INTERPRETER_SHARE: ((Effect.STOP_SHARING,), ()),
}
_NEED_CONTACT = frozenset(CHANNELS)


def withdrawal_effects(state: ConsentState, purpose: Purpose, scope: Scope | None = None) -> Effects:
    """What withdrawing this purpose would do to someone whose consents stand like this; nothing is changed.

    Taking back SAVE_CASE freezes, and does not delete: the person still has to be told what was decided. `scope`:
    how far it is taken back; what is narrower falls with it.
    """
    at_once, then = _TABLE[purpose]
    reach = reach_of(scope or Scope())
    return Effects(at_once, then + _ALWAYS, tuple(one for one in state.standings if _falls(one, purpose, reach)))


def _falls(standing: Standing, purpose: Purpose, reach: Reach) -> bool:
    """A refusal of access never falls: it outlives every consent."""
    if standing.status is not Status.GIVEN or standing.purpose is Purpose.REFUSE_ACCESS:
        return False
    if standing.purpose is purpose:
        return reach != standing.reach and reach.covers(standing.reach)
    if purpose is Purpose.SAVE_CASE:
        return True
    return purpose is Purpose.SAVE_CONTACT and standing.purpose in _NEED_CONTACT


def decide_by(withdrawn_on: date) -> date:
    """By when a manager decides and the person is told: a month, to the same date or the month's last (table 5.4)."""
    return months_after(withdrawn_on, 1)


KEEP_MONTHS = 12
"""Longest that a record without consent stays before a manager looks again, as with any hold (domain: retention, K)."""


class KeepReason(Reason):
    """Why a record cannot be kept so."""

    NO_BASIS = "KEEP_NO_BASIS", "P47"
    REVIEW_NOT_AFTER = "KEEP_REVIEW_NOT_AFTER"
    REVIEW_TOO_LATE = "KEEP_REVIEW_TOO_LATE"


def may_keep(words: str, review_on: date, today: date) -> Decision:
    """Whether a record may be kept on another basis: with a reason that they are told, and a day to look again."""
    reasons: list[Reason] = [] if words.strip() else [KeepReason.NO_BASIS]
    if review_on <= today:
        reasons.append(KeepReason.REVIEW_NOT_AFTER)
    if review_on > months_after(today, KEEP_MONTHS):
        reasons.append(KeepReason.REVIEW_TOO_LATE)
    return decide(reasons)


def kept_until(decisions: Sequence[ErasureDecision], withdrawal_id: UUID) -> date | None:
    """Until when the answer to this very withdrawal keeps the record; None where nobody answered it yet."""
    kept = [one for one in decisions if one.outcome is ErasureOutcome.KEEP and one.withdrawal_id == withdrawal_id]
    return max(map(_until, kept), default=None)


def newest_word(decisions: Sequence[RecordedDecision], withdrawal_id: UUID) -> RecordedDecision | None:
    """The newest that a manager said about this very withdrawal; `decisions` oldest first.

    A proposal stands while it is that: a No, a taking back, a decision to keep and a later withdrawal each end it, and
    so does consent that came back, since the record waits for nobody then.
    """
    return next((one for one in reversed(decisions) if one.decision.withdrawal_id == withdrawal_id), None)


def proposal_void(
    proposal: ErasureDecision, withdrawal_id: UUID, joined: Collection[UUID], circle: UUID | None
) -> ProposalVoid | None:
    """Why a proposal does not count for the record as it is now; None where it is the very one that was looked at."""
    if proposal.withdrawal_id != withdrawal_id:
        return ProposalVoid.CONSENT_ANEW
    if set(proposal.joined) != set(joined):
        return ProposalVoid.JOINED
    return ProposalVoid.RESTRICTED if proposal.circle != circle else None


def _until(decision: ErasureDecision) -> date:
    return decision.review_on or months_after(decision.decided_on, KEEP_MONTHS)


def stays_erased(mark: ErasureDecision, agreed_on: date) -> bool:
    """Whether someone who was erased stays so: only a yes of their own from a later day brings them back (P47)."""
    return agreed_on <= mark.decided_on


def recording_effects(
    before: Sequence[RecordedConsent], events: Sequence[ConsentEvent], today: date, born: PartialDate | None = None
) -> Effects | None:
    """What recording these events would take back from someone with this history; None where they take nothing.

    A No over a Yes is a withdrawal, also of a Yes whose time is over: what was kept under it may still be there.
    `falls` leaves out what the events take back themselves. Nothing is changed.
    """
    stands = fold(before, today, born)
    after = fold((*before, *as_recorded(before, events, today)), today, born)
    taken = [one for one in stands.standings if _has_yes(one) and not _has_yes(after.standing(one.purpose, one.scope))]
    if not taken:
        return None
    every = [withdrawal_effects(stands, purpose) for purpose in dict.fromkeys(one.purpose for one in taken)]
    then = dict.fromkeys(effect for one in every for effect in one.then if effect not in _ALWAYS)
    falls = dict.fromkeys(standing for one in every for standing in one.falls if standing not in taken)
    at_once = dict.fromkeys(effect for one in every for effect in one.at_once)
    return Effects(tuple(at_once), (*then, *_ALWAYS), tuple(falls))


def _has_yes(standing: Standing) -> bool:
    """True for a Yes that stands, or stood until it lapsed. A refusal of access is not one to take back by a No."""
    return standing.status in {Status.GIVEN, Status.EXPIRED} and standing.purpose is not Purpose.REFUSE_ACCESS


def as_recorded(
    before: Sequence[RecordedConsent], events: Sequence[ConsentEvent], today: date
) -> tuple[RecordedConsent, ...]:
    """The events as they would stand in the record; ids and moment decide nothing in `fold`."""
    nobody, moment = UUID(int=0), datetime.combine(today, time.min, UTC)
    subject = before[0].subject_id if before else nobody
    first = max((one.number for one in before), default=0) + 1
    return tuple(
        RecordedConsent(
            id=UUID(int=number),
            subject_id=subject,
            number=number,
            recorded_at=moment,
            recorded_by=nobody,
            event=event,
        )
        for number, event in enumerate(events, first)
    )
