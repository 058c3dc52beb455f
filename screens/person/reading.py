"""Reading what a person's page shows: the person first, then their cases and what stands in them."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.agencies import RecordedInvolvement
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.letters import RecordedLetter
from iass_tui.services.access_views import ColleaguesCases
from iass_tui.services.views import CaseLine, CaseView, NoteView, PersonView
from screens.person.summary import CaseNote, Shown

CHILDREN = 6
"""Children of one parent whose cases are listed on the parent's page."""
CASES = 3
"""Cases whose notes stand in the timeline: open ones first."""


class OnePerson(Protocol):
    """What reading needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class OneCase(Protocol):
    """What reading needs of casework."""

    def case(self, case_id: UUID) -> CaseView: ...


class WhoIsInvolved(Protocol):
    """What reading needs of the directory."""

    def of(self, person_id: UUID) -> tuple[RecordedInvolvement, ...]: ...


class WhatWentOut(Protocol):
    """What reading needs of letters."""

    def of(self, person_id: UUID) -> tuple[RecordedLetter, ...]: ...


class Gate(Protocol):
    """What reading needs to know before a colleague's case."""

    def asks(self, case_id: UUID) -> ColleaguesCases | None: ...


class Reading:
    """Blocks. Each look at a person or a case is recorded by its service."""

    def __init__(
        self,
        people: OnePerson,
        casework: OneCase,
        agencies: WhoIsInvolved,
        letters: WhatWentOut,
        access: Gate,
        person_id: UUID,
        today: date,
    ) -> None:
        self._people, self._casework, self._agencies, self._access = people, casework, agencies, access
        self._letters, self._person_id, self._today = letters, person_id, today

    def first(self) -> Shown:
        """The person alone: enough to begin reading."""
        view = self._people.person(self._person_id)
        return Shown(view, self._today, view.cases)

    def rest(self, shown: Shown) -> Shown:
        """With who is involved, and cases and notes: a parent has none, so that of a parent the children's are read."""
        view = shown.view
        found = list(view.cases)
        for child in [one for one in view.family if one.is_child_side][:CHILDREN]:
            found += self._people.person(child.person_id).cases
        cases = tuple(sorted(found, key=_order))
        shut = tuple(line.reference for line in cases[:CASES] if self._access.asks(line.id))
        read = [line for line in cases[:CASES] if line.reference not in shut]
        notes = [CaseNote(line.id, note) for line in read for note in self._casework.case(line.id).notes]
        wanted = notes if shown.is_child else [one for one in notes if self._is_about(one.note)]
        involved, letters = self._agencies.of(self._person_id), self._letters.of(self._person_id)
        return Shown(view, self._today, cases, tuple(wanted), involved, letters, shut)

    def _is_about(self, note: NoteView) -> bool:
        """Whether this person gave it or is named in it."""
        me = self._person_id
        return any(row.body.provided_by_id == me or me in row.body.about for row in note.rows)


def _order(line: CaseLine) -> tuple[bool, str]:
    return line.status is CaseStatus.CLOSED, line.reference
