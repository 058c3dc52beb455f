"""Every test of a document runs in an empty folder that must still be empty afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The working, home and temporary folder are one watched folder; whatever appears in it fails the test."""
    watched = tmp_path / "watched"
    watched.mkdir()
    for name in ("TMPDIR", "TMP", "TEMP", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(watched))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(watched)
    yield
    assert list(watched.rglob("*")) == []
