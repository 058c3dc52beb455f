"""Safeguarding concerns in words."""

from __future__ import annotations

from datetime import timedelta

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody, EntryKind, Verdict
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.concern_views import EntryView, StaffNotice, Trouble

RING = "If someone is in danger now, ring 999."
ABOUT = {
    AboutWhom.CHILD: "a child",
    AboutWhom.YOUNG_PERSON: "a young person",
    AboutWhom.ADULT: "an adult",
}
SOURCES = {
    ConcernSource.TOLD_STAFF: "they told a member of staff",
    ConcernSource.TOLD_VOL: "they told a volunteer",
    ConcernSource.SUSPECTED: "seen or suspected by whoever raised it",
    ConcernSource.THIRD_PARTY: "someone else told us",
}
VERDICTS = {
    Verdict.CHILDREN: "Refer to children's social care",
    Verdict.ADULTS: "Refer to adult social care",
    Verdict.POLICE: "Tell the police",
    Verdict.STAFF: "Tell the designated officer: about staff",
    Verdict.WATCH: "Nothing for now; look at it again",
    Verdict.NOTHING: "Pass nothing on",
    Verdict.OTHER: "Something else, said below",
}
KINDS = {
    EntryKind.TAKEN_UP: "Taken up",
    EntryKind.STEP: "Done",
    EntryKind.STEP_OPEN: "Not done after all",
    EntryKind.NOTE: "Note",
    EntryKind.DECISION: "Decided",
    EntryKind.STAFF_TOLD: "Case staff told",
    EntryKind.STAFF_NOT_TOLD: "Case staff told no longer",
    EntryKind.CLOSED: "Closed",
    EntryKind.REOPENED: "Opened again",
}
TROUBLES = {
    Trouble.FORGED: ("FORGED", "no colleague signed it: it was not opened"),
    Trouble.CHANGED: ("CHANGED", "changed outside this program: it was not opened"),
    Trouble.LOST: ("GONE", "it was there, and was removed outside this program"),
    Trouble.UNREADABLE: ("DAMAGED", "it does not open"),
}
_ASK = "Ask {who} at once what it was about; if need be let them raise it again."
ADVICE = {
    Trouble.FORGED: "Somebody who is no colleague wrote this into the office's files. It names {who}: ask whether they "
    "raised a concern. Tell whoever looks after the computer, and let them run: iass check --deep.",
    Trouble.CHANGED: f"What is stored is not what the program last wrote. {_ASK} Let whoever looks after the computer "
    "run: iass check.",
    Trouble.LOST: f"A concern was removed from the office's files by other means than this program. {_ASK} Let whoever "
    "looks after the computer run: iass check, and keep the newest backup.",
    Trouble.UNREADABLE: f"This concern is damaged. {_ASK} Let whoever looks after the computer run: iass check --deep, "
    "and keep the newest backup.",
}
NOTICE_UNREADABLE = (
    "whether there is a concern cannot be read here: that record was changed outside this program. Ask the "
    "safeguarding lead, and run `iass check`."
)


def who_words(body: ConcernBody) -> str:
    """Whom it is about, as far as it is known."""
    about = ABOUT[body.about]
    return f"{body.name}, {about}" if body.name.strip() else f"{about}, no name given"


def age_words(waited: timedelta) -> str:
    """How long a concern waits: "5 minutes", "3 hours", "2 days"."""
    minutes = int(waited.total_seconds() // 60)
    for size, name in ((24 * 60, "day"), (60, "hour")):
        if minutes >= size:
            return _counted(minutes // size, name)
    return _counted(minutes, "minute")


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def entry_words(entry: EntryView) -> str:
    """What one line says, on one line or several."""
    body = entry.body
    parts = [VERDICTS[body.verdict] if body.verdict else "", body.step_words, entry.person, body.words]
    if body.follow_up_on is not None:
        parts.append(f"looked at again on {display_day(body.follow_up_on)}")
    return ". ".join(part for part in parts if part)


def notice_words(notice: StaffNotice) -> str:
    """What case staff are told on a page; "" where they are told nothing."""
    if notice.is_unreadable:
        return NOTICE_UNREADABLE
    if notice.speak_to:
        return f"There is a safeguarding concern: speak to {_names(notice.speak_to)}."
    if notice.family:
        return f"There is a safeguarding concern about someone in the family: speak to {_names(notice.family)}."
    return ""


def _names(names: tuple[str, ...]) -> str:
    return " or ".join(name or "the safeguarding lead" for name in names)
