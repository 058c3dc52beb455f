"""The plan of training lies with the managers; each colleague's own part of it stands on their card."""

from __future__ import annotations

import dataclasses

from db import governance_store, office_store
from db.desk import Desk
from db.unit_of_work import UnitOfWork
from iass_tui.rules.records.registers import Register
from iass_tui.rules.training_plan import plan_of, told_to


def tell(desk: Desk, unit: UnitOfWork) -> None:
    """Brings every card up to the plan, in the unit of work that changed it. To be called once the plan is written."""
    plans = plan_of(governance_store.lines(desk, unit.connection, Register.PLAN))
    for one in office_store.colleagues_in(desk, unit.connection):
        planned = told_to(plans, one.id)
        if planned != one.card.planned:
            office_store.change_card(desk, unit, one.id, dataclasses.replace(one.card, planned=planned))
