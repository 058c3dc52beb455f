"""The composition root: the one place that reads the clock and the environment."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from iass_tui.services.door import OfficeDoor
    from iass_tui.services.office import Places


def now() -> datetime:
    """This moment, in the machine's time zone (an office's days are local days)."""
    return datetime.now(UTC).astimezone()


def utc_now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def office_folder(given: Path | None) -> Path:
    """--office, else $IASS_OFFICE, else the platform's data folder."""
    if given is not None:
        return given
    if named := os.environ.get("IASS_OFFICE"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("iass") / "office"


def host_folder(given: Path | None, office: UUID) -> Path:
    """--host, else $IASS_HOST, else STATE/iass/OFFICE-ID; never inside the office folder."""
    if given is not None:
        return given
    if named := os.environ.get("IASS_HOST"):
        return Path(named)
    return state_folder() / str(office)


def state_folder() -> Path:
    """Where this machine keeps what belongs to it alone: $XDG_STATE_HOME or the platform's place."""
    from platformdirs import user_state_path

    return user_state_path("iass")


def places(office: Path | None, host: Path | None) -> Places:
    """Where the office and its host folder are. Imports storage: call it off the first screen's path."""
    from iass_tui.host.folder import OfficeFolder
    from iass_tui.host.host_folder import HostFolder
    from iass_tui.services.office import Places

    return Places(
        OfficeFolder(office_folder(office).absolute()),
        lambda office_id: HostFolder(host_folder(host, office_id).absolute()),
        now,
    )


def door(office: Path | None, host: Path | None) -> OfficeDoor:
    """The office from outside."""
    from iass_tui.services.door import OfficeDoor
    from iass_tui.vault.self_test import hpke_self_test

    check_imports()
    hpke_self_test()
    return OfficeDoor(places(office, host))


def check_imports() -> None:
    """Refuses to start where another distribution's `db` shadows ours (trap T14)."""
    import db
    import iass_tui

    beside = Path(iass_tui.__file__).parent.parent
    if Path(str(db.__file__)).parent.parent != beside:
        raise SystemExit("Another package called `db` stands in the way. Start with scripts/run, which keeps its own.")
