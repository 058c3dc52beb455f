"""What would change a No to a copy: the next step for a reason, where there is one."""

from __future__ import annotations

from collections.abc import Iterable

from iass_tui.rules.release.requests import ReleaseReason

NEXT: dict[str, str] = {
    ReleaseReason.AGE_UNKNOWN: "Ask for the birth date, and write it on the card: f opens their page, and there e.",
    ReleaseReason.ASSESS_COMPETENCE: "Talk with them and record it: c on their page, then: who may receive the file.",
    ReleaseReason.REFUSED_BY_CHILD: "Only they can lift it: ask them, and record it among their consents: c.",
    ReleaseReason.NEEDS_CHILDS_AUTHORITY: "Ask the young person: they may ask for a copy themselves.",
    ReleaseReason.RESPONSIBILITY_NOT_SHOWN: "Go to the child's page (f): = on the parent's line says how we know.",
    ReleaseReason.RESPONSIBILITY_DISPUTED: "Ask the manager. f, then = on the parent's line: what a court decided.",
    ReleaseReason.NEEDS_AUTHORITY: "Ask for it in writing and record it: c, then: who may receive the file.",
}


def next_steps(values: Iterable[str]) -> tuple[str, ...]:
    """What to do about these reasons, each once."""
    return tuple(dict.fromkeys(NEXT[value] for value in values if value in NEXT))
