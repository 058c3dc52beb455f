"""What the office does by itself when someone signs in: finish what was cut off, let lapse what has lapsed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from db import restricted_store
from iass_tui.services import import_undoing, outbox, policy_first, taken_along, tallies, telling_planned, turning
from iass_tui.services.problems import in_words
from iass_tui.services.views import Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def after_sign_in(session: OfficeSession) -> tuple[str, ...]:
    """Finishes erasures and withdrawals, lets lapse what has lapsed, drops spent letters and
    what volunteers took back, makes the quarter's key, begins the registers, tells colleagues anew what is planned,
    and writes version 1 of the policy down where an earlier program made the office.

    Nothing of it keeps anyone from their work: the sentences of what could not be done come back.
    """
    steps: tuple[Callable[[], object], ...] = (
        lambda: turning.finish_erasures(session.desk),
        lambda: _finish_circles(session),
        lambda: import_undoing.undo_cut_off(session),
        session.consent.finish,
        lambda: taken_along.drop_shut(session),
        session.intake.lapse_referrals,
        session.queue.sweep,
        lambda: outbox.empty(session),
        session.concerns.finish,
        session.registers.begin,
        lambda: telling_planned.catch_up(session),
        lambda: tallies.prepare(session),
        lambda: policy_first.begin(session),
    )
    may_open_cases = session.desk.keyring.holds("casework")
    failed = []
    for step in steps if may_open_cases else steps[-2:]:
        try:
            with in_words():
                step()
        except Problem as problem:
            failed.append(str(problem))
    return tuple(failed)


def _finish_circles(session: OfficeSession) -> None:
    """Restrictions that were cut off; in an office without any, a look at one table and the register."""
    with session.desk.read() as connection:
        known = restricted_store.circles(connection)
    if known or session.desk.keyring.has_circles():
        session.restricting.finish()
