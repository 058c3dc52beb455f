"""Restricted records: everything of them lies in their circle, and every circle is somebody's."""

from __future__ import annotations

from sqlalchemy import Connection

from db.check.findings import Findings, Kind
from db.restricted_store import circles
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
    for person, circle in sorted(known.items()) if listed else ():
        if circle not in listed:
            continue
        subjects = [person.bytes]
        cases = records.exec_driver_sql('SELECT id FROM main."case" WHERE person_id = ?', (person.bytes,))
        subjects += [raw for (raw,) in cases]
        for subject in subjects:
            outside = keys.exec_driver_sql(
                "SELECT id FROM file_key WHERE subject = ? AND compartment IS NOT ?", (subject, circle_name(circle))
            )
            for (key_id,) in outside:
                findings.add(
                    Kind.OUTSIDE_CIRCLE,
                    "A file key of a restricted record lies outside its circle.",
                    "file_key",
                    key_id,
                )
