"""Who in a family may know what, in words."""

from __future__ import annotations

from iass_tui.rules.dates import display_day
from iass_tui.rules.sharing import Outcome
from iass_tui.services.knowing_views import ChildKnowing, KnowingLine
from screens.words import people
from screens.words.codes import label
from screens.words.reasons import reason_sentences
from screens.words.standing import FINDINGS

ANSWERS = {Outcome.YES: "yes", Outcome.NO: "NO", Outcome.EXCEPTION: "only as an exception"}
_SHORT = {Outcome.YES: "yes", Outcome.NO: "NO", Outcome.EXCEPTION: "exception"}
NO_HOME = "not known"


def child_line(child: ChildKnowing) -> str:
    """A child or young person: age, competence, and whom they refuse."""
    age = f", {child.age}" if child.age is not None else ""
    wish = f"refuses {', '.join(child.refuses)} the file" if child.refuses else "refuses nobody the file"
    return f"{child.name}{age}: {competence_words(child)}; {wish}"


def competence_words(child: ChildKnowing) -> str:
    """What was found about whether they decide for themselves."""
    if child.competence is None:
        return "competence not asked yet"
    used = ", used" if child.competence.is_used else ""
    return f"{FINDINGS[child.competence.finding]} on {display_day(child.competence.assessed_on)}{used}"


def home_words(child: ChildKnowing, one: KnowingLine) -> str:
    """Where somebody lives, short: withheld, as a home of the child, else by their addresses."""
    if one.is_withheld:
        return "WITHHELD"
    if one.tie.home:
        return people.home_words(one.tie)
    if not one.home or not child.home:
        return one.home or NO_HOME
    return "same home" if one.home == child.home else one.home


def cells(child: ChildKnowing, one: KnowingLine) -> tuple[str, ...]:
    """One line of the list."""
    return (
        one.name,
        people.tie_words(one.tie, is_child=False),
        home_words(child, one),
        people.responsibility_words(one.tie),
        f"tell {_SHORT[one.talk]}, file {_SHORT[one.file]}{_more(one)}",
    )


def _more(one: KnowingLine) -> str:
    """What a wide screen shows besides: how we know of responsibility, and why not."""
    why = " ".join(reason_sentences(one.reasons))
    known = f"PR: {one.tie.evidence}" if one.tie.evidence else ""
    parts = "; ".join(part for part in (known, why) if part)
    return f"   {parts}" if parts else ""


def whole(child: ChildKnowing, one: KnowingLine) -> str:
    """All about one relative."""
    tie = one.tie
    evidence = f", as we know from {tie.evidence}" if tie.evidence else ", without evidence noted"
    since = f", since {display_day(tie.responsibility_since)}" if tie.responsibility_since else ""
    lives = f"lives at {one.home}" if one.home else "where they live is not known"
    home = "where they live must not be told to the others" if one.is_withheld else lives
    stays = f"; {label('HOME', tie.home).lower()}" if tie.home else ""
    first = (
        f"{one.name}: {label('RELATION', tie.relation)} of {child.name}. "
        f"{label('PR_STATUS', tie.responsibility)}{evidence}{since}; {home}{stays}."
    )
    told = f"May be told: {ANSWERS[one.talk]}. May have the file: {ANSWERS[one.file]}."
    more = " ".join(reason_sentences(one.reasons))
    return "\n".join(part for part in (first, f"{told} {more}".strip(), tie.words) if part)
