"""Agencies in words: kind, how they stand to a family, why two may be one, whether we may contact them."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.agencies import Likeness, may_contact
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import ConsentReason, ConsentState
from iass_tui.rules.dates import display_day
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.agencies import Agency, AgencyCard, Involved, Involvement, RecordedInvolvement
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row
from screens.words.codes import choices
from screens.words.consents import agency_words

DOES_NOT_OPEN = "(does not open)"
STANDS = {Involved.NOW: "now", Involved.SOON: "soon", Involved.PAST: "no longer"}
STANDS_CHOICES = (
    Choice(Involved.NOW.value, "Involved now"),
    Choice(Involved.SOON.value, "Soon to be involved"),
    Choice(Involved.PAST.value, "No longer involved"),
)
LIKENESS = {
    Likeness.SAME_NAME: "has the same name",
    Likeness.SAME_PHONE: "has the same telephone number",
    Likeness.SAME_EMAIL: "has the same e-mail address",
}
AGENCY_LABELS = {
    "code": "Kind",
    "organisation": "Organisation",
    "person": "Who there, by name",
    "job": "Their job",
    "phone": "Phone",
    "email": "E-mail",
    "address": "Address",
    "words": "Notes",
    "gets_policy": "Policy copies",
    "is_retired": "Retired",
}
INVOLVEMENT_LABELS = {"stands": "How they stand", "since": "From", "words": "Notes"}
MAY, ASK, NO = "may contact", "ASK FIRST", "SAID NO"
COLUMNS = (0, 25, 16)
"""Of a list of entries: who, kind, telephone."""


def kind_choices(today: date) -> tuple[Choice, ...]:
    """Every kind of the form (P84-P90), each followed by the finer ones below it."""
    finer = code_list("AGENCY_FINE")
    out = []
    for kind in choices("AGENCY", today):
        out.append(kind)
        out += [Choice(one.code, one.label) for one in finer.options(today) if one.group == kind.code]
    return tuple(out)


def entry_row(one: Agency) -> Row:
    """An entry in a list."""
    card = one.card
    kind = f"RETIRED  {agency_words(card.code)}" if card.is_retired else agency_words(card.code)
    return Row(one.id, (listed_name(card), kind, card.phone), dim=card.is_retired)


def listed_name(card: AgencyCard) -> str:
    """The organisation first, so that a list in its order reads in that order: "Lark Rise Primary: Ms Oz"."""
    return f"{card.organisation}: {card.person}" if card.person else card.organisation


def name_of(one: RecordedInvolvement) -> str:
    """Who is involved."""
    return listed_name(one.agency) if one.agency else DOES_NOT_OPEN


def contact_words(one: RecordedInvolvement, state: ConsentState) -> str:
    """Whether we may contact them for this family (P33); "" of whoever is not involved any more."""
    if one.agency is None or one.body.stands is Involved.PAST:
        return ""
    answer = may_contact(state, one.agency)
    if not isinstance(answer, Refused):
        return MAY
    said_no = {ConsentReason.REFUSED, ConsentReason.WITHDRAWN}
    return NO if said_no & set(answer.reasons) and ConsentReason.NAME_THEM not in answer.reasons else ASK


def since_words(body: Involvement) -> str:
    """From when it stands so."""
    words = {Involved.NOW: "since", Involved.SOON: "from", Involved.PAST: "until"}[body.stands]
    return f"{words} {display_day(body.since)}" if body.since else ""


def field_words(field: str, value: object) -> str:
    """A value of an entry or an involvement in words: what a question about two versions shows."""
    if field == "code":
        return agency_words(str(value))
    if isinstance(value, Involved):
        return STANDS[value]
    if isinstance(value, date):
        return display_day(value)
    return "yes" if value is True else str(value)
