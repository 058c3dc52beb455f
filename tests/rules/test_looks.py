"""Who looked, as a family reads it: made from an allow-list, so that nothing else can be read off it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.case_access import WhyOpened
from iass_tui.rules.looks import Did, FileLook, family_looks
from iass_tui.rules.records.office import Act, AuditDetail, AuditLine

PERSON, CASE, OMAR = uuid4(), uuid4(), uuid4()
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
DAY = date(2026, 11, 3)
SECRET = (
    "concern",
    "concerns",
    "checklist",
    "sharing",
    "sharing question",
    "draft",
    "intake",
    "staff",
    "something new",
)


def line(
    act: Act, subject: str, *reasons: str, at: datetime = NOON, who: UUID | None = OMAR, **about: UUID
) -> AuditLine:
    """One entry about the person, unless it says about what else."""
    detail = AuditDetail(act=act, subject=subject, reasons=reasons, **(about or {"subject_id": PERSON}))
    return AuditLine(seq=1, at=at, actor_id=who, detail=detail, rows=0)


def looks(*lines: AuditLine, is_own: bool = True) -> tuple[FileLook, ...]:
    return family_looks(lines, {PERSON}, {CASE}, is_own=is_own)


def test_a_day_of_looks_by_one_colleague_is_one_line_with_the_reason_they_gave() -> None:
    said = [line(Act.VIEW, "case", "COVERING", case_id=CASE, at=NOON + timedelta(minutes=n)) for n in range(3)]
    assert looks(*said) == (FileLook(DAY, OMAR, Did.OPENED, WhyOpened.COVERING),)


def test_the_words_of_another_reason_stay_in_the_office() -> None:
    (one,) = looks(line(Act.VIEW, "case", "OTHER", "Mrs Veldrannock rang", case_id=CASE))
    assert one.why is WhyOpened.OTHER
    assert "Veldrannock" not in repr(one)


def test_the_day_is_the_one_in_england() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert looks(line(Act.VIEW, "person", at=late))[0].day == date(2026, 7, 2)


@pytest.mark.parametrize("act", [Act.VIEW, Act.CREATE, Act.CHANGE, Act.DELETE, Act.EXPORT, Act.REFUSED])
@pytest.mark.parametrize("subject", SECRET)
def test_nothing_secret_stands_there_whatever_was_done_with_it(act: Act, subject: str) -> None:
    assert looks(line(act, subject), line(act, subject, case_id=CASE)) == ()


@pytest.mark.parametrize("subject", ["letter", "policy", "feedback"])
def test_reading_a_letter_or_how_a_family_is_told_of_the_policy_is_opening_their_file(subject: str) -> None:
    assert looks(line(Act.VIEW, subject), is_own=False) == (FileLook(DAY, OMAR, Did.OPENED),)


def test_what_was_written_into_a_sisters_case_and_theirs_at_once_is_a_look_at_theirs() -> None:
    detail = AuditDetail(act=Act.CREATE, subject="contact", case_id=uuid4(), cases=(CASE,))
    entry = AuditLine(seq=1, at=NOON, actor_id=OMAR, detail=detail, rows=2)
    assert looks(entry) == (FileLook(DAY, OMAR, Did.WROTE),)


def test_what_was_refused_stands_on_no_paper() -> None:
    assert looks(line(Act.REFUSED, "person"), line(Act.REFUSED, "case", case_id=CASE)) == ()


def test_a_reader_who_is_not_the_person_learns_who_opened_it_and_not_when_something_was_written() -> None:
    said = [
        line(Act.VIEW, "person"),
        line(Act.CREATE, "note", case_id=CASE),
        line(Act.CONSENT, "person"),
        line(Act.EXPORT, "pack"),
        line(Act.VIEW, "audit"),
    ]
    assert {one.did for one in looks(*said, is_own=False)} == {Did.OPENED, Did.COPIED}
    assert {one.did for one in looks(*said)} == set(Did)


details = st.builds(
    AuditDetail,
    act=st.sampled_from(Act),
    subject=st.sampled_from(("person", "case", "note", "pack", "audit", *SECRET)),
    subject_id=st.none() | st.uuids(),
    case_id=st.none() | st.uuids(),
    reasons=st.lists(st.text(max_size=8), max_size=2).map(tuple),
)


@given(st.lists(details, max_size=12), st.booleans())
def test_whatever_is_about_others_changes_nothing(others: list[AuditDetail], is_own: bool) -> None:
    mine = [line(Act.VIEW, "person"), line(Act.CREATE, "note", case_id=CASE)]
    more = [dataclasses.replace(mine[0], detail=detail) for detail in others]
    assert looks(*mine, *more, is_own=is_own) == looks(*mine, is_own=is_own)
