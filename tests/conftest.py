"""What every test stands on: a home folder of its own, and properties that fail the same way twice."""

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import settings

# No deadline: two busy cores are slow by chance. In CI the examples are the same every time.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What is imported stays to the end: the collector need not walk all of it again and again during the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


LONGEST_SECONDS = 300
"""No test takes this long on the slowest machine: what does waits for something that will never come."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test that never ends is red by its name, instead of a run that says nothing for ever."""

    def never_ends(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"{item.nodeid} has not ended after {LONGEST_SECONDS} seconds", pytrace=True)

    before = signal.signal(signal.SIGALRM, never_ends)
    signal.alarm(LONGEST_SECONDS)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


FOLDERS = {
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_RUNTIME_DIR": ".run",
    "XDG_STATE_HOME": ".local/state",
}
SETTINGS_OF_THE_PERSON_TESTING = ("COLUMNS", "IASS_", "LC_", "LINES", "NO_COLOR", "SSH_", "TEXTUAL", "TMUX")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home folder that nothing outlives: no test reads or writes the real machine's settings."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(SETTINGS_OF_THE_PERSON_TESTING):
                patch.delenv(name)
        patch.setenv("HOME", str(folder))
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("TERM", "xterm-256color")
        for name, relative in FOLDERS.items():
            (folder / relative).mkdir(parents=True, mode=0o700)
            patch.setenv(name, str(folder / relative))
        yield folder
