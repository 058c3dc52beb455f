"""What taking a consent back would stop for this very person, before anything is done; and telling those concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from db import case_store, consent_store, family_store, people_store, sharing_store
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import fold, withdrawal_effects
from iass_tui.rules.records.casework import CaseStatus, TaskBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.services import taken_along
from iass_tui.services.acting import About, record
from iass_tui.services.consent_views import Stops
from iass_tui.services.people import NOBODY
from iass_tui.services.problems import in_words
from iass_tui.services.redaction import Redaction
from iass_tui.services.views import NotFound, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_OPEN_CASE = "There is no open case that the task could stand in. Tell them now, and note that you did."


class Stopping:
    """Looks ahead; changes nothing but tasks that it is asked to make."""

    def __init__(self, session: OfficeSession, redaction: Redaction) -> None:
        self._session, self._desk, self._redaction = session, session.desk, redaction

    @in_words()
    def stops(self, person_id: UUID, purpose: Purpose, scope: Scope) -> Stops:
        """What would be stopped, by name. The look is recorded."""
        self._session.require(Action.RECORD_CONSENT, person_id)
        with self._desk.read() as connection:
            held = people_store.person(self._desk, connection, person_id)
            if held is None:
                raise NotFound(NOBODY)
            history = consent_store.history(self._desk, person_id, connection)
            spent = sharing_store.used(self._desk, connection, history)
            state = fold(history, self._session.today_date(), held.card.born, used=spent)
            tasks = taken_along.tasks(self._session, connection, person_id, {purpose})
        waiting = taken_along.copies(self._session, person_id, {purpose})
        traces = self._redaction.found(person_id) if purpose is Purpose.SAVE_CONTACT else ()
        record(self._desk, About("person", person_id).detail(Act.VIEW, fields=("withdrawal", purpose.value)))
        effects = withdrawal_effects(state, purpose, scope)
        return Stops(effects, tasks, waiting, len(traces))

    @in_words()
    def tell_agency(self, person_id: UUID, purpose: Purpose, scope: Scope) -> str:
        """A task of one's own, due today: tell them that it was taken back. The case in which it stands."""
        with self._desk.read() as connection:
            children = [UUID(bytes=row[3]) for row in family_store.select(connection, person_id)]
            rows = [
                row
                for one in dict.fromkeys((person_id, *children))
                for row in case_store.select_of_person(connection, one)
                if row[5] != CaseStatus.CLOSED
            ]
        if not rows:
            raise Problem(NO_OPEN_CASE)
        whom = scope.named or (code_list("AGENCY").label(scope.agency) if scope.agency else "whoever was contacted")
        about = f" ({scope.topic})" if scope.topic else ""
        permission = code_list("PURPOSE").label(purpose.value).lower()
        what = f"Tell {whom} that the permission was taken back: {permission}{about}"
        body = TaskBody(what=what, due_on=self._session.today_date())
        self._session.casework.add_duty(UUID(bytes=rows[0][0]), body, self._session.me.id)
        return format_reference(rows[0][4])
