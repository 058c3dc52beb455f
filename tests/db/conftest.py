"""An office built straight from the vault's pieces: these tests stand below the services."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from db import schema
from db.engine import checkpoint, open_engine
from tests.db.made import MadeOffice, add_person, make_office


@pytest.fixture(scope="session")
def empty_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both files of an office in which nothing stands yet, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    records, keys = open_engine(folder / "office.db"), open_engine(folder / "office.keys")
    schema.create(records, keys)
    for engine in (records, keys):
        checkpoint(engine)
        engine.dispose()
    return folder


@pytest.fixture
def office(empty_files: Path, tmp_path: Path) -> Iterator[MadeOffice]:
    """An office with a manager, an officer, a volunteer and one person; everybody signs out at the end."""
    made = make_office(empty_files, tmp_path)
    yield made
    made.leave()


@pytest.fixture
def person(office: MadeOffice) -> UUID:
    """Somebody in that office, with a consent event and a case with a note."""
    return add_person(office.desk)
