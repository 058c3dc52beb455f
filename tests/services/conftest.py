"""A real office for every test of the services: set up, joined and admitted as people would, and checked at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.check import check_folder
from tests.services.offices import Clock, Office, make_template


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
