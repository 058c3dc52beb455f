"""Cases in words: where they stand, and what a colleague taking over would miss."""

from __future__ import annotations

from iass_tui.rules.cases import HandoverGap
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, LevelChange
from screens.words.codes import label, labels

STATUSES = {CaseStatus.OPEN: "open", CaseStatus.INACTIVE: "set aside, waiting", CaseStatus.CLOSED: "CLOSED"}
CHANGES = {
    CaseStatus.OPEN: "work goes on again",
    CaseStatus.INACTIVE: "set aside, waiting",
    CaseStatus.CLOSED: "closed",
}
GAPS = {
    HandoverGap.NO_LEVEL: "no level",
    HandoverGap.NO_ISSUE: "no issue",
    HandoverGap.NO_WISH: "what the family wants",
    HandoverGap.NO_NOTE: "no note yet",
    HandoverGap.NO_PROGRESS: "no note says how it goes",
    HandoverGap.NO_ACTION: "no agreed action",
    HandoverGap.ACTION_WITHOUT_DATE: "no action has a date",
    HandoverGap.CHILD_VIEW_NOT_SOUGHT: "the child's own view",
}
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


def gaps_line(gaps: tuple[str, ...]) -> str:
    """What is still missing for a handover, "" where nothing is."""
    return " · ".join(GAPS.get(HandoverGap(gap), gap) for gap in gaps)


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


def field_words(field: str, value: object) -> str:
    """A value of a case's facts in words: what a question about two versions shows."""
    if field == "levels" and isinstance(value, tuple):
        return ", ".join(f"{one.level} from {display_day(one.on)}" for one in value if isinstance(one, LevelChange))
    if field == "child_view":
        return CHILD_VIEW.get(str(value), str(value))
    if isinstance(value, tuple):
        return labels(_LISTS.get(field, ""), map(str, value)) if field in _LISTS else ", ".join(map(str, value))
    return label(_LISTS[field], str(value)) if field in _LISTS else str(value)
