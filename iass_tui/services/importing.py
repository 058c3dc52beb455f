"""Bringing in an office's own spreadsheet: open it, settle its columns, look at every row, then write or leave it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from db.engine import in_bulk
from iass_tui.documents.sheet_reader import CannotRead, ReadSheet, read_sheet
from iass_tui.host.import_lock import ImportLock
from iass_tui.rules import text
from iass_tui.rules.access import Action, may
from iass_tui.rules.consent.effects import stays_erased
from iass_tui.rules.duplicates import Likeness, Lookalikes, Sign, Someone, someone
from iass_tui.rules.importing import (
    ColumnMapping,
    Fault,
    FaultKind,
    MappingProblem,
    NewFamily,
    Repair,
    RepairKind,
    RowDecision,
    Verdict,
    decide_row,
    heading_count,
    map_headings,
    month_first_columns,
)
from iass_tui.rules.importing.households import child_key, households
from iass_tui.rules.importing.verdicts import TAKEN, RowSaid
from iass_tui.rules.records.erasure import ErasureDecision
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import PersonCard
from iass_tui.services import import_doubles, import_tallies, import_undoing, import_writing, tallies
from iass_tui.services.acting import About, record
from iass_tui.services.import_views import ImportDone, ImportDouble, ImportReport, Lookalike, SheetView
from iass_tui.services.import_writing import Stopped
from iass_tui.services.interests import may_have_case
from iass_tui.services.lookalikes import LookalikeService
from iass_tui.services.problems import in_words
from iass_tui.services.uncollected import uncollected
from iass_tui.services.views import NotAllowed, Problem

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

Progress = Callable[[int, int], None]
NOTHING_OPEN = "Open a spreadsheet first."
UNMAPPED = "The columns are not settled yet, so that no row can be read."
BUSY = "A colleague is importing at this moment. Wait until that has finished."
_EVERY = 64
"""Rows between two moments in which the screen may answer."""


class ImportService:
    """One spreadsheet at a time, in memory only until it is written. Managers only."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk
        self._lookalikes = LookalikeService(session)
        self.forget()

    def forget(self) -> None:
        """Drops the spreadsheet from memory: when it was written, at lock, at leaving."""
        self._sheet: ReadSheet | None = None
        self._mapping: ColumnMapping | None = None
        self._problems: tuple[MappingProblem, ...] = ()
        self._report: ImportReport | None = None

    @property
    def report(self) -> ImportReport | None:
        """What `look` found; None before it, and once the columns are changed."""
        return self._report

    @in_words()
    def open(self, path: Path, sheet: str = "") -> SheetView:
        """Reads a spreadsheet into memory and matches its headings. Raises `Problem` for a file that cannot be read."""
        self._session.require(Action.IMPORT)
        self.forget()
        if path.resolve().is_relative_to(self._session.files.places.folder.path.resolve()):
            raise Problem("A spreadsheet in clear does not belong in the office folder. Move it, and name it there.")
        try:
            self._sheet = read_sheet(path, heading_count, sheet)
        except CannotRead as error:
            raise Problem(str(error)) from None
        return self.map({}, {})

    @in_words()
    def map(self, chosen: Mapping[str, str], fixed: Mapping[str, str]) -> SheetView:
        """Settles which column is which; see `rules.importing.map_headings`. The rows are read anew."""
        self._session.require(Action.IMPORT)
        sheet = self._opened()
        self._mapping, self._problems = map_headings(sheet.headings, chosen, fixed)
        self._report = None
        unused = self._mapping.unused(sheet.headings)
        return SheetView(
            sheet.name, sheet.headings, len(sheet.rows), self._mapping, self._problems, unused, sheet.others
        )

    @in_words()
    def look(self, progress: Progress | None = None, *, with_duplicates: bool = False) -> ImportReport:
        """What would become of every row; nothing is written. `with_duplicates`: likely doubles are taken in too.

        What was said of doubles stays said while the columns are the same. That names were read to compare with is
        recorded.
        """
        self._session.require(Action.IMPORT)
        sheet, tell = self._opened(), progress or _say_nothing
        if self._problems or self._mapping is None:
            raise NotAllowed(UNMAPPED, tuple(one.fault.value for one in self._problems))
        self._session.directory.load()
        decisions, lookalikes = [], {}
        with uncollected():
            for number, (decision, found) in enumerate(self._decided(sheet, self._mapping, with_duplicates), 1):
                decisions.append(decision)
                if found:
                    lookalikes[decision.number] = found
                if number % _EVERY == 0:
                    tell(number, len(sheet.rows))
        tell(len(sheet.rows), len(sheet.rows))
        record(self._desk, dataclasses.replace(About("import").detail(Act.SEARCH), count=len(decisions)))
        said = self._report.said if self._report is not None else {}
        self._report = ImportReport(tuple(decisions), lookalikes)
        for row, answer in said.items():
            if lookalikes.get(row):
                self._report = import_doubles.say(self._report, row, answer)
        return self._report

    @in_words()
    def say(self, number: int, said: RowSaid) -> ImportReport:
        """See the port. Nothing is written yet."""
        self._session.require(Action.IMPORT)
        if self._report is None:
            raise Problem(NOTHING_OPEN)
        now = import_doubles.say(self._report, number, said)
        officers = self._officers()
        decisions = tuple(
            self._with_interest(one, now, officers) if one.number == number else one for one in now.decisions
        )
        self._report = dataclasses.replace(now, decisions=decisions)
        return self._report

    @in_words()
    def doubles(self) -> tuple[ImportDouble, ...]:
        """See the port."""
        self._session.require(Action.IMPORT)
        return import_doubles.doubles(self._session, self._lookalikes)

    @in_words()
    def not_same(self, person_id: UUID, other_id: UUID) -> None:
        """See the port."""
        self._session.require(Action.IMPORT, person_id)
        import_doubles.not_same(self._session, person_id, other_id)

    @in_words()
    def run(self, progress: Progress | None = None, is_stopped: Callable[[], bool] | None = None) -> ImportDone:
        """Writes what `look` has shown, in batches, seen by nobody until the last one is there.

        Stopped or failed, everything is undone. Raises `Problem` while a colleague imports.
        """
        self._session.require(Action.IMPORT)
        if self._report is None:
            raise Problem("Look at the rows first: nothing is written that nobody has seen.")
        seen = self._report
        officers, found = self._officers(), [one for one in seen.decisions if one.verdict in TAKEN]
        taken = [self._with_interest(one, seen, officers) for one in found]  # somebody may have declared one since
        families = households(taken, import_doubles.told_apart(seen))
        children = import_writing.child_ids(families)
        likened = import_doubles.likened(seen, children)
        bodies = [one.tally for one in self._report.decisions if one.tally is not None]
        lock = ImportLock(self._desk.records.host.path)
        if not lock.take():
            raise Problem(BUSY)
        import_id = uuid4()
        try:
            import_undoing.undo_all(self._session)
            with uncollected(), in_bulk(self._desk.records.engine), in_bulk(self._desk.cupboard.engine):
                done = import_writing.write(
                    import_writing.Bringing(self._session, import_id, officers, children, likened),
                    families,
                    import_tallies.seal(self._desk, bodies),
                    progress or _say_nothing,
                    is_stopped or _never,
                )
        except BaseException as error:  # whatever stopped it, Ctrl+C too: nothing of it stays
            import_undoing.undo_left(self._session, import_id)
            if isinstance(error, Stopped):
                return ImportDone(0, 0, 0, 0, 0.0, was_stopped=True)
            raise
        finally:
            lock.release()
        tallies.forget_order(self._session)
        self.forget()
        self._session.directory.changed()
        kept_from = sum(any(each.kind is RepairKind.NOT_TO_THEM for each in one.repairs) for one in taken)
        return ImportDone(done.people, done.cases, len(bodies), done.batches, done.longest, kept_from=kept_from)

    @in_words()
    def undo(self, progress: Progress | None = None) -> int:
        """Undoes an import that was cut off; how many people of it had been written. 0 where there is none."""
        self._session.require(Action.IMPORT)
        return import_undoing.undo_cut_off(self._session, progress)

    def _opened(self) -> ReadSheet:
        if self._sheet is None:
            raise Problem(NOTHING_OPEN)
        return self._sheet

    def _officers(self) -> dict[str, UUID]:
        """Colleagues who may hold cases, by name and by sign-in name, folded."""
        found = {}
        for one in self._session.staff.colleagues():
            if one.is_active and may(one.role, Action.OPEN_CASE, one.card):
                found.update({text.fold(one.card.name): one.id, text.fold(one.sign_in): one.id})
        return found

    def _decided(
        self, sheet: ReadSheet, mapping: ColumnMapping, with_duplicates: bool
    ) -> Iterator[tuple[RowDecision, tuple[Lookalike, ...]]]:
        raws = [mapping.row(one.cells) for one in sheet.rows]
        month_first, today, officers = month_first_columns(raws), self._session.today_date(), self._officers()
        entries = self._lookalikes.entries()
        seen, erased = _Seen(Lookalikes(self._lookalikes.everyone())), self._session.erasures.recogniser()
        for row, raw in zip(sheet.rows, raws, strict=True):
            if row.is_torn:
                torn = (Fault("", FaultKind.TOO_MANY_CELLS),)
                yield RowDecision(row.number, Verdict.REFUSED, faults=torn), ()
                continue
            decision = _with_officer(decide_row(raw, row.number, today, month_first), officers)
            found: tuple[Lookalike, ...] = ()
            if decision.family is not None and _was_erased(decision.family, erased):
                kept_out = (Fault("", FaultKind.ERASED_BEFORE),)
                decision = RowDecision(row.number, Verdict.REFUSED, faults=kept_out)
            elif decision.family is not None:
                decision, likenesses = seen.judge(decision, decision.family, with_duplicates=with_duplicates)
                found = self._lookalikes.named(likenesses, seen.rows, entries)
                alone = ImportReport((decision,), {decision.number: found})
                decision = self._with_interest(decision, alone, officers)
            yield decision, found

    def _with_interest(self, decision: RowDecision, report: ImportReport, officers: Mapping[str, UUID]) -> RowDecision:
        """Whoever has a conflict of interest with whom the child likely is gets no case of it; the report says so.

        Asked when the rows are looked at, when somebody says who a child is, and when the cases are given.
        """
        family = decision.family
        officer = officers.get(text.fold(family.officer)) if family is not None else None
        on_file = import_doubles.who_it_may_be(report, decision.number)
        if family is None or officer is None or not on_file:
            return decision
        with self._desk.read() as connection:
            if all(may_have_case(self._session, connection, one, officer) for one in on_file):
                return decision
        return _to_nobody(decision, family, RepairKind.NOT_TO_THEM)


class _Seen:
    """The office's people and the rows above, to compare the next row's child with."""

    def __init__(self, known: Lookalikes) -> None:
        self._known = known
        self.rows: dict[str, int] = {}
        """Rows above by the id under which they are compared."""
        self._days: dict[tuple[object, object], int] = {}

    def judge(
        self, decision: RowDecision, family: NewFamily, *, with_duplicates: bool
    ) -> tuple[RowDecision, tuple[Likeness, ...]]:
        """The decision, turned to DUPLICATE where the child is likely known, and whom they are like.

        A child who is further up in the sheet by name and birth date has one more case; the same day twice is a double.
        """
        number, child = decision.number, child_key(family.child)
        newcomer = _newcomer(f"row {number}", family)
        likenesses = self._known.find(newcomer)
        again = child is not None and (child, family.facts.opened_on) in self._days
        doubles = [one for one in likenesses if one.is_likely and (again or not self._is_same_child(one))]
        if doubles and not with_duplicates:
            return dataclasses.replace(decision, verdict=Verdict.DUPLICATE, likenesses=likenesses), likenesses
        self._known.add(newcomer)
        self.rows[newcomer.id] = number
        if child is not None:
            self._days[child, family.facts.opened_on] = number
        return dataclasses.replace(decision, likenesses=likenesses), likenesses

    def _is_same_child(self, one: Likeness) -> bool:
        return one.id in self.rows and {Sign.SAME_NAME, Sign.SAME_BIRTH_DATE} <= set(one.signs)


def _newcomer(id_: str, family: NewFamily) -> Someone:
    """The child of a row as they are compared, with the ways to reach their family."""
    contact = family.contact
    return someone(
        id_,
        family.child.full_name,
        other_names=(family.child.known_as,) if family.child.known_as else (),
        born=family.child.born,
        phones=contact.phones if contact else (),
        emails=contact.emails if contact else (),
        postcodes=tuple(one.postcode for one in contact.addresses) if contact else (),
        relatives=tuple(adult.card.full_name for adult in family.adults),
    )


def _was_erased(family: NewFamily, erased: Callable[[PersonCard], ErasureDecision | None]) -> bool:
    """Whether someone of the row was erased at their wish after the consent that it proves."""
    marks = (erased(card) for card in (family.child, *(adult.card for adult in family.adults)))
    return any(mark is not None and stays_erased(mark, family.consent.on) for mark in marks)


def _with_officer(decision: RowDecision, officers: Mapping[str, UUID]) -> RowDecision:
    """A name that is no colleague's leaves the case to nobody; the report says so."""
    family = decision.family
    if family is None or not family.officer or text.fold(family.officer) in officers:
        return decision
    return _to_nobody(decision, family, RepairKind.NOT_A_COLLEAGUE)


def _to_nobody(decision: RowDecision, family: NewFamily, why: RepairKind) -> RowDecision:
    verdict = Verdict.REPAIRED if decision.verdict is Verdict.ACCEPTED else decision.verdict
    return dataclasses.replace(
        decision,
        verdict=verdict,
        family=dataclasses.replace(family, officer=""),
        repairs=(*decision.repairs, Repair("officer", why)),
    )


def _say_nothing(_done: int, _of: int) -> None:
    """For whoever does not watch."""


def _never() -> bool:
    return False
