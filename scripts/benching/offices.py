"""Offices to measure in: made once for each size, kept in the temporary folder, copied for every run."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from db.engine import open_engine
from iass_tui import bootstrap
from iass_tui.services.door import OfficeDoor
from iass_tui.services.session import OfficeSession
from scripts.benching.building import OFFICER, PASSPHRASE, make, places_in

ROOT = Path(__file__).resolve().parents[2]
SHAPES = (
    "db/migrations",
    "db/row_formats.py",
    "scripts/benching/building.py",
    "scripts/benching/invented.py",
    "scripts/benching/plain.py",
)
"""What an office on disk depends on; another text of these makes it anew."""


@dataclasses.dataclass(frozen=True)
class Made:
    """One office on disk and the same rows in the plain."""

    path: Path
    people: int

    @property
    def office(self) -> Path:
        """The office folder."""
        return self.path / "office"

    @property
    def host(self) -> Path:
        """Its host folder."""
        return self.path / "host"

    @property
    def plain(self) -> Path:
        """The same rows as plaintext columns."""
        return self.path / "plain.db"

    def door(self) -> OfficeDoor:
        """The office from outside, as the program opens it."""
        return OfficeDoor(places_in(self.path, bootstrap.now))

    def sign_in(self) -> OfficeSession:
        """One more sign-in of the officer."""
        return self.door().sign_in(OFFICER, PASSPHRASE)


@contextlib.contextmanager
def copy_of(size: int, say: Callable[[str], None]) -> Iterator[Made]:
    """A copy of the office of that size to measure in; the office is made first where none is kept."""
    kept = _kept(size, say)
    with tempfile.TemporaryDirectory(prefix="iass-bench-") as folder:
        path = Path(folder, "copy")
        shutil.copytree(kept, path)
        yield Made(path, size)


def _kept(size: int, say: Callable[[str], None]) -> Path:
    shelf = Path(tempfile.gettempdir(), f"iass-bench-{os.getuid()}")
    shelf.mkdir(mode=0o700, exist_ok=True)
    if shelf.is_symlink() or shelf.stat().st_uid != os.getuid():
        raise SystemExit(f"{shelf} belongs to someone else.")
    place = shelf / f"{size}-{_shape()}"
    if not place.exists():
        for older in shelf.glob(f"{size}-*"):
            shutil.rmtree(older, ignore_errors=True)
        say(f"making an office of {size:,} people; it is kept in the temporary folder")
        with tempfile.TemporaryDirectory(dir=shelf, prefix=".making-") as folder:
            making = Path(folder, "making")
            make(making, size, say)
            os.replace(making, place)
    return place


def _shape() -> str:
    digest = hashlib.sha256()
    for name in SHAPES:
        top = ROOT / name
        for path in sorted(top.rglob("*.py")) if top.is_dir() else [top]:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def notes_in(made: Made) -> int:
    """How many notes stand in the office."""
    engine = open_engine(made.office / "office.db")
    with engine.connect() as connection:
        (count,) = connection.exec_driver_sql("SELECT count(*) FROM note").one()
    engine.dispose()
    return int(count)
