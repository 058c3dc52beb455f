"""People in words: who they are, what to take care of, whom we may contact for them, what their birthdays change."""

from __future__ import annotations

from datetime import date

from iass_tui.rules import ages
from iass_tui.rules.consent import CHANNELS, ConsentReason, ConsentState, Status
from iass_tui.rules.dates import PartialDate, display_day
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.people import Address, ContactDetails, FamilyTie, PartyRole, PersonCard
from iass_tui.rules.safety import Care
from screens.words.codes import label, labels
from screens.words.consents import agency_words

MILESTONES = {
    ages.COMPETENCE_GUIDE: "may ask for copies themselves",
    ages.OWN_REQUESTS: "ask for their own consent",
    ages.ADULT: "an adult: what parents agreed to ends",
    ages.KEPT_UNTIL: "the file is destroyed",
}
HOMES = {"MOSTLY": "child's home", "PARTLY": "home, partly", "NO": "other home"}
RESPONSIBILITY = {"YES": "PR yes", "NO": "PR no", "DISPUTED": "PR DISPUTED", "UNKNOWN": "PR not known"}
CHANNEL_NAMES = {
    Purpose.MKT_EMAIL: "e-mail",
    Purpose.MKT_PHONE: "phone",
    Purpose.MKT_SMS: "text",
    Purpose.MKT_POST: "post",
}
CARD_LABELS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "known_as": "Known as",
    "born": "Born",
    "role": "Who they are",
    "user_type": "Who gets in touch",
    "language": "Language",
    "interpreter": "Interpreter",
    "formats": "Formats",
    "safety": "Safety",
    "safety_words": "Safety, in words",
    "code_word": "Code word",
}
CONTACT_LABELS = {
    "phones": "Phone numbers",
    "emails": "E-mail addresses",
    "addresses": "Addresses",
    "safe_hours": "When to ring",
    "words": "What else to know",
}
TIE_LABELS = {
    "relation": "How related",
    "responsibility": "Parental responsibility",
    "home": "Where the child lives",
    "evidence": "How we know",
    "words": "What else to know",
}
NO_CONTACT = "no ways to reach them are kept"
REFUSED = "MAY NOT SEE THE FILE"
_LISTS = {
    "user_type": "USER_TYPE",
    "language": "LANG",
    "interpreter": "INTERP",
    "formats": "FORMAT",
    "safety": "SAFETY",
    "relation": "RELATION",
    "responsibility": "PR_STATUS",
    "home": "HOME",
}


def talking_words(card: PersonCard) -> str:
    """What differs from English, without an interpreter, in standard print; "" where nothing does."""
    language = "" if card.language in ("", "eng") else label("LANG", card.language)
    interpreter = "" if card.interpreter in ("", "NONE") else label("INTERP", card.interpreter)
    formats = labels("FORMAT", (one for one in card.formats if one != "STD"))
    return ", ".join(part for part in (language, interpreter, formats) if part)


def role_words(card: PersonCard, age: int | None) -> str:
    """What someone is, with their age where it is known: "child, 9", "young person, 17", "parent or carer"."""
    if card.role is not PartyRole.CHILD:
        return "parent or carer" if card.role is PartyRole.PARENT else "someone else"
    if age is None:
        return "child or young person, age not known"
    return f"{'young person' if age >= ages.OWN_REQUESTS else 'child'}, {age}"


def care_words(care: Care) -> str:
    """What to take care of, in capitals: "DO NOT LEAVE VOICEMAIL · PARENTS LIVE APART"; then hours and words."""
    parts = [label("SAFETY", code).upper() for code in care.warnings]
    if care.safe_hours and "SAFE_HOURS" in care.warnings:
        parts[care.warnings.index("SAFE_HOURS")] += f": {care.safe_hours}"
    return "  ".join(part for part in (" · ".join(parts), care.words) if part)


def born_line(born: PartialDate | None, today: date) -> str:
    """When someone was born, and which birthday comes next that changes something."""
    if born is None:
        return "Birth date not known"
    line = f"Born {born.display()}"
    following = ages.next_milestone(born.exact, today) if born.exact else None
    if following is None:
        return line
    return f"{line}   {following.age} on {display_day(following.on)}: {MILESTONES[following.age]}"


def tie_words(tie: FamilyTie, *, is_child: bool) -> str:
    """How a relative stands to the person on screen; of a child one sees only that they are one."""
    if not is_child:
        return label("RELATION", tie.relation)
    return "Brother or sister" if tie.relation == "SIB" else "Child"


def responsibility_words(tie: FamilyTie) -> str:
    """Parental responsibility in few letters."""
    return RESPONSIBILITY.get(tie.responsibility, tie.responsibility)


def home_words(tie: FamilyTie) -> str:
    """Whether the child lives with an adult; "" where nobody asked."""
    return HOMES.get(tie.home, tie.home)


def contact_words(details: ContactDetails) -> str:
    """All ways to reach someone on one line."""
    parts = [*details.phones, *details.emails, *(address_words(one) for one in details.addresses)]
    words = " · ".join(part for part in parts if part) or "nothing noted"
    hours = f"   when: {details.safe_hours}" if details.safe_hours else ""
    return f"{words}{hours}{f'   {details.words}' if details.words else ''}"


def address_words(address: Address) -> str:
    """An address on one line."""
    return ", ".join(part for part in (*address.lines, address.postcode) if part)


def agencies_line(state: ConsentState) -> str:
    """Whom we may contact for someone: named ones, categories still to be named, and those refused."""
    if not state.may_save():
        return "nobody: without consent to save no other consent holds"
    parts = []
    for one in state.of(Purpose.CONTACT_AGENCY):
        if not one.scope.agency:
            continue
        name = agency_words(one.scope.agency)
        answer = state.may_contact_agency(one.scope.agency, one.scope.named, one.scope.topic)
        if answer:
            topic = f", about {one.scope.topic}" if one.scope.topic else ""
            parts.append(f"{name}{f': {one.scope.named}' if one.scope.named else ''}{topic}")
        elif one.status is Status.GIVEN:
            is_nameless = answer == Refused((ConsentReason.NAME_THEM,))
            parts.append(f"{name} ({'ask whom by name' if is_nameless else 'once the birth date is known'})")
        elif one.narrows:
            parts.append(f"NOT {name}{f': {one.scope.named}' if one.scope.named else ''}")
    return " · ".join(parts) or "nobody: they have not agreed to any contact"


def channels_line(state: ConsentState) -> str:
    """Which ways of keeping in touch someone chose: "e-mail yes · phone no"."""
    return " · ".join(f"{CHANNEL_NAMES[channel]} {_channel(state, channel)}" for channel in CHANNELS)


def _channel(state: ConsentState, channel: Purpose) -> str:
    status = state.standing(channel).status
    if status is Status.GIVEN:
        return "yes" if state.may_send_news(channel) else "yes, but not now"
    return {Status.NOT_ASKED: "not asked", Status.EXPIRED: "run out"}.get(status, "no")


def kept_line(card: PersonCard, due: date | None) -> str:
    """Until when the file is kept (P45)."""
    if due is None:
        return ""
    if card.role is PartyRole.CHILD and card.born is None:
        return f"Looked at again on {display_day(due)}, since no birth date is known"
    why = "their 25th birthday" if card.role is PartyRole.CHILD else "the 25th birthday of their last child here"
    return f"Kept until {display_day(due)}, {why}"


def field_words(field: str, value: object) -> str:
    """A value of a card, a contact or a tie in words: what a question about two versions shows."""
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, tuple):
        texts = [address_words(one) if isinstance(one, Address) else str(one) for one in value]
        return labels(_LISTS[field], texts) if field in _LISTS else ", ".join(texts)
    return label(_LISTS[field], str(value)) if field in _LISTS else str(value)
