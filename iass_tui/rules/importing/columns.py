"""The template: which columns a spreadsheet may have, what stands in each, and by which headings each is known."""

from __future__ import annotations

import dataclasses
import enum
import functools


class Kind(enum.StrEnum):
    """How a column's cells are read."""

    NAME = "NAME"
    TEXT = "TEXT"
    LONG_TEXT = "LONG_TEXT"
    BIRTH_DATE = "BIRTH_DATE"  # may be a month or a year
    DAY = "DAY"
    CODE = "CODE"
    CODES = "CODES"
    METHOD = "METHOD"
    ANSWER = "ANSWER"  # yes or no
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    POSTCODE = "POSTCODE"


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of the template.

    `words_become`: the code that stands for words which are on no list (the words themselves go into the note); None
    where such a row is refused instead.
    """

    key: str
    heading: str
    kind: Kind
    says: str = ""
    codes: str = ""
    words_become: str | None = None
    names: tuple[str, ...] = ()
    may_be_fixed: bool = False
    """Whether one value may be given for the whole sheet: never for who agreed, when, and to what."""


def _adult(number: int) -> tuple[Column, ...]:
    key, who = f"parent{number}", f"Parent {number}"
    first = number == 1
    return (
        Column(
            f"{key}_name", f"{who} name", Kind.NAME, "Whole name, where it is in one cell",
            names=(f"parent carer {number}", f"name of parent {number}",
                   *(("parent", "parent name", "parent carer", "parent carer name", "parents name", "name of parent")
                     if first else ("second parent", "other parent"))),
        ),
        Column(f"{key}_given", f"{who} first name", Kind.NAME,
               names=(f"parent {number} given name", f"parent {number} forename",
                      *(("parent first name", "parent forename", "parent given name") if first else ()))),
        Column(f"{key}_family", f"{who} surname", Kind.NAME,
               names=(f"parent {number} family name", f"parent {number} last name",
                      *(("parent surname", "parent last name", "parent family name") if first else ()))),
        Column(f"{key}_relation", f"{who} relation", Kind.CODE, "Mother, father, grandparent...", "RELATION", "OTH",
               names=(f"relation {number}", *(("relation", "relationship", "relation to child",
                                                "relationship to child") if first else ()))),
        Column(f"{key}_pr", f"{who} has parental responsibility", Kind.CODE, "Yes, no, disputed, not known",
               "PR_STATUS", "UNKNOWN",
               names=(f"parent {number} pr", f"pr {number}",
                      *(("pr", "parental responsibility") if first else ()))),
        Column(f"{key}_home", f"Child lives with {who.lower()}", Kind.CODE, "Mostly, partly, no; empty: not known",
               "HOME", "",
               names=(f"lives with parent {number}", f"parent {number} home",
                      *(("lives with", "child lives with parent") if first else ()))),
    )  # fmt: skip


COLUMNS: tuple[Column, ...] = (
    Column("child_name", "Child name", Kind.NAME, "Whole name, where it is in one cell",
           names=("name of child", "child or young person", "child young person", "young person", "name", "pupil",
                  "childs name", "cyp name", "child full name")),
    Column("child_given", "Child first name", Kind.NAME,
           names=("first name", "forename", "given name", "childs first name", "child forename", "child given name")),
    Column("child_family", "Child surname", Kind.NAME,
           names=("surname", "last name", "family name", "childs surname", "child last name", "child family name")),
    Column("child_known_as", "Known as", Kind.NAME, names=("preferred name", "child known as")),
    Column("child_born", "Date of birth", Kind.BIRTH_DATE, "Day first; a month or a year alone is kept as such",
           names=("dob", "d o b", "birth date", "born", "child dob", "childs dob", "childs date of birth",
                  "child date of birth", "birthday")),
    *_adult(1),
    *_adult(2),
    Column("phone", "Telephone", Kind.PHONE, "Contact details are those of whoever gave consent",
           names=("phone", "tel", "tel no", "telephone number", "phone number", "home phone", "landline",
                  "contact number")),
    Column("mobile", "Mobile", Kind.PHONE, names=("mobile number", "mobile phone", "mob")),
    Column("email", "E-mail", Kind.EMAIL, names=("email", "email address", "e mail address")),
    Column("address", "Address", Kind.LONG_TEXT, names=("home address", "postal address")),
    Column("postcode", "Postcode", Kind.POSTCODE, names=("post code", "home postcode")),
    Column("consent_save", "Consent to save", Kind.ANSWER, "Yes or no (P78). Without all six: a count, no record",
           names=("consent", "consent to save details", "consent to store", "save consent", "consent given")),
    Column("consent_by", "Consent given by", Kind.NAME, "A name of this row, or mother, father, child...",
           names=("consent from", "who gave consent", "signed by", "consented by")),
    Column("consent_on", "Consent date", Kind.DAY, names=("date of consent", "consent given on", "signed on")),
    Column("consent_how", "Consent how", Kind.METHOD, "On paper, typed, spoken, by e-mail, signed online",
           names=("how consent was given", "consent method", "type of consent", "consent type"), may_be_fixed=True),
    Column("consent_wording", "Consent wording", Kind.TEXT, "Which form or text it was, by name and version",
           names=("consent form", "form version", "consent form version", "wording"), may_be_fixed=True),
    Column("consent_evidence", "Consent evidence", Kind.TEXT,
           "Where the proof is; for spoken consent the initials of whoever wrote it down",
           names=("evidence", "recorded by", "consent recorded by", "consent reference", "form location"),
           may_be_fixed=True),
    Column("consent_contact", "Consent to keep contact details", Kind.ANSWER, "Yes or no (P44)",
           names=("contact consent", "consent to contact details", "consent contact details",
                  "may keep contact details")),
    Column("consent_statistics", "Consent to be counted", Kind.ANSWER, "Yes or no; empty counts as not asked",
           names=("statistics consent", "consent statistics", "consent to statistics")),
    Column("opened", "Case opened", Kind.DAY, "The day the family first came",
           names=("date opened", "opened on", "open date", "start date", "date of referral", "referral date",
                  "date of contact", "first contact", "date received", "date")),
    Column("status", "Status", Kind.CODE, "Open, inactive or closed", "CASE_STATUS", names=("case status",)),
    Column("level", "Level", Kind.CODE, "1 to 4", "LEVEL",
           names=("level of support", "intervention level", "case level", "support level")),
    Column("closed", "Case closed", Kind.DAY, names=("date closed", "closed on", "close date", "end date")),
    Column("closure", "Reason for closing", Kind.CODE, "", "CLOSURE", "",
           names=("closure", "closure reason", "reason closed")),
    Column("outcome", "Outcome", Kind.CODES, "Several with semicolons", "OUTCOME", "O99", names=("outcomes",)),
    Column("outcome_words", "Outcome in words", Kind.LONG_TEXT,
           names=("outcome notes", "outcome details", "outcome comments")),
    Column("user_type", "Who came", Kind.CODE, "Parent, carer, young person...", "USER_TYPE", "",
           names=("user type", "client type", "service user", "enquirer"), may_be_fixed=True),
    Column("channel", "How they came", Kind.CODE, "Telephone, e-mail, in person...", "CHANNEL", "",
           names=("channel", "method of contact", "contact method", "contact type"), may_be_fixed=True),
    Column("source", "How they found us", Kind.CODE, "", "REF_SOURCE", "OTH",
           names=("referral source", "source", "referred by", "source of referral"), may_be_fixed=True),
    Column("issues", "Issue", Kind.CODES, "Several with semicolons, the main one first", "ISSUE", "GE99",
           names=("issues", "reason for contact", "main issue", "issue type", "reason", "enquiry")),
    Column("needs", "Need", Kind.CODES, "Several with semicolons, the main one first", "NEED", "OTH",
           names=("needs", "sen need", "primary need", "send", "sen type", "diagnosis", "type of need",
                  "area of need")),
    Column("sen_stage", "SEN stage", Kind.CODE, "None, SEN support, EHC plan", "SEN_STAGE", "U",
           names=("stage", "sen status", "sen support or ehcp", "ehcp")),
    Column("setting_type", "Setting type", Kind.CODE, "", "SETTING", "NKN",
           names=("school type", "type of setting", "type of school")),
    Column("setting_name", "Setting name", Kind.TEXT, "Stays inside: no export holds it",
           names=("setting", "school", "school name", "name of school", "school setting", "education setting")),
    Column("wants", "What the family wants", Kind.LONG_TEXT, names=("wants", "what do they want", "aims", "request")),
    Column("officer", "Officer", Kind.TEXT, "A colleague's name or sign-in name; empty: nobody's yet",
           names=("case worker", "caseworker", "worker", "allocated to", "adviser", "advisor", "assigned to"),
           may_be_fixed=True),
    Column("note", "Last note", Kind.LONG_TEXT, "Kept from parents until an officer has decided",
           names=("notes", "note", "case notes", "comments", "last contact notes", "latest note")),
    Column("note_on", "Last note date", Kind.DAY,
           names=("date of last note", "last contact", "last contact date", "date of last contact", "note date")),
)  # fmt: skip

CONSENT = ("consent_save", "consent_by", "consent_on", "consent_how", "consent_wording", "consent_evidence")
"""What makes the evidence of a consent to save: who, when, how, what was said, and that it was a Yes (P29, P78)."""
CONTACT = ("phone", "mobile", "email", "address", "postcode")


@functools.cache
def columns_by_key() -> dict[str, Column]:
    """Every column by its key."""
    return {one.key: one for one in COLUMNS}


def column(key: str) -> Column:
    """The column of this key. Raises `KeyError`."""
    return columns_by_key()[key]
