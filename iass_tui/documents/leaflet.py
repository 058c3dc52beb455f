"""Papers to hand out: the rights leaflet (P24) and the copy of the policy (P28), from given words."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset


class Part(enum.StrEnum):
    """How a piece of text stands on the page."""

    HEADING = "heading"
    TEXT = "text"
    POINT = "point"


@dataclasses.dataclass(frozen=True)
class Block:
    """One heading, paragraph or bullet point."""

    part: Part
    words: str


_RIGHTS = """
We keep information about you so that we can help you. It is yours to know about.

# You can
* Ask what we hold about you, and have a copy. It is free. We have one month to answer.
* Ask us to put right what is wrong.
* Change your mind. If you said yes, you can say no later, as easily as you said yes.
* Ask us to delete what we hold, or to stop using it for a while.
* Talk to us without giving your name.
* Complain to us, to the Information Commissioner or to a court.

# If you are a young person
You do not have to wait until you are an adult. From about 13, if you understand what it means, you can ask \
for your own records.
You can also tell us that nobody else may see them. That includes your parents or carers.
When you tell us something, you can say that it should not be shared with your parents.

# When we share information
We do not pass on what you tell us unless you agree: not to your family, the school, health services or the \
council.
There are two exceptions: when a child, a young person or an adult who needs protection may be at risk of \
harm, and when something illegal puts people's safety in danger.

# How long we keep it
Normally until the young person's 25th birthday. Then we destroy it.
"""  # P3, P9, P11, P14-P16, P21, P31, P32, P45-P48


def blocks_of(text: str) -> tuple[Block, ...]:
    """Blocks from plain text, one a line: `# ` begins a heading, `* ` or `· ` a point; empty lines mean nothing."""
    parts = {"# ": Part.HEADING, "* ": Part.POINT, "· ": Part.POINT}
    return tuple(
        Block(parts[line[:2]], line[2:]) if line[:2] in parts else Block(Part.TEXT, line)
        for line in (line.strip() for line in text.splitlines())
        if line
    )


RIGHTS = blocks_of(_RIGHTS)
"""The leaflet in plain words, where an office has no text of its own."""


def rights_leaflet(
    letterhead: Letterhead, made_on: date, blocks: tuple[Block, ...] = RIGHTS, *, large_print: bool = False
) -> bytes:
    """The leaflet "Your information and your rights" as a PDF."""
    return _paper("Your information and your rights", letterhead, made_on, blocks, large_print)


def policy_copy(
    letterhead: Letterhead, made_on: date, blocks: tuple[Block, ...], *, large_print: bool = False
) -> bytes:
    """A copy of the confidentiality policy; its version is the letterhead's."""
    title = "Confidentiality policy"
    if letterhead.policy_version:
        title += f", version {letterhead.policy_version}"
    return _paper(title, letterhead, made_on, blocks, large_print)


def _paper(title: str, letterhead: Letterhead, made_on: date, blocks: tuple[Block, ...], large_print: bool) -> bytes:
    page = Page(title=title, letterhead=letterhead, made_on=made_on, large_print=large_print)
    parts = [[block.part.value, block.words] for block in blocks]
    return typeset("leaflet", page, {"title": title, "blocks": parts})
