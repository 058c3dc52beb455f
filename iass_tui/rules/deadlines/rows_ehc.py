"""EHC process and annual review (domain/deadlines.md 3.1, 3.2). "Reg" is of the SEND Regulations 2014 (S1)."""

from __future__ import annotations

from iass_tui.rules.deadlines.catalogue import PLANS, REG_5_4, DeadlineRow as Row, Holder, Unit, kinds
from iass_tui.rules.records.deadlines import EventKind as On, Excuse

ROWS = (
    Row("EHC_DEC", kinds(On.REQUEST), Holder.COUNCIL, 6, Unit.WEEKS, "SEND Regs 2014, reg 4, 5",
        excuses=REG_5_4, answered_by=kinds(On.ASSESS_AGREED, On.NO_ASSESSMENT)),
    Row("EHC_ADV", kinds(On.ADVICE_ASKED), Holder.BODY, 6, Unit.WEEKS, "SEND Regs 2014, reg 8",
        excuses=frozenset({Excuse.PERSONAL, Excuse.AWAY, Excuse.APPOINTMENT})),
    Row("EHC_NOPLAN", kinds(On.REQUEST), Holder.COUNCIL, 16, Unit.WEEKS, "SEND Regs 2014, reg 10",
        excuses=REG_5_4, answered_by=kinds(On.NO_PLAN), only_after=kinds(On.NO_PLAN),
        undone_by=kinds(On.NO_ASSESSMENT, On.DRAFT_SERVED) | PLANS),
    Row("EHC_DRAFTCOM", kinds(On.DRAFT_SERVED), Holder.FAMILY, 15, Unit.DAYS_FIRST_COUNTS, "SEND Regs 2014, reg 13(1)",
        undone_by=PLANS),
    Row("EHC_FINAL", kinds(On.REQUEST), Holder.COUNCIL, 20, Unit.WEEKS, "SEND Regs 2014, reg 13(2)",
        excuses=REG_5_4, answered_by=PLANS, undone_by=kinds(On.NO_ASSESSMENT, On.NO_PLAN)),
    Row("REASS_DEC", kinds(On.REASSESS_REQUEST), Holder.COUNCIL, 15, Unit.DAYS, "SEND Regs 2014, reg 24, 25",
        answered_by=kinds(On.REASSESS_NOTICE, On.NO_REASSESSMENT)),
    Row("REASS_FINAL", kinds(On.REASSESS_NOTICE), Holder.COUNCIL, 14, Unit.WEEKS, "SEND Regs 2014, reg 27",
        answered_by=PLANS),
    Row("MOVE_XFER", kinds(On.MOVED), Holder.OLD_COUNCIL, 15, Unit.BY_RULE, "SEND Regs 2014, reg 15(2)",
        answered_by=kinds(On.TRANSFERRED)),
    Row("MOVE_TELL", kinds(On.TRANSFERRED), Holder.NEW_COUNCIL, 6, Unit.WEEKS, "SEND Regs 2014, reg 15(4)"),
    Row("MOVE_REV", kinds(On.TRANSFERRED), Holder.NEW_COUNCIL, 12, Unit.BY_RULE, "SEND Regs 2014, reg 15(5)"),
    Row("HE_COPY", kinds(On.HE_COPY_ASKED), Holder.COUNCIL, 15, Unit.WORKING_DAYS, "SEND Regs 2014, reg 47"),
    # Annual review
    Row("AR_DUE", kinds(On.PLAN_ISSUED, On.PLAN_PLACE_ONLY, On.NO_AMENDMENT, On.AMENDMENT_NOTICE), Holder.COUNCIL,
        12, Unit.MONTHS_FIRST_COUNTS, "Children and Families Act 2014, s 44(1)",
        answered_by=kinds(On.NO_AMENDMENT, On.AMENDMENT_NOTICE), undone_by=kinds(On.CEASE)),
    Row("AR_EY", kinds(On.PLAN_ISSUED, On.PLAN_PLACE_ONLY, On.NO_AMENDMENT, On.AMENDMENT_NOTICE), Holder.COUNCIL,
        6, Unit.BY_RULE, "SEND Code of Practice 2015, para 9.178", is_statutory=False,
        answered_by=kinds(On.NO_AMENDMENT, On.AMENDMENT_NOTICE), undone_by=kinds(On.CEASE)),
    Row("AR_NOTICE", kinds(On.REVIEW_MEETING), Holder.SCHOOL, 2, Unit.WEEKS, "SEND Regs 2014, reg 20(3), (4)",
        is_back=True),
    Row("AR_REPORT", kinds(On.REVIEW_MEETING), Holder.SCHOOL, 2, Unit.WEEKS, "SEND Regs 2014, reg 20(9)"),
    Row("AR_DEC", kinds(On.REVIEW_MEETING), Holder.COUNCIL, 4, Unit.WEEKS,
        "SEND Regs 2014, reg 20(10); R (L, M and P) v Devon 2022",
        answered_by=kinds(On.NO_AMENDMENT, On.AMENDMENT_NOTICE, On.CEASE)),
    Row("AR_FINAL_MEETING", kinds(On.REVIEW_MEETING), Holder.COUNCIL, 12, Unit.WEEKS,
        "SEND Regs 2014, reg 20(10), 22(3); R (L, M and P) v Devon 2022",
        answered_by=PLANS, only_after=kinds(On.AMENDMENT_NOTICE) | PLANS, undone_by=kinds(On.NO_AMENDMENT, On.CEASE)),
    Row("AR_REPS", kinds(On.AMENDMENT_NOTICE), Holder.FAMILY, 15, Unit.DAYS_FIRST_COUNTS, "SEND Regs 2014, reg 22(2)",
        undone_by=PLANS),
    Row("AR_FINAL", kinds(On.AMENDMENT_NOTICE), Holder.COUNCIL, 8, Unit.WEEKS, "SEND Regs 2014, reg 22(3)",
        answered_by=PLANS, undone_by=kinds(On.NO_AMENDMENT, On.CEASE)),
    Row("PT_FEB", kinds(On.PHASE), Holder.COUNCIL, 0, Unit.BY_RULE, "SEND Regs 2014, reg 18(1)(b)", is_back=True),
    Row("PT_MAR", kinds(On.PHASE_POST16), Holder.COUNCIL, 0, Unit.BY_RULE, "SEND Regs 2014, reg 18(1)(a)",
        is_back=True),
    Row("PT_16", kinds(On.BETWEEN_POST16), Holder.COUNCIL, 5, Unit.MONTHS, "SEND Regs 2014, reg 18(2)", is_back=True),
)  # fmt: skip
