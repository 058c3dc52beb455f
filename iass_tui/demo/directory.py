"""The invented directory of agencies: schools, services and the people there. Nobody in it exists."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from iass_tui.rules.records.agencies import AgencyCard, Involved

SERVICES = (
    ("LA_SEN", "Larchfield Council, SEN team", "", "01632 960100", "sen@larchfield.example.org"),
    ("TRANSPORT", "Larchfield Council, school transport", "", "01632 960101", ""),
    ("EP", "Larchfield Educational Psychology", "Educational psychologist", "01632 960110", ""),
    ("CAMHS", "Canal Street CAMHS", "Nurse specialist", "01632 960120", ""),
    ("SALT", "Larchfield Speech and Language Therapy", "Therapist", "01632 960121", ""),
    ("PAED", "Larchfield Child Development Centre", "Paediatrician", "01632 960122", ""),
    ("SW", "Larchfield Council, disabled children's team", "Social worker", "01632 960130", ""),
    ("PCF", "Larchfield Parent Carer Forum", "", "01632 960140", "forum@larchfield.example.org"),
    ("LEGAL", "Foundry Street Law Centre", "Adviser", "01632 960150", ""),
    ("MEDIATOR", "Even Ground Mediation", "", "01632 960160", "hello@evenground.example.org"),
)


def entries(draw: random.Random, fake: Any, schools: Sequence[str]) -> tuple[AgencyCard, ...]:
    """Each school with its SENCO, and the services, some with a professional by name."""
    made = []
    for number, school in enumerate(schools):
        phone = f"01632 9602{number:02d}"
        mail = f"office@{school.split()[0].lower().replace(chr(39), '')}{number}.example.org"
        made.append(AgencyCard(code="EDU_SETTING", organisation=school, phone=phone, email=mail))
        person = f"{fake.first_name()} {fake.last_name()}"
        made.append(AgencyCard(code="SENCO", organisation=school, person=person, job="SENCO", phone=phone))
    for code, organisation, job, phone, email in SERVICES:
        person = f"{fake.first_name()} {fake.last_name()}" if job else ""
        made.append(AgencyCard(code=code, organisation=organisation, person=person, job=job, phone=phone, email=email))
    made.append(AgencyCard(code="OTHER", organisation="Marlow After-School Club", words="Closed", is_retired=True))
    draw.shuffle(made)
    return tuple(made)


def involved(draw: random.Random, school: str, agencies: Sequence[str]) -> tuple[tuple[str, str, Involved], ...]:
    """Who works with one family: the school and mostly its SENCO, and some of what they agreed to; code, name, how."""
    found = [("EDU_SETTING", school, Involved.NOW)]
    if draw.random() < 0.7:
        found.append(("SENCO", school, Involved.NOW))
    for kind, codes in (("HEALTH", ("CAMHS", "SALT", "PAED")), ("SOCIAL_CARE", ("SW",))):
        if kind in agencies:
            found.append((draw.choice(codes), "", draw.choice((Involved.NOW, Involved.SOON, Involved.PAST))))
    return tuple(found)
