"""The consent form as the family knows it (P72-P96): blank to write on, or filled from what was recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset

YES, NO = "YES", "NO"
"""The answers to a Yes or No question and to a tick. Anything else counts as not answered."""


@dataclasses.dataclass(frozen=True)
class FormAnswer:
    """One line of the form. An empty `label` keeps the form's own words; an empty `answer` stays blank."""

    key: str
    label: str = ""
    answer: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConsentForm:
    """A form to print. `answers` may come in any order; keys that it does not have follow at its end."""

    letterhead: Letterhead
    made_on: date
    reference: str = ""
    wording_version: str = ""
    statement: tuple[str, ...] = ()
    """The confidentiality statement, paragraph by paragraph, where it is to be printed with the form."""
    answers: tuple[FormAnswer, ...] = ()


QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "READ": "I have read the policy, or it was read to me, and I understand it.",  # P72, P73
        "SAVE_CASE": "Do we have permission to save it on our secure database?",  # P78
        "MKT_EMAIL": "I would like to receive communication by email",  # P79
        "MKT_PHONE": "I would like to receive communication by telephone",  # P80
        "MKT_SMS": "I would like to receive communication by mobile text message",  # P81
        "MKT_POST": "I would like to receive communication by post",  # P82
        "LA_SEN": "LA: SEN team or Education Services",  # P84
        "EDU_SETTING": "Education setting or provider",  # P85
        "HEALTH": "Health service",  # P86
        "LEGAL": "Legal services",  # P87
        "SOCIAL_CARE": "Social care",  # P88
        "PCF": "Parent Carer Forum",  # P89
        "OTHER_1": "Other (specify)",  # P90
        "OTHER_2": "Other (specify)",  # P91
        "CHILD_NAME": "Name of child or young person",  # P92
        "BORN": "Date of birth",  # P93
        "PARENT_NAME": "Name of parent",  # P94
        "SIGNED": "Signed",  # P95
        "DATED": "Dated",  # P96
    }
)
"""Every line of the form in its order, with its words. `ABOUT` (P74) is answered SELF, CHILD or BOTH."""

_KEEPING_IN_TOUCH = ("MKT_EMAIL", "MKT_PHONE", "MKT_SMS", "MKT_POST")
_CONTACTS = ("LA_SEN", "EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "PCF", "OTHER_1", "OTHER_2")
_SIGNATURE = ("CHILD_NAME", "BORN", "PARENT_NAME", "SIGNED", "DATED")
_ABOUT = (("SELF", "about myself"), ("CHILD", "about my child"), ("BOTH", "about both of us"))
_STATES = {YES: "yes", NO: "no"}


def consent_form_pdf(form: ConsentForm, *, large_print: bool = False) -> bytes:
    """The form as a PDF: with no answers it is the blank one."""
    given = {answer.key: answer for answer in form.answers}
    others = [answer for answer in form.answers if answer.key not in QUESTIONS and answer.key != "ABOUT"]
    title = f"Consent form {form.reference}".strip()
    page = Page(title=title, letterhead=form.letterhead, made_on=form.made_on, large_print=large_print)

    def line(key: str) -> dict[str, Any]:
        return _line(given.get(key) or FormAnswer(key))

    about = given["ABOUT"].answer if "ABOUT" in given else ""
    data = {
        "is_filled": bool(form.answers),
        "wording_version": form.wording_version,
        "statement": form.statement,
        "read": line("READ"),
        "about": [[words, about == key] for key, words in _ABOUT],
        "save": line("SAVE_CASE"),
        "keeping_in_touch": [line(key) for key in _KEEPING_IN_TOUCH],
        "contacts": [line(key) for key in _CONTACTS],
        "signature": [line(key) for key in _SIGNATURE],
        "others": [_line(answer) for answer in others],
    }
    return typeset("consent_form", page, data)


def _line(answer: FormAnswer) -> dict[str, Any]:
    return {
        "label": answer.label or QUESTIONS.get(answer.key, answer.key),
        "state": _STATES.get(answer.answer, ""),
        "words": "" if answer.answer in _STATES else answer.answer,
    }
