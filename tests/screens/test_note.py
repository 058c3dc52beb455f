"""Writing a note: what must be answered, the draft, nothing lost when saving fails, corrections and additions."""

from __future__ import annotations

import pytest

from iass_tui.rules.records.casework import NoteBody, NoteKind, ParentMaySee, ProvidedBy
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import OfficeFull
from screens import messages
from screens.widgets import form_page
from screens.widgets.text_field import TextAreaField
from tests.screens.driving import SIZES, on_screen, shown, type_text, until
from tests.screens.fakes import HOSTILE
from tests.screens.seated import asked, comes, seated
from tests.services.families import COVERING, add_family
from tests.services.offices import PASSPHRASE, Office


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are written almost at once."""
    monkeypatch.setattr(form_page, "PAUSE", 0.01)


def area(screen: object) -> TextAreaField:
    """The main text of the form."""
    return screen.query_one("#text", TextAreaField)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_in_few_keys(office: Office, size: tuple[int, int]) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.CaseChosen(family.case), size) as (_, pilot):
        await comes(pilot, "Timeline")
        await pilot.press("n")
        await comes(pilot, "What was said and done", "New note")
        await type_text(pilot, "She rang about the bus.")
        await pilot.press("tab", "2", "tab", "3", "ctrl+o")
        await on_screen(pilot, "CaseScreen")
        await comes(pilot, "Timeline", "parent: She rang about the bus.")
    (note,) = office.officer.casework.case(family.case).notes
    body = note.rows[0].body
    assert (body.provided_by, body.provided_by_id) == (ProvidedBy.PARENT, family.mother)
    assert body.parent_may_see is ParentMaySee.NOT_ASKED
    assert body.about == (family.child,)
    assert office.officer.drafts.offered() == ()


async def test_who_told_us_and_who_may_see_it_have_no_default(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (_, pilot):
        await comes(pilot, "New note")
        await pilot.press("ctrl+o")
        await comes(
            pilot,
            "There are 3 problems",
            "Write what was said and done",
            "Choose who told us this",
            "Choose whether a parent may see it, or that nobody asked",
        )
        await pilot.press("3")
        await comes(pilot, "Nobody asked: no, if the child told us")


async def test_everything_on_the_form_is_kept(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case), (120, 40)) as (_, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "Long talk")
        await pilot.press("tab", "1", "tab", "2", "tab")
        await type_text(pilot, "Write to the head")
        await pilot.press("enter")
        await type_text(pilot, "Omar")
        await pilot.press("enter", *"1", "enter", *"12", "enter", *"2026", "enter", "3", "enter")
        await pilot.press("t", "e", "l", "enter")
        await type_text(pilot, "25")
        await pilot.press("enter", "enter", "enter", "enter", "enter", "space", "enter")
        await type_text(pilot, "better")
        await pilot.press("enter")
        await type_text(pilot, "agreed")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    case = office.officer.casework.case(family.case)
    body = case.notes[0].rows[0].body
    assert (body.text, body.action, body.action_by, body.outcome) == (
        "Long talk",
        "Write to the head",
        "Omar",
        "agreed",
    )
    assert (body.minutes, body.channel, body.progress) == (25, "TEL", "better")
    assert (body.provided_by, body.parent_may_see) == (ProvidedBy.CHILD, ParentMaySee.NO)
    assert body.about == (family.child, family.mother)
    assert str(body.action_due) == "2026-12-01"
    assert [task.body.what for task in case.tasks] == ["Write to the head"]


async def test_a_draft_is_sealed_while_one_types_and_offered_back(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (_, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "half a sentence [/]")
        await comes(pilot, "Saved 09:00 as a draft. Not yet saved for good.")
    (offer,) = office.officer.drafts.offered()
    assert office.officer.drafts.read(offer.id)["text"] == "half a sentence [/]"
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (app, pilot):
        await asked(pilot, "Choose")
        await comes(pilot, "What now?", "09:00")
        await pilot.press("1", "enter")
        await on_screen(pilot, "NoteScreen")
        await comes(pilot, "half a sentence [/]")
        await type_text(pilot, ", the rest")
        assert area(app.screen).text == "half a sentence [/], the rest"


async def test_a_lock_keeps_the_last_letters_and_comes_back_to_them(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (app, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "typed just now")
        await pilot.press("ctrl+l")
        await on_screen(pilot, "LockScreen")
        await until(pilot, lambda: "office" not in app._screen_stacks)
        await type_text(pilot, PASSPHRASE)
        await pilot.press("enter")
        await on_screen(pilot, "NoteScreen")
        await until(pilot, lambda: area(app.screen).text == "typed just now")


async def test_leaving_keeps_a_draft_and_throwing_away_asks_first(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case), (120, 40)) as (_, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "unfinished")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "TodayScreen")
        assert len(office.officer.drafts.offered()) == 1
        await comes(pilot, "Unsaved")
        await pilot.press("down", "enter")
        await on_screen(pilot, "NoteScreen")
        await comes(pilot, "unfinished")
        await pilot.press("shift+tab", "enter")
        await asked(pilot, "Confirm")
        await pilot.press("shift+tab", "enter")
        await on_screen(pilot, "TodayScreen")
    assert office.officer.drafts.offered() == ()


async def test_a_full_disk_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    family = add_family(office.officer)
    real = office.officer.casework.add_note
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (app, pilot):
        await comes(pilot, "New note")

        def full(*_: object, **__: object) -> None:
            raise OfficeFull("The disk is full. Nothing was saved; what you typed is still here.")

        app.screen.work = _With(app.screen.work, add_note=full)  # type: ignore[attr-defined]
        await type_text(pilot, "a long story")
        await pilot.press("tab", "2", "tab", "1", "ctrl+o")
        await comes(pilot, "The disk is full", "a long story")
        assert office.officer.drafts.read(office.officer.drafts.offered()[0].id)["text"] == "a long story"
        app.screen.work = _With(app.screen.work, add_note=real)  # type: ignore[attr-defined]
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    assert len(office.officer.casework.case(family.case).notes) == 1


class _With:
    """Casework with one act replaced."""

    def __init__(self, work: object, **acts: object) -> None:
        self._work = work
        self.__dict__.update(acts)

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)


async def test_an_account_closed_meanwhile_says_so_and_keeps_what_was_typed(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    async with seated(office, session, messages.NoteWanted(family.case)) as (app, pilot):
        await comes(pilot, "New note")
        office.manager.staff.disable(session.me.id)
        await type_text(pilot, "last words")
        await pilot.press("tab", "2", "tab", "1", "ctrl+o")
        await comes(pilot, "Your account was closed")
        assert area(app.screen).text == "last words"


async def test_two_quick_saves_save_once(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (_, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "once")
        await pilot.press("tab", "2", "tab", "1", "ctrl+o", "ctrl+o", "ctrl+o")
        await on_screen(pilot, "TodayScreen")
    assert len(office.officer.casework.case(family.case).notes) == 1


async def test_a_hundred_thousand_characters_are_kept_and_one_more_is_not_cut_off(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (app, pilot):
        await comes(pilot, "New note")
        area(app.screen).text = "word " * 20_000 + "end"
        area(app.screen).area.focus()
        await pilot.press("tab", "2", "tab", "1", "ctrl+o")
        await comes(pilot, "shorten it by 3 characters: a note keeps", "100,000")
        assert len(area(app.screen).text) == 100_003
        area(app.screen).text = "word " * 19_999 + "tail."
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    assert len(office.officer.casework.case(family.case).notes[0].rows[0].body.text) == 100_000


async def test_hostile_text_is_kept_clean(office: Office) -> None:
    family = add_family(office.officer)
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (app, pilot):
        await comes(pilot, "New note")
        area(app.screen).text = "\n".join(text[:300] for text in HOSTILE)
        area(app.screen).area.focus()
        await pilot.press("tab", "2", "tab", "1", "ctrl+o")
        await on_screen(pilot, "TodayScreen")
    kept = office.officer.casework.case(family.case).notes[0].rows[0].body.text
    assert "[@click=app.quit]x[/]" in kept
    assert not set(kept) & {"\x1b", "\x00", "\x07", "\u202e"}


def written(session: OfficeSession, case: object) -> None:
    """A note of this colleague's."""
    session.casework.add_note(case, NoteBody(text="He rang.", provided_by=ProvidedBy.OTHER))  # type: ignore[arg-type]


async def test_the_author_corrects_within_a_day_and_what_stood_there_stays(office: Office) -> None:
    family = add_family(office.officer)
    written(office.officer, family.case)
    async with seated(office, office.officer, messages.CaseChosen(family.case), (120, 40)) as (_, pilot):
        await comes(pilot, "He rang.", "w correct")
        await pilot.press("w")
        await comes(pilot, "Correct a note", "What it said before stays readable")
        await type_text(pilot, " Twice.")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "CaseScreen")
        await comes(pilot, "corrected   other: He rang. Twice.", "Before it was corrected")
    (note,) = office.officer.casework.case(family.case).notes
    assert [row.kind for row in note.rows] == [NoteKind.NOTE, NoteKind.CORRECTION]


async def test_after_a_day_or_by_a_colleague_one_adds(office: Office) -> None:
    family = add_family(office.officer)
    written(office.officer, family.case)
    office.colleague.access.give((family.case,), COVERING)
    async with seated(office, office.colleague, messages.CaseChosen(family.case)) as (_, pilot):
        text = await comes(pilot, "He rang.", "+ add")
        assert "w correct" not in text
        await pilot.press("plus")
        await comes(pilot, "Add to a note", "Omar Officer, 23 November 2026")
        await type_text(pilot, "It was about the bus.")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "CaseScreen")
        await comes(pilot, "+ to that of 23 Nov 2026: It was ab", "Olive Officer")


async def test_a_note_is_marked_in_error_with_its_reason(office: Office) -> None:
    family = add_family(office.officer)
    written(office.officer, family.case)
    async with seated(office, office.officer, messages.CaseChosen(family.case)) as (_, pilot):
        await comes(pilot, "He rang.")
        await pilot.press("v")
        await asked(pilot, "AskText")
        await type_text(pilot, "Wrong family")
        await pilot.press("enter")
        await comes(pilot, "IN ERROR   other: He rang.")
        await pilot.press("enter")
        await comes(pilot, "IN ERROR: marked by Omar Officer", "Wrong family")
        assert "v in error" not in shown(pilot.app.screen)


async def test_a_draft_of_an_addition_knows_its_note(office: Office) -> None:
    family = add_family(office.officer)
    written(office.officer, family.case)
    note = office.officer.casework.case(family.case).notes[0].note_id
    wish = messages.NoteWanted(family.case, note, addendum=True)
    async with seated(office, office.officer, wish) as (_, pilot):
        await comes(pilot, "Add to a note")
        await type_text(pilot, "half")
        await comes(pilot, "as a draft")
        await pilot.press("escape", "escape")
        await on_screen(pilot, "TodayScreen")
        await comes(pilot, "Unsaved", "addition to a note")
        await pilot.press("down", "enter")
        await on_screen(pilot, "NoteScreen")
        await comes(pilot, "Add to a note", "Omar Officer, 23 November 2026", "half")
        await type_text(pilot, " more")
        await pilot.press("ctrl+o")
        await on_screen(pilot, "TodayScreen")
    rows = office.officer.casework.case(family.case).notes[0].rows
    assert [row.body.text for row in rows] == ["He rang.", "half more"]


async def test_an_action_asks_whom_it_reaches_as_a_task_does(office: Office) -> None:
    """P44: on the small screen too, with nothing chosen beforehand; the service's No loses nothing of the form."""
    family = add_family(office.officer)  # the child has agreed to be saved, and to nothing else
    async with seated(office, office.officer, messages.NoteWanted(family.case)) as (_, pilot):
        await comes(pilot, "New note")
        await type_text(pilot, "She rang")
        await pilot.press("tab", "2", "tab", "3", "tab")
        await type_text(pilot, "Ring her")
        await pilot.press("ctrl+o")
        await comes(pilot, "There is a problem", "Choose whom we ring or write to for it, or nobody")
        await pilot.press("1")
        await comes(pilot, "We ring or write to", "Nobody of the family")
        await pilot.press("1", "ctrl+o")
        await comes(pilot, "They said no to being reached", "Ask them again")
        assert office.officer.casework.case(family.case).notes == ()
        await pilot.press("escape")
