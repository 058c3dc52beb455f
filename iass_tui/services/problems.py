"""What can go wrong below, as sentences that say what to do: `@in_words()` over a service's methods."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from db.cupboard import KeyGone, NoHostKey
from db.desk import Locked
from db.engine import CannotWrite, Damaged, DiskFull
from db.unit_of_work import PutBack, Tampered, VersionConflict
from iass_tui.rules.records.base import UnreadableRecord
from iass_tui.services.views import NotAllowed, NotFound, NotOpen, OfficeFull, Problem
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.keyring import AccountClosed, CompartmentClosed
from iass_tui.vault.register import RegisterRefused
from iass_tui.vault.sealing import DoesNotOpen

TAMPERED = (
    "This record is not what was last saved: something was changed, lost or put back outside this program. Nothing was "
    "done. Run `iass check` and tell your manager."
)
UNREADABLE = (
    "A part of this record does not open: it is damaged. Run `iass check --deep`, and ask for the newest backup."
)


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Turns what storage and vault raise into a `Problem`; nothing of a record is in its text."""
    try:
        yield
    except Tampered:
        raise Problem(TAMPERED) from None
    except PutBack:
        raise NotOpen(
            "An earlier state of the office was put back while you worked. Sign out and run `iass check`."
        ) from None
    except DiskFull:
        raise OfficeFull(
            "The disk is full. Nothing was saved; what you typed is still here. Make room, then save."
        ) from None
    except CannotWrite:
        raise Problem(
            "The office may only be read just now, so nothing was saved. Ask whoever runs the machine."
        ) from None
    except VersionConflict:
        raise Problem("Someone else changed this a moment ago. Nothing was saved: look again, then repeat.") from None
    except KeyGone:
        raise NotFound("This is no longer there: it was erased.") from None
    except CompartmentClosed:
        raise NotAllowed("Your role does not open this. Ask your manager.", ("CLOSED",)) from None
    except Locked:
        raise NotOpen("The screen is locked. Give your passphrase first.") from None
    except AccountClosed:
        raise NotOpen(
            "Your account was closed, or got new keys from another place. Nothing was saved. Ask your manager, and "
            "sign in again."
        ) from None
    except RegisterRefused:
        raise NotOpen(
            "The key register is no longer the one this program trusted. Nothing was saved. Run `iass check`."
        ) from None
    except NoHostKey:
        raise NotOpen("This machine no longer holds the office's host key. Nothing was saved.") from None
    except (DoesNotOpen, BadFormat, UnreadableRecord, Damaged):
        raise Problem(UNREADABLE) from None
