"""Who gets news of SEND law and events, and which way (P79-P82): a Yes in force, a place to send it, nobody under 13.

A list is never kept: it is worked out from consents, cards and contact details whenever it is wanted, so that nobody
can be added to one but by their own Yes, and a stop needs no list to be taken from.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from iass_tui.rules import safety, text
from iass_tui.rules.consent import CHANNELS, ConsentState
from iass_tui.rules.decision import Decision, Reason, all_of, decide
from iass_tui.rules.people import PersonState, may_write
from iass_tui.rules.records.consents import Decision as Said, Purpose
from iass_tui.rules.records.people import ContactDetails, PartyRole, PersonCard
from iass_tui.rules.safety import Care, Doing


class TouchReason(Reason):
    """Why somebody who said yes is not on a list all the same."""

    NO_PLACE = "TOUCH_NO_PLACE", "P44"  # nothing to send it to is kept
    AGE_UNKNOWN = "TOUCH_AGE_UNKNOWN"  # a child of whom nobody knows that they are 13 (domain table 5.6, K)
    ADDRESS_WITHHELD = "TOUCH_ADDRESS_WITHHELD"  # an address that nobody is given goes into no list either
    CODE_WORD = "TOUCH_CODE_WORD"  # someone else may pick up: it takes a person to ask for the word


class Standing(enum.StrEnum):
    """How somebody stands to one way of keeping in touch."""

    LISTED = "LISTED"
    HELD_BACK = "HELD_BACK"
    """They said yes, and something else speaks against it."""
    STOPPED = "STOPPED"
    """They said yes once, and no since: kept so that nobody adds them again (domain table 5.4)."""


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Somebody on file with all that bears on it. `contact` None: no way to reach them is kept, or may be."""

    person_id: UUID
    state: PersonState
    card: PersonCard
    contact: ContactDetails | None
    consent: ConsentState


@dataclasses.dataclass(frozen=True)
class Place:
    """Where news goes: one number, one address, or the lines of one."""

    lines: tuple[str, ...]
    postcode: str = ""


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of a list, with what this way of keeping in touch needs and nothing else."""

    person_id: UUID
    name: str
    standing: Standing
    place: Place | None = None
    """Only of whoever is listed."""
    care: Care = Care()
    """What to take care of in this way, for whoever sees the place on a screen."""
    reasons: tuple[Reason, ...] = ()
    """Why they are held back."""
    stopped_on: date | None = None


_DOING = {
    Purpose.MKT_EMAIL: Doing.EMAIL,
    Purpose.MKT_PHONE: Doing.RING,
    Purpose.MKT_SMS: Doing.TEXT,
    Purpose.MKT_POST: Doing.POST,
}
_WHO_IS_THIS = frozenset({Purpose.MKT_PHONE, Purpose.MKT_SMS})
_LEAVES: dict[Purpose, frozenset[str]] = {
    Purpose.MKT_PHONE: frozenset({"NO_VOICEMAIL", "SAFE_HOURS"}),
    Purpose.MKT_SMS: frozenset({"SAFE_HOURS"}),
}


def may_be_listed(channel: Purpose, one: Candidate) -> Decision:
    """Whether news may go to them this way, today, with every reason against it. Raises `ValueError` for no channel."""
    if channel not in CHANNELS:
        raise ValueError("not a channel")
    reasons: list[Reason] = []
    if one.card.role is PartyRole.CHILD and one.card.born is None:
        reasons.append(TouchReason.AGE_UNKNOWN)
    if place_of(channel, one.contact) is None:
        reasons.append(TouchReason.NO_PLACE)
    if channel is Purpose.MKT_POST and not safety.may(one.card.safety, safety.Doing.PRINT):
        reasons.append(TouchReason.ADDRESS_WITHHELD)
    if channel in _WHO_IS_THIS and "CODE_WORD" in one.card.safety:
        reasons.append(TouchReason.CODE_WORD)
    safe = safety.may(one.card.safety, _DOING[channel])
    return all_of(may_write(one.state), one.consent.may_send_news(channel), safe, decide(reasons))


def place_of(channel: Purpose, details: ContactDetails | None) -> Place | None:
    """The first place that fits: a mobile number for texts, an address with a line or a postcode for post."""
    if details is None:
        return None
    if channel is Purpose.MKT_POST:
        found = (Place(one.lines, one.postcode) for one in details.addresses if one.lines or one.postcode)
        return next(found, None)
    if channel is Purpose.MKT_EMAIL:
        ways = [way for way in map(text.normal_email, details.emails) if "@" in way]
    else:
        ways = [way for way in details.phones if text.normal_phone(way)]
        if channel is Purpose.MKT_SMS:
            ways = [way for way in ways if _is_mobile(text.normal_phone(way))]
    return Place((ways[0],)) if ways else None


def _is_mobile(digits: str) -> bool:
    """UK mobiles begin 07, but for 070 (forwarded, dear) and 076 (pagers); of another country's one cannot tell."""
    if digits.startswith("00"):
        return True
    return digits.startswith("07") and digits[2:3] not in {"0", "6"} and len(digits) == 11


def entry(channel: Purpose, one: Candidate) -> Entry | None:
    """Their line; None for somebody who never said yes to this way, of whom a list says nothing at all."""
    if not any(said.event.decision is Said.GIVEN for said in one.consent.standing(channel).history):
        return None
    name, standing = one.card.full_name, one.consent.standing(channel)
    if standing.narrows:
        on = standing.decided.event.given_on if standing.decided else None
        return Entry(one.person_id, name, Standing.STOPPED, stopped_on=on)
    answer = may_be_listed(channel, one)
    if not answer:
        return Entry(one.person_id, name, Standing.HELD_BACK, reasons=answer.reasons)
    care = safety.care_for(one.card, one.contact, _DOING[channel])
    return Entry(one.person_id, name, Standing.LISTED, place_of(channel, one.contact), care)


def care_needed(channel: Purpose, care: Care) -> Care:
    """What of it leaves the office with a list: the hours, and that no message is to be left; no more of a card."""
    wanted = _LEAVES.get(channel, frozenset())
    codes = tuple(code for code in care.warnings if code in wanted)
    return Care(codes, safe_hours=care.safe_hours if "SAFE_HOURS" in codes else "")


def listed(channel: Purpose, everyone: Iterable[Candidate]) -> tuple[Entry, ...]:
    """Everybody's line for one way, by name."""
    found = [line for one in everyone if (line := entry(channel, one)) is not None]
    return tuple(sorted(found, key=lambda one: (text.fold(one.name), one.person_id.bytes)))
