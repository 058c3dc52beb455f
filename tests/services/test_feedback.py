"""Feedback: on its own, so that nothing on disk says whose it is; or with a case, where the family asked for that."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest

from db import audit_store, feedback_store
from db.engine import open_engine
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.feedback import CaseFeedback, FeedbackBody
from iass_tui.rules.records.office import Act
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, Problem
from tests.services.families import Family, add_family
from tests.services.offices import Office
from tests.services.test_consent import heard, withdraw
from tests.services.test_erasing import make_kit

QUARTER = "2026-Q3"
FORM = FeedbackBody(
    reach=4, useful=5, fair=5, difference=3, confident_before=3, confident_now=7, recommend=9, overall=4
)
LINKED = CaseFeedback(received_on=date(2026, 11, 20), answers=FORM, asked_how="Ticked on the form")


def kept(session: OfficeSession, quarter: str = QUARTER) -> list[FeedbackBody]:
    with session.desk.read() as connection:
        return list(feedback_store.of_quarter(session.desk, connection, Quarter.parse(quarter)))


def agreed(office: Office) -> Family:
    made = add_family(office.officer)
    office.officer.consent.record(made.child, [heard(Purpose.FEEDBACK_INVITE)])
    return made


def test_a_form_belongs_to_its_quarter_and_to_nobody(office: Office) -> None:
    office.officer.feedback.keep(QUARTER, FORM)
    office.volunteer.feedback.keep("2026-Q2", dataclasses.replace(FORM, overall=1))
    assert kept(office.manager) == [FORM]
    assert [one.overall for one in kept(office.manager, "2026-Q2")] == [1]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (FeedbackBody(), "FEEDBACK_EMPTY"),
        (FeedbackBody(reach=6), "FEEDBACK_OUT_OF_RANGE"),
        (FeedbackBody(recommend=11), "FEEDBACK_OUT_OF_RANGE"),
        (FeedbackBody(confident_now=0), "FEEDBACK_OUT_OF_RANGE"),
    ],
)
def test_an_empty_form_or_an_answer_beyond_its_scale_is_refused(
    office: Office, body: FeedbackBody, reason: str
) -> None:
    with pytest.raises(NotAllowed) as no:
        office.officer.feedback.keep(QUARTER, body)
    assert no.value.reasons == (reason,)
    assert kept(office.manager) == []


def test_a_quarter_that_has_not_begun_takes_none(office: Office) -> None:
    with pytest.raises(Problem, match="not begun"):
        office.officer.feedback.keep("2026-Q4", FORM)
    with pytest.raises(Problem, match="like 2026-Q3"):
        office.officer.feedback.keep("last", FORM)


def clear_text(path: Path) -> str:
    """Every table with every column that anyone can read, in the order in which SQLite gives it back."""
    engine = open_engine(path)
    out = {}
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            rows = connection.exec_driver_sql(f'SELECT * FROM main."{name}"').fetchall()
            out[name] = [[one.hex() if isinstance(one, bytes) else one for one in row] for row in rows]
    engine.dispose()
    return json.dumps(out)


def test_with_every_key_in_hand_nothing_on_disk_says_whose_form_it_is_or_when_it_came(office: Office) -> None:
    """The office sees three families in turn, each of which hands in a form, and is then read by who has all keys."""
    session, ids, entries = office.officer, [], []
    for number in range(3):
        made = add_family(session)
        session.casework.case(made.case)
        before = office.ask("SELECT count(*) FROM audit_entry")
        session.feedback.keep(QUARTER, dataclasses.replace(FORM, recommend=number))
        entries.append(office.ask("SELECT count(*) FROM audit_entry") - before)
        office.clock.forward(hours=5)
        ids += [made.child, made.mother, made.case]
    assert entries == [0, 0, 0]
    engine = open_engine(office.places.folder.records)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM feedback").fetchall()
        (statement,) = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'feedback'").one()
        indexes = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'feedback' AND sql IS NOT NULL"
        ).scalar_one()
        with pytest.raises(Exception, match="rowid"):
            connection.exec_driver_sql("SELECT rowid FROM feedback")
    engine.dispose()
    # the row: a random id, the quarter's key, a cell of one size. No link, no moment, no author, no order.
    assert {len(row) for row in rows} == {3}
    assert "WITHOUT ROWID" in statement
    assert indexes == 0
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len({row[1] for row in rows}) == 1
    assert len({len(row[2]) for row in rows}) == 1
    # the opened cell holds the answers and nothing else
    opened = kept(office.manager)
    assert sorted(one.recommend or 0 for one in opened) == [0, 1, 2]
    for one in opened:
        assert set(one.to_json()) <= {"v", *(field.name for field in dataclasses.fields(FeedbackBody))}
    # the key is older than any form, so that it dates none; and no entry, opened, speaks of a form
    with office.manager.desk.read() as connection:
        lines = list(audit_store.lines(office.manager.desk, connection))
        assert not any(line.detail and line.detail.subject == "feedback" for line in lines)
    form_ids = {row[0].hex() for row in rows}
    everything = clear_text(office.places.folder.records) + clear_text(office.places.folder.keys)
    for form_id in form_ids:
        assert everything.count(form_id) == 1  # nowhere but in its own row
    own_row = json.loads(clear_text(office.places.folder.records))["feedback"]
    for one in ids:
        assert one.hex not in json.dumps(own_row)
    # the log that SQLite writes in order is empty
    log = office.places.folder.records.with_name(office.places.folder.records.name + "-wal")
    assert not log.exists() or not any(bytes.fromhex(one) in log.read_bytes() for one in form_ids)


def test_a_no_to_keeping_a_form_with_a_case_names_no_family(office: Office) -> None:
    made = add_family(office.officer)
    with pytest.raises(NotAllowed) as no:
        office.officer.feedback.keep_with_case("C-0001", dataclasses.replace(LINKED, asked_how=" "))
    assert no.value.reasons == ("FEEDBACK_NO_CONSENT", "FEEDBACK_NOT_ASKED_FOR")
    office.officer.feedback.keep(QUARTER, FORM)
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id, said.case_id) == (Act.REFUSED, "feedback", None, None)
    assert office.ask("SELECT count(*) FROM case_feedback WHERE case_id = ?", made.case.bytes) == 0


def test_a_form_stands_with_a_case_where_the_family_asked_for_that(office: Office) -> None:
    made = agreed(office)
    office.officer.feedback.keep_with_case("c1", LINKED)
    said = office.said()[0]
    assert (said.act, said.subject, said.case_id) == (Act.CREATE, "feedback", made.case)
    (form,) = office.officer.casework.case(made.case).feedback
    assert (form.author, form.body) == ("Omar Officer", LINKED)
    assert kept(office.manager) == []
    items = office.officer.packs.offer(made.child, None).items
    assert [one.kind for one in items].count("Feedback") == 1
    with pytest.raises(NotFound):
        office.officer.feedback.keep_with_case("C-0099", LINKED)
    with pytest.raises(NotAllowed):
        office.volunteer.feedback.keep_with_case("C-0001", LINKED)


def test_once_the_yes_is_taken_back_no_further_form_stands_there_and_an_erased_one_is_gone(office: Office) -> None:
    made = agreed(office)
    office.officer.feedback.keep_with_case("C-0001", LINKED)
    office.officer.feedback.keep(QUARTER, FORM)
    withdraw(office.officer, made.child, Purpose.FEEDBACK_INVITE)
    with pytest.raises(NotAllowed):
        office.officer.feedback.keep_with_case("C-0001", LINKED)
    make_kit(office)
    withdraw(office.officer, made.child, Purpose.SAVE_CASE)
    office.manager.erasures.erase(made.child)
    assert office.ask("SELECT count(*) FROM case_feedback") == 0
    assert kept(office.manager) == [FORM]  # which belongs to nobody


def test_what_families_wrote_is_read_by_a_manager_in_the_order_of_the_alphabet(office: Office) -> None:
    for words in ("Thank you", "A great help", ""):
        office.officer.feedback.keep(QUARTER, dataclasses.replace(FORM, comment=words))
    assert office.manager.feedback.comments(QUARTER) == ("A great help", "Thank you")
    assert (office.said()[0].act, office.said()[0].case_id) == (Act.VIEW, None)
    with pytest.raises(NotAllowed):
        office.officer.feedback.comments(QUARTER)


def test_hostile_words_are_cleaned_and_a_long_comment_survives(office: Office) -> None:
    hostile = "\x1b[31m\u202e[bold]" + "ä" * 2000
    office.officer.feedback.keep(QUARTER, dataclasses.replace(FORM, comment=hostile))
    (one,) = kept(office.manager)
    assert "\x1b" not in one.comment
    assert one.comment.endswith("ä" * 2000)
