"""Merge letters: texts of the register with places to fill, and what has to be seen to before one goes out.

Whoever the letter is about stands in its body where the reader has to know; its subject line takes the office's
reference alone, since envelopes, mailboxes and screens show it to others.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from iass_tui.rules import text
from iass_tui.rules.dates import PartialDate, display_day
from iass_tui.rules.decision import Decision, Reason, decide
from iass_tui.rules.papers import Way
from iass_tui.rules.records.letters import LetterKind
from iass_tui.rules.records.sharing import Material, Recipient, RecipientKind
from iass_tui.rules.safety import Doing, may
from iass_tui.rules.sharing import Permit
from iass_tui.rules.traces import find_traces
from iass_tui.rules.wording import wording

REFERENCE = "reference"
WAYS = (Way.HAND, Way.POST, Way.EMAIL)
ANSWER_DAYS = 14
"""Proposed for an answer: the office changes it in the letter (K)."""
_LEAST_DIGITS = 7
_PLACE = re.compile(r"\{([a-z_]+)\}")


class LetterReason(Reason):
    """Why a letter may not go out like this."""

    NEEDS_PERMIT = "LETTER_NEEDS_PERMIT", "P3 P19"
    OTHER_PERSON = "LETTER_OTHER_PERSON", "P19"  # the permit is about somebody else
    OTHER_DAY = "LETTER_OTHER_DAY", "P19"
    OTHER_READER = "LETTER_OTHER_READER", "P19"
    NOT_A_LETTER = "LETTER_NOT_A_LETTER", "P19"  # the permit is for something else than a letter
    NOT_FOR_FAMILY = "LETTER_NOT_FOR_FAMILY"  # it says that we write with the family's permission
    NO_POST = "LETTER_NO_POST"  # their card says: no post
    NO_CONTACT = "LETTER_NO_CONTACT", "P44"  # they said No to being reached; handing it over stays open
    TELLS_WHERE = "LETTER_TELLS_WHERE"  # where somebody is who may not be found


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


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseWords:
    """What a case and its reader have for a letter's places; "" is filled in by hand."""

    reference: str = ""
    child: str = ""
    born: PartialDate | None = None
    setting: str = ""
    """Left out by the caller where it would tell another of the family where the child is."""
    council: str = ""
    officer: str = ""
    reader: str = ""
    is_to_family: bool = False
    is_permitted: bool = True
    """False of an exception: then the letter does not say that the family agreed."""


def letter(kind: LetterKind, version: str | None = None) -> Letter:
    """The letter in its newest version, or in one version. Raises `KeyError` where there is none."""
    body = wording(f"letter.{kind.value}.body", version)
    subject = wording(f"letter.{kind.value}.subject", body.version)
    return Letter(kind, body.version, subject.text, body.text)


def merged(kind: LetterKind, known: CaseWords, today: date) -> dict[str, str]:
    """The places of the letter that the case fills; the rest is asked. `recipient` is who the letter greets."""
    is_draft = kind.is_familys and known.is_to_family
    is_known = is_draft and known.council and kind is LetterKind.ASSESSMENT  # the council alone can assess
    greets = f"SEN team, {known.council}" if is_known else ""
    found = {
        REFERENCE: known.reference,
        "child": known.child,
        "born": known.born.display() if known.born else "",
        "setting": known.setting,
        "council": known.council,
        "officer": known.officer,
        "recipient": greets if is_draft else known.reader,
        "signer": known.reader if is_draft else "",
        "answer_by": display_day(today + timedelta(days=ANSWER_DAYS)),
        "permission": wording("letter.CHASER.permission").text if known.is_permitted else "",
    }
    places = letter(kind).places
    return {place: words for place, words in found.items() if place in places and words.strip()}


def fill(open_letter: Letter, values: Mapping[str, str]) -> FilledLetter | Missing:
    """The letter with these values, or all that is missing. A value is text: a place named inside it stays words."""
    missing = tuple(place for place in open_letter.places if not values.get(place, "").strip())
    if missing:
        return Missing(missing)

    def put(words: str) -> str:
        return _PLACE.sub(lambda found: values[found[1]].strip(), words)

    return FilledLetter(open_letter.kind, open_letter.version, put(open_letter.subject), put(open_letter.body))


def is_theirs(kind: LetterKind, to: Recipient) -> bool:
    """Whether what goes is the reader's own: said by one of the family, or an answer to their message.

    What it asks of the sharing rule is then whether anything stands against them: a refusal, a frozen record.
    """
    return kind.is_readers_own and to.kind is RecipientKind.PERSON and to.person_id is not None


def tells_where(words: str, hidden: Collection[str]) -> bool:
    """Whether the words hold one of these: an address line, a number, an e-mail, a school that others may not learn."""
    folded = f" {text.fold(words)} "
    found = [words[one.start : one.end] for one in find_traces(words)]
    spelt = {text.normal_phone(one) for one in found} | {text.normal_postcode(one) for one in found}
    for part in hidden:
        known = text.fold(part)
        if known and f" {known} " in folded:
            return True
        number = text.normal_phone(part)
        if text.normal_postcode(part) in spelt or (len(number) >= _LEAST_DIGITS and number in spelt):
            return True
    return False


def known_beforehand(
    kind: LetterKind, *, to: Recipient, way: Way, safety: Collection[str], may_be_reached: bool
) -> tuple[LetterReason, ...]:
    """What stands against this letter to them this way whatever its words are: no permit changes it.

    `safety` and `may_be_reached` (P44) are about a reader on file.
    """
    if to.kind is not RecipientKind.PERSON or to.person_id is None:
        return ()
    reasons = [] if kind.is_readers_own else [LetterReason.NOT_FOR_FAMILY]
    reasons += [LetterReason.NO_POST] if way is Way.POST and not may(safety, Doing.POST) else []
    reasons += [LetterReason.NO_CONTACT] if way in (Way.POST, Way.EMAIL) and not may_be_reached else []
    return tuple(reasons)


def may_go_out(
    kind: LetterKind,
    *,
    about: UUID,
    to: Recipient,
    permit: Permit | None,
    way: Way,
    safety: Collection[str],
    may_be_reached: bool,
    words: str,
    hidden: Collection[str],
    today: date,
) -> Decision:
    """Whether a letter about someone may go out this way today.

    What goes to anyone but the person needs the permit that the sharing rule gave for them, today. `hidden`: what would
    tell this reader where somebody else of the family is, whose safety keeps that from them. None of it may stand in
    the letter. The rest is as in `known_beforehand`.
    """
    reasons: list[Reason] = [*known_beforehand(kind, to=to, way=way, safety=safety, may_be_reached=may_be_reached)]
    if to.person_id != about:
        reasons += _against(permit, about, to, today)
    if tells_where(words, hidden):
        reasons.append(LetterReason.TELLS_WHERE)
    return decide(reasons)


def _against(permit: Permit | None, about: UUID, to: Recipient, today: date) -> list[Reason]:
    if permit is None:
        return [LetterReason.NEEDS_PERMIT]
    reasons: list[Reason] = [LetterReason.OTHER_PERSON] if about not in permit.subjects else []
    reasons += [LetterReason.OTHER_DAY] if permit.on != today else []
    reasons += [LetterReason.OTHER_READER] if permit.question.recipient != to else []
    reasons += [LetterReason.NOT_A_LETTER] if permit.question.material is not Material.LETTER else []
    return reasons
