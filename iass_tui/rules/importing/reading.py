"""Reading one cell: what it says, how it was mended, or why it cannot be read. Nothing is guessed."""

from __future__ import annotations

import dataclasses
import enum
import functools
import re
from datetime import date
from typing import Generic, TypeVar

from iass_tui.rules import text
from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate, check_birth_date, read_whole_date
from iass_tui.rules.records.consents import ConsentMethod

T = TypeVar("T")


class RepairKind(enum.StrEnum):
    """How what is kept differs from what stands in the sheet."""

    TIDIED = "TIDIED"  # characters went that nobody sees or that a terminal would obey
    LEADING_ZERO = "LEADING_ZERO"  # a spreadsheet took the telephone number's nought
    SPELLING = "SPELLING"  # a postcode or e-mail address in its usual spelling
    NAME_SPLIT = "NAME_SPLIT"  # of several words in one cell the last became the surname
    IN_WORDS = "IN_WORDS"  # on no list: the nearest open code stands, the words are in the note
    LEFT_OUT = "LEFT_OUT"  # no consent to keep contact details (P44)
    WORKED_OUT = "WORKED_OUT"  # an empty cell that follows from another one
    NOT_A_COLLEAGUE = "NOT_A_COLLEAGUE"  # the case is nobody's yet
    NOT_TO_THEM = "NOT_TO_THEM"  # nor is this one: they have a conflict of interest with whom the child is like


class FaultKind(enum.StrEnum):
    """Why a cell, and so its row, cannot be taken in."""

    MISSING = "MISSING"
    NOT_A_DATE = "NOT_A_DATE"
    YEAR_OF_TWO_DIGITS = "YEAR_OF_TWO_DIGITS"
    MONTH_FIRST = "MONTH_FIRST"  # 3/27/2007, or any such date in a column that holds one
    NEEDS_A_DAY = "NEEDS_A_DAY"
    IN_THE_FUTURE = "IN_THE_FUTURE"
    TOO_LONG_AGO = "TOO_LONG_AGO"
    BEFORE_OPENING = "BEFORE_OPENING"
    NOT_ON_THE_LIST = "NOT_ON_THE_LIST"
    NOT_YES_OR_NO = "NOT_YES_OR_NO"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    NOT_AN_ADDRESS = "NOT_AN_ADDRESS"
    TOO_LONG = "TOO_LONG"
    CONTRADICTS = "CONTRADICTS"
    TOO_MANY_CELLS = "TOO_MANY_CELLS"  # more values than headings: a comma or quotation mark too few
    ERASED_BEFORE = "ERASED_BEFORE"  # their record was erased when they asked, after the consent in the row
    SPREADSHEET_ERROR = "SPREADSHEET_ERROR"  # #REF!, #N/A and the like
    # About consent only: the row is counted, and nothing of it is kept
    SAID_NO = "SAID_NO"
    NOT_IN_THE_ROW = "NOT_IN_THE_ROW"  # whoever gave consent is not one of the people of the row
    NEEDS_OWN_CONSENT = "NEEDS_OWN_CONSENT"  # 16 or over when a parent said yes


@dataclasses.dataclass(frozen=True)
class Read(Generic[T]):
    """A cell's value; or None, with a fault where there was something that cannot be read."""

    value: T | None
    repair: RepairKind | None = None
    fault: FaultKind | None = None


def _fault(fault: FaultKind) -> Read[T]:
    return Read(None, fault=fault)


_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


def read_text(cell: str, *, is_long: bool = False) -> Read[str]:
    """Text as it may be kept; a formula stays the text that it is."""
    if cell.strip() in _ERRORS:
        return _fault(FaultKind.SPREADSHEET_ERROR)
    limit = text.NOTE_LIMIT if is_long else text.NAME_LIMIT
    if len(cell) <= limit and cell.isascii() and cell.isprintable():  # most cells: nothing to take out
        return Read(cell.strip() if is_long else text.squash(cell))
    try:
        kept = text.clean(cell, limit=limit, multiline=is_long)
    except text.TextTooLong:
        return _fault(FaultKind.TOO_LONG)
    if not is_long:
        kept = text.squash(kept)
    seen = cell if is_long else text.squash(cell)
    changed = _visible(kept) != _visible(seen)
    return Read(kept, RepairKind.TIDIED if changed else None)


def _visible(words: str) -> str:
    return "".join(words.split())


_NUMBERS = re.compile(r"\s*([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{4})\s*")


def is_month_first(cell: str) -> bool:
    """True for 3/27/2007, which can only have its month first: its whole column was then written that way."""
    found = _NUMBERS.fullmatch(cell)
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def _could_be_turned(cell: str) -> bool:
    found = _NUMBERS.fullmatch(cell)
    return found is not None and int(found[1]) <= 12 and int(found[2]) <= 12 and int(found[1]) != int(found[2])


def read_date(cell: str, *, month_first: bool) -> Read[PartialDate]:
    """A date in any usual spelling, day first as in England: 03/04/2026 is 3 April.

    A year of two digits is refused, and so is a month that comes first. `month_first`: some cell of this column can
    only be read that way, so that in it 03/04/2026 may be either, and is refused.
    """
    if cell.strip() in _ERRORS:
        return _fault(FaultKind.SPREADSHEET_ERROR)
    if is_month_first(cell) or (month_first and _could_be_turned(cell)):
        return _fault(FaultKind.MONTH_FIRST)
    found = read_whole_date(cell)
    if isinstance(found, DateProblem):
        is_short = found.fault is DateFault.YEAR_NEEDS_FOUR_DIGITS
        return _fault(FaultKind.YEAR_OF_TWO_DIGITS if is_short else FaultKind.NOT_A_DATE)
    return Read(found)


def read_birth_date(cell: str, today: date, *, month_first: bool) -> Read[PartialDate]:
    """A date of birth, which may be known by its month or year alone."""
    found = read_date(cell, month_first=month_first)
    problem = check_birth_date(found.value, today) if found.value is not None else None
    if problem is None:
        return found
    is_old = problem.fault is DateFault.TOO_LONG_AGO
    return _fault(FaultKind.TOO_LONG_AGO if is_old else FaultKind.IN_THE_FUTURE)


EARLIEST_DAY = 1970
"""Before this year no office of this kind wrote anything down: such a date is a slip."""


def read_day(cell: str, today: date, *, month_first: bool) -> Read[date]:
    """A whole day that has come."""
    found = read_date(cell, month_first=month_first)
    if found.value is None:
        return Read(None, fault=found.fault)
    day = found.value.exact
    if day is None:
        return _fault(FaultKind.NEEDS_A_DAY)
    if day > today:
        return _fault(FaultKind.IN_THE_FUTURE)
    return _fault(FaultKind.TOO_LONG_AGO) if day.year < EARLIEST_DAY else Read(day)


_ALSO: dict[str, dict[str, str]] = {
    "RELATION": {
        "mum": "MOT", "mam": "MOT", "mom": "MOT", "mother": "MOT", "dad": "FAT", "father": "FAT", "gran": "GRA",
        "grandmother": "GRA", "grandfather": "GRA", "grandparents": "GRA", "nan": "GRA", "step mother": "STP",
        "step father": "STP", "stepmother": "STP", "stepfather": "STP", "stepmum": "STP", "stepdad": "STP",
        "step mum": "STP", "step dad": "STP", "sister": "SIB", "brother": "SIB", "sibling": "SIB", "carer": "OTH",
        "self": "SELF", "young person": "SELF", "aunt": "KIN", "uncle": "KIN", "kinship carer": "KIN",
    },
    "PR_STATUS": {"yes": "YES", "y": "YES", "true": "YES", "no": "NO", "n": "NO", "false": "NO", "unknown": "UNKNOWN",
                  "dont know": "UNKNOWN"},
    "HOME": {"mostly": "MOSTLY", "always": "MOSTLY", "all the time": "MOSTLY", "most of the time": "MOSTLY",
             "full time": "MOSTLY", "partly": "PARTLY", "part of the time": "PARTLY", "part time": "PARTLY",
             "shared": "PARTLY", "weekends": "PARTLY", "no": "NO", "n": "NO", "never": "NO"},
    "CASE_STATUS": {"active": "OPEN", "live": "OPEN", "ongoing": "OPEN", "closed": "CLOSED", "inactive": "INACTIVE",
                    "on hold": "INACTIVE", "waiting": "INACTIVE", "dormant": "INACTIVE"},
    "LEVEL": {f"{word}{number}": f"L{number}" for number in (1, 2, 3, 4) for word in ("", "level ", "l", "level")},
    "CHANNEL": {"phone": "TEL", "call": "TEL", "tel": "TEL", "phone call": "TEL", "email": "EML", "website": "WEB",
                "online form": "WEB", "in person": "F2F", "face to face": "F2F", "walk in": "F2F", "video": "VID",
                "teams": "VID", "zoom": "VID", "text": "SMS", "letter": "PST", "event": "EVT", "drop in": "EVT"},
    "USER_TYPE": {"parent": "PAR", "mother": "PAR", "father": "PAR", "mum": "PAR", "dad": "PAR", "carer": "CAR",
                  "parent carer": "PAR", "kinship carer": "KIN", "foster": "FOS", "child": "CHI",
                  "young person": "YP", "yp": "YP", "student": "STU", "anon": "ANO"},
    "REF_SOURCE": {"self": "SLF", "self referral": "SLF", "school": "EDU", "senco": "EDU", "gp": "HLT", "nhs": "HLT",
                   "camhs": "HLT", "google": "WEB", "internet": "WEB", "friend": "FRD", "social worker": "SOC",
                   "sen team": "LAS", "council": "LAO", "unknown": "NKN"},
    "NEED": {"autism": "ASD", "asc": "ASD", "asd": "ASD", "autistic": "ASD", "autism spectrum": "ASD",
             "autistic spectrum disorder": "ASD", "adhd": "ADHD", "dyslexia": "SPLD", "dyspraxia": "SPLD",
             "dyscalculia": "SPLD", "speech and language": "SLCN", "speech": "SLCN", "slcn": "SLCN",
             "moderate learning difficulties": "MLD", "severe learning difficulties": "SLD",
             "mental health": "SEMH", "semh": "SEMH", "anxiety": "SEMH", "hearing": "HI", "deaf": "HI",
             "visual impairment": "VI", "downs syndrome": "DS", "physical": "PD", "other": "OTH", "unknown": "NKN"},
    "SEN_STAGE": {"none": "N", "sen support": "K", "sens": "K", "ehcp": "E", "ehc plan": "E", "plan": "E", "yes": "E",
                  "early years": "Y", "unknown": "U"},
    "SETTING": {"mainstream": "MLA", "academy": "MAC", "special school": "SLA", "special": "SLA", "nursery": "EYN",
                "childminder": "EYP", "college": "FEC", "sixth form": "FEC", "university": "HEI", "pru": "APP",
                "home education": "EHE", "home educated": "EHE", "none": "NPL", "no school": "NPL", "other": "OTH",
                "unknown": "NKN"},
    "OUTCOME": {"signposted": "O02", "no change": "O22", "unknown": "O23", "not known": "O23"},
    "CLOSURE": {"complete": "C01", "completed": "C01", "resolved": "C01", "no contact": "C02",
                "moved": "C05", "deceased": "C11"},
}  # fmt: skip
"""What people write instead of a label. Only what can mean one thing."""


@functools.cache
def _words(name: str) -> dict[str, str]:
    """Every spelling by which a code is known: itself, its label, and what people write."""
    known = {plain(one.code): one.code for one in code_list(name)}
    for one in code_list(name):
        known.setdefault(plain(one.label), one.code)
        known.setdefault(plain(one.label.partition(":")[0]), one.code)
    for words, code in _ALSO.get(name, {}).items():
        known.setdefault(plain(words), code)
    return known


def plain(words: str) -> str:
    """Words to compare by: folded, and "child's" is "childs" as many write it."""
    return text.fold(words.replace("'", "").replace("’", ""))


def read_code(name: str, cell: str) -> str:
    """The code that a cell means, by code, label or what people write; "" where it is on no list."""
    return _words(name).get(plain(cell), "")


def read_codes(name: str, cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes in a cell, first one first, and the words that are on no list.

    Parted by semicolons, bars or line breaks; by commas only where the whole is no label, since labels hold commas.
    """
    codes: list[str] = []
    strange: list[str] = []
    for part in re.split(r"[;|\n]", cell):
        whole = read_code(name, part)
        for piece in [part] if whole else part.split(","):
            if not piece.strip():
                continue
            code = read_code(name, piece)
            if code:
                codes.append(code)
            else:
                strange.append(text.squash(piece))
    return tuple(dict.fromkeys(codes)), tuple(strange)


_YES = frozenset({"yes", "y", "true", "1", "given", "agreed", "x", "ticked"})
_NO = frozenset({"no", "n", "false", "0", "refused", "withdrawn", "declined"})


def read_answer(cell: str) -> Read[bool]:
    """Yes or no, and nothing in between."""
    word = text.fold(cell)
    if word in _YES or cell.strip() in {"✓", "✔", "☑"}:
        return Read(True)
    return Read(False) if word in _NO else _fault(FaultKind.NOT_YES_OR_NO)


_METHODS = {
    ConsentMethod.WET_INK: ("wet ink", "wet_ink", "paper", "on paper", "signed", "signed form", "ink", "form",
                            "paper form", "written", "in writing"),
    ConsentMethod.TYPED: ("typed", "typed name", "electronic form"),
    ConsentMethod.VERBAL: ("verbal", "verbally", "spoken", "phone", "telephone", "by phone", "by telephone", "oral",
                           "over the phone"),
    ConsentMethod.EMAIL: ("email", "e mail", "by email", "by e mail"),
    ConsentMethod.E_SIGN: ("e sign", "e_sign", "esign", "online", "signed online", "e signature", "docusign"),
}  # fmt: skip
_METHOD_WORDS = {text.fold(word): method for method, words in _METHODS.items() for word in words}


def read_method(cell: str) -> Read[ConsentMethod]:
    """How consent was given (P95)."""
    method = _METHOD_WORDS.get(text.fold(cell))
    return Read(method) if method else _fault(FaultKind.NOT_ON_THE_LIST)


_LOST_ZERO = re.compile(r"[1-9][0-9]{8,9}")


def read_phone(cell: str) -> Read[str]:
    """A telephone number as it was written, with the nought that spreadsheets take from it put back."""
    kept = read_text(cell)
    if kept.value is None:
        return kept
    number = kept.value.removesuffix(".0")
    if len(text.normal_phone(number)) < 5:
        return _fault(FaultKind.NOT_A_NUMBER)
    if _LOST_ZERO.fullmatch(number):
        return Read(f"0{number}", RepairKind.LEADING_ZERO)
    return Read(number, kept.repair)


_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def read_email(cell: str) -> Read[str]:
    """One e-mail address in small letters."""
    kept = read_text(cell)
    if kept.value is None:
        return kept
    address = text.normal_email(kept.value)
    if not _EMAIL.fullmatch(address):
        return _fault(FaultKind.NOT_AN_ADDRESS)
    return Read(address, RepairKind.SPELLING if address != kept.value.lower() else kept.repair)


def read_postcode(cell: str) -> Read[str]:
    """A postcode in its usual spelling; one of another country as it is."""
    kept = read_text(cell)
    if kept.value is None:
        return kept
    code = text.normal_postcode(kept.value)
    return Read(code, RepairKind.SPELLING if code != kept.value.upper() else kept.repair)
