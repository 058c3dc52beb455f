"""How one purpose stands for one reach: the event that decided, why it no longer holds, what changes it next."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from iass_tui.rules import ages, text
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.consents import Decision, Purpose, RecordedConsent, Scope


class Status(enum.StrEnum):
    """How a purpose stands. The last three are derived and never recorded (domain table 5.1)."""

    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"
    NOT_ASKED = "NOT_ASKED"


class Lapse(enum.StrEnum):
    """Why a consent no longer holds though nobody withdrew it, or what will end it."""

    REVIEW_PASSED = "REVIEW_PASSED"
    USED_ONCE = "USED_ONCE"
    TURNED_16 = "TURNED_16"
    TURNED_18 = "TURNED_18"
    OVERRULED = "OVERRULED"  # a wider refusal or withdrawal came later
    NOT_YET = "NOT_YET"  # given for a day still to come
    NOT_THEIRS_TO_GIVE = "NOT_THEIRS_TO_GIVE"  # the person refused for themselves; someone else said yes


@dataclasses.dataclass(frozen=True)
class Reach:
    """A scope made comparable: names without capitals, accents and punctuation. Empty does not limit."""

    agency: str = ""
    named: str = ""
    topic: str = ""
    person_id: UUID | None = None

    def covers(self, other: Reach) -> bool:
        """True where everything in `other` lies within this reach; each covers itself."""
        pairs = (
            (self.agency, other.agency),
            (self.named, other.named),
            (self.topic, other.topic),
            (self.person_id, other.person_id),
        )
        return all(not mine or mine == theirs for mine, theirs in pairs)

    def meets(self, other: Reach) -> bool:
        """True where something can lie within both."""
        pairs = zip(dataclasses.astuple(self), dataclasses.astuple(other), strict=True)
        return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)


def reach_of(scope: Scope) -> Reach:
    """The reach of a scope. A name of punctuation alone stays a name: it must not come to mean everyone."""
    return Reach(scope.agency.strip().upper(), _plain(scope.named), _plain(scope.topic), scope.person_id)


def _plain(words: str) -> str:
    return text.fold(words) or text.squash(words)


@dataclasses.dataclass(frozen=True)
class NextChange:
    """What will change a standing. `on` is the first day on which it is different; None where an act does it."""

    on: date | None
    why: Lapse


@dataclasses.dataclass(frozen=True)
class Standing:
    """How one purpose stands for one reach.

    `decided` is the event that decided, which for SUPERSEDED is the wider one that came later. `history` holds
    every event that bears on it, oldest first, `decided` included.
    """

    purpose: Purpose
    scope: Scope
    status: Status
    decided: RecordedConsent | None = None
    why: Lapse | None = None
    next_change: NextChange | None = None
    history: tuple[RecordedConsent, ...] = ()

    @property
    def reach(self) -> Reach:
        """What it covers."""
        return reach_of(self.scope)

    @property
    def narrows(self) -> bool:
        """True where it forbids: a refusal or withdrawal, or a refusal of access that stands (P15)."""
        if self.purpose is Purpose.REFUSE_ACCESS:
            return self.status is Status.GIVEN
        return self.status in {Status.REFUSED, Status.WITHDRAWN}


def forbids(recorded: RecordedConsent) -> bool:
    """True for an event that takes away: refusing or withdrawing, or refusing someone access."""
    given = recorded.event.decision is Decision.GIVEN
    return given if recorded.event.purpose is Purpose.REFUSE_ACCESS else not given


def is_own(recorded: RecordedConsent) -> bool:
    """True where the data subject decided for themselves; a missing right counts by who gave it."""
    right = recorded.event.right
    return right == "SELF" or (not right and recorded.event.given_by == recorded.subject_id)


_CHILDS_ALONE = frozenset({Purpose.REFUSE_ACCESS, Purpose.YP_RELEASE_TO_PARENT})


def _bears_weight(recorded: RecordedConsent, earlier: Sequence[RecordedConsent]) -> bool:
    """False for a Yes by someone else after the person's own No: a refusal beats parental responsibility (P16).

    A recorded best-interests decision counts, except about who may see the file.
    """
    if forbids(recorded) or is_own(recorded):
        return True
    if recorded.event.right == "BEST_INTERESTS" and recorded.event.purpose not in _CHILDS_ALONE:
        return True
    reach = reach_of(recorded.event.scope)
    own = [one for one in earlier if is_own(one) and reach_of(one.event.scope).covers(reach)]
    return not own or not forbids(own[-1])


def standing_of(
    events: Sequence[RecordedConsent],
    scope: Scope,
    today: date,
    born: PartialDate | None,
    used: Collection[UUID],
) -> Standing:
    """How one purpose stands for one scope. `events`: all of this purpose, by number."""
    purpose, reach = events[0].event.purpose, reach_of(scope)
    covering = [(one, reach_of(one.event.scope) == reach) for one in events if reach_of(one.event.scope).covers(reach)]
    own = [one for one, is_same in covering if is_same]
    wider = [one for one, is_same in covering if not is_same and forbids(one)]
    history = tuple(sorted((*own, *wider), key=lambda one: one.number))
    weighty = [one for one in own if _bears_weight(one, [other for other in events if other.number < one.number])]
    current = [one for one in weighty if forbids(one) or one.event.given_on <= today]
    if not current:
        change = NextChange(min(one.event.given_on for one in weighty), Lapse.NOT_YET) if weighty else None
        why = Lapse.NOT_YET if weighty else Lapse.NOT_THEIRS_TO_GIVE
        return Standing(purpose, scope, Status.NOT_ASKED, None, why, change, history)
    decided = current[-1]
    status = Status(decided.event.decision)
    if forbids(decided):
        return Standing(purpose, scope, status, decided, history=history)
    overruling = [one for one in wider if one.number > decided.number]
    if overruling:
        return Standing(purpose, scope, Status.SUPERSEDED, overruling[-1], Lapse.OVERRULED, history=history)
    if purpose is Purpose.REFUSE_ACCESS:  # the refusal was lifted; nothing lapses into a refusal
        return Standing(purpose, scope, status, decided, history=history)
    why_not = lapse(decided, today, born, used)
    if why_not:
        return Standing(purpose, scope, Status.EXPIRED, decided, why_not, history=history)
    return Standing(purpose, scope, status, decided, None, next_change(decided, born), history)


def lapse(recorded: RecordedConsent, today: date, born: PartialDate | None, used: Collection[UUID]) -> Lapse | None:
    """Why a given consent does not hold today; None where it does. The review day itself is its last day."""
    if recorded.event.scope.one_off and recorded.id in used:
        return Lapse.USED_ONCE
    ends = [end for end in _ends(recorded, born) if end.on is not None and end.on <= today]
    return min(ends, key=lambda end: end.on or date.max).why if ends else None


def next_change(recorded: RecordedConsent, born: PartialDate | None) -> NextChange | None:
    """What will end a consent that holds: the first day without it, else its one use, else None."""
    ends = _ends(recorded, born)
    if ends:
        return min(ends, key=lambda end: end.on or date.max)
    return NextChange(None, Lapse.USED_ONCE) if recorded.event.scope.one_off else None


def _ends(recorded: RecordedConsent, born: PartialDate | None) -> list[NextChange]:
    event = recorded.event
    ends = []
    if event.review_on is not None and event.review_on < date.max:
        ends.append(NextChange(event.review_on + timedelta(days=1), Lapse.REVIEW_PASSED))
    if born is not None and not is_own(recorded):
        # Someone else's consent ends with their right to give it (domain table 5.5); of an uncertain birth date the
        # earliest counts. A decision made after the birthday by another right than PR is not touched.
        at_16, at_18 = (ages.birthday(born.earliest(), age) for age in (ages.OWN_REQUESTS, ages.ADULT))
        if event.right == "PR" or event.given_on < at_18:
            ends.append(NextChange(at_18, Lapse.TURNED_18))
        if event.purpose is Purpose.YP_RELEASE_TO_PARENT and (event.right == "PR" or event.given_on < at_16):
            ends.append(NextChange(at_16, Lapse.TURNED_16))
    return ends
