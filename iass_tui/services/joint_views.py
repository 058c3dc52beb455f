"""What a contact that belongs to several cases is offered with: frozen, and nothing but what a form shows."""

from __future__ import annotations

import dataclasses
from uuid import UUID


@dataclasses.dataclass(frozen=True)
class SiblingCase:
    """An open case of a brother or sister, into which the same contact may go."""

    case_id: UUID
    reference: str
    name: str
