"""What the rule found for one subject, and which consents may carry it (table 1.4, table 5.3, table 1.6)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date

from iass_tui.rules import ages
from iass_tui.rules.consent import ConsentReason, form_agency
from iass_tui.rules.consent.standing import is_own
from iass_tui.rules.consent.state import ONE_BODY
from iass_tui.rules.decision import Allowed, Decision, Reason, Refused
from iass_tui.rules.records.consents import Purpose, RecordedConsent, Scope
from iass_tui.rules.records.sharing import Basis, Question, Recipient
from iass_tui.rules.sharing.answer import Subject


@dataclasses.dataclass(frozen=True)
class Ruling:
    """The decision about one subject; what a Yes rests on, and the events by which it was permitted."""

    decision: Decision
    basis: Basis
    relied: tuple[RecordedConsent, ...] = ()

    @property
    def used_up(self) -> tuple[RecordedConsent, ...]:
        """The one-off consents that this use ends: the oldest of a purpose of which none stands for longer."""
        found = []
        for purpose in dict.fromkeys(one.event.purpose for one in self.relied):
            events = [one for one in self.relied if one.event.purpose is purpose]
            if all(one.event.scope.one_off for one in events):
                found.append(min(events, key=lambda one: one.number))
        return tuple(found)


def agency_of(to: Recipient) -> str:
    """The agency of the form that a recipient counts as; whoever is named without one is OTHER (P90)."""
    return form_agency(to.code) or "OTHER"


def contact_scope(question: Question, subject: Subject) -> Scope:
    """What CONTACT_AGENCY has to cover: them, or where nobody said anything of them, where they work (P33)."""
    to = question.recipient
    own = Scope(agency=agency_of(to), named=to.named, topic=question.topic)
    return _wider(Purpose.CONTACT_AGENCY, own, to, subject)


def document_scope(question: Question, subject: Subject) -> Scope:
    """What SHARE_DOC has to cover: this recipient, about this topic."""
    to = question.recipient
    agency = "" if to.person_id is not None else agency_of(to)
    own = Scope(agency=agency, named=to.named, topic=question.topic, person_id=to.person_id)
    return _wider(Purpose.SHARE_DOC, own, to, subject)


def _wider(purpose: Purpose, own: Scope, to: Recipient, subject: Subject) -> Scope:
    """The scope of the organisation where its consent reaches them; a No to one of its people beats that."""
    state = subject.consent
    if not to.organisation.strip() or state.may(purpose, own):
        return own
    if state.standing(purpose, dataclasses.replace(own, topic="")).narrows or state.standing(purpose, own).narrows:
        return own
    of_organisation = dataclasses.replace(own, named=to.organisation)
    return of_organisation if state.may(purpose, of_organisation) else own


def documents_for(question: Question, subject: Subject) -> tuple[RecordedConsent, ...]:
    """The SHARE_DOC events that cover this. A consent for everyone, or for a kind of agency, names nobody: it
    does not carry material (table 5.3: per document and recipient; table 1.6)."""
    events = subject.consent.relied_on(Purpose.SHARE_DOC, document_scope(question, subject))
    return tuple(one for one in events if _names_someone(one.event.scope))


def _names_someone(scope: Scope) -> bool:
    return bool(scope.named.strip() or scope.person_id is not None or form_agency(scope.agency) in ONE_BODY)


def own_release(question: Question, subject: Subject) -> tuple[RecordedConsent, ...]:
    """The child's own events that let this person have what they gave (P32)."""
    scope = Scope(person_id=question.recipient.person_id)
    return tuple(one for one in subject.consent.relied_on(Purpose.YP_RELEASE_TO_PARENT, scope) if is_own(one))


def family_consents(question: Question, subject: Subject, today: date) -> tuple[RecordedConsent, ...]:
    """The events that let another person of the family know: from 13 the child's own alone (P14, table 1.4)."""
    events = documents_for(question, subject)
    if not subject.is_child:
        return events
    mine = tuple(one for one in events if is_own(one) or _is_small(subject, today))
    return (*mine, *own_release(question, subject))


def _is_small(subject: Subject, today: date) -> bool:
    """Certainly under 13. Without a birth date nobody is."""
    born = subject.consent.born
    possible = ages.ages_possible(born, today) if born else None
    return possible is not None and possible[1] < ages.COMPETENCE_GUIDE


def allowed_by(events: Iterable[RecordedConsent], conditions: Iterable[Reason] = ()) -> Allowed:
    """A Yes by these events, with the conditions that they set."""
    found = list(conditions)
    relied = list(events)
    if any(one.event.conditions.strip() for one in relied):
        found.append(ConsentReason.CONDITIONS)
    if Ruling(Allowed(), Basis.CONSENT, tuple(relied)).used_up:
        found.append(ConsentReason.USED_UP)
    return Allowed(tuple(dict.fromkeys(found)))


def why_not(decision: Decision) -> tuple[Reason, ...]:
    """The reasons of a refusal; none of a Yes."""
    return decision.reasons if isinstance(decision, Refused) else ()
