"""Holds a session while the app is locked: out of reach until the passphrase opens it again (trap T17)."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iass_tui.services.ports import Session
    from screens.messages import Wish


class Keeper:
    """The one place that holds the session. `session` raises while it is locked."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.is_locked = False
        self.wishes: tuple[Wish, ...] = ()
        """Where one was: ids only."""

    @property
    def session(self) -> Session:
        """The session, while unlocked."""
        if self.is_locked:
            raise RuntimeError("locked")
        return self._session

    def is_closed(self) -> bool:
        """Whether the account was closed meanwhile; False where that cannot be told now. Blocks."""
        from iass_tui.services.views import Problem

        with contextlib.suppress(Problem):
            return self._session.is_closed()
        return False

    def lock(self) -> None:
        """Puts the session out of reach."""
        self.is_locked = True

    def note_lock(self) -> None:
        """Drops the keys and writes the lock into the audit, where that can be written. Blocks."""
        from iass_tui.services.views import Problem

        with contextlib.suppress(Problem):
            self._session.note_lock()

    def unlock(self, passphrase: str) -> bool:
        """True, and within reach again, where the passphrase is the colleague's own. Blocks."""
        self.is_locked = not self._session.unlock(passphrase)
        return not self.is_locked

    def close(self) -> None:
        """Ends the session for good. Blocks."""
        self.is_locked = True
        self._session.close()
