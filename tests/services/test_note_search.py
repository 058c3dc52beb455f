"""Searching in all notes: newest first, batch by batch, on record, and never past the gate before colleagues' cases."""

from collections.abc import Callable

import pytest

from iass_tui.rules.people import PersonState
from iass_tui.rules.records.casework import NoteBody
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import note_search
from iass_tui.services.note_search_views import NoteHit, SearchStep
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, Problem
from tests.services.families import COVERING, add_family, set_state
from tests.services.offices import START, Office


def search(
    session: OfficeSession, query: str, is_cancelled: Callable[[], bool] = lambda: False
) -> tuple[list[NoteHit], list[SearchStep]]:
    steps: list[SearchStep] = []
    session.note_search.search(query, steps.append, is_cancelled)
    return [hit for step in steps for hit in step.hits], steps


def test_hits_come_newest_first_with_their_words(office: Office) -> None:
    session = office.officer
    first, second = add_family(session), add_family(session)
    ids = [
        session.casework.add_note(case, NoteBody(text=text))
        for case, text in ((first.case, "The École rang"), (second.case, "No bus"), (first.case, "They like école"))
    ]
    hits, steps = search(session, "ecole")
    assert [(hit.note_id, hit.reference, hit.context) for hit in hits] == [
        (ids[2], "C-0001", "They like «école»"),
        (ids[0], "C-0001", "The «École» rang"),
    ]
    assert (hits[0].day, hits[0].author, hits[0].case_id) == (START.date(), "Omar Officer", first.case)
    assert (steps[-1].is_over, steps[-1].looked_at, steps[-1].of) == (True, 3, 3)


def test_a_note_is_found_as_it_stands_once(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    note = session.casework.add_note(case, NoteBody(text="the bus"))
    session.casework.correct_note(note, NoteBody(text="the taxi"))
    session.casework.add_addendum(note, "and the train")
    session.casework.mark_in_error(note, "another child")
    assert search(session, "bus")[0] == []
    (hit,) = search(session, "taxi train")[0]
    assert (hit.note_id, hit.in_error, hit.context) == (note, True, "the «taxi» and the «train» another child")


def test_the_search_is_on_record_once_and_never_for_what(office: Office) -> None:
    session = office.officer
    session.casework.add_note(add_family(session).case, NoteBody(text="canary"))
    search(session, "canary")
    said = office.said()
    assert said[0] == AuditDetail(act=Act.SEARCH, subject="notes", count=1)
    assert "canary" not in str(said)
    (row,) = [row for row in office.manager.audit.lines(_everything()) if row.act is Act.SEARCH]
    assert row.what == "Searched in all notes (1)"


def _everything():  # type: ignore[no-untyped-def]
    from iass_tui.services.views import AuditFilter

    return AuditFilter()


def test_nothing_is_found_where_the_search_cannot_be_recorded(office: Office) -> None:
    session = office.officer
    session.casework.add_note(add_family(session).case, NoteBody(text="canary"))
    office.refuse_entries()
    steps: list[SearchStep] = []
    with pytest.raises(Exception, match="none"):
        session.note_search.search("canary", steps.append, lambda: False)
    assert steps == []


def test_words_of_a_colleagues_case_stay_back_until_it_was_said_why(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.add_note(family.case, NoteBody(text="a canary"))
    (hit,) = search(office.colleague, "canary")[0]
    assert (hit.reference, hit.context, hit.officer) == ("C-0001", "", "Omar Officer")
    office.colleague.casework.case(family.case, COVERING)
    (hit,) = search(office.colleague, "canary")[0]
    assert hit.context == "a «canary»"


def test_frozen_records_and_erased_ones_are_not_searched(office: Office) -> None:
    session = office.officer
    frozen, gone, there = (add_family(session) for _ in range(3))
    for family in (frozen, gone, there):
        session.casework.add_note(family.case, NoteBody(text="canary"))
    set_state(session, frozen.child, PersonState.FROZEN)
    office.is_damaged_on_purpose = True
    with session.desk.cupboard.write() as connection:
        connection.exec_driver_sql("DELETE FROM file_key WHERE subject = ?", (gone.case.bytes,))
    hits, steps = search(session, "canary")
    assert [hit.case_id for hit in hits] == [there.case]
    assert (steps[-1].looked_at, steps[-1].unreadable) == (2, 1)


def test_a_damaged_note_is_counted_and_the_others_are_found(office: Office) -> None:
    session = office.officer
    case = add_family(session).case
    bad, good = (session.casework.add_note(case, NoteBody(text="canary")) for _ in range(2))
    office.tamper("UPDATE note SET body = zeroblob(320) WHERE note_id = ?", bad.bytes)
    hits, steps = search(session, "canary")
    assert ([hit.note_id for hit in hits], steps[-1].unreadable) == ([good], 1)


def test_batches_together_look_at_every_note_once_and_a_search_can_be_cancelled(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = office.officer
    case = add_family(session).case
    ids = [session.casework.add_note(case, NoteBody(text=f"canary {n}")) for n in range(9)]
    monkeypatch.setattr(note_search, "FIRST", 2)
    monkeypatch.setattr(note_search, "LARGEST", 3)
    hits, steps = search(session, "canary")
    assert [hit.note_id for hit in hits] == ids[::-1]
    assert [step.looked_at for step in steps] == [2, 5, 8, 9]
    assert [len(step.hits) for step in steps] == [2, 3, 3, 1]
    answers = iter([False, True])
    hits, steps = search(session, "canary", lambda: next(answers))
    assert ([hit.note_id for hit in hits], steps[-1].is_over) == (ids[:6:-1], False)
    monkeypatch.setattr(note_search, "MOST", 4)
    hits, steps = search(session, "canary")
    assert ([hit.note_id for hit in hits], steps[-1].is_full, steps[-1].is_over) == (ids[:4:-1], True, True)


@pytest.mark.parametrize("query", ["", "  ", "...", "—"])
def test_a_query_without_a_word_is_no_search(office: Office, query: str) -> None:
    add_family(office.officer)
    before = len(office.said())
    assert search(office.officer, query) == ([], [])
    assert len(office.said()) == before


def test_a_volunteer_searches_no_notes(office: Office) -> None:
    with pytest.raises(NotAllowed) as refused:
        search(office.volunteer, "canary")
    assert refused.value.reasons == ("ACCESS_NOT_YOUR_ROLE",)


def test_a_locked_screen_ends_a_search(office: Office) -> None:
    session = office.officer
    session.casework.add_note(add_family(session).case, NoteBody(text="canary"))
    session.note_lock()
    with pytest.raises(Problem):
        search(session, "canary")
