"""The quarter's draft, by keys."""

from pathlib import Path

import openpyxl
import pytest

from screens import messages
from tests.screens.driving import SIZES
from tests.screens.seated import comes, seated
from tests.services.families import add_family
from tests.services.offices import Office


@pytest.mark.parametrize("size", SIZES)
async def test_a_draft_is_written_and_what_it_hides_is_said(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    add_family(office.officer)
    async with seated(office, office.manager, messages.QuarterWanted(), size) as (_, pilot):
        await comes(pilot, "2026-Q2", "it is not for the council")
        await pilot.press("ctrl+o")
        await comes(pilot, "Written: quarter-2026-Q2-draft.xlsx")
        await pilot.press("enter")
        await comes(pilot, "My open cases")
    assert "Cover" in openpyxl.load_workbook(tmp_path / "quarter-2026-Q2-draft.xlsx").sheetnames


async def test_a_wrong_quarter_or_name_is_told_beside_its_field(office: Office) -> None:
    async with seated(office, office.manager, messages.QuarterWanted()) as (_, pilot):
        await comes(pilot, "2026-Q2")
        await pilot.press("end", *["backspace"] * 7, *"Q9", "ctrl+o")
        await comes(pilot, "There is a problem", "2026-Q3")
