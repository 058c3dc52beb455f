"""Two invented concerns: one that a volunteer raised and that waits, one that was worked through and closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from iass_tui.rules.records.concerns import AboutWhom, ConcernBody, Verdict
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.session import OfficeSession

WAITING = ConcernBody(
    about=AboutWhom.ADULT,
    name="a mother, first name Renée",
    source=ConcernSource.TOLD_VOL,
    what="She did not want anything saved. At the end she said: “I cannot go on, and there is nobody to take the "
    "children at night.” She would not say more, and said that her sister comes on Saturday.",
    where_now="at home; she rang from a withheld number",
    told_family="I told her that I would tell the manager, and gave her the number of the crisis line.",
)
DONE = ConcernBody(
    about=AboutWhom.CHILD,
    name="Tobias, year 4",
    source=ConcernSource.THIRD_PARTY,
    what="A neighbour rang: the boy is left alone most evenings until after ten.",
    happened_on=None,
    where_now="with his grandmother this week",
    emergency_called="nobody at once",
)
STEPS = ("lead", "words", "referral", "family", "duty")


def steps(
    volunteer: OfficeSession, manager: OfficeSession, today: date
) -> Iterator[tuple[date, int, Callable[[], None]]]:
    """What happened on which day, at about which hour."""

    def work_through() -> None:
        (mark,) = manager.concerns.waiting()
        for step in STEPS:
            manager.concerns.tick(mark.id, step)
        manager.concerns.add_note(mark.id, "Rang the duty desk; they knew the family, and asked for this in writing.")
        version = manager.concerns.concern(mark.id).version
        words = "Left alone at eight years, over weeks. The grandmother was told and agrees."
        manager.concerns.decide(mark.id, version, Verdict.CHILDREN, words, today - timedelta(days=40))

    def close() -> None:
        (mark,) = manager.concerns.waiting()
        version = manager.concerns.concern(mark.id).version
        manager.concerns.close(
            mark.id, version, "Children's social care has taken it on, and confirmed that in writing."
        )

    def send(body: ConcernBody) -> Callable[[], None]:
        def raise_it() -> None:
            volunteer.concerns.raise_concern(body)

        return raise_it

    yield today - timedelta(days=60), 1, send(DONE)
    yield today - timedelta(days=59), 1, work_through
    yield today - timedelta(days=40), 1, close
    yield today - timedelta(days=1), 5, send(WAITING)
