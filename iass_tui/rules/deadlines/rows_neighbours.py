"""Exclusion, transport, admission, complaints (domain/deadlines.md 3.5)."""

from __future__ import annotations

from iass_tui.rules.deadlines.catalogue import DeadlineRow as Row, Holder, Unit, kinds
from iass_tui.rules.records.deadlines import EventKind as On

_EXCLUSION = "School Discipline (Pupil Exclusions and Reviews) (England) Regs 2012"
_ADMISSION = "School Admission Appeals Code, section 2"
_TRANSPORT = "Home to school transport guidance; the council's own policy may differ"

ROWS = (
    Row("EXC_GOV", kinds(On.EXCLUDED_FOR_GOOD, On.EXCLUDED_LONG), Holder.GOVERNORS, 15, Unit.SCHOOL_DAYS, _EXCLUSION,
        answered_by=kinds(On.EXCLUSION_UPHELD)),
    Row("EXC_GOV50", kinds(On.EXCLUDED_SHORT), Holder.GOVERNORS, 50, Unit.SCHOOL_DAYS, _EXCLUSION,
        answered_by=kinds(On.EXCLUSION_UPHELD)),
    Row("EXC_IRP", kinds(On.EXCLUSION_UPHELD), Holder.FAMILY, 15, Unit.SCHOOL_DAYS,
        f"{_EXCLUSION}, sch 1 para 2(1)"),
    Row("EXC_EDU", kinds(On.EXCLUDED_LONG, On.EXCLUDED_SHORT), Holder.SCHOOL, 6, Unit.SCHOOL_DAYS_FIRST_COUNTS,
        "Education (Provision of Full-Time Education for Excluded Pupils) (England) Regs 2007, reg 3"),
    Row("EXC_EDU_LA", kinds(On.EXCLUDED_FOR_GOOD), Holder.COUNCIL, 6, Unit.SCHOOL_DAYS_FIRST_COUNTS,
        "Education Act 1996, s 19(3A); Education (Provision of Full-Time Education for Excluded Pupils) (England) Regs "
        "2007, reg 4"),
    Row("TRN_S1_ASK", kinds(On.TRANSPORT_REFUSED), Holder.FAMILY, 20, Unit.WORKING_DAYS, _TRANSPORT, is_statutory=False,
        answered_by=kinds(On.TRANSPORT_ASKED)),
    Row("TRN_S1_REVIEW", kinds(On.TRANSPORT_ASKED), Holder.COUNCIL, 20, Unit.WORKING_DAYS, _TRANSPORT,
        is_statutory=False,
        answered_by=kinds(On.TRANSPORT_REVIEWED)),
    Row("TRN_S2_ASK", kinds(On.TRANSPORT_REVIEWED), Holder.FAMILY, 20, Unit.WORKING_DAYS, _TRANSPORT,
        is_statutory=False,
        answered_by=kinds(On.TRANSPORT_PANEL_ASKED)),
    Row("TRN_S2_PANEL", kinds(On.TRANSPORT_PANEL_ASKED), Holder.COUNCIL, 40, Unit.WORKING_DAYS, _TRANSPORT,
        is_statutory=False, answered_by=kinds(On.TRANSPORT_PANEL)),
    Row("TRN_S2_LETTER", kinds(On.TRANSPORT_PANEL), Holder.COUNCIL, 5, Unit.WORKING_DAYS, _TRANSPORT,
        is_statutory=False),
    Row("ADM_APP", kinds(On.ADMISSION_REFUSED), Holder.FAMILY, 20, Unit.SCHOOL_DAYS, _ADMISSION,
        answered_by=kinds(On.ADMISSION_APPEALED, On.ADMISSION_APPEALED_LATE)),
    Row("ADM_APP_HEARD", kinds(On.ADMISSION_LAST_DAY), Holder.PANEL, 40, Unit.SCHOOL_DAYS, _ADMISSION),
    Row("ADM_APP_HEARD_LATE", kinds(On.ADMISSION_APPEALED_LATE), Holder.PANEL, 30, Unit.SCHOOL_DAYS, _ADMISSION),
    Row("LGSCO", kinds(On.PROBLEM_KNOWN), Holder.FAMILY, 12, Unit.MONTHS_FIRST_COUNTS,
        "Local Government Act 1974, s 26B"),
    Row("SCH_COMP", kinds(On.SCHOOL_EVENT), Holder.FAMILY, 3, Unit.MONTHS,
        "Education Act 2002, s 29: the school's own procedure",
        is_statutory=False, is_known=False),
)  # fmt: skip
