"""The invented office on paper: who works there, which families came when, and what was written. Pure and seeded."""

from __future__ import annotations

import dataclasses
import pkgutil
import random
import tomllib
from datetime import date, timedelta
from typing import Any

from iass_tui.demo import directory
from iass_tui.rules import passphrases
from iass_tui.rules.records.agencies import AgencyCard, Involved
from iass_tui.rules.records.office import Role

YEARS = 3
PLACES = {
    4: ("Paddock Lane Nursery", "Lark Rise Nursery"),
    11: ("Lark Rise Primary", "Canal Street Primary", "St Aidan's Primary", "Elmfield School"),
    16: ("Marlow Park School", "Fennimore Academy", "The Bridge School", "Ashgrove Academy"),
    99: ("Harrow Road College", "Larchfield College"),
}
"""Where one is at an age, to that age."""
SCHOOLS = tuple(name for names in PLACES.values() for name in names)
STREETS = ("Larch Road", "Mill Lane", "Victoria Gardens", "Foundry Street", "Coronation Avenue", "Abbey Walk")


@dataclasses.dataclass(frozen=True)
class Worker:
    """Someone who works in the invented office."""

    sign_in: str
    name: str
    role: Role
    passphrase: str


@dataclasses.dataclass(frozen=True)
class Adult:
    """A parent or carer."""

    given: str
    family: str
    relation: str
    responsibility: str
    phone: str
    email: str


@dataclasses.dataclass(frozen=True)
class Written:
    """One note: when, by whom, what."""

    on: date
    progress: str
    action: str
    due: date | None
    provided_by: str
    parent_may_see: str
    channel: str
    minutes: int


@dataclasses.dataclass(frozen=True)
class Family:
    """One family's first contact and what followed."""

    came: date
    worker: int
    child_given: str
    child_family: str
    born: date | None
    siblings: tuple[tuple[str, date], ...]
    adults: tuple[Adult, ...]
    are_separated: bool
    keeps_contact: bool
    address: str
    postcode: str
    story: dict[str, Any]
    school: str
    notes: tuple[Written, ...]
    closed_on: date | None
    stats: str
    """"" not asked apart, or REFUSED."""
    agencies: tuple[str, ...]
    news: tuple[str, ...]
    refuses_access_to: int | None
    """Index of the adult whom the young person refuses access (P15, P16)."""
    has_error_note: bool
    involved: tuple[tuple[str, str, Involved], ...]
    """Kind, organisation ("" for the only one of its kind) and how they stand."""


@dataclasses.dataclass(frozen=True)
class Uncounted:
    """Someone who was helped and not kept."""

    came: date
    save: str
    channel: str
    issue_group: str
    minutes_band: str
    signpost: str


@dataclasses.dataclass(frozen=True)
class Plan:
    """The whole invented office."""

    workers: tuple[Worker, ...]
    families: tuple[Family, ...]
    directory: tuple[AgencyCard, ...]
    uncounted: tuple[Uncounted, ...]


def stories() -> list[dict[str, Any]]:
    """The storylines."""
    raw = pkgutil.get_data("iass_tui.demo", "stories.toml") or b""
    return list(tomllib.loads(raw.decode())["story"])


def plan(families: int, seed: int, today: date) -> Plan:
    """The same office for one seed and day."""
    from faker import Faker

    draw = random.Random(f"{seed}:{today.isoformat()}")
    fake = Faker("en_GB")
    fake.seed_instance(draw.getrandbits(32))
    told = stories()
    made = [_family(draw, fake, told, today, families, index) for index in range(families)]
    uncounted = [_uncounted(draw, today) for _ in range(families // 2)]
    workers = tuple(_workers(draw, fake))
    return Plan(
        workers,
        tuple(sorted(made, key=lambda one: one.came)),
        directory.entries(draw, fake, SCHOOLS),
        tuple(sorted(uncounted, key=lambda one: one.came)),
    )


def _workers(draw: random.Random, fake: Any) -> list[Worker]:
    words = len(passphrases.word_list())
    posts = (
        ("manager", Role.MANAGER),
        ("officer", Role.OFFICER),
        ("officer2", Role.OFFICER),
        ("manager2", Role.MANAGER),  # there for years, so that what wants two managers can be tried (P11, P46)
        ("volunteer", Role.VOLUNTEER),
    )
    return [
        Worker(
            sign_in, f"{fake.first_name()} {fake.last_name()}", role,
            passphrases.phrase([draw.randrange(words) for _ in range(6)]),
        )
        for sign_in, role in posts
    ]  # fmt: skip


def _family(draw: random.Random, fake: Any, told: list[dict[str, Any]], today: date, count: int, index: int) -> Family:
    story = told[index % len(told)]
    back = YEARS * 365 * ((count - index) / (count + 1)) ** 2  # more of them lately, so that there is something to do
    came = _weekday(today - timedelta(days=int(back) + draw.randrange(1, 6)))
    age = draw.randint(*story["ages"])
    born = came - timedelta(days=age * 365 + age // 4 + draw.randrange(360))
    family = fake.last_name()
    are_separated = draw.random() < 0.3 or any("{other}" in note["progress"] for note in story["notes"])
    adults = _adults(draw, fake, family, are_separated, born)
    given = fake.first_name_female() if story.get("child", draw.choice("FM")) == "F" else fake.first_name_male()
    school = draw.choice(next(names for oldest, names in PLACES.items() if age <= oldest))
    closes = draw.random() < 0.7 and (today - came).days > story["notes"][-1]["day"] + 30
    siblings = tuple(
        (fake.first_name(), _at_most(born + timedelta(days=draw.randrange(500, 1900)), came - timedelta(days=400)))
        for _ in range(draw.choice((0, 0, 0, 1, 1, 2)))
    )
    age_now = (today - born).days // 365
    agencies = tuple(code for code in ("LA_SEN", "EDU_SETTING", "HEALTH", "SOCIAL_CARE") if draw.random() < 0.5)
    return Family(
        came=came,
        worker=draw.choice((1, 1, 2)),
        child_given=given,
        child_family=family,
        born=None if draw.random() < 0.04 else born,
        siblings=siblings,
        adults=adults,
        are_separated=are_separated,
        keeps_contact=draw.random() < 0.88,
        address=f"{draw.randrange(1, 120)} {draw.choice(STREETS)}",
        postcode=_postcode(draw),
        story=story,
        school=school,
        notes=tuple(_notes(story, came, today, given, adults, school)),
        closed_on=_weekday(came + timedelta(days=story["notes"][-1]["day"] + 14)) if closes else None,
        stats="REFUSED" if draw.random() < 0.06 else "",
        agencies=agencies,
        news=tuple(code for code in ("MKT_EMAIL", "MKT_PHONE", "MKT_SMS", "MKT_POST") if draw.random() < 0.3),
        refuses_access_to=1 if are_separated and age_now >= 13 and draw.random() < 0.6 else None,
        has_error_note=draw.random() < 0.08,
        involved=directory.involved(draw, school, agencies),
    )


def _adults(draw: random.Random, fake: Any, family: str, are_separated: bool, born: date) -> tuple[Adult, ...]:
    mother = Adult(fake.first_name_female(), family, "MOT", "YES", _phone(draw), "")
    adults = [dataclasses.replace(mother, email=_email(mother.given, family, born))]
    if are_separated or draw.random() < 0.4:
        surname = fake.last_name() if are_separated else family
        father = Adult(fake.first_name_male(), surname, "FAT", draw.choice(("YES", "YES", "UNKNOWN")), _phone(draw), "")
        adults.append(dataclasses.replace(father, email=_email(father.given, surname, born)))
    return tuple(adults)


def _postcode(draw: random.Random) -> str:
    # No postcode area is called ZZ.
    inward = draw.choice("ABDEFGHJLN") + draw.choice("PQRSTUWX")
    return f"ZZ{draw.randrange(1, 10)} {draw.randrange(1, 10)}{inward}"


def _phone(draw: random.Random) -> str:
    # Ofcom keeps 07700 900000 to 900999 for drama.
    return f"07700 900{draw.randrange(1000):03d}"


def _email(given: str, family: str, born: date) -> str:
    return f"{given}.{family}{born.year % 100:02d}@example.org".lower().replace(" ", "").replace("'", "")


def _notes(
    story: dict[str, Any], came: date, today: date, child: str, adults: tuple[Adult, ...], school: str
) -> list[Written]:
    names = {"child": child, "parent": adults[0].given, "school": school, "other": adults[-1].given}
    out = []
    for note in story["notes"]:
        on = _weekday(came + timedelta(days=note["day"]))
        if on >= today:
            break
        due = on + timedelta(days=note["due"]) if "due" in note else None
        out.append(
            Written(
                on,
                note["progress"].format(**names),
                note.get("action", "").format(**names),
                due,
                note["by"],
                note.get("may_see", "YES" if note["by"] != "CHILD" else "NOT_ASKED"),
                note["channel"],
                note["minutes"],
            )
        )
    return out


def _uncounted(draw: random.Random, today: date) -> Uncounted:
    return Uncounted(
        _weekday(today - timedelta(days=draw.randrange(1, YEARS * 365))),
        draw.choice(("NO", "NO", "ANONYMOUS", "NOT_ASKED")),
        draw.choice(("TEL", "TEL", "EVT", "WEB", "EML")),
        draw.choice(("SS", "EA", "EP", "TR", "GE", "AT")),
        draw.choice(("1-15", "16-30", "31-60")),
        draw.choice(("IPSEA", "LOCAL_OFFER", "SCHOOL", "COUNCIL_SEN")),
    )


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _at_most(day: date, most: date) -> date:
    return min(day, most)
