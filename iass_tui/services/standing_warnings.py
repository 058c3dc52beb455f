"""What the office has to put right, as codes for the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iass_tui.services import key_copy

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


ROLE_CHANGED = "ROLE_CHANGED"


def codes(session: OfficeSession, *, unreadable: int) -> tuple[str, ...]:
    """The standing warnings for this colleague."""
    found = {
        ROLE_CHANGED: session.has_changed_role(),
        "NO_KIT": session.kit.is_due(),
        "NO_BACKUP": not (backup := key_copy.note(session.files.host.path)),
        "BACKUP_SAME_DISK": bool(backup.get("same_disk")),
        "BACKUP_BEHIND": key_copy.is_behind(session.desk.cupboard),
        "ADMIT_WAITING": bool(session.staff.waiting()),
        "UNREADABLE": unreadable > 0,
        "KEYS_UNREADABLE": bool(session.desk.cupboard.unreadable),
        "UNDONE": bool(session.undone),
    }
    return tuple(code for code, holds in found.items() if holds)
