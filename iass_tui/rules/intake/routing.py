"""Which questions come, in which order, where first contact ends, and what may be kept of it (domain table 1.3)."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping

from iass_tui.rules.intake.questions import Kind, Needs, Question, Section
from iass_tui.rules.intake.script import SECTIONS

Answers = Mapping[str, str]
"""Question id to answer, as `Kind` says it is written; "" for one that was passed over."""

TALLY_FIELDS = frozenset({"channel", "user_type", "issue_group", "minutes_band", "signposts"})
"""All that is ever kept of someone who did not agree, besides the week and the level, which is L1."""
FAMILY_TYPES = frozenset({"PAR", "CAR", "KIN", "FOS", "CHI", "YP"})
"""Who can agree to being saved. Someone from outside the family comes by the referral questions (P30)."""
CHILD_TYPES = frozenset({"CHI", "YP"})
_REFERRERS = frozenset({"PRO", "STU"})
_PERMITS = frozenset({"WRITTEN", "VERBAL_TO_REFERRER", "VERBAL_CONFIRMED_BY_US"})
_EVIDENCE = ("permitted_by", "permitted_on", "permit_evidence")


class IntakeOutcome(enum.StrEnum):
    """Where a first contact ends. The last two keep no case: a name that waits, or nothing."""

    CASE = "CASE"
    CASE_WITHOUT_CONTACT = "CASE_WITHOUT_CONTACT"
    TALLY_NO = "TALLY_NO"
    TALLY_NOT_ASKED = "TALLY_NOT_ASKED"
    TALLY_ANONYMOUS = "TALLY_ANONYMOUS"
    REFERRAL_PENDING = "REFERRAL_PENDING"
    REFERRAL_BLOCKED = "REFERRAL_BLOCKED"


class Route(enum.Enum):
    """Which way the questions go."""

    OPEN = enum.auto()  # not known yet
    FAMILY = enum.auto()
    REFERRAL = enum.auto()
    GENERAL = enum.auto()  # someone from outside with a general question


@dataclasses.dataclass(frozen=True)
class Permitted:
    """What an outcome lets the office keep: ids of questions, those of PEOPLE standing for all below them."""

    fields: frozenset[str]
    case: bool = False
    contact: bool = False
    referral: bool = False

    @property
    def is_tally_only(self) -> bool:
        """True where nothing about anyone may be kept."""
        return not (self.case or self.referral)


_QUESTIONS = {question.id: question for section in SECTIONS for question in section.questions}
_SECTION_OF = {question.id: section.id for section in SECTIONS for question in section.questions}


def sections() -> tuple[Section, ...]:
    """The whole script in order: the dense face shows those questions of it that are `visible`."""
    return SECTIONS


def question(field: str) -> Question:
    """The question with this id; "parents.0.relation" gives the one asked of each parent. Raises `KeyError`."""
    top, _, rest = field.partition(".")
    found = _QUESTIONS[top]
    if not rest:
        return found
    number, _, name = rest.partition(".")
    inner = {one.id: one for one in found.fields}
    if not (number.isascii() and number.isdigit()):
        raise KeyError(field)
    return inner[name]


def is_personal(field: str) -> bool:
    """Whether an answer is about someone. An id that nobody knows counts as personal."""
    try:
        return question(field).is_personal
    except KeyError:
        return True


def personal_fields() -> frozenset[str]:
    """The ids of all questions whose answers are about someone; see `is_personal` for those below "parents"."""
    return frozenset(field for field, one in _QUESTIONS.items() if one.is_personal)


def route(answers: Answers) -> Route:
    """Which way the questions go, from who is getting in touch."""
    who = answers.get("user_type", "")
    if who in FAMILY_TYPES or who == "ANO":
        return Route.FAMILY
    if who in _REFERRERS:
        return {"YES": Route.REFERRAL, "NO": Route.GENERAL}.get(answers.get("referral", ""), Route.OPEN)
    return Route.OPEN


def has_consented(answers: Answers) -> bool:
    """Whether someone of the family said Yes to P78, after the policy was explained and understood (P27, P73)."""
    return (
        answers.get("user_type", "") in FAMILY_TYPES
        and answers.get("policy", "") in {"READ", "ALOUD"}
        and answers.get("understood", "") == "YES"
        and answers.get("save", "") == "YES"
    )


def _is_permitted_referral(answers: Answers) -> bool:
    return route(answers) is Route.REFERRAL and answers.get("permit", "") in _PERMITS


def outcome(answers: Answers) -> IntakeOutcome:
    """Where these answers lead if the contact ended now. An unanswered P78 is as one that could not be asked.

    A referral without who permitted it, when and how we know is blocked, whatever the permission says (P30).
    """
    if route(answers) is Route.REFERRAL:
        is_shown = _is_permitted_referral(answers) and all(answers.get(field, "").strip() for field in _EVIDENCE)
        return IntakeOutcome.REFERRAL_PENDING if is_shown else IntakeOutcome.REFERRAL_BLOCKED
    if has_consented(answers):
        with_contact = answers.get("contact", "") == "YES"
        return IntakeOutcome.CASE if with_contact else IntakeOutcome.CASE_WITHOUT_CONTACT
    if route(answers) is not Route.FAMILY or answers.get("policy", "") == "ENDED":
        return IntakeOutcome.TALLY_NOT_ASKED
    said = {"NO": IntakeOutcome.TALLY_NO, "ANONYMOUS": IntakeOutcome.TALLY_ANONYMOUS}
    return said.get(answers.get("save", ""), IntakeOutcome.TALLY_NOT_ASKED)


def permitted(ended: IntakeOutcome) -> Permitted:
    """What may be kept after this outcome: services ask again with it, whatever a screen has checked."""
    nobody = frozenset(field for field, one in _QUESTIONS.items() if not one.is_personal and one.kind is not Kind.INFO)
    case = nobody | {field for field, one in _QUESTIONS.items() if one.needs is Needs.SAVE_CASE}
    match ended:
        case IntakeOutcome.CASE:
            contact = {field for field, one in _QUESTIONS.items() if one.needs is Needs.SAVE_CONTACT}
            return Permitted(case | contact, case=True, contact=True)
        case IntakeOutcome.CASE_WITHOUT_CONTACT:
            return Permitted(case, case=True)
        case IntakeOutcome.REFERRAL_PENDING:
            referral = {field for field, one in _QUESTIONS.items() if one.needs is Needs.REFERRAL}
            return Permitted(TALLY_FIELDS | referral | {"referral", "permit"}, referral=True)
    return Permitted(TALLY_FIELDS)


def visible(answers: Answers) -> tuple[str, ...]:
    """The ids of the questions that these answers lead to so far, in order.

    A question about someone is never among them before what allows it was answered.
    """
    return tuple(field for field in _QUESTIONS if _is_shown(field, answers))


def _is_shown(field: str, answers: Answers) -> bool:
    way = route(answers)
    section = _SECTION_OF[field]
    if section == "start":
        return field != "referral" or answers.get("user_type", "") in _REFERRERS
    if section == "permission":
        return way is Route.FAMILY and _permission_shown(field, answers)
    if section == "referral":
        return way is Route.REFERRAL and _referral_shown(field, answers)
    if section == "count":
        return _count_shown(field, answers)
    if not has_consented(answers):
        return False
    if field == "homes":  # of one parent nobody asks it; on the dense form two stand before anybody says how many
        return answers.get("parents", "") not in {"", "0", "1"} or any(one.startswith("parents.1.") for one in answers)
    if field == "right":
        return answers.get("user_type", "") not in CHILD_TYPES
    if field == "code_word":
        return answers.get("contact", "") == "NO"
    return _QUESTIONS[field].needs is Needs.SAVE_CASE or answers.get("contact", "") == "YES"


def _permission_shown(field: str, answers: Answers) -> bool:
    if field == "policy":
        return True
    if answers.get("policy", "") not in {"READ", "ALOUD"}:
        return False
    if field == "contact":
        return has_consented(answers)
    return field == "understood" or answers.get("understood", "") == "YES"


def _referral_shown(field: str, answers: Answers) -> bool:
    if field == "permit":
        return True
    if field == "referral_blocked":
        return answers.get("permit", "") == "NONE"
    return _is_permitted_referral(answers)


def _count_shown(field: str, answers: Answers) -> bool:
    is_kept = has_consented(answers) or _is_permitted_referral(answers)
    is_refused = answers.get("save", "") in {"NO", "ANONYMOUS", "NOT_ASKED"} and answers.get("understood", "") == "YES"
    has_ended = answers.get("policy", "") == "ENDED"
    is_over = {
        Route.FAMILY: is_refused or has_ended,
        Route.GENERAL: True,
        Route.REFERRAL: answers.get("permit", "") == "NONE",
        Route.OPEN: False,
    }[route(answers)]
    if field == "not_saved":
        return is_over and not is_kept and route(answers) is Route.FAMILY and not has_ended
    return is_over if field == "safeguarding" else is_over or is_kept


def is_answered(field: str, answers: Answers) -> bool:
    """Whether a question is done with: answered, or passed over where it is optional.

    Not having understood the policy (P73), and a Yes from someone who has not said who they are, are asked again.
    """
    one = _QUESTIONS[field]
    if field == "understood":
        return answers.get(field, "") == "YES"
    if field == "user_type" and answers.get("save", "") == "YES" and answers.get(field, "") == "ANO":
        return False
    return field in answers and (one.is_optional or bool(answers[field].strip()))


def next_question(answers: Answers) -> str | IntakeOutcome:
    """The id of the question to put next, or the outcome where there is none left.

    An outcome is text as well: tell them apart by `isinstance(step, IntakeOutcome)`.
    """
    for field in visible(answers):
        if not is_answered(field, answers):
            return field
    return outcome(answers)


def step_of(field: str, answers: Answers) -> tuple[int, int]:
    """Where a question stands among those that the answers lead to so far: (2, 9) is "question 2 of 9"."""
    shown = visible(answers)
    return shown.index(field) + 1, len(shown)


def kept(answers: Answers) -> dict[str, str]:
    """Those answers that may be written down, given themselves: everything else is to be forgotten.

    Answers to questions that are no longer led to are dropped, also after a Yes. Of a tally only known codes are
    kept, so that no word typed in the wrong place stays.
    """
    may_keep = permitted(outcome(answers))
    shown = frozenset(visible(answers)) & may_keep.fields
    return {
        field: value
        for field, value in answers.items()
        if field.partition(".")[0] in shown
        and _is_known(field)
        and (field not in TALLY_FIELDS or _is_coded(field, value))
    }


def _is_known(field: str) -> bool:
    try:
        question(field)
    except KeyError:
        return False
    return True


def _is_coded(field: str, value: str) -> bool:
    return all(question(field).has_code(code) for code in value.split())
