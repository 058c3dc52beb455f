"""Safeguarding concerns (P9, P10, P23): anybody raises one, leads alone read them. See `ports.Concerns`.

The entry of raising is sealed under `office`, the one compartment that every author holds, and so names the concern's
random id and nothing else. What leads do is sealed under `safeguarding`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import concern_store, hanging
from db.concern_store import OpenConcern
from db.unit_of_work import UnitOfWork, VersionConflict
from iass_tui.rules.access import Action
from iass_tui.rules.concerns import (
    concern_problems,
    format_concern,
    may_add,
    may_set_steps,
    renewed,
    steps_done,
    told_about,
)
from iass_tui.rules.records.concerns import (
    Checklist,
    ConcernBody,
    ConcernEntry,
    ConcernEntryBody,
    ConcernState,
    EntryKind,
    Told,
    ToldBoard,
    Verdict,
)
from iass_tui.rules.records.office import Act
from iass_tui.services import concern_reading
from iass_tui.services.acting import About, SaysNo, acting, insist, record, refuse
from iass_tui.services.concern_views import ConcernLine, ConcernMark, ConcernSent, ConcernView, StepsView
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NO_CONCERN = "There is no such concern."
NOT_COMPLETE = "Write what was said or seen, and no day that is still to come."
NOT_A_LEAD = "Concerns are read by the safeguarding leads alone. What you send reaches them."
NOT_ADDED = {
    EntryKind.CLOSED: "A concern closes once a decision stands, and with words that say how it ended.",
    EntryKind.DECISION: "A decision needs what was decided and why, and a concern that is open.",
    EntryKind.REOPENED: "A closed concern is opened again saying why.",
    EntryKind.STAFF_TOLD: "Case staff are told once, on the page of someone who is on file.",
    EntryKind.STAFF_NOT_TOLD: "Case staff are not told of this concern.",
}
NOT_NOW = "That cannot be added: the concern is closed, the step stands so already, or nothing was written."
NO_STEPS = "A checklist has one to thirty steps, each once, of 200 characters at most."
_AFTER = {EntryKind.CLOSED: ConcernState.CLOSED, EntryKind.REOPENED: ConcernState.OPEN}


class ConcernService:
    """Raising, reading and working through concerns."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    # what everyone may do

    @in_words()
    def raise_concern(self, body: ConcernBody) -> ConcernSent:
        """Sends a concern to the leads. From then on the author's keys do not open it."""
        self._session.require(Action.RAISE_CONCERN)
        concern_id = uuid4()
        about = About("concern", concern_id)
        problems = [problem.kind.value for problem in concern_problems(body, self._session.today_date())]
        if problems:
            refuse(self._desk, about, SaysNo(NOT_COMPLETE, problems), "office")
        with acting(self._desk, about, "office") as unit:
            file = self._desk.send_key("concern", concern_id, "safeguarding")
            concern_store.insert(self._desk, unit, file, body)
            unit.say(about.detail(Act.CREATE))  # which fields were filled in would tell too much already
        return ConcernSent(format_concern(concern_id), self.readers())

    def readers(self) -> tuple[str, ...]:
        """The names of those who read what is sent."""
        return tuple(self._session.people.colleague_name(one) for one in concern_reading.leads(self._session))

    # what the leads read

    @property
    def is_lead(self) -> bool:
        """Whether this colleague reads concerns: by their role, and by the keys they hold."""
        return self._session.may(Action.READ_CONCERN) and self._desk.keyring.holds("safeguarding")

    def _require_lead(self, concern_id: UUID | None = None) -> None:
        self._session.require(Action.READ_CONCERN, concern_id)
        if not self._desk.keyring.holds("safeguarding"):
            refuse(self._desk, About("concern", concern_id), SaysNo(NOT_A_LEAD, ("CLOSED",)), "office")

    @in_words()
    def waiting(self) -> tuple[ConcernMark, ...]:
        """Every open concern, longest waiting first; none for whoever reads none. Nothing of them is opened."""
        if not self.is_lead:
            return ()
        with self._desk.read() as connection:
            return concern_reading.waiting(self._session, connection)

    @in_words()
    def queue(self, *, closed: bool = False) -> tuple[ConcernLine, ...]:
        """The open concerns in the order of the queue, or the closed ones. The look is recorded."""
        self._require_lead()
        state = ConcernState.CLOSED if closed else ConcernState.OPEN
        with self._desk.read() as connection:
            found = concern_reading.queue(self._session, connection, state)
        detail = About("concerns").detail(Act.VIEW)
        record(self._desk, dataclasses.replace(detail, count=len(found)), "safeguarding")
        return found

    @in_words()
    def concern(self, concern_id: UUID) -> ConcernView:
        """One concern. Whoever opens it first takes it up: its sender is checked, and it is sealed anew.

        The look is recorded, or there is none. Raises `NotFound`, or `Problem` for one that cannot be believed.
        """
        self._require_lead(concern_id)
        self._take_up(concern_id)
        with self._desk.read() as connection:
            found = self._stored(connection, concern_id)
            _, checklist = concern_store.checklist(self._desk, connection)
            view = concern_reading.view(self._session, connection, found, checklist)
        record(self._desk, About("concern", concern_id).detail(Act.VIEW), "safeguarding")
        return view

    def _take_up(self, concern_id: UUID) -> None:
        """Seals under a key that the sender never knew, and removes theirs."""
        with self._desk.read() as connection:
            sent = self._stored(connection, concern_id)
        if not sent.is_sent:
            return
        about = About("concern", concern_id)
        with acting(self._desk, about, "safeguarding") as unit:
            now = self._stored(unit.connection, concern_id)
            if not now.is_sent:  # another lead was first
                return
            (fresh,) = self._desk.new_keys([("concern", concern_id, "safeguarding")])
            line = ConcernEntryBody(kind=EntryKind.TAKEN_UP)
            concern_store.seal_anew(self._desk, unit, now, fresh, line)
            unit.say(about.detail(Act.CHANGE, fields=(line.kind.value,)))
        hanging.drop_keys(self._desk, [sent.mark.key_id])

    def finish(self) -> None:
        """Removes sent keys that a cut-off taking-up left behind."""
        spent = concern_store.spent_letters(self._desk) if self.is_lead else ()
        if spent:
            hanging.drop_keys(self._desk, spent)

    def _stored(self, connection: Connection, concern_id: UUID) -> OpenConcern:
        row = concern_store.select(connection, concern_id)
        if row is None:
            raise NotFound(NO_CONCERN)
        return concern_store.opened(self._desk, connection, row)

    # what the leads do about one

    @in_words()
    def add_note(self, concern_id: UUID, words: str) -> None:
        """One more line of what was said or done."""
        self._add(concern_id, ConcernEntryBody(kind=EntryKind.NOTE, words=words))

    @in_words()
    def tick(self, concern_id: UUID, step_id: str) -> None:
        """A step of the checklist is done."""
        step = next((one for one in self.checklist().checklist.steps if one.id == step_id), None)
        self._add(
            concern_id,
            ConcernEntryBody(kind=EntryKind.STEP, step=step.id if step else "", step_words=step.words if step else ""),
        )

    @in_words()
    def untick(self, concern_id: UUID, step_id: str, words: str) -> None:
        """A step was not done after all, saying why."""
        self._add(concern_id, ConcernEntryBody(kind=EntryKind.STEP_OPEN, step=step_id, words=words))

    @in_words()
    def decide(
        self, concern_id: UUID, version: int, verdict: Verdict, words: str, follow_up_on: date | None = None
    ) -> None:
        """What is done about it, and why; perhaps a day on which it is looked at again."""
        line = ConcernEntryBody(kind=EntryKind.DECISION, verdict=verdict, words=words, follow_up_on=follow_up_on)
        self._add(concern_id, line, version)

    @in_words()
    def close(self, concern_id: UUID, version: int, words: str) -> None:
        """Closes a concern about which a decision stands, saying how it ended."""
        self._add(concern_id, ConcernEntryBody(kind=EntryKind.CLOSED, words=words), version)

    @in_words()
    def reopen(self, concern_id: UUID, version: int, words: str) -> None:
        """Opens a closed concern again, saying why. Closing it once more needs another decision."""
        self._add(concern_id, ConcernEntryBody(kind=EntryKind.REOPENED, words=words), version)

    @in_words()
    def tell_staff(self, concern_id: UUID, person_id: UUID) -> None:
        """Case staff see on this person's page that there is a concern and whom to speak to, and nothing else."""
        with self._desk.read() as connection:
            on_file = concern_reading.person_names(self._session, connection, [person_id])
        line = ConcernEntryBody(kind=EntryKind.STAFF_TOLD, person_id=person_id if on_file else None)
        self._add(concern_id, line, board=True)

    @in_words()
    def tell_staff_no_longer(self, concern_id: UUID) -> None:
        """Takes that back."""
        self._add(concern_id, ConcernEntryBody(kind=EntryKind.STAFF_NOT_TOLD), board=True)

    def _add(
        self, concern_id: UUID, line: ConcernEntryBody, version: int | None = None, *, board: bool = False
    ) -> None:
        self._require_lead(concern_id)
        self._take_up(concern_id)
        about = About("concern", concern_id)
        with acting(self._desk, about, "safeguarding") as unit:
            found = self._stored(unit.connection, concern_id)
            if found.is_sent or version not in (None, found.concern.version):
                raise VersionConflict
            entries = found.concern.entries
            if line.kind is EntryKind.STEP_OPEN and line.step in steps_done(entries):
                line = dataclasses.replace(line, step_words=self._step_words(unit.connection, entries, line.step))
            if line.kind is EntryKind.STAFF_NOT_TOLD:
                line = dataclasses.replace(line, person_id=told_about(entries))
            insist(may_add(found.concern.state, line, entries), NOT_ADDED.get(line.kind, NOT_NOW))
            state = _AFTER.get(line.kind, found.concern.state)
            concern_store.add(self._desk, unit, found, line, state)
            if board:
                key = concern_store.board_key(self._desk)
                concern_store.put_board(self._desk, unit, key, self._board(unit, concern_id, line))
            unit.say(about.detail(Act.CHANGE, fields=(line.kind.value,)))

    def _step_words(self, connection: Connection, entries: Sequence[ConcernEntry], step: str) -> str:
        """What a step that is done says: as when it was ticked; where a decision did it, as on the list of today."""
        listed = {one.id: one.words for one in concern_store.checklist(self._desk, connection)[1].steps}
        return steps_done(entries)[step].body.step_words or listed.get(step, "")

    def _board(self, unit: UnitOfWork, concern_id: UUID, line: ConcernEntryBody) -> ToldBoard:
        """The board with this concern on it or off it; whoever is not on file any more goes too."""
        before = concern_store.board(self._desk, unit.connection)
        people = [one.person_id for one in before.told]
        on_file = concern_reading.person_names(self._session, unit.connection, people)
        kept = [one for one in before.told if one.concern_id != concern_id and one.person_id in on_file]
        if line.kind is EntryKind.STAFF_TOLD and line.person_id is not None:
            kept.append(Told(person_id=line.person_id, concern_id=concern_id, speak_to=self._session.me.id))
        return dataclasses.replace(before, told=tuple(kept))

    # the checklist

    @in_words()
    def checklist(self) -> StepsView:
        """The office's steps, or the default until it has entered its own. Anybody may read them."""
        with self._desk.read() as connection:
            return StepsView(*concern_store.checklist(self._desk, connection))

    @in_words()
    def set_steps(self, version: int, lines: Sequence[str]) -> StepsView:
        """The office's own steps, over the version that was read. Raises `NotAllowed`, or `Problem` after a change."""
        self._session.require(Action.CHANGE_OFFICE)
        about = About("checklist")
        with acting(self._desk, about, "office") as unit:
            stands, before = concern_store.checklist(self._desk, unit.connection)
            if stands != version:
                raise VersionConflict
            insist(may_set_steps(lines), NO_STEPS)
            changed = renewed(before, lines, _fresh_ids(before))
            file = concern_store.settings_key(self._desk)
            concern_store.put_checklist(self._desk, unit, file, version, changed)
            unit.say(about.detail(Act.CHANGE, fields=("steps",)))
        return self.checklist()


def _fresh_ids(before: Checklist) -> Iterator[str]:
    """Ids that no step has had."""
    taken = {step.id for step in before.steps}
    while True:
        made = uuid4().hex[:8]
        if made not in taken:
            yield made
