"""Words of the handover sheet that more than one part of it uses, and what the child's record allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import Passport, Permitted
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.consents import Scope


def label(name: str, code: str) -> str:
    """A code in words; one that the list does not have, of a later version, as it stands."""
    codes = code_list(name)
    return codes.label(code) if code in codes else code


def labels(name: str, codes: Iterable[str]) -> str:
    """Several of them in a line."""
    return ", ".join(label(name, code) for code in codes)


def joined(*parts: str) -> str:
    """What there is of these, in a line."""
    return ", ".join(part for part in parts if part)


def agreed(said: Passport) -> Iterator[str]:
    """What the child's own record allows (P33, P78-P91), and what it does not."""
    for one in said.contacts:
        yield f"We may contact {_permitted(one)}"
    for scope in said.name_first:
        yield f"We may contact {_whom(scope)}, but ask the family first which one"
    if not said.contacts and not said.name_first:
        yield "We may contact nobody outside the family"
    if said.ask_first:
        yield f"Not without asking: {'; '.join(map(_whom, said.ask_first))}"
    for one in said.more:
        yield f"{label('PURPOSE', one.purpose.value)}{_limits(one)}"
    for one in said.news:
        yield f"{label('PURPOSE', one.purpose.value)}{_limits(one)}"


def _permitted(one: Permitted) -> str:
    return f"{_whom(one.scope)}{_limits(one)}"


def _limits(one: Permitted) -> str:
    about = f"only about {one.scope.topic}" if one.scope.topic else ""
    until = f"until {display_day(one.last_day)}" if one.last_day else ""
    once = "once" if one.scope.one_off else ""
    condition = f"on condition: {one.conditions}" if one.conditions.strip() else ""
    limits = joined(about, once, until, condition)
    return f" ({limits})" if limits else ""


def _whom(scope: Scope) -> str:
    finer = scope.agency in code_list("AGENCY_FINE")
    return joined(scope.named, label("AGENCY_FINE" if finer else "AGENCY", scope.agency))
