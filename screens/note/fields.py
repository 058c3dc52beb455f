"""A note's answers as fields, and fields as a note: who told us, who may see it, what was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.casework import NoteBody, ParentMaySee, ProvidedBy
from iass_tui.rules.records.sharing import Recipient
from iass_tui.services.views import CaseView
from screens.widgets import contact_time, reach, recipients
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.date_fields import DateFields
from screens.widgets.text_field import TextAreaField, TextField
from screens.words import sharing
from screens.words.codes import NOTHING, choices, code_of
from screens.words.notes import PROVIDED

ROOM = 1_000_000
"""Characters that may be typed. What a note keeps is less; nothing is cut off while someone types or pastes."""
MAY_SEE = (
    Choice(ParentMaySee.YES.value, "Yes"),
    Choice(ParentMaySee.NO.value, "No: kept from parents, whoever asks"),
    Choice(ParentMaySee.NOT_ASKED.value, "Nobody asked: no, if the child told us", apart=True),
)
_ANYBODY = (ProvidedBy.PROFESSIONAL, ProvidedBy.OFFICER, ProvidedBy.OTHER)


def note_fields(today: date) -> ComposeResult:
    """The fields of a note; those that must be answered come first."""
    yield TextAreaField("text", "What was said and done", rows=6, limit=ROOM)
    yield CompactChoice("provided", "Who told us this?", ())
    yield CompactChoice("may_see", "May a parent see it?", MAY_SEE)
    yield TextField("action", "We agreed", dense=True, optional=True)
    yield TextField("action_by", "Who does it", dense=True, optional=True)
    yield DateFields("due", "By when", hint="", dense=True, optional=True)
    yield reach.field()
    yield CompactChoice("channel", "How", choices("CHANNEL", today, nothing="Not by any of these"))
    yield contact_time.field("minutes")
    yield CompactMulti("also", "Also in the case of", (), optional=True)
    yield CompactChoice("own_share", sharing.OWN_SHARE, sharing.own_share_choices(), optional=True)
    yield DateFields("happened", "On which day", hint="", dense=True)
    yield CompactMulti("about", "Also about", ())
    yield TextField("progress", "How it stands now", dense=True, optional=True)
    yield TextField("outcome", "Outcome", dense=True, optional=True)
    yield from contact_time.rarer_fields()


def providers(case: CaseView, agencies: Sequence[Agency] = (), also: Recipient | None = None) -> tuple[Choice, ...]:
    """Who may have told us: the child, each relative and agency by name, and others without one."""
    person = case.person
    found = [Choice(f"{ProvidedBy.CHILD}:{person.id}", f"{person.card.full_name}, the child or young person")]
    for one in person.family:
        kind = {"SOCW": ProvidedBy.PROFESSIONAL, "SIB": ProvidedBy.OTHER}.get(one.tie.relation, ProvidedBy.PARENT)
        found.append(Choice(f"{kind}:{one.person_id}", one.name))
    others = [Choice(f"{kind}:", PROVIDED[kind].capitalize()) for kind in _ANYBODY]
    others.append(Choice(f"{ProvidedBy.PARENT}:", "A parent or carer not on file"))
    named = recipients.agency_choices(person, agencies)
    if also is not None and recipients.code_for(also) not in {one.code for one in named}:
        named = (Choice(recipients.code_for(also), recipients.recipient_label(also)), *named)
    return (*found, *others, *named)


def others(case: CaseView) -> tuple[Choice, ...]:
    """Whom a note can be about besides the child."""
    return tuple(Choice(str(one.person_id), one.name) for one in case.person.family)


def as_values(body: NoteBody, written_on: date) -> dict[str, str]:
    """A note as its fields hold it; without a day of its own it gets that of writing."""
    return {
        "text": body.text,
        "provided": recipients.code_for(body.with_agency)
        if body.with_agency
        else f"{body.provided_by}:{body.provided_by_id or ''}",
        "may_see": body.parent_may_see.value,
        "action": body.action,
        "action_by": body.action_by,
        "due": _as_date(body.action_due),
        reach.KEY: reach.as_typed(body.reach_id) if body.action else "",
        "channel": body.channel or NOTHING,
        **{key: str(getattr(body, key) or "") for key in contact_time.KEYS},
        "happened": _as_date(body.happened_on or written_on),
        "about": " ".join(str(one) for one in body.about),
        "progress": body.progress,
        "outcome": body.outcome,
    }


def _as_date(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def problems(
    values: Mapping[str, str], due: DateFields, happened: DateFields, today: date
) -> Iterator[tuple[str, str]]:
    """What is still to be answered, and what cannot be."""
    if not any(values[key].strip() for key in ("text", "progress", "action", "outcome")):
        yield "text", "Write what was said and done, or what was agreed"
    if not values["provided"]:
        yield "provided", "Choose who told us this"
    if not values["may_see"]:
        yield "may_see", "Choose whether a parent may see it, or that nobody asked"
    yield from contact_time.problems(values)
    if values["also"] and values["provided"].startswith(f"{ProvidedBy.CHILD}:"):
        yield "also", contact_time.CHILDS_OWN
    due_on = read_day(due)
    if isinstance(due_on, DateProblem):
        yield "due", due.sentence(due_on)
    elif due_on is not None and not values["action"].strip():
        yield "action", "Write what is to be done by that day, or take the day away"
    if values["action"].strip() and not values[reach.KEY]:
        yield reach.KEY, reach.UNANSWERED
    day = read_day(happened)
    if isinstance(day, DateProblem):
        yield "happened", happened.sentence(day)
    elif day is None or day > today:
        yield "happened", "On which day: enter today or an earlier day"


def read_day(field: DateFields) -> date | DateProblem | None:
    """The day in a field, None where it is empty."""
    found = field.read()
    if isinstance(found, PartialDate):
        return found.exact
    return None if found.fault is DateFault.NOTHING_TYPED else found


def provider_of(typed: str) -> tuple[ProvidedBy, UUID | None, Recipient | None]:
    """Who told us, which person on file that is, or who outside the family."""
    to = recipients.recipient_of(typed)
    if to is not None:
        return ProvidedBy.PROFESSIONAL, None, to
    kind, _, ident = typed.partition(":")
    return ProvidedBy(kind), UUID(ident) if ident else None, None


def is_unnamed_contact(body: NoteBody) -> bool:
    """Whether it tells of a talk with somebody outside the family of whom nobody said yet who it is."""
    outside = body.provided_by in (ProvidedBy.PROFESSIONAL, ProvidedBy.OTHER) and body.provided_by_id is None
    return outside and body.with_agency is None and bool(body.channel or body.minutes)


def channel_of(typed: str) -> str:
    """The code of the way."""
    return code_of(typed)
