"""Full disks, files that may only be read, processes killed: a clear sentence, and nothing acknowledged is lost."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import UUID

import pytest

from iass_tui.rules.records.casework import NoteBody
from iass_tui.services.views import OfficeFull
from tests.services.families import add_family
from tests.services.offices import Office

ROOT = Path(__file__).parents[2]
CHILD = f"""
import json, os, resource, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from uuid import UUID
from iass_tui.rules.records.casework import NoteBody
from iass_tui.services.door import OfficeDoor
from iass_tui.services.views import Problem
from tests.services.offices import PASSPHRASE, Clock, places_in
folder, case = Path(sys.argv[1]), UUID(sys.argv[2])
def say(**what):
    sys.stdout.write(json.dumps(what) + chr(10))
    sys.stdout.flush()
"""
KILLS = (
    CHILD
    + """
import random, signal
draw = random.Random(20261122)

def write(out):
    session = OfficeDoor(places_in(folder, Clock())).sign_in("omar", PASSPHRASE)
    while True:
        text = f"{os.getpid()} {os.urandom(4).hex()}"
        session.casework.add_note(case, NoteBody(text=text))
        os.write(out, text.encode() + b"\\n")

for _ in range(50):
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write(outlet)
        finally:
            os._exit(1)
    os.close(outlet)
    with open(inlet, "rb") as said:
        saved = [said.readline() for _ in range(draw.randrange(1, 12))]
        for _ in range(draw.randrange(200_000)):
            pass  # a moment of random length, in the middle of whatever it does
        os.kill(child, signal.SIGKILL)
        saved += said.readlines()
    _, status = os.waitpid(child, 0)
    say(saved=[line.decode().strip() for line in saved if line.endswith(b"\\n")], status=status)
"""
)
FULL = (
    CHILD
    + """
session = OfficeDoor(places_in(folder, Clock())).sign_in("omar", PASSPHRASE)
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = max((folder / "office" / name).stat().st_size for name in ("office.db", "office.db-wal"))
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60000, size + 60000))
for number in range(1000):
    try:
        session.casework.add_note(case, NoteBody(text=f"{number} " + "x" * 5000))
    except Problem as problem:
        say(problem=type(problem).__name__, sentence=str(problem))
        break
    say(saved=number)
os._exit(0)
"""
)
READ_ONLY = (
    CHILD
    + """
os.setgid(65534)
os.setuid(65534)
state = OfficeDoor(places_in(folder, Clock())).state()
say(condition=state.condition.value, sentence=state.sentence)
try:
    OfficeDoor(places_in(folder, Clock())).sign_in("omar", PASSPHRASE)
except Problem as problem:
    say(problem=type(problem).__name__)
"""
)


def _run(script: str, tmp_path: Path, case: UUID) -> list[dict[str, object]]:
    argv = [sys.executable, "-c", script, str(tmp_path), str(case)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _texts(office: Office, case: UUID) -> set[str]:
    return {note.rows[0].body.text for note in office.officer.casework.case(case).notes}


def test_a_full_disk_says_so_and_every_note_that_was_acknowledged_is_there(office: Office, tmp_path: Path) -> None:
    family = add_family(office.officer)
    office.close()
    said = _run(FULL, tmp_path, family.case)
    assert said[-1]["problem"] == "OfficeFull"
    assert "disk is full" in str(said[-1]["sentence"])
    saved = {f"{line['saved']} " + "x" * 5000 for line in said if "saved" in line}
    assert saved
    assert _texts(office, family.case) == saved
    office.officer.casework.add_note(family.case, NoteBody(text="after room was made"))


def test_a_database_that_may_not_grow_refuses_the_whole_act(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    with session.desk.records.engine.connect() as connection:
        (pages,) = connection.exec_driver_sql("PRAGMA page_count").one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    before = len(office.said())
    saved = 0

    def fill() -> None:
        nonlocal saved
        for _ in range(50):
            session.casework.add_note(family.case, NoteBody(text="x" * 20_000))
            saved += 1

    with pytest.raises(OfficeFull, match="disk is full"):
        fill()
    with session.desk.records.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    assert len(office.said()) == before + saved


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, which only root can")
def test_a_folder_that_may_only_be_read_is_told_at_once_and_left_alone(office: Office, tmp_path: Path) -> None:
    family = add_family(office.officer)
    office.close()
    folder = Path(tempfile.mkdtemp(dir="/tmp"))  # pytest's own folders are closed to other users
    for name in ("office", "host"):
        shutil.move(tmp_path / name, folder / name)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    before = {path: path.read_bytes() for path in (folder / "office").iterdir()}
    said = _run(READ_ONLY, folder, family.case)
    assert said[0]["condition"] == "READ_ONLY"
    assert "may only be read" in str(said[0]["sentence"])
    assert said[1]["problem"] == "NotOpen"
    assert {path: path.read_bytes() for path in (folder / "office").iterdir()} == before
    folder.chmod(0o700)
    assert "may not open" in str(_run(READ_ONLY, folder, family.case)[0]["sentence"])
    for name in ("office", "host"):
        shutil.move(folder / name, tmp_path / name)
    folder.rmdir()


def test_fifty_kills_at_random_moments_lose_no_acknowledged_note(office: Office, tmp_path: Path) -> None:
    family = add_family(office.officer)
    office.close()
    rounds = _run(KILLS, tmp_path, family.case)
    assert [line["status"] for line in rounds] == [signal.SIGKILL] * 50
    acknowledged = {text for line in rounds for text in line["saved"]}  # type: ignore[attr-defined]
    found = _texts(office, family.case)
    assert len(acknowledged) >= 50
    assert acknowledged <= found
    assert len(found) - len(acknowledged) <= 50
