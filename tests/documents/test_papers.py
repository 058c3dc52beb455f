"""What every document must be, and what words from a keyboard must not do to it."""

from __future__ import annotations

import dataclasses
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest

from iass_tui.documents.consent_form import QUESTIONS, ConsentForm, FormAnswer, consent_form_pdf
from iass_tui.documents.leaflet import RIGHTS, Block, Part, blocks_of, rights_leaflet
from iass_tui.documents.printable import printable, shortened
from iass_tui.documents.recovery_sheet import recovery_sheet_pdf
from iass_tui.documents.who_looked import Look, who_looked_pdf
from iass_tui.documents.working_copy import LeftOut, working_copy_pdf
from tests.documents.samples import (
    DAY,
    ENDLESS,
    HOSTILE,
    LETTERHEAD,
    PAPERS,
    bare,
    copy_of,
    hostile_papers,
    item,
    letterhead_of,
    pages,
)

SIZES = pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])


def roles(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The structure types of a tagged PDF, in reading order."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S)
            if "/K" in node:
                yield from walk(node.K)

    return walk(pdf.Root.StructTreeRoot.K)


@SIZES
@pytest.mark.parametrize("paper", PAPERS)
def test_it_is_tagged_and_claims_pdf_ua(paper: str, large: bool) -> None:
    with pikepdf.open(io.BytesIO(PAPERS[paper](large))) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.docinfo.Title)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        found = list(roles(pdf))
        assert found.count("/H1") == 1
        assert "/H2" in found


@SIZES
@pytest.mark.parametrize("paper", PAPERS)
def test_only_packaged_fonts_are_used_and_all_are_embedded(paper: str, large: bool) -> None:
    with pikepdf.open(io.BytesIO(PAPERS[paper](large))) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
        assert fonts
        for font in fonts:
            assert "AtkinsonHyperlegible" in str(font.FontName)
            assert "/FontFile2" in font or "/FontFile3" in font


@SIZES
@pytest.mark.parametrize("paper", PAPERS)
def test_it_says_whose_it_is_whom_to_ask_and_how_to_complain(paper: str, large: bool) -> None:
    text = bare("".join(pages(PAPERS[paper](large))))
    for words in (
        "Westbourne IASS",
        "www.iass-westbourne.example/privacy",  # P8
        "version 3",
        "version 2026-1",
        "Ruth Okafor, IASS line manager",  # P48, P71
        "ico.org.uk",
        "22 November 2026",
    ):
        assert bare(words) in text


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_input_gives_the_same_bytes(paper: str) -> None:
    assert PAPERS[paper](False) == PAPERS[paper](False)


def test_large_print_is_eighteen_point() -> None:
    def sizes(pdf: bytes) -> set[float]:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return {
                abs(float(operands[1]))
                for page in document.pages
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "Tf"
            }

    assert min(sizes(PAPERS["rights leaflet"](False))) >= 12
    assert min(sizes(PAPERS["rights leaflet"](True))) >= 18


def test_an_invented_office_says_so_on_every_page() -> None:
    head = letterhead_of("Demo office")
    for page in pages(rights_leaflet(head, DAY, RIGHTS * 5)):
        assert "DEMONSTRATION" in page
    assert "DEMONSTRATION" not in "".join(pages(rights_leaflet(LETTERHEAD, DAY)))


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_are_shown_as_they_are(kind: str) -> None:
    words = HOSTILE[kind]
    wanted = bare(printable(words))[:60]
    for pdf in hostile_papers(words).values():
        assert wanted in bare("".join(pages(pdf)))


@pytest.mark.parametrize("kind", ENDLESS)
def test_endless_words_run_over_as_many_pages_as_they_need(kind: str) -> None:
    words = ENDLESS[kind]
    pdf = working_copy_pdf(copy_of((item(1, heading="", text=words),)))
    assert "".join(pages(pdf)).count("Q") >= words.count("Q")


@pytest.mark.parametrize(
    "make",
    [
        lambda words: working_copy_pdf(copy_of((item(1, heading=words),))),
        lambda words: working_copy_pdf(copy_of((item(1, fields=(("Progress", words),)),))),
        lambda words: working_copy_pdf(copy_of((item(1, in_error=True, mark_words=words),))),
        lambda words: working_copy_pdf(copy_of((), left_out=(LeftOut("Note", None, words),))),
        lambda words: working_copy_pdf(copy_of((), refusals=(words,))),
        lambda words: consent_form_pdf(
            ConsentForm(letterhead=LETTERHEAD, made_on=DAY, answers=(FormAnswer("OTHER_1", answer=words),))
        ),
        lambda words: consent_form_pdf(
            ConsentForm(letterhead=LETTERHEAD, made_on=DAY, answers=(FormAnswer("SIGNED", answer=words),))
        ),
        lambda words: rights_leaflet(LETTERHEAD, DAY, (Block(Part.POINT, words),)),
        lambda words: rights_leaflet(dataclasses.replace(LETTERHEAD, privacy_notice=words), DAY),
        lambda words: who_looked_pdf(LETTERHEAD, DAY, "P-1", (Look("today", "A", words),)),
    ],
    ids=["heading", "field", "mark", "left out", "refusal", "tick", "signed", "point", "letterhead", "cell"],
)
def test_100_000_characters_fit_in_any_field(make: Callable[[str], bytes]) -> None:
    words = ENDLESS["text"]
    assert "".join(pages(make(words))).count("Q") >= words.count("Q")


@pytest.mark.parametrize(
    "module",
    ["consent_form", "encrypt", "leaflet", "recovery_sheet", "who_looked", "workbook", "working_copy"],
)
def test_slow_libraries_are_imported_only_when_used(module: str) -> None:
    code = (
        f"import sys, iass_tui.documents.{module}; "
        "sys.exit(bool({'typst', 'pikepdf', 'openpyxl', 'pypdfium2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_form_follows_the_order_that_families_know() -> None:
    text = bare("".join(pages(PAPERS["blank form"](False))))
    places = [text.index(bare(words)) for key, words in QUESTIONS.items() if key != "OTHER_2"]
    assert places == sorted(places)


def test_a_blank_form_holds_no_answer_and_a_filled_one_says_it_in_words() -> None:
    blank, filled = (bare("".join(pages(PAPERS[name](False)))) for name in ("blank form", "filled form"))
    assert "–Yes" not in blank
    assert "–No" not in blank
    assert bare("secure database? – Yes") in filled
    assert bare("communication by email – No") in filled
    assert bare("Not answered I would like to receive communication by telephone") in filled
    assert bare("Other (specify): Oak Tree nursery") in filled
    assert bare("May we count you in anonymous figures? – No") in filled


def test_a_recovery_sheet_has_28_empty_boxes_on_one_page() -> None:
    pdf = recovery_sheet_pdf(LETTERHEAD, DAY, 3)
    assert len(pages(pdf)) == 1
    with pikepdf.open(io.BytesIO(pdf)) as document:
        drawn = [str(operator) for _, operator in pikepdf.parse_content_stream(document.pages[0])]
    assert drawn.count("re") + drawn.count("h") >= 28
    text = pages(pdf)[0]
    assert "25 to 28" in text
    assert "Recovery sheet 3 of 3" in text


@pytest.mark.parametrize("number", [0, 4, -1])
def test_there_are_three_recovery_sheets(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 3"):
        recovery_sheet_pdf(LETTERHEAD, DAY, number)


def test_a_file_that_nobody_opened_says_so() -> None:
    assert "Nobody has opened this file" in pages(who_looked_pdf(LETTERHEAD, DAY, "P-1", ()))[0]


def test_plain_text_becomes_blocks() -> None:
    assert blocks_of("# Head\n\ntext #1\n· one\n* two\n") == (
        Block(Part.HEADING, "Head"),
        Block(Part.TEXT, "text #1"),
        Block(Part.POINT, "one"),
        Block(Part.POINT, "two"),
    )


def test_letters_shown_as_codes_are_explained_where_there_are_any() -> None:
    assert "cannot show" in "".join(pages(rights_leaflet(LETTERHEAD, DAY, (Block(Part.TEXT, "中"),))))
    assert "cannot show" not in "".join(pages(rights_leaflet(LETTERHEAD, DAY)))


def test_running_heads_are_short() -> None:
    assert len(shortened("🎉🙂" * 50)) == 80
    assert shortened("a  b\nc") == "a b c"
    assert len(shortened("x" * 100_000)) == 80
    assert shortened("x" * 100_000).endswith("…")
