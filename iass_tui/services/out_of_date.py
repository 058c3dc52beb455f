"""What waits in the outbox and is not true any more once a card or an address has changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from db import consent_store, family_store
from iass_tui.rules.consent import CHANNELS
from iass_tui.rules.records.consents import Decision
from iass_tui.services import outbox

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

_OF_A_LIST = frozenset({"safety", "safety_words", "code_word", "given_name", "family_name", "born", "role"})
"""Fields of a card by which somebody stands on a list, or does not, and what it says of them."""
_OF_A_COPY = frozenset({"safety", "safety_words"})
"""Fields after which a copy or letter that waits may tell somebody what they may not learn."""


def after_card(session: OfficeSession, person_id: UUID, changed: Collection[str]) -> None:
    """Lists with them, and where their safety changed everything that waits about them or their family."""
    if _OF_A_LIST & set(changed):
        _drop_lists(session, person_id)
    if _OF_A_COPY & set(changed):
        for one in _family(session, person_id):
            outbox.drop_about(session, one)


def after_contact(session: OfficeSession, person_id: UUID, changed: Collection[str]) -> None:
    """Lists with them, and letters that wait with an address of theirs where that is another now."""
    _drop_lists(session, person_id)
    if "addresses" in changed:
        outbox.drop_addressed(session, person_id)


def _drop_lists(session: OfficeSession, person_id: UUID) -> None:
    said = consent_store.history(session.desk, person_id)
    given = {one.event.purpose for one in said if one.event.decision is Decision.GIVEN}
    if channels := given & set(CHANNELS):
        outbox.drop_lists(session, channels)


def _family(session: OfficeSession, person_id: UUID) -> tuple[UUID, ...]:
    """Them, their children, and whoever else is tied to any of those."""
    with session.desk.read() as connection:
        near = {person_id, *family_store.children_of(connection, person_id)}
        rows = [row for one in near for row in family_store.select(connection, one)]
    tied = {UUID(bytes=row[column]) for row in rows for column in (3, 5)}
    return tuple(sorted(near | tied))
