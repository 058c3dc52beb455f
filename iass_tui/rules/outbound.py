"""What may be planned that needs us to ring or write to somebody (table 1.3: after a No to P44 no outbound tasks)."""

from __future__ import annotations

from iass_tui.rules.consent import ConsentState
from iass_tui.rules.decision import Decision, Reason, decide


class OutboundReason(Reason):
    """Why a task may not be planned that needs us to reach someone."""

    NO_CONTACT = "TASK_NO_CONTACT", "P44"
    NOT_IN_FAMILY = "TASK_NOT_IN_FAMILY"


def may_plan(consent: ConsentState | None) -> Decision:
    """Whether a task may say that we ring or write to someone; None: they are not of this family.

    Without a Yes to ways of being reached (P44) nobody is rung or written to: they come back with their code word.
    """
    if consent is None:
        return decide([OutboundReason.NOT_IN_FAMILY])
    return decide([] if consent.may_keep_contact() else [OutboundReason.NO_CONTACT])
