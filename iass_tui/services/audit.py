"""Who did what, and who looked. See `ports.Audit`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import audit_store, case_store, join_store, people_store
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.dates import display_moment, in_england
from iass_tui.rules.records.office import Act, AuditDetail, AuditLine
from iass_tui.services import audit_words
from iass_tui.services.acting import record
from iass_tui.services.problems import in_words
from iass_tui.services.views import AuditFilter, AuditRow, OutboxFile

if TYPE_CHECKING:
    from iass_tui.documents.who_looked import Look
    from iass_tui.services.session import OfficeSession

MOST_PRINTED = 2000


class AuditService:
    """Who did what, and who looked."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def lines(self, wanted: AuditFilter, *, limit: int = 200, before: int | None = None) -> tuple[AuditRow, ...]:
        """Lines newest first; `before` is the last number of the page above. That the audit was read is recorded.

        A person's lines are those about their cases too. What this account cannot open is among them only where
        nothing is asked of its contents.
        """
        self._session.require(Action.READ_AUDIT)
        found = self._read(wanted, limit, before)
        if before is None:
            record(self._desk, self._said(Act.VIEW, wanted), "management")
        return found

    @in_words()
    def looks(self, wanted: AuditFilter) -> tuple[Look, ...]:
        """The same lines as a printed list says them, oldest first: the newest `MOST_PRINTED`, and one more if any.

        Whoever prints it records that.
        """
        from iass_tui.documents.who_looked import Look

        self._session.require(Action.EXPORT_AUDIT)
        rows = reversed(self._read(wanted, MOST_PRINTED + 1, None))
        names_cases = wanted.actor_id is not None and wanted.subject_id is None  # of one colleague: in which cases
        return tuple(
            Look(
                display_moment(row.at),
                row.who,
                f"{row.what}, {row.case_reference}" if names_cases and row.case_reference else row.what,
                row.why,
            )
            for row in rows
        )

    @in_words()
    def export(self, wanted: AuditFilter) -> OutboxFile:
        """The printed list as an encrypted file in the outbox; its passphrase is in this answer alone."""
        from iass_tui.documents.who_looked import who_looked_pdf
        from iass_tui.services import outbox, packs

        found = self.looks(wanted)
        looks = found[-MOST_PRINTED:]
        reference = self._reference(wanted)
        pdf = who_looked_pdf(
            packs.letterhead(self._session.facts),
            self._session.today_date(),
            reference,
            looks,
            since=wanted.since,
            of=self._who(wanted.actor_id) if wanted.actor_id and reference == "all" else "",
            is_cut=len(found) > len(looks),
            is_narrowed=bool(wanted.acts),
        )
        said = self._said(Act.EXPORT, wanted, count=len(looks))
        return outbox.put(
            self._session, f"audit-{reference}", pdf, said, person_id=wanted.subject_id, readers="management"
        )

    def _reference(self, wanted: AuditFilter) -> str:
        """The case's reference, or of a person the newest case's; never a name."""
        with self._desk.read() as connection:
            asked = [wanted.case_id] if wanted.case_id else []
            if wanted.subject_id:
                asked += case_store.ids_of_person(connection, wanted.subject_id)
            numbers = [number for number, _ in case_store.references(connection, asked).values()]
        return format_reference(max(numbers)) if numbers else "all"

    def _said(self, act: Act, wanted: AuditFilter, count: int | None = None) -> AuditDetail:
        subject_id = wanted.subject_id or wanted.actor_id
        return AuditDetail(act=act, subject="audit", subject_id=subject_id, case_id=wanted.case_id, count=count)

    def _read(self, wanted: AuditFilter, limit: int, before: int | None) -> tuple[AuditRow, ...]:
        with self._desk.read() as connection:
            about = frozenset[UUID]()
            if wanted.subject_id is not None:
                records = join_store.records_of(connection, wanted.subject_id)
                about = case_store.ids_of_person(connection, wanted.subject_id).union(records)
            lines = audit_store.lines(self._desk, connection, before)
            found = list(itertools.islice(_wanted(lines, wanted, about), limit))
            return self._rows(connection, found)

    def _rows(self, connection: Connection, lines: Sequence[AuditLine]) -> tuple[AuditRow, ...]:
        """The lines in words, with the names of whoever is still here."""
        details = [line.detail for line in lines if line.detail]
        cases = case_store.references(connection, list({d.case_id for d in details if d.case_id}))
        people = {d.subject_id for d in details if d.subject_id} | {person for _, person in cases.values()}
        cards = {}
        if self._desk.keyring.holds("casework"):
            cards = people_store.cards(self._desk, connection, list(people))
        names = {one: card.full_name for one, card in cards.items()}
        return tuple(self._row(line, cases, names) for line in lines)

    def _row(self, line: AuditLine, cases: dict[UUID, tuple[int, UUID]], names: dict[UUID, str]) -> AuditRow:
        detail = line.detail
        number, person = cases.get(detail.case_id, (None, None)) if detail and detail.case_id else (None, None)
        return AuditRow(
            seq=line.seq,
            at=line.at,
            who=self._who(line.actor_id),
            act=detail.act if detail else None,
            what=audit_words.what(detail),
            case_reference="" if number is None else format_reference(number),
            about=self._about(line, person, names),
            why=audit_words.why(detail),
        )

    def _about(self, line: AuditLine, person: UUID | None, names: dict[UUID, str]) -> str:
        """The person whom an entry names, else whose case it names, else the colleague, where it is not who did it."""
        detail = line.detail
        subject = detail.subject_id if detail else None
        if detail is not None and detail.subject == "staff":
            return "" if subject == line.actor_id else self._session.people.colleague_name(subject)
        return next((names[one] for one in (subject, person) if one in names), "")

    def _who(self, actor: UUID | None) -> str:
        if actor is None:
            return "the program"
        name = self._session.people.colleague_name(actor)
        account = self._desk.keyring.register.account(actor)
        if name or account is None:
            return name or "someone unknown"
        return "two recovery sheets" if account.role == "recovery" else account.sign_in


def _wanted(lines: Iterator[AuditLine], wanted: AuditFilter, about: frozenset[UUID]) -> Iterator[AuditLine]:
    """The lines that fit; stops at the first day before `since`. `about`: the person's records and cases."""
    for line in lines:
        if wanted.since is not None and in_england(line.at).date() < wanted.since:
            return
        if wanted.actor_id is not None and line.actor_id != wanted.actor_id:
            continue
        if _fits(line.detail, wanted, about):
            yield line


def _fits(detail: AuditDetail | None, wanted: AuditFilter, about: frozenset[UUID]) -> bool:
    if detail is None:
        return not (wanted.acts or wanted.case_id or wanted.subject_id)
    if wanted.acts and detail.act not in wanted.acts:
        return False
    its_cases = {detail.case_id, *detail.cases}
    if wanted.case_id is not None and wanted.case_id not in (*its_cases, detail.subject_id):
        return False
    return wanted.subject_id is None or detail.subject_id in about or not about.isdisjoint(its_cases)
