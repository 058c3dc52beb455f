"""The questions of first contact as data: both faces, page by page and all at once, draw the same ones."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date

from iass_tui.rules.codes import code_list
from iass_tui.rules.records.consents import Purpose


class Kind(enum.StrEnum):
    """How a question is answered, and how the answer is written: always as text, so that a draft can hold it."""

    CHOICE = "CHOICE"  # one code
    MULTI = "MULTI"  # codes with single spaces between
    TEXT = "TEXT"  # one line
    LONG_TEXT = "LONG_TEXT"
    DATE = "DATE"  # PartialDate.to_text, whole
    PARTIAL_DATE = "PARTIAL_DATE"  # PartialDate.to_text
    PEOPLE = "PEOPLE"  # how many; each one's answers under "parents.0.given_name" and so on
    INFO = "INFO"  # nothing to answer: "SEEN"


class Needs(enum.StrEnum):
    """What must have been said before an answer may be kept at all."""

    NOTHING = "NOTHING"  # names nobody
    SAVE_CASE = "SAVE_CASE"  # P78
    SAVE_CONTACT = "SAVE_CONTACT"  # P44
    REFERRAL = "REFERRAL"  # P30


class Prefill(enum.StrEnum):
    """What a face may offer as typed already, to be changed. No choice is ever selected beforehand."""

    TODAY = "TODAY"
    ME = "ME"
    CODE_WORD = "CODE_WORD"


@dataclasses.dataclass(frozen=True)
class Option:
    """One choice: what is stored, and what people read."""

    code: str
    label: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `options` and `code_list` exclude each other; `or_options` come last, after a divider "or"."""

    id: str
    title: str
    kind: Kind = Kind.CHOICE
    needs: Needs
    why: str
    """Key of the sentence for Ctrl+G."""
    purpose: Purpose | None = None
    """What it is asked for; None where it names nobody."""
    wording: str = ""
    """Key of what is read aloud; "" where the title is enough."""
    code_list: str = ""
    leave_out: tuple[str, ...] = ()
    """Codes of the list that are not offered here."""
    options: tuple[Option, ...] = ()
    or_options: tuple[Option, ...] = ()
    fields: tuple[Question, ...] = ()
    """Of PEOPLE: what is asked of each; ids are the last part of the answer's id."""
    is_optional: bool = False
    prefill: Prefill | None = None
    policy: str = ""

    @property
    def is_personal(self) -> bool:
        """True where the answer says something about someone, so that it needs their yes."""
        return self.needs is not Needs.NOTHING

    def choices(self, on: date) -> tuple[Option, ...]:
        """What may be chosen on a day, in order, the `or_options` last."""
        listed = self.options
        if self.code_list:
            listed = tuple(Option(one.code, one.label) for one in code_list(self.code_list).options(on))
        return (*(one for one in listed if one.code not in self.leave_out), *self.or_options)

    def label(self, code: str) -> str:
        """What people read for a stored code, also one no longer offered; the code itself where it is unknown."""
        for one in (*self.options, *self.or_options):
            if one.code == code:
                return one.label
        known = self.code_list and code in code_list(self.code_list)
        return code_list(self.code_list).label(code) if known else code

    def has_code(self, code: str) -> bool:
        """Whether this is a code of the question at all, on offer today or not."""
        if code in self.leave_out:
            return False
        is_listed = bool(self.code_list) and code in code_list(self.code_list)
        return is_listed or any(code == one.code for one in (*self.options, *self.or_options))


@dataclasses.dataclass(frozen=True)
class Section:
    """Questions that the dense face shows together."""

    id: str
    title: str
    questions: tuple[Question, ...]
