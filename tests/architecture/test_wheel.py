"""One wheel with three packages and all their data (traps T13, T14)."""

import subprocess
import sys
import zipfile

import pytest

from tests.architecture.tree import CODE, ROOT, files, named


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this folder by the locked hatchling: no network, no isolated environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_file_of_the_three_packages(wheel: zipfile.ZipFile) -> None:
    ours = {named(path) for path in files(*CODE)}
    assert {"db/__init__.py", "iass_tui/__init__.py", "screens/__init__.py"} <= ours
    assert ours - set(wheel.namelist()) == set()


def test_the_wheel_holds_nothing_but_the_three_packages(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(CODE)


def test_the_wheel_cannot_be_uploaded_by_accident(wheel: zipfile.ZipFile) -> None:
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    assert "Classifier: Private :: Do Not Upload" in wheel.read(metadata).decode()
