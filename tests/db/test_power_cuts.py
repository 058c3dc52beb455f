"""The power goes fifty times: no note that was said to be saved is lost, and nothing looks tampered with (trap T28)."""

import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.check import Kind, check_folder
from db.engine import open_engine, reading
from db.unit_of_work import Records
from iass_tui.host.folder import OfficeFolder
from iass_tui.host.host_folder import HostFolder
from iass_tui.host.queue import WritersQueue
from tests.architecture.tree import ROOT
from tests.db.made import Clock
from tests.db.power import Event, after_a_cut, library

CUTS = 50

pytestmark = pytest.mark.skipif(
    library() is None, reason="SQLite is built into this Python: nothing can be put under it"
)


class Recording:
    """What a process wrote while it saved notes."""

    def __init__(self, empty_files: Path, place: Path, *synchronous: str) -> None:
        self.place, log = place, place / "log"
        place.mkdir()
        command = [sys.executable, "-m", "tests.db.power", str(empty_files), str(place), str(log), *synchronous]
        subprocess.run(command, cwd=ROOT, check=True)
        self.files: dict[str, bytes]
        self.log: list[Event]
        self.files, self.log = pickle.loads(log.read_bytes())

    def cut(self, number: int, to: Path) -> tuple[OfficeFolder, HostFolder, set[bytes]]:
        """The office as it stands after a power cut somewhere, and the notes that had been saved by then."""
        chance = random.Random(number)
        cut = chance.randrange(len(self.log))
        folder, host = OfficeFolder(to / "office"), HostFolder(to / "host")
        folder.path.mkdir(parents=True)
        shutil.copytree(self.place / "host", host.path)
        for name, raw in after_a_cut(self.files, self.log, cut, chance).items():
            (folder.path / Path(name).name).write_bytes(raw)
        witnesses = [one[1] for one in self.log[:cut] if one[0] == "witness"]
        if witnesses:
            (host.path / "witness").write_bytes(witnesses[-1])
        else:
            (host.path / "witness").unlink()
        return folder, host, {one[1] for one in self.log[:cut] if one[0] == "saved"}


@pytest.fixture(scope="module")
def safe(empty_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Notes saved the way the program saves them."""
    return Recording(empty_files, tmp_path_factory.mktemp("power") / "ours")


@pytest.fixture(scope="module")
def unsafe(empty_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Notes saved with the setting that looks safe."""
    return Recording(empty_files, tmp_path_factory.mktemp("power") / "normal", "NORMAL")


def notes_in(folder: OfficeFolder) -> set[bytes]:
    engine = open_engine(folder.records)
    with reading(engine) as connection:
        found = {row[0] for row in connection.exec_driver_sql("SELECT id FROM note")}
    engine.dispose()
    return found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "after"
    shutil.rmtree(tmp_path / "after")


@pytest.mark.parametrize("number", range(CUTS))
def test_what_was_saved_survives_a_power_cut(number: int, safe: Recording, place: Path) -> None:
    folder, host, saved = safe.cut(number, place)
    report = check_folder(folder, host)
    assert {finding.kind for finding in report.findings} <= {Kind.NO_WITNESS}
    assert saved <= notes_in(folder)
    records = Records(open_engine(folder.records), WritersQueue(folder.lock), host, Clock())
    records.system_entry(1, {"v": 1})
    records.engine.dispose()
    records.queue.close()
    assert check_folder(folder, host).is_sound


def test_the_cuts_fall_into_commits_and_into_moving_the_log(safe: Recording) -> None:
    names = {(one[0], Path(one[1]).name) for one in safe.log if one[0] in ("write", "sync")}
    assert names == {
        (what, f"{file}{end}")
        for what in ("write", "sync")
        for file in ("office.db", "office.keys")
        for end in ("", "-wal")
    }


def test_the_setting_that_looks_safe_loses_notes_here(unsafe: Recording, tmp_path: Path) -> None:
    lost = 0
    for number in range(CUTS):
        folder, _, saved = unsafe.cut(number, tmp_path / str(number))
        lost += len(saved - notes_in(folder))
    assert lost > CUTS
