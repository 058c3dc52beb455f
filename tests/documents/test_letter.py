"""Letters as pages: the same words as in the terminal, no name in the title, and a demonstration says so everywhere."""

from __future__ import annotations

import dataclasses
import io
from datetime import date

import pikepdf
import pypdfium2
import pytest

from iass_tui.documents.letter import DRAFT, LetterText, letter_pdf, lines_of
from iass_tui.documents.letterhead import Letterhead

HEAD = Letterhead(
    office="Westbridge IASS",
    council="Westbridge",
    privacy_notice="",
    privacy_version="",
    line_manager="Hannah Manager",
    policy_version="1",
)
LETTER = LetterText(
    reference="C-0417",
    to=("The SEN team", "1 Town Hall Road"),
    on=date(2026, 11, 23),
    subject="Our reference C-0417: we have had no answer",
    body="Dear all\n\nWhere is the plan?\n\nYours sincerely\n\n\n\nOmar",
)


def pages(raw: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(raw)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("is_draft", [False, True])
def test_the_page_says_what_the_terminal_said(is_draft: bool, large: bool) -> None:
    letter = dataclasses.replace(LETTER, is_draft=is_draft)
    said = " ".join(pages(letter_pdf(letter, HEAD, large_print=large)))
    for _, line in lines_of(letter, HEAD):
        for words in line.split("\n"):
            assert " ".join(words.split()) in said, words
    assert (DRAFT in said) is is_draft
    assert ("The SEN team" in said) is not is_draft


def test_a_familys_own_letter_has_nothing_of_ours_on_its_page() -> None:
    first, *rest = pages(letter_pdf(dataclasses.replace(LETTER, is_draft=True), HEAD))
    assert "Westbridge" not in first
    assert "Where is the plan?" in first
    assert any("Westbridge IASS" in page for page in rest)


@pytest.mark.parametrize("is_draft", [False, True])
def test_a_demonstration_says_so_on_every_page(is_draft: bool) -> None:
    raw = letter_pdf(dataclasses.replace(LETTER, is_draft=is_draft), dataclasses.replace(HEAD, is_demo=True))
    assert all("DEMONSTRATION" in page for page in pages(raw))


def test_the_title_is_a_kind_and_a_reference() -> None:
    with pikepdf.open(io.BytesIO(letter_pdf(LETTER, HEAD))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Letter C-0417"
