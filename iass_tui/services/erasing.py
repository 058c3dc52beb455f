"""The decision after consent to save was taken back: erase, or keep on another lawful basis (P47, table 5.4).

A manager alone keeps; to erase, one manager proposes and another one confirms (decision 0017).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import case_store, consent_store, erasure_store, hanging, join_store, people_store, restricted_store
from db.opened import UNREADABLE
from db.people_store import StoredPerson
from db.unit_of_work import Tampered, UnitOfWork
from iass_tui.rules import text
from iass_tui.rules.access import AccessReason, Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent.effects import decide_by, kept_until, may_keep, newest_word, proposal_void
from iass_tui.rules.decision import Refused
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import Decision, Purpose, RecordedConsent
from iass_tui.rules.records.erasure import ErasureDecision, ErasureOutcome, LawfulBasis, ProposalVoid, RecordedDecision
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PersonCard
from iass_tui.rules.second_person import Second
from iass_tui.services import outbox, turning
from iass_tui.services.acknowledging import Acknowledging
from iass_tui.services.acting import About, SaysNo, acting, record, refuse
from iass_tui.services.consent_views import Erased, ErasureDue, ErasureView, Proposal, SaidNo, VoidProposal
from iass_tui.services.problems import in_words
from iass_tui.services.second_person import (
    as_second,
    insist_impartial,
    insist_second,
    possible_seconds,
    why_not_impartial,
)
from iass_tui.services.views import NotFound, OutboxFile, Problem
from iass_tui.vault.fingerprint import fingerprint

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

NOT_WAITING = "This record does not wait for a decision: it is not frozen, or somebody decided first."
NO_KIT = "Nothing can be destroyed before the office has its recovery sheets. Make the kit first."
PROPOSED_ALREADY = "Somebody has proposed to erase this record already. Open it again."
NOT_PROPOSED = "There is no such proposal any more. Open the record again to see what was decided."
SAY_NO_FIRST = "Another manager has proposed to erase this record. Say no to that first, and why."
SAY_WHY = "Say why: whoever proposed it reads that."
NOT_YOURS = "A manager decides on this. An officer confirms only where no other manager can: ask who proposed it."
NOT_KEPT_SO = "Write why it is kept: they are told. And say by when, within a year, it is looked at again."


@dataclasses.dataclass(frozen=True)
class _Waiting:
    held: StoredPerson
    event: RecordedConsent
    references: tuple[str, ...]
    decided: tuple[RecordedDecision, ...]
    joined: tuple[UUID, ...] = ()
    circle: UUID | None = None

    @property
    def kept_until(self) -> date | None:
        """By when what was decided is looked at again; None where nobody has answered this very withdrawal."""
        return kept_until([one.decision for one in self.decided], self.event.id)

    @property
    def kept(self) -> ErasureDecision | None:
        """The newest decision to keep it in answer to this very withdrawal."""
        own = [one.decision for one in self.decided if one.decision.withdrawal_id == self.event.id]
        return next((one for one in reversed(own) if one.outcome is ErasureOutcome.KEEP), None)

    def newest(self, outcome: ErasureOutcome) -> RecordedDecision | None:
        """The newest word on this very withdrawal, where it is this one: a proposal stands while it is, unless void."""
        word = newest_word(self.decided, self.event.id)
        is_void = outcome is ErasureOutcome.PROPOSED and self.void is not None
        return word if word is not None and word.decision.outcome is outcome and not is_void else None

    @property
    def void(self) -> tuple[RecordedDecision, ProposalVoid] | None:
        """The newest word of all, where it is a proposal about the record as it no longer is."""
        word = self.decided[-1] if self.decided else None
        if word is None or word.decision.outcome is not ErasureOutcome.PROPOSED:
            return None
        because = proposal_void(word.decision, self.event.id, self.joined, self.circle)
        return None if because is None else (word, because)

    def is_open(self, today: date) -> bool:
        """Whether a manager has to decide, or to look again at what is kept."""
        until = self.kept_until
        return until is None or until <= today


class ErasureService:
    """Frozen records and what becomes of them."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def due(self) -> tuple[ErasureDue, ...]:
        """Every record that waits for a manager, the soonest first; to officers what they may confirm."""
        return self.waiting()[0] if self._session.may(Action.OPEN_CASE) else ()

    def waiting(self) -> tuple[tuple[ErasureDue, ...], int]:
        """As `due`, and how many frozen records do not open."""
        is_manager = self._session.may(Action.DECIDE_ERASURE)
        found, lost, today = [], 0, self._session.today_date()
        with self._desk.read() as connection:
            for person_id in erasure_store.frozen(connection):
                try:
                    one = self._waiting(connection, person_id)
                except (*UNREADABLE, Tampered):
                    lost += 1
                    continue
                is_open = one is not None and one.is_open(today)
                if one is not None and is_open and (is_manager or self._may_stand_in(one)):
                    found.append(self._due(one))
        return tuple(sorted(found, key=lambda one: one.decide_by)), lost

    @in_words()
    def look(self, person_id: UUID) -> ErasureView:
        """What waits, by when, and what erasing would destroy. The look is recorded.

        Raises `NotAllowed` for an officer who is not to confirm it.
        """
        one = self._one_to_confirm(person_id)
        keys, rows = hanging.everything_about(self._desk, person_id)
        record(self._desk, About("person", person_id).detail(Act.VIEW, fields=("erasure",)))
        tables = [table for table, _ in rows]
        counts = {table: tables.count(table) for table in dict.fromkeys(tables)}
        approvers = self._approvers(one)
        answer = as_second(self._session, Action.DECIDE_ERASURE, approvers, person_id)
        return ErasureView(
            self._due(one),
            counts,
            len(keys),
            one.kept,
            needs_kit=self._session.kit.is_missing(),
            today=self._session.today_date(),
            second=None if isinstance(answer, Refused) else answer,
            why_not=answer.reasons if isinstance(answer, Refused) else (),
            said_no=self._said_no(one),
            seconds=possible_seconds(self._session, approvers, person_id),
            void=self._void(one),
            barred=why_not_impartial(self._session, person_id),
        )

    @in_words()
    def keep(self, person_id: UUID, basis: LawfulBasis, words: str, review_on: date) -> OutboxFile:
        """Keeps the record, frozen, on another lawful basis, until it is looked at again; a letter tells them.

        Raises `NotAllowed` without words, and for a day to look again that has come or is too far off.
        """
        self._session.require(Action.DECIDE_ERASURE, person_id)
        about, one = About("person", person_id), self._one(person_id)
        answer = may_keep(words, review_on, self._session.today_date())
        if isinstance(answer, Refused):
            refuse(self._desk, about, SaysNo(NOT_KEPT_SO, [str(reason) for reason in answer.reasons]))
        decision = ErasureDecision(
            outcome=ErasureOutcome.KEEP,
            decided_on=self._session.today_date(),
            withdrawal_id=one.event.id,
            basis=basis,
            words=words,
            review_on=review_on,
        )
        with acting(self._desk, about) as unit:
            now = self._insist_waiting(unit.connection, person_id)
            if self._is_of_another(now):
                raise SaysNo(SAY_NO_FIRST, ("PROPOSED_BY_ANOTHER",))
            conflict = insist_impartial(self._session, person_id)
            self._append(unit, now, decision)
            unit.say(about.detail(Act.CHANGE, fields=("erasure",), reasons=("KEEP", basis.value, *conflict)))
        return Acknowledging(self._session).decided(one.held, _first(one), one.event, decision)

    @in_words()
    def propose(self, person_id: UUID) -> None:
        """Proposes to erase the record: nothing is destroyed before another manager confirms with `erase`.

        Raises `NotAllowed` while there is no recovery kit, and where somebody has proposed it already.
        """
        self._session.require(Action.DECIDE_ERASURE, person_id)
        self._insist_kit(person_id)
        self._say(person_id, ErasureOutcome.PROPOSED)

    @in_words()
    def take_back(self, person_id: UUID) -> None:
        """Takes one's own proposal back. Raises `NotAllowed` where there is none."""
        self._say(person_id, ErasureOutcome.TAKEN_BACK)

    @in_words()
    def say_no(self, person_id: UUID, words: str) -> None:
        """Says no to another manager's proposal, and why. Raises `NotAllowed` where there is none.

        An officer may where they could confirm it.
        """
        if not words.strip():
            raise Problem(SAY_WHY)
        self._one_to_confirm(person_id)
        self._say(person_id, ErasureOutcome.SAID_NO, words)

    def _say(self, person_id: UUID, outcome: ErasureOutcome, words: str = "") -> None:
        is_no = outcome is ErasureOutcome.SAID_NO
        self._session.require(Action.OPEN_CASE if is_no else Action.DECIDE_ERASURE, person_id)
        about = About("person", person_id)
        with acting(self._desk, about) as unit:
            now = self._insist_waiting(unit.connection, person_id)
            is_mine = now.newest(ErasureOutcome.PROPOSED) is not None and not self._is_of_another(now)
            if outcome is ErasureOutcome.PROPOSED and (is_mine or self._is_of_another(now)):
                raise SaysNo(PROPOSED_ALREADY, ("PROPOSED_ALREADY",))
            if outcome is ErasureOutcome.TAKEN_BACK and not is_mine:
                raise SaysNo(NOT_PROPOSED, ("NOT_PROPOSED",))
            if is_no and not self._is_of_another(now):
                raise SaysNo(NOT_PROPOSED, ("NOT_PROPOSED",))
            is_own_back = outcome is ErasureOutcome.TAKEN_BACK
            conflict = () if is_own_back else insist_impartial(self._session, person_id)
            today = self._session.today_date()
            said = ErasureDecision(
                outcome=outcome,
                decided_on=today,
                withdrawal_id=now.event.id,
                words=words,
                joined=now.joined,
                circle=now.circle,
            )
            self._append(unit, now, said)
            unit.say(about.detail(Act.CHANGE, fields=("erasure",), reasons=(outcome.value, *conflict)))

    def _append(self, unit: UnitOfWork, one: _Waiting, decision: ErasureDecision) -> None:
        file = self._desk.writing_key(one.held.key_id, "person", one.held.id)
        erasure_store.append(self._desk, unit, file, uuid4(), one.held.id, decision)

    def _is_of_another(self, one: _Waiting) -> bool:
        """Whether a proposal of somebody else stands."""
        standing = one.newest(ErasureOutcome.PROPOSED)
        return standing is not None and standing.by != self._session.me.id

    def _approvers(self, one: _Waiting) -> tuple[UUID]:
        """Whom I would be the second person for: whoever proposed it; where nobody did, myself, which is nobody."""
        standing = one.newest(ErasureOutcome.PROPOSED)
        return (standing.by if standing else self._session.me.id,)

    def _may_stand_in(self, one: _Waiting) -> bool:
        """Whether this officer confirms it, since no other manager counts."""
        answer = as_second(self._session, Action.DECIDE_ERASURE, self._approvers(one), one.held.id)
        return one.newest(ErasureOutcome.PROPOSED) is not None and answer is Second.SECOND_PERSON

    def _one_to_confirm(self, person_id: UUID) -> _Waiting:
        """What waits, for managers, and for an officer who may confirm it."""
        self._session.require(Action.OPEN_CASE, person_id)
        one = self._one(person_id)
        if not self._session.may(Action.DECIDE_ERASURE) and not self._may_stand_in(one):
            refuse(self._desk, About("person", person_id), SaysNo(NOT_YOURS, (AccessReason.NOT_YOUR_ROLE,)))
        return one

    def _insist_kit(self, person_id: UUID) -> None:
        if self._session.kit.is_missing():
            refuse(self._desk, About("person", person_id), SaysNo(NO_KIT, ("NO_KIT",)))

    @in_words()
    def erase(self, person_id: UUID) -> Erased:
        """Confirms another manager's proposal and destroys the record, so that no older copy of the keys opens it.

        A fingerprint alone is kept. The letter is made first, while there is somebody to write it to. An officer may
        where no other manager counts; where no officer does either the only manager needs no proposal, and the entry
        says so. Raises `NotAllowed` while there is no recovery kit, and where nobody else proposed it or who did does
        not count as another person.
        """
        one = self._one_to_confirm(person_id)
        self._insist_kit(person_id)
        desk, about = self._desk, About("person", person_id)
        try:
            insist_second(self._session, Action.DECIDE_ERASURE, self._approvers(one), person_id)
        except SaysNo as no:
            refuse(desk, about, no)
        decided = ErasureDecision(outcome=ErasureOutcome.ERASE, decided_on=self._session.today_date())
        letter = Acknowledging(self._session).decided(one.held, _first(one), one.event, decided)
        try:
            self._mark(one, decided)
        except Exception:  # somebody was first: no letter says what did not happen
            outbox.drop_named(self._session, letter.name)
            raise
        outbox.drop_about(self._session, person_id)
        home = desk.home("person", person_id)
        keys, rows = hanging.everything_about(desk, person_id)
        erasure = turning.Erasure("destruction", person_id, f"SAVE_CASE {one.event.id}", keys, rows)
        turning.erase(desk, erasure, home)
        if home != "casework":
            self._session.restricting.finish()  # a circle of nobody goes
        self._session.directory.changed()
        return Erased(letter, len(one.references), len(keys))

    def _mark(self, one: _Waiting, decided: ErasureDecision) -> None:
        """What is kept of an erased record, written once nothing has changed since it was looked at."""
        desk, about = self._desk, About("person", one.held.id)
        with acting(desk, about) as unit:
            now = self._insist_waiting(unit.connection, one.held.id)
            second = insist_second(self._session, Action.DECIDE_ERASURE, self._approvers(now), one.held.id)
            for card in self._known_as(unit.connection, one.held):
                mark = dataclasses.replace(decided, fingerprint=_fingerprint(desk.office, card))
                id_ = uuid4()
                (file,) = desk.new_keys([("suppression", id_, "casework")])
                erasure_store.append(desk, unit, file, id_, None, mark)
            unit.say(about.detail(Act.CHANGE, fields=("erasure",), reasons=("ERASE", second.value)))

    def _known_as(self, connection: Connection, held: StoredPerson) -> list[PersonCard]:
        """Every name and birth date under which they stood: a record that was joined to theirs may have had others."""
        cards = [held.card]
        for join in join_store.joins_of(self._desk, connection, held.id):
            other = people_store.person(self._desk, connection, join.other_id)
            cards += [other.card] if other else []
            cards += [join.body.former] if join.body else []
        return list({(card.full_name, card.born): card for card in cards}.values())

    def suppressed(self, card: PersonCard) -> ErasureDecision | None:
        """The mark left of someone of this name and birth date who was erased when they asked; None where none is.

        For services. Slow on purpose, and quick while nobody was ever erased.
        """
        return self.recogniser()(card)

    def recogniser(self) -> Callable[[PersonCard], ErasureDecision | None]:
        """`suppressed` for many cards, the marks read once."""
        with self._desk.read() as connection:
            marks = {one.fingerprint: one for one in erasure_store.erased(self._desk, connection)}
        office = self._desk.office
        return functools.cache(lambda card: marks.get(_fingerprint(office, card)) if marks else None)

    def _insist_waiting(self, connection: Connection, person_id: UUID) -> _Waiting:
        one = self._waiting(connection, person_id)
        if one is None or not one.is_open(self._session.today_date()):
            raise SaysNo(NOT_WAITING, ("NOT_WAITING",))
        return one

    def _one(self, person_id: UUID) -> _Waiting:
        with self._desk.read() as connection:
            found = self._waiting(connection, person_id)
        if found is None:
            raise NotFound(NOT_WAITING)
        return found

    def _waiting(self, connection: Connection, person_id: UUID) -> _Waiting | None:
        held = people_store.person(self._desk, connection, person_id)
        if held is None or held.state is not PersonState.FROZEN:
            return None
        history = consent_store.history(self._desk, person_id, connection)
        taken = [one for one in history if _takes_back(one)]
        if not taken:
            return None
        rows = case_store.select_of_person(connection, person_id)
        references = tuple(format_reference(row[4]) for row in rows)
        decided = erasure_store.decisions(self._desk, connection, person_id)
        joined = tuple(one.other_id for one in join_store.joins_of(self._desk, connection, person_id))
        return _Waiting(held, taken[-1], references, decided, joined, restricted_store.circle_of(connection, person_id))

    def _due(self, one: _Waiting) -> ErasureDue:
        on, proposal = one.event.event.given_on, None
        if (word := one.newest(ErasureOutcome.PROPOSED)) is not None:
            by = self._session.people.colleague_name(word.by)
            proposal = Proposal(by, word.decision.decided_on, is_mine=word.by == self._session.me.id)
        until = one.kept_until or decide_by(on)
        return ErasureDue(one.held.id, one.held.card.full_name, one.references, on, until, proposal)

    def _void(self, one: _Waiting) -> VoidProposal | None:
        if one.void is None:
            return None
        word, because = one.void
        return VoidProposal(self._session.people.colleague_name(word.by), word.decision.decided_on, because)

    def _said_no(self, one: _Waiting) -> SaidNo | None:
        word = one.newest(ErasureOutcome.SAID_NO)
        if word is None:
            return None
        return SaidNo(self._session.people.colleague_name(word.by), word.decision.decided_on, word.decision.words)


def _takes_back(one: RecordedConsent) -> bool:
    return one.event.purpose is Purpose.SAVE_CASE and one.event.decision is not Decision.GIVEN


def _first(one: _Waiting) -> str:
    return one.references[0] if one.references else ""


def _fingerprint(office: UUID, card: PersonCard) -> str:
    born = card.born.to_text() if card.born else ""
    return fingerprint(office, text.fold(card.full_name), born)
