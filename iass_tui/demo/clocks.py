"""What started clocks in the invented families' cases, and what the invented council did about it, mostly late."""

from __future__ import annotations

from datetime import date, timedelta

from iass_tui.demo.families import Family
from iass_tui.rules.records.deadlines import CaseEventBody, DutyNote, EventKind as On, Excuse, ToldBy

TERMS_OF_A_YEAR = """\
term,{y}-09-03,{y}-12-18,Autumn {y}
closed,{y}-10-26,{y}-10-30,Half term
term,{n}-01-05,{n}-03-26,Spring {n}
closed,{n}-02-15,{n}-02-19,Half term
term,{n}-04-13,{n}-07-21,Summer {n}
closed,{n}-05-25,{n}-05-29,Half term
"""
_STORIES: dict[str, tuple[tuple[int, On, str], ...]] = {
    # The 20 weeks run out three weeks after they come, and the plan is seven weeks late.
    "delay": (
        (-119, On.REQUEST, "The council's receipt"),
        (-84, On.ASSESS_AGREED, ""),
        (70, On.DRAFT_SERVED, "No school named in it"),
        (92, On.PLAN_ISSUED, ""),
    ),
    "avoidance": ((14, On.REQUEST, "Sent by the school with the parent"), (70, On.ASSESS_AGREED, "Two weeks late")),
    "transport": (
        (-6, On.TRANSPORT_REFUSED, "Under three miles, they say"),
        (6, On.TRANSPORT_ASKED, ""),
        (33, On.TRANSPORT_REVIEWED, "Refused again"),
        (38, On.TRANSPORT_PANEL_ASKED, ""),
        (60, On.TRANSPORT_PANEL, "A taxi for this year, and travel training"),
    ),
    "exclusion": ((-2, On.EXCLUDED_FOR_GOOD, "For good"),),
    "transfer": (
        (20, On.REVIEW_MEETING, ""),
        (55, On.AMENDMENT_NOTICE, "A week late, names the unit"),
        (96, On.PLAN_AMENDED, "With the unit named"),
    ),
    "tribunal": (
        (-4, On.PLAN_ISSUED, "Section F is vague"),
        (7, On.MEDIATION_WANTED, ""),
        (28, On.MEDIATION_ENDED, "No hours offered"),
        (30, On.CERTIFICATE, ""),
        (44, On.APPEAL_SENT, ""),
    ),
    "adulthood": ((-10, On.REVIEW_MEETING, ""), (20, On.CEASE, "They say that her needs are met")),
}


def events_of(family: Family, today: date) -> list[CaseEventBody]:
    """What happened in a family's case up to today."""
    found = []
    for days, kind, words in _STORIES.get(family.story["key"], ()):
        on = family.came + timedelta(days=days)
        if on < today:
            found.append(
                CaseEventBody(kind=kind, on=on, words=words, told_by=ToldBy.LETTER if words else ToldBy.FAMILY)
            )
    if family.story["key"] == "tribunal" and len(found) == len(_STORIES["tribunal"]):
        answered = DutyNote(code="APP_RESP", done_on=min(found[-1].on + timedelta(days=40), today))
        found[-1] = found[-1].with_duty(answered)
    if found and family.story["key"] == "delay" and family.born and family.born.day % 3 == 0:
        # In every third of these the family was abroad, so that no date was missed.
        note = DutyNote(code="EHC_FINAL", excuse=Excuse.AWAY, words="Abroad for six weeks in the summer")
        found[0] = found[0].with_duty(note)
    return found


def over_christmas(today: date) -> list[CaseEventBody]:
    """An appeal whose last day falls between Christmas and New Year: by the latest letter of 28 October."""
    year = today.year if today > date(today.year, 10, 28) else today.year - 1
    found = [
        CaseEventBody(kind=On.PLAN_AMENDED, on=date(year, 10, 28), words="Therapy in words, not in hours"),
        CaseEventBody(kind=On.MEDIATION_DECLINED, on=date(year, 11, 16), told_by=ToldBy.FAMILY),
        CaseEventBody(kind=On.CERTIFICATE, on=date(year, 11, 19)),
    ]
    return [one for one in found if one.on < today]


def terms(today: date) -> str:
    """The invented council's terms, three school years of them."""
    first = today.year - 2
    return "kind,from,to,name\n" + "".join(
        TERMS_OF_A_YEAR.format(y=year, n=year + 1) for year in range(first, first + 4)
    )
