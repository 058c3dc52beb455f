"""Handing a case over: what a colleague would miss (P37-P43), and what they may not tell whom (P15, P16, P32)."""

from iass_tui.rules.handover.gaps import HandoverGap, Material, handover_gaps, with_note
from iass_tui.rules.handover.telling import NotToTell, not_to_tell

__all__ = ["HandoverGap", "Material", "NotToTell", "handover_gaps", "not_to_tell", "with_note"]
