"""May I share this? The one rule that lets anything leave, and the permit that only it makes (P3, P9, P11, P19)."""

from iass_tui.rules.sharing.answer import Answer, Change, Outcome, SharingReason, Subject
from iass_tui.rules.sharing.deciding import decide_sharing
from iass_tui.rules.sharing.exception import exception_problems, needs_sign_off, needs_sign_off_first, sign_off_by
from iass_tui.rules.sharing.permit import ForgedPermit, Permit, SpentPermit, keep_with, spend

__all__ = [
    "Answer",
    "Change",
    "ForgedPermit",
    "Outcome",
    "Permit",
    "SharingReason",
    "SpentPermit",
    "Subject",
    "decide_sharing",
    "exception_problems",
    "keep_with",
    "needs_sign_off",
    "needs_sign_off_first",
    "sign_off_by",
    "spend",
]
