"""The directory of agencies: what an entry needs, which entries may be the same, and whom a consent lets us contact."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from iass_tui.rules import text
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import ConsentState, form_agency
from iass_tui.rules.decision import Allowed, Decision, Reason, decide
from iass_tui.rules.records.agencies import Agency, AgencyCard, Involved
from iass_tui.rules.records.consents import Purpose, Scope

KINDS = ("AGENCY", "AGENCY_FINE")
"""The code lists of an entry's kind: the form's (P84-P90), and the finer ones below them."""


class AgencyReason(Reason):
    """Why an entry, or an involvement, cannot be kept as it is."""

    NO_KIND = "AGENCY_NO_KIND", "P84 P90"
    NO_ORGANISATION = "AGENCY_NO_ORGANISATION", "P33"
    RETIRED = "AGENCY_RETIRED"
    INVOLVED_ALREADY = "AGENCY_INVOLVED_ALREADY"


def may_list(card: AgencyCard) -> Decision:
    """Whether an entry says enough: its kind, and which organisation it is. A category alone contacts nobody (P33)."""
    reasons: list[Reason] = []
    if not any(card.code in code_list(name) for name in KINDS):
        reasons.append(AgencyReason.NO_KIND)
    if not card.organisation.strip():
        reasons.append(AgencyReason.NO_ORGANISATION)
    return decide(reasons)


def may_involve(card: AgencyCard, standing: Iterable[Involved]) -> Decision:
    """Whether a family's work with this entry may be noted. `standing`: how it stands to them so far."""
    reasons: list[Reason] = []
    if card.is_retired:
        reasons.append(AgencyReason.RETIRED)
    if any(one is not Involved.PAST for one in standing):
        reasons.append(AgencyReason.INVOLVED_ALREADY)
    return decide(reasons)


class Likeness(enum.StrEnum):
    """Why two entries may be one."""

    SAME_NAME = "SAME_NAME"
    SAME_PHONE = "SAME_PHONE"
    SAME_EMAIL = "SAME_EMAIL"


def alike(card: AgencyCard, others: Iterable[Agency]) -> tuple[tuple[Agency, Likeness], ...]:
    """Entries that may be the same as this one, each with the first reason for it.

    Two people at one organisation are two entries, though they share its telephone; so a telephone or an e-mail
    address counts only where not both of them name a person.
    """
    found = []
    for one in others:
        why = _likeness(card, one.card)
        if why is not None:
            found.append((one, why))
    return tuple(found)


def _likeness(mine: AgencyCard, theirs: AgencyCard) -> Likeness | None:
    if _names(mine) == _names(theirs):
        return Likeness.SAME_NAME
    if text.fold(mine.person) != text.fold(theirs.person) and mine.person.strip() and theirs.person.strip():
        return None
    if mine.phone and text.normal_phone(mine.phone) == text.normal_phone(theirs.phone):
        return Likeness.SAME_PHONE
    if mine.email and text.normal_email(mine.email) == text.normal_email(theirs.email):
        return Likeness.SAME_EMAIL
    return None


def _names(card: AgencyCard) -> tuple[str, str]:
    return text.fold(card.organisation), text.fold(card.person)


def order(one: Agency) -> tuple[str, str]:
    """The directory's order: by organisation, then by person."""
    return _names(one.card)


def is_of_kind(card: AgencyCard, form_code: str) -> bool:
    """True where the entry is of this kind of the form (P84-P90): a SENCO is of a school or setting."""
    return form_agency(card.code) == form_code


def may_contact(state: ConsentState, card: AgencyCard, topic: str = "") -> Decision:
    """Whether a person's consents let us contact this entry (P33).

    A consent that names the organisation reaches whoever works there; one that names a professional reaches nobody
    beside them, and a No to one of them beats the Yes to their organisation.
    """
    answer = state.may_contact_agency(card.code, card.full_name, topic)
    if isinstance(answer, Allowed) or not card.person.strip():
        return answer
    own = Scope(agency=form_agency(card.code), named=card.full_name)
    if state.standing(Purpose.CONTACT_AGENCY, own).narrows:
        return answer
    wider = state.may_contact_agency(card.code, card.organisation, topic)
    return wider if isinstance(wider, Allowed) else answer


_SEARCHED = ("organisation", "person", "job", "phone", "email", "words")


def matches(card: AgencyCard, typed: str) -> bool:
    """Whether every word typed begins a word of the entry, whatever its accents, capitals and order."""
    words = [word for name in _SEARCHED for word in text.fold(getattr(card, name)).split()]
    words += [word for name in KINDS if card.code in code_list(name) for word in _label(name, card.code)]
    return all(any(word.startswith(part) for word in words) for part in text.fold(typed).split())


def _label(name: str, code: str) -> list[str]:
    return text.fold(code_list(name).label(code)).split()
