"""Who may receive a file, and which items of it (domain table 1.4)."""

from iass_tui.rules.release.items import Include, ItemProvenance, ItemReason, Withhold, item_for
from iass_tui.rules.release.requests import (
    Authority,
    AuthorityFrom,
    Competence,
    Finding,
    ReleaseReason,
    Request,
    Requester,
    Whose,
    may_receive,
)

__all__ = [
    "Authority",
    "AuthorityFrom",
    "Competence",
    "Finding",
    "Include",
    "ItemProvenance",
    "ItemReason",
    "ReleaseReason",
    "Request",
    "Requester",
    "Whose",
    "Withhold",
    "item_for",
    "may_receive",
]
