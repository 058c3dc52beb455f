"""The letter that tells the council or an agency of a new version of the policy, with its text (P67, P68, P70)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from iass_tui.documents.paper import Block, PaperText, Part, blocks_of
from iass_tui.rules.dates import display_day
from iass_tui.rules.wording import wording


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolicyLetter:
    """What one such letter says. It names no family and nobody who works for one."""

    number: int
    issued_on: date
    recipient: str
    address: tuple[str, ...]
    changes: str
    text: str
    website: str


def policy_letter(letter: PolicyLetter) -> PaperText:
    """The letter, then the policy word for word."""
    name = wording("paper.name.POLICY").text
    return PaperText(
        title=f"{name}, version {letter.number}",
        heading=wording("policy.letter.heading").text,
        blocks=tuple(_blocks(letter)),
    )


def _blocks(letter: PolicyLetter) -> Iterator[Block]:
    yield from (Block(Part.TEXT, line) for line in (letter.recipient, *letter.address) if line.strip())
    values = {"number": str(letter.number), "on": display_day(letter.issued_on), "website": letter.website}
    for line in wording("policy.letter.body").text.format(**values).splitlines():
        yield Block(Part.TEXT, line)
    yield Block(Part.HEADING, wording("policy.letter.changes").text)
    yield from (Block(Part.TEXT, line) for line in letter.changes.splitlines() if line.strip())
    yield Block(Part.HEADING, wording("policy.letter.copy").text)
    key = "policy.letter.website" if letter.website else "policy.letter.ask"
    yield Block(Part.TEXT, wording(key).text.format(**values))
    yield Block(Part.HEADING, wording("policy.letter.text").text.format(**values))
    yield from blocks_of(letter.text)
