"""Competence and authority in words."""

from __future__ import annotations

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.access import CompetenceFinding, WrittenAuthority
from iass_tui.rules.release import AuthorityFrom, Finding
from screens.words.days import short_day

FINDINGS = {
    Finding.COMPETENT: "they can decide this themselves",
    Finding.NOT_COMPETENT: "they cannot decide this yet",
}
GIVEN_BY = {
    AuthorityFrom.SUBJECT: "the child, young person or client",
    AuthorityFrom.PARENT: "someone with parental responsibility",
}
QUESTIONS = {
    "knows_copy": "Knows what a copy of the file is?",
    "can_read": "Knows how to read it?",
    "knows_consequences": "Knows what may come of it?",
    "seen_alone": "Were they seen alone?",
    "free_of_pressure": "Free of pressure?",
}
TEXTS = {
    "support": "Support used to talk",
    "parents_view": "What they think of parents seeing it",
    "factors": "Orders, allegations, confidences",
}


def age_rule(age: int | None) -> str:
    """Who decides at this age, in a few words (domain table 1.4)."""
    if age is None:
        return "no birth date: nobody knows who decides"
    if age >= 16:
        return f"{age}: decides for themselves; a talk only where that is in doubt"
    return f"{age}: find out whether they can decide; it serves one request"


def finding(one: CompetenceFinding) -> str:
    """What was found, and by whom."""
    return f"{FINDINGS[one.finding]} ({one.assessor})"


def use(one: CompetenceFinding) -> str:
    """Whether it can still serve a request."""
    if one.used_on is not None:
        return f"used {short_day(one.used_on).strip()}"
    return f"until {short_day(one.review_on).strip()}" if one.review_on else "not used yet"


def finding_lines(one: CompetenceFinding) -> tuple[str, ...]:
    """Everything that was asked and answered."""
    said = {True: "yes", False: "no", None: "not asked"}
    answers = "\n".join(f"{label}  {said[getattr(one, name)]}" for name, label in QUESTIONS.items())
    texts = [f"{label}: {getattr(one, name)}" for name, label in TEXTS.items() if getattr(one, name)]
    return f"{display_day(one.assessed_on)}: {finding(one)}; {use(one)}", answers, *texts


def authority(one: WrittenAuthority) -> str:
    """For whom, and from whom."""
    return f"{one.to_name} may receive it, signed by {GIVEN_BY[one.given_by]}"


def ends(one: WrittenAuthority) -> str:
    """Until when it counts."""
    if one.revoked_on is not None:
        return f"taken back {short_day(one.revoked_on).strip()}"
    return f"until {short_day(one.until).strip()}" if one.until else "until taken back"


def authority_words(one: WrittenAuthority) -> str:
    """All of it."""
    return f"{authority(one)}, on {display_day(one.signed_on)}, {ends(one)}. Paper: {one.evidence}"
