"""How long a contact took, and in which cases of a family it is kept: for a talk and for a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from textual.app import ComposeResult
from textual.dom import DOMNode

from iass_tui.rules.notes import LONGEST_CONTACT
from iass_tui.services.joint_views import SiblingCase
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactMulti
from screens.widgets.text_field import TextField

KEYS = ("minutes", "travel", "volunteer_minutes")
LABELS = {
    "minutes": "Minutes",
    "travel": "Minutes on the way",
    "volunteer_minutes": "A volunteer's minutes",
}
CHILDS_OWN = "Also in the case of: what a child tells us stays in that child's own case. Untick the others"


class Minutes(TypedDict):
    """The three times of a contact."""

    minutes: int
    travel: int
    volunteer_minutes: int


def field(key: str) -> TextField:
    """One short field, which may stay empty. The talk's own stands where one looks for it, the others at the end."""
    return TextField(key, LABELS[key], dense=True, optional=True, width=6)


def rarer_fields() -> ComposeResult:
    """What few contacts have: a way there, and a volunteer."""
    yield field("travel")
    yield field("volunteer_minutes")


def siblings_field(siblings: Sequence[SiblingCase]) -> ComposeResult:
    """The open cases of brothers and sisters with nothing ticked; no field where there is none."""
    if siblings:
        yield CompactMulti("also", "Also in the case of", sibling_choices(siblings), optional=True)


def sibling_choices(siblings: Sequence[SiblingCase]) -> tuple[Choice, ...]:
    """One answer a case."""
    return tuple(Choice(str(one.case_id), f"{one.name}, {one.reference}") for one in siblings)


def ticked(page: DOMNode) -> tuple[UUID, ...]:
    """The cases ticked, where they were asked for."""
    found = page.query("#also").results(CompactMulti)
    return tuple(UUID(one) for field in found for one in field.values)


def number(typed: str) -> int:
    """The number typed; 0 for none, -1 for what is no number."""
    typed = typed.strip()
    if not typed:
        return 0
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 5 else -1


def minutes(values: Mapping[str, str]) -> Minutes:
    """The times typed; the service keeps them in fives."""
    return Minutes(
        minutes=number(values["minutes"]),
        travel=number(values["travel"]),
        volunteer_minutes=number(values["volunteer_minutes"]),
    )


def problems(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is no number of minutes, and what to do about it."""
    for key in KEYS:
        if not 0 <= number(values[key]) <= LONGEST_CONTACT:
            yield key, f"{LABELS[key]}: write a number like 25, kept in fives, or leave it empty"
