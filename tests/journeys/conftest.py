"""An office set up by keyboard once, and its first family: every journey begins with one of the two as it then lay."""

import dataclasses
import shutil
from collections.abc import Iterator
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

    @classmethod
    def keep(cls, folder: Path, kept: Path, passphrase: str, sheets: tuple[str, ...]) -> "Founded":
        """Remembers the office as it lies there now."""
        shutil.copytree(folder, kept)
        return cls(folder, kept, passphrase, sheets)

    def seat(self) -> Seat:
        """The manager at Today of the office as it then was."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        seat = Seat(self.folder)
        sign_in(seat, "pat", self.passphrase)
        return seat


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """A new office."""
    place = tmp_path_factory.mktemp("journeys")
    seat = Seat(place / "now")
    try:
        passphrase, sheets = set_up(seat)
        seat.leave()
        seat.start()
        seat.see("Sign in", "Passphrase")
        seat.fill("pat", passphrase)
        agree_to_all(seat)
        seat.see("Today", "My cases")
        seat.leave()
    finally:
        end(seat)
    return Founded.keep(seat.folder, place / "founded", passphrase, sheets)


@pytest.fixture(scope="session")
def begun(founded: Founded) -> Founded:
    """The same with one family."""
    seat = founded.seat()
    try:
        first_case(seat)
        seat.leave()
    finally:
        end(seat)
    return Founded.keep(seat.folder, founded.kept.with_name("begun"), founded.passphrase, founded.sheets)


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
