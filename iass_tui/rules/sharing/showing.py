"""Which lines of a sharing record may stand on a paper for somebody (P31, P32)."""

from __future__ import annotations

from uuid import UUID

from iass_tui.rules.records.sharing import SharingBody, SharingKind

_INSIDE = frozenset({SharingKind.PROPOSED, SharingKind.SIGNED_OFF, SharingKind.TURNED_DOWN, SharingKind.SEEN})
"""The office's own steps: what was shared in the end has a line of its own."""


def may_print(
    kind: SharingKind, body: SharingBody, subject: UUID, reader: UUID, *, is_childs_own: bool, is_kept_back: bool
) -> bool:
    """Whether a line of the subject's record may stand on a paper for this reader.

    An exception of which the family was not told is on no paper: the reason for not telling them holds. Whoever is
    not the subject sees neither what was passed to the subject, nor a No to somebody else, nor what rests on the
    child's own word alone (`is_childs_own`), nor what the note it came from keeps from them (`is_kept_back`, P32).
    """
    if kind in _INSIDE:
        return False
    if body.exception is not None and body.exception.told_family is not True:
        return False
    if reader == subject:
        return True
    to = body.question.recipient.person_id if body.question else None
    if to == subject or is_childs_own or is_kept_back:
        return False
    return kind is not SharingKind.SAID_NO or to == reader
