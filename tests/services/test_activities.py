"""Strategic activity: written down, put right and taken back; about no family."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from iass_tui.rules.records.feedback import ActivityBody
from iass_tui.rules.records.office import Act
from iass_tui.services.views import Conflict, NotAllowed, NotFound
from tests.services.offices import Office

FORUM = ActivityBody(kind="FORUM", on=date(2026, 11, 18), what="Annual reviews", minutes=88, travel=31, reached=14)


def test_an_activity_is_kept_in_fives_and_listed_by_day(office: Office) -> None:
    work = office.officer.activities
    work.add(FORUM)
    work.add(dataclasses.replace(FORUM, kind="TRG_PAR", on=date(2026, 11, 20)))
    first, second = work.all()
    assert (first.body.kind, second.body.kind) == ("TRG_PAR", "FORUM")
    assert (second.body.minutes, second.body.travel, second.body.reached) == (90, 35, 14)
    assert (second.author, second.may_change) == ("Omar Officer", True)
    assert (office.said()[0].act, office.said()[0].subject, office.said()[0].case_id) == (Act.CREATE, "activity", None)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": "PARTY"}, "ACTIVITY_NO_KIND"),
        ({"on": date(2026, 11, 24)}, "ACTIVITY_STILL_TO_COME"),
        ({"minutes": 1441}, "ACTIVITY_MINUTES"),
        ({"volunteer_minutes": -5}, "ACTIVITY_MINUTES"),
        ({"reached": -1}, "ACTIVITY_REACHED"),
    ],
)
def test_what_cannot_have_been_is_refused(office: Office, changed: dict[str, object], reason: str) -> None:
    with pytest.raises(NotAllowed) as no:
        office.officer.activities.add(dataclasses.replace(FORUM, **changed))  # type: ignore[arg-type]
    assert no.value.reasons == (reason,)
    assert office.officer.activities.all() == ()


def test_who_entered_it_or_a_manager_puts_it_right_or_takes_it_back(office: Office) -> None:
    made = office.officer.activities.add(FORUM)
    (theirs,) = office.colleague.activities.all()
    assert not theirs.may_change
    with pytest.raises(NotAllowed):
        office.colleague.activities.change(made, 1, FORUM, FORUM)
    with pytest.raises(NotAllowed):
        office.colleague.activities.take_back(made, 1)
    with pytest.raises(NotAllowed):
        office.volunteer.activities.add(FORUM)
    office.officer.activities.change(made, 1, FORUM, dataclasses.replace(FORUM, reached=20))
    assert office.said()[0].fields == ("reached",)
    office.manager.activities.take_back(made, 2)
    assert office.officer.activities.all() == ()
    with pytest.raises(NotFound):
        office.officer.activities.change(made, 2, FORUM, FORUM)


def test_two_who_put_it_right_at_once_are_asked(office: Office) -> None:
    made = office.officer.activities.add(FORUM)
    (read,) = office.officer.activities.all()
    office.manager.activities.change(made, 1, read.body, dataclasses.replace(read.body, reached=20))
    with pytest.raises(Conflict) as found:
        office.officer.activities.change(made, 1, read.body, dataclasses.replace(read.body, what="Reviews"))
    assert found.value.theirs == dataclasses.replace(read.body, reached=20)
    with pytest.raises(NotFound, match="meanwhile"):
        office.officer.activities.take_back(made, 1)
