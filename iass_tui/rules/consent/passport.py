"""The consent passport: whom we may contact, about what, until when; from how someone's consents stand today.

Only what the very gate for contacting (`ConsentState.may_contact_agency`) allows stands on it as allowed. Everything
else is one and the same, "not without asking you": refused, withdrawn, run out or never asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from iass_tui.rules.consent.form import AGENCIES
from iass_tui.rules.consent.standing import Lapse, Standing, Status, is_own, reach_of
from iass_tui.rules.consent.state import CHANNELS, ConsentReason, ConsentState
from iass_tui.rules.decision import Allowed, Refused
from iass_tui.rules.records.consents import Purpose, Scope

NOT_SHOWN = frozenset({Purpose.REFUSE_ACCESS, Purpose.CONTACT_AGENCY, *CHANNELS})
"""What has a place of its own on the passport, or none: the last part lists every other purpose."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Permitted:
    """One thing that is agreed to."""

    purpose: Purpose
    scope: Scope
    last_day: date | None = None
    """The last day on which it holds; None: until they say stop."""
    conditions: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passport:
    """What one reader's paper says."""

    contacts: tuple[Permitted, ...] = ()
    name_first: tuple[Scope, ...] = ()
    """Kinds that were ticked without a name: we ask whom first (domain table 1.6)."""
    ask_first: tuple[Scope, ...] = ()
    """Named ones, and kinds of the form, that are not contacted without asking."""
    news: tuple[Permitted, ...] = ()
    more: tuple[Permitted, ...] = ()
    is_own: bool = True
    """False for someone who agreed for another: then it holds what they gave themselves, and nobody else's word."""


def passport(state: ConsentState, subject_id: UUID, reader_id: UUID) -> Passport:
    """What `reader_id` is told of how the subject's consents stand.

    The subject is told all of it. Someone else, mostly a parent, only what they themselves agreed to and what still
    holds: neither what the child decided alone nor that the child refuses anyone (P15, P16, P32).
    """
    own = reader_id == subject_id
    agencies = [one for one in state.of(Purpose.CONTACT_AGENCY) if own or _gave(one, reader_id)]
    contacts, name_first, ask_first = [], [], []
    for one in agencies:
        answer = state.may_contact_agency(one.scope.agency, one.scope.named, one.scope.topic)
        if one.status is Status.GIVEN and isinstance(answer, Allowed):
            contacts.append(_permitted(one))
        elif one.status is Status.GIVEN and answer == Refused((ConsentReason.NAME_THEM,)):
            name_first.append(one.scope)
        elif one.scope.named:
            ask_first.append(one.scope)
    settled = {one.scope.agency for one in contacts} | {one.agency for one in name_first}
    ask_first += [Scope(agency=code) for code in AGENCIES if code not in settled]
    return Passport(
        contacts=tuple(contacts),
        name_first=tuple(name_first),
        ask_first=tuple(ask_first),
        news=tuple(_news(state)) if own else (),
        more=tuple(_more(state, reader_id, own=own)),
        is_own=own,
    )


def _gave(standing: Standing, reader_id: UUID) -> bool:
    """Whether it stands as this reader's own word about someone else, and about nothing wider.

    A later wider No of theirs decides about names, too, that the child alone gave: those they must not learn.
    """
    decided = standing.decided
    if decided is None or reach_of(decided.event.scope) != standing.reach:
        return False
    return decided.event.given_by == reader_id and not is_own(decided)


def _permitted(standing: Standing) -> Permitted:
    change, decided = standing.next_change, standing.decided
    ends = change.on if change is not None and change.why is not Lapse.USED_ONCE else None
    return Permitted(
        purpose=standing.purpose,
        scope=standing.scope,
        last_day=ends - timedelta(days=1) if ends else None,
        conditions=decided.event.conditions if decided else "",
    )


def _news(state: ConsentState) -> Iterator[Permitted]:
    for channel in state.channels():
        yield _permitted(state.standing(channel))


def _more(state: ConsentState, reader_id: UUID, *, own: bool) -> Iterator[Permitted]:
    for one in state.standings:
        if one.purpose in NOT_SHOWN or one.status is not Status.GIVEN:
            continue
        if (own or _gave(one, reader_id)) and state.may(one.purpose, one.scope):
            yield _permitted(one)
