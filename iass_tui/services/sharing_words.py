"""A line of the sharing record in words that a family can read; the screen and the paper say the same."""

from __future__ import annotations

from collections.abc import Iterable

from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.consents import ConsentEvent
from iass_tui.rules.records.sharing import Basis, Ground, Material, OwnShare, Recipient, RecipientKind, SharingKind
from iass_tui.services.sharing_views import SharingLine

MATERIALS = {
    Material.TALK: "a talk",
    Material.LETTER: "a letter or message",
    Material.NOTE: "what a note says",
    Material.DOCUMENT: "a document",
    Material.CONTACT: "how to reach you",
    Material.FILE: "a copy of the file",
}
OWN_SHARES = {
    OwnShare.THEY_WILL: "you said that you will",
    OwnShare.THEY_DID: "you did",
    OwnShare.THEY_WOULD_RATHER_NOT: "you would rather not",
    OwnShare.NOT_DECIDED: "you had not decided yet",
    OwnShare.NOT_SUITABLE: "it was not the moment for it",
}
GROUNDS = {
    Ground.HARM: "Without asking you, because someone may have been at risk of harm.",
    Ground.ILLEGAL: "Without asking you, because of illegal activity that threatened somebody's safety.",
}
SOMEONE = "someone who is no longer on file"
_BASES = {
    Basis.RIGHT: "A parent may be told this; see our confidentiality policy.",
    Basis.OWN: "It was their own information, or their own words.",
}
_INSIDE = {
    SharingKind.PROPOSED: "Proposed to a manager; nothing shared yet.",
    SharingKind.SIGNED_OFF: "A manager signed it off.",
    SharingKind.TURNED_DOWN: "A manager did not sign it off.",
    SharingKind.SEEN: "A manager has seen it.",
}


def recipient_words(to: Recipient | None, name: str) -> str:
    """To whom, with what they are; "" for nobody."""
    if to is None:
        return ""
    if to.kind is RecipientKind.PERSON:
        return name or SOMEONE
    kind = next((code_list(one).label(to.code) for one in ("AGENCY", "AGENCY_FINE") if to.code in code_list(one)), "")
    kind = "interpreter" if to.kind is RecipientKind.INTERPRETER else kind
    return f"{name or to.named} ({kind})" if kind and kind.casefold() not in to.named.casefold() else name or to.named


def what_words(line: SharingLine) -> str:
    """What it was, and in which words."""
    question = line.body.question
    parts = []
    if line.kind is SharingKind.ENCOURAGED and line.body.own_share is not None:
        parts.append(f"We encouraged you to share it yourselves: {OWN_SHARES[line.body.own_share]}.")
    elif line.kind is SharingKind.SAID_NO:
        parts.append(f"They asked for {MATERIALS[question.material] if question else 'it'}. We did not pass it on.")
    elif question is not None:
        about = f" about {question.topic}" if question.topic else ""
        parts.append(_sentence(f"{MATERIALS[question.material]}{about}"))
    told = line.body.told or (question.words if question and line.kind in _SHARED else "")
    parts += [part for part in (told, line.body.words) if part.strip()]
    return "\n".join(parts)


_SHARED = frozenset({SharingKind.SHARED, SharingKind.EXCEPTION, SharingKind.PROPOSED})


def permission_words(line: SharingLine) -> str:
    """On whose permission; of an exception why without, who decided, and what the family was told."""
    facts, question = line.body.exception, line.body.question
    if line.kind in _INSIDE and line.kind is not SharingKind.PROPOSED:
        return _INSIDE[line.kind]
    if facts is not None and question is not None:
        told = facts.told_words if facts.told_family else f"You were not told: {facts.told_words}"
        duty = "Considered under the information-sharing duty." if facts.duty_considered else ""
        who = f"Decided by {line.decided_by}." if line.decided_by else ""
        parts = [_INSIDE.get(line.kind, ""), GROUNDS.get(question.ground, ""), facts.reason, who, told, duty]
        return "\n".join(part for part in parts if part)
    if line.kind not in _SHARED:
        return ""
    said = consents_words(line.permissions)
    return said or (_BASES.get(line.body.basis, "") if line.body.basis else "")


def consents_words(events: Iterable[ConsentEvent]) -> str:
    """Who agreed and when, each once."""
    found = (
        f"{event.given_by_name or 'Consent'}, {display_day(event.given_on)}"
        + (f", on condition: {event.conditions.strip()}" if event.conditions.strip() else "")
        for event in events
    )
    return "\n".join(dict.fromkeys(found))


def how_words(line: SharingLine) -> str:
    """By which way it went; "" where nobody said."""
    codes = code_list("CHANNEL")
    return codes.label(line.body.how) if line.body.how in codes else line.body.how


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
