"""Handing a case over (P37-P43): the sheet, its paper, and the manager's list of gaps. See `ports.Handover`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from db import case_store, family_store, note_store, people_store, task_store
from db.case_store import StoredCase
from iass_tui.rules.access import Action
from iass_tui.rules.cases import format_reference
from iass_tui.rules.handover import HandoverGap, handover_gaps
from iass_tui.rules.records.office import Act
from iass_tui.services import case_views, handover_reading, outbox, packs, person_views, restricted_list
from iass_tui.services.acting import About, record
from iass_tui.services.handover_views import GapLine, HandoverSheet, SheetView
from iass_tui.services.problems import in_words
from iass_tui.services.views import OutboxFile

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


class HandoverService:
    """What a colleague needs to take a case over."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def read(self, case_id: UUID) -> SheetView:
        """The sheet of a case, and as text with the numbers that the paper leaves out.

        The look is recorded, of everyone too whose ways to be reached are shown. Raises `NotFound`, `Tampered` or
        `Problem`.
        """
        from iass_tui.documents.paper import lines_of
        from iass_tui.services.handover_paper import paper_of

        self._session.require(Action.OPEN_CASE, case_id)
        why = self._insist_on(case_id)
        sheet = handover_reading.read(self._session, case_id)
        for one in sheet.family:
            if one.contact is not None and one.id != sheet.person_id:
                record(self._desk, About("contact", one.id, case_id).detail(Act.VIEW))
        record(self._desk, _about(sheet).detail(Act.VIEW, reasons=why))
        lines = lines_of(paper_of(sheet, on_screen=True), None)
        return SheetView(sheet, tuple((part.value, words) for part, words in lines))

    @in_words()
    def glance(self, case_id: UUID) -> SheetView | None:
        """See the port. The look is recorded; numbers and addresses are not in it."""
        from iass_tui.documents.paper import lines_of
        from iass_tui.services.handover_paper import glance_of

        self._session.require(Action.OPEN_CASE, case_id)
        with self._desk.read() as connection:
            file = case_store.case_file(connection, case_id)
        if file is None or file.officer_id != self._session.me.id or self._session.sides.warns_of_case(case_id):
            return None
        sheet = handover_reading.read(self._session, case_id)
        why = self._insist_on(case_id)  # a colleague may have it, or somebody a conflict, since
        record(self._desk, About("glance", sheet.person_id, case_id).detail(Act.VIEW, reasons=why))
        return SheetView(sheet, tuple((part.value, words) for part, words in lines_of(glance_of(sheet), None)))

    @in_words()
    def make(self, case_id: UUID, *, large_print: bool = False) -> OutboxFile:
        """The sheet as an encrypted paper in the outbox; its passphrase is in this answer alone.

        Nobody's numbers and addresses are on it: those stay where they can be erased (P44).
        """
        from iass_tui.documents.paper import paper_pdf
        from iass_tui.services.handover_paper import paper_of

        self._session.require(Action.EXPORT_PACK, case_id)
        why = self._insist_on(case_id)
        sheet = handover_reading.read(self._session, case_id)
        head = packs.letterhead(self._session.facts)
        pdf = paper_pdf(paper_of(sheet), head, sheet.made_on, large_print=large_print)
        said = _about(sheet).detail(Act.EXPORT, reasons=why)
        return outbox.put(self._session, f"handover-{sheet.reference}", pdf, said, person_id=sheet.person_id)

    def _insist_on(self, case_id: UUID) -> tuple[str, ...]:
        return self._session.access.insist_on(case_id, About("handover", None, case_id))

    @in_words()
    def with_gaps(self) -> tuple[GapLine, ...]:
        """Every case that is not closed and could not be handed over as it stands, the oldest first. The look counts.

        A case whose facts do not open is left out: `iass check --deep` names it.
        """
        self._session.require(Action.READ_TEAM)
        holders = [one.id for one in self._session.staff.colleagues()]
        found = [line for holder in (*holders, None) for line in self._lines(holder)]
        record(self._desk, dataclasses.replace(About("handover").detail(Act.VIEW), count=len(found)))
        return tuple(sorted(found, key=lambda one: (one.opened_on, one.reference)))

    def _lines(self, holder: UUID | None) -> list[GapLine]:
        """A colleague's cases with gaps, or nobody's, read in one snapshot with one look for their keys."""
        desk, today = self._desk, self._session.today_date()
        with desk.read() as connection:
            cases = [one for one in case_store.not_closed(desk, connection, holder) if one.facts is not None]
            notes = {one.id: note_store.select(connection, one.id) for one in cases}
            tasks = {one.id: task_store.select(connection, one.id) for one in cases}
            family = {one.id: family_store.select(connection, one.person_id) for one in cases}
            keys = desk.keys(
                [
                    *(place for rows in notes.values() for place in note_store.places(rows)),
                    *(place for rows in tasks.values() for place in task_store.places(rows)),
                    *(place for rows in family.values() for place in family_store.places(rows)),
                ]
            )
            restricted = restricted_list.marked(self._session, connection)
            found = []
            for one in cases:
                relatives, _ = family_store.opened(family[one.id], keys)
                threads, _ = case_views.threads_of(*note_store.opened(notes[one.id], keys))
                stored, _ = task_store.opened(tasks[one.id], keys)
                cards = [one.card, *(relative.card for relative in relatives)]
                people = [one.person_id, *(relative.person_id for relative in relatives)]
                known = any(card is not None and card.code_word for card in cards)
                reach = known or people_store.are_reachable(connection, people)
                gaps = handover_gaps(
                    case_views.material(self._session, one, threads, stored, can_be_reached=reach), today
                )
                found += [(one, gaps)] if gaps else []
        return [self._line(one, gaps, is_restricted=one.id in restricted) for one, gaps in found]

    def _line(self, one: StoredCase, gaps: Sequence[HandoverGap], *, is_restricted: bool) -> GapLine:
        line = person_views.line(self._session, one)
        return GapLine(
            case_id=one.id,
            reference=format_reference(one.number),
            name=line.name,
            officer=line.officer,
            opened_on=person_views.opened_on(one),
            status=one.status,
            gaps=tuple(gaps),
            is_restricted=is_restricted,
        )


def _about(sheet: HandoverSheet) -> About:
    return About("handover", sheet.person_id, sheet.case_id)
