"""The manager's list of restricted records: all of them, by reference, who is inside, and what was cut off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import restricted_store
from iass_tui.rules.dates import months_after
from iass_tui.rules.records.office import Act
from iass_tui.services.restricting import RestrictionService
from iass_tui.services.views import NotAllowed, NotFound
from tests.services.families import COVERING, add_family
from tests.services.offices import Office


def restrict(office: Office) -> tuple:  # type: ignore[type-arg]
    """A family of Olive's that Hannah shut to Omar."""
    family = add_family(office.colleague)
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), "A conflict", None)
    return family, office.manager


def test_the_list_says_which_since_when_by_whom_and_who_is_inside_and_names_no_child(office: Office) -> None:
    _, hannah = restrict(office)
    office.clock.forward(days=3)
    (line,) = hannah.restricting.every()
    assert line.references == ("C-0001",)
    assert line.placed is not None
    assert (line.placed.since, line.placed.reason) == (hannah.today_date() - timedelta(days=3), "A conflict")
    assert line.placed_by == "Hannah Manager"
    assert [one.card.name for one in line.shut_out] == ["Omar Officer"]
    assert {one.card.name for one in line.inside} == {"Hannah Manager", "Olive Officer"}
    assert not line.is_cut_off
    assert "Amina" not in repr(line)
    said = next(one for one in office.said() if one.subject == "restriction")
    assert (said.act, said.fields) == (Act.VIEW, ("every",))


def test_a_year_after_somebody_looked_it_comes_up_again_and_since_stays(office: Office) -> None:
    family, hannah = restrict(office)
    (first,) = hannah.restricting.every()
    assert first.review_by is not None
    office.clock.forward(days=100)
    hannah.restricting.looked(family.child)
    (line,) = hannah.restricting.every()
    assert line.review_by == months_after(hannah.today_date(), 12) > first.review_by
    assert line.placed is not None
    assert first.placed is not None
    assert line.placed.since == first.placed.since
    with pytest.raises(NotFound):
        office.officer.people.person(family.child)


def test_nobody_but_a_manager_reads_the_list_or_says_that_it_stays(office: Office) -> None:
    family, _ = restrict(office)
    for who in (office.officer, office.colleague, office.volunteer):
        for act in (who.restricting.every, who.restricting.complete):
            with pytest.raises(NotAllowed):
                act()
        with pytest.raises(NotAllowed):
            who.restricting.looked(family.child)


def test_whoever_does_not_hold_the_circle_reads_that_there_is_one_and_nothing_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, hannah = restrict(office)
    keyring = hannah.desk.keyring
    for held in [one for one in keyring.compartments if one[0].startswith("restricted-")]:
        monkeypatch.delitem(keyring.compartments, held)
    (line,) = hannah.restricting.every()
    assert (line.subject_id, line.references, line.placed, line.inside, line.shut_out) == (None, (), None, (), ())


def test_a_lift_that_was_cut_off_stands_in_the_list_and_is_finished_from_there(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family, hannah = restrict(office)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(RestrictionService, "_open_again", cut_off)
        with pytest.raises(KeyboardInterrupt):
            hannah.restricting.lift(family.case, "He moved away")
    (line,) = hannah.restricting.every()
    assert (line.is_cut_off, line.subject_id) == (True, None)
    hannah.restricting.complete()
    assert hannah.restricting.every() == ()
    with hannah.desk.read() as connection:
        assert restricted_store.circles(connection) == {}
    assert office.officer.casework.case(family.case, COVERING)
