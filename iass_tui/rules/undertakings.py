"""What every colleague has to read and agree to: once for each text, the declaration once a year (P22, P59, P62)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date

from iass_tui.rules.dates import months_after
from iass_tui.rules.records.training import Acknowledgement, Undertaking
from iass_tui.rules.wording import Wording, wording

DECLARED_MONTHS = 12  # P62


@dataclasses.dataclass(frozen=True)
class Owed:
    """Something to read and agree to, and since when it is owed; `before` is what was agreed to last."""

    what: Undertaking
    before: Acknowledgement | None


def text_of(what: Undertaking, ict_policy: str = "") -> Wording:
    """The text, with the council's ICT policy named where the office says which it is; another one asks again."""
    found = wording(f"undertaking.{what.value}")
    if what is not Undertaking.ICT_POLICY or not ict_policy.strip():
        return found
    named = ict_policy.strip()
    text = f"{found.text}\n\nThe policy and standards in force, as the office has them: {named}"
    return Wording.of(found.key, found.version, text)


def latest(known: Iterable[Acknowledgement], what: Undertaking) -> Acknowledgement | None:
    """What somebody agreed to last, of one kind; `known` in the order in which they did."""
    return next((one for one in reversed(tuple(known)) if one.what is what), None)


def agreed_until(one: Acknowledgement) -> date | None:
    """The last day on which it holds; None where it holds until the text changes."""
    return months_after(one.on, DECLARED_MONTHS) if one.what is Undertaking.DECLARATION else None


def owed(known: Iterable[Acknowledgement], today: date, ict_policy: str = "") -> tuple[Owed, ...]:
    """What somebody has to read and agree to now: never asked, another text, or a year gone by."""
    known = tuple(known)
    return tuple(
        Owed(what, latest(known, what)) for what in Undertaking if not _holds(latest(known, what), today, ict_policy)
    )


def _holds(one: Acknowledgement | None, today: date, ict_policy: str) -> bool:
    if one is None or one.sha256 != text_of(one.what, ict_policy).sha256:
        return False
    until = agreed_until(one)
    return until is None or today <= until
