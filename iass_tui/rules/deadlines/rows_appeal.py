"""Disagreement, appeal and what follows an order (domain/deadlines.md 3.3, 3.4)."""

from __future__ import annotations

from iass_tui.rules.deadlines.catalogue import PLANS, REG_44_3, DeadlineRow as Row, Holder, Unit, kinds
from iass_tui.rules.records.deadlines import EventKind as On

APPEALABLE = kinds(
    On.NO_ASSESSMENT, On.NO_PLAN, On.PLAN_ISSUED, On.PLAN_AMENDED, On.NO_REASSESSMENT, On.NO_AMENDMENT, On.CEASE
)
"""Letters after which one may appeal, with a certificate. A plan with whose place alone one disagrees needs none."""
_MEDIATION = kinds(On.MEDIATION_WANTED, On.MEDIATION_DECLINED, On.CERTIFICATE, On.APPEAL_SENT)
_ORDERS = "SEND Regs 2014, reg 44(2), 45"

ROWS = (
    Row("MED_CONTACT", APPEALABLE, Holder.FAMILY, 2, Unit.MONTHS, "SEND Regs 2014, reg 33", answered_by=_MEDIATION),
    Row("MED_CERT_NO", kinds(On.MEDIATION_DECLINED), Holder.MEDIATOR, 3, Unit.WORKING_DAYS, "SEND Regs 2014, reg 34",
        answered_by=kinds(On.CERTIFICATE)),
    Row("MED_HELD", kinds(On.MEDIATION_WANTED), Holder.COUNCIL, 30, Unit.DAYS, "SEND Regs 2014, reg 35, 36",
        answered_by=kinds(On.MEDIATION_ENDED, On.MEDIATION_AGREED)),
    Row("MED_DATE", kinds(On.MEDIATION_DATE), Holder.MEDIATOR, 5, Unit.WORKING_DAYS, "SEND Regs 2014, reg 37",
        is_back=True),
    Row("MED_CERT", kinds(On.MEDIATION_ENDED), Holder.MEDIATOR, 3, Unit.WORKING_DAYS, "SEND Regs 2014, reg 39",
        answered_by=kinds(On.CERTIFICATE)),
    Row("MED_ACT", kinds(On.MEDIATION_AGREED), Holder.COUNCIL, 2, Unit.WEEKS, "SEND Regs 2014, reg 42"),
    Row("APPEAL", APPEALABLE, Holder.FAMILY, 2, Unit.BY_RULE,
        "Tribunal Procedure (First-tier Tribunal) (HESC) Rules 2008, r 12, 20", answered_by=kinds(On.APPEAL_SENT)),
    Row("APPEAL_NOCERT", kinds(On.PLAN_PLACE_ONLY), Holder.FAMILY, 2, Unit.BY_RULE,
        "Children and Families Act 2014, s 55; Tribunal Procedure (HESC) Rules 2008, r 12, 20",
        answered_by=kinds(On.APPEAL_SENT)),
    Row("APP_RESP", kinds(On.APPEAL_SENT), Holder.COUNCIL, 30, Unit.TRIBUNAL_DAYS,
        "Tribunal Procedure (First-tier Tribunal) (HESC) Rules 2008, r 21"),
    Row("APP_BUNDLE", kinds(On.HEARING), Holder.COUNCIL, 10, Unit.TRIBUNAL_DAYS, "The Tribunal's directions",
        is_back=True),
    Row("DISC", kinds(On.DISCRIMINATION), Holder.FAMILY, 6, Unit.MONTHS_FIRST_COUNTS,
        "Equality Act 2010, sch 17 para 4(1)"),
    # After an order, or once the council conceded
    Row("ORD_ASSESS_SAY", kinds(On.ORDER_ASSESS), Holder.COUNCIL, 2, Unit.WEEKS, _ORDERS, excuses=REG_44_3,
        answered_by=kinds(On.ASSESS_AGREED, On.REASSESS_NOTICE)),
    Row("ORD_ASSESS_NOPLAN", kinds(On.ORDER_ASSESS), Holder.COUNCIL, 10, Unit.WEEKS, _ORDERS, excuses=REG_44_3,
        answered_by=kinds(On.NO_PLAN), only_after=kinds(On.NO_PLAN), undone_by=kinds(On.DRAFT_SERVED) | PLANS),
    Row("ORD_ASSESS_PLAN", kinds(On.ORDER_ASSESS), Holder.COUNCIL, 14, Unit.WEEKS, _ORDERS, excuses=REG_44_3,
        answered_by=PLANS, undone_by=kinds(On.NO_PLAN)),
    Row("ORD_PLAN_DRAFT", kinds(On.ORDER_PLAN), Holder.COUNCIL, 5, Unit.WEEKS, _ORDERS, excuses=REG_44_3,
        answered_by=kinds(On.DRAFT_SERVED)),
    Row("ORD_PLAN_FINAL", kinds(On.ORDER_PLAN), Holder.COUNCIL, 11, Unit.WEEKS, _ORDERS, excuses=REG_44_3,
        answered_by=PLANS),
    Row("ORD_RECONSIDER", kinds(On.ORDER_RECONSIDER), Holder.COUNCIL, 2, Unit.WEEKS, _ORDERS, excuses=REG_44_3),
    Row("ORD_AMEND", kinds(On.ORDER_AMEND), Holder.COUNCIL, 5, Unit.WEEKS, _ORDERS, excuses=REG_44_3,
        answered_by=PLANS),
    Row("ORD_PLACE", kinds(On.ORDER_PLACE), Holder.COUNCIL, 2, Unit.WEEKS, _ORDERS, excuses=REG_44_3,
        answered_by=PLANS),
    Row("ORD_CONTINUE", kinds(On.ORDER_CONTINUE), Holder.COUNCIL, 0, Unit.DAYS, _ORDERS),
    Row("ORD_CEASE", kinds(On.ORDER_CEASE), Holder.COUNCIL, 0, Unit.DAYS, _ORDERS),
)  # fmt: skip
