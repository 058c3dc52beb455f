"""Restricted records: everything of them lies in their circle, and every circle is somebody's."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection

from db.check.findings import Findings, Kind
from db.engine import run
from db.restricted_store import KINDS, circles
from iass_tui.vault.compartments import circle_id, circle_name
from iass_tui.vault.register import Register


def check_circles(records: Connection, keys: Connection, newest: Register, findings: Findings) -> None:
    """File keys of restricted people and their cases against the circle that their row names."""
    listed = {circle for key in newest.compartments if (circle := circle_id(key.name)) is not None}
    known = circles(records)
    if listed ^ set(known.values()):
        findings.add(
            Kind.RESTRICTION_PENDING,
            "Restricting a record, or opening it again, was cut off; the next sign-in of a manager finishes it.",
            "restricted",
        )
    if known:
        _check_inside(records, keys, known, findings)
    for person, circle in sorted(known.items()) if listed else ():
        if circle not in listed:
            continue
        subjects = [person.bytes]
        cases = run(records, 'SELECT id FROM main."case" WHERE person_id = ?', (person.bytes,))
        subjects += [raw for (raw,) in cases]
        for subject in subjects:
            outside = run(
                keys,
                "SELECT id FROM file_key WHERE subject = ? AND compartment IS NOT ?",
                (subject, circle_name(circle)),
            )
            for (key_id,) in outside:
                findings.add(
                    Kind.OUTSIDE_CIRCLE,
                    "A file key of a restricted record lies outside its circle.",
                    "file_key",
                    key_id,
                )


def _check_inside(records: Connection, keys: Connection, known: Mapping[UUID, UUID], findings: Findings) -> None:
    """Whoever's file keys lie in a circle stands in it: any colleague's signature vouches for a row that says less.

    Whoever never stood in one is being placed; the next sign-in goes on with it.
    """
    people = 'SELECT id, id FROM main.person UNION ALL SELECT id, person_id FROM main."case"'
    owners = {row[0]: row[1] for row in run(records, people)}
    stood = {raw for (raw,) in run(records, "SELECT id FROM row_index WHERE table_name = 'restricted'")}
    stand_in = set(known.values())
    for key_id, kind, subject, name in run(keys, "SELECT id, kind, subject, compartment FROM file_key"):
        circle, owner = circle_id(name), owners.get(subject)
        if circle in stand_in and owner is not None and kind in KINDS and known.get(UUID(bytes=owner)) != circle:
            findings.add(
                Kind.OUTSIDE_CIRCLE if owner in stood else Kind.RESTRICTION_PENDING,
                "A file key lies in the circle of a restricted record, and whose it is does not stand in it.",
                "file_key",
                key_id,
            )
