"""Spreadsheets as offices keep them: invented families, every habit of the people who type them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HEADINGS = (
    "Child's name", "DOB", "Parent/Carer 1", "Relationship", "PR", "Mobile", "Email", "Address", "Post Code",
    "Consent", "Signed by", "Date of consent", "Consent type", "Form version", "Recorded by",
    "May keep contact details", "Date opened", "Status", "Level", "Date closed", "Outcome", "Enquirer",
    "Method of contact", "Referral source", "Issue", "Primary need", "School", "Case worker", "Notes", "Last contact",
)  # fmt: skip
_GIVEN = ("Amelia", "Noah", "Olivia", "Muhammad", "Isla", "Theo", "Aisha", "Zofia", "Łukasz", "Siân", "José", "Nia",
          "Kofi", "Chidera", "Mia", "Freddie", "Grace", "Yusuf", "Ivy", "Arlo", "Poppy", "Rhys", "Leila",
          "Tomasz")  # fmt: skip
_FAMILY = ("Smith", "O'Brien", "Khan", "Nowak", "Adeyemi", "Begum", "Jones", "Évrard", "Patel", "Garcia", "Hughes",
           "Mensah", "Kowalska", "Ahmed", "Taylor", "Walsh", "Okafor", "Singh", "Costa", "Morgan")  # fmt: skip
_NOTES = ("Rang. Worried about the move to secondary; will send the draft.", "Met at school. SENCO agreed to a review.",
          "No answer, message not left.", "Sent the leaflet on appeals; they will ring after half term.")  # fmt: skip
_ISSUES = ("Refusal to assess", "Draft plan", "EHCP content; Content of sections B and F", "Suspension",
           "Eligibility for transport", "Support not delivered")  # fmt: skip
_NEEDS = ("Autism", "ADHD", "Dyslexia", "Speech, language and communication", "SEMH", "Hearing")


def row(number: int, chance: random.Random) -> dict[str, str]:
    """One whole row that is accepted, of a family of its own."""
    family = chance.choice(_FAMILY) + ("" if number < 40 else f"-{_letters(number)}")
    child, parent = chance.sample(_GIVEN, 2)
    born = date(2008, 1, 1) + timedelta(days=chance.randrange(5500))
    opened = date(2023, 9, 1) + timedelta(days=chance.randrange(1000))
    is_closed = chance.random() < 0.6
    agreed = opened if born.year + 16 > opened.year else born.replace(day=1, year=born.year + 15)
    closed = opened + timedelta(days=chance.randrange(120))
    return {
        "Child's name": f"{child} {family}",
        "DOB": chance.choice((f"{born:%d/%m/%Y}", f"{born:%-d %B %Y}", f"{born:%d.%m.%Y}", f"{born:%Y-%m-%d}")),
        "Parent/Carer 1": f"{parent} {family}",
        "Relationship": chance.choice(("Mum", "Mother", "Dad", "Father", "Gran")),
        "PR": "Yes",
        "Mobile": f"07700 9{number % 100000:05}",
        "Email": f"family{number}@example.org",
        "Address": f"{number % 90 + 1} Larch Road, Westbridge",
        "Post Code": f"w2 {number % 9 + 1}aa",
        "Consent": "Yes",
        "Signed by": f"{parent} {family}",
        "Date of consent": f"{agreed:%d/%m/%Y}",
        "Consent type": chance.choice(("Paper", "Signed form", "By email", "Telephone")),
        "Form version": "IASS consent form 2023",
        "Recorded by": "HM",
        "May keep contact details": "Yes",
        "Date opened": f"{opened:%d/%m/%Y}",
        "Status": "Closed" if is_closed else "Open",
        "Level": str(chance.randrange(1, 5)),
        "Date closed": f"{closed:%d/%m/%Y}" if is_closed else "",
        "Outcome": "Signposted" if is_closed else "",
        "Enquirer": "Parent",
        "Method of contact": chance.choice(("Phone", "Email", "Face to face")),
        "Referral source": chance.choice(("School", "Friend", "Self-referral")),
        "Issue": chance.choice(_ISSUES[:2] + _ISSUES[3:]),
        "Primary need": chance.choice(_NEEDS),
        "School": f"{chance.choice(_FAMILY)} Lane Primary",
        "Case worker": chance.choice(("Omar Officer", "olive", "")),
        "Notes": chance.choice(_NOTES),
        "Last contact": f"{min(closed, date(2026, 11, 1)):%d/%m/%Y}",
    }  # fmt: skip


def _letters(number: int) -> str:
    """A number as letters, so that surnames differ by more than a typing error."""
    return "".join("bcdfghjklm"[int(digit)] + "aeiouaeiou"[int(digit)] for digit in str(number)).title()


def rows(count: int, seed: int = 1) -> list[dict[str, str]]:
    """Rows of families of their own."""
    chance = random.Random(seed)
    return [row(number, chance) for number in range(1, count + 1)]


def write_csv(path: Path, lines: Iterable[Mapping[str, str]], headings: Sequence[str] = HEADINGS, **how: Any) -> Path:
    """The rows as a spreadsheet program saves them as text."""
    encoding = how.pop("encoding", "utf-8-sig")
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headings, **how)
        writer.writeheader()
        writer.writerows(lines)
    return path


def write_xlsx(path: Path, lines: Iterable[Mapping[str, Any]], headings: Sequence[str] = HEADINGS) -> Path:
    """The rows as an .xlsx file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    sheet.append(list(headings))
    for line in lines:
        sheet.append([line.get(heading, "") for heading in headings])
    book.save(path)
    return path
