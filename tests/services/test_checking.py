"""`iass check` as people run it: nothing in the folder is different afterwards."""

import pytest

from iass_tui.services.checking import check_office
from tests.services.offices import Office


@pytest.mark.parametrize("is_in_use", [True, False])
def test_a_check_adds_no_file_to_the_office(is_in_use: bool, office: Office) -> None:
    assert office.manager
    if not is_in_use:
        office.close()
    before = sorted(office.places.folder.path.iterdir())
    assert check_office(office.places).is_sound
    assert sorted(office.places.folder.path.iterdir()) == before
