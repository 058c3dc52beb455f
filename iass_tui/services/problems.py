"""What can go wrong below, as sentences that say what to do: `@in_words()` over a service's methods."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping

from db.carrying import KeysLost
from db.cupboard import KeyGone, NoHostKey
from db.desk import KeysTurned, Locked
from db.engine import CannotWrite, Damaged, DiskFull
from db.letters import Forged
from db.unit_of_work import PutBack, Tampered, VersionConflict
from iass_tui.rules.records.base import UnreadableRecord
from iass_tui.rules.text import NOTE_LIMIT, TextTooLong
from iass_tui.services.views import NotAllowed, NotFound, NotOpen, OfficeFull, Problem
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.keyring import AccountClosed, CircleClosed, CompartmentClosed
from iass_tui.vault.register import RegisterRefused
from iass_tui.vault.sealing import DoesNotOpen

_Made = Callable[[], Problem]


def _says(kind: type[Problem], sentence: str) -> _Made:
    return lambda: kind(sentence)


TAMPERED = (
    "This record is not what was last saved: something was changed, lost or put back outside this program. Nothing was "
    "done. Run `iass check` and tell your manager."
)
UNREADABLE = (
    "A part of this record does not open: it is damaged. Run `iass check --deep`, and ask for the newest backup."
)
FORGED = (
    "No colleague's signature is in this, so it was not opened: somebody wrote it into the files. Ask whoever it names "
    "whether they sent it, and run `iass check --deep`."
)
_WORDS: Mapping[type[Exception], _Made] = {
    Forged: _says(Problem, FORGED),
    Tampered: _says(Problem, TAMPERED),
    PutBack: _says(
        NotOpen, "An earlier state of the office was put back while you worked. Sign out and run `iass check`."
    ),
    DiskFull: _says(
        OfficeFull, "The disk is full. Nothing was saved; what you typed is still here. Make room, then save."
    ),
    CannotWrite: _says(
        Problem, "The office may only be read just now, so nothing was saved. Ask whoever runs the machine."
    ),
    VersionConflict: _says(
        Problem, "Someone else changed this a moment ago. Nothing was saved: look again, then repeat."
    ),
    KeysTurned: _says(
        Problem,
        "The office's keys changed this very moment, as they do when someone leaves. Save again: nothing is lost.",
    ),
    KeysLost: _says(
        Problem, "The keys that were written are not those that were there. Nothing was changed. Run `iass check`."
    ),
    KeyGone: _says(NotFound, "This is no longer there: it was erased."),
    CircleClosed: _says(NotFound, "This is no longer there."),
    CompartmentClosed: lambda: NotAllowed("Your role does not open this. Ask your manager.", ("CLOSED",)),
    Locked: _says(NotOpen, "The screen is locked. Give your passphrase first."),
    AccountClosed: _says(
        NotOpen,
        "Your account was closed, or got new keys from another place. Nothing was saved. Ask your manager, and sign in "
        "again.",
    ),
    RegisterRefused: _says(
        NotOpen, "The key register is no longer the one this program trusted. Nothing was saved. Run `iass check`."
    ),
    NoHostKey: _says(NotOpen, "This machine no longer holds the office's host key. Nothing was saved."),
    TextTooLong: _says(
        Problem, f"A text is too long: {NOTE_LIMIT:,} characters are kept. Nothing was saved: shorten it, then save."
    ),
    DoesNotOpen: _says(Problem, UNREADABLE),
    BadFormat: _says(Problem, UNREADABLE),
    UnreadableRecord: _says(Problem, UNREADABLE),
    Damaged: _says(Problem, UNREADABLE),
}


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Turns what storage and vault raise into a `Problem`; nothing of a record is in its text."""
    try:
        yield
    except tuple(_WORDS) as error:
        made = next(_WORDS[kind] for kind in type(error).__mro__ if kind in _WORDS)
    else:
        return
    raise made()
