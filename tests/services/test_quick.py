"""What keeps an office quick however large it grows, without an answer that outlives what it was read from."""

import platform
import re
import subprocess
import sys
from uuid import uuid4

import pytest

from db import case_store, event_store, join_store
from db.engine import once, reading
from iass_tui.rules.records.base import UnreadableRecord
from iass_tui.rules.records.casework import NoteBody, TaskBody
from iass_tui.rules.records.registers import RegisterLine
from iass_tui.services.session import OfficeSession
from tests.services.families import CHILD, FACTS, add_family, add_person
from tests.services.offices import Office
from tests.services.test_joining import join


def statements(session: OfficeSession) -> list[str]:
    """Fills while statements are run on connections made from now on, values and all."""
    from sqlalchemy import event

    said: list[str] = []
    for engine in (session.desk.records.engine, session.desk.cupboard.engine):
        event.listen(engine, "connect", lambda connection, _: connection.set_trace_callback(said.append))
        engine.dispose()
    return said


def test_keys_are_looked_for_by_whose_they_are_and_never_among_all_of_their_kind(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    officer.casework.add_note(family.case, NoteBody(progress="They rang about transport"))
    officer.directory.load()
    said = statements(officer)
    officer.note_search.search("transport", lambda _: None, lambda: False)
    add_person(officer, CHILD)
    officer.directory.changed()
    officer.desk.shared_key("case", family.case, "casework")
    asked = [one for one in said if "FROM file_key" in one and re.search(r"\b(id|subject) (=|IN)", one)]
    assert len(asked) >= 3
    many = [re.sub(r"IN \((x'\w+')\)", r"IN (\1, " + ", ".join(["x'00'"] * 40) + ")", one) for one in asked]
    with reading(officer.desk.cupboard.engine) as connection:
        plans = [str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}").fetchall()) for one in many]
    assert [plan for plan in plans if "ix_file_key_kind" in plan] == []


def test_what_is_not_closed_is_found_without_a_look_at_what_is(office: Office) -> None:
    with office.officer.desk.read() as connection:
        for query in (case_store._WITH_NAMES, event_store._OF_OFFICER):
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (b"",)).fetchall())
            assert "ix_case_not_closed" in plan


def test_a_case_opens_in_few_statements(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    said = statements(officer)
    officer.casework.case(family.case)
    assert 20 < len([one for one in said if one.startswith(("SELECT", "INSERT"))]) < 40


def test_more_cases_are_no_more_statements_in_the_teams_view_and_on_today(office: Office) -> None:
    officer, manager = office.officer, office.manager
    add_family(officer)
    said = {one: statements(one) for one in (manager, officer)}
    counts = []
    for _ in range(3):
        for some in said.values():
            some.clear()
        manager.team.view()
        officer.reviews.agenda()
        counts.append([len([one for one in some if one.startswith("SELECT")]) for some in said.values()])
        for _ in range(4):
            add_family(officer)
    assert counts[1] == counts[2]  # of 5 cases and of 9; the first look makes the connections


def test_an_answer_is_kept_for_one_snapshot_and_inside_a_write_not_at_all(office: Office) -> None:
    officer = office.officer
    family = add_family(officer)
    other = add_person(officer, CHILD)
    case = officer.casework.open_case(other, FACTS)
    with officer.desk.read() as before:
        assert join_store.kept_of(before, other) == other
        join(officer, family.child, other)
        assert join_store.kept_of(before, other) == other  # one snapshot is of one moment
    with officer.desk.read() as after:
        assert join_store.kept_of(after, other) == family.child
    assert officer.casework.case(case).person.id == family.child
    asked: list[int] = []
    with officer.desk.unit("casework") as unit:
        for _ in range(2):
            once(unit.connection, lambda _: asked.append(1))
    assert len(asked) == 2


def test_a_record_read_from_a_cell_is_what_its_class_would_make() -> None:
    due = TaskBody(what="Ring back", note_id=uuid4())
    assert TaskBody.from_json({**due.to_json(), "later": 1}) == due
    assert TaskBody.from_json({**due.to_json(), "later": 1}).to_json()["later"] == 1
    with pytest.raises(UnreadableRecord):
        TaskBody.from_json({"v": 1, "note_id": str(uuid4())})  # nothing said of what is to be done
    one, other = RegisterLine.from_json({"v": 1}), RegisterLine.from_json({"v": 1})
    assert one.values is not other.values


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps of threads are glibc's")
def test_what_one_thread_freed_serves_the_next_one() -> None:
    """So that reading everybody anew after each lock, in another thread, takes no more memory."""
    script = """if True:
        import threading
        from pathlib import Path
        from iass_tui.host import heap
        heap.keep_one()
        kept, goes = [], threading.Event()
        def fill():
            blocks = [bytes(3000) for _ in range(7000)]
            kept.append(blocks[-1])
            blocks.clear()
        def stay():
            fill()
            goes.wait()
        threads = [threading.Thread(target=stay) for _ in range(6)]
        for each, thread in enumerate(threads):
            thread.start()
            while len(kept) <= each:
                pass
        status = Path("/proc/self/status").read_text()
        print(status.partition("VmRSS:")[2].split()[0])
        goes.set()
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000  # kilobytes; with a heap for each of the six it is 130,000
