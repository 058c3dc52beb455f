"""Unsaved work, sealed under the key of what it belongs to. See `ports.Drafts`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db import case_store, draft_store, hanging, people_store
from db.draft_store import StoredDraft
from db.opened import UNREADABLE
from db.unit_of_work import UnitOfWork, moment
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.services.acting import About, acting, insist_writable
from iass_tui.services.problems import in_words
from iass_tui.services.views import DraftOffer, NotFound
from iass_tui.vault.compartments import ACCOUNT, FileKey
from iass_tui.vault.keyring import OWN, CompartmentClosed

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

KEPT = timedelta(days=14)
NO_DRAFT = "This unsaved work is no longer there."
POLICY = "policy"
"""The kind of draft that is about nobody: it has a key of its own, which goes with it."""
ACTIONS = {"card": Action.CHANGE_PERSON, "consent": Action.RECORD_CONSENT, POLICY: Action.CHANGE_REGISTERS}
"""What a kind of draft is for; every other kind is for writing into a case."""


class DraftService:
    """Unsaved work. A save takes no audit entry: ten people typing would leave a record of their typing."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def start(self, kind: str, *, case_id: UUID | None = None, person_id: UUID | None = None) -> UUID:
        """An empty draft of mine that belongs to a case or a person, so that it dies with them."""
        self._session.require(ACTIONS.get(kind, Action.WRITE_NOTE), case_id or person_id)
        draft_id = uuid4()
        about = About("draft", person_id, case_id)
        with acting(self._desk, about) as unit:
            if kind == POLICY:
                (file,) = self._desk.new_keys([(OWN, self._desk.account_id, ACCOUNT)])
            else:
                file = self._file(unit.connection, case_id, person_id)
            self._write(unit, file, draft_id, kind, {}, case_id, person_id)
        return draft_id

    @in_words()
    def save(self, draft_id: UUID, values: Mapping[str, str]) -> None:
        """Writes what is typed so far over my draft. Raises `NotFound` where it was saved for good or thrown away."""
        with self._desk.unit("office") as unit:
            draft = self._mine(unit.connection, draft_id)
            file = self._desk.to_write(draft_store.file_of(self._desk, draft))
            self._write(unit, file, draft_id, draft.kind, values, draft.case_id, draft.person_id)

    @in_words()
    def read(self, draft_id: UUID) -> dict[str, str]:
        """What was typed into my draft."""
        with self._desk.read() as connection:
            draft = self._mine(connection, draft_id)
        return dict(draft_store.body(self._desk, draft).values)

    @in_words()
    def discard(self, draft_id: UUID) -> None:
        """Throws my draft away; one that is gone stays gone. The key of a first contact goes with it."""
        with self._desk.unit("office") as unit:
            draft = draft_store.find(unit.connection, draft_id, self._desk.account_id)
            draft_store.remove(unit, draft_id, self._desk.account_id)
        if draft is not None and draft.case_id is None:
            self._drop_keys([(draft.person_id, draft.key_id)])

    def _drop_keys(self, drafts: Iterable[tuple[UUID | None, UUID]]) -> None:
        """Where a draft was all there was of someone, its key goes too; so does one that was its author's alone."""
        for person_id, key_id in dict.fromkeys(drafts):
            if person_id is None:
                hanging.drop_keys(self._desk, [key_id])
            else:
                hanging.drop_spent_keys(self._desk, person_id)

    @in_words()
    def offered(self) -> tuple[DraftOffer, ...]:
        """My drafts, newest first. What nobody saved for 14 days goes now, whoever it belongs to."""
        oldest = moment(self._desk.records.clock() - KEPT)
        with self._desk.read() as connection:
            has_older = draft_store.has_older(connection, oldest)
        if has_older:
            with self._desk.unit("office") as unit:
                dropped = draft_store.drop_older(unit, oldest)
            self._drop_keys(dropped)
        with self._desk.read() as connection:
            drafts = draft_store.owned(connection, self._desk.account_id)
            found = [self._offer(connection, draft) for draft in drafts]
        return tuple(offer for offer in found if offer is not None)

    def _offer(self, connection: Connection, draft: StoredDraft) -> DraftOffer | None:
        """None where its key is gone or was never this colleague's to open."""
        try:
            draft_store.file_of(self._desk, draft)
            summary = self._summary(connection, draft)
        except (*UNREADABLE, CompartmentClosed):
            return None
        return DraftOffer(
            id=draft.id,
            kind=draft.kind,
            subject_id=draft.person_id,
            case_id=draft.case_id,
            saved_at=datetime.fromisoformat(draft.saved_at),
            summary=summary,
        )

    def _summary(self, connection: Connection, draft: StoredDraft) -> str:
        """The reference and the name of what it belongs to, as far as it is there yet."""
        words, person_id = [], draft.person_id
        if draft.case_id is not None:
            found = case_store.references(connection, [draft.case_id]).get(draft.case_id)
            if found is not None:
                words.append(format_reference(found[0]))
                person_id = found[1]
        if person_id is not None:
            card = people_store.cards(self._desk, connection, [person_id]).get(person_id)
            words += [card.full_name] if card else []
        return " ".join(words)

    def _file(self, connection: Connection, case_id: UUID | None, person_id: UUID | None) -> FileKey:
        if case_id is not None:
            case = case_store.case_file(connection, case_id)
            if case is None:
                raise NotFound("There is no such case any more.")
            insist_writable(case.person_state)
            return self._desk.writing_key(case.key_id, "case", case_id)
        person = None if person_id is None else people_store.state(connection, person_id)
        if person is None or person_id is None:
            raise NotFound("There is nobody this belongs to.")
        insist_writable(person[0])
        return self._desk.writing_key(person[1], "person", person_id)

    def _mine(self, connection: Connection, draft_id: UUID) -> StoredDraft:
        draft = draft_store.find(connection, draft_id, self._desk.account_id)
        if draft is None:
            raise NotFound(NO_DRAFT)
        return draft

    def _write(
        self,
        unit: UnitOfWork,
        file: FileKey,
        draft_id: UUID,
        kind: str,
        values: Mapping[str, str],
        case_id: UUID | None,
        person_id: UUID | None,
    ) -> None:
        today = self._session.today_date()
        draft_store.write(
            self._desk, unit, file, draft_id, kind, values, person_id=person_id, case_id=case_id, today=today
        )
