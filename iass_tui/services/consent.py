"""Consent events and what follows from them (P47, domain table 5.4). See `ports.Consent`.

The ledger's line is the moment at which a withdrawal has happened: whatever is cut off after it, the next sign-in
finishes (`finish`). Before it nothing has happened.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import access_store, consent_store, family_store, hanging, join_store, people_store
from db.unit_of_work import Tampered, UnitOfWork
from iass_tui.rules.access import Action
from iass_tui.rules.consent import fold, withdrawal_effects
from iass_tui.rules.consent.giving import GivingReason, Subject, may_record
from iass_tui.rules.decision import Refused
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import ConsentEvent, ConsentMethod, Decision, Purpose, Scope
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.release.basis import competence_of
from iass_tui.services import taken_along, turning
from iass_tui.services.acknowledging import Acknowledging
from iass_tui.services.acting import About, SaysNo, record, refuse
from iass_tui.services.consent_views import NOTHING_WENT, StoppedTask, Went, WithdrawalDone
from iass_tui.services.problems import in_words
from iass_tui.services.redaction import Redaction
from iass_tui.services.reviews import NOTHING, Left
from iass_tui.services.stopping import Stopping
from iass_tui.services.taken_along import narrows
from iass_tui.services.views import NotAllowed, NotFound
from iass_tui.vault.ledger_line import LedgerLine, SignedLine

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

_DETAILS = {Purpose.SAVE_CONTACT: "contact", Purpose.SAVE_EQUALITY: "equality"}
"""What exists only while a consent of its own stands, as the kind of its file keys."""
TO_COME = "What they said cannot be from a day still to come."
NOT_READ = "A yes needs the wording that was read or heard."
NOT_THEIRS = "This yes is not theirs to give: ask the person whom it is about, or note by what right they speak."


@dataclasses.dataclass(frozen=True)
class _Decided:
    """Events under the ids by which the ledger knows them."""

    person_id: UUID
    events: tuple[ConsentEvent, ...]
    ids: tuple[UUID, ...]
    repeated: tuple[_Repeated, ...] = ()
    """What narrows, once more for each record that was joined to this one: it must outlive the join."""


@dataclasses.dataclass(frozen=True)
class _Repeated:
    """One event of a joined record, under an id of its own."""

    person_id: UUID
    event: ConsentEvent
    id: UUID


class ConsentService:
    """Consent events and what follows from them."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._redaction = Redaction(session)
        stopping = Stopping(session, self._redaction)
        self.stops, self.tell_agency = stopping.stops, stopping.tell_agency
        self.traces, self.redact, self.forget = self._redaction.traces, self._redaction.redact, self._redaction.forget
        self.acknowledge = Acknowledging(session).acknowledge

    @in_words()
    def record(self, person_id: UUID, events: Sequence[ConsentEvent]) -> Went:
        """Records decisions in this order, and what went with them. A No over a Yes has the effects of a withdrawal.

        Raises `NotAllowed` for a Yes without the wording that was read, for one that is not the giver's to say (P2,
        P14), and for someone the family was not asked about. A No is never refused for who says it (P47).
        """
        self._session.require(Action.RECORD_CONSENT, person_id)
        person_id = self._kept(person_id)
        self._insist_come(person_id, events)
        if not events:
            return NOTHING_WENT
        return self._decide(_Decided(person_id, tuple(events), tuple(uuid4() for _ in events)))

    @in_words()
    def subject(self, person_id: UUID) -> Subject:
        """What the rule on who may say yes is asked with (`rules.consent.giving.may_record`). The look is recorded."""
        self._session.require(Action.RECORD_CONSENT, person_id)
        why = self._session.access.insist_on_person(person_id, About("person", person_id))
        with self._desk.read() as connection:
            subject = self._subject(connection, person_id)
        record(self._desk, About("person", person_id).detail(Act.VIEW, ("access_basis", "tie"), why))
        return subject

    @in_words()
    def withdraw(
        self,
        person_id: UUID,
        purpose: Purpose,
        scope: Scope,
        *,
        given_by: UUID | None,
        given_on: date,
        method: str,
        right: str = "",
        evidence: str = "",
        conditions: str = "",
    ) -> WithdrawalDone:
        """Takes a consent back, with everything that follows at once; what remains to be decided is in the answer.

        `right`: by what right somebody else says it. It is kept as they said it, and nobody is refused for it (P47).
        """
        self._session.require(Action.RECORD_CONSENT, person_id)
        person_id = self._kept(person_id)
        desk, today = self._desk, self._session.today_date()
        event = ConsentEvent(
            purpose=purpose,
            decision=Decision.WITHDRAWN,
            given_by=given_by,
            given_by_name=self._name(given_by),
            right="SELF" if given_by == person_id else right,
            method=ConsentMethod(method),
            evidence=evidence,
            conditions=conditions,
            given_on=given_on,
            scope=scope,
        )
        if event.right == "SELF" and given_by != person_id:
            raise ValueError("another person's word is not their own")
        self._insist_come(person_id, [event])
        effects = withdrawal_effects(fold(consent_store.history(desk, person_id), today), purpose, scope)
        with desk.read() as connection:
            if people_store.state(connection, person_id) is None:
                raise NotFound("There is no such person, or their record was destroyed.")
        is_contact = purpose is Purpose.SAVE_CONTACT
        numbers = len(self._redaction.found(person_id)) if is_contact else 0
        went = self._decide(_Decided(person_id, (event,), (uuid4(),)))
        then = tuple(effect.value for effect in effects.then)
        return WithdrawalDone(
            at_once=tuple(effect.value for effect in effects.at_once),
            then=(*then, f"REDACT_NOTES:{numbers}") if numbers else then,
            falls=effects.falls,
            went=went,
            code_word=self._word_to_offer(person_id) if is_contact else "",
        )

    def _kept(self, person_id: UUID) -> UUID:
        """The record that is written in the place of this one: an answer must not be lost to an old page."""
        with self._desk.read() as connection:
            return join_store.kept_of(connection, person_id)

    def _name(self, giver: UUID | None) -> str:
        """As it stands on their card today, so that the record can still be read when the card is gone."""
        with self._desk.read() as connection:
            held = None if giver is None else people_store.person(self._desk, connection, giver)
        return "" if held is None else held.card.full_name

    def _word_to_offer(self, person_id: UUID) -> str:
        """A word by which they are known when they come back (table 5.4), where they have none."""
        with self._desk.read() as connection:
            held = people_store.person(self._desk, connection, person_id)
        is_theirs = held is None or held.state is not PersonState.ACTIVE or bool(held.card.code_word)
        return "" if is_theirs else self._session.intake.code_word()

    @in_words()
    def keep_code_word(self, person_id: UUID, word: str) -> None:
        """Puts the word that they took onto their card; one that stands there already stays."""
        view = self._session.people.person(person_id)
        if not view.card.code_word:
            card = dataclasses.replace(view.card, code_word=word)
            self._session.people.change_card(person_id, view.version, view.card, card)

    @in_words()
    def finish(self) -> int:
        """Records what the ledger announced and a crash, or files put back from a backup, lost; how many that were.

        The scope is in no ledger: what is restored reaches as far as the purpose does, never less.
        """
        with self._desk.read() as connection:
            every = [self._lost(signed, connection) for signed in self._desk.records.host.ledger()]
        count = 0
        for lost in every:
            if lost is not None:
                with contextlib.suppress(Tampered):  # whoever opens this person next is told; the others go on
                    self._drop_copies(lost)
                    self._write(lost, ())
                    count += 1
        return count

    def _lost(self, signed: SignedLine, connection: Connection) -> _Decided | None:
        line = signed.line
        purpose, _, event_id = line.purpose.partition(" ")
        if line.kind not in {"withdrawal", "refusal"} or not event_id:
            return None
        try:
            id_, taken_back = UUID(event_id), Purpose(purpose)
        except ValueError:  # no line of this program's
            return None
        if consent_store.is_recorded(connection, id_) or people_store.state(connection, line.subject) is None:
            return None
        if not turning.is_vouched(self._desk, signed):
            return None
        return _Decided(line.subject, (_event_of(line, taken_back),), (id_,))

    def _decide(self, decided: _Decided) -> Went:
        """The ledger and the keys, then the rows; what went with it."""
        desk, person_id = self._desk, decided.person_id
        with desk.read() as connection:
            stands = people_store.state(connection, person_id)
        if stands is None:
            raise NotFound("There is no such person, or their record was destroyed.")
        if stands[0] is PersonState.PENDING:
            raise NotAllowed("The family has not been asked yet: confirm the referral first.", ("PENDING",))
        self._insist_theirs(decided)
        decided = self._with_repeated(decided)
        left = self._session.reviews.left_after(person_id, decided.events)
        before = consent_store.history(desk, person_id)
        given = {one.event.purpose for one in before if one.event.decision is Decision.GIVEN}
        rows: tuple[tuple[str, UUID], ...] = ()
        gone: tuple[UUID, ...] = ()
        for event, id_ in zip(decided.events, decided.ids, strict=True):
            if not narrows(event) or (event.decision is Decision.REFUSED and event.purpose not in given):
                continue
            erasure = self._erasure(person_id, event, id_)
            if erasure.keys:
                turning.turn(desk, erasure)
            else:
                turning.announce(desk, erasure)
            for one in decided.repeated:
                if one.event is event:
                    turning.announce(desk, _line(one.person_id, event, one.id))
            rows += erasure.rows
            gone += erasure.keys
        copies = self._drop_copies(decided)  # before the event, so that `finish` knows if it is still to be done
        settled, tasks = self._write(decided, rows, gone, left)
        erased = len(gone)
        for erasure in self._left_over(decided):
            turning.erase(desk, erasure)
            erased += len(erasure.keys)
        copies += self._drop_copies(decided)  # and what was put there meanwhile
        drafts = sum(table == "draft" for table, _ in rows)
        return Went(tasks, settled, tuple(dict.fromkeys(copies)), drafts, erased)

    def _with_repeated(self, decided: _Decided) -> _Decided:
        """The same, with what has to be said in the records that were joined to this one as well."""
        with self._desk.read() as connection:
            others = join_store.records_of(connection, decided.person_id)[1:]
        repeated = (_Repeated(one, event, uuid4()) for one in others for event in decided.events if narrows(event))
        return dataclasses.replace(decided, repeated=tuple(repeated))

    def _insist_theirs(self, decided: _Decided) -> None:
        """Refuses, on record, what widens and was not read or is not theirs to say. What narrows is not asked about."""
        widening = [one for one in decided.events if not narrows(one)]
        if not widening:
            return
        desk, person_id, today = self._desk, decided.person_id, self._session.today_date()
        unread = ["NO_WORDING"] if any(not _is_worded(one) for one in widening) else []
        with desk.read() as connection:
            subject = self._subject(connection, person_id)
        answers = [may_record(subject, one, today) for one in widening]
        not_theirs = [str(reason) for one in answers if isinstance(one, Refused) for reason in one.reasons]
        if unread or not_theirs:
            sentence = NOT_THEIRS if not_theirs else NOT_READ
            refuse(desk, About("person", person_id), SaysNo(sentence, dict.fromkeys((*unread, *not_theirs))))

    def _insist_come(self, person_id: UUID, events: Sequence[ConsentEvent]) -> None:
        if any(one.given_on > self._session.today_date() for one in events):
            refuse(self._desk, About("person", person_id), SaysNo(TO_COME, (GivingReason.IN_THE_FUTURE.value,)))

    def _subject(self, connection: Connection, person_id: UUID) -> Subject:
        desk = self._desk
        held = people_store.person(desk, connection, person_id)
        if held is None:
            raise NotFound("There is no such person, or their record was destroyed.")
        stored = access_store.read(desk, connection, person_id)
        rows = family_store.select(connection, person_id)
        family, _ = family_store.opened(rows, desk.keys(family_store.places(rows)))
        return Subject(
            person_id,
            held.card.role is PartyRole.CHILD,
            held.card.born,
            competence_of(stored.basis) if stored else None,
            {one.person_id: one.tie.responsibility for one in family if not one.is_child_side},
        )

    def _drop_copies(self, decided: _Decided) -> tuple[str, ...]:
        """Copies that wait were made under what is taken back, or for someone who is refused from now on."""
        before = consent_store.history(self._desk, decided.person_id)
        given = {one.event.purpose for one in before if one.event.decision is Decision.GIVEN}
        return taken_along.drop_copies(self._session, decided.person_id, taken_along.ended(decided.events), given)

    def _left_over(self, decided: _Decided) -> Iterator[turning.Erasure]:
        """What a colleague saved in the very moment before the withdrawal stood. From now on they are refused."""
        for event, id_ in zip(decided.events, decided.ids, strict=True):
            if narrows(event) and event.purpose in _DETAILS:
                erasure = self._erasure(decided.person_id, event, id_)
                if erasure.keys:
                    yield erasure

    def _erasure(self, person_id: UUID, event: ConsentEvent, id_: UUID) -> turning.Erasure:
        """What goes with a consent; without keys and rows where it kept nothing of its own."""
        keys: tuple[UUID, ...] = ()
        rows: tuple[tuple[str, UUID], ...] = ()
        if event.purpose in _DETAILS:
            with self._desk.read() as connection:
                records = join_store.records_of(connection, person_id)
            keys = tuple(key for one in records for key in hanging.keys_of(self._desk, one, _DETAILS[event.purpose]))
            keys += self._spent(person_id)
            drafts = consent_store.own_drafts(self._desk, person_id)
            rows = (*hanging.rows_under(self._desk, keys), *(("draft", row) for row in drafts))
        return dataclasses.replace(_line(person_id, event, id_), keys=keys, rows=rows)

    def _spent(self, person_id: UUID) -> tuple[UUID, ...]:
        """Keys of first contacts' drafts that a crash left behind in the family: details were typed into them."""
        with self._desk.read() as connection:
            family = [UUID(bytes=row[5]) for row in family_store.select(connection, person_id)]
            records = join_store.records_of(connection, person_id)
        return tuple(key for one in (*records, *family) for key in hanging.spent_keys(self._desk, one))

    def _write(
        self, decided: _Decided, rows: tuple[tuple[str, UUID], ...], gone: tuple[UUID, ...] = (), left: Left = NOTHING
    ) -> tuple[tuple[StoppedTask, ...], tuple[StoppedTask, ...]]:
        """The events, with what they end; the tasks that they answer, and those that were dropped."""
        desk, person_id = self._desk, decided.person_id
        saved = [one.decision for one in decided.events if one.purpose is Purpose.SAVE_CASE]
        with desk.unit("casework") as unit:
            state, key_id = _standing(unit, person_id)
            file = desk.writing_key(key_id, "person", person_id)
            # Asked again: a colleague may have saved under a key that went a moment ago.
            for table, row in dict.fromkeys((*rows, *hanging.rows_under(desk, gone))):
                unit.delete(table, row)
            consent_store.append(desk, unit, file, person_id, decided.events, decided.ids)
            for one in decided.repeated:
                theirs = desk.writing_key(_standing(unit, one.person_id)[1], "person", one.person_id)
                consent_store.append(desk, unit, theirs, one.person_id, [one.event], [one.id])
            settled = self._session.reviews.settle(unit, person_id, decided.events, left)
            tasks = taken_along.drop_tasks(self._session, unit, person_id, taken_along.ended(decided.events))
            if saved and saved[-1] is not Decision.GIVEN and state is PersonState.ACTIVE:
                people_store.change(desk, unit, person_id, state=PersonState.FROZEN)
            elif saved and saved[-1] is Decision.GIVEN and state is PersonState.FROZEN:
                people_store.change(desk, unit, person_id, state=PersonState.ACTIVE)
            is_withdrawal = any(narrows(one) for one in decided.events)
            unit.say(
                AuditDetail(
                    act=Act.WITHDRAW if is_withdrawal else Act.CONSENT,
                    subject="person",
                    subject_id=person_id,
                    fields=tuple(dict.fromkeys(one.purpose.value for one in decided.events)),
                    reasons=tuple(dict.fromkeys(one.decision.value for one in decided.events)),
                    count=len(gone) or None,
                )
            )
        self._session.directory.changed()
        return settled, tasks


def _line(person_id: UUID, event: ConsentEvent, id_: UUID) -> turning.Erasure:
    """What the ledger says of a decision, before anything goes with it."""
    kind = "withdrawal" if event.decision is Decision.WITHDRAWN else "refusal"
    return turning.Erasure(kind, person_id, f"{event.purpose.value} {id_}", (), ())


def _standing(unit: UnitOfWork, person_id: UUID) -> tuple[PersonState, UUID]:
    found = people_store.state(unit.connection, person_id)
    if found is None:
        raise NotFound("There is no such person, or their record was destroyed.")
    return found


def _is_worded(event: ConsentEvent) -> bool:
    return event.purpose is Purpose.REFUSE_ACCESS or bool(event.wording_version and event.wording_hash)


def _event_of(line: LedgerLine, purpose: Purpose) -> ConsentEvent:
    decision = Decision.WITHDRAWN if line.kind == "withdrawal" else Decision.REFUSED
    return ConsentEvent(
        purpose=purpose,
        decision=Decision.GIVEN if purpose is Purpose.REFUSE_ACCESS else decision,
        evidence=f"ledger {line.number}",
        given_on=datetime.fromisoformat(line.at).astimezone().date(),
    )
