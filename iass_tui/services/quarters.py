"""The quarterly workbook: counted, protected, written as a draft. See `ports.Quarters`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from db import activity_store, consent_store, people_store, quarter_store, tally_store
from db.quarter_store import CountedCase, CountedEnquiry
from iass_tui.host.outbox_files import write_new
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import fold
from iass_tui.rules.dates import in_england
from iass_tui.rules.disclosure_control import ProtectedTable, protect_all
from iass_tui.rules.magnitudes import FigureTable
from iass_tui.rules.quarters import NotAQuarter, Quarter
from iass_tui.rules.records.casework import CaseStatus, TallyBody
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import PartyRole, PersonCard
from iass_tui.rules.statistics import (
    LEVELS,
    MERGE_MAPS,
    NOT_STATED,
    SUMS,
    CaseFact,
    EnquiryFact,
    TallyFact,
    interpreter_group,
    language_group,
    quarter_tables,
)
from iass_tui.services import quarter_contents
from iass_tui.services.problems import in_words
from iass_tui.services.quarter_words import book_table, figure_lines, figure_table, report_lines, shares_table
from iass_tui.services.views import Problem, QuarterMade

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

METHOD = (
    "Method A, version 4: counts of 0 to 4 hidden, others rounded to the nearest 5, then attacked; contacts and hours "
    "hidden where fewer than 5 families add to them or one adds more than half"
)
DUPLICATE = "C08"
"""A case closed as a duplicate was entered in error: it is counted under the other one."""


class QuarterService:
    """The quarterly workbook."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def make(self, quarter: str, to: Path, *, replace: bool = False) -> QuarterMade:
        """Writes a draft workbook to `to`, an .xlsx file outside the office, and says what is hidden in it.

        Raises `NotAllowed` without the permission, and `Problem` for a quarter or a place that will not do. A file
        that is there is left alone unless it may be replaced.
        """
        self._session.require(Action.EXPORT_QUARTER)
        wanted = self._wanted(quarter)
        self._check_place(to, replace=replace)
        tables, figures = self._published(wanted)
        lines = (*report_lines(tables), *figure_lines(figures))
        book = self._workbook(wanted, tables, figures, lines)
        with self._desk.unit("office") as unit:
            reasons = (str(wanted), "DRAFT")
            fields = (*(table.name for table in tables), *(table.name for table in figures))
            unit.say(AuditDetail(act=Act.EXPORT, subject="quarter", reasons=reasons, fields=fields))
        try:
            write_new(to, book, replace=replace)
        except FileExistsError:
            raise Problem(f"{to} is there already. Choose another name, or say that it may be replaced.") from None
        except OSError as error:
            raise Problem(f"{to} cannot be written: {error.strerror}. Choose another place.") from None
        return QuarterMade(to, lines)

    def _wanted(self, quarter: str) -> Quarter:
        try:
            wanted = Quarter.parse(quarter)
        except NotAQuarter as wrong:
            raise Problem(f"{wrong}.") from None
        if wanted.first_day > self._session.today_date():
            raise Problem(f"{wanted.display()} has not begun yet.")
        return wanted

    def _check_place(self, to: Path, *, replace: bool) -> None:
        if to.suffix.lower() != ".xlsx":
            raise Problem("Name a file that ends in .xlsx.")
        if not to.parent.is_dir():
            raise Problem(f"There is no folder {to.parent}. Make it first, or choose another place.")
        if to.resolve().is_relative_to(self._session.files.places.folder.path.resolve()):
            raise Problem("A workbook does not belong in the office folder: choose a place outside it.")
        if not replace and to.exists():
            raise Problem(f"{to} is there already. Choose another name, or say that it may be replaced.")

    def _published(self, quarter: Quarter) -> tuple[tuple[ProtectedTable, ...], tuple[FigureTable, ...]]:
        """The tables as they may be published; the true counts go no further than this."""
        desk = self._desk
        tallies = [_tally_fact(one) for one in tally_store.of_quarter(desk, quarter)]
        with desk.read() as connection:
            every = quarter_store.cases(desk, connection)
            since = f"{quarter.first_day - timedelta(days=1)}"
            enquiries = [e for e in quarter_store.enquiries(desk, connection, since) if _received_on(e) in quarter]
            cases = [one for one in every if _may_be_active(one, quarter)]
            wrong = frozenset(one.id for one in every if one.facts.closure == DUPLICATE)
            linked = {one.id: one.person_id for one in every}
            forms, form_cases = quarter_contents.forms(desk, connection, quarter)
            people = {one.person_id for one in cases} | {one.person_id for one in enquiries}
            people |= {linked[case] for case, _ in form_cases}
            cards = people_store.cards(desk, connection, list(people))
            if people - set(cards):
                raise Problem(
                    "Someone's card does not open, so that the count would be wrong. Run `iass check --deep`."
                )
            today = self._session.today_date()
            standing = {
                one: fold(consent_store.history(desk, one, connection), today, cards[one].born) for one in people
            }
            needs = quarter_contents.came_with(desk, connection, cards, today)
            counted = {one: state.may_count() for one, state in standing.items()}
            answers = quarter_contents.answers(desk, connection, standing)
            contacts = quarter_store.contacts(desk, connection, since)
            done = [one.body for one in activity_store.every(desk, connection)]
        facts = list(_case_facts(cases, cards, needs, counted, answers))
        requests = _enquiry_facts(enquiries, counted, wrong)
        said = [*forms, *(answer for case, answer in form_cases if counted[linked[case]])]
        tables = protect_all(quarter_tables(quarter, facts, requests, tallies, said), MERGE_MAPS, SUMS)
        spoken = quarter_contents.contacts(contacts, facts, quarter)
        return tables, quarter_contents.figures(quarter, tables, facts, spoken, done)

    def _workbook(
        self,
        quarter: Quarter,
        tables: Sequence[ProtectedTable],
        figures: Sequence[FigureTable],
        lines: tuple[str, ...],
    ) -> bytes:
        from iass_tui.documents.workbook import QuarterBook, quarter_workbook
        from iass_tui.services.packs import letterhead

        facts = self._session.facts
        return quarter_workbook(
            QuarterBook(
                letterhead=letterhead(facts),
                title=quarter.display().partition(",")[0],
                period=quarter.display_months(),
                is_draft=True,
                made_on=self._session.today_date(),
                method_version=METHOD,
                tables=(
                    *(book_table(table) for table in tables),
                    *(figure_table(table) for table in figures),
                    shares_table(tables),
                ),
                hidden_report=lines,
                contact=facts.line_manager,
            )
        )


def _opened_on(case: CountedCase) -> date:
    return case.facts.opened_on or in_england(case.opened_at).date()


def _received_on(enquiry: CountedEnquiry) -> date:
    return enquiry.body.received_on or in_england(enquiry.received_at).date()


def _may_be_active(case: CountedCase, quarter: Quarter) -> bool:
    closed = case.facts.closed_on if case.status is CaseStatus.CLOSED else None
    return _opened_on(case) <= quarter.last_day and not (closed and closed < quarter.first_day)


def _case_facts(
    cases: Sequence[CountedCase],
    cards: dict[UUID, PersonCard],
    needs: Mapping[UUID, Sequence[str]],
    counted: dict[UUID, bool],
    answers: Mapping[UUID, EqualityAnswers],
) -> Iterator[CaseFact]:
    """Raises `Problem` with the reference of a case whose dates or level make no sense: it is to be put right first."""
    for case in cases:
        card, facts = cards[case.person_id], case.facts
        answered = answers.get(case.person_id, EqualityAnswers())
        if any(one.level not in LEVELS for one in facts.levels):
            raise _put_right(case, "has a level that there is not")
        try:
            yield CaseFact(
                case_id=case.id,
                child_id=case.person_id if card.role is PartyRole.CHILD else None,
                opened_on=_opened_on(case),
                closed_on=facts.closed_on if case.status is CaseStatus.CLOSED else None,
                levels=tuple((one.on, one.level) for one in facts.levels),
                status=case.status.value,
                user_type=facts.user_type,
                born=card.born,
                ethnic_group=answered.ethnic_group or NOT_STATED,
                sex=answered.sex or NOT_STATED,
                language=language_group(card.language),
                interpreter=interpreter_group(card.interpreter, *needs.get(case.person_id, ())),
                may_count=counted[case.person_id],
                entered_in_error=facts.closure == DUPLICATE,
            )
        except ValueError:
            raise _put_right(case, "was closed before it was opened, or on no day") from None


def _put_right(case: CountedCase, what: str) -> Problem:
    return Problem(f"Case {format_reference(case.number)} {what}. Put it right, then make the quarter again.")


def _enquiry_facts(
    enquiries: Sequence[CountedEnquiry], counted: dict[UUID, bool], wrong: frozenset[UUID]
) -> list[EnquiryFact]:
    return [
        EnquiryFact(
            received_on=_received_on(one), may_count=counted[one.person_id], entered_in_error=one.case_id in wrong
        )
        for one in enquiries
    ]


def _tally_fact(body: TallyBody) -> TallyFact:
    return TallyFact(
        week=body.week,
        channel=body.channel,
        user_type=body.user_type,
        issue_group=body.issue_group,
        level=body.level,
        minutes_band=body.minutes_band,
        signposted=body.signposts,
    )
