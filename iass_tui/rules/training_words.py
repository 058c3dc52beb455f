"""Training and undertakings in words, the same on screen and on paper."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.training import Acknowledgement, Basis, Held, Undertaking
from iass_tui.rules.training import Standing
from iass_tui.rules.training_plan import Planned
from iass_tui.rules.undertakings import Owed, agreed_until

UNDERTAKINGS = {
    Undertaking.CONFIDENTIALITY: "Undertaking of confidentiality",
    Undertaking.ICT_POLICY: "ICT security policy",
    Undertaking.DECLARATION: "Yearly declaration",
}


def standing_words(standing: Standing, until: date | None) -> str:
    """Where somebody stands with the training without which nobody works."""
    day = display_day(until) if until else ""
    return {
        Standing.CURRENT: f"trained until {day}",
        Standing.GRACE: f"days of grace until {day}",
        Standing.ENDED: f"MAY NOT WORK: ended {day}",
        Standing.NEVER: "MAY NOT WORK: no training recorded",
    }[standing]


def held_words(held: Held) -> str:
    """What one line gives, in words."""
    return {
        Basis.COURSE: held.course or "a course",
        Basis.GRACE: "Days of grace",
        Basis.START: "First days, from the start of the register",
    }[held.basis]


def agreed_words(one: Acknowledgement) -> str:
    """That somebody agreed, and until when it holds."""
    until = agreed_until(one)
    ends = f", until {display_day(until)}" if until else ""
    return f"{UNDERTAKINGS[one.what]}: agreed {display_day(one.on)}, version {one.version}{ends}"


def owed_words(one: Owed) -> str:
    """That somebody has yet to agree, or again."""
    again = f", last {display_day(one.before.on)}" if one.before else ""
    return f"{UNDERTAKINGS[one.what]}: NOT AGREED{again}"


def read_words(number: int, on: date | None, in_force: int) -> str:
    """Which version of the policy somebody has read, and whether it is the one in force."""
    last = f"read version {number}, {display_day(on)}" if number and on else ""
    if number == in_force:
        return last
    return f"NOT READ: version {in_force} is in force" + (f"; {last}" if last else "")


def plan_words(plan: Planned) -> str:
    """What is planned, when, where and by whom."""
    place = f", {plan.place}" if plan.place else ""
    organiser = f", organised by {plan.organiser}" if plan.organiser else ""
    return f"{plan.course} on {display_day(plan.on)}{place}{organiser}"
