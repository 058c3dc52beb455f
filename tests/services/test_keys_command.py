"""`iass keys rotate`: a manager's, and said in figures."""

import contextlib
from collections.abc import Iterator

import pytest

from iass_tui.cli import key_commands
from iass_tui.cli.commands import carry_out
from iass_tui.cli.parser import Exit, parse
from iass_tui.rules.records.office import Act
from iass_tui.services.session import OfficeSession
from tests.services.families import COVERING, add_family
from tests.services.offices import Office


def run(office: Office, who: OfficeSession, monkeypatch: pytest.MonkeyPatch) -> int:
    """The command, signed in as that colleague."""

    @contextlib.contextmanager
    def signed_in(_: object) -> Iterator[OfficeSession]:
        yield who

    monkeypatch.setattr(key_commands, "signed_in", signed_in)
    return carry_out(parse(["keys", "rotate"]))


def test_a_manager_rotates_every_compartment(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    family = add_family(office.officer)
    count = office.ask("SELECT count(*) FROM file_key", keys=True)
    assert run(office, office.manager, monkeypatch) == Exit.OK
    said = capsys.readouterr().err
    assert f"{count} file keys were carried over, counted and read back" in said
    assert office.ask("SELECT min(compartment_version) FROM file_key", keys=True) in (1, 2)
    assert office.ask("SELECT min(version) FROM compartment", keys=True) == 2
    assert office.officer.casework.case(family.case, COVERING).reference == "C-0001"
    entry = next(detail for detail in office.said() if detail.act is Act.KEYS)
    assert (entry.reasons, entry.fields) == (("ROTATED",), ("casework", "management", "office", "safeguarding"))


def test_nobody_else_may(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(office, office.officer, monkeypatch) == Exit.REFUSED
    assert office.ask("SELECT max(version) FROM compartment", keys=True) == 1
