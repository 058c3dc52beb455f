"""The policy in its versions, who was told of each, and what was asked about it."""

from typing import Any, ClassVar
from uuid import UUID

from db.tables.base import Keyed, Sealed, link, sealed, unique


class PolicyVersionRow(Keyed, table=True):
    """One version under the office's own key. What was issued keeps its text for good."""

    __tablename__ = "policy_version"
    __table_args__: ClassVar[Any] = unique("policy_version", "number")
    number: int
    state: str
    created_at: str
    body: Sealed = sealed()


class PolicyFamilyRow(Keyed, table=True):
    """One active case of the day of issue, under the case's key; goes with it."""

    __tablename__ = "policy_family"
    __table_args__: ClassVar[Any] = unique("policy_family", "policy_id", "case_id")
    policy_id: UUID = link("policy_version.id")
    case_id: UUID = link("case.id")
    task_id: UUID = link(index=False)
    state: str
    body: Sealed = sealed()


class PolicyNoticeRow(Keyed, table=True):
    """A colleague, the council or an agency that is told; the council has neither of both ids."""

    __tablename__ = "policy_notice"
    policy_id: UUID = link("policy_version.id")
    kind: str
    agency_id: UUID | None = link("agency.id", optional=True)
    staff_id: UUID | None = link("staff.id", optional=True)
    state: str
    body: Sealed = sealed()


class PolicyAskedRow(Keyed, table=True):
    """A copy that was asked for, or a question: under the person's key where someone on file asked."""

    __tablename__ = "policy_asked"
    person_id: UUID | None = link("person.id", optional=True)
    is_question: int
    state: str
    recorded_at: str
    recorded_by: UUID = link(index=False)
    body: Sealed = sealed()
