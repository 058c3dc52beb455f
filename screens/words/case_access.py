"""Why a colleague's case is opened, in words."""

from __future__ import annotations

from iass_tui.rules.case_access import WhyOpened

WHY = {
    WhyOpened.COVERING: "I cover for them while they are away",
    WhyOpened.DUTY: "I have duty, and the family rang or came",
    WhyOpened.FAMILY_ASKED: "The family asked me to",
    WhyOpened.OVERSIGHT: "I look after the work, as a manager",
    WhyOpened.OTHER: "Another reason, in a few words",
}
