"""A colleague reads a new version and says so, volunteers too (P26, P66)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from db import policy_store, policy_told_store
from iass_tui.rules.access import Action
from iass_tui.rules.policy import difference
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.policies import NoticeBody, NoticeKind, PolicyState
from iass_tui.services.acting import About, SaysNo, acting
from iass_tui.services.policy_views import ToRead
from iass_tui.services.problems import in_words

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_IN_FORCE = "This version is not in force: read the one that is."


class PolicyReading:
    """What is to be read, and that it was."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def to_read(self) -> ToRead | None:
        """The version in force where this colleague has not said that they read it: a newcomer at their first sign-in.

        It holds nobody back: whoever puts it off is asked again at the next sign-in, and on their first page.
        """
        self._session.require(Action.ACKNOWLEDGE_POLICY)
        with self._desk.read() as connection:
            found = policy_store.in_force(self._desk, connection)
            if found is None:
                return None
            mine = policy_told_store.of_colleague(self._desk, connection, found.id, self._session.me.id)
            if mine is not None and mine.is_done:
                return None
            every = policy_store.every(self._desk, connection)
        return ToRead(found.id, found.number, found.body.changes, difference(every, found))

    @in_words()
    def acknowledge(self, policy_id: UUID) -> None:
        """I have read this version. Said twice, it is said once. Raises `NotAllowed` for one that is not in force."""
        self._session.require(Action.ACKNOWLEDGE_POLICY, policy_id)
        me = self._session.me.id
        done = NoticeBody(on=self._session.today_date(), by=me)
        about = About("policy", policy_id)
        with acting(self._desk, about, "office") as unit:
            found = policy_store.one(self._desk, unit.connection, policy_id)
            if found is None or found.state is not PolicyState.ISSUED:
                raise SaysNo(NOT_IN_FORCE, ("POLICY_NOT_IN_FORCE",))
            mine = policy_told_store.of_colleague(self._desk, unit.connection, policy_id, me)
            if mine is None:
                policy_told_store.add_notice(self._desk, unit, policy_id, NoticeKind.COLLEAGUE, me, done=done)
            elif mine.is_done:
                return
            else:
                policy_told_store.change_notice(self._desk, unit, mine, done, is_done=True)
            unit.say(about.detail(Act.CHANGE, fields=("ACKNOWLEDGED", f"VERSION_{found.number}")))
