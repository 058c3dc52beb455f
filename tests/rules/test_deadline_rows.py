"""Every row of the registry and of the domain's tables has a vector, by name; every law outside S1 is in the docs."""

from datetime import date
from pathlib import Path

import pytest

from iass_tui.rules.deadlines import ROWS, MilestoneKind, child_milestones
from iass_tui.rules.deadlines.catalogue import Unit
from tests.rules import test_deadlines, test_terms
from tests.rules.test_deadlines import VECTORS

DOMAIN = (
    "EHC_DEC", "EHC_ADV", "EHC_NOPLAN", "EHC_DRAFTCOM", "EHC_FINAL", "EHC_EXC", "REASS_DEC", "REASS_FINAL",
    "MOVE_XFER", "MOVE_TELL", "MOVE_REV", "HE_COPY", "AR_DUE", "AR_NOTICE", "AR_REPORT", "AR_DEC", "AR_REPS",
    "AR_FINAL", "PT_FEB", "PT_MAR", "PT_16", "AR_Y9", "AR_EY", "MED_CONTACT", "MED_CERT_NO", "MED_HELD", "MED_DATE",
    "MED_CERT", "MED_ACT", "APPEAL", "APPEAL_HOL", "APPEAL_NOCERT", "APP_RESP", "APP_BUNDLE", "TRIB_WD", "DISC",
    "EXC_GOV", "EXC_GOV50", "EXC_IRP", "EXC_EDU", "TRN_S1", "TRN_S2", "ADM_APP", "LGSCO", "SCH_COMP",
)  # fmt: skip
"""The codes of domain/deadlines.md, 3.1 to 3.3 and 3.5; 3.4 has none of its own (ORD_ in the registry)."""
BY_A_TEST = {
    "EHC_EXC": test_deadlines.test_an_exception_of_regulation_5_4_lifts_the_date_and_sets_no_other,
    "AR_EY": test_deadlines.test_early_years_plans_are_reviewed_after_six_months_while_the_child_is_under_five,
    "AR_Y9": test_terms.test_year_9_begins_in_the_september_before_someone_is_14,
    "APPEAL_HOL": test_deadlines.test_an_appeal_is_due_by_the_later_of_two_dates_on_a_day_of_the_tribunal,
    "TRIB_WD": test_deadlines.test_a_tribunal_working_day,
}
"""What is a rule and no date, or depends on the child: the test that holds its vectors."""
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("code", [row.code for row in ROWS])
def test_a_row_of_the_registry_has_a_vector_by_its_name(code: str) -> None:
    assert code in BY_A_TEST or any(vector[0] == code for vector in VECTORS)


@pytest.mark.parametrize("code", DOMAIN)
def test_a_row_of_the_domains_tables_is_in_the_registry_or_held_by_a_test(code: str) -> None:
    is_row = any(row.code == code or row.code.startswith(f"{code}_") for row in ROWS)
    assert is_row or code in BY_A_TEST
    assert code in BY_A_TEST or any(vector[0] == code or vector[0].startswith(f"{code}_") for vector in VECTORS)


def test_the_registry_holds_nothing_that_the_tables_do_not_have() -> None:
    extra = {row.code for row in ROWS if not any(row.code == one or row.code.startswith(f"{one}_") for one in DOMAIN)}
    assert all(code.startswith("ORD_") for code in extra)


def test_what_begins_with_a_day_ends_a_day_before_its_like() -> None:
    first_counts = {row.code for row in ROWS if row.unit is Unit.MONTHS_FIRST_COUNTS}
    assert first_counts == {"AR_DUE", "DISC", "LGSCO"}


def test_every_law_outside_the_send_regulations_stands_in_the_docs_with_where_it_was_checked() -> None:
    page = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
    outside = [row for row in ROWS if not row.law.startswith("SEND Regs 2014")]
    assert [row.code for row in outside if f"| {row.code} |" not in page] == []
    for row in outside:
        (line,) = [one for one in page.splitlines() if one.startswith(f"| {row.code} |")]
        assert row.law in line, row.code
        assert ("NOT CHECKED" in line) is (not row.is_known), row.code


@pytest.mark.parametrize(
    ("born", "days"),
    [
        # 13, Year 9, 16, the end of compulsory school age, 18, 25
        ("2011-03-27", "2024-03-27 2024-09-01 2027-03-27 2027-06-25 2029-03-27 2036-03-27"),
        ("2010-08-31", "2023-08-31 2023-09-01 2026-06-26 2026-08-31 2028-08-31 2035-08-31"),  # 16 after leaving
        ("2010-09-01", "2023-09-01 2024-09-01 2026-09-01 2027-06-25 2028-09-01 2035-09-01"),  # a school year later
        ("2012-02-29", "2025-03-01 2025-09-01 2028-02-29 2028-06-30 2030-03-01 2037-03-01"),
    ],
)
def test_the_days_of_a_life_fall_as_the_law_counts_them(born: str, days: str) -> None:
    found = child_milestones(date.fromisoformat(born))
    assert [one.on.isoformat() for one in found] == days.split()
    assert {one.kind for one in found} == set(MilestoneKind)
