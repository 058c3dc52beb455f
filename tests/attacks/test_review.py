"""What a hostile reading of the program found: one test for each hole, named for what must not happen again."""

from __future__ import annotations

from pathlib import Path

import pytest

from iass_tui import demo
from iass_tui.demo.building import Builder
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.rules.records.office import OfficeFacts
from iass_tui.services.door import OfficeDoor
from iass_tui.services.office import Places
from iass_tui.services.views import NotOpen, SetUpAnswers
from tests.services.offices import CHEAP, PASSPHRASE, Clock, Office


def _set_up(folder: Path, host: Path) -> None:
    places = Places(OfficeFolder(folder), lambda _: HostFolder(host), Clock(), CHEAP, measures=False)
    answers = SetUpAnswers(OfficeFacts(name="Second"), "sam", "Sam Second", PASSPHRASE)
    OfficeDoor(places).set_up(answers).close()


def test_a_second_office_does_not_take_the_host_folder_of_the_first(office: Office, tmp_path: Path) -> None:
    key = (tmp_path / "host" / "host.key").read_bytes()
    with pytest.raises(NotOpen, match="holds the host key of an office"):
        _set_up(tmp_path / "second", tmp_path / "host")
    (tmp_path / "host" / "witness").unlink()
    with pytest.raises(NotOpen, match="holds the host key of an office"):
        _set_up(tmp_path / "office-is-on-a-disk-that-is-not-mounted", tmp_path / "host")
    assert (tmp_path / "host" / "host.key").read_bytes() == key
    assert office.manager.me.sign_in == "hannah"


def _only_set_up(builder: Builder, _: object) -> None:
    builder._open()
    for session in builder._sessions:
        session.close()


def test_a_demo_neither_overwrites_nor_removes_the_host_key_of_the_office_that_iass_host_names(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Builder, "build", _only_set_up)
    files = {path.name: path.read_bytes() for path in (tmp_path / "host").iterdir()}
    made = demo.make(tmp_path / "demo", tmp_path / "demo-host", 1, 1, is_fresh=False, tell=lambda _: None)
    monkeypatch.setenv("IASS_HOST", str(tmp_path / "host"))
    with pytest.raises(NotOpen, match="holds the host key of an office"):
        demo.make(made.office, None, 1, 1, is_fresh=True, tell=lambda _: None)
    assert {path.name: path.read_bytes() for path in (tmp_path / "host").iterdir()} == files
    assert office.manager.me.sign_in == "hannah"


def test_a_demo_made_afresh_takes_its_own_host_folder_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Builder, "build", _only_set_up)
    for _ in range(2):
        made = demo.make(tmp_path / "demo", tmp_path / "demo-host", 1, 1, is_fresh=True, tell=lambda _: None)
    assert len(made.accounts) > 1
