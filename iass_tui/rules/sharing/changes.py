"""What would change a No, reason by reason."""

from __future__ import annotations

from collections.abc import Sequence

from iass_tui.rules.consent import ConsentReason
from iass_tui.rules.decision import Reason
from iass_tui.rules.records.sharing import Question, RecipientKind
from iass_tui.rules.release import ItemReason, ReleaseReason
from iass_tui.rules.sharing.answer import Change, SharingReason

_CHANGED_BY: dict[str, Change] = {
    ConsentReason.NOT_ASKED: Change.ASK_THEM,
    ConsentReason.REFUSED: Change.ASK_THEM,
    ConsentReason.WITHDRAWN: Change.ASK_THEM,
    ConsentReason.EXPIRED: Change.ASK_THEM,
    ConsentReason.SAVE_CASE_NEEDED: Change.ASK_THEM,
    ConsentReason.OUTSIDE_SCOPE: Change.WIDEN,
    ConsentReason.NAME_THEM: Change.NAME_THEM,
    ConsentReason.AGE_UNKNOWN: Change.FIND_BIRTH_DATE,
    SharingReason.DOCUMENT_NOT_PERMITTED: Change.ASK_THEM,
    SharingReason.NOBODY_NAMED: Change.NAME_THEM,
    SharingReason.NOT_ASKED_YET: Change.CONFIRM_REFERRAL,
    SharingReason.FROZEN: Change.MANAGER_DECIDES,
    SharingReason.REFUSED_BY_SUBJECT: Change.ASK_THE_CHILD,
    SharingReason.NOT_IN_FAMILY: Change.SHOW_AUTHORITY,
    SharingReason.ANOTHERS_WORDS: Change.ASK_WHO_SAID_IT,
    SharingReason.NEVER_A_FILE: Change.SHARE_LESS,
    ItemReason.CHILD_DOES_NOT_AGREE: Change.SAY_IT_ANEW,
    ItemReason.CHILD_NOT_ASKED: Change.ASK_THE_CHILD,
    ItemReason.MAY_NOT_SEE: Change.SAY_IT_ANEW,
    ReleaseReason.CHOOSE_WHOSE: Change.SHARE_LESS,
    ReleaseReason.NEEDS_CHILDS_AUTHORITY: Change.ASK_THE_CHILD,
    ReleaseReason.ASSESS_COMPETENCE: Change.ASSESS_COMPETENCE,
    ReleaseReason.NOT_COMPETENT: Change.ASSESS_COMPETENCE,
    ReleaseReason.NEEDS_AUTHORITY: Change.SHOW_AUTHORITY,
    ReleaseReason.RESPONSIBILITY_NOT_SHOWN: Change.SHOW_RESPONSIBILITY,
    ReleaseReason.RESPONSIBILITY_DISPUTED: Change.SHOW_RESPONSIBILITY,
    ReleaseReason.ORDER_FORBIDS: Change.READ_THE_ORDER,
    ReleaseReason.CONCERN: Change.MANAGER_DECIDES,
    ReleaseReason.DIED: Change.MANAGER_DECIDES,
    ReleaseReason.IDENTITY_IN_DOUBT: Change.SHOW_AUTHORITY,
    ReleaseReason.AGE_UNKNOWN: Change.FIND_BIRTH_DATE,
    ReleaseReason.ASK_AS_SHARING: Change.SHARE_LESS,
}


def changes(question: Question, reasons: Sequence[Reason]) -> tuple[Change, ...]:
    """What would change a No, in the order of its reasons; what is always open to them comes last.

    That the family shares it themselves (P18) is no answer to one of the family who asks.
    """
    found = [_CHANGED_BY[reason] for reason in reasons if reason in _CHANGED_BY]
    is_family = question.recipient.kind is RecipientKind.PERSON
    always = (Change.RISK_OF_HARM,) if is_family else (Change.THEY_SHARE, Change.RISK_OF_HARM)
    return tuple(dict.fromkeys((*found, *always)))
