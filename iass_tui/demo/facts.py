"""What the invented office says about itself."""

from __future__ import annotations

from iass_tui.rules.records.office import OfficeFacts

FACTS = OfficeFacts(
    name="Larchfield IASS (demo)",
    council="Larchfield Council",
    privacy_notice="https://www.example.org/privacy",
    privacy_notice_version="May 2026",
    where_held="On this machine, for trying the program. Nobody in it exists.",
    line_manager="the IASS manager, 01632 960000",
    is_demo=True,
)
