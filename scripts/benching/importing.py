"""An import of many rows: read, looked at and written, by a manager into an office of that size."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from scripts.benching.building import MANAGER, PASSPHRASE
from scripts.benching.findings import Finding
from scripts.benching.invented import SENTENCES
from scripts.benching.offices import Made

ROWS, FEW = 10_000, 50
HEADINGS = (
    "Child's name", "DOB", "Parent/Carer 1", "Relationship", "PR", "Mobile", "Email", "Consent", "Signed by",
    "Date of consent", "Consent type", "Form version", "Recorded by", "May keep contact details", "Date opened",
    "Status", "Level", "Enquirer", "Method of contact", "Issue", "Notes", "Last contact",
)  # fmt: skip


def importing(made: Made, quick: bool) -> list[Finding]:
    """Seconds until every row was looked at, and until all of it is there."""
    count = FEW if quick else ROWS
    sheet = made.path / "import.csv"
    _write(sheet, count)
    session = made.door().sign_in(MANAGER, PASSPHRASE)
    began = time.perf_counter()
    session.imports.open(sheet)
    session.imports.look()
    looked = time.perf_counter() - began
    began = time.perf_counter()
    done = session.imports.run()
    written = time.perf_counter() - began
    session.close()
    is_whole = done.cases == count
    waits = f"{written / count * 1000:.1f} ms a row; colleagues waited {done.longest_batch * 1000:.0f} ms at most"
    detail = waits if is_whole else f"only {done.cases:,} of {count:,} rows became a case"
    return [
        Finding("import", f"import of {count:,} rows: read and looked at", looked, "s"),
        Finding("import", f"import of {count:,} rows: written", written if is_whole else None, "s", detail=detail),
    ]


def _write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(_rows(count))


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    """Families that are like nobody else's."""
    for number in range(1, count + 1):
        family = _letters(number)
        born = date(2012, 1, 1) + timedelta(days=number * 7 % 3000)
        opened = f"{date(2025, 1, 6) + timedelta(days=number % 300):%d/%m/%Y}"
        parent = f"Robin {family}"
        yield (
            f"Sasha {family}", f"{born:%d/%m/%Y}", parent, "Mother", "Yes", f"07700 9{number % 100_000:05}",
            f"family{number}@example.org", "Yes", parent, opened, "Paper", "Form of 2023", "HM", "Yes", opened,
            "Open", str(number % 4 + 1), "Parent", "Phone", "Refusal to assess",
            SENTENCES[number % len(SENTENCES)], opened,
        )  # fmt: skip


def _letters(number: int) -> str:
    """A number as a name that differs by more than a typing error."""
    return "".join("bcdfghjklm"[int(digit)] + "aeiouaeiou"[int(digit)] for digit in f"{number:05}").title()
