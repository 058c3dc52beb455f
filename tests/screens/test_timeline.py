"""The timeline of a case by keys: everything in date order, one kind alone, and a search inside it as one types."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from iass_tui.rules.papers import Paper, Way
from iass_tui.rules.records.casework import ContactBody, NoteBody, ProvidedBy, TaskBody
from iass_tui.rules.records.deadlines import CaseEventBody, EventKind
from iass_tui.rules.records.sharing import OwnShare
from iass_tui.rules.timeline import TimelineKind
from iass_tui.services.paper_views import PaperWish
from screens import messages
from screens.case.timeline import KINDS, SEVERAL
from screens.widgets.row_list import RowList
from tests.screens.driving import SIZES, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import comes, seated
from tests.services.families import Family, add_family
from tests.services.offices import Office

TODAY = date(2026, 11, 23)


def full(office: Office) -> Family:
    """A case in which something of nearly every kind happened."""
    family = add_family(office.officer)
    casework = office.officer.casework
    casework.add_contact(
        family.case,
        ContactBody(happened_on=TODAY - timedelta(days=3), channel="TEL", with_id=family.mother),
        own_share=OwnShare.THEY_WILL,
    )
    casework.add_note(family.case, NoteBody(text="The École rang [/]", happened_on=TODAY - timedelta(days=2)))
    task = casework.add_task(family.case, TaskBody(what="Send the letter"), None)
    casework.finish_task(task, 1)
    casework.add_task(family.case, TaskBody(what="Ring the school", due_on=TODAY), None)
    office.officer.deadlines.add_event(
        family.case, CaseEventBody(kind=EventKind.REQUEST, on=TODAY - timedelta(days=9), words="by post")
    )
    office.officer.papers.make(PaperWish(paper=Paper.SUMMARY, person_id=family.child), Way.HAND)
    casework.set_aside(family.case, 1)
    return family


def lines(pilot: object) -> list[tuple[str, ...]]:
    rows = pilot.app.screen.query_one(RowList).rows  # type: ignore[attr-defined]
    start = next(n for n, row in enumerate(rows) if row.key == ("section", "timeline"))
    return [tuple(map(str, row.cells)) for row in rows[start + 1 :]]


@pytest.mark.parametrize("size", SIZES)
async def test_everything_stands_in_the_order_of_days_below_what_is_to_be_done(
    office: Office, size: tuple[int, int]
) -> None:
    family = full(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case), size) as (_, pilot):
        text = await comes(pilot, "Timeline 10", "Ring the school")
        found = [(day.strip(), kind) for day, kind, _, _ in lines(pilot)]
        assert found == [
            ("23 Nov 2026", "change"),
            ("23 Nov 2026", "task"),
            ("23 Nov 2026", "paper"),
            ("23 Nov 2026", "change"),
            ("21 Nov 2026", "note"),
            ("20 Nov 2026", "talk"),
            ("20 Nov 2026", "shared"),
            ("14 Nov 2026", "date"),
            ("2 Nov 2026", "consent"),
            ("2 Nov 2026", "change"),
        ]
        assert text.index("Ring the school") < text.index("Timeline 10")
        assert "set aside" in text
        await pilot.press("end", "enter")
        await comes(pilot, "level 2", "2 November 2026")


async def test_one_kind_alone_and_in_the_end_everything_again(office: Office) -> None:
    family = full(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Timeline 10")
        for words in ("notes 1 of 10", "talks 1 of 10", "tasks done or dropped 1 of 10", "dates 1 of 10"):
            await pilot.press("o")
            await comes(pilot, words)
        assert "École" not in shown(pilot.app.screen)
        await pilot.press("escape")
        await comes(pilot, "Timeline 10")
        await pilot.press(*"oooooooo", "o")
        await comes(pilot, "Timeline 10", "Tasks 1")


@pytest.mark.parametrize("size", SIZES)
async def test_a_search_inside_the_case_narrows_with_every_letter_and_marks_its_hits(
    office: Office, size: tuple[int, int]
) -> None:
    family = full(office)
    async with seated(office, office.officer, messages.CaseChosen(family.case), size) as (app, pilot):
        await comes(pilot, "Timeline 10")
        await pilot.press("full_stop")
        await comes(pilot, "Search in this case")
        await type_text(pilot, "ecole")
        await comes(pilot, "found 1 of 10", "«École»")
        assert "Ring the school" not in shown(app.screen)
        await pilot.press("enter", "enter")
        await comes(pilot, "The École rang [/]", "Written by Omar Officer")
        await pilot.press("escape")
        await comes(pilot, "«École»")
        await pilot.press("escape")
        await comes(pilot, "Timeline 10")
        assert "Search in this case" not in shown(app.screen)
        await pilot.press("full_stop")
        await type_text(pilot, "school")
        await comes(pilot, "Tasks 1", "found 0 of 10")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: type(app.screen).__name__ == "TodayScreen")


async def test_hostile_words_are_found_and_shown_as_they_stand(office: Office) -> None:
    family = add_family(office.officer)
    for text in HOSTILE:
        office.officer.casework.add_note(
            family.case, NoteBody(text=f"{text[:40_000]} needle {text[:5_000]}", provided_by=ProvidedBy.PARENT)
        )
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "Timeline 10")
        await pilot.press("full_stop")
        await type_text(pilot, "needle")
        text = await comes(pilot, "found 7 of 10", "«needle»")
        assert not set(text) & {"\x1b", "\x00", "\x07", "\u202e"}
        assert "[@click=app.quit]" in text


def test_every_kind_has_words() -> None:
    assert set(KINDS) == set(SEVERAL) == set(TimelineKind)
    assert max(map(len, KINDS.values())) <= 8
