"""Which kind of file key seals a table's cells, and whose it is: for the stores that seal and for `check`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import MetaData

from db.tables.base import RECORDS
from db.types import SealedColumn

OFFICE = "the office"
PERIOD = "a quarter"
ANYTHING = ""


class FileKind(NamedTuple):
    """A kind of file key, and the column that holds the id of its subject.

    Instead of a column, `subject` may be `OFFICE` (the office's own id), `PERIOD` (a quarter's id, in no column) or
    `ANYTHING`, where the cells are sealed under another row's key: then `kind` is empty too.
    """

    kind: str
    subject: str


_CASE = (FileKind("case", "case_id"),)
_KINDS: dict[str, tuple[FileKind, ...]] = {
    "person": (FileKind("person", "id"),),
    "person_contact": (FileKind("contact", "person_id"),),
    "person_equality": (FileKind("equality", "person_id"),),
    "family_tie": (FileKind("person", "child_id"),),
    "access_basis": (FileKind("person", "id"),),
    "restricted": (FileKind("person", "id"),),
    "consent_event": (FileKind("person", "subject_id"),),
    # Of a record that is kept it is the person's; of one that was erased there is no person any more.
    "erasure_decision": (FileKind("person", "person_id"), FileKind("suppression", "id")),
    "case": (FileKind("case", "id"),),
    "enquiry": (*_CASE, FileKind("person", "person_id")),  # before there is a case it is the person's
    "contact": _CASE,
    "note": _CASE,
    "task": _CASE,
    "case_event": _CASE,
    "agency": (FileKind("agency", "id"),),
    "involvement": (FileKind("person", "person_id"),),
    "sharing": (FileKind("person", "subject_id"),),
    "copy_issued": (FileKind("person", "person_id"),),
    "person_join": (FileKind("person", "kept_id"),),
    "contact_before_join": (FileKind("contact", "person_id"),),
    "letter": (FileKind("person", "person_id"),),
    "policy_version": (FileKind("settings", OFFICE),),
    "policy_family": _CASE,
    # Of an agency it is the agency's; colleagues and the council stand under the office's own.
    "policy_notice": (FileKind("agency", "agency_id"), FileKind("settings", OFFICE)),
    "policy_asked": (FileKind("person", "person_id"), FileKind("settings", OFFICE)),
    "concern": (FileKind("concern", "id"),),
    "concern_entry": (FileKind("concern", "concern_id"),),
    "concern_board": (FileKind("board", OFFICE),),
    "intake_letter": (FileKind("question", "reader_id"), FileKind("intake", "intake_id")),
    "draft": (FileKind(ANYTHING, ANYTHING),),
    "staff": (FileKind("settings", OFFICE),),
    "setting": (FileKind("settings", OFFICE),),
    "outbox_file": (FileKind("outbox", OFFICE),),
    "register_line": (FileKind("register", OFFICE),),
    "training": (FileKind("register", OFFICE),),
    "acknowledgement": (FileKind("settings", OFFICE),),
    "tally": (FileKind("tally", PERIOD),),
    "caller_code": (FileKind("tally", PERIOD),),
    "feedback": (FileKind("tally", PERIOD),),
    "case_feedback": _CASE,
    "activity": (FileKind("settings", OFFICE),),
}


def file_kind(table: str) -> FileKind:
    """What seals this table's cells. Raises `KeyError` for a table without sealed cells."""
    return _KINDS[table][0]


def file_of(table: str, links: Mapping[str, UUID | None], office: UUID) -> tuple[str, UUID | None]:
    """Kind and subject of the key for one row, given its links; no subject where any will do."""
    for kind, column in _KINDS[table]:
        if column == OFFICE:
            return kind, office
        if column in (PERIOD, ANYTHING):
            return kind, None
        if links[column] is not None:
            return kind, links[column]
    raise ValueError(f"a row of {table} that belongs to nothing")


def links_of(table: str) -> tuple[str, ...]:
    """The columns in which the ids of possible subjects stand."""
    return tuple(kind.subject for kind in _KINDS[table] if kind.subject not in (OFFICE, PERIOD, ANYTHING))


def sealed_columns(metadata: MetaData = RECORDS) -> dict[str, tuple[str, ...]]:
    """Every table with sealed cells and which columns hold them, read off the tables themselves."""
    found = {
        name: tuple(column.name for column in table.columns if isinstance(column.type, SealedColumn))
        for name, table in sorted(metadata.tables.items())
    }
    return {name: columns for name, columns in found.items() if columns}
