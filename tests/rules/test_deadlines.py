"""The timetable: the vectors of domain/deadlines.md, one and more for every row, and what exceptions and answers do."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from holidays.countries import UnitedKingdom
from hypothesis import given, strategies as st

from iass_tui.rules.dates import months_after
from iass_tui.rules.deadlines import (
    ROWS,
    Calendars,
    Deadline,
    Holder,
    State,
    counting as c,
    on_today,
    rows_of,
    timetable,
)
from iass_tui.rules.deadlines.catalogue import COUNCILS, Unit
from iass_tui.rules.deadlines.timetable import EventReason, may_keep_event, may_mark
from iass_tui.rules.deadlines.working_out import (
    Question,
    appeal_by,
    review_after_transfer,
    transfer_by,
    work_out,
)
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.records.deadlines import (
    CaseEvent,
    CaseEventBody,
    DutyNote,
    EventKind as On,
    Excuse,
    Span,
    TermCalendar,
)

BANK = UnitedKingdom(subdiv="ENG", years=range(2014, 2041))
TERMS = TermCalendar(
    terms=(
        Span(first=date(2026, 9, 2), last=date(2026, 12, 18)),
        Span(first=date(2027, 1, 4), last=date(2027, 3, 25)),
        Span(first=date(2027, 4, 12), last=date(2027, 7, 21)),
    ),
    closed=(
        Span(first=date(2026, 10, 26), last=date(2026, 10, 30)),
        Span(first=date(2026, 9, 2), last=date(2026, 9, 2)),
    ),
)
CALENDARS = Calendars(BANK, TERMS)
TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2015, 1, 1), date(2036, 12, 31))


def day(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").replace(tzinfo=UTC).date()


def event(kind: On, on: date, *duties: DutyNote, in_error: bool = False) -> CaseEvent:
    body = CaseEventBody(kind=kind, on=on, duties=duties, in_error=in_error)
    return CaseEvent(
        id=uuid4(),
        version=1,
        case_id=uuid4(),
        written_at=datetime(2026, 11, 1, tzinfo=UTC),
        author_id=uuid4(),
        body=body,
    )


def dates(*events: CaseEvent, today: date = TODAY, born: date | None = None) -> dict[str, Deadline]:
    """By code; the last of two of one code."""
    return {one.row.code: one for one in timetable(events, CALENDARS, today, born)}


VECTORS: tuple[tuple[str, On, str, str], ...] = (
    # given in the file
    ("EHC_DEC", On.REQUEST, "14 Sep 2026", "26 Oct 2026"),
    ("EHC_NOPLAN", On.REQUEST, "14 Sep 2026", "4 Jan 2027"),
    ("EHC_FINAL", On.REQUEST, "14 Sep 2026", "1 Feb 2027"),
    ("AR_REPORT", On.REVIEW_MEETING, "5 Nov 2026", "19 Nov 2026"),
    ("AR_DEC", On.REVIEW_MEETING, "5 Nov 2026", "3 Dec 2026"),
    ("AR_FINAL_MEETING", On.REVIEW_MEETING, "5 Nov 2026", "28 Jan 2027"),
    ("APPEAL", On.NO_ASSESSMENT, "10 Jun 2026", "1 Sep 2026"),  # APPEAL_HOL: 10 August
    # and from its rows
    ("EHC_ADV", On.ADVICE_ASKED, "1 Oct 2026", "12 Nov 2026"),
    ("EHC_DRAFTCOM", On.DRAFT_SERVED, "1 Dec 2026", "15 Dec 2026"),
    ("REASS_DEC", On.REASSESS_REQUEST, "1 Oct 2026", "16 Oct 2026"),
    ("REASS_FINAL", On.REASSESS_NOTICE, "1 Oct 2026", "7 Jan 2027"),
    ("MOVE_XFER", On.MOVED, "30 Oct 2026", "30 Oct 2026"),
    ("MOVE_TELL", On.TRANSFERRED, "30 Oct 2026", "11 Dec 2026"),
    ("MOVE_REV", On.TRANSFERRED, "30 Nov 2026", "28 Feb 2027"),
    ("HE_COPY", On.HE_COPY_ASKED, "10 Dec 2026", "5 Jan 2027"),  # Christmas, the Monday for the 26th, New Year
    ("AR_DUE", On.PLAN_ISSUED, "29 Feb 2024", "28 Feb 2025"),
    ("AR_NOTICE", On.REVIEW_MEETING, "5 Nov 2026", "22 Oct 2026"),
    ("AR_REPS", On.AMENDMENT_NOTICE, "3 Dec 2026", "17 Dec 2026"),
    ("AR_FINAL", On.AMENDMENT_NOTICE, "3 Dec 2026", "28 Jan 2027"),
    ("PT_FEB", On.PHASE, "1 Sep 2027", "15 Feb 2027"),
    ("PT_MAR", On.PHASE_POST16, "1 Sep 2027", "31 Mar 2027"),
    ("PT_16", On.BETWEEN_POST16, "31 Jul 2027", "28 Feb 2027"),
    ("MED_CONTACT", On.NO_PLAN, "31 Dec 2026", "28 Feb 2027"),
    ("MED_CERT_NO", On.MEDIATION_DECLINED, "23 Dec 2026", "30 Dec 2026"),
    ("MED_HELD", On.MEDIATION_WANTED, "1 Oct 2026", "31 Oct 2026"),
    ("MED_DATE", On.MEDIATION_DATE, "8 Jan 2027", "31 Dec 2026"),
    ("MED_CERT", On.MEDIATION_ENDED, "27 Nov 2026", "2 Dec 2026"),
    ("MED_ACT", On.MEDIATION_AGREED, "27 Nov 2026", "11 Dec 2026"),
    ("APPEAL", On.CEASE, "1 Oct 2026", "1 Dec 2026"),
    ("APPEAL", On.CEASE, "5 Oct 2026", "7 Dec 2026"),  # the 5th is a Saturday
    ("APPEAL_NOCERT", On.PLAN_PLACE_ONLY, "1 Sep 2026", "2 Nov 2026"),  # the 1st is a Sunday
    ("APP_RESP", On.APPEAL_SENT, "7 Dec 2026", "26 Jan 2027"),  # 13 days to Christmas Eve, then 17 from 4 January
    ("APP_RESP", On.APPEAL_SENT, "20 Jul 2026", "29 Sep 2026"),  # nine in July, none in August, 21 in September
    ("APP_BUNDLE", On.HEARING, "11 Jan 2027", "18 Dec 2026"),
    ("DISC", On.DISCRIMINATION, "28 Feb 2026", "27 Aug 2026"),  # the first day counts; August does not move a claim
    ("DISC", On.DISCRIMINATION, "27 Jun 2026", "26 Dec 2026"),
    ("ORD_ASSESS_SAY", On.ORDER_ASSESS, "1 Oct 2026", "15 Oct 2026"),
    ("ORD_ASSESS_NOPLAN", On.ORDER_ASSESS, "1 Oct 2026", "10 Dec 2026"),
    ("ORD_ASSESS_PLAN", On.ORDER_ASSESS, "1 Oct 2026", "7 Jan 2027"),
    ("ORD_PLAN_DRAFT", On.ORDER_PLAN, "1 Oct 2026", "5 Nov 2026"),
    ("ORD_PLAN_FINAL", On.ORDER_PLAN, "1 Oct 2026", "17 Dec 2026"),
    ("ORD_RECONSIDER", On.ORDER_RECONSIDER, "1 Oct 2026", "15 Oct 2026"),
    ("ORD_AMEND", On.ORDER_AMEND, "1 Oct 2026", "5 Nov 2026"),
    ("ORD_PLACE", On.ORDER_PLACE, "1 Oct 2026", "15 Oct 2026"),
    ("ORD_CONTINUE", On.ORDER_CONTINUE, "1 Oct 2026", "1 Oct 2026"),
    ("ORD_CEASE", On.ORDER_CEASE, "1 Oct 2026", "1 Oct 2026"),
    ("EXC_GOV", On.EXCLUDED_LONG, "19 Oct 2026", "16 Nov 2026"),  # half term from the 26th to the 30th
    ("EXC_GOV50", On.EXCLUDED_SHORT, "19 Oct 2026", "18 Jan 2027"),
    ("EXC_IRP", On.EXCLUSION_UPHELD, "4 Dec 2026", "8 Jan 2027"),
    ("EXC_GOV", On.EXCLUDED_FOR_GOOD, "2 Nov 2026", "23 Nov 2026"),
    ("EXC_EDU", On.EXCLUDED_LONG, "19 Oct 2026", "2 Nov 2026"),  # the 19th is the first school day
    ("EXC_EDU_LA", On.EXCLUDED_FOR_GOOD, "19 Oct 2026", "2 Nov 2026"),
    ("TRN_S1_ASK", On.TRANSPORT_REFUSED, "1 Sep 2026", "29 Sep 2026"),
    ("TRN_S1_REVIEW", On.TRANSPORT_ASKED, "1 Sep 2026", "29 Sep 2026"),
    ("TRN_S2_ASK", On.TRANSPORT_REVIEWED, "1 Sep 2026", "29 Sep 2026"),
    ("TRN_S2_PANEL", On.TRANSPORT_PANEL_ASKED, "1 Sep 2026", "27 Oct 2026"),
    ("TRN_S2_LETTER", On.TRANSPORT_PANEL, "24 Dec 2026", "5 Jan 2027"),
    ("ADM_APP", On.ADMISSION_REFUSED, "1 Mar 2027", "13 Apr 2027"),  # Easter holidays
    ("ADM_APP_HEARD", On.ADMISSION_LAST_DAY, "7 Sep 2026", "9 Nov 2026"),
    ("ADM_APP_HEARD_LATE", On.ADMISSION_APPEALED_LATE, "7 Sep 2026", "19 Oct 2026"),
    ("LGSCO", On.PROBLEM_KNOWN, "23 Nov 2026", "22 Nov 2027"),
    ("SCH_COMP", On.SCHOOL_EVENT, "30 Nov 2026", "28 Feb 2027"),
)


@pytest.mark.parametrize(("code", "kind", "on", "due"), VECTORS, ids=[f"{one[0]} {one[2]}" for one in VECTORS])
def test_a_row_falls_due_as_the_table_says(code: str, kind: On, on: str, due: str) -> None:
    assert dates(event(kind, day(on)))[code].due == day(due)


def test_every_row_has_a_vector_and_every_code_is_of_one_row() -> None:
    tested = {code for code, *_ in VECTORS} | {"AR_EY"}
    assert {row.code for row in ROWS} == tested
    assert len({row.code for row in ROWS}) == len(ROWS)


def test_every_kind_of_event_sets_a_date_or_answers_one() -> None:
    useful = {kind for row in ROWS for kind in row.triggers | row.answered_by | row.undone_by}
    assert set(On) - useful == {On.MOVE_KNOWN}  # MOVE_XFER looks at it


@pytest.mark.parametrize(
    ("letter", "certificate", "due", "safe"),
    [
        ("1 Oct 2026", "29 Nov 2026", "4 Jan 2027", "24 Dec 2026"),  # of the file
        ("10 Jun 2026", None, "1 Sep 2026", "31 Jul 2026"),  # of the file
        ("1 Oct 2026", "1 Oct 2026", "1 Dec 2026", "30 Nov 2026"),  # two months are later than one
        ("1 Oct 2026", "25 Nov 2026", "4 Jan 2027", "24 Dec 2026"),
        ("24 Oct 2026", None, "24 Dec 2026", "23 Dec 2026"),  # the last day before
        ("2 Nov 2026", None, "4 Jan 2027", "24 Dec 2026"),  # 2 January is a Saturday
        ("30 Jun 2027", None, "1 Sep 2027", "30 Jul 2027"),
        ("31 Jul 2026", None, "30 Sep 2026", "29 Sep 2026"),  # September has no 31st
        ("26 Jan 2027", None, "30 Mar 2027", "25 Mar 2027"),  # Good Friday, the weekend, Easter Monday
    ],
)
def test_an_appeal_is_due_by_the_later_of_two_dates_on_a_day_of_the_tribunal(
    letter: str, certificate: str | None, due: str, safe: str
) -> None:
    found = appeal_by(day(letter), day(certificate) if certificate else None, BANK)
    assert (found.due, found.safe) == (day(due), day(safe))


def test_an_appeal_takes_the_certificate_that_came_after_its_own_letter() -> None:
    first, second = event(On.CEASE, date(2025, 3, 3)), event(On.CEASE, date(2026, 9, 1))
    certificate = event(On.CERTIFICATE, date(2026, 10, 20))
    found = [one.due for one in timetable([certificate, second, first], CALENDARS, TODAY) if one.row.code == "APPEAL"]
    assert found == [date(2025, 5, 6), date(2026, 11, 20)]  # 3 May 2025 is a Saturday, the 5th a bank holiday


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("23 Nov 2026", True),
        ("22 Nov 2026", False),
        ("24 Dec 2026", True),
        ("25 Dec 2026", False),
        ("29 Dec 2026", False),
        ("1 Jan 2027", False),
        ("4 Jan 2027", True),
        ("31 Jul 2026", True),
        ("3 Aug 2026", False),
        ("1 Sep 2026", True),
        ("26 Mar 2027", False),  # Good Friday
        ("3 May 2027", False),
    ],
)
def test_a_tribunal_working_day(text: str, counts: bool) -> None:
    assert c.tribunal_day(BANK)(day(text)) is counts


def test_a_plan_goes_over_on_the_day_of_a_move_that_was_known_in_time() -> None:
    moved = date(2026, 10, 30)
    assert transfer_by(moved, date(2026, 10, 9), BANK) == moved  # 15 working days before
    assert transfer_by(moved, date(2026, 10, 12), BANK) == moved  # the 15th, beginning with the 12th
    assert transfer_by(moved, date(2026, 10, 13), BANK) == date(2026, 11, 2)
    found = dates(event(On.MOVED, moved), event(On.MOVE_KNOWN, date(2026, 11, 23)))["MOVE_XFER"]
    assert found.due == date(2026, 12, 11)


def test_a_review_after_a_transfer_is_at_the_later_of_two_dates() -> None:
    assert review_after_transfer(date(2026, 10, 30), date(2026, 6, 1)) == date(2027, 6, 1)
    assert review_after_transfer(date(2026, 10, 30), date(2025, 11, 1)) == date(2027, 1, 30)
    plan = event(On.PLAN_ISSUED, date(2026, 6, 1))
    assert dates(plan, event(On.TRANSFERRED, date(2026, 10, 30)))["MOVE_REV"].due == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("born", "due"), [(date(2022, 5, 1), date(2027, 4, 1)), (date(2022, 4, 1), None), (None, None)]
)
def test_early_years_plans_are_reviewed_after_six_months_while_the_child_is_under_five(
    born: date | None, due: date | None
) -> None:
    found = dates(event(On.PLAN_ISSUED, date(2026, 10, 1)), born=born).get("AR_EY")
    assert (found.due if found else None) == due


# how a date stands


def test_the_safe_date_is_a_day_earlier() -> None:
    found = dates(event(On.REQUEST, date(2026, 9, 14)))
    assert [found[code].safe for code in ("EHC_DEC", "EHC_NOPLAN", "EHC_FINAL")] == [
        date(2026, 10, 25),
        date(2027, 1, 3),
        date(2027, 1, 31),
    ]
    assert dates(event(On.HE_COPY_ASKED, date(2026, 12, 10)))["HE_COPY"].safe == date(2027, 1, 4)


def test_what_the_council_has_not_done_is_late_by_so_many_days() -> None:
    found = dates(event(On.REQUEST, date(2026, 9, 14)))["EHC_DEC"]
    assert (found.state, found.days_late, found.is_missed_by_council, found.done_on) == (State.LATE, 28, True, None)
    assert found.is_open


@pytest.mark.parametrize(
    ("today", "state", "late"),
    [
        (date(2026, 10, 24), State.COMING, 0),
        (date(2026, 10, 25), State.DUE, 0),
        (date(2026, 10, 26), State.DUE, 0),
        (date(2026, 10, 27), State.LATE, 1),
    ],
)
def test_a_date_is_coming_then_due_then_late(today: date, state: State, late: int) -> None:
    found = dates(event(On.REQUEST, date(2026, 9, 14)), today=today)["EHC_DEC"]
    assert (found.state, found.days_late) == (state, late)


@pytest.mark.parametrize(
    ("done", "state", "late"),
    [(date(2026, 10, 26), State.MET, 0), (date(2026, 10, 27), State.LATE, 1), (date(2026, 11, 20), State.LATE, 25)],
)
def test_done_is_met_or_late_for_good(done: date, state: State, late: int) -> None:
    found = dates(event(On.REQUEST, date(2026, 9, 14), DutyNote(code="EHC_DEC", done_on=done)))["EHC_DEC"]
    assert (found.state, found.days_late, found.done_on, found.is_open) == (state, late, done, False)


def test_what_happened_next_answers_the_date_before() -> None:
    request, agreed = event(On.REQUEST, date(2026, 9, 14)), event(On.ASSESS_AGREED, date(2026, 11, 2))
    found = dates(request, agreed)["EHC_DEC"]
    assert (found.state, found.days_late, found.answered_by) == (State.LATE, 7, On.ASSESS_AGREED)
    assert dates(request, event(On.ASSESS_AGREED, date(2026, 9, 13)))["EHC_DEC"].answered_by is None


def test_an_answer_belongs_to_the_request_before_it() -> None:
    old, new = event(On.REQUEST, date(2025, 9, 15)), event(On.REQUEST, date(2026, 9, 14))
    refused = event(On.NO_ASSESSMENT, date(2025, 10, 20))
    decided = [one for one in timetable([new, refused, old], CALENDARS, TODAY) if one.row.code == "EHC_DEC"]
    assert [(one.trigger_on.year, one.state) for one in decided] == [(2025, State.MET), (2026, State.LATE)]
    late_answer = event(On.NO_ASSESSMENT, date(2026, 11, 1))
    decided = [one for one in timetable([old, new, late_answer], CALENDARS, TODAY) if one.row.code == "EHC_DEC"]
    assert [(one.trigger_on.year, one.done_on) for one in decided] == [(2025, None), (2026, date(2026, 11, 1))]


def test_after_a_refusal_to_assess_no_plan_is_due() -> None:
    found = dates(
        event(On.REQUEST, date(2026, 9, 14)), event(On.NO_ASSESSMENT, date(2026, 10, 20)), today=date(2027, 3, 1)
    )
    assert found["EHC_DEC"].state is State.MET
    assert found["EHC_FINAL"].state is found["EHC_NOPLAN"].state is State.NOT_DUE
    assert not found["EHC_FINAL"].is_missed_by_council


@pytest.mark.parametrize("excuse", [Excuse.SCHOOL_CLOSED, Excuse.PERSONAL, Excuse.AWAY])
@pytest.mark.parametrize("code", ["EHC_DEC", "EHC_NOPLAN", "EHC_FINAL"])
def test_an_exception_of_regulation_5_4_lifts_the_date_and_sets_no_other(code: str, excuse: Excuse) -> None:
    request = event(On.REQUEST, date(2025, 9, 15), DutyNote(code=code, excuse=excuse))  # EHC_EXC
    found = dates(request)[code]
    assert (found.state, found.days_late, found.due) == (
        State.EXCEPTED,
        0,
        dates(event(On.REQUEST, date(2025, 9, 15)))[code].due,
    )
    assert not found.is_missed_by_council
    others = [one for one in dates(request).values() if one.row.code not in {code, "EHC_NOPLAN"}]
    assert all(one.state is State.LATE for one in others)


def test_notice_of_no_plan_is_late_only_once_there_is_none() -> None:
    request = event(On.REQUEST, date(2026, 6, 1))  # 16 weeks: 21 September
    found = dates(request)["EHC_NOPLAN"]
    assert (found.state, found.is_missed_by_council) == (State.DUE, False)
    found = dates(request, event(On.NO_PLAN, date(2026, 10, 1)))["EHC_NOPLAN"]
    assert (found.state, found.days_late, found.is_missed_by_council) == (State.LATE, 10, True)
    meeting, notice = event(On.REVIEW_MEETING, date(2026, 8, 3)), event(On.AMENDMENT_NOTICE, date(2026, 9, 1))
    assert dates(meeting)["AR_FINAL_MEETING"].state is State.DUE
    assert dates(meeting, notice)["AR_FINAL_MEETING"].state is State.LATE


def test_only_the_exceptions_of_its_own_regulation_may_be_noted() -> None:
    def answer(code: str, excuse: Excuse, words: str = "") -> Decision:
        body = CaseEventBody(kind=On.REQUEST if code.startswith("EHC") else On.REVIEW_MEETING, on=date(2026, 9, 14))
        return may_mark(body, code, done_on=None, excuse=excuse, words=words, today=TODAY)

    assert answer("EHC_DEC", Excuse.PERSONAL)
    assert answer("EHC_DEC", Excuse.APPOINTMENT) == Refused((EventReason.EXCUSE_NOT_IN_LAW,))
    assert answer("AR_DEC", Excuse.PERSONAL) == Refused((EventReason.EXCUSE_NOT_IN_LAW,))
    assert answer("AR_DEC", Excuse.NOT_DUE) == Refused((EventReason.NO_REASON_GIVEN,))
    assert answer("AR_DEC", Excuse.NOT_DUE, "They moved away")
    assert answer("AR_FINAL", Excuse.NOT_DUE, "x") == Refused((EventReason.NO_SUCH_DATE,))


def test_nothing_is_done_before_its_day_has_come() -> None:
    body = CaseEventBody(kind=On.REQUEST, on=date(2026, 9, 14), in_error=True)
    found = may_mark(body, "EHC_DEC", done_on=date(2026, 11, 24), excuse=None, words="", today=TODAY)
    assert found == Refused((EventReason.IN_ERROR, EventReason.NOT_YET))


@pytest.mark.parametrize(
    ("kind", "on", "reasons"),
    [
        (On.REQUEST, TODAY, ()),
        (On.REQUEST, TODAY + timedelta(1), (EventReason.NOT_YET,)),
        (On.HEARING, TODAY + timedelta(60), ()),
        (On.HEARING, date(2030, 1, 1), (EventReason.TOO_FAR,)),
        (On.REQUEST, date(2014, 8, 31), (EventReason.TOO_LONG_AGO,)),
    ],
)
def test_an_event_is_on_a_day_that_can_be(kind: On, on: date, reasons: tuple[EventReason, ...]) -> None:
    found = may_keep_event(CaseEventBody(kind=kind, on=on), TODAY)
    assert (found.reasons if isinstance(found, Refused) else ()) == reasons


def test_an_event_in_error_sets_no_date_and_answers_none() -> None:
    request = event(On.REQUEST, date(2026, 9, 14))
    assert dates(event(On.REQUEST, date(2026, 9, 14), in_error=True)) == {}
    assert dates(request, event(On.ASSESS_AGREED, date(2026, 10, 1), in_error=True))["EHC_DEC"].answered_by is None


def test_without_terms_a_date_in_school_days_is_provisional_and_never_late() -> None:
    excluded = event(On.EXCLUDED_LONG, date(2026, 10, 19))
    (found,) = [one for one in timetable([excluded], Calendars(BANK), date(2026, 12, 1)) if one.row.code == "EXC_GOV"]
    assert (found.due, found.is_provisional, found.state) == (date(2026, 11, 9), True, State.DUE)
    known = dates(excluded, today=date(2026, 12, 1))["EXC_GOV"]
    assert (known.is_provisional, known.state) == (False, State.LATE)
    assert known.due >= found.due


def test_who_is_excluded_for_good_is_taught_by_the_council_who_is_suspended_by_the_school() -> None:
    for_good, suspended = (dates(event(kind, date(2026, 10, 19))) for kind in (On.EXCLUDED_FOR_GOOD, On.EXCLUDED_LONG))
    assert (for_good["EXC_EDU_LA"].row.holder, suspended["EXC_EDU"].row.holder) == (Holder.COUNCIL, Holder.SCHOOL)
    assert "EXC_EDU" not in for_good
    assert "EXC_EDU_LA" not in suspended


def test_past_the_end_of_the_terms_a_date_is_provisional() -> None:
    assert dates(event(On.EXCLUDED_LONG, date(2027, 7, 15)), today=date(2027, 7, 16))["EXC_GOV"].is_provisional


def test_today_shows_what_the_law_sets_and_the_council_owes_until_it_is_done() -> None:
    found = timetable(
        [
            event(On.REQUEST, date(2025, 9, 15)),
            event(On.NO_AMENDMENT, date(2026, 9, 8)),  # two months: 9 November, two weeks ago
            event(On.CEASE, date(2026, 8, 3)),  # longer ago
            event(On.SCHOOL_EVENT, date(2026, 8, 25)),  # no law
        ],
        CALENDARS,
        TODAY,
    )
    shown = {(one.row.code, one.trigger) for one in on_today(found, TODAY, TODAY + timedelta(7))}
    assert {code for code, kind in shown if kind is On.REQUEST} == {"EHC_DEC", "EHC_FINAL"}
    assert ("APPEAL", On.NO_AMENDMENT) in shown
    assert {kind for _, kind in shown} == {On.REQUEST, On.NO_AMENDMENT}


# promises


def asked(kind: On, code: str, on: date) -> tuple[date, date]:
    found = work_out(next(row for row in ROWS if row.code == code), Question(event(kind, on), (), CALENDARS))
    assert found is not None
    return found.safe, found.due


TRIGGERED = st.sampled_from([(kind, row.code) for row in ROWS for kind in row.triggers if row.code != "AR_EY"])
NOT_BACK = TRIGGERED.filter(lambda one: not next(row for row in ROWS if row.code == one[1]).is_back)


@given(NOT_BACK, DAYS)
def test_nothing_is_due_before_its_trigger(which: tuple[On, str], on: date) -> None:
    assert asked(*which, on)[1] >= on


@given(TRIGGERED, DAYS)
def test_the_safe_date_is_never_after_the_date(which: tuple[On, str], on: date) -> None:
    safe, due = asked(*which, on)
    assert safe <= due
    assert safe < due or which[1] in {"ORD_CONTINUE", "ORD_CEASE", "MOVE_XFER"}  # at once


@given(TRIGGERED, DAYS, st.integers(0, 400))
def test_a_later_trigger_is_never_due_earlier(which: tuple[On, str], on: date, more: int) -> None:
    assert asked(*which, on)[1] <= asked(*which, on + timedelta(days=more))[1]


@given(DAYS, st.none() | DAYS)
def test_an_appeal_is_due_on_a_tribunal_working_day_within_two_months_and_not_before(
    letter: date, certificate: date | None
) -> None:
    found = appeal_by(letter, certificate, BANK)
    counts = c.tribunal_day(BANK)
    assert counts(found.due)
    assert counts(found.safe)
    assert found.due >= months_after(letter, 2)
    assert certificate is None or found.due >= months_after(certificate, 1)


@given(st.sampled_from([Unit.TRIBUNAL_DAYS, Unit.WORKING_DAYS]), DAYS, st.integers(1, 60))
def test_counting_on_and_back_again_comes_to_the_same_working_day(unit: Unit, on: date, number: int) -> None:
    counts = c.tribunal_day(BANK) if unit is Unit.TRIBUNAL_DAYS else c.working_day(BANK)
    start = c.next_day(on, counts)
    assert c.counted_before(c.counted_after(start, number, counts), number, counts) == start


@given(DAYS, st.integers(1, 60))
def test_a_provisional_date_is_never_later_than_the_one_with_terms(on: date, number: int) -> None:
    without = c.counted_after(on, number, c.school_day(None, BANK))
    assert without <= c.counted_after(on, number, c.school_day(TERMS, BANK))


@given(st.lists(st.tuples(st.sampled_from(On), DAYS), max_size=6), DAYS)
def test_any_history_gives_a_timetable_in_order_and_council_duties_are_never_blamed_early(
    history: Iterable[tuple[On, date]], today: date
) -> None:
    found = timetable([event(kind, on) for kind, on in history], CALENDARS, today)
    assert [one.due for one in found] == sorted(one.due for one in found)
    for one in found:
        if one.is_missed_by_council:
            assert (one.done_on or today) > one.due
            assert one.row.holder in COUNCILS


def test_rows_say_whose_duty_it_is_and_name_a_law() -> None:
    assert all(row.law and isinstance(row.holder, Holder) for row in ROWS)
    assert {row.code for row in rows_of(On.REQUEST)} == {"EHC_DEC", "EHC_NOPLAN", "EHC_FINAL"}
