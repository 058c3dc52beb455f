"""The column lists by which audit entries vouch for rows. A list is never edited: a later column makes a later list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iass_tui.vault.audit_entry import row_digest

_KEYED = ("id", "version", "file_key_id")

ROW_FORMATS: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": ((*_KEYED, "state", "created_at", "card", "referral"),),
    "person_contact": ((*_KEYED, "person_id", "body"),),
    "person_equality": ((*_KEYED, "person_id", "body"),),
    "family_tie": ((*_KEYED, "child_id", "adult_id", "body"),),
    "access_basis": ((*_KEYED, "body"),),
    "consent_event": ((*_KEYED, "subject_id", "number", "recorded_at", "recorded_by", "body"),),
    "consent_head": (("id", "version", "count"),),
    "erasure_decision": ((*_KEYED, "person_id", "decided_at", "decided_by", "body"),),
    "enquiry": ((*_KEYED, "person_id", "case_id", "received_at", "body"),),
    "case": ((*_KEYED, "person_id", "number", "status", "officer_id", "opened_at", "facts"),),
    "contact": ((*_KEYED, "case_id", "written_at", "author_id", "body"),),
    "note": ((*_KEYED, "note_id", "case_id", "number", "kind", "author_id", "written_at", "body"),),
    "task": ((*_KEYED, "case_id", "owner_id", "status", "created_at", "body"),),
    "case_event": ((*_KEYED, "case_id", "written_at", "author_id", "body"),),
    "agency": ((*_KEYED, "card"),),
    "involvement": ((*_KEYED, "person_id", "agency_id", "body"),),
    "sharing": ((*_KEYED, "sharing_id", "subject_id", "kind", "recorded_at", "recorded_by", "body"),),
    "concern": ((*_KEYED, "state", "raised_at", "raised_by", "entries", "body"),),
    "concern_entry": ((*_KEYED, "concern_id", "number", "written_at", "author_id", "body"),),
    "concern_board": ((*_KEYED, "body"),),
    "sent_intake": (("id", "version", "state", "sent_at", "sent_by", "letters"),),
    "intake_letter": ((*_KEYED, "intake_id", "number", "reader_id", "written_at", "author_id", "body"),),
    "copy_issued": ((*_KEYED, "person_id", "recorded_at", "recorded_by", "body"),),
    "person_join": ((*_KEYED, "kept_id", "joined_at", "joined_by", "body"),),
    "contact_before_join": ((*_KEYED, "person_id", "body"),),
    "letter": ((*_KEYED, "person_id", "case_id", "written_at", "author_id", "body"),),
    "policy_version": ((*_KEYED, "number", "state", "created_at", "body"),),
    "policy_family": ((*_KEYED, "policy_id", "case_id", "task_id", "state", "body"),),
    "policy_notice": ((*_KEYED, "policy_id", "kind", "agency_id", "staff_id", "state", "body"),),
    "policy_asked": ((*_KEYED, "person_id", "is_question", "state", "recorded_at", "recorded_by", "body"),),
    "staff": ((*_KEYED, "created_at", "card"),),
    "setting": ((*_KEYED, "name", "body"),),
    "outbox_file": ((*_KEYED, "made_at", "body"),),
    "register_line": ((*_KEYED, "kind", "written_at", "body"),),
    "training": ((*_KEYED, "account_id", "written_at", "author_id", "body"),),
    "acknowledgement": ((*_KEYED, "account_id", "recorded_at", "body"),),
    "case_feedback": ((*_KEYED, "case_id", "written_at", "author_id", "body"),),
    "activity": ((*_KEYED, "written_at", "author_id", "body"),),
    "import_run": (("id", "version", "state", "started_at", "started_by"),),
    "restricted": ((*_KEYED, "circle", "body"),),
    "import_person": ((*_KEYED, "import_id", "person_id"),),
}
"""Table to its lists, oldest first. The tables that are not here have no entries (docs/format.md)."""

WITHOUT_ENTRY = frozenset({"tally", "caller_code", "feedback", "draft", "row_index", "audit_entry", "alembic_version"})


def columns_of(table: str) -> tuple[str, ...]:
    """The newest list of a table."""
    return ROW_FORMATS[table][-1]


def quoted(table: str) -> str:
    """The table itself, whatever of it is seen (`db.landed`): for whoever writes, checks or erases."""
    return f'main."{table}"'


def select_row(table: str, columns: Sequence[str]) -> str:
    """The statement that reads one stored row by its id."""
    return f"SELECT {', '.join(columns)} FROM {quoted(table)} WHERE id = ?"


def digests_of(table: str, values: Sequence[Any]) -> frozenset[str]:
    """Every digest by which this stored row (in the newest list's order) may have been vouched for."""
    newest = columns_of(table)
    by_name = dict(zip(newest, values, strict=True))
    return frozenset(
        row_digest(table, columns, [by_name[name] for name in columns])
        for columns in ROW_FORMATS[table]
        if set(columns) <= set(by_name)
    )
