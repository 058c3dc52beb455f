"""An audit entry in words: what was done and to what, from names of fields and ids alone."""

from __future__ import annotations

from iass_tui.rules.records.office import Act, AuditDetail

SEALED = "(not open to you)"
_ALONE = {
    Act.SET_UP: "Set the office up",
    Act.SIGN_IN: "Signed in",
    Act.SIGN_IN_FAILED: "Tried to sign in, with a wrong passphrase",
    Act.LOCK: "Locked the screen",
    Act.UNLOCK: "Unlocked the screen",
    Act.SEARCH: "Read every name, to find people",
    Act.BACKUP: "Made a backup",
    Act.KEYS: "Changed keys",
    Act.INVITE: "Invited a colleague",
    Act.ADMIT: "Let a colleague in",
    Act.DISABLE: "Closed a colleague's account",
    Act.CONSENT: "Recorded what was agreed to",
    Act.WITHDRAW: "Recorded a withdrawal",
}
_SEARCHES = {"notes": "Searched in all notes"}
_VERBS = {
    Act.VIEW: "Opened",
    Act.CREATE: "Wrote",
    Act.CHANGE: "Changed",
    Act.DELETE: "Erased",
    Act.REFUSED: "Was refused:",
    Act.EXPORT: "Took out",
}
_NOUNS = {
    "person": "a person's record",
    "contact": "contact details",
    "agency": "an agency of the directory",
    "case": "a case",
    "list": "the lists of who gets news",
    "note": "a note",
    "task": "a task",
    "today": "what is due",
    "cases": "a list of cases",
    "team": "the team's work",
    "glance": "a case at a glance, beside what is due",
    "handover": "what a case is handed over with",
    "activity": "strategic activity",
    "feedback": "what families said of the service",
    "equality": "answers to equality questions",
    "event": "a date in a case",
    "timetable": "a case's timetable",
    "terms": "the term calendar",
    "draft": "unsaved work",
    "pack": "a copy of what is held",
    "quarter": "a quarter's figures",
    "staff": "a colleague's card",
    "office": "the office's details",
    "concern": "a safeguarding concern",
    "concerns": "the list of safeguarding concerns",
    "checklist": "the safeguarding checklist",
    "audit": "the audit",
    "check": "every record, to look for damage",
    "paper": "a paper",
    "intake": "an enquiry that a volunteer sent",
    "restriction": "who is shut out of a record",
    "queue": "the enquiries that wait",
    "referral": "the families passed on to us",
    "sharing": "the sharing record",
    "sharing question": "the question: may I share this?",
    "import": "records from a spreadsheet",
}


def what(detail: AuditDetail | None) -> str:
    """One sentence without a full stop: the act, what it was done to, which fields, and why where that was said."""
    if detail is None:
        return SEALED
    words = _SEARCHES.get(detail.subject) if detail.act is Act.SEARCH else ""
    words = words or _ALONE.get(detail.act) or f"{_VERBS[detail.act]} {_noun(detail.subject)}"
    if detail.fields:
        words += f": {', '.join(_plain(field) for field in detail.fields)}"
    if detail.count is not None:
        words += f" ({detail.count})"
    return words


def why(detail: AuditDetail | None) -> str:
    """The reasons in words: rule values without their capitals; what somebody wrote as they wrote it."""
    return "" if detail is None else ", ".join(_reason(reason) for reason in detail.reasons)


def _reason(reason: str) -> str:
    return _plain(reason) if reason.isupper() else reason


def _noun(subject: str) -> str:
    return _NOUNS.get(subject) or _plain(subject) or "something"


def _plain(code: str) -> str:
    return code.replace("_", " ").lower()
