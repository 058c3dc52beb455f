"""The words with which one decision is recorded: given, refused, taken back."""

from __future__ import annotations

from iass_tui.rules.decision import ProblemKind
from iass_tui.rules.records.consents import Decision, Purpose
from screens.words.problems import form_sentence

ACTS = {Decision.GIVEN: "Record the yes", Decision.REFUSED: "Record the no", Decision.WITHDRAWN: "Take it back now"}
TITLES = {Decision.GIVEN: "They say yes", Decision.REFUSED: "They say no", Decision.WITHDRAWN: "They take it back"}
REFUSAL_ACTS = {Decision.GIVEN: "Record the refusal", Decision.WITHDRAWN: "Lift the refusal"}
REFUSAL_TITLES = {Decision.GIVEN: "They refuse it", Decision.WITHDRAWN: "They lift it"}
"""A refusal of access is a decision given: on the page it is no yes (P15)."""
SAID = {
    "read_by": form_sentence("read_by", "", ProblemKind.MISSING),
    "language": "Choose in which language they were told",
    "format": "Choose in which format they were told",
}
NAMES_SOMEONE = {
    Purpose.CONTACT_AGENCY: "Which organisation or person?",
    Purpose.SHARE_DOC: "To whom may it go?",
    Purpose.INTERPRETER_SHARE: "Which interpreter or agency?",
}
TOPICS = {
    Purpose.CONTACT_AGENCY: "About what alone?",
    Purpose.SHARE_DOC: "Which document?",
    Purpose.INTERPRETER_SHARE: "About what alone?",
    Purpose.CASE_STUDY: "About what alone?",
}
MISSING_NAME = {
    Purpose.CONTACT_AGENCY: "Write which organisation or person they allow us to contact",
    Purpose.SHARE_DOC: "Write to whom the document may go",
}
