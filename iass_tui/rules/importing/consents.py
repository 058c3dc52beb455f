"""The evidence of consent in a row: who, when, how, what was said, and that it was a Yes (P29, P72-P78, P95)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from iass_tui.rules import ages
from iass_tui.rules.importing.columns import CONSENT
from iass_tui.rules.importing.names import signer_of
from iass_tui.rules.importing.reading import (
    FaultKind,
    read_answer,
    read_birth_date,
    read_method,
    read_text,
)
from iass_tui.rules.importing.taking import Row
from iass_tui.rules.importing.verdicts import Evidence, Fault
from iass_tui.rules.records.consents import ConsentMethod


class Lacks(Exception):
    """A row does not prove a consent to save: what it lacks, by column."""

    def __init__(self, faults: tuple[Fault, ...], *, said_no: bool) -> None:
        super().__init__(", ".join(f"{one.column} {one.kind}" for one in faults))
        self.faults, self.said_no = faults, said_no


def evidence_of(raw: Mapping[str, str], today: date, month_first: Collection[str]) -> Evidence:
    """The consent to save that a row proves. Raises `Lacks` with all that is missing."""
    row = Row(raw, today, month_first)
    if row.has("consent_save") and row.take("consent_save", read_answer) is False:
        raise Lacks((Fault("consent_save", FaultKind.SAID_NO),), said_no=True)
    for key in CONSENT:
        if not row.has(key) and key != "consent_evidence":
            row.fault(key, FaultKind.MISSING)
    on = row.day("consent_on")
    method = row.take("consent_how", read_method)
    wording = row.take("consent_wording", read_text)
    evidence = row.text("consent_evidence")
    if method is ConsentMethod.VERBAL and not evidence and not _is_faulty(row, "consent_evidence"):
        row.fault("consent_evidence", FaultKind.MISSING)  # P95: verbal, recorded by
    contact, statistics = (
        row.take(key, read_answer) if row.has(key) else None for key in ("consent_contact", "consent_statistics")
    )
    signer, name = _signer(row, raw)
    if signer and on is not None and not _may_speak(raw, on, today, month_first):
        row.fault("consent_by", FaultKind.NEEDS_OWN_CONSENT)
    if row.faults or signer is None or on is None or method is None or not wording:
        raise Lacks(tuple(dict.fromkeys(row.faults)), said_no=False)
    return Evidence(signer, name, on, method, wording, evidence, contact, statistics)


def _is_faulty(row: Row, key: str) -> bool:
    return any(one.column == key for one in row.faults)


def _signer(row: Row, raw: Mapping[str, str]) -> tuple[int | None, str]:
    if not row.has("consent_by"):
        return None, ""
    signer = signer_of(raw, lambda key: read_text(raw.get(key, "")).value or "")
    if signer is None:
        row.fault("consent_by", FaultKind.NOT_IN_THE_ROW)
    return signer, row.text("consent_by")


def _may_speak(raw: Mapping[str, str], on: date, today: date, month_first: Collection[str]) -> bool:
    """Whether a parent could say yes for the child that day: not from 16, when it is the young person's (table 5.5).

    A birth date that cannot be read keeps the row out by itself; of one known in part the earliest counts.
    """
    if not raw.get("child_born", "").strip():
        return True
    born = read_birth_date(raw["child_born"], today, month_first="child_born" in month_first).value
    return born is None or not ages.has_attained(born.earliest(), ages.OWN_REQUESTS, on)
