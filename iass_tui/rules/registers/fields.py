"""Which fields each register has, and what they are called on screen and on paper alike."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping

from iass_tui.rules.records.registers import Register
from iass_tui.rules.records.training import CourseKind


class Shape(enum.Enum):
    """How a field is filled in."""

    LINE = enum.auto()
    TEXT = enum.auto()
    DAY = enum.auto()
    CHOICE = enum.auto()
    MONTHS = enum.auto()
    COURSE = enum.auto()
    """One course of the office's list."""
    PEOPLE = enum.auto()
    """Colleagues: their ids with spaces between them."""


@dataclasses.dataclass(frozen=True)
class Field:
    """One field. `choices` are (code, words)."""

    key: str
    label: str
    shape: Shape = Shape.LINE
    hint: str = ""
    needed: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    def shown(self, value: str) -> str:
        """A stored value as people read it; days are the caller's to show."""
        known = dict(self.choices)
        if self.shape is Shape.PEOPLE:
            return ", ".join(known.get(one, "who no longer works here") for one in value.split())
        return known.get(value, value)


@dataclasses.dataclass(frozen=True)
class Form:
    """One register: its name, why it is kept, its fields, and which of them stand in the list."""

    title: str
    why: str
    line: str
    """What one line of it is called."""
    fields: tuple[Field, ...]
    listed: tuple[str, ...]

    def field(self, key: str) -> Field:
        """A field by its key. Raises `KeyError`."""
        return {one.key: one for one in self.fields}[key]

    def offering(self, choices: Mapping[Shape, tuple[tuple[str, str], ...]]) -> Form:
        """The same with what may be chosen where the office's own lists say it."""
        filled = (dataclasses.replace(one, choices=choices.get(one.shape, one.choices)) for one in self.fields)
        return dataclasses.replace(self, fields=tuple(filled))


NAME = "name"
REVIEW = "review"
MET, PARTLY, NOT_MET, UNCHECKED = "MET", "PARTLY", "NOT_MET", "UNCHECKED"
STATES = ((MET, "Met"), (PARTLY, "Partly met"), (NOT_MET, "Not met"), (UNCHECKED, "Not checked yet"))
KINDS = (
    (CourseKind.CONFIDENTIALITY, "Confidentiality: nobody works without it"),
    (CourseKind.DATA_PROTECTION, "Data protection"),
    (CourseKind.SAFEGUARDING, "Safeguarding"),
    (CourseKind.SECURITY, "Information security"),
    (CourseKind.LAW, "SEND law and practice"),
    (CourseKind.OTHER, "Something else"),
)
_REVIEW = Field(REVIEW, "Look at it again on", Shape.DAY)

FORMS: dict[Register, Form] = {
    Register.PROCESSING: Form(
        "Processing activities",
        "What is done with whose data, why and on what basis. The office's data protection lead confirms each line.",
        "processing activity",
        (
            Field(NAME, "Activity", needed=True),
            Field("purpose", "What it is for", Shape.TEXT, needed=True),
            Field("people", "Whose data"),
            Field("data", "Which data", Shape.TEXT),
            Field("basis", "Lawful basis", Shape.TEXT, needed=True),
            Field("kept", "How long it is kept", Shape.TEXT, needed=True),
            Field("recipients", "Who receives it", Shape.TEXT),
            Field("impact", "Impact assessment", hint="Its reference and date"),
            _REVIEW,
        ),
        ("basis", "impact"),
    ),
    Register.REACH: Form(
        "Who can reach host and keys",
        "Everybody who could reach the machine or what opens the records, and why. Accounts of this program stand here "
        "by themselves.",
        "person or firm",
        (
            Field(NAME, "Who", hint="A person, a team or a firm", needed=True),
            Field(
                "reach", "What they can reach", Shape.TEXT, hint="The machine, backups, a recovery sheet", needed=True
            ),
            Field("why", "Why they need it", needed=True),
            Field("agreed", "On what terms", hint="A contract, an undertaking, its date"),
            Field("since", "Since", Shape.DAY),
            _REVIEW,
        ),
        ("reach", "why"),
    ),
    Register.SYSTEMS: Form(
        "Third systems",
        "Mailboxes, telephones and other places outside this database where something about families may lie. Each is "
        "looked through when somebody asks for a copy.",
        "system",
        (
            Field(NAME, "System", hint="A mailbox, a telephone, a shared drive", needed=True),
            Field("owner", "Who owns it", needed=True),
            Field("users", "Who uses it"),
            Field("data", "What lies in it", Shape.TEXT),
            Field("kept", "How long it is kept there, and its archive", Shape.TEXT),
            Field("clear", "How it is copied to the file, then cleared", Shape.TEXT),
            _REVIEW,
        ),
        ("owner", "kept"),
    ),
    Register.CONTROLS: Form(
        "Controls checklist",
        "How the database meets the law and the council's standards: each control with its evidence and the day on "
        "which somebody looks again.",
        "control",
        (
            Field(NAME, "Control", needed=True),
            Field("standard", "Law or standard"),
            Field("stands", "How it stands", Shape.CHOICE, needed=True, choices=STATES),
            Field("evidence", "Evidence", Shape.TEXT, hint="What was looked at, where it lies"),
            Field("keeper", "Who looks after it"),
            Field("checked", "Looked at on", Shape.DAY),
            Field(REVIEW, "Look again on", Shape.DAY, needed=True),
        ),
        ("stands", REVIEW),
    ),
    Register.COURSES: Form(
        "Courses",
        "What colleagues are trained in, and for how long it counts.",
        "course",
        (
            Field(NAME, "Course", needed=True),
            Field("kind", "What it is about", Shape.CHOICE, needed=True, choices=tuple((k.value, w) for k, w in KINDS)),
            Field("months", "Months for which it counts", Shape.MONTHS, hint="1 to 60", needed=True),
            Field("provider", "Who gives it, and where to book"),
        ),
        ("kind", "months"),
    ),
    Register.PLAN: Form(
        "Planned training",
        "Training that the manager organises: what, when, for whom. Who came is noted here and stands in the training "
        "register then.",
        "planned training",
        (
            Field("course", "Course", Shape.COURSE, needed=True),
            Field("on", "On which day", Shape.DAY, needed=True),
            Field("people", "For whom", Shape.PEOPLE, needed=True),
            Field("place", "Where"),
            Field("organiser", "Who organises it"),
        ),
        ("people", "on"),
    ),
}
