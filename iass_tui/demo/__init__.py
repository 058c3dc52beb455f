"""An invented, believable office to try the program on. It says that it is a demo wherever an office says its name."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from iass_tui import bootstrap
from iass_tui.services.views import Problem

MARK = "this-is-a-demo.json"
HOST_FILES = ("host.key", "host.key.next", "witness", "ledger", "attempts", "backup.json", "backup.lock")


@dataclasses.dataclass(frozen=True)
class DemoAccount:
    """Who can sign in, and with what."""

    sign_in: str
    role: str
    passphrase: str


@dataclasses.dataclass(frozen=True)
class Described:
    """A demo office as `iass demo --json` describes it."""

    office: Path
    accounts: tuple[DemoAccount, ...]

    def to_json(self) -> dict[str, Any]:
        """The office's folder and its accounts."""
        return {"office": str(self.office), "accounts": [dataclasses.asdict(account) for account in self.accounts]}

    def notice(self) -> str:
        """Who can sign in, for a person."""
        lines = [f"  {account.sign_in:10} {account.role:10} {account.passphrase}" for account in self.accounts]
        return "\n".join(["A demo: nobody in it exists. Sign in as", *lines, ""])


def places_for(office: Path | None, host: Path | None) -> tuple[Path, Path | None]:
    """A folder of its own, never the real office's."""
    if office is not None:
        return office.absolute(), host
    from platformdirs import user_data_path

    return user_data_path("iass") / "demo", host


def make(
    folder: Path, host: Path | None, families: int, seed: int, *, is_fresh: bool, tell: Callable[[str], None]
) -> Described:
    """The demo in that folder, made where there is none yet. Raises `Problem` where a real office stands there."""
    known = _described(folder)
    if known is not None and not is_fresh:
        return known
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise Problem(f"{folder} holds something that is not a demo. Name another folder with --office.")
        _remove(folder, host)
    if not 1 <= families <= 2000:
        raise Problem("Between 1 and 2,000 families, please.")
    return _build(folder, host, families, seed, tell)


def _described(folder: Path) -> Described | None:
    try:
        data = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return Described(folder, tuple(DemoAccount(**account) for account in data["accounts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remove(folder: Path, host: Path | None) -> None:
    """Removes a demo, and what its host folder holds of it: $IASS_HOST may name the host folder of a real office."""
    from iass_tui.services.office import peek_office
    from iass_tui.vault.encoding import BadFormat

    places = bootstrap.places(folder, host)
    beside = places.host_for(peek_office(places.folder) or UUID(int=0))
    try:
        witness = beside.witness()
    except BadFormat:
        witness = None
    if witness is not None and witness.folder == str(folder.resolve()):
        for name in HOST_FILES:
            (beside.path / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            beside.path.rmdir()
    shutil.rmtree(folder)


def _build(folder: Path, host: Path | None, families: int, seed: int, tell: Callable[[str], None]) -> Described:
    from iass_tui.demo.building import Builder, Clock
    from iass_tui.demo.families import YEARS, plan

    now = bootstrap.now()
    today: date = now.date()
    invented = plan(families, seed, today)
    clock = Clock(now - timedelta(days=YEARS * 365 + 10))
    places = dataclasses.replace(bootstrap.places(folder, host), clock=clock, measures=False)
    tell(f"Inventing an office of {families} families in {folder} ...")

    def progress(done: int, all_: int) -> None:
        if done % max(1, all_ // 4) == 0:
            tell(f"  {100 * done // all_} %")

    # The mark comes first: a demo that was cut off may be cleared away and made again.
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("{}", encoding="utf-8")
    Builder(places, clock, invented, today).build(progress)
    accounts = tuple(DemoAccount(w.sign_in, w.role.value, w.passphrase) for w in invented.workers)
    described = Described(folder, accounts)
    (folder / MARK).write_text(json.dumps(described.to_json(), ensure_ascii=False), encoding="utf-8")
    return described
