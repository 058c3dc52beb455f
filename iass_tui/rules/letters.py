"""Merge letters: texts of the register with places to fill, and what has to be seen to before one goes out.

Whoever the letter is about stands in its body where the reader has to know; its subject line takes the office's
reference alone, since envelopes, mailboxes and screens show it to others.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.papers import Way
from iass_tui.rules.records.sharing import Material
from iass_tui.rules.safety import Doing, may
from iass_tui.rules.sharing import Permit
from iass_tui.rules.wording import wording

REFERENCE = "reference"
_PLACE = re.compile(r"\{([a-z_]+)\}")


class LetterKind(enum.StrEnum):
    """The letters of the library. Values are stored and never renamed."""

    CHASER = "CHASER"
    HOLDING = "HOLDING"
    ASSESSMENT = "ASSESSMENT"
    COMPLAINT = "COMPLAINT"
    MEDIATION = "MEDIATION"

    @property
    def is_familys(self) -> bool:
        """Whether the family signs and sends it: we only hand them the draft."""
        return self in {LetterKind.ASSESSMENT, LetterKind.COMPLAINT, LetterKind.MEDIATION}


class LetterReason(Reason):
    """Why a letter may not go out like this."""

    NEEDS_PERMIT = "LETTER_NEEDS_PERMIT", "P3 P19"
    OTHER_PERSON = "LETTER_OTHER_PERSON", "P19"  # the permit is about somebody else
    OTHER_DAY = "LETTER_OTHER_DAY", "P19"
    NOT_A_LETTER = "LETTER_NOT_A_LETTER", "P19"  # the permit is for something else than a letter
    NO_POST = "LETTER_NO_POST"  # their card says: no post


@dataclasses.dataclass(frozen=True)
class Letter:
    """One letter in one version, with its places still open."""

    kind: LetterKind
    version: str
    subject: str
    body: str

    @property
    def places(self) -> tuple[str, ...]:
        """What has to be filled in, in the order in which it stands."""
        return tuple(dict.fromkeys(_PLACE.findall(f"{self.subject}\n{self.body}")))


@dataclasses.dataclass(frozen=True)
class FilledLetter:
    """A letter as it would be printed."""

    kind: LetterKind
    version: str
    subject: str
    body: str


@dataclasses.dataclass(frozen=True)
class Missing:
    """What is still to be filled in, every place of it."""

    places: tuple[str, ...]


def letter(kind: LetterKind, version: str | None = None) -> Letter:
    """The letter in its newest version, or in one version. Raises `KeyError` where there is none."""
    body = wording(f"letter.{kind.value}.body", version)
    subject = wording(f"letter.{kind.value}.subject", body.version)
    return Letter(kind, body.version, subject.text, body.text)


def fill(open_letter: Letter, values: Mapping[str, str]) -> FilledLetter | Missing:
    """The letter with these values, or all that is missing. A value is text: a place named inside it stays words."""
    missing = tuple(place for place in open_letter.places if not values.get(place, "").strip())
    if missing:
        return Missing(missing)

    def put(text: str) -> str:
        return _PLACE.sub(lambda found: values[found[1]].strip(), text)

    return FilledLetter(open_letter.kind, open_letter.version, put(open_letter.subject), put(open_letter.body))


def may_go_out(
    kind: LetterKind,
    *,
    about: UUID,
    to_themselves: bool,
    permit: Permit | None,
    way: Way,
    safety: Collection[str],
    today: date,
) -> Decision:
    """Whether a letter about someone may go out this way today.

    What we send to anyone but the person needs the permit that the sharing rule gave for them, today. A draft that
    the family sends themselves, and a letter to the person, need none. `safety`: the flags on the card of whoever in
    the family receives it.
    """
    reasons: list[Reason] = []
    if not to_themselves and not kind.is_familys:
        if permit is None:
            reasons.append(LetterReason.NEEDS_PERMIT)
        else:
            reasons += [LetterReason.OTHER_PERSON] if about not in permit.subjects else []
            reasons += [LetterReason.OTHER_DAY] if permit.on != today else []
            reasons += [LetterReason.NOT_A_LETTER] if permit.question.material is not Material.LETTER else []
    is_to_family = to_themselves or kind.is_familys
    if is_to_family and way is Way.POST and not may(safety, Doing.POST):
        reasons.append(LetterReason.NO_POST)
    return decide(reasons)
