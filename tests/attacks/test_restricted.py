"""A record that is shut to an officer: all their keys, kept and new, with the files in hand, and all that they can ask."""

from uuid import UUID

import pytest

from iass_tui.services.views import NotFound, Problem
from tests.attacks.test_rotation import Kept, cells
from tests.services.families import COVERING, Family, add_family
from tests.services.offices import Office
from tests.services.working import a_day_of_casework, note

WORDS = "Their own child."


def restrict(office: Office, family: Family, *, to: UUID | None = None) -> None:
    """Hannah shuts the family's record to Omar."""
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), WORDS, to or office.colleague.me.id)


@pytest.fixture
def family(office: Office) -> Family:
    """A family of Omar's, with something in every kind of file."""
    made = add_family(office.officer)
    a_day_of_casework(office.officer, made, "before")
    return made


def test_whoever_is_shut_out_opens_nothing_that_stands_afterwards_with_keys_they_kept(
    office: Office, family: Family
) -> None:
    kept = Kept.of(office.officer.desk)
    before = cells(office)
    restrict(office, family)
    a_day_of_casework(office.colleague, family, "after")
    after = cells(office)
    opened = kept.opened(office, [one for one in after - before if one[0] != "audit"])
    assert opened == []
    assert Kept.of(office.officer.desk).opened(office, sorted(after - before, key=str)) == []
