"""The tables of office.db (`records`) and office.keys (`keys`), one module per aggregate.

Clear columns hold random ids and the links between them, workflow state, who is assigned and when a row was
written; everything else is sealed. Nothing derived from personal data is in the clear.
"""

from db.tables import (
    agencies,
    audit,
    casework,
    concerns,
    consents,
    deadlines,
    drafts,
    feedback,
    governance,
    imports,
    joins,
    keys,
    letters,
    office,
    papers,
    people,
    policies,
    queue,
    restricted,
    sharing,
    tallies,
)
from db.tables.base import KeysRow, Row

__all__ = [
    "KeysRow",
    "Row",
    "agencies",
    "audit",
    "casework",
    "concerns",
    "consents",
    "deadlines",
    "drafts",
    "feedback",
    "governance",
    "imports",
    "joins",
    "keys",
    "letters",
    "office",
    "papers",
    "people",
    "policies",
    "queue",
    "restricted",
    "sharing",
    "tallies",
]
