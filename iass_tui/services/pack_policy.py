"""What is held of somebody and the policy: what they asked about it, and how their family was told of a version."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection

from db import policy_asked_store, policy_store, policy_told_store
from db.desk import Desk
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.casework import ProvidedBy
from iass_tui.rules.records.policies import Asked, AskedKind, HowTold, Reached
from iass_tui.services.pack_items import Held, filled, given

_ASKED = {
    AskedKind.POLICY: "A copy of the policy was asked for",
    AskedKind.ICT: "A copy of the council's ICT security policy was asked for",
    AskedKind.QUESTION: "A question about the policy",
}
_HOW = {HowTold.COPY: "a copy", HowTold.LINK: "where it stands on the website", HowTold.BOTH: "a copy, and the website"}
_REACHED = {
    Reached.TALK: "in a talk",
    Reached.POST: "by post",
    Reached.EMAIL: "by email",
    Reached.TEXT: "by text message",
}


def asked(desk: Desk, connection: Connection, person_id: UUID, *, of_child: bool) -> Iterator[Held]:
    """What this person asked. Of a child that is the child's own to pass on (P32). Raises one of `UNREADABLE`."""
    for one in policy_asked_store.of_person(desk, connection, person_id):
        yield _asked(one, of_child=of_child)


def _asked(one: Asked, *, of_child: bool) -> Held:
    body = one.body
    done = display_day(body.done_on) if body.done_on else ""
    return Held(
        id=f"asked:{one.id}",
        kind="Asked about the policy",
        day=body.asked_on,
        heading=_ASKED[body.kind],
        provenance=given(ProvidedBy.CHILD if of_child else ProvidedBy.PARENT),
        fields=filled(
            ("Done", f"{done} {_REACHED[body.reached] if body.reached else ''}".strip()), ("Answer", body.answer)
        ),
        text=body.words,
    )


def told(desk: Desk, connection: Connection, case_id: UUID) -> Iterator[Held]:
    """Of which versions the family of a case was told, and how (P70)."""
    numbers = {one.id: one.number for one in policy_store.every(desk, connection)}
    for one in policy_told_store.of_case_everywhere(desk, connection, case_id):
        found = one.told
        if one.is_told and found.on is not None:
            yield Held(
                id=f"told:{one.id}",
                kind="Told of the policy",
                day=found.on,
                heading=f"Version {numbers.get(one.policy_id, '')}".strip(),
                provenance=given(ProvidedBy.OFFICER),
                fields=filled(
                    ("With", _HOW[found.how] if found.how else ""),
                    ("How", _REACHED[found.reached] if found.reached else ""),
                ),
                text="",
            )
