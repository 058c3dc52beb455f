"""Who has looked at a file, printed for its family in plain words. See `ports.Looking`.

Whoever may have a copy of the file may have this list, and nobody else: the rule is the one of copies
(`release.may_receive`, and the one door). Colleagues stand there by name, as professionals do in a copy (Schedule 2
paragraph 17).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from db import audit_store, case_store, join_store
from iass_tui.rules import release
from iass_tui.rules.access import Action
from iass_tui.rules.case_access import WhyOpened
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import display_day, in_england
from iass_tui.rules.decision import Refused
from iass_tui.rules.looks import Did, FileLook, family_looks
from iass_tui.rules.records.office import Act, AuditDetail, Role
from iass_tui.services import outbox, sharing_door
from iass_tui.services.acting import record
from iass_tui.services.pack_reading import read_file
from iass_tui.services.packs import letterhead, request_of
from iass_tui.services.paper_views import PaperReader, readers_of
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile

if TYPE_CHECKING:
    from iass_tui.services.looking_views import LooksWish
    from iass_tui.services.session import OfficeSession

REFUSED = "The rules do not let this person have a copy of the file, so they may not have this list either."
NOBODY = "There is no such person, or their record was destroyed."
_DID = {
    Did.OPENED: "opened {file}",
    Did.WROTE: "wrote in {file}",
    Did.AGREED: "wrote down what was agreed to, or taken back",
    Did.COPIED: "made a copy of something in {file}",
    Did.LISTED: "looked at who had opened {file}",
}
_WHY = {
    WhyOpened.COVERING: "because the usual adviser was away",
    WhyOpened.DUTY: "because they had duty when the family got in touch",
    WhyOpened.FAMILY_ASKED: "because the family asked for it",
    WhyOpened.OVERSIGHT: "to look after how we work",
    WhyOpened.OTHER: "for a reason that is on record: ask us",
    WhyOpened.HANDED_OVER: "to hand the case to a colleague",
}
_ROLES = {Role.MANAGER: "a manager", Role.OFFICER: "an adviser", Role.VOLUNTEER: "a volunteer"}


class LookingService:
    """Who has looked at a file."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def readers(self, person_id: UUID | None, case_id: UUID | None) -> tuple[PaperReader, ...]:
        """See the port. Opening the person is recorded."""
        self._session.require(Action.EXPORT_AUDIT, person_id or case_id)
        if person_id is None and case_id is not None:
            person_id = self._session.casework.person_of(case_id)
        if person_id is None:
            raise NotFound(NOBODY)
        return readers_of(self._session.people.person(person_id))

    @in_words()
    def read(self, wish: LooksWish) -> tuple[str, ...]:
        """See the port."""
        return self._read(wish)[0]

    @in_words()
    def make(self, wish: LooksWish) -> OutboxFile:
        """See the port; its passphrase is in this answer alone."""
        from iass_tui.documents.file_looks import file_looks_pdf

        sentences, reference = self._read(wish)
        session = self._session
        pdf = file_looks_pdf(
            letterhead(session.facts),
            session.today_date(),
            reference,
            sentences,
            since=wish.since,
            large_print=wish.large,
        )
        said = AuditDetail(
            act=Act.EXPORT, subject="audit", subject_id=wish.person_id, fields=("FAMILY",), count=len(sentences)
        )
        return outbox.put(session, f"who-looked-{reference}", pdf, said, person_id=wish.person_id)

    def _read(self, wish: LooksWish) -> tuple[tuple[str, ...], str]:
        """The sentences, oldest first, and the reference of the file."""
        session, today = self._session, self._session.today_date()
        session.require(Action.EXPORT_AUDIT, wish.person_id)
        reader_id = wish.reader_id if wish.reader_id != wish.person_id else None
        file = read_file(self._desk, wish.person_id, reader_id or wish.person_id, today)
        answer = release.may_receive(request_of(file, reader_id, today), today)
        against = sharing_door.against_copy(session, wish.person_id, reader_id)
        if isinstance(answer, Refused) or against:
            found = (*(answer.reasons if isinstance(answer, Refused) else ()), *against)
            reasons = tuple(dict.fromkeys(one.value for one in found))
            detail = AuditDetail(act=Act.REFUSED, subject="audit", subject_id=wish.person_id, reasons=reasons)
            record(self._desk, detail)
            raise NotAllowed(REFUSED, reasons)
        with self._desk.read() as connection:
            records = join_store.records_of(connection, wish.person_id)
            cases = case_store.ids_of_person(connection, wish.person_id)
            numbers = [number for number, _ in case_store.references(connection, list(cases)).values()]
            files = (case_store.case_file(connection, one) for one in cases)
            officers = {one.officer_id for one in files if one is not None}
            lines = [
                line
                for line in audit_store.lines(self._desk, connection)
                if wish.since is None or in_england(line.at).date() >= wish.since
            ]
        looks = family_looks(lines, records, cases, is_own=reader_id is None)
        yours = "your file" if reader_id is None else "the file"
        roles = {one.id: one.role for one in session.staff.colleagues()}
        sentences = tuple(self._sentence(one, yours, officers, roles) for one in looks)
        return sentences, format_reference(max(numbers)) if numbers else "without a case"

    def _sentence(self, look: FileLook, file: str, officers: set[UUID | None], roles: dict[UUID, Role]) -> str:
        """ "On 3 November 2026 your adviser, Omar Officer, opened your file." """
        who = "your adviser" if look.actor_id in officers else _ROLES.get(roles.get(look.actor_id, Role.OFFICER), "")
        name = self._session.people.colleague_name(look.actor_id) or "who no longer works here"
        why = f" {_WHY[look.why]}" if look.why else ""
        return f"On {display_day(look.day)} {who}, {name}, {_DID[look.did].format(file=file)}{why}."
