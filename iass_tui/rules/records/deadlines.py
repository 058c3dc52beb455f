"""What happened in a case that starts a clock, what became of each date, and the council's terms.

No due date is ever kept: it is worked out from the event and the law each time.
"""

from __future__ import annotations

import dataclasses
import enum
from datetime import date, datetime
from uuid import UUID

from iass_tui.rules.records.base import Record


class EventKind(enum.StrEnum):
    """What happened, or will. Values are stored and never renamed."""

    # The EHC process
    REQUEST = "REQUEST"  # the council received a request for an EHC needs assessment
    ASSESS_AGREED = "ASSESS_AGREED"  # it will assess
    NO_ASSESSMENT = "NO_ASSESSMENT"  # it will not
    ADVICE_ASKED = "ADVICE_ASKED"  # it asked a body for advice
    DRAFT_SERVED = "DRAFT_SERVED"
    NO_PLAN = "NO_PLAN"  # after assessing it will issue no plan
    PLAN_ISSUED = "PLAN_ISSUED"
    PLAN_PLACE_ONLY = "PLAN_PLACE_ONLY"  # a final plan with whose section I alone the family disagrees
    PLAN_AMENDED = "PLAN_AMENDED"
    REASSESS_REQUEST = "REASSESS_REQUEST"
    REASSESS_NOTICE = "REASSESS_NOTICE"  # it will reassess
    NO_REASSESSMENT = "NO_REASSESSMENT"
    MOVE_KNOWN = "MOVE_KNOWN"  # the old council became aware of a move
    MOVED = "MOVED"
    TRANSFERRED = "TRANSFERRED"  # the plan went over to the new council
    HE_COPY_ASKED = "HE_COPY_ASKED"  # a copy of the plan for higher education
    # Reviews
    REVIEW_MEETING = "REVIEW_MEETING"
    NO_AMENDMENT = "NO_AMENDMENT"  # the plan stays as it is
    AMENDMENT_NOTICE = "AMENDMENT_NOTICE"
    CEASE = "CEASE"  # the plan is to end
    PHASE = "PHASE"  # moves to another phase of education, not post-16
    PHASE_POST16 = "PHASE_POST16"
    BETWEEN_POST16 = "BETWEEN_POST16"
    # Disagreement and appeal
    MEDIATION_WANTED = "MEDIATION_WANTED"
    MEDIATION_DECLINED = "MEDIATION_DECLINED"
    MEDIATION_DATE = "MEDIATION_DATE"
    MEDIATION_ENDED = "MEDIATION_ENDED"
    MEDIATION_AGREED = "MEDIATION_AGREED"  # about something that cannot be appealed
    CERTIFICATE = "CERTIFICATE"
    APPEAL_SENT = "APPEAL_SENT"  # the Tribunal sent the appeal to the council
    HEARING = "HEARING"
    DISCRIMINATION = "DISCRIMINATION"
    # After a Tribunal order, or once the council conceded
    ORDER_ASSESS = "ORDER_ASSESS"
    ORDER_PLAN = "ORDER_PLAN"
    ORDER_RECONSIDER = "ORDER_RECONSIDER"
    ORDER_AMEND = "ORDER_AMEND"
    ORDER_PLACE = "ORDER_PLACE"
    ORDER_CONTINUE = "ORDER_CONTINUE"
    ORDER_CEASE = "ORDER_CEASE"
    # Neighbours
    EXCLUDED_FOR_GOOD = "EXCLUDED_FOR_GOOD"
    EXCLUDED_LONG = "EXCLUDED_LONG"  # suspended for more than 15 school days in a term, or missing a public exam
    EXCLUDED_SHORT = "EXCLUDED_SHORT"  # more than 5 and up to 15 school days in a term, and a parent asks
    EXCLUSION_UPHELD = "EXCLUSION_UPHELD"
    TRANSPORT_REFUSED = "TRANSPORT_REFUSED"
    TRANSPORT_ASKED = "TRANSPORT_ASKED"
    TRANSPORT_REVIEWED = "TRANSPORT_REVIEWED"
    TRANSPORT_PANEL_ASKED = "TRANSPORT_PANEL_ASKED"
    TRANSPORT_PANEL = "TRANSPORT_PANEL"
    ADMISSION_REFUSED = "ADMISSION_REFUSED"
    ADMISSION_APPEALED = "ADMISSION_APPEALED"  # in the normal round
    ADMISSION_LAST_DAY = "ADMISSION_LAST_DAY"  # for appeals of the normal round, as the admission authority set it
    ADMISSION_APPEALED_LATE = "ADMISSION_APPEALED_LATE"  # in-year, or late in the round
    PROBLEM_KNOWN = "PROBLEM_KNOWN"  # the family learned of what the council did wrong
    SCHOOL_EVENT = "SCHOOL_EVENT"  # something at school to complain about


class ToldBy(enum.StrEnum):
    """From whom we have a date."""

    LETTER = "LETTER"  # we saw the letter or the order itself
    FAMILY = "FAMILY"
    COUNCIL = "COUNCIL"
    SCHOOL = "SCHOOL"
    OTHER = "OTHER"


class Excuse(enum.StrEnum):
    """Why a duty need not be done by its date. All but the last stand in the law."""

    SCHOOL_CLOSED = "SCHOOL_CLOSED"  # for 4 weeks or more around the request for advice
    PERSONAL = "PERSONAL"  # exceptional personal circumstances
    AWAY = "AWAY"  # from the council's area for 4 weeks or more
    AWAY_TWO_WEEKS = "AWAY_TWO_WEEKS"  # the same after an order
    APPOINTMENT = "APPOINTMENT"  # an examination or test was missed
    NOT_DUE = "NOT_DUE"  # it does not arise here


@dataclasses.dataclass(frozen=True, kw_only=True)
class DutyNote(Record):
    """What became of one date of an event."""

    code: str
    done_on: date | None = None
    excuse: Excuse | None = None
    words: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseEventBody(Record):
    """One event that starts clocks, and what became of its dates."""

    kind: EventKind
    on: date
    told_by: ToldBy = ToldBy.LETTER
    words: str = ""
    duties: tuple[DutyNote, ...] = ()
    in_error: bool = False
    error_words: str = ""

    def duty(self, code: str) -> DutyNote:
        """What became of one date; an empty note where nothing was said of it."""
        return next((one for one in self.duties if one.code == code), DutyNote(code=code))

    def with_duty(self, note: DutyNote) -> CaseEventBody:
        """The event with this note in place of the earlier one about the same date."""
        others = tuple(one for one in self.duties if one.code != note.code)
        is_empty = note == DutyNote(code=note.code)
        return dataclasses.replace(self, duties=others if is_empty else (*others, note))


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseEvent:
    """One event as it is stored."""

    id: UUID
    version: int
    case_id: UUID
    written_at: datetime
    author_id: UUID
    body: CaseEventBody


@dataclasses.dataclass(frozen=True, kw_only=True)
class Span(Record):
    """Days from the first to the last, both included."""

    first: date
    last: date
    name: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class TermCalendar(Record):
    """The school days of a council's schools: terms, less what is closed within them."""

    terms: tuple[Span, ...]
    """In order, without overlap."""
    closed: tuple[Span, ...] = ()
    """Half terms and inset days."""
    loaded_on: date | None = None
