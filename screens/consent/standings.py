"""How a person's consents stand today, as lines to read: what for, how it stands, who decided, what ends it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from iass_tui.rules.consent import CHANNELS, ConsentState, Standing, Status, fold
from iass_tui.rules.dates import display_day
from iass_tui.rules.policy import policy_of
from iass_tui.rules.records.consents import ConsentEvent, Purpose, RecordedConsent, Scope
from iass_tui.rules.records.people import PartyRole
from iass_tui.services.views import PersonView
from screens.words import consents as words
from screens.words.codes import label

ALWAYS = (
    Purpose.SAVE_CASE,
    Purpose.SAVE_CONTACT,
    Purpose.CONTACT_AGENCY,
    Purpose.SHARE_DOC,
    Purpose.INTERPRETER_SHARE,
    Purpose.YP_RELEASE_TO_PARENT,
    Purpose.STATS,
    Purpose.SAVE_EQUALITY,
    Purpose.MKT_EMAIL,
    Purpose.MKT_PHONE,
    Purpose.MKT_SMS,
    Purpose.MKT_POST,
    Purpose.FEEDBACK_INVITE,
    Purpose.CASE_STUDY,
)
"""Every purpose of 5.3 in this order, also where nobody was asked: not asked is an answer of its own."""
OF_CHILDREN = frozenset({Purpose.YP_RELEASE_TO_PARENT})
"""Asked of a child or young person alone."""
WITH_MORE = frozenset({Purpose.CONTACT_AGENCY, Purpose.SHARE_DOC, Purpose.YP_RELEASE_TO_PARENT})
"""Given to one recipient at a time: below those on record there is always a line for the next."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One purpose and reach, with the words of its page."""

    purpose: Purpose
    scope: Scope
    standing: Standing | None
    what: str
    needs: str = ""
    """Said yes to, and it does not hold: what it would need, and why."""

    @property
    def status(self) -> Status:
        """How it stands."""
        return Status.NOT_ASKED if self.standing is None else self.standing.status

    @property
    def is_open(self) -> bool:
        """True where whom it reaches is still to be said: an agency of no kind, the parent of a release."""
        is_contact = self.purpose is Purpose.CONTACT_AGENCY and not self.scope.agency
        return self.standing is None or is_contact

    @property
    def is_given(self) -> bool:
        """True where there is something to take back."""
        return self.status is Status.GIVEN


def lines(view: PersonView, today: date) -> tuple[Line, ...]:
    """Every standing, then what was never asked."""
    names = {one.person_id: one.name for one in view.family}
    state = fold(view.consents, today, view.card.born, used=view.used)
    found = [
        Line(
            one.purpose,
            one.scope,
            one,
            words.what_for(one.purpose, one.scope, _name(names, one.scope)),
            needs=_needs(state, one),
        )
        for one in state.standings
    ]
    asked = {one.purpose for one in found}
    may_have = [one for one in ALWAYS if view.card.role is PartyRole.CHILD or one not in OF_CHILDREN]
    missing = [
        Line(purpose, Scope(), None, words.what_for(purpose, Scope())) for purpose in may_have if purpose not in asked
    ]
    missing += [Line(purpose, Scope(), None, words.NEXT[purpose]) for purpose in may_have if _has_more(found, purpose)]
    order = {purpose: number for number, purpose in enumerate(ALWAYS)}
    asked_about = sorted(
        [*found, *missing], key=lambda line: (order.get(line.purpose, len(order)), line.standing is None, line.what)
    )
    return (*asked_about, _anyone(found))


def _needs(state: ConsentState, standing: Standing) -> str:
    """What a yes would need in order to hold, "" where it holds. A refusal of access needs nothing."""
    if standing.status is not Status.GIVEN or standing.purpose is Purpose.REFUSE_ACCESS:
        return ""
    if not state.may_save():
        return "without consent to save no other consent does"
    is_news = standing.purpose in CHANNELS
    return (
        "without consent to keep contact details no news goes out" if is_news and not state.may_keep_contact() else ""
    )


def _has_more(found: Sequence[Line], purpose: Purpose) -> bool:
    return purpose in WITH_MORE and any(one.purpose is purpose for one in found)


def _anyone(found: Sequence[Line]) -> Line:
    """The last line: where the next refusal of access is recorded, whoever is refused already (P15, P16)."""
    is_more = any(line.purpose is Purpose.REFUSE_ACCESS and line.is_given for line in found)
    return Line(Purpose.REFUSE_ACCESS, Scope(), None, "Refuse someone else access" if is_more else "Refuse access")


def _name(names: dict[UUID, str], scope: Scope) -> str:
    return names.get(scope.person_id, "someone not on file") if scope.person_id else ""


def status_words(line: Line) -> str:
    """ "given 3 November 2026", "not asked"."""
    decided = line.standing.decided if line.standing else None
    if line.what in words.NEXT.values():
        return "Enter names someone"
    if line.purpose is Purpose.REFUSE_ACCESS and decided is None:
        return "Enter names someone" if line.standing is None else words.STATUSES[line.status]
    if line.purpose is Purpose.REFUSE_ACCESS:
        status = {Status.GIVEN: "in force", Status.WITHDRAWN: "lifted"}.get(line.status, words.STATUSES[line.status])
    else:
        status = words.STATUSES[line.status]
    if decided is None:
        return status
    if line.needs:
        return f"fallen; given {display_day(decided.event.given_on)}"
    number = policy_of(decided.event.wording_version)
    on_policy = f", policy {number}" if number else ""  # on which version it was given (P69)
    return f"{status} {display_day(decided.event.given_on)}{on_policy}"


def details(line: Line) -> tuple[str, ...]:
    """All there is to say about a line, a paragraph each."""
    if line.standing is None:
        return ("Nobody was asked about this. What was not asked counts as No.",)
    out = [f"{line.what}: {status_words(line)}."]
    if line.needs:
        out.append(f"It does not hold: {line.needs}.")
    if line.standing.why is not None:
        out.append(f"Why: {words.LAPSES[line.standing.why]}.")
    if ends := words.next_change_words(line.standing.next_change):
        out.append(f"{ends}.")
    out.append("What was said, the newest first:")
    out += [_event(one) for one in reversed(line.standing.history)]
    return tuple(out)


def _told(event: ConsentEvent) -> str:
    """In which language and format, and whether they know that it may be taken back."""
    told = "told that it may be taken back" if event.right_to_withdraw_explained else "not noted: that it may go back"
    return f"{label('LANG', event.language)}, {label('FORMAT', event.format)}; {told}"


def _event(recorded: RecordedConsent) -> str:
    event = recorded.event
    who = event.given_by_name or "someone whose name was not written down"
    parts = [
        f"{display_day(event.given_on)}: {who} {words.DECISIONS[event.decision]}, {words.METHODS[event.method]}",
        words.RIGHTS.get(event.right, event.right),
    ]
    parts += [words.READ_BY[event.read_by]] if event.read_by in words.READ_BY else []
    parts += [_told(event)] if event.wording_version else []
    parts += [f"evidence: {event.evidence}"] if event.evidence else []
    parts += [f"on condition: {event.conditions}"] if event.conditions else []
    parts += [f"wording {event.wording_version}, {event.wording_hash[:8]}"] if event.wording_version else []
    parts += ["for one time"] if event.scope.one_off else []
    parts += [f"only about {event.scope.topic}"] if event.scope.topic else []
    parts += [f"ask again on {display_day(event.review_on)}"] if event.review_on else []
    parts.append(f"entered {display_day(recorded.recorded_at.date())}")
    return "  " + "; ".join(part for part in parts if part)
