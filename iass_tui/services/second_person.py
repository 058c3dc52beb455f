"""The second person for what the policy wants two people for: asked of the rule with what the signed register says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from db import office_store
from iass_tui.rules.access import AccessReason, Action
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.records.office import Role
from iass_tui.rules.second_person import SECOND_PERSON_DAYS, Second, may_confirm
from iass_tui.services import register_history
from iass_tui.services.acting import SaysNo

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

ANOTHER = "Another manager has to do this: not whoever decided or proposed it."
TOO_NEW = (
    "Another manager has to do this. Within the last 14 days one of you let the other in, or the same manager let "
    "both of you in: until then you do not count as two people."
)


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
        made=register_history.makers(session.desk),
        today=session.today_date(),
    )


def is_only_manager(session: OfficeSession) -> bool:
    """Whether this office has no other manager and had none within 14 days: closing an account does not lead here."""
    since = session.today_date() - timedelta(days=SECOND_PERSON_DAYS)
    managers = register_history.since(session.desk, Role.MANAGER, since)
    return session.me.role is Role.MANAGER and managers == {session.me.id}


def as_second(session: OfficeSession, action: Action, approved_by: Collection[UUID | None]) -> Second | Refused:
    """As what I confirm what all of these decided; refused, with every reason, where somebody else could.

    The only manager of an office confirms what they decided themselves: the law's month for erasing and a danger wait
    for nobody whom the office does not have. The entry in the audit says so.
    """
    answers = [may_be_second(session, action, approved_by=one, who=session.me.id) for one in approved_by if one]
    reasons = [reason for answer in answers if isinstance(answer, Refused) for reason in answer.reasons]
    if not reasons:
        return Second.SECOND_PERSON
    return Second.NO_SECOND_PERSON if is_only_manager(session) else Refused(tuple(reasons))


def insist_second(session: OfficeSession, action: Action, approved_by: Collection[UUID | None]) -> Second:
    """As `as_second`. Raises `SaysNo`."""
    answer = as_second(session, action, approved_by)
    if isinstance(answer, Refused):
        is_new = AccessReason.NEEDS_ANOTHER_PERSON not in answer.reasons
        raise SaysNo(TOO_NEW if is_new else ANOTHER, answer.reasons)
    return answer
