"""Audit lines in words: kinds of acts as people ask for them, and what a filter shows."""

from __future__ import annotations

from iass_tui.rules.dates import display_day, display_moment
from iass_tui.rules.records.office import Act
from iass_tui.services.views import AuditFilter, AuditRow

KINDS: dict[str, tuple[str, frozenset[Act]]] = {
    "LOOKS": ("Who looked: records opened, names searched", frozenset({Act.VIEW, Act.SEARCH})),
    "CHANGES": (
        "What was written, changed or erased",
        frozenset({Act.CREATE, Act.CHANGE, Act.DELETE, Act.CONSENT, Act.WITHDRAW}),
    ),
    "EXPORTS": ("What was taken out of the office", frozenset({Act.EXPORT})),
    "REFUSED": ("What the rules refused", frozenset({Act.REFUSED})),
    "FAILED": ("Failed sign-ins", frozenset({Act.SIGN_IN_FAILED})),
    "COMINGS": ("Sign-ins and locks", frozenset({Act.SIGN_IN, Act.LOCK, Act.UNLOCK})),
    "STAFF": (
        "Staff, keys and backups",
        frozenset({Act.INVITE, Act.ADMIT, Act.DISABLE, Act.KEYS, Act.SET_UP, Act.BACKUP}),
    ),
}


def kinds_of(acts: frozenset[Act]) -> tuple[str, ...]:
    """The kinds that make up these acts."""
    return tuple(code for code, (_, members) in KINDS.items() if members <= acts)


def filter_words(wanted: AuditFilter, about: str, who: str) -> str:
    """What is shown: "Everything", or what it was narrowed to."""
    parts = [f"about {about}"] if about else []
    parts += [f"by {who}"] if who else []
    parts += [KINDS[code][0].partition(":")[0].lower() for code in kinds_of(wanted.acts)]
    parts += [f"since {display_day(wanted.since)}"] if wanted.since else []
    return f"Only {', '.join(parts)}" if parts else "Everything, newest first"


def line_words(row: AuditRow) -> str:
    """What was done, about whom and why, on one line."""
    about = " ".join(part for part in (row.case_reference, row.about) if part)
    because = f"because: {row.why}" if row.why else ""
    return "   ".join(part for part in (row.what, about, because) if part)


def whole(row: AuditRow) -> tuple[str, ...]:
    """A line with everything that it says, to be read by itself."""
    parts = (
        f"{display_moment(row.at)}, by {row.who}",
        row.what,
        f"Because: {row.why}" if row.why else "",
        f"About {row.about}" if row.about else "",
        f"Case {row.case_reference}" if row.case_reference else "",
        f"Entry {row.seq} of the audit",
    )
    return tuple(part for part in parts if part)
