"""The recovery kit: three sheets, any two of which open the office."""

import dataclasses
import itertools
from pathlib import Path

import pytest

from iass_tui.host.host_folder import HostFolder
from iass_tui.services import key_register, kit as recovery, office as offices
from iass_tui.services.door import OfficeDoor
from iass_tui.services.recovering import admit_recovered, admit_waiting, open_for_recovery
from iass_tui.services.views import NotAllowed, NotOpen, OfficeCondition
from tests.services.families import COVERING, add_family
from tests.services.offices import Office

NEW = "marble kitchen tundra violin eagle"


@pytest.fixture
def sheets(office: Office) -> tuple[str, str, str]:
    """The sheets of a finished kit."""
    kit = office.manager.kit
    made = kit.begin()
    for number, sheet in enumerate(made, 1):
        assert kit.check(number, sheet.lower().replace("-", ""))
    kit.finish()
    return made


def _recover(office: Office, typed: dict[int, str], name: str = "hannah") -> None:
    files = open_for_recovery(office.places)
    kit = recovery.open_kit(files, typed)
    recovery.bring_host_key(files, kit)
    desk = recovery.recovery_desk(files, kit)
    invitation = recovery.invite_manager(desk, name)
    key_register.join(files, name, invitation.code, NEW)
    admit_recovered(desk, invitation.account_id, name)
    files.close()


def test_nothing_changes_until_each_sheet_was_typed_back(office: Office) -> None:
    kit = office.manager.kit
    assert kit.is_due()
    one, two, _ = kit.begin()
    assert kit.check(1, one)
    assert not kit.check(1, two)
    assert not kit.check(2, one)
    with pytest.raises(NotAllowed, match="typed back"):
        kit.finish()
    assert kit.is_due()
    assert office.ask("SELECT count(*) FROM recovery", keys=True) == 0


def test_only_a_manager_is_asked_to_make_the_kit(office: Office) -> None:
    assert not office.officer.kit.is_due()
    assert not office.volunteer.kit.is_due()


@pytest.mark.parametrize("pair", list(itertools.combinations((1, 2, 3), 2)))
def test_any_two_sheets_make_a_manager_who_reaches_every_case(
    office: Office, sheets: tuple[str, str, str], pair: tuple[int, int]
) -> None:
    family = add_family(office.officer)
    _recover(office, {number: sheets[number - 1] for number in pair})
    session = OfficeDoor(office.places).sign_in("hannah", NEW)
    assert session.casework.case(family.case, COVERING).reference
    assert session.kit.is_due()
    session.close()


def test_a_new_manager_can_be_made_where_every_old_one_is_gone(office: Office, sheets: tuple[str, str, str]) -> None:
    _recover(office, {1: sheets[0], 3: sheets[2]}, "nina")
    session = OfficeDoor(office.places).sign_in("nina", NEW)
    assert session.me.role.value == "manager"
    session.staff.disable(office.manager.me.id)
    session.close()


@pytest.mark.parametrize(
    "typed",
    [
        lambda s: {1: s[0], 2: s[0]},
        lambda s: {1: s[1], 2: s[0]},
        lambda s: {1: s[0][:-1] + ("A" if s[0][-1] != "A" else "B"), 2: s[1]},
        lambda s: {1: s[0], 2: ""},
    ],
    ids=["one sheet twice", "swapped", "a letter wrong", "empty"],
)
def test_anything_but_two_right_sheets_opens_nothing(
    office: Office, sheets: tuple[str, str, str], typed: object
) -> None:
    files = open_for_recovery(office.places)
    with pytest.raises(NotOpen, match=r"sheet [12]|do not open"):
        recovery.open_kit(files, typed(sheets))  # type: ignore[operator]
    files.close()


def test_a_new_machine_gets_its_host_key_from_two_sheets(
    office: Office, sheets: tuple[str, str, str], tmp_path: Path
) -> None:
    family = add_family(office.officer)
    office.close()
    office.host = HostFolder(tmp_path / "new-machine")
    office.places = dataclasses.replace(office.places, host_for=lambda _: office.host)
    assert offices.inspect(office.places).condition is OfficeCondition.NO_HOST_KEY
    _recover(office, {2: sheets[1], 3: sheets[2]})
    session = OfficeDoor(office.places).sign_in("hannah", NEW)
    assert session.casework.case(family.case, COVERING).reference
    session.close()


def test_a_newer_kit_makes_the_older_sheets_useless(office: Office, sheets: tuple[str, str, str]) -> None:
    kit = office.manager.kit
    for number, sheet in enumerate(kit.begin(), 1):
        assert kit.check(number, sheet)
    kit.finish()
    files = open_for_recovery(office.places)
    with pytest.raises(NotOpen, match="older kit"):
        recovery.open_kit(files, {1: sheets[0], 2: sheets[1]})
    files.close()


def test_a_manager_who_answers_later_is_let_in_by_the_second_run(office: Office, sheets: tuple[str, str, str]) -> None:
    files = open_for_recovery(office.places)
    kit = recovery.open_kit(files, {1: sheets[0], 2: sheets[1]})
    invitation = recovery.invite_manager(recovery.recovery_desk(files, kit), "nina")
    OfficeDoor(office.places).join("nina", invitation.code, NEW)
    assert admit_waiting(recovery.recovery_desk(files, kit)) == ("nina",)
    files.close()
    OfficeDoor(office.places).sign_in("nina", NEW).close()


def test_the_sheets_stand_in_no_file(office: Office, sheets: tuple[str, str, str]) -> None:
    office.close()
    for path in [*office.places.folder.path.iterdir(), *office.host.path.iterdir()]:
        raw = path.read_bytes()
        for sheet in sheets:
            assert sheet.encode() not in raw
            assert sheet.replace("-", "").encode() not in raw
