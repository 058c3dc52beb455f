"""`iass check`: the report of `db.check` in plain lines and as JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

from db.check import Report, check_folder, deep_check
from iass_tui.rules.records.office import Act
from iass_tui.services.acting import About, record
from iass_tui.services.office import Places, peek_office
from iass_tui.services.problems import in_words
from iass_tui.services.session import OfficeSession


@dataclasses.dataclass(frozen=True)
class CheckResult:
    """What was looked at, what is damaged, and what is merely worth knowing."""

    report: Report
    is_deep: bool = False

    @property
    def is_sound(self) -> bool:
        """True where nothing is damaged."""
        return self.report.is_sound

    def lines(self) -> tuple[str, ...]:
        """For a person to read."""
        seen = self.report
        looked = [f"{seen.entries:,} audit entries", f"{seen.rows:,} records", f"{seen.registers} register versions"]
        if self.is_deep:
            looked.append(f"{seen.cells:,} cells opened")
        if seen.closed:
            looked.append(f"{seen.closed:,} cells of compartments that this account does not hold left closed")
        out = [f"Looked at {', '.join(looked)}."]
        out += [f"Damage: {finding.sentence}" for finding in seen.damage]
        out += [f"Note: {finding.sentence}" for finding in seen.notes]
        out.append(_VERDICT[seen.is_sound])
        return tuple(out)

    def to_json(self) -> dict[str, Any]:
        """For a program to read."""
        return {
            "sound": self.is_sound,
            "entries": self.report.entries,
            "rows": self.report.rows,
            "cells": self.report.cells,
            "findings": [
                {
                    "kind": finding.kind.value,
                    "is_damage": not finding.is_note,
                    "sentence": finding.sentence,
                    "table": finding.table,
                    "row": finding.row_id,
                    "seq": finding.seq,
                }
                for finding in self.report.findings
            ],
        }

    def and_also(self, other: CheckResult) -> CheckResult:
        """Both reports as one."""
        mine, theirs = self.report, other.report
        both = dataclasses.replace(
            mine,
            findings=(*mine.findings, *theirs.findings),
            cells=theirs.cells if other.is_deep else mine.cells,
            closed=mine.closed + theirs.closed,
        )
        return CheckResult(both, self.is_deep or other.is_deep)


_VERDICT = {
    True: "The office is sound.",
    False: "The office is damaged. Do not go on working in it: keep the files as they are, and bring back the newest "
    "backup that is sound.",
}


def check_office(places: Places) -> CheckResult:
    """Checks the files without a passphrase; changes nothing."""
    office = peek_office(places.folder)
    host = None if office is None else places.host_for(office)
    return CheckResult(check_folder(places.folder, host))


@in_words()
def deep_check_office(session: OfficeSession) -> CheckResult:
    """Opens every cell that this colleague can open. That they were opened is recorded, or none is."""
    record(session.desk, About("check").detail(Act.VIEW), "office")
    return CheckResult(deep_check(session.desk), is_deep=True)
