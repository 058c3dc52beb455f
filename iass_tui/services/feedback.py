"""Feedback forms: each on its own unless a family asked for it to stand with their case. See `feedback_views`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, consent_store, feedback_store, people_store
from iass_tui.rules.access import Action
from iass_tui.rules.cases import parse_reference
from iass_tui.rules.consent import fold
from iass_tui.rules.feedback import may_keep, may_stand_with_case
from iass_tui.rules.quarters import NotAQuarter, Quarter, quarter_of
from iass_tui.rules.records.feedback import CaseFeedback, FeedbackBody
from iass_tui.rules.records.office import Act
from iass_tui.services import tallies
from iass_tui.services.acting import About, acting, changed_fields, insist, insist_writable, record
from iass_tui.services.case_views import NO_CASE
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

EMPTY = "Enter one answer at least, each within its scale."
NOT_WITH_A_CASE = (
    "It needs their yes to being asked for feedback (c on their page). Leave the case empty: it is kept on its own."
)
ABOUT = About("feedback")
"""Of a form that belongs to nobody, and of a No, an entry names no family: it would be the one that filled it in."""


class FeedbackService:
    """What families said of the service."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def keep(self, quarter: str, body: FeedbackBody) -> None:
        """One form that belongs to nobody: no entry, no moment, no order, no author, as of a tally.

        Raises `NotAllowed` for an empty one, and `Problem` for a quarter that has not begun.
        """
        self._session.require(Action.SAVE_TALLY)
        wanted = self._quarter(quarter)
        with acting(self._desk, ABOUT, "office") as unit:
            insist(may_keep(body), EMPTY)
            feedback_store.add(self._desk, unit, feedback_store.key_for(self._desk, wanted), body)
        tallies.forget_order(self._session)

    def _quarter(self, quarter: str) -> Quarter:
        try:
            wanted = Quarter.parse(quarter)
        except NotAQuarter as wrong:
            raise Problem(f"{wrong}.") from None
        if wanted.first_day > self._session.today_date():
            raise Problem(f"{wanted.display()} has not begun yet.")
        return wanted

    @in_words()
    def keep_with_case(self, reference: str, body: CaseFeedback) -> None:
        """One form that the family asked to have kept with their case, under its key and in its copies.

        Raises `NotFound`, and `NotAllowed` where they did not ask or may not be asked for feedback.
        """
        self._session.require(Action.WRITE_NOTE)
        case_id, about = self._case(reference)
        with acting(self._desk, ABOUT) as unit:
            insist(may_keep(body.answers), EMPTY)
            self._insist_agreed(unit.connection, case_id, body)
            file = case_store.case_file(unit.connection, case_id)
            assert file is not None
            insist_writable(file.person_state)
            own = self._desk.writing_key(file.key_id, "case", case_id)
            feedback_store.insert(self._desk, unit, own, body)
            unit.say(about.detail(Act.CREATE, fields=changed_fields(FeedbackBody(), body.answers)))

    def _case(self, reference: str) -> tuple[UUID, About]:
        number = parse_reference(reference)
        with self._desk.read() as connection:
            case_id = None if number is None else case_store.by_number(connection, number)
            file = None if case_id is None else case_store.case_file(connection, case_id)
        if case_id is None or file is None:
            raise NotFound(NO_CASE)
        return case_id, About("feedback", file.person_id, case_id)

    def _insist_agreed(self, connection: Connection, case_id: UUID, body: CaseFeedback) -> None:
        file = case_store.case_file(connection, case_id)
        if file is None:
            raise NotFound(NO_CASE)
        person = people_store.person(self._desk, connection, file.person_id)
        if person is None:
            raise NotFound(NO_CASE)
        events = consent_store.history(self._desk, file.person_id, connection)
        state = fold(events, self._session.today_date(), person.card.born)
        insist(may_stand_with_case(state, body.asked_how), NOT_WITH_A_CASE)

    @in_words()
    def comments(self, quarter: str) -> tuple[str, ...]:
        """What families wrote in a quarter, in the order of the alphabet. The look is recorded."""
        self._session.require(Action.READ_TEAM)
        wanted = self._quarter(quarter)
        with self._desk.read() as connection:
            alone = feedback_store.of_quarter(self._desk, connection, wanted)
            rows = feedback_store.select_all(connection)
            forms, _ = feedback_store.opened(rows, self._desk.keys(feedback_store.places(rows)))
        linked = [one.body.answers for one in forms if quarter_of(one.body.received_on) == wanted]
        words = sorted(one.comment for one in (*alone, *linked) if one.comment.strip())
        record(self._desk, ABOUT.detail(Act.VIEW))
        return tuple(words)
