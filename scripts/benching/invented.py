"""Invented people with a case and twelve notes each: the same for the same number and seed."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from datetime import date, timedelta

from faker import Faker

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.casework import CaseFacts, LevelChange, NoteBody, ProvidedBy, TaskBody
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose
from iass_tui.rules.records.people import Address, ContactDetails, PartyRole, PersonCard

NOTES = 12
CASELOAD = 80
"""Open cases of each of the two officers; all others are closed."""
LOCALES = ["en_GB", "pl_PL", "fr_FR", "en_IN", "tr_TR"]
SENTENCES = (
    "Rang the school; the annual review is moved to the spring term.",
    "Mum would like the draft plan read with her before she answers.",
    "Sent the form for a needs assessment and went through it on the telephone.",
    "The local authority has not answered within the six weeks; letter drafted.",
    "Talked about what the school must do at once, with or without a plan.",
    "Met at the centre. He says that mornings are the hardest part of the day.",
    "Transport refused; appeal explained, and where to find the form.",
    "Wrote down what they want to say at the meeting, in their own words.",
)


@dataclasses.dataclass(frozen=True)
class Invented:
    """One person with everything that is written about them."""

    number: int
    card: PersonCard
    contact: ContactDetails
    consents: tuple[ConsentEvent, ...]
    facts: CaseFacts
    notes: tuple[NoteBody, ...]
    task: TaskBody | None
    is_open: bool
    is_parent: bool
    """The parent of the person before."""


def people(count: int, today: date, seed: int = 1) -> Iterator[Invented]:
    """So many of them, in pairs of a young person and a parent."""
    drawn = random.Random(f"{seed}/{count}")
    fake = Faker(LOCALES)
    fake.seed_instance(seed)
    family = ""
    for number in range(count):
        is_parent = number % 2 == 1
        family = family if is_parent else fake.last_name()
        card = PersonCard(
            role=PartyRole.PARENT if is_parent else PartyRole.CHILD,
            given_name=fake.first_name(),
            family_name=family,
            born=_born(drawn, today, 40 if is_parent else 18),
            user_type="PAR" if is_parent else "YP",
        )
        is_open = number < 2 * min(CASELOAD, max(count // 8, 1))
        came = today - timedelta(days=drawn.randrange(40, 80))
        yield Invented(
            number,
            card,
            _contact(drawn, card),
            tuple(_consent(purpose, came) for purpose in (Purpose.SAVE_CASE, Purpose.SAVE_CONTACT)),
            _facts(drawn, came, today, is_open),
            tuple(_note(drawn, came + timedelta(days=3 * step)) for step in range(NOTES)),
            TaskBody(what="Ring back with what we found", due_on=today + timedelta(days=drawn.randrange(-5, 20)))
            if is_open
            else None,
            is_open,
            is_parent,
        )


def _born(drawn: random.Random, today: date, about: int) -> PartialDate:
    day = today - timedelta(days=365 * about + drawn.randrange(2000))
    return PartialDate(day.year, day.month, day.day)


def _contact(drawn: random.Random, card: PersonCard) -> ContactDetails:
    mailbox = f"{card.given_name}.{card.family_name}.{drawn.randrange(100)}".casefold().replace(" ", "")
    street = f"{drawn.randrange(1, 200)} {drawn.choice(('Mill Lane', 'Church Road', 'Larch Close', 'High Street'))}"
    postcode = f"LF{drawn.randrange(1, 30)} {drawn.randrange(1, 10)}{drawn.choice('ABDEFGHJ')}{drawn.choice('LNPQRST')}"
    return ContactDetails(
        phones=(f"07700 9{drawn.randrange(100_000):05}",),
        emails=(f"{mailbox}@example.org",),
        addresses=(Address(lines=(street, "Larchfield"), postcode=postcode),),
    )


def _consent(purpose: Purpose, on: date) -> ConsentEvent:
    return ConsentEvent(purpose=purpose, decision=Decision.GIVEN, right="SELF", given_on=on)


def _facts(drawn: random.Random, came: date, today: date, is_open: bool) -> CaseFacts:
    facts = CaseFacts(
        levels=(LevelChange(level=drawn.choice(("L1", "L2", "L3")), on=came, reason="As asked for"),),
        issues=("EA01",),
        sen_stage="E",
        setting_type="MAI",
        setting_name=f"Larchfield School {drawn.randrange(40)}",
        channel="TEL",
        wants=drawn.choice(SENTENCES),
        child_view="YES",
        opened_on=came,
    )
    if is_open:
        return facts
    return dataclasses.replace(facts, closed_on=today, closure="C01", outcomes=("O01",), outcome_words="Agreed.")


def _note(drawn: random.Random, on: date) -> NoteBody:
    return NoteBody(
        progress=" ".join(drawn.choices(SENTENCES, k=3)),
        outcome=drawn.choice(SENTENCES),
        happened_on=on,
        channel="TEL",
        minutes=drawn.randrange(5, 60),
        provided_by=ProvidedBy.PARENT,
    )
