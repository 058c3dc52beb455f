"""What goes into the question and what comes out: subjects, reasons, the three answers, what would change a No."""

from __future__ import annotations

import dataclasses
import enum
from uuid import UUID

from iass_tui.rules.consent import ConsentState
from iass_tui.rules.decision import Problem, Reason
from iass_tui.rules.people import PersonState
from iass_tui.rules.release import ItemProvenance, Request
from iass_tui.rules.sharing.permit import Permit


class SharingReason(Reason):
    """Why something may not be shared, what to look at first, or what to see to while doing it."""

    NOT_ASKED_YET = "SHARING_NOT_ASKED_YET", "P30"  # the name came from someone else
    FROZEN = "SHARING_FROZEN", "P47"
    REFUSED_BY_SUBJECT = "SHARING_REFUSED_BY_SUBJECT", "P15 P16"
    NOT_IN_FAMILY = "SHARING_NOT_IN_FAMILY", "P3"
    ANOTHERS_WORDS = "SHARING_ANOTHERS_WORDS", "P3"  # another person of the family gave it
    NEVER_A_FILE = "SHARING_NEVER_A_FILE", "P13 P19"  # an agency gets what is shared, never the file
    DOCUMENT_NOT_PERMITTED = "SHARING_DOCUMENT_NOT_PERMITTED", "P19"  # being in touch does not cover material
    NOBODY_NAMED = "SHARING_NOBODY_NAMED", "P33"
    EXCEPTION_INCOMPLETE = "SHARING_EXCEPTION_INCOMPLETE", "P9 P11"
    SIGN_OFF_FIRST = "SHARING_SIGN_OFF_FIRST", "P11"
    # To look at before anything else:
    COURT_ORDER = "SHARING_COURT_ORDER"
    PARENTS_APART = "SHARING_PARENTS_APART"
    ADDRESS_WITHHELD = "SHARING_ADDRESS_WITHHELD"
    COUNCIL = "SHARING_COUNCIL", "P3 P13"
    CHILD_GAVE_IT = "SHARING_CHILD_GAVE_IT", "P32"
    # With a Yes:
    RESPONSIBILITY_UNSEEN = "SHARING_RESPONSIBILITY_UNSEEN"
    OTHERS_IN_IT = "SHARING_OTHERS_IN_IT"


class Outcome(enum.StrEnum):
    """The three answers."""

    YES = "YES"
    NO = "NO"
    EXCEPTION = "EXCEPTION"  # only as an exception for safeguarding or illegal activity


class Change(enum.StrEnum):
    """What would change a No."""

    ASK_THEM = "ASK_THEM"  # ask whoever may permit it, and record the consent
    ASK_THE_CHILD = "ASK_THE_CHILD"
    NAME_THEM = "NAME_THEM"  # ask who exactly: a category allows a conversation only
    WIDEN = "WIDEN"  # a consent exists, for something narrower
    ASSESS_COMPETENCE = "ASSESS_COMPETENCE"
    SHOW_RESPONSIBILITY = "SHOW_RESPONSIBILITY"
    SHOW_AUTHORITY = "SHOW_AUTHORITY"
    READ_THE_ORDER = "READ_THE_ORDER"
    ASK_WHO_SAID_IT = "ASK_WHO_SAID_IT"
    SAY_IT_ANEW = "SAY_IT_ANEW"  # they agree to this very item: a No on a note is undone by no general consent
    CONFIRM_REFERRAL = "CONFIRM_REFERRAL"
    MANAGER_DECIDES = "MANAGER_DECIDES"
    FIND_BIRTH_DATE = "FIND_BIRTH_DATE"
    SHARE_LESS = "SHARE_LESS"
    COMPLETE_EXCEPTION = "COMPLETE_EXCEPTION"
    THEY_SHARE = "THEY_SHARE"  # the family shares it themselves (P18)
    RISK_OF_HARM = "RISK_OF_HARM"  # P9, P11


@dataclasses.dataclass(frozen=True, kw_only=True)
class Subject:
    """One person whom it is about, with all that bears on the answer. Defaults are what narrows."""

    person_id: UUID
    state: PersonState
    consent: ConsentState
    heard: int = 0
    """How many consent events were read: a permit holds only while no other has come."""
    is_child: bool
    safety: frozenset[str] = frozenset()
    """SAFETY codes on their card."""
    item: ItemProvenance | None = None
    """Of a note or document: who gave it and what was said about a parent seeing it."""
    given_by: UUID | None = None
    """Who gave it, where that person is on file."""
    request: Request | None = None
    """The recipient as a requester of this person's file, where they are of the family; None: they are not."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """What the rule says. `permit` is there with a YES, and with an EXCEPTION once that is complete."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    """Every reason against; also of an EXCEPTION, which overrides them."""
    warnings: tuple[Reason, ...] = ()
    conditions: tuple[Reason, ...] = ()
    limits: tuple[str, ...] = ()
    """The words by which families limited their consents: "not about X", "phone only"."""
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What an exception still has to answer."""
    permit: Permit | None = None
