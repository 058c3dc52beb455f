"""The staff as screens see it: accounts, invitations, roles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from iass_tui.host.backup_files import LastBackup
from iass_tui.rules.records.office import Colleague, OfficeFacts, Permission, Role, StaffCard
from iass_tui.rules.staff import AccountEvent
from iass_tui.rules.training import Beginning
from iass_tui.services.leaving_views import Rotation

if TYPE_CHECKING:
    from iass_tui.services import views as v


class Staff(Protocol):
    """Colleagues and their accounts."""

    def colleagues(self) -> tuple[Colleague, ...]: ...
    def waiting(self) -> tuple[Colleague, ...]:
        """Those who have used their invitation and wait for a manager's yes."""
        ...

    def invite_again(self, account_id: UUID, sign_in: str, role: Role) -> v.Invitation:
        """Another code for somebody who never used theirs."""
        ...

    def invite(self, sign_in: str, role: Role, card: StaffCard, beginning: Beginning | None = None) -> v.Invitation:
        """`beginning`: training done, or days of grace; without one they cannot sign in yet (P25)."""
        ...

    def renew(self, account_id: UUID) -> v.Invitation:
        """A lost passphrase: the same flow for the same account, visible to its owner."""
        ...

    def admit(self, account_id: UUID) -> None: ...
    def disable(self, account_id: UUID) -> Rotation:
        """Closes an account at once, and rotates what it held."""
        ...

    def set_role(self, account_id: UUID, role: Role, *, is_lead: bool = False) -> Rotation:
        """Another role, or a safeguarding lead from now on or no longer; what is lost is rotated."""
        ...

    def rotate(self) -> Rotation:
        """New keys for every compartment, though nobody leaves."""
        ...

    def set_permissions(self, account_id: UUID, permissions: frozenset[Permission] | None) -> None: ...
    def set_away(self, account_id: UUID, until: date | None) -> None:
        """Away to this day, which counts; None: here again."""
        ...

    def history(self, account_id: UUID) -> tuple[AccountEvent, ...]:
        """What happened to an account, oldest first."""
        ...

    def change_passphrase(self, old: str, new: str) -> None: ...
    def change_office(self, facts: OfficeFacts) -> None: ...
    def last_backup(self) -> LastBackup | None:
        """The newest copy that was proved to be whole, as this computer remembers it."""
        ...
