"""Opening an office for a command."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator

from iass_tui import bootstrap
from iass_tui.cli.asking import Stop, ask, passphrase_from
from iass_tui.cli.parser import Exit
from iass_tui.services.office import Places
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import OfficeCondition


def places_of(wanted: argparse.Namespace) -> Places:
    """Where the office named on the command line is."""
    return bootstrap.places(wanted.office, wanted.host)


@contextlib.contextmanager
def signed_in(wanted: argparse.Namespace) -> Iterator[OfficeSession]:
    """A session for the colleague who signs in. Raises `Stop` where there is no office."""
    door = bootstrap.door(wanted.office, wanted.host)
    state = door.state()
    if state.condition is OfficeCondition.NONE:
        raise Stop(state.sentence + " Set one up with `iass init`.", Exit.NO_OFFICE)
    if state.condition is not OfficeCondition.READY:
        raise Stop(state.sentence)
    name = wanted.sign_in or ask("Sign-in name:")
    folder = bootstrap.office_folder(wanted.office)
    session = door.sign_in(name, passphrase_from(wanted.passphrase_file, folder))
    try:
        yield session
    finally:
        session.close()
