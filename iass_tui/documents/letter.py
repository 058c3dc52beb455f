"""A letter as a page: one from the office, or a draft that a family checks, signs and sends itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.typesetting import Page, typeset
from iass_tui.rules.dates import display_day

DRAFT = "A draft for you: check it, change what you like, sign it and send it. It is your letter, not ours."


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterText:
    """Everything one letter says apart from the letterhead. `reference` alone names the file, never a person."""

    reference: str
    to: tuple[str, ...]
    """Name and address, as they stand above the letter."""
    on: date
    subject: str
    body: str
    is_draft: bool = False
    """Of a family's own letter: our name is on a page apart."""


def letter_pdf(letter: LetterText, letterhead: Letterhead, *, large_print: bool = False) -> bytes:
    """The letter as a PDF in clear."""
    title = f"Letter {letter.reference}".strip()
    page = Page(title=title, letterhead=letterhead, made_on=letter.on, large_print=large_print)
    return typeset("letter", page, {
        "to": [line for line in letter.to if line.strip()],
        "subject": letter.subject,
        "body": letter.body,
        "is_draft": letter.is_draft,
        "draft": DRAFT,
    })  # fmt: skip


def lines_of(letter: LetterText, letterhead: Letterhead) -> Iterator[tuple[str, str]]:
    """The same letter as (how, line), to be read in the terminal before it is made."""
    if letter.is_draft:
        yield "strong", DRAFT
    else:
        yield from (("", line) for line in letter.to if line.strip())
    yield "", ""
    yield "", display_day(letter.on)
    yield "", ""
    yield "strong", letter.subject
    yield "", ""
    yield "", letter.body
    yield "", ""
    yield "strong", "About this document"
    yield from (("", f"{label}: {words}") for label, words in letterhead.about())
