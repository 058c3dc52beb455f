"""Writing what a first contact leaves: keys first, then everything in one unit of work."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from db import (
    case_store,
    consent_store,
    family_store,
    hanging,
    intake_store,
    people_store,
    restricted_store,
    task_store,
)
from db.intake_store import Waiting
from db.unit_of_work import UnitOfWork
from iass_tui.rules import passphrases
from iass_tui.rules.cases import format_reference
from iass_tui.rules.consent import UnfinishedForm
from iass_tui.rules.decision import Problem
from iass_tui.rules.intake import IntakeOutcome, outcome
from iass_tui.rules.intake.routing import CHILD_TYPES
from iass_tui.rules.people import PersonState
from iass_tui.rules.policy import read_on
from iass_tui.rules.records.casework import NoteBody
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import intake_records, outbound, turning
from iass_tui.services.acting import About
from iass_tui.services.case_notes import begin_thread, task_of
from iass_tui.services.intake_records import FirstContact, Said
from iass_tui.services.interests import refuse_unless_mine
from iass_tui.services.views import IntakeSaved, NotAllowed
from iass_tui.vault.compartments import FileKey

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

_Keys = dict[tuple[str, UUID], FileKey]
_Rows = tuple[tuple[str, UUID], ...]
CODE_WORDS = 2
ERASED_BEFORE = (
    "Someone of this name asked us to erase what we held, so that nothing is kept on another's word. They can come to "
    "us themselves at any time. Answer that the referral is not taken, and it is only counted."
)
Settle = Callable[[UnitOfWork], None]
"""What goes in the very unit that writes the file: a draft, or what a volunteer sent."""


@dataclasses.dataclass(frozen=True)
class Taken:
    """By whom, and on which day, an intake was taken down that someone else now makes a file of."""

    on: date
    by: UUID


def _nothing(_: UnitOfWork) -> None:
    """There was neither."""


def new_code_word() -> str:
    """Two plain words, drawn at random: easy to keep, and about nobody."""
    words = len(passphrases.word_list())
    return " ".join(passphrases.choose_words([secrets.randbelow(words) for _ in range(CODE_WORDS)]))


def unfinished(found: Sequence[Problem]) -> NotAllowed:
    """Says that answers are missing or cannot be right; `reasons` name the field and what is wrong with it."""
    reasons = tuple(dict.fromkeys(f"{one.field}:{one.kind.value}" for one in found))
    return NotAllowed("Some answers are missing or cannot be right. Put them right, then save again.", reasons)


def save_case(
    session: OfficeSession,
    said: Said,
    *,
    person_id: UUID | None = None,
    waiting: Waiting | None = None,
    taken: Taken | None = None,
    settle: Settle = _nothing,
) -> IntakeSaved:
    """A family with their case. `waiting` is the one of them who had been passed on to us before.

    `person_id` is whom the draft belonged to. What was said on an earlier day stands with that day.
    """
    is_child = said["user_type"] in CHILD_TYPES
    ids = [person_id or uuid4(), *([] if is_child else [uuid4()])]
    if waiting is not None:
        ids[0 if is_child else 1] = waiting.person_id
    made = made_of(session, said, tuple(ids), taken)
    case_id = uuid4()
    if waiting is not None:  # before any key of theirs is dropped
        refuse_unless_mine(session, waiting.person_id, About("case", waiting.person_id, case_id))
    old = () if waiting is None else hanging.keys_of(session.desk, waiting.person_id, "contact")
    gone = _erase_old_way(session, waiting, old)
    with session.desk.unit("casework") as unit:
        for table, row in gone:
            unit.delete(table, row)
        keys = _new_keys(session, made, case_id, waiting)
        _write_people(session, unit, made, keys, waiting)
        number = write_case(session, unit, made, keys["case", case_id])
        settle(unit)
        unit.say(AuditDetail(act=Act.CREATE, subject="case", subject_id=case_id, case_id=case_id))
    session.directory.changed()
    word = next((one.card.code_word for one in made.people if one.card.code_word), "")
    return IntakeSaved(outcome(said).value, case_id, made.people[0].id, format_reference(number), word)


def made_of(session: OfficeSession, said: Said, ids: tuple[UUID, ...], taken: Taken | None) -> FirstContact:
    """The records that these answers make. Raises `NotAllowed` where the consents do not hold."""
    today = session.today_date() if taken is None else taken.on
    try:
        made = intake_records.first_contact(
            said, ids, today, session.me.card.name, read_on(session.policy.issued(), today)
        )
    except UnfinishedForm as form:
        raise unfinished(form.problems) from None
    made = dataclasses.replace(made, note=_with_time(made, by_volunteer=taken is not None))
    if taken is None:
        return made
    return dataclasses.replace(made, enquiry=dataclasses.replace(made.enquiry, taken_by=taken.by))


_LONGEST_OF = {"1-15": 15, "16-30": 30, "31-60": 60, "61-120": 120, "OVER_120": 125}
"""An intake asks for a band; the time of its contact is the band's upper end, in fives."""


def _with_time(made: FirstContact, *, by_volunteer: bool) -> NoteBody:
    """The note with how long the talk took: the officer's own time, or that of the volunteer who took it down."""
    took = _LONGEST_OF.get(made.enquiry.minutes_band, 0)
    if by_volunteer:
        return dataclasses.replace(made.note, volunteer_minutes=took)
    return dataclasses.replace(made.note, minutes=took)


def _new_keys(session: OfficeSession, made: FirstContact, case_id: UUID, waiting: Waiting | None) -> _Keys:
    """All fresh file keys in one write; a person who waited keeps theirs, and the others lie where it lies."""
    home = "casework" if waiting is None else session.desk.home("person", waiting.person_id)
    wanted = [("person", one.id) for one in made.people if waiting is None or one.id != waiting.person_id]
    wanted += [("contact", one.id) for one in made.people if one.contact is not None]
    wanted.append(("case", case_id))
    files = session.desk.new_keys([(kind, subject, home) for kind, subject in wanted])
    return dict(zip(wanted, files, strict=True))


def _erase_old_way(session: OfficeSession, waiting: Waiting | None, old: tuple[UUID, ...]) -> _Rows:
    """The one way to reach a family that waited goes for good: what they agree to now has a key of its own."""
    if waiting is None or not old:
        return ()
    gone = hanging.rows_under(session.desk, old)
    turning.turn(session.desk, turning.Erasure("refusal", waiting.person_id, "REFERRAL", old, gone))
    return gone


def _write_people(
    session: OfficeSession, unit: UnitOfWork, made: FirstContact, keys: _Keys, waiting: Waiting | None
) -> None:
    desk, child = session.desk, made.people[0]
    if waiting is not None:
        own = desk.writing_key(waiting.key_id, "person", waiting.person_id)
        keys = {**keys, ("person", waiting.person_id): own}
    for one in made.people:
        if waiting is not None and one.id == waiting.person_id:
            people_store.change(desk, unit, one.id, card=one.card, state=PersonState.ACTIVE)
        else:
            people_store.insert(desk, unit, keys["person", one.id], one.card)
            restricted_store.join(desk, unit, keys["person", one.id])
    for one in made.people:
        if one.tie is not None:
            family_store.insert(desk, unit, keys["person", child.id], uuid4(), child.id, one.id, one.tie)
        if one.contact is not None:
            people_store.put_contact(desk, unit, one.id, 0, one.contact, keys["contact", one.id])
        consent_store.append(desk, unit, keys["person", one.id], one.id, one.events)


def write_case(session: OfficeSession, unit: UnitOfWork, made: FirstContact, file: FileKey) -> int:
    """The case of the child, mine, with the enquiry; its number."""
    number = case_store.insert(session.desk, unit, file, made.people[0].id, session.me.id, made.facts)
    write_enquiry(session, unit, made, file)
    return number


def write_enquiry(session: OfficeSession, unit: UnitOfWork, made: FirstContact, file: FileKey) -> None:
    """The enquiry, its note and what was agreed, under the key of their case."""
    desk, child_id = session.desk, made.people[0].id
    intake_store.insert_enquiry(desk, unit, file, child_id, made.enquiry)
    note_id = begin_thread(desk, unit, file, made.note)
    if made.note.action:
        caller = next(one for one in made.people if one.id == made.note.provided_by_id)
        task = outbound.agreed_at_first_contact(task_of(made.note, note_id), may_reach=caller.contact is not None)
        task_store.insert(desk, unit, file, session.me.id, task)


def save_referral(
    session: OfficeSession, said: Said, *, person_id: UUID | None = None, settle: Settle = _nothing
) -> IntakeSaved:
    """A name, one way to reach them and who permitted it: all that may wait until the family was asked (P30).

    Raises `NotAllowed` for someone who was erased because they asked.
    """
    if session.erasures.suppressed(intake_records.waiting_card(said)) is not None:
        raise NotAllowed(ERASED_BEFORE, ("ERASED_BEFORE",))
    desk, person_id = session.desk, person_id or uuid4()
    with desk.unit("casework") as unit:
        own, contact = desk.new_keys([("person", person_id, "casework"), ("contact", person_id, "casework")])
        people_store.insert(
            desk,
            unit,
            own,
            intake_records.waiting_card(said),
            state=PersonState.PENDING,
            referral=intake_records.waiting_referral(said, session.today_date()),
        )
        people_store.put_contact(desk, unit, person_id, 0, intake_records.one_way_to_reach(said), contact)
        settle(unit)
        reasons = (IntakeOutcome.REFERRAL_PENDING.value,)
        unit.say(AuditDetail(act=Act.CREATE, subject="person", subject_id=person_id, reasons=reasons))
    session.directory.changed()
    return IntakeSaved(IntakeOutcome.REFERRAL_PENDING.value, person_id=person_id)
