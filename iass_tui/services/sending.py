"""Intakes seen by whoever took them down and holds no key to cases. See `ports.Sending`.

Nothing here opens an intake. Its author keeps a reference; a question comes sealed to their own key, and their answer
goes sealed to the officers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import draft_store, sent_store
from db.draft_store import StoredDraft
from db.sent_store import OpenLetter, Sent
from db.unit_of_work import VersionConflict
from db.vouched import verify_rows
from iass_tui.rules.access import Action
from iass_tui.rules.intake import outcome
from iass_tui.rules.queue import RECEIPT_KEPT, format_intake, may_answer, may_refuse
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.queue import OPEN_STATES, IntakeState, LetterBody, LetterKind
from iass_tui.services.acting import About, acting, insist, record
from iass_tui.services.intake_records import Said
from iass_tui.services.problems import in_words
from iass_tui.services.queue_views import QuestionView, Receipt
from iass_tui.services.views import IntakeSaved, NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_INTAKE = "You sent no such enquiry, or it is too long ago."
NOT_ANSWERED = "An answer needs words, and a question that still waits for one."
NOT_TAKEN_BACK = "It was taken up or refused meanwhile. Tell an officer at once what they said."


def send(session: OfficeSession, said: Said, draft: StoredDraft | None) -> IntakeSaved:
    """Seals what may be kept to the officers. From then on its author's keys do not open it."""
    desk, intake_id = session.desk, uuid4()
    about = About("intake", intake_id)
    body = LetterBody(kind=LetterKind.INTAKE, answers=dict(said), taken_on=session.today_date())
    with acting(desk, about, "office") as unit:
        sent_store.insert(desk, unit, sent_store.sent_key(desk, intake_id), body)
        if draft is not None:
            draft_store.remove(unit, draft.id, desk.account_id)
        unit.say(about.detail(Act.CREATE))
    word = said.get("code_word", "")
    return IntakeSaved(outcome(said).value, reference=format_intake(intake_id), code_word=word)


class SendingService:
    """What I sent."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def sent(self) -> tuple[Receipt, ...]:
        """What I sent in the last 90 days, newest first: a reference, and what became of it. Nobody else's."""
        oldest = self._desk.records.clock() - RECEIPT_KEPT
        with self._desk.read() as connection:
            rows = sent_store.select_all(connection, self._desk.account_id)
            verify_rows(connection, "sent_intake", rows)
        mine = [sent_store.sent(row) for row in reversed(rows)]
        return tuple(
            Receipt(one.id, format_intake(one.id), one.sent_at, one.state)
            for one in mine
            if one.state in OPEN_STATES or one.sent_at >= oldest
        )

    @in_words()
    def question(self, intake_id: UUID) -> QuestionView:
        """What an officer asks me about it. The look is recorded."""
        with self._desk.read() as connection:
            found = self._mine(connection, intake_id)
            letter = self._question(connection, found)
        record(self._desk, About("intake", intake_id).detail(Act.VIEW, fields=("question",)), "office")
        asked_by = self._session.people.colleague_name(letter.author_id)
        return QuestionView(format_intake(intake_id), asked_by, letter.written_at, letter.body.words)

    @in_words()
    def answer(self, intake_id: UUID, words: str) -> None:
        """Sends an answer to the officers, of which I keep nothing either."""
        self._session.require(Action.SEND_INTAKE, intake_id)
        with self._desk.read() as connection:
            self._mine(connection, intake_id)
        about = About("intake", intake_id)
        with acting(self._desk, about, "office") as unit:
            found = self._mine(unit.connection, intake_id)
            insist(may_answer(found.state, words), NOT_ANSWERED)
            file = sent_store.sent_key(self._desk, intake_id)
            body = LetterBody(kind=LetterKind.ANSWER, words=words)
            sent_store.change(self._desk, unit, found, IntakeState.WAITING, [(file, body)])
            unit.say(about.detail(Act.CHANGE, fields=("answer",)))

    @in_words()
    def take_back(self, intake_id: UUID) -> None:
        """They said no after all (P29, P47): from now on nobody may take it up, and it is destroyed.

        My keys do not open what it counts for, so an officer's process destroys and counts it, at the latest when they
        next sign in or look at the queue.
        """
        self._session.require(Action.SEND_INTAKE, intake_id)
        about = About("intake", intake_id)
        with acting(self._desk, about, "office") as unit:
            found = self._mine(unit.connection, intake_id)
            insist(may_refuse(found.state), NOT_TAKEN_BACK)
            sent_store.change(self._desk, unit, found, IntakeState.WITHDRAWN)
            unit.say(about.detail(Act.WITHDRAW, fields=("SAVE_CASE",)))

    def _mine(self, connection: Connection, intake_id: UUID) -> Sent:
        row = sent_store.select(connection, intake_id)
        if row is None:
            raise NotFound(NO_INTAKE)
        verify_rows(connection, "sent_intake", [row])
        found = sent_store.sent(row)
        if found.sent_by != self._desk.account_id:
            raise NotFound(NO_INTAKE)
        return found

    def _question(self, connection: Connection, found: Sent) -> OpenLetter:
        if found.state is not IntakeState.ASKED:
            raise NotFound("Nothing is asked about this enquiry any more.")
        asked = sent_store.opened(self._desk, connection, found, reader=self._desk.account_id)
        if not asked:
            raise VersionConflict
        return asked[-1]
