"""An office set up by keyboard once, and its first family: every journey begins with one of the two as it then lay."""

import contextlib
import dataclasses
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.office import CANARIES, Seat, agree_to_all, end, first_case, set_up, sign_in


@dataclasses.dataclass(frozen=True)
class Founded:
    """An office, closed, as it lay on disk at one moment, and what opens it."""

    folder: Path
    """Where it stands while a journey goes on: an office opens in no other place than its own."""
    kept: Path
    passphrase: str
    sheets: tuple[str, ...]

    def put_back(self) -> None:
        """The office as it then lay."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.kept, self.folder)

    def seat(self) -> Seat:
        """The manager at Today of the office as it then was."""
        self.put_back()
        seat = Seat(self.folder)
        sign_in(seat, "pat", self.passphrase)
        return seat


def _made_once(
    name: str, factory: pytest.TempPathFactory, make: Callable[[Path], tuple[str, tuple[str, ...]]]
) -> Founded:
    """An office that one of the workers makes and each of them has; who comes second waits.

    Where it was made nothing stands afterwards, so that each worker's place counts as the one it was moved to.
    """
    shelf = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shelf = shelf.parent  # of all workers
    kept, words = shelf / f"journeys-{name}", shelf / f"journeys-{name}.json"
    with (shelf / f"journeys-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not words.exists():
            making = shelf / f"journeys-{name}-made"
            passphrase, sheets = make(making)
            shutil.move(making, kept)
            words.write_text(json.dumps([passphrase, sheets]))
    passphrase, sheets = json.loads(words.read_text())
    return Founded(factory.mktemp("journeys") / "now", kept, passphrase, tuple(sheets))


@contextlib.contextmanager
def _at(seat: Seat) -> Iterator[Seat]:
    try:
        yield seat
        seat.leave()
    finally:
        end(seat)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """A new office."""

    def make(place: Path) -> tuple[str, tuple[str, ...]]:
        with _at(Seat(place)) as seat:
            passphrase, sheets = set_up(seat)
            seat.leave()
            seat.start()
            seat.see("Sign in", "Passphrase")
            seat.fill("pat", passphrase)
            agree_to_all(seat)
            seat.see("Today", "My cases")
        return passphrase, sheets

    return _made_once("founded", tmp_path_factory, make)


@pytest.fixture(scope="session")
def begun(founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The same with one family."""

    def make(place: Path) -> tuple[str, tuple[str, ...]]:
        with _at(dataclasses.replace(founded, folder=place).seat()) as seat:
            first_case(seat)
        return founded.passphrase, founded.sheets

    return _made_once("begun", tmp_path_factory, make)


@pytest.fixture
def empty(founded: Founded) -> Iterator[Seat]:
    """The manager at Today of an office without families."""
    yield from _sitting(founded)


@pytest.fixture
def pat(begun: Founded) -> Iterator[Seat]:
    """The manager at Today of an office with one family."""
    yield from _sitting(begun)


def _sitting(office: Founded) -> Iterator[Seat]:
    seat = office.seat()
    try:
        yield seat
    finally:
        end(seat)
    assert not seat.where(*CANARIES, office.passphrase, *office.sheets)
