"""Answers of first contacts, and canaries: words that must be nowhere but where they are allowed."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from iass_tui.rules import intake as rule
from iass_tui.rules.intake import IntakeOutcome, Kind

TODAY = date(2026, 11, 23)
CANARY = "Zyxwvut-Kanarienvogel"

FAMILY = {
    "channel": "TEL",
    "user_type": "PAR",
    "issue_group": "EA",
    "policy": "ALOUD",
    "understood": "YES",
    "rights_how": "ALOUD",
    "rights_by": "Omar Officer",
    "rights_on": "2026-11-23",
    "save": "YES",
    "contact": "YES",
    "child_given_name": "Maya",
    "child_family_name": "Costa",
    "child_known_as": "May",
    "born": "2015-03-27",
    "parents": "2",
    "parents.0.given_name": "Rosa",
    "parents.0.family_name": "Costa",
    "parents.0.relation": "MOT",
    "parents.0.responsibility": "YES",
    "parents.1.given_name": "Otto",
    "parents.1.family_name": "Costa",
    "parents.1.relation": "FAT",
    "parents.1.responsibility": "UNKNOWN",
    "homes": "FIRST",
    "right": "PR",
    "phone": "07700 900123",
    "email": "Rosa@Example.org",
    "address": "1 High Street\nLondon",
    "postcode": "w21aa",
    "safe_hours": "after 16:00",
    "safety": "NO_VOICEMAIL",
    "language": "por",
    "interpreter": "SPOKEN",
    "formats": "LARGE18",
    "setting_type": "MLA",
    "setting_name": "Hill School",
    "sen_stage": "K",
    "needs": "ASD",
    "issues": "EA01 EA02",
    "wants": "An assessment",
    "child_view": "NOT_YET",
    "action": "Ring back after school",
    "action_reach": "YES",
    "action_due": "2026-11-30",
    "level": "L2",
    "source": "FRD",
    "minutes_band": "16-30",
    "signposts": "IPSEA",
}
"""A mother who says Yes to everything."""
_REACHING = ("phone", "email", "address", "postcode", "safe_hours", "safety", "action_reach")
NO_CONTACT = {**{field: value for field, value in FAMILY.items() if field not in _REACHING}, "contact": "NO"}
"""The same mother, who leaves no way to be reached."""
YOUNG = {
    **{f: v for f, v in FAMILY.items() if not f.startswith("parents.") and f not in {"homes", "right"}},
    "user_type": "YP",
    "parents": "0",
    "born": "2009-03-27",
}
"""A young person of 17 who rings by herself."""
REFERRAL = {
    "channel": "EML",
    "user_type": "PRO",
    "issue_group": "EX",
    "referral": "YES",
    "permit": "WRITTEN",
    "permitted_by": "the mother",
    "permitted_on": "2026-11-20",
    "permit_evidence": "her letter of that day",
    "referrer_type": "EDU",
    "referrer": "Hill School",
    "family_given_name": "Rosa",
    "family_family_name": "Costa",
    "reach_how": "PHONE",
    "reach": "07700 900123",
    "minutes_band": "1-15",
    "signposts": "NONE",
}
"""A school that passes a family on, with permission."""


def ending(said: str) -> dict[str, str]:
    """A contact that ends with this answer to P78: NO, ANONYMOUS or NOT_ASKED."""
    known = ("channel", "user_type", "issue_group", "policy", "understood", "rights_how", "rights_by", "rights_on")
    return {**{field: FAMILY[field] for field in known}, "save": said, "minutes_band": "16-30", "signposts": "IPSEA"}


def walk(answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Answers question by question as a person would give them, until the script has no more; each state on the way.

    What `answers` does not say is answered with a canary or the first choice.
    """
    said: dict[str, str] = {}
    yield dict(said)
    while not isinstance(field := rule.next_question(said), IntakeOutcome):
        for name, value in _answer(field, answers).items():
            said[name] = value
            yield dict(said)


def _answer(field: str, answers: Mapping[str, str]) -> dict[str, str]:
    one = rule.question(field)
    if field in answers:
        return {field: answers[field]}
    if one.kind is Kind.PEOPLE:
        inner = {f"{field}.0.{each.id}": _invented(each) for each in one.fields}
        return {**inner, field: "1"}
    return {field: _invented(one)}


def _invented(one: rule.Question) -> str:
    match one.kind:
        case Kind.CHOICE | Kind.MULTI:
            return one.choices(TODAY)[0].code
        case Kind.DATE:
            return "2026-11-23"
        case Kind.PARTIAL_DATE:
            return "2015-03-27"
        case Kind.INFO:
            return "SEEN"
    return f"{CANARY} {one.id}"


def typed_anyway() -> dict[str, str]:
    """A canary in every question about someone, as a face would have it that let people type before asking."""
    found = {field: f"{CANARY} {field}" for field in rule.personal_fields()}
    return found | {f"parents.0.{name}": f"{CANARY} {name}" for name in ("given_name", "family_name")}


def snapshot(*folders: Path) -> dict[str, bytes]:
    """Every byte of every file under these folders."""
    return {str(path): path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}


def spellings(word: str = CANARY) -> tuple[bytes, ...]:
    """A word as bytes: UTF-8, UTF-16 both ways, hex, and base64 at each of its three offsets."""
    raw = word.encode()
    bases = tuple(base64.b64encode(b"x" * shift + raw)[(4 if shift else 0) : -4] for shift in range(3))
    return (raw, word.encode("utf-16-le"), word.encode("utf-16-be"), raw.hex().encode(), *bases)


def found_in(files: Mapping[str, bytes], word: str = CANARY) -> list[str]:
    """The files in which a word stands, however it is spelt."""
    return [name for name, raw in files.items() if any(spelling in raw for spelling in spellings(word))]
