"""The invented office's policy: reviewed every year so far, a copy asked for, and a question that waits."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from iass_tui.rules.records.policies import Approval, AskedBody, AskedKind, Asker, Reviewer
from iass_tui.services.session import OfficeSession

YEAR = timedelta(days=364)
QUESTION = AskedBody(
    kind=AskedKind.QUESTION,
    asker=Asker.FAMILY,
    asked_on=date.min,
    words="Is what I tell you on the telephone passed on to the council's own helpline?",
)
COPY = AskedBody(kind=AskedKind.ICT, asker=Asker.PROFESSIONAL, asked_on=date.min, format="STD")


def steps(
    volunteer: OfficeSession, manager: OfficeSession, founded: date, today: date
) -> Iterator[tuple[date, int, Callable[[], None]]]:
    """What happened on which day, at about which hour. The next review is due in less than 60 days."""

    def review(on: date) -> Callable[[], None]:
        def note() -> None:
            found = manager.policy.register().in_force
            seen = Approval(by=Reviewer.BOTH, on=on, minutes=f"Board {on.year}, item 4")
            manager.policy.review(found.id, found.version, seen)

        return note

    def ask(body: AskedBody, on: date) -> Callable[[], None]:
        def write() -> None:
            volunteer.policy.ask(dataclasses.replace(body, asked_on=on))

        return write

    last = today - timedelta(days=340)
    day = founded + YEAR
    while day < last - YEAR / 2:
        yield day, 3, review(day)
        day += YEAR
    yield last, 3, review(last)
    yield today - timedelta(days=3), 4, ask(QUESTION, today - timedelta(days=3))
    yield today - timedelta(days=5), 4, ask(COPY, today - timedelta(days=5))
