"""The handover sheet in words, once for the screen and for the page. It is for a colleague, never for the family."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date

from iass_tui.documents.paper import Block, PaperText, Part, Row
from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import display_day
from iass_tui.rules.deadlines import State
from iass_tui.rules.deadlines.words import days_words, holder_words
from iass_tui.rules.handover.words import gap_sentence
from iass_tui.rules.putting_off_words import standing_words
from iass_tui.rules.records.agencies import Involved
from iass_tui.rules.records.casework import CaseFacts, CaseStatus, ProvidedBy
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.people import ContactDetails, PersonCard
from iass_tui.rules.release import ItemReason
from iass_tui.rules.safety import ORDER
from iass_tui.services.handover_views import (
    FamilyMember,
    HandoverSheet,
    InvolvedAgency,
    KeptBack,
    NextDate,
    SheetTask,
    ToAsk,
    Told,
)
from iass_tui.services.handover_words import agreed, joined, label, labels
from iass_tui.services.person_views import EVERYONE

WISH_LENGTH = 1500
"""Characters of what the family wants: more stands on the case's page."""
GLANCE_NOTES = 3
GLANCE_DATES = 4
GLANCE_LENGTH = 100
"""Characters of a note: two or three lines."""
_KEPT = {
    ItemReason.CHILD_DOES_NOT_AGREE: "KEPT BACK BY THE CHILD",
    ItemReason.CHILD_NOT_ASKED: "KEPT BACK UNTIL THE CHILD WAS ASKED",
    ItemReason.MAY_NOT_SEE: "KEPT BACK",
}
_BY = {
    ProvidedBy.CHILD: "the child or young person",
    ProvidedBy.PARENT: "a parent or carer",
    ProvidedBy.PROFESSIONAL: "a professional",
    ProvidedBy.OFFICER: "our own work",
    ProvidedBy.OTHER: "someone else",
}
_RESPONSIBILITY = {
    "YES": "has parental responsibility",
    "NO": "no parental responsibility",
    "DISPUTED": "parental responsibility DISPUTED",
    "UNKNOWN": "parental responsibility not known",
}
_STANDS = {Involved.NOW: "since", Involved.SOON: "soon, from"}
_STANDS_UNDATED = {Involved.NOW: "now", Involved.SOON: "soon", Involved.PAST: "no longer"}
_VIEWS = {
    "YES": "Their own view was sought.",
    "NO": "Their own view was not sought.",
    "NOT_YET": "Their own view was not sought yet.",
}
_STATUSES = {CaseStatus.OPEN: "open", CaseStatus.INACTIVE: "set aside, waiting", CaseStatus.CLOSED: "closed"}
_AGREED_SHORT = {
    Purpose.SAVE_CASE: "saving their record",
    Purpose.SAVE_CONTACT: "keeping ways to reach them",
    Purpose.FEEDBACK_INVITE: "being asked for feedback",
    Purpose.MKT_EMAIL: "news by e-mail",
    Purpose.MKT_PHONE: "news by telephone",
    Purpose.MKT_SMS: "news by text message",
    Purpose.MKT_POST: "news by post",
}


def paper_of(sheet: HandoverSheet, *, on_screen: bool = False) -> PaperText:
    """The sheet as blocks; numbers and addresses only `on_screen`, for a screen."""
    blocks = [
        *_basic(sheet),
        *_care(sheet),
        *_part("Agreed to, and in force today", agreed(sheet.consents)),
        *_part("To ask about again", map(_to_ask, sheet.to_ask)),
        *_part("What the family wants", _wish(sheet.wish)),
        *_part("The child's or young person's own view", _childs_view(sheet)),
        *_part("How it goes, the newest first", map(_told, sheet.progress), "No note says how it goes."),
        *_ended(sheet.facts),
        *_part(
            "Agreed, and still to be done", (_task(one, sheet.made_on) for one in sheet.to_do), "Nothing is to be done."
        ),
        *_part("Letters that went out", (_letter(one) for one in sheet.sent)),
        *_part("Next dates", _other_dates(sheet), "No other date is known."),
        *_part("The family", (_member(one, on_screen=on_screen) for one in sheet.family)),
        *_part("Who else is involved", (_agency(one, on_screen=on_screen) for one in sheet.agencies)),
        *_part("Still missing for whoever takes over", map(gap_sentence, sheet.gaps), "Nothing is missing."),
        *_lost(sheet.unreadable),
    ]
    return PaperText(
        title=f"Handover sheet {sheet.reference}", heading="Handover sheet", blocks=tuple(blocks), is_internal=True
    )


def glance_of(sheet: HandoverSheet) -> PaperText:
    """What whoever has the case wants to see before they answer the telephone: nobody's number or address."""
    spoke = _spoke(sheet.last_spoke)
    blocks = [
        Block(Part.STRONG, f"{sheet.reference}  {_who(sheet.family[0].name, sheet.family[0].card, sheet.age)}"),
        *_care(sheet),
        *_part("In force", agreed(dataclasses.replace(sheet.consents, ask_first=()))),
        *_part("How it goes", map(_in_short, sheet.progress[:GLANCE_NOTES]), "No note says how it goes."),
        *_part("Next dates", (_date(one, sheet.made_on) for one in sheet.dates[:GLANCE_DATES]), "No date is known."),
        *_part("Last spoke", [spoke] if spoke else [], "Nobody wrote down when."),
    ]
    return PaperText(title=sheet.reference, heading=sheet.reference, blocks=tuple(blocks))


def _part(title: str, lines: Iterable[str], nothing: str = "") -> Iterator[Block]:
    found = list(lines)
    if found or nothing:
        yield Block(Part.HEADING, title)
    yield from (Block(Part.POINT, one) for one in found)
    if not found and nothing:
        yield Block(Part.TEXT, nothing)


# who and what


def _basic(sheet: HandoverSheet) -> Iterator[Block]:
    facts, card = sheet.facts, sheet.family[0].card
    fields = [("Child or young person", _who(sheet.family[0].name, card, sheet.age))]
    fields += [("Case", _case(sheet)), ("Whose case it is", sheet.officer or "nobody's for now")]
    fields += [
        ("About, main first", labels("ISSUE", facts.issues)),
        ("Needs, main first", labels("NEED", facts.needs)),
    ]
    fields += [("Support, and setting", joined(_support(facts), _setting(facts)))]
    fields += [("Who decides about the plan", _decides(sheet)), ("How it came to us", _came(facts))]
    fields += [("How to talk with them", _talking(card)), ("Last spoke", _spoke(sheet.last_spoke))]
    yield Block(
        Part.TEXT,
        f"For the colleague who takes over, as it stood on {display_day(sheet.made_on)}. Not for the family: it holds "
        "what some of them are not told. Their numbers are on their pages, never on paper.",
    )
    yield Block(Part.FIELDS, rows=tuple(Row(label, words) for label, words in fields if words))


def _decides(sheet: HandoverSheet) -> str:
    """From the end of compulsory school age the young person; before that parents, as everybody expects."""
    return f"{sheet.family[0].name}, since {display_day(sheet.decides_since)}" if sheet.decides_since else ""


def _who(name: str, card: PersonCard | None, age: int | None) -> str:
    if card is None:
        return name
    known = f"known as {card.known_as}" if card.known_as else ""
    born = f"born {card.born.display()}" if card.born else "birth date not known"
    return joined(name, known, born, f"{age} years old" if age is not None else "")


def _case(sheet: HandoverSheet) -> str:
    facts = sheet.facts
    highest = f"(highest so far {facts.highest_level})" if facts.highest_level != facts.level else ""
    level = f"level {facts.level[1:]} {highest}".strip() if facts.level else "no level"
    return joined(sheet.reference, level, _STATUSES[sheet.status], f"opened {display_day(sheet.opened_on)}")


def _support(facts: CaseFacts) -> str:
    stage = "" if facts.sen_stage in ("", "U") else label("SEN_STAGE", facts.sen_stage)
    plan = "" if facts.ehc_stage in ("", "E00") else label("EHC_STAGE", facts.ehc_stage)
    return joined(stage, plan)


def _setting(facts: CaseFacts) -> str:
    return joined(facts.setting_name, "" if facts.setting_type in ("", "NKN") else label("SETTING", facts.setting_type))


def _came(facts: CaseFacts) -> str:
    heard = "" if facts.source in ("", "NKN") else f"heard of us from: {label('REF_SOURCE', facts.source).lower()}"
    return joined(label("CHANNEL", facts.channel), label("USER_TYPE", facts.user_type).lower(), heard)


def _talking(card: PersonCard | None) -> str:
    """What differs from English, without an interpreter, in standard print."""
    if card is None:
        return ""
    language = "" if card.language in ("", "eng") else label("LANG", card.language)
    interpreter = "" if card.interpreter in ("", "NONE") else label("INTERP", card.interpreter)
    return joined(language, interpreter, labels("FORMAT", (one for one in card.formats if one != "STD")))


def _spoke(last: Told | None) -> str:
    if last is None:
        return ""
    whom = last.by_name or _BY[last.by]
    return f"{_kept(last.kept_back)}{joined(display_day(last.on), whom, label('CHANNEL', last.words).lower())}"


# what must not go wrong


def _care(sheet: HandoverSheet) -> Iterator[Block]:
    lines = (
        ["FROZEN: consent to save was taken back. Nothing is added, and nobody is contacted."]
        if sheet.is_frozen
        else []
    )
    for one in sheet.family:
        if one.card is not None and (one.card.safety or one.card.safety_words):
            in_order = sorted(one.card.safety, key=lambda code: ORDER.index(code) if code in ORDER else len(ORDER))
            codes = "; ".join(label("SAFETY", code).upper() for code in in_order)
            lines.append(f"{one.name}: {'. '.join(part for part in (codes, one.card.safety_words) if part)}")
    for name in sheet.refused:
        whom = "Nobody" if name == EVERYONE else name
        may = "may" if name == EVERYONE else "may NOT"
        lines.append(f"{whom} {may} be told anything of this file: the young person refuses it (P15, P16).")
    disputed = [one.name for one in sheet.family if one.tie and one.tie.responsibility == "DISPUTED"]
    lines += [f"Parental responsibility of {name} is disputed." for name in disputed]
    yield from _part("Take care", lines, "Nothing special is noted.")


def _kept(kept_back: KeptBack | None) -> str:
    if kept_back is None:
        return ""
    whom = ", ".join(kept_back.whom) or "any parent or carer"
    return f"{_KEPT[kept_back.why]}: not to be told to {whom} (P32). "


# what was said and agreed


def _wish(wish: Told | None) -> Iterator[str]:
    if wish is None:
        yield "Not written down."
        return
    rest = " … The rest stands on the case's page." if len(wish.words) > WISH_LENGTH else ""
    yield f"{_kept(wish.kept_back)}{wish.words[:WISH_LENGTH]}{rest}"


def _childs_view(sheet: HandoverSheet) -> Iterator[str]:
    nothing = " No note of their own says what it is." if sheet.facts.child_view == "YES" else ""
    yield (
        _VIEWS.get(sheet.facts.child_view, "Nobody noted whether their own view was sought.")
        + ("" if sheet.childs_words else nothing)
    )
    yield from (
        f"{_kept(one.kept_back)}{joined(display_day(one.on), _wrote(one))}: {one.words}" for one in sheet.childs_words
    )


def _told(one: Told) -> str:
    by = "our own work" if one.by is ProvidedBy.OFFICER else f"from {one.by_name or _BY[one.by]}"
    return f"{_kept(one.kept_back)}{joined(display_day(one.on), by, _wrote(one))}: {one.words}"


def _in_short(one: Told) -> str:
    words = one.words if len(one.words) <= GLANCE_LENGTH else f"{one.words[:GLANCE_LENGTH].rsplit(' ', 1)[0]} …"
    return _told(dataclasses.replace(one, words=words))


def _wrote(one: Told) -> str:
    """Who wrote it down, where it is not whoever has the case: they can be asked."""
    return f"written by {one.written_by}" if one.written_by else ""


def _task(one: SheetTask, today: date) -> str:
    due = f"by {display_day(one.body.due_on)}" if one.body.due_on else "no day named"
    late = "OVERDUE, " if one.is_overdue else ""
    who = one.does_it or "whoever has the case"
    return f"{_kept(one.kept_back)}{one.body.what} – {joined(late + due, who, standing_words(one.body, today))}"


def _letter(one: Told) -> str:
    return f"{_kept(one.kept_back)}{display_day(one.on)}: {one.words}"


def _date(one: NextDate, today: date) -> str:
    if one.deadline is None:
        late = " OVERDUE" if one.on < today else ""
        return f"{display_day(one.on)}: {one.words}{late}"
    found = one.deadline
    after = "not before " if found.is_provisional else ""
    late = f", MISSED by {days_words(found.days_late)}" if found.state is State.LATE else ""
    return f"{after}{display_day(one.on)}: {one.words} ({holder_words(found.row.holder)}, {found.row.law}){late}"


def _other_dates(sheet: HandoverSheet) -> Iterator[str]:
    """What does not stand among the tasks already."""
    yield from (_date(one, sheet.made_on) for one in sheet.dates if not one.is_task)


def _to_ask(one: ToAsk) -> str:
    return f"{one.name}: {one.words}, {display_day(one.on)}"


def _ended(facts: CaseFacts) -> Iterator[Block]:
    if facts.closed_on is not None:
        came = "; ".join(part for part in (labels("OUTCOME", facts.outcomes), facts.outcome_words) if part)
        lines = [f"{display_day(facts.closed_on)}: {label('CLOSURE', facts.closure)}. {came}"]
        yield from _part("How it ended", lines)


# people, and what they agreed to


def _member(one: FamilyMember, *, on_screen: bool) -> str:
    """One line: who, what must be known of them first, how to talk with and reach them, and what they agreed to."""
    reach = _reach(one, on_screen=on_screen)
    if one.tie is None:
        return f"{one.name}, whose case it is{f': {reach}' if reach else ''}"
    tie = joined(
        label("RELATION", one.tie.relation).lower(),
        joined(_RESPONSIBILITY.get(one.tie.responsibility, one.tie.responsibility), one.tie.evidence),
        label("HOME", one.tie.home).lower() if one.tie.home else "",
    )
    of_their_own = (one for one in one.agreed if one is not Purpose.SAVE_CASE)  # else they would not be here
    own = ", ".join(_AGREED_SHORT.get(purpose, label("PURPOSE", purpose.value)) for purpose in of_their_own)
    said = (
        "May know NOTHING of this file" if one.may_not_know else "",
        f"Talk with them: {talking}" if (talking := _talking(one.card)) else "",
        f"Reach them: {reach}" if reach else "",
        f"Agreed for themselves: {own}" if own else "",
        "" if one.agreed else "Nothing of their own is agreed and in force today",
    )
    return f"{one.name}, {tie}. {'. '.join(part for part in said if part)}."


def _reach(one: FamilyMember, *, on_screen: bool) -> str:
    word = f"known by the word “{one.card.code_word}” when they come back" if one.card and one.card.code_word else ""
    if one.contact is None:
        return joined("no ways to reach them are kept", word)
    hours = f"only {one.contact.safe_hours}" if one.contact.safe_hours else ""
    found = (_numbers(one.contact) or "nothing is written down") if on_screen else ""
    return joined(hours, found, word)


def _agency(one: InvolvedAgency, *, on_screen: bool) -> str:
    """One line: someone from outside, and whether we may contact them about the child (P33)."""
    card = one.card
    finer = "AGENCY_FINE" if card.code in code_list("AGENCY_FINE") else "AGENCY"
    dated = _STANDS.get(one.body.stands) if one.body.since is not None else None
    stands = f"{dated} {display_day(one.body.since)}" if dated and one.body.since else _STANDS_UNDATED[one.body.stands]
    who = joined(*dict.fromkeys((card.job, label(finer, card.code))))
    may = "may be contacted" if one.may_contact else "NOT to be contacted without asking the family (P33)"
    words = f" {one.body.words}." if one.body.words else ""
    reach = joined(card.phone, card.email) if on_screen else ""
    numbers = f" {reach}." if reach else ""
    return f"{card.full_name}: {joined(who, stands)}; {may}.{words}{numbers}"


def _numbers(contact: ContactDetails) -> str:
    addresses = "; ".join(joined(*one.lines, one.postcode) for one in contact.addresses)
    return joined(*contact.phones, *contact.emails, addresses, contact.words)


def _lost(unreadable: int) -> Iterator[Block]:
    if unreadable:
        words = f"{unreadable} parts of this case do not open, and what they say is not here. Run: iass check --deep"
        yield Block(Part.STRONG, words)
