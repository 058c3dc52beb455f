"""What the signed register tells of an account: made, new keys, roles, closed; by whom and when."""

from __future__ import annotations

import pytest

from iass_tui.rules.records.office import Act, Role
from iass_tui.rules.staff import AccountChange
from iass_tui.services.views import NotAllowed
from tests.services.offices import PASSPHRASE, Office


def test_when_a_volunteer_was_made_an_officer_and_by_whom_is_there(office: Office) -> None:
    hannah, vera = office.manager, office.volunteer.me.id
    office.clock.forward(days=2)
    hannah.staff.set_role(vera, Role.OFFICER, is_lead=True)
    office.join("vera", hannah.staff.renew(vera).code, PASSPHRASE)
    hannah.staff.admit(vera)
    hannah.leaving.leave(vera, None)
    events = hannah.staff.history(vera)
    assert [one.change for one in events] == [
        AccountChange.ISSUED,
        AccountChange.ROLE,
        AccountChange.LEAD,
        AccountChange.RENEWED,
        AccountChange.CLOSED,
    ]
    made = events[1]
    assert (made.before, made.role, made.by) == (Role.VOLUNTEER, Role.OFFICER, hannah.me.id)
    assert made.at.date() == hannah.today_date()
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.fields) == (Act.VIEW, "staff", vera, ("history",))


def test_the_founder_made_their_own_account_at_set_up(office: Office) -> None:
    (first,) = [one for one in office.manager.staff.history(office.manager.me.id) if one.before is None]
    assert (first.change, first.role, first.by) == (AccountChange.ISSUED, Role.MANAGER, office.manager.me.id)


def test_everybody_reads_their_own_and_nobody_but_a_manager_anothers(office: Office) -> None:
    for who in (office.volunteer, office.officer):
        assert who.staff.history(who.me.id)
        with pytest.raises(NotAllowed):
            who.staff.history(office.manager.me.id)
