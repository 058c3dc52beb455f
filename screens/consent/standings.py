"""How a person's consents stand today, as lines to read: what for, how it stands, who decided, what ends it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from iass_tui.rules.consent import Standing, Status, fold
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.consents import Purpose, RecordedConsent, Scope
from iass_tui.services.views import PersonView
from screens.words import consents as words

ALWAYS = (
    Purpose.SAVE_CASE,
    Purpose.SAVE_CONTACT,
    Purpose.CONTACT_AGENCY,
    Purpose.STATS,
    Purpose.MKT_EMAIL,
    Purpose.MKT_PHONE,
    Purpose.MKT_SMS,
    Purpose.MKT_POST,
    Purpose.FEEDBACK_INVITE,
)
"""Shown also where nobody was asked: not asked is an answer of its own."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One purpose and reach, with the words of its page."""

    purpose: Purpose
    scope: Scope
    standing: Standing | None
    what: str

    @property
    def status(self) -> Status:
        """How it stands."""
        return Status.NOT_ASKED if self.standing is None else self.standing.status

    @property
    def is_given(self) -> bool:
        """True where there is something to take back."""
        return self.status is Status.GIVEN


def lines(view: PersonView, today: date) -> tuple[Line, ...]:
    """Every standing, then what was never asked."""
    names = {one.person_id: one.name for one in view.family}
    found = [
        Line(one.purpose, one.scope, one, words.what_for(one.purpose, one.scope, _name(names, one.scope)))
        for one in fold(view.consents, today, view.card.born, used=view.used).standings
    ]
    asked = {one.purpose for one in found}
    missing = [
        Line(purpose, Scope(), None, words.what_for(purpose, Scope())) for purpose in ALWAYS if purpose not in asked
    ]
    order = {purpose: number for number, purpose in enumerate(ALWAYS)}
    asked_about = sorted([*found, *missing], key=lambda line: (order.get(line.purpose, len(order)), line.what))
    return (*asked_about, _anyone(found))


def _anyone(found: Sequence[Line]) -> Line:
    """The last line: where the next refusal of access is recorded, whoever is refused already (P15, P16)."""
    is_more = any(line.purpose is Purpose.REFUSE_ACCESS and line.is_given for line in found)
    return Line(Purpose.REFUSE_ACCESS, Scope(), None, "Refuse someone else access" if is_more else "Refuse access")


def _name(names: dict[UUID, str], scope: Scope) -> str:
    return names.get(scope.person_id, "someone not on file") if scope.person_id else ""


def status_words(line: Line) -> str:
    """ "given 3 November 2026", "not asked"."""
    decided = line.standing.decided if line.standing else None
    if line.purpose is Purpose.REFUSE_ACCESS and decided is None:
        return "Enter names someone" if line.standing is None else words.STATUSES[line.status]
    if line.purpose is Purpose.REFUSE_ACCESS:
        status = {Status.GIVEN: "in force", Status.WITHDRAWN: "lifted"}.get(line.status, words.STATUSES[line.status])
    else:
        status = words.STATUSES[line.status]
    return f"{status} {display_day(decided.event.given_on)}" if decided else status


def details(line: Line) -> tuple[str, ...]:
    """All there is to say about a line, a paragraph each."""
    if line.standing is None and line.purpose is Purpose.REFUSE_ACCESS:
        return ("Whoever is refused here is told nothing from this file, until that is lifted.",)
    if line.standing is None:
        return ("Nobody was asked about this. What was not asked counts as No.",)
    out = [f"{line.what}: {status_words(line)}."]
    if line.standing.why is not None:
        out.append(f"Why: {words.LAPSES[line.standing.why]}.")
    if ends := words.next_change_words(line.standing.next_change):
        out.append(f"{ends}.")
    out.append("What was said, the newest first:")
    out += [_event(one) for one in reversed(line.standing.history)]
    return tuple(out)


def _event(recorded: RecordedConsent) -> str:
    event = recorded.event
    who = event.given_by_name or "someone whose name was not written down"
    parts = [
        f"{display_day(event.given_on)}: {who} {words.DECISIONS[event.decision]}, {words.METHODS[event.method]}",
        words.RIGHTS.get(event.right, event.right),
    ]
    parts += [words.READ_BY[event.read_by]] if event.read_by in words.READ_BY else []
    parts += [f"evidence: {event.evidence}"] if event.evidence else []
    parts += [f"on condition: {event.conditions}"] if event.conditions else []
    parts += [f"wording {event.wording_version}, {event.wording_hash[:8]}"] if event.wording_version else []
    parts.append(f"entered {display_day(recorded.recorded_at.date())}")
    return "  " + "; ".join(part for part in parts if part)
