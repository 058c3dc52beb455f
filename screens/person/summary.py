"""A person as facts and rows: what stands on their page, from what the services gave."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.dates import display_day, in_england
from iass_tui.rules.masking import Neutral
from iass_tui.rules.records.agencies import Involved, RecordedInvolvement
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.consents import Purpose, RecordedConsent
from iass_tui.rules.records.letters import RecordedLetter
from iass_tui.rules.records.people import FamilyTie, NamedRelative, PartyRole
from iass_tui.services.views import CaseLine, NoteView, PersonView, Relative
from screens.widgets.record_page import FROZEN
from screens.widgets.row_list import Row
from screens.words import agencies, people as words
from screens.words.cases import STATUSES, level_words
from screens.words.codes import label
from screens.words.consents import consent_words
from screens.words.days import short_day
from screens.words.letters import sent_words
from screens.words.notes import IN_ERROR, first_words, kept_words, thread_of, way_words

TIMELINE = 60
"""Rows of the timeline; the rest is in the case and on the page of consents."""


@dataclasses.dataclass(frozen=True)
class CaseNote:
    """A note, and the case in which it stands."""

    case_id: UUID
    note: NoteView


@dataclasses.dataclass
class Shown:
    """All that the page shows. `cases` are the person's own, or their children's."""

    view: PersonView
    today: date
    cases: tuple[CaseLine, ...] = ()
    notes: tuple[CaseNote, ...] = ()
    involved: tuple[RecordedInvolvement, ...] = ()
    letters: tuple[RecordedLetter, ...] = ()
    shut: tuple[str, ...] = ()
    """References of colleagues' cases whose notes are not here: opening one asks why first."""

    @property
    def state(self) -> ConsentState:
        """How their consents stand today."""
        return fold(self.view.consents, self.today, self.view.card.born, used=self.view.used)

    @property
    def is_child(self) -> bool:
        """Whether the page is a child's or young person's."""
        return self.view.card.role is PartyRole.CHILD

    @property
    def names(self) -> Mapping[UUID, str]:
        """Everybody in the family by name."""
        return {self.view.id: self.view.card.full_name, **{one.person_id: one.name for one in self.view.family}}


def heading(shown: Shown) -> str:
    """Name, what they are, and the case."""
    card = shown.view.card
    known = f" (known as {card.known_as})" if card.known_as and card.known_as != card.given_name else ""
    references = " ".join(line.reference for line in shown.cases if line.status is not CaseStatus.CLOSED)
    parts = (f"{card.full_name}{known}", words.role_words(card, shown.view.age), references)
    return "   ".join(part for part in parts if part)


def frozen(shown: Shown) -> str:
    """Why nothing can be written, "" where it can."""
    return FROZEN if shown.view.is_frozen else ""


def pending(shown: Shown) -> str:
    """Who passed them on, and what to do; "" where nobody did."""
    referral = shown.view.pending
    if referral is None:
        return ""
    who = referral.referrer or label("REF_SOURCE", referral.referrer_type) or "Someone"
    by = f" by {referral.permitted_by}" if referral.permitted_by else ""
    on = f" on {display_day(referral.permitted_on)}" if referral.permitted_on else ""
    return (
        f"{who} passed this name on, permitted{by}{on}. The family has not been asked yet, so nothing more may be "
        "kept. Press i to ask them now, or to note that they said no."
    )


def damaged(shown: Shown) -> str:
    """What could not be opened."""
    count = shown.view.unreadable
    if not count:
        return ""
    parts = "1 part of this record does" if count == 1 else f"{count} parts of this record do"
    return f"{parts} not open. Run: iass check --deep"


def facts(shown: Shown) -> Iterator[tuple[str, str]]:
    """What stands above the list. How to reach them stands here only while it may be kept (P44)."""
    view, state = shown.view, shown.state
    card = view.card
    if card.born is not None or shown.is_child:
        yield "", words.born_line(card.born, shown.today)
    yield "Code word", card.code_word
    yield "Language", words.talking_words(card)
    yield "Contact", _contact(shown)
    if shown.is_child or any(one.scope.agency for one in state.of(Purpose.CONTACT_AGENCY)):
        yield "May contact", words.agencies_line(state)
    if not shown.is_child or any(state.of(channel) for channel in words.CHANNEL_NAMES):
        yield "Keep in touch", words.channels_line(state)
    if view.refusals:
        yield "No access", f"{', '.join(view.refusals)}: {words.REFUSED}"
    if view.pending is None:
        yield "", words.kept_line(card, view.destroy_due)


def _contact(shown: Shown) -> str:
    view = shown.view
    if view.pending is not None and view.contact is not None:
        return f"{words.contact_words(view.contact)}   (only to ask the family)"
    if not view.may_keep_contact:
        return words.NO_CONTACT
    if view.contact is None:
        return "they agreed, but nothing is noted yet: r adds it"
    return f"{words.contact_words(view.contact)}   saved with consent"


def rows(shown: Shown) -> Iterator[Row]:
    """Family, cases and timeline, one below the other."""
    family = shown.view.family
    named = shown.view.card.named
    known = len(family) + len(named)
    count = f"Family {known}" if known else "Family: nobody noted, f adds someone"
    yield Row(("section", "family"), (count,), heading=True)
    for one in family:
        yield Row(("family", one.link_id), _relative(shown, one))
    for number, each in enumerate(named):
        yield Row(("named", number), _named(each))
    yield from _involved(shown)
    of = "" if shown.is_child else " of their children"
    none = "" if shown.cases else _no_case(shown)
    yield Row(("section", "cases"), (f"Cases{of}{none}",), heading=True)
    for line in shown.cases:
        level = level_words(line.level)
        name = f"{line.name}, {level}" if line.person_id != shown.view.id else level
        yield Row(("case", line.id), (line.reference, name, Neutral(STATUSES[line.status]), line.officer or "nobody's"))
    yield from _timeline(shown)


def _involved(shown: Shown) -> Iterator[Row]:
    """Agencies that work with them, now or soon first (P33); of an adult only where there are any."""
    if not shown.involved and not shown.is_child:
        return
    count = sum(one.body.stands is not Involved.PAST for one in shown.involved)
    heading = f"Involved {count}" if count else f"Involved: nobody {'any more' if shown.involved else 'noted'}"
    yield Row(("section", "involved"), (f"{heading}, + adds an agency",), heading=True)
    for one in shown.involved:
        who = ", ".join(part for part in (agencies.name_of(one), agencies.since_words(one.body)) if part)
        mark = agencies.contact_words(one, shown.state)
        cells = (agencies.STANDS[one.body.stands], f"{mark}   {who}" if mark else who)
        yield Row(("involved", one.id), cells, dim=one.body.stands is Involved.PAST)


def _no_case(shown: Shown) -> str:
    if shown.view.pending is not None or shown.view.is_frozen:
        return ": none"
    return ": none, n opens one with its first note" if shown.is_child else ": none"


def _named(one: NamedRelative) -> tuple[str, ...]:
    """Someone who was named and has not been asked: Enter asks them."""
    tie = FamilyTie(relation=one.relation, responsibility=one.responsibility)
    return words.tie_words(tie, is_child=False), one.full_name, words.responsibility_words(tie), "only named: ask them"


def _relative(shown: Shown, one: Relative) -> tuple[str, ...]:
    name = f"{one.name}, born {one.born_text}" if one.born_text else one.name
    relation = words.tie_words(one.tie, is_child=one.is_child_side)
    if one.is_child_side or one.tie.relation == "SIB":
        return relation, name
    is_refused = shown.is_child and shown.state.refuses(one.person_id)
    return (
        relation,
        name,
        words.responsibility_words(one.tie),
        words.REFUSED if is_refused else words.home_words(one.tie),
    )


def _timeline(shown: Shown) -> Iterator[Row]:
    happened = sorted([*_notes(shown), *_letters(shown), *_consents(shown)], key=lambda one: one[:2], reverse=True)
    count = f" {min(len(happened), TIMELINE)} of {len(happened)}" if happened else ": nothing yet"
    shut = f"   without {', '.join(shown.shut)}: opening it asks why" if shown.shut else ""
    yield Row(("section", "timeline"), (f"Timeline{count}{shut}",), heading=True)
    yield from (row for _, _, row in happened[:TIMELINE])


def _notes(shown: Shown) -> Iterator[tuple[date, str, Row]]:
    for one in shown.notes:
        thread = thread_of(one.note)
        body = thread.body
        written = in_england(one.note.written_at)
        day = body.happened_on or written.date()
        mark = IN_ERROR if thread.is_in_error else kept_words(body)
        text = f"note, {way_words(body)}: {first_words(body)}"
        cells = (Neutral(short_day(day)), f"{mark}   {text}" if mark else text)
        yield day, written.isoformat(), Row(("note", one.case_id, one.note.note_id), cells, dim=thread.is_in_error)


def _letters(shown: Shown) -> Iterator[tuple[date, str, Row]]:
    """What went out about them, in a case or in none."""
    for one in shown.letters:
        cells = (Neutral(short_day(one.body.sent_on)), f"letter, {sent_words(one.body)}")
        yield one.body.sent_on, one.written_at.isoformat(), Row(("letter", one.id), cells)


def _consents(shown: Shown) -> Iterator[tuple[date, str, Row]]:
    for one in shown.view.consents:
        yield one.event.given_on, one.recorded_at.isoformat(), Row(("consent", one.id), _consent(shown, one))


def _consent(shown: Shown, one: RecordedConsent) -> tuple[str, str]:
    return Neutral(short_day(one.event.given_on)), f"consent, {consent_words(one.event, shown.names)}"
