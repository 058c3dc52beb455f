"""What stands on every document: whose it is, where the privacy notice is, whom to ask, how to complain."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Letterhead:
    """The office as its papers show it. An empty field leaves its line out or says "ask us"."""

    office: str
    council: str
    privacy_notice: str
    """Web address (P8)."""
    privacy_version: str
    line_manager: str
    """Whom to tell about a change of mind (P48) and to ask about the policy (P71)."""
    policy_version: str
    is_demo: bool = False

    def about(self) -> tuple[tuple[str, str], ...]:
        """The block "About this document", as (label, words): P8, P71, P48 and the way to the regulator."""
        version = f" (version {self.privacy_version})" if self.privacy_version else ""
        notice = self.privacy_notice or "ask us for a copy"
        manager = self.line_manager or "the manager of this office"
        policy = f", version {self.policy_version}" if self.policy_version else ""
        whose = f"{self.office}, in the area of {self.council}" if self.council else self.office
        # DPA 2018 s164A: 30 days. P48: the line manager.
        complain = (
            f"Tell {manager}. We answer within 30 days that we have your complaint. "
            "You can also complain to the Information Commissioner at ico.org.uk."
        )
        return (
            ("From", whose),
            ("Privacy notice", notice + version),  # P8
            ("Our confidentiality policy" + policy, f"Ask {manager} about it, or for a copy."),  # P28, P71
            ("If you change your mind or are unhappy with how we use your information", complain),
        )
