"""Who gets news, and which way (P79-P82): worked out anew each time, exported with a permission of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import consent_store, people_store
from db.opened import UNREADABLE
from db.unit_of_work import UnitOfWork
from iass_tui.rules import keeping_in_touch as rules
from iass_tui.rules.access import Action
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import CHANNELS, fold
from iass_tui.rules.keeping_in_touch import Candidate, Entry, Standing
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import outbox, restricted_list
from iass_tui.services.problems import in_words
from iass_tui.services.touch_views import TouchList
from iass_tui.services.views import OutboxFile, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOBODY = "Nobody is on this list today."
MEANWHILE = "Somebody's answers were recorded while the list was made. Nothing was kept of it: make it again."
_STEMS = {
    Purpose.MKT_EMAIL: "email-list",
    Purpose.MKT_PHONE: "telephone-list",
    Purpose.MKT_SMS: "text-list",
    Purpose.MKT_POST: "post-list",
}
_TO_KNOW = (
    "Everybody here said yes to updates on SEND law and events this way, and may stop them at any time.",
    "Every message has to say how to stop it. Record a stop in the office on the day it comes.",
    "Use this list for one mailing, today, and destroy it then: whoever stops after today is still on it.",
    "It is given to nobody outside the service.",
)


class KeepingInTouchService:
    """Who gets news, and which way. See `touch_views.KeepingInTouch`."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def lists(self) -> tuple[TouchList, ...]:
        """The four ways in the form's order, with everybody who ever said yes. The look is recorded.

        Raises `Problem` where anybody's consents are not what was last recorded: nobody is then on any list.
        """
        self._session.require(Action.RECORD_CONSENT)
        with self._desk.read() as connection:
            everyone = list(self._everyone(connection))
            restricted = restricted_list.marked(self._session, connection)
        found = tuple(TouchList(channel, rules.listed(channel, everyone), restricted) for channel in CHANNELS)
        people = {one.person_id for each in found for one in each.entries}
        with self._desk.unit("casework") as unit:
            unit.say(AuditDetail(act=Act.VIEW, subject="list", count=len(people)))
        return found

    def _everyone(self, connection: Connection) -> Iterator[Candidate]:
        """Everybody whose card opens; nobody can be written to by a name that does not."""
        today = self._session.today_date()
        events = consent_store.histories(self._desk, connection)
        rows = people_store.every(connection)
        keys = self._desk.keys({place for row in rows for place in people_store.places(row)})
        for row in rows:
            try:
                stored = people_store.opened(row, keys)
            except UNREADABLE:
                continue
            consent = fold(events.get(stored.id, ()), today, stored.card.born)
            yield Candidate(stored.id, stored.state, stored.card, stored.contact, consent)

    @in_words()
    def export(self, channel: Purpose) -> OutboxFile:
        """Today's list as an encrypted workbook in the outbox; its passphrase is in this answer alone.

        Raises `NotAllowed` without the permission, and `Problem` where nobody is on it, or somebody decided
        something meanwhile.
        """
        if channel not in CHANNELS:
            raise ValueError("not a channel")
        self._session.require(Action.EXPORT_LISTS)
        with self._desk.read() as connection:
            decided = consent_store.count(connection)
            found = rules.listed(channel, self._everyone(connection))
        entries = tuple(one for one in found if one.standing is Standing.LISTED)
        if not entries:
            raise Problem(NOBODY)

        def still(unit: UnitOfWork) -> None:
            if consent_store.count(unit.connection) != decided:
                raise Problem(MEANWHILE)

        said = AuditDetail(act=Act.EXPORT, subject="list", reasons=(channel.value,), count=len(entries))
        xlsx = self._workbook(channel, entries)
        return outbox.put_list(
            self._session,
            _STEMS[channel],
            xlsx,
            said,
            list_of=channel.value,
            people={one.person_id for one in entries},
            also=still,
        )

    def _workbook(self, channel: Purpose, entries: tuple[Entry, ...]) -> bytes:
        from iass_tui.documents.contact_list import ContactList, contact_list
        from iass_tui.services.packs import letterhead

        return contact_list(
            ContactList(
                letterhead=letterhead(self._session.facts),
                title=code_list("PURPOSE").label(channel.value),
                made_on=self._session.today_date(),
                headings=_HEADINGS[channel],
                rows=tuple(_row(channel, one) for one in entries),
                to_know=_TO_KNOW,
            )
        )

    def stop(self, person_id: UUID, channel: Purpose, *, method: str) -> None:
        """No more news this way, from now on (P47). Only a new Yes of their own undoes it. Raises as `withdraw`."""
        if channel not in CHANNELS:
            raise ValueError("not a channel")
        self._session.consent.withdraw(
            person_id, channel, Scope(), given_by=person_id, given_on=self._session.today_date(), method=method
        )


_HEADINGS = {
    Purpose.MKT_EMAIL: ("Name", "E-mail"),
    Purpose.MKT_PHONE: ("Name", "Telephone", "When", "Take care"),
    Purpose.MKT_SMS: ("Name", "Mobile", "When"),
    Purpose.MKT_POST: ("Name", "Address 1", "Address 2", "Address 3", "Address 4", "Postcode"),
}
_ADDRESS_LINES = 4


def _row(channel: Purpose, one: Entry) -> tuple[str, ...]:
    """What this way needs, under its headings; longer addresses end in one cell."""
    assert one.place is not None
    care = rules.care_needed(channel, one.care)
    match channel:
        case Purpose.MKT_EMAIL:
            return (one.name, *one.place.lines)
        case Purpose.MKT_POST:
            lines = [*one.place.lines[: _ADDRESS_LINES - 1], ", ".join(one.place.lines[_ADDRESS_LINES - 1 :])]
            padded = [*lines[:-1], *[""] * (_ADDRESS_LINES - len(lines)), lines[-1]]
            return (one.name, *padded, one.place.postcode)
    words = [code_list("SAFETY").label(code) for code in care.warnings if code == "NO_VOICEMAIL"]
    extra = (", ".join(words),) if channel is Purpose.MKT_PHONE else ()
    return (one.name, *one.place.lines, care.safe_hours or _only(care.warnings), *extra)


def _only(warnings: tuple[str, ...]) -> str:
    """Hours that somebody marked and nobody wrote down: whoever rings has to ask the office first."""
    return "only at safe hours: ask the office" if "SAFE_HOURS" in warnings else ""
