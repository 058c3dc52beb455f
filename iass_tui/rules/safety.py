"""What to take care of before ringing, writing, texting or printing: one rule for every screen and paper.

It knows codes and hours, no person: whoever shows a number or makes a paper passes what stands on the card.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection

from iass_tui.rules.decision import Allowed, Decision, Reason, decide
from iass_tui.rules.records.people import ContactDetails, PersonCard


class Doing(enum.StrEnum):
    """What someone is about to do."""

    RING = "RING"
    TEXT = "TEXT"
    EMAIL = "EMAIL"
    POST = "POST"
    PRINT = "PRINT"
    """A paper about them that someone else may read: a relative's copy, an agency's letter."""
    VISIT = "VISIT"


class Refusal(Reason):
    """What may not be done, whatever the reason for doing it."""

    NO_VOICEMAIL = "SAFETY_NO_VOICEMAIL"
    NO_POST = "SAFETY_NO_POST"
    ADDRESS_WITHHELD = "SAFETY_ADDRESS_WITHHELD"  # leave every way to find them out of another's paper


ORDER = (
    "RISK_TO_STAFF",
    "CODE_WORD",
    "NO_VOICEMAIL",
    "SAFE_HOURS",
    "NO_POST",
    "ADDRESS_WITHHELD",
    "COURT_ORDER",
    "SEPARATED_PARENTS",
)
"""SAFETY codes in the order in which they must be read: who is in danger, who may be listening, what never to do."""
_FOR: dict[Doing, frozenset[str]] = {
    Doing.RING: frozenset(ORDER) - {"NO_POST"},
    Doing.TEXT: frozenset({"RISK_TO_STAFF", "SAFE_HOURS", "ADDRESS_WITHHELD", "COURT_ORDER", "SEPARATED_PARENTS"}),
    Doing.EMAIL: frozenset({"RISK_TO_STAFF", "ADDRESS_WITHHELD", "COURT_ORDER", "SEPARATED_PARENTS"}),
    Doing.POST: frozenset({"RISK_TO_STAFF", "NO_POST", "ADDRESS_WITHHELD", "COURT_ORDER", "SEPARATED_PARENTS"}),
    Doing.PRINT: frozenset({"RISK_TO_STAFF", "ADDRESS_WITHHELD", "COURT_ORDER", "SEPARATED_PARENTS"}),
    Doing.VISIT: frozenset(ORDER) - {"NO_VOICEMAIL"},
}
_REFUSES: dict[Doing, dict[str, Refusal]] = {
    Doing.RING: {"NO_VOICEMAIL": Refusal.NO_VOICEMAIL},
    Doing.POST: {"NO_POST": Refusal.NO_POST},
    Doing.PRINT: {"ADDRESS_WITHHELD": Refusal.ADDRESS_WITHHELD},
}


class Watch(enum.StrEnum):
    """What to look at before anything about them goes to somebody else."""

    ORDER = "ORDER"  # a court order: read it first
    APART = "APART"  # parents live apart: of one of the family alone
    HIDDEN = "HIDDEN"  # nobody may learn where they are


_WATCH = {"COURT_ORDER": Watch.ORDER, "SEPARATED_PARENTS": Watch.APART, "ADDRESS_WITHHELD": Watch.HIDDEN}
_REFUSES_ANYTHING = {code: why for refused in _REFUSES.values() for code, why in refused.items()}
_HIDES = frozenset({"ADDRESS_WITHHELD", "SEPARATED_PARENTS", "COURT_ORDER", "RISK_TO_STAFF"})


@dataclasses.dataclass(frozen=True)
class Care:
    """What to read first, in this order, and what may not be done.

    A refusal for RING is about the voicemail alone: they may be rung. One for PRINT is about every way to find
    them: address, telephone, school.
    """

    warnings: tuple[str, ...] = ()
    """SAFETY codes; one that this program does not know comes last rather than not at all."""
    refused: tuple[Refusal, ...] = ()
    safe_hours: str = ""
    """In their words; "" where none are kept."""
    words: str = ""
    """What else stands on the card about it."""

    def __bool__(self) -> bool:
        return bool(self.warnings or self.words)


def take_care(codes: Collection[str], *, safe_hours: str = "", words: str = "", doing: Doing | None = None) -> Care:
    """What these SAFETY codes, hours and words come to; without `doing`, for a page on which anything may be done.

    Hours that are kept warn, whether or not somebody marked SAFE_HOURS. Unknown codes always warn.
    """
    present = {*codes, *(("SAFE_HOURS",) if safe_hours.strip() else ())}
    wanted = frozenset(ORDER) if doing is None else _FOR[doing]
    known = [code for code in ORDER if code in present and code in wanted]
    unknown = sorted(present - set(ORDER))
    refusing = _REFUSES.get(doing, {}) if doing else _REFUSES_ANYTHING
    refused = tuple(refusing[code] for code in ORDER if code in present and code in refusing)
    return Care((*known, *unknown), refused, safe_hours.strip(), words.strip())


def care_for(card: PersonCard, details: ContactDetails | None = None, doing: Doing | None = None) -> Care:
    """The same for somebody's card, and how to reach them where that is kept."""
    hours = details.safe_hours if details else ""
    return take_care(card.safety, safe_hours=hours, words=card.safety_words, doing=doing)


def may(codes: Collection[str], doing: Doing) -> Decision:
    """Whether their safety allows this at all. Ringing it always does: see `Care.refused` about the voicemail."""
    refused = take_care(codes, doing=doing).refused
    return decide([] if doing is Doing.RING else list(refused))


def may_tell_where(codes: Collection[str]) -> bool:
    """False where another person of the family might learn from a paper where they are: somebody reads it first."""
    return not _HIDES & set(codes)


def may_read_where(codes: Collection[str], *, is_family: bool) -> bool:
    """Whether a letter to somebody else may say where they are: to the family nothing that could, to others no address
    that is withheld."""
    return may_tell_where(codes) if is_family else isinstance(may(codes, Doing.PRINT), Allowed)


def watch(codes: Collection[str], *, is_family: bool) -> tuple[Watch, ...]:
    """What sharing, copies and letters look at first, whoever asks: one reading of the flags on a card."""
    found = (one for code, one in _WATCH.items() if code in codes)
    return tuple(one for one in found if is_family or one is not Watch.APART)
