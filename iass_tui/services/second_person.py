"""The second person for what the policy wants two people for: asked of the rule with what the signed register says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from db import office_store
from iass_tui.rules.access import AccessReason, Action, may_confirm
from iass_tui.rules.decision import Decision, Refused
from iass_tui.services import key_register

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def may_be_second(session: OfficeSession, action: Action, *, approved_by: UUID, who: UUID) -> Decision:
    """Whether `who` may confirm what `approved_by` approved; nobody does whose account is closed or unknown."""
    try:
        colleague = office_store.colleague(session.desk, who)
    except LookupError:
        return Refused((AccessReason.NOT_YOUR_ROLE,))
    if not colleague.is_active:
        return Refused((AccessReason.NOT_YOUR_ROLE,))
    return may_confirm(
        colleague.role,
        action,
        approved_by=approved_by,
        who=who,
        issued=key_register.issued(session.desk, who),
        today=session.today_date(),
    )
