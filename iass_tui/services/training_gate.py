"""No live role without confidentiality training that is current (P25): asked once the keys are open.

It holds whoever uses this program. It is no cryptography: the keys of somebody whose training ended still open what
they open, and a manager who wants that to end closes the account.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db import office_store
from db.desk import Desk
from iass_tui.rules.dates import display_day
from iass_tui.rules.decision import Refused
from iass_tui.rules.records.office import Act, AuditDetail, Colleague, Role
from iass_tui.rules.training import MOST_OWN_GRACE, may_work, start, works_until
from iass_tui.services.problems import in_words
from iass_tui.services.training_views import TrainingEnded
from iass_tui.services.views import Problem

if TYPE_CHECKING:
    from iass_tui.services.signed_in import SignedIn

NEVER = "No confidentiality training is recorded for you yet, and nobody works here without it."
ENDED = "Your confidentiality training, or the days you were given without it, ended on {day}."
ASK = "Nothing was opened. Ask {managers} to record your training, or to give you days of grace."
NOBODY_ELSE = (
    "No other manager may work just now, so you may record your own training in the app at sign-in, or give yourself "
    f"up to {MOST_OWN_GRACE} days with a reason. It stands in the register as your own entry."
)


def insist(session: SignedIn) -> None:
    """Raises `TrainingEnded`, recorded, where this colleague may not work today."""
    if session.me.card.training is None:
        _begin(session)
    answer = may_work(session.me.card.training, session.today_date())
    if isinstance(answer, Refused):
        reasons = tuple(reason.value for reason in answer.reasons)
        with session.desk.unit("office") as unit:
            detail = AuditDetail(act=Act.REFUSED, subject="staff", subject_id=session.me.id, reasons=reasons)
            unit.say(detail)
        raise _ended(session)


def still(session: SignedIn) -> None:
    """The same for a session that stays open over the last day: the card is read again before anything is refused."""
    training, today = session.me.card.training, session.today_date()
    if training is not None and not may_work(training, today):
        session.me = office_store.colleague(session.desk, session.me.id)
        insist(session)


def others_may_work(session: SignedIn, everyone: Sequence[Colleague]) -> bool:
    """Whether another manager could record this colleague's training today."""
    today = session.today_date()
    return any(bool(may_work(one.card.training, today)) for one in _managers(session, everyone))


def _managers(session: SignedIn, everyone: Sequence[Colleague]) -> list[Colleague]:
    return [one for one in everyone if one.is_active and one.role is Role.MANAGER and one.id != session.me.id]


def _ended(session: SignedIn) -> TrainingEnded:
    everyone = office_store.colleagues(session.desk)
    until = works_until(session.me.card.training)
    words = NEVER if until is None else ENDED.format(day=display_day(until))
    may_enter_own = session.me.role is Role.MANAGER and not others_may_work(session, everyone)
    if may_enter_own:
        return TrainingEnded(f"{words} Nothing was opened. {NOBODY_ELSE}", may_enter_own=True)
    names = [one.card.name for one in _managers(session, everyone)]
    managers = " or ".join(names) or session.facts.line_manager or "a manager"
    return TrainingEnded(f"{words} {ASK.format(managers=managers)}")


def _begin(session: SignedIn) -> None:
    """Accounts from before the register start with 30 days, all of them from the first sign-in after it came."""
    begin_for(session.desk, session.me)
    with contextlib.suppress(Problem), in_words():
        for one in office_store.colleagues(session.desk):
            if one.card.training is None:
                begin_for(session.desk, one)
    session.me = office_store.colleague(session.desk, session.me.id)


def begin_for(desk: Desk, one: Colleague) -> None:
    """Gives one colleague their first 30 days."""
    card = dataclasses.replace(one.card, training=(start(desk.records.clock().date()),))
    with desk.unit("office") as unit:
        office_store.change_card(desk, unit, one.id, card)
        detail = AuditDetail(
            act=Act.CHANGE, subject="staff", subject_id=one.id, fields=("training",), reasons=("START",)
        )
        unit.say(detail)
