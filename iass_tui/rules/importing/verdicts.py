"""What becomes of each row of a spreadsheet, and why: columns and reasons, never what stood in a cell."""

from __future__ import annotations

import dataclasses
import enum
from collections import Counter
from collections.abc import Sequence
from datetime import date

from iass_tui.rules.duplicates import Likeness
from iass_tui.rules.importing.reading import FaultKind, RepairKind
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, TallyBody
from iass_tui.rules.records.consents import ConsentMethod
from iass_tui.rules.records.people import ContactDetails, FamilyTie, PersonCard


class Verdict(enum.StrEnum):
    """What is done with a row."""

    ACCEPTED = "ACCEPTED"
    REPAIRED = "REPAIRED"
    TALLY = "TALLY"
    """No evidence of consent: it is counted, and nothing else of it is kept (table 1.3)."""
    DUPLICATE = "DUPLICATE"
    """Somebody like this is on file, or further up in the sheet: left out until someone has looked."""
    REFUSED = "REFUSED"


TAKEN = frozenset({Verdict.ACCEPTED, Verdict.REPAIRED})
"""Rows that become records."""


class RowSaid(enum.StrEnum):
    """What whoever imports says of a row that is like somebody."""

    SAME = "SAME"
    """The same person: taken in as a record of its own, and joined from the list after landing, which can be undone."""
    ELSE = "ELSE"
    """Somebody else than whoever was shown: taken in, a child of its own, and not offered again."""
    OUT = "OUT"


def as_said(decision: RowDecision, said: RowSaid) -> RowDecision:
    """What becomes of a double once somebody has looked. Raises `ValueError` for any row without a family."""
    if decision.family is None:
        raise ValueError("nothing of this row can be taken in")
    taken = Verdict.REPAIRED if decision.repairs else Verdict.ACCEPTED
    return dataclasses.replace(decision, verdict=Verdict.DUPLICATE if said is RowSaid.OUT else taken)


@dataclasses.dataclass(frozen=True)
class Repair:
    """One cell that is not kept as it stands."""

    column: str
    kind: RepairKind


@dataclasses.dataclass(frozen=True)
class Fault:
    """One cell that keeps its row out; of a TALLY, what its consent lacks."""

    column: str
    kind: FaultKind


@dataclasses.dataclass(frozen=True)
class Evidence:
    """The consent that a row proves: who, when, how, what was said."""

    signer: int
    """Who gave it: 0 the child, else the number of the parent in the row."""
    name: str
    on: date
    method: ConsentMethod
    wording: str
    evidence: str
    contact: bool | None
    """P44; None where nobody asked."""
    statistics: bool | None


@dataclasses.dataclass(frozen=True)
class NewAdult:
    """A parent or carer of the row."""

    card: PersonCard
    tie: FamilyTie


@dataclasses.dataclass(frozen=True)
class NewFamily:
    """A row as the records it becomes; ids are given when it is written."""

    child: PersonCard
    adults: tuple[NewAdult, ...]
    contact: ContactDetails | None
    """Of whoever gave consent; None without P44."""
    consent: Evidence
    facts: CaseFacts
    status: CaseStatus
    issue_group: str
    officer: str
    """The name in the sheet: who that is, the office knows."""
    note: str
    note_on: date | None


@dataclasses.dataclass(frozen=True)
class RowDecision:
    """What becomes of one row. `number` is its line in the spreadsheet, the headings being line 1.

    `family` is there for rows that are taken in and for duplicates, `tally` for those that are counted; never both.
    """

    number: int
    verdict: Verdict
    repairs: tuple[Repair, ...] = ()
    faults: tuple[Fault, ...] = ()
    family: NewFamily | None = None
    tally: TallyBody | None = None
    likenesses: tuple[Likeness, ...] = ()


def counts(decisions: Sequence[RowDecision]) -> dict[Verdict, int]:
    """How many rows of each verdict, all of them named."""
    found = Counter(one.verdict for one in decisions)
    return {verdict: found[verdict] for verdict in Verdict}
