"""What the office has to put right, as codes for the first page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from iass_tui.host.backup_files import last_backup
from iass_tui.services import key_copy

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


ROLE_CHANGED = "ROLE_CHANGED"
BACKUP_LASTS = timedelta(days=7)
"""So much work at most is lost with the machine before somebody is told."""


def codes(session: OfficeSession, *, unreadable: int) -> tuple[str, ...]:
    """The standing warnings for this colleague."""
    backup = last_backup(session.files.host)
    found = {
        ROLE_CHANGED: session.has_changed_role(),
        "NO_KIT": session.kit.is_due(),
        "NO_BACKUP": backup is None,
        "BACKUP_OLD": backup is not None and session.today_date() - backup.day > BACKUP_LASTS,
        "BACKUP_SAME_DISK": backup is not None and backup.same_disk,
        "BACKUP_BEHIND": key_copy.is_behind(session.desk.cupboard),
        "ADMIT_WAITING": bool(session.staff.waiting()),
        "UNREADABLE": unreadable > 0,
        "KEYS_UNREADABLE": bool(session.desk.cupboard.unreadable),
        "UNDONE": bool(session.undone),
    }
    return tuple(code for code, holds in found.items() if holds)
