"""A first contact's answers as the records that it leaves. Nothing is written here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from db.intake_store import EnquiryBody, WaitingReferral
from iass_tui.rules import duplicates, text
from iass_tui.rules.cases import with_level
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import form_events
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.homes import SAID_OF_TWO
from iass_tui.rules.intake import as_form, people, question
from iass_tui.rules.intake.questions import Kind
from iass_tui.rules.intake.routing import CHILD_TYPES
from iass_tui.rules.quarters import week_of
from iass_tui.rules.records.casework import CaseFacts, NoteBody, ProvidedBy, TallyBody
from iass_tui.rules.records.consents import ConsentEvent, FormSubject
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie, NamedRelative, PartyRole, PersonCard
from iass_tui.rules.wording import Wording, spoken_wording

Said = Mapping[str, str]
"""Answers that may be kept, cleaned."""


@dataclasses.dataclass(frozen=True)
class Someone:
    """One person who was asked, or for whom a parent spoke. `tie` is None for the child."""

    id: UUID
    card: PersonCard
    tie: FamilyTie | None
    contact: ContactDetails | None
    events: tuple[ConsentEvent, ...]


@dataclasses.dataclass(frozen=True)
class FirstContact:
    """Everything that a first contact leaves, the child first."""

    people: tuple[Someone, ...]
    facts: CaseFacts
    enquiry: EnquiryBody
    note: NoteBody


def cleaned(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers without what a terminal would obey or hide. Raises `text.TextTooLong`."""
    found = {}
    for field, value in answers.items():
        is_long = question(field).kind is Kind.LONG_TEXT
        limit = text.NOTE_LIMIT if is_long else text.NAME_LIMIT
        found[field] = text.clean(value, limit=limit, multiline=is_long)
    return found


def first_contact(said: Said, ids: tuple[UUID, ...], today: date, by: str, policy: Wording) -> FirstContact:
    """The records for answers that lead to a case; `ids` are the child's and, where a parent rings, that parent's.

    Whoever is on the line is the child or the first parent. Another parent whom they name was not asked, so that they
    become no person: their name stands on the child's card until they are (P29). `policy` is the version that was in
    force that day, and explained. Raises `UnfinishedForm` where the consents do not hold.
    """
    is_child = said["user_type"] in CHILD_TYPES
    child_id, signer_id = ids[0], ids[0] if is_child else ids[1]
    form = as_form(said, today)
    subjects = (FormSubject.SELF,) if is_child else (FormSubject.SELF, FormSubject.CHILD)
    events = [form_events(form, one, today, given_by=signer_id, wording=spoken_wording(policy)) for one in subjects]
    every = people(said)
    homes = (*SAID_OF_TWO.get(said.get("homes", ""), ()), *("" for _ in every)) if len(every) > 1 else ("",)
    placed = tuple(zip(every, homes, strict=False))
    asked, named = ((), placed) if is_child else (placed[:1], placed[1:])
    card = dataclasses.replace(_child(said, is_child), named=tuple(_named(*one) for one in named))
    child = Someone(child_id, card, None, _contact(said) if is_child else None, events[-1])
    adults = tuple(_adult(said, signer_id, *one, events[0]) for one in asked)
    note = NoteBody(
        text=said.get("wants", ""),
        action=said.get("action", ""),
        action_by=by,
        action_due=_day(said.get("action_due", "")),
        reach_id=signer_id if said.get("action_reach", "") == "YES" else None,
        happened_on=today,
        channel=said.get("channel", ""),
        provided_by=ProvidedBy.CHILD if is_child else ProvidedBy.PARENT,
        provided_by_id=signer_id,
        about=(child_id,),
    )
    return FirstContact((child, *adults), _facts(said, today), enquiry(said, today), note)


def _child(said: Said, is_signer: bool) -> PersonCard:
    born = said.get("born", "")
    card = PersonCard(
        role=PartyRole.CHILD,
        given_name=said.get("child_given_name", ""),
        family_name=said.get("child_family_name", ""),
        known_as=said.get("child_known_as", ""),
        born=None if born in {"", "NOT_GIVEN"} else PartialDate.from_text(born),
    )
    return _reached(card, said) if is_signer else card


def _named(one: Mapping[str, str], home: str) -> NamedRelative:
    return NamedRelative(
        given_name=one["given_name"],
        family_name=one["family_name"],
        relation=one["relation"] or "OTH",
        responsibility=one["responsibility"] or "UNKNOWN",
        home=home,
    )


def _adult(said: Said, id_: UUID, one: Mapping[str, str], home: str, own: tuple[ConsentEvent, ...]) -> Someone:
    card = PersonCard(role=PartyRole.PARENT, given_name=one["given_name"], family_name=one["family_name"])
    relation, responsibility = one["relation"] or "OTH", one["responsibility"] or "UNKNOWN"
    tie = FamilyTie(relation=relation, responsibility=responsibility, home=home)
    return Someone(id_, _reached(card, said), tie, _contact(said), own)


def _reached(card: PersonCard, said: Said) -> PersonCard:
    """The card of whoever is on the line, with how to talk to them."""
    return dataclasses.replace(
        card,
        user_type=said.get("user_type", ""),
        language=said.get("language", ""),
        interpreter=said.get("interpreter", ""),
        formats=tuple(said.get("formats", "").split()),
        safety=tuple(said.get("safety", "").split()),
        code_word=said.get("code_word", ""),
    )


def _contact(said: Said) -> ContactDetails | None:
    """How to reach them; None without P44, since then no such answer was kept."""
    postcode = text.normal_postcode(said.get("postcode", ""))
    lines = tuple(line.strip() for line in said.get("address", "").splitlines() if line.strip())
    details = ContactDetails(
        phones=_one(said.get("phone", "")),
        emails=_one(text.normal_email(said.get("email", ""))),
        addresses=(Address(lines=lines, postcode=postcode),) if lines or postcode else (),
        safe_hours=said.get("safe_hours", ""),
    )
    return details if said.get("contact", "") == "YES" else None


def newcomer(said: Said) -> duplicates.Someone:
    """The child as they are compared with everyone on file, with their family and the ways to reach it."""
    born = said.get("born", "")
    given = " ".join((said.get("child_given_name", ""), said.get("child_family_name", ""))).strip()
    return duplicates.someone(
        "newcomer",
        given,
        other_names=_one(said.get("child_known_as", "")),
        born=None if born in {"", "NOT_GIVEN"} else PartialDate.from_text(born),
        phones=_one(said.get("phone", "")),
        emails=_one(said.get("email", "")),
        postcodes=_one(said.get("postcode", "")),
        relatives=tuple(f"{one['given_name']} {one['family_name']}".strip() for one in people(said)),
    )


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _facts(said: Said, today: date) -> CaseFacts:
    facts = CaseFacts(
        issues=tuple(said.get("issues", "").split()),
        needs=tuple(said.get("needs", "").split()),
        sen_stage=said.get("sen_stage", "") or "U",
        setting_type=said.get("setting_type", "") or "NKN",
        setting_name=said.get("setting_name", ""),
        source=said.get("source", "") or "NKN",
        channel=said.get("channel", ""),
        user_type=said.get("user_type", ""),
        wants=said.get("wants", ""),
        child_view=said.get("child_view", ""),
        opened_on=today,
        policy_explained=True,
        rights_explained_on=_day(said.get("rights_on", "")),
        rights_explained_how=said.get("rights_how", ""),
        rights_explained_by=said.get("rights_by", ""),
    )
    return with_level(facts, said["level"], today) if said.get("level") else facts


def enquiry(said: Said, today: date) -> EnquiryBody:
    """The enquiry itself (P38)."""
    return EnquiryBody(
        received_on=today,
        channel=said.get("channel", ""),
        user_type=said.get("user_type", ""),
        issue_group=said.get("issue_group", ""),
        source=said.get("source", "") or said.get("referrer_type", ""),
        minutes_band=said.get("minutes_band", ""),
        signposts=tuple(said.get("signposts", "").split()),
    )


def tally(said: Said, today: date, why: str) -> TallyBody:
    """All that is kept of someone who is not (table 1.3): codes, and the week."""
    coded = {field: " ".join(c for c in said.get(field, "").split() if c in code_list(name)) for field, name in _CODES}
    return TallyBody(
        week=week_of(today),
        channel=coded["channel"],
        user_type=coded["user_type"],
        issue_group=coded["issue_group"],
        minutes_band=coded["minutes_band"],
        signposts=tuple(coded["signposts"].split()),
        why=why,
    )


_CODES = (
    ("channel", "CHANNEL"),
    ("user_type", "USER_TYPE"),
    ("issue_group", "ISSUE_GROUP"),
    ("minutes_band", "MINUTES_BAND"),
    ("signposts", "SIGNPOST"),
)


def waiting_referral(said: Said, today: date) -> WaitingReferral:
    """Who passed the family on, and by whose permission (P30)."""
    return WaitingReferral(
        referrer=said.get("referrer", ""),
        referrer_type=said.get("referrer_type", ""),
        permit=said.get("permit", "") or "NONE",
        permitted_by=said.get("permitted_by", ""),
        permitted_on=_day(said.get("permitted_on", "")),
        evidence=said.get("permit_evidence", ""),
        counted=tally(said, today, "REFERRAL_UNANSWERED"),
    )


def waiting_card(said: Said) -> PersonCard:
    """The name that was given to us, and nothing else."""
    return PersonCard(
        role=PartyRole.OTHER,
        given_name=said.get("family_given_name", ""),
        family_name=said.get("family_family_name", ""),
    )


def one_way_to_reach(said: Said) -> ContactDetails:
    """The one way to reach them that a referral may hold."""
    reach = said.get("reach", "")
    match said.get("reach_how", ""):
        case "EMAIL":
            return ContactDetails(emails=_one(text.normal_email(reach)))
        case "POST":
            return ContactDetails(addresses=(Address(lines=_one(reach)),))
    return ContactDetails(phones=_one(reach))


def _day(value: str) -> date | None:
    return PartialDate.from_text(value).exact if value else None
