"""Decisions about a person's own record as items of their copy: competence, authority, what followed a withdrawal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.access import AccessBasis
from iass_tui.rules.records.casework import ProvidedBy
from iass_tui.rules.records.erasure import ErasureOutcome, RecordedDecision
from iass_tui.rules.records.people import PersonCard
from iass_tui.rules.release import Finding
from iass_tui.services.pack_items import Held, filled, given, label

_FOUND = {Finding.COMPETENT: "can decide this", Finding.NOT_COMPETENT: "cannot decide this yet"}


def basis_items(person_id: UUID, basis: AccessBasis) -> Iterator[Held]:
    """Findings and authorities. They go into the person's own copy alone: the talk was theirs (P32)."""
    for number, one in enumerate(basis.findings):
        yield Held(
            id=f"finding:{person_id}:{number}",
            kind="Finding",
            day=one.assessed_on,
            heading="Talk about deciding for oneself",
            provenance=given(ProvidedBy.CHILD),
            fields=filled(
                ("Found", _FOUND[one.finding]),
                ("By", one.assessor),
                ("Support used", one.support),
                ("Their view on parents seeing it", one.parents_view),
                ("Also considered", one.factors),
                ("Used on", display_day(one.used_on) if one.used_on else ""),
            ),
        )
    for number, paper in enumerate(basis.authorities):
        yield Held(
            id=f"authority:{person_id}:{number}",
            kind="Authority",
            day=paper.signed_on,
            heading=f"Authority for {paper.to_name}",
            provenance=given(ProvidedBy.CHILD),
            fields=filled(
                ("Until", display_day(paper.until) if paper.until else ""),
                ("Evidence", paper.evidence),
                ("Taken back on", display_day(paper.revoked_on) if paper.revoked_on else ""),
            ),
        )


_DECISIONS = {
    ErasureOutcome.KEEP: "Kept after consent was taken back",
    ErasureOutcome.PROPOSED: "A manager proposed to erase this record",
    ErasureOutcome.TAKEN_BACK: "The proposal to erase it was taken back",
    ErasureOutcome.SAID_NO: "Another manager said no to erasing it",
}


def decision_items(person_id: UUID, decisions: Sequence[RecordedDecision]) -> Iterator[Held]:
    """Why a record was kept after consent was taken back, and what managers said about erasing it."""
    for number, one in enumerate(said.decision for said in decisions):
        yield Held(
            id=f"erasure:{person_id}:{number}",
            kind="Decision",
            day=one.decided_on,
            heading=_DECISIONS[one.outcome],
            provenance=given(ProvidedBy.OFFICER),
            fields=filled(("On what basis", one.basis.value if one.basis else "")),
            text=one.words,
        )


def interest_items(person_id: UUID, card: PersonCard) -> Iterator[Held]:
    """Conflicts of interest that colleagues declared, over ones too; which colleague it is stays with the office."""
    for number, one in enumerate(card.interests):
        yield Held(
            id=f"interest:{person_id}:{number}",
            kind="Conflict of interest",
            day=one.said_on,
            heading=f"Of a colleague: {label('INTEREST', one.kind)}",
            provenance=given(ProvidedBy.OFFICER),
            fields=filled(
                ("Over since", display_day(one.ended_on) if one.ended_on else ""), ("Why it is over", one.ended_words)
            ),
            text=one.words,
        )
