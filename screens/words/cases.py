"""Cases in words: where they stand, what they are about, and their life so far."""

from __future__ import annotations

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, LevelChange, StatusChange
from screens.words.codes import label, labels

STATUSES = {CaseStatus.OPEN: "open", CaseStatus.INACTIVE: "set aside, waiting", CaseStatus.CLOSED: "CLOSED"}
CHILD_VIEW = {"YES": "sought", "NO": "not sought", "NOT_YET": "not yet sought"}
FACT_LABELS = {
    "levels": "Level",
    "issues": "What it is about",
    "needs": "Needs",
    "sen_stage": "Support",
    "ehc_stage": "EHC stage",
    "setting_type": "Kind of setting",
    "setting_name": "School or setting",
    "source": "How they heard of us",
    "channel": "How they got in touch",
    "user_type": "Who got in touch",
    "wants": "What the family wants",
    "child_view": "The child's own view",
    "opened_on": "Opened",
}
_LISTS = {
    "issues": "ISSUE",
    "needs": "NEED",
    "sen_stage": "SEN_STAGE",
    "ehc_stage": "EHC_STAGE",
    "setting_type": "SETTING",
    "source": "REF_SOURCE",
    "channel": "CHANNEL",
    "user_type": "USER_TYPE",
}


def level_words(code: str) -> str:
    """A level in a heading: "level 2"."""
    return f"level {code[1:]}" if code else "no level"


def setting_words(facts: CaseFacts) -> str:
    """The school or setting by name and kind."""
    kind = label("SETTING", facts.setting_type) if facts.setting_type not in ("", "NKN") else ""
    return ", ".join(part for part in (facts.setting_name, kind) if part)


def stage_words(facts: CaseFacts) -> str:
    """Support and where the plan stands."""
    plan = label("EHC_STAGE", facts.ehc_stage) if facts.ehc_stage not in ("", "E00") else ""
    return ", ".join(part for part in (label("SEN_STAGE", facts.sen_stage), plan) if part)


def closing_words(facts: CaseFacts) -> str:
    """How a closed case ended."""
    if facts.closed_on is None:
        return ""
    outcomes = "; ".join(part for part in (labels("OUTCOME", facts.outcomes), facts.outcome_words) if part)
    return f"{display_day(facts.closed_on)}: {label('CLOSURE', facts.closure).lower()}. {outcomes}"


def opened_words(facts: CaseFacts) -> str:
    """How a case came to us."""
    came = ", ".join(part for part in (_came(facts), _heard(facts)) if part)
    return f"Opened: {came}" if came else "Opened"


def level_line(before: LevelChange | None, one: LevelChange) -> str:
    """A change of level with its reason."""
    reason = f": {one.reason}" if one.reason else ""
    return f"{level_words(one.level).capitalize()}{f', before {level_words(before.level)}' if before else ''}{reason}"


def status_line(one: StatusChange) -> str:
    """A change of status with its reason; a closing with what came of it."""
    if one.status is CaseStatus.CLOSED:
        came = "; ".join(part for part in (labels("OUTCOME", one.outcomes), one.outcome_words) if part)
        return f"Closed: {label('CLOSURE', one.closure).lower()}. {came}"
    words = {CaseStatus.INACTIVE: "Set aside, waiting"}.get(one.status, "Open again")
    return f"{words}: {one.reason}" if one.reason else words


def _came(facts: CaseFacts) -> str:
    return ", ".join(
        part for part in (label("CHANNEL", facts.channel), label("USER_TYPE", facts.user_type).lower()) if part
    )


def _heard(facts: CaseFacts) -> str:
    return "" if facts.source in ("", "NKN") else f"heard of us from: {label('REF_SOURCE', facts.source).lower()}"


def field_words(field: str, value: object) -> str:
    """A value of a case's facts in words: what a question about two versions shows."""
    if field == "levels" and isinstance(value, tuple):
        return ", ".join(f"{one.level} from {display_day(one.on)}" for one in value if isinstance(one, LevelChange))
    if field == "child_view":
        return CHILD_VIEW.get(str(value), str(value))
    if isinstance(value, tuple):
        return labels(_LISTS.get(field, ""), map(str, value)) if field in _LISTS else ", ".join(map(str, value))
    return label(_LISTS[field], str(value)) if field in _LISTS else str(value)
