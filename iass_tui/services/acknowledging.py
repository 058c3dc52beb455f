"""The letter that confirms a withdrawal, put together from the record and left encrypted in the outbox (P47, P48)."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import case_store, consent_store, join_store, people_store
from db.people_store import StoredPerson
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import Effect, Effects, fold, reach_of, withdrawal_effects
from iass_tui.rules.consent.effects import decide_by
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import Decision, Purpose, RecordedConsent, Scope
from iass_tui.rules.records.erasure import ErasureDecision, ErasureOutcome
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import outbox
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotFound, OutboxFile
from iass_tui.vault.keyring import CompartmentClosed

if TYPE_CHECKING:
    from iass_tui.documents.acknowledgement import Acknowledgement
    from iass_tui.services.session import OfficeSession

NOBODY = "There is no such person, or their record was destroyed."
NOT_TAKEN_BACK = "Nothing of the kind was taken back: there is nothing to confirm."


@dataclasses.dataclass(frozen=True)
class _Reader:
    """To whom a letter goes, and who took the agreement back: "" the reader, None where nobody knows."""

    person: StoredPerson
    taken_back_by: str | None = ""


class Acknowledging:
    """Letters about withdrawals. Each is a signed entry, as every paper that leaves."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def acknowledge(self, person_id: UUID, purpose: Purpose, scope: Scope) -> OutboxFile:
        """What stopped, what stays and how to complain, for the newest withdrawal of this reach."""
        self._session.require(Action.RECORD_CONSENT, person_id)
        with self._desk.read() as connection:
            held = people_store.person(self._desk, connection, person_id)
            if held is None:
                raise NotFound(NOBODY)
            history = consent_store.history(self._desk, person_id, connection)
            reference = _reference(connection, person_id)
        event = _newest(history, purpose, scope)
        state = fold(history, self._session.today_date(), held.card.born)
        effects = withdrawal_effects(state, purpose, scope)
        reader = self._reader(held, event)
        return self._put(held, reader, self._letter(held, reader, reference, event, effects))

    def decided(
        self, held: StoredPerson, reference: str, event: RecordedConsent, decision: ErasureDecision
    ) -> OutboxFile:
        """What a manager decided. Of an erased record the letter hangs on nobody, and goes after 14 days."""
        effects = Effects((), (Effect.PUBLISHED_FIGURES_STAY, Effect.PAST_STAYS_LAWFUL))
        reader = self._reader(held, event)
        letter = self._letter(held, reader, reference, event, effects, decision)
        return self._put(held, reader, letter, is_linked=decision.outcome is ErasureOutcome.KEEP)

    def _reader(self, held: StoredPerson, event: RecordedConsent) -> _Reader:
        """Whoever took it back, or the person themselves where that one is not on file or refused (P15)."""
        giver, desk = event.event.given_by, self._desk
        with desk.read() as connection:
            if giver is None:
                return _Reader(held, event.event.given_by_name or None)
            if giver in join_store.records_of(connection, held.id):
                return _Reader(held)
            history = consent_store.history(desk, held.id, connection)
            state = fold(history, self._session.today_date(), held.card.born)
            try:
                found = people_store.person(desk, connection, join_store.kept_of(connection, giver))
            except CompartmentClosed:  # their record is shut to whoever writes the letter
                found = None
        if found is None or found.state is PersonState.PENDING or state.refuses(found.id):
            name = event.event.given_by_name or (found.card.full_name if found else "")
            return _Reader(held, name or None)
        return _Reader(found)

    def _letter(
        self,
        held: StoredPerson,
        reader: _Reader,
        reference: str,
        event: RecordedConsent,
        effects: Effects,
        decision: ErasureDecision | None = None,
    ) -> Acknowledgement:
        from iass_tui.documents.acknowledgement import Acknowledgement
        from iass_tui.services.packs import letterhead

        said = event.event
        return Acknowledgement(
            letterhead=letterhead(self._session.facts),
            made_on=self._session.today_date(),
            reference=reference,
            name=reader.person.card.full_name,
            about=held.card.full_name if reader.person.id != held.id else "",
            taken_back_by=reader.taken_back_by,
            address=_address(reader.person),
            what=_what(said.purpose, said.scope),
            taken_back_on=said.given_on,
            effects=(*effects.at_once, *effects.then),
            decide_by=decide_by(said.given_on),
            decided=decision.outcome if decision else None,
            decided_on=decision.decided_on if decision else None,
            basis=decision.basis if decision else None,
            reason=decision.words if decision else "",
            review_on=decision.review_on if decision else None,
        )

    def _put(
        self, held: StoredPerson, reader: _Reader, letter: Acknowledgement, *, is_linked: bool = True
    ) -> OutboxFile:
        from iass_tui.documents.acknowledgement import acknowledgement_pdf

        pdf = acknowledgement_pdf(letter, large_print="LARGE18" in reader.person.card.formats)
        said = AuditDetail(act=Act.EXPORT, subject="letter", subject_id=held.id, reasons=("WITHDRAWAL",))
        stem = f"letter-{letter.reference}" if letter.reference else "letter"
        return outbox.put(
            self._session,
            stem,
            pdf,
            said,
            person_id=held.id if is_linked else None,
            address_of=reader.person.id if letter.address else None,
        )


def _reference(connection: Connection, person_id: UUID) -> str:
    rows = case_store.select_of_person(connection, person_id)
    return format_reference(rows[0][4]) if rows else ""


def _newest(history: tuple[RecordedConsent, ...], purpose: Purpose, scope: Scope) -> RecordedConsent:
    """The last decision of this reach that took something back."""
    reach = reach_of(scope)
    for one in reversed(history):
        is_no = one.event.decision is not Decision.GIVEN
        if one.event.purpose is purpose and reach_of(one.event.scope) == reach and is_no:
            return one
    raise NotFound(NOT_TAKEN_BACK)


def _address(held: StoredPerson) -> tuple[str, ...]:
    """Where to send it, while that may be known and post is safe."""
    if held.contact is None or held.state is PersonState.PENDING or "NO_POST" in held.card.safety:
        return ()
    return next(((*one.lines, one.postcode) for one in held.contact.addresses), ())


def _what(purpose: Purpose, scope: Scope) -> str:
    label = code_list("PURPOSE").label(purpose.value)
    agency = code_list("AGENCY").label(scope.agency) if scope.agency in code_list("AGENCY") else ""
    reach = ", ".join(part for part in (agency, scope.named, scope.topic) if part)
    return f"{label} ({reach})" if reach else label
