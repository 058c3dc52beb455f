"""A paper as blocks: what it says, once, for the page and for the terminal in which it is read beforehand."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset

YES, NO, UNANSWERED = "YES", "NO", ""
"""Answers to a question or a tick; None stands for a box to fill in by hand. Other words are shown as they are."""
TOGETHER = 1500
"""How many characters may be kept on one page: more may have to run over."""


class Part(enum.StrEnum):
    """How a block stands on the page."""

    HEADING = "heading"
    TEXT = "text"
    STRONG = "strong"
    POINT = "point"
    QUESTION = "question"  # Yes or No
    CHOICE = "choice"  # one of `rows`
    TICKS = "ticks"
    FIELDS = "fields"
    SIGN = "sign"  # a line to sign on, and one for the date
    ENTRY = "entry"  # a name with what is said about it


@dataclasses.dataclass(frozen=True)
class Row:
    """One line of a block. `asks_name`: on a blank paper there is room to write which one."""

    label: str
    answer: str | None = None
    asks_name: bool = False


@dataclasses.dataclass(frozen=True)
class Block:
    """One piece of a paper. `answer` belongs to a question, `rows` to the parts that have several lines."""

    part: Part
    words: str = ""
    answer: str | None = None
    rows: tuple[Row, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaperText:
    """Everything one paper says apart from its letterhead. `title` names the file: a kind, never a person."""

    title: str
    heading: str
    blocks: tuple[Block, ...]
    banner: str = ""
    """A warning at the head of every page."""
    is_internal: bool = False
    """For colleagues alone: without what the office says to families about its documents."""


_POINTS = ("* ", "· ", "- ")
_HEADING_LENGTH = 60


def blocks_of(text: str) -> tuple[Block, ...]:
    """Blocks from a text of the register, a line each: points begin with a mark, headings are short and end in none.

    No word is added or left out; empty lines mean nothing.
    """
    return tuple(_block_of(line) for line in (line.strip() for line in text.splitlines()) if line)


def _block_of(line: str) -> Block:
    if line.startswith(_POINTS):
        return Block(Part.POINT, line[2:])
    is_heading = len(line) <= _HEADING_LENGTH and line[-1].isalnum()
    return Block(Part.HEADING if is_heading else Part.TEXT, line)


def titled(text: str, title: str) -> PaperText:
    """A paper from a text of the register, whose first line is its heading where it looks like one."""
    blocks = blocks_of(text)
    if blocks and blocks[0].part is Part.HEADING:
        return PaperText(title=title, heading=blocks[0].words, blocks=blocks[1:])
    return PaperText(title=title, heading=title, blocks=blocks)


def paper_pdf(paper: PaperText, letterhead: Letterhead, made_on: date, *, large_print: bool = False) -> bytes:
    """The paper as a PDF in clear."""
    page = Page(title=paper.title, letterhead=letterhead, made_on=made_on, banner=paper.banner, large_print=large_print)
    data = {
        "heading": paper.heading,
        "internal": paper.is_internal,
        "blocks": [_data(block) for block in paper.blocks if _says_something(block)],
    }
    return typeset("paper", page, data)


def _says_something(block: Block) -> bool:
    """An empty heading or point would be a hole in what is read aloud, which PDF/UA forbids."""
    return bool(block.words.strip()) or block.part not in (Part.HEADING, Part.TEXT, Part.STRONG, Part.POINT, Part.ENTRY)


def _data(block: Block) -> dict[str, Any]:
    rows = [{"label": one.label, **_said(one.answer), "asks_name": one.asks_name} for one in block.rows]
    length = len(block.words) + sum(len(one.label) + len(one.answer or "") for one in block.rows)
    return {
        "part": block.part.value,
        "words": block.words,
        **_said(block.answer),
        "rows": rows,
        "together": length < TOGETHER,
    }


def _said(answer: str | None) -> dict[str, str]:
    """How a line was answered: by hand later, not, yes, no, or in words."""
    state = {None: "open", UNANSWERED: "none", YES: "yes", NO: "no"}.get(answer, "words")
    return {"state": state, "answer": answer or "" if state == "words" else ""}


def lines_of(paper: PaperText, letterhead: Letterhead | None) -> Iterator[tuple[Part, str]]:
    """The same paper line by line, to be read in the terminal before it is made; None: without what the office says."""
    if paper.banner:
        yield Part.STRONG, paper.banner
    for block in paper.blocks:
        yield from _lines(block)
    if letterhead is None:
        return
    yield Part.HEADING, "About this document"
    yield from ((Part.TEXT, f"{label}: {words}") for label, words in letterhead.about())


def _lines(block: Block) -> Iterator[tuple[Part, str]]:
    if block.part in (Part.HEADING, Part.TEXT, Part.STRONG):
        yield block.part, block.words
    elif block.part is Part.POINT:
        yield block.part, f"· {block.words}"
    elif block.part is Part.QUESTION:
        yield block.part, _answered(block.words, block.answer, "[ ] Yes  [ ] No   ")
    elif block.part is Part.SIGN:
        yield block.part, f"{block.words}:   {'   '.join(f'{one.label} ____________' for one in block.rows)}"
    else:
        if block.words:
            yield (Part.STRONG if block.part is Part.ENTRY else Part.TEXT), block.words
        yield from ((block.part, line) for line in _rows(block.part, block.rows))


def _rows(part: Part, rows: Iterable[Row]) -> Iterator[str]:
    for one in rows:
        if part in (Part.FIELDS, Part.ENTRY):
            answer = {None: "____________", UNANSWERED: "not given"}.get(one.answer, one.answer)
            yield f"  {one.label}: {answer}"
        else:
            box = "[ ] " if one.answer is None or (part is Part.CHOICE and one.answer != YES) else ""
            chosen = "[x] " if part is Part.CHOICE and one.answer == YES else box
            label = one.label if part is Part.CHOICE else _answered(one.label, one.answer, "")
            yield f"  {chosen}{label}{': ____________' if one.answer is None and one.asks_name else ''}"


def _answered(words: str, answer: str | None, box: str) -> str:
    if answer is None:
        return box + words
    return words + {UNANSWERED: " – not answered", YES: " – Yes", NO: " – No"}.get(answer, f": {answer}")
