"""A real office for every test of the services: set up, joined and admitted as people would, and checked at the end."""

import functools
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from db.check import check_folder
from iass_tui.vault import sealing
from tests.services.offices import Clock, Office, make_template

_public_key = sealing._public_key


@functools.lru_cache(maxsize=256)
def _remembering(raw: bytes) -> SimpleNamespace:
    return SimpleNamespace(verify=functools.lru_cache(maxsize=1024)(_public_key(raw).verify))


@pytest.fixture(autouse=True)
def signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The template's signatures are verified once, not at each sign-in and in each check of each of its copies.

    Whether one fits follows from its bytes, the signed bytes and the key alone. One that does not is tried each time.
    The attacks do without this.
    """
    monkeypatch.setattr(sealing, "_public_key", _remembering)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which everybody is admitted, made once and copied for each test."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of its own. After the test a check without passphrase has to find it sound."""
    made = Office.copied(template, tmp_path, Clock())
    yield made
    made.close()
    if not made.is_damaged_on_purpose:
        report = check_folder(made.places.folder, made.host)
        assert [finding.sentence for finding in report.damage] == []
