"""An office built straight from the vault's pieces: these tests stand below the services."""

from pathlib import Path

import pytest

from db import schema
from db.engine import checkpoint, open_engine


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
