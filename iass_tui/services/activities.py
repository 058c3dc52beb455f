"""Strategic activity: written down, put right, taken back. See `feedback_views.Activities`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from db import activity_store
from db.activity_store import StoredActivity
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.activity import may_change, may_keep
from iass_tui.rules.notes import in_fives
from iass_tui.rules.records.feedback import ActivityBody
from iass_tui.rules.records.office import Act
from iass_tui.services.acting import About, acting, changed_fields, insist
from iass_tui.services.conflicts import conflict, keep_unknown
from iass_tui.services.feedback_views import ActivityView
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_KEPT = "An activity needs a kind, a day that has come, minutes of one day at most, and a number of people."
NOT_YOURS = "What a colleague entered is put right by them or by a manager."
GONE = "That activity is not there any more: somebody took it back."


class ActivityService:
    """Work of the office that is about no family: reading it is no look at anybody."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def all(self) -> tuple[ActivityView, ...]:
        """Every activity, the latest day first."""
        self._session.require(Action.READ_OFFICE)
        me = self._session.me
        with self._desk.read() as connection:
            found = activity_store.every(self._desk, connection)
        return tuple(
            ActivityView(
                one.id,
                one.version,
                self._session.people.colleague_name(one.author_id),
                one.body,
                bool(may_change(one.author_id, me.id, me.role)),
            )
            for one in found
        )

    @in_words()
    def add(self, body: ActivityBody) -> UUID:
        """A new one; its times are kept in fives. Raises `NotAllowed`."""
        self._session.require(Action.WRITE_NOTE)
        about, body = About("activity"), _in_fives(body)
        with acting(self._desk, about, "office") as unit:
            insist(may_keep(body, self._session.today_date()), NOT_KEPT)
            made = activity_store.insert(self._desk, unit, body)
            said = dataclasses.replace(about, subject_id=made)
            unit.say(said.detail(Act.CREATE, fields=changed_fields(_nothing(body), body)))
        return made

    @in_words()
    def change(self, activity_id: UUID, version: int, before: ActivityBody, body: ActivityBody) -> None:
        """Puts one right: its author or a manager. Raises `Conflict` where somebody saved it meanwhile."""
        self._session.require(Action.WRITE_NOTE)
        about, body = About("activity", activity_id), _in_fives(body)
        try:
            with acting(self._desk, about, "office") as unit:
                stored = self._mine(unit, activity_id)
                insist(may_keep(body, self._session.today_date()), NOT_KEPT)
                body = keep_unknown(stored.body, body)
                activity_store.change(self._desk, unit, activity_id, version, body)
                unit.say(about.detail(Act.CHANGE, fields=changed_fields(stored.body, body)))
        except VersionConflict:
            with self._desk.read() as connection:
                now = _find(activity_store.every(self._desk, connection), activity_id)
            raise conflict(self._session, about, "activity", activity_id, before, body, now.body, now.version) from None

    @in_words()
    def take_back(self, activity_id: UUID, version: int) -> None:
        """Takes one away that was not so: its author or a manager. Raises `NotFound` where it changed meanwhile."""
        self._session.require(Action.WRITE_NOTE)
        about = About("activity", activity_id)
        try:
            with acting(self._desk, about, "office") as unit:
                self._mine(unit, activity_id)
                activity_store.remove(unit, activity_id, version)
                unit.say(about.detail(Act.DELETE))
        except VersionConflict:
            raise NotFound("Somebody changed it meanwhile. Look at it again.") from None

    def _mine(self, unit: UnitOfWork, activity_id: UUID) -> StoredActivity:
        stored = _find(activity_store.every(self._desk, unit.connection), activity_id)
        me = self._session.me
        insist(may_change(stored.author_id, me.id, me.role), NOT_YOURS)
        return stored


def _find(found: tuple[StoredActivity, ...], activity_id: UUID) -> StoredActivity:
    for one in found:
        if one.id == activity_id:
            return one
    raise NotFound(GONE)


def _in_fives(body: ActivityBody) -> ActivityBody:
    return dataclasses.replace(
        body,
        minutes=in_fives(body.minutes),
        travel=in_fives(body.travel),
        volunteer_minutes=in_fives(body.volunteer_minutes),
    )


def _nothing(body: ActivityBody) -> ActivityBody:
    return ActivityBody(kind="", on=body.on)
