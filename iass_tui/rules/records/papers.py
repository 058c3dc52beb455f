"""Copies that were given out (P28): which version, in which format, on what day and how."""

from __future__ import annotations

import dataclasses
from datetime import date
from uuid import UUID

from iass_tui.rules.papers import Paper, Way
from iass_tui.rules.records.base import Record


@dataclasses.dataclass(frozen=True, kw_only=True)
class CopyIssued(Record):
    """One public paper that someone on file was given."""

    paper: Paper
    version: str
    format: str
    """A FORMAT code: STD or LARGE18."""
    way: Way
    given_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordedCopy:
    """A copy as it stands in the record."""

    id: UUID
    recorded_by: UUID
    copy: CopyIssued
