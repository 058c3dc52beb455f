"""Why a colleague's case is opened, in words."""

from __future__ import annotations

from iass_tui.rules.case_access import WhyOpened
from iass_tui.rules.other_side import OtherSide
from iass_tui.services.other_side import SideWarning

WHY = {
    WhyOpened.COVERING: "I cover for them while they are away",
    WhyOpened.DUTY: "I have duty, and the family rang or came",
    WhyOpened.FAMILY_ASKED: "The family asked me to",
    WhyOpened.OVERSIGHT: "I look after the work, as a manager",
    WhyOpened.OTHER: "Another reason, in a few words",
}


def side_words(warning: SideWarning) -> str:
    """Why opening a file is warned of."""
    names = " and ".join(warning.works_for) or "one parent"
    sentences = {
        OtherSide.OTHER_PARENT: f"You work for {names} already, and the parents live apart or a court order stands.",
        OtherSide.CONFLICT: "A conflict of interest is on record in this family.",
        OtherSide.OWN_CONFLICT: "It is on record that you have a conflict of interest with this family.",
    }
    return " ".join(sentences[one] for one in warning.why)
