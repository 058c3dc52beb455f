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

from iass_tui.documents.consent_form import ConsentForm, consent_form
from iass_tui.documents.paper import Block, PaperText, Part, blocks_of, lines_of, paper_pdf, titled
from iass_tui.documents.printable import printable, shortened
from iass_tui.documents.recovery_sheet import recovery_sheet_pdf
from iass_tui.documents.sharing_record import sharing_record_pdf
from iass_tui.documents.who_looked import Look, who_looked_pdf
from iass_tui.documents.working_copy import LeftOut, working_copy_pdf
from iass_tui.rules.consent import AgencyAnswer
from iass_tui.rules.wording import policy_summary, policy_text, rights_leaflet, wording
from tests.documents.samples import (
    ANSWERS,
    BLANK,
    DAY,
    ENDLESS,
    FILLED,
    HOSTILE,
    LETTERHEAD,
    PAPERS,
    RIGHTS,
    bare,
    copy_of,
    hostile_papers,
    item,
    leaflet,
    letterhead_of,
    pages,
    passport_of,
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


@pytest.mark.parametrize("paper", PAPERS)
def test_large_print_is_eighteen_point_and_standard_is_twelve(paper: str) -> None:
    def sizes(pdf: bytes) -> set[float]:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return {
                abs(float(operands[1]))
                for page in document.pages
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "Tf"
            }

    assert min(sizes(PAPERS[paper](False))) >= 12
    assert min(sizes(PAPERS[paper](True))) >= 18


def test_an_invented_office_says_so_on_every_page() -> None:
    head = letterhead_of("Demo office")
    for page in pages(leaflet(head, RIGHTS.blocks * 5)):
        assert "DEMONSTRATION" in page
    assert "DEMONSTRATION" not in "".join(pages(leaflet(LETTERHEAD, RIGHTS.blocks)))


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
        lambda words: filled(others=(words,)),
        lambda words: filled(signed_name=words),
        lambda words: filled(agencies=(AgencyAnswer("HEALTH", words),)),
        lambda words: paper_pdf(passport_of(words), LETTERHEAD, DAY),
        lambda words: leaflet(LETTERHEAD, (Block(Part.POINT, words),)),
        lambda words: leaflet(dataclasses.replace(LETTERHEAD, privacy_notice=words), RIGHTS.blocks),
        lambda words: who_looked_pdf(LETTERHEAD, DAY, "P-1", (Look("today", "A", words),)),
    ],
    ids=[
        "heading",
        "field",
        "mark",
        "left out",
        "refusal",
        "other",
        "signed",
        "agency",
        "passport",
        "point",
        "letterhead",
        "cell",
    ],
)
def test_100_000_characters_fit_in_any_field(make: Callable[[str], bytes]) -> None:
    words = ENDLESS["text"]
    assert "".join(pages(make(words))).count("Q") >= words.count("Q")


@pytest.mark.parametrize(
    "module",
    [
        "consent_form",
        "encrypt",
        "paper",
        "passport",
        "recovery_sheet",
        "sharing_record",
        "timeline",
        "who_looked",
        "workbook",
        "working_copy",
    ],
)
def test_slow_libraries_are_imported_only_when_used(module: str) -> None:
    code = (
        f"import sys, iass_tui.documents.{module}; "
        "sys.exit(bool({'typst', 'pikepdf', 'openpyxl', 'pypdfium2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def filled(**changes: Any) -> bytes:
    """The filled form with other answers."""
    form = ConsentForm(wording_version="1", answers=dataclasses.replace(ANSWERS, **changes))
    return paper_pdf(consent_form(form), LETTERHEAD, DAY)


def text_of(paper: PaperText, *, large: bool = False) -> str:
    """What its pages say, for comparing."""
    return bare("".join(pages(paper_pdf(paper, LETTERHEAD, DAY, large_print=large))))


@SIZES
@pytest.mark.parametrize("paper", [BLANK, FILLED], ids=["blank", "filled"])
def test_the_form_has_every_field_in_the_words_and_the_order_that_families_know(paper: PaperText, large: bool) -> None:
    text, at = text_of(paper, large=large), 0
    for number in range(72, 97):
        if number == 74:  # ours stands before P73, which it completes
            assert bare(wording("P74").text) in text
            continue
        words = bare(wording(f"P{number}").text)
        assert words in text[at:], number
        at = text.index(words, at) + (len(words) if number < 90 else 1)


@SIZES
def test_both_forms_have_a_line_to_sign_on_for_the_parent_and_one_for_the_young_person(large: bool) -> None:
    for paper in (BLANK, FILLED):
        text = text_of(paper, large=large)
        after = text[text.index(bare(wording("paper.form.parent").text)) :]
        assert after.count("Signed") >= 2
        assert after.count("Dated") >= 2
        assert bare(wording("paper.form.child").text) in after


def test_the_blank_form_fits_on_one_sheet_of_paper() -> None:
    assert len(pages(PAPERS["blank form"](False))) == 2


def test_a_blank_form_holds_no_answer_and_a_filled_one_says_it_in_words() -> None:
    blank, filled = text_of(BLANK), text_of(FILLED)
    assert "–Yes" not in blank
    assert "–No" not in blank
    assert "notanswered" not in blank
    assert bare("secure database? – Yes") in filled
    assert bare("communication by email – No") in filled
    assert bare("communication by mobile text message – not answered") in filled
    assert bare("Legal services – No") in filled
    for name in ("Oak Tree nursery", "Mencap", "A third"):
        assert bare(f"Other (specify): {name}") in filled


def test_a_text_of_the_register_is_printed_word_for_word() -> None:
    for text in (policy_text().text, policy_summary().text, rights_leaflet().text):
        printed = bare("".join(pages(paper_pdf(titled(text, "Title"), LETTERHEAD, DAY)))).replace("•", "")
        for line in text.splitlines():
            assert bare(line).removeprefix("·").removeprefix("-") in printed


@pytest.mark.parametrize("paper", [BLANK, FILLED, RIGHTS, passport_of()], ids=["blank", "filled", "rights", "passport"])
def test_what_is_read_in_the_terminal_is_what_the_page_says(paper: PaperText) -> None:
    text = text_of(paper)
    for block in paper.blocks:
        assert bare(block.words) in text
        for row in block.rows:
            assert bare(row.label) in text
    terminal = bare("".join(words for _, words in lines_of(paper, LETTERHEAD)))
    for block in paper.blocks:
        assert bare(block.words) in terminal
        for row in block.rows:
            assert bare(row.label) in terminal
            assert row.answer in (None, "", "YES", "NO") or bare(row.answer or "") in terminal


def test_a_refusal_stands_on_the_persons_own_passport_only() -> None:
    assert "Whomaynotseeyourfile" in text_of(passport_of())
    assert "Whomaynotseeyourfile" not in text_of(passport_of(is_own=False))


def test_a_recovery_sheet_has_28_empty_boxes_on_one_page() -> None:
    pdf = recovery_sheet_pdf(LETTERHEAD, DAY, 3)
    assert len(pages(pdf)) == 1
    with pikepdf.open(io.BytesIO(pdf)) as document:
        drawn = [str(operator) for _, operator in pikepdf.parse_content_stream(document.pages[0])]
    assert drawn.count("re") + drawn.count("h") >= 28
    text = pages(pdf)[0]
    assert "25 to 28" in text
    assert "Recovery sheet 3 of 3" in text


def test_the_three_recovery_sheets_can_be_printed_together_each_on_its_own_page() -> None:
    first, second, third = pages(recovery_sheet_pdf(LETTERHEAD, DAY, 1, 2, 3))
    assert "Recovery sheet 1 of 3" in first
    assert "the Advisory Board" in second
    assert "Recovery sheet 3 of 3" in third


@pytest.mark.parametrize("number", [0, 4, -1])
def test_there_are_three_recovery_sheets(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 3"):
        recovery_sheet_pdf(LETTERHEAD, DAY, number)


def test_a_file_that_nobody_opened_says_so() -> None:
    assert "Nobody has opened this file" in pages(who_looked_pdf(LETTERHEAD, DAY, "P-1", ()))[0]


def test_a_list_of_looks_that_leaves_something_out_says_so() -> None:
    """It may be what an office shows to whoever asks: it covers everything, or says what it does not cover."""
    look = (Look("today", "A", "Opened a case"),)
    whole = pages(who_looked_pdf(LETTERHEAD, DAY, "P-1", look))[0]
    assert "This list covers everything up to" in whole
    cut = " ".join(pages(who_looked_pdf(LETTERHEAD, DAY, "P-1", look, is_cut=True))[0].split())
    assert "This list holds the newest 1 entries up to" in cut
    assert "Older ones are not on it." in cut
    some = " ".join(pages(who_looked_pdf(LETTERHEAD, DAY, "P-1", look, is_narrowed=True))[0].split())
    assert "everything" not in some
    assert "What else was done is not on it." in some


def test_a_sharing_record_with_nothing_in_it_says_so() -> None:
    assert "Nothing was passed to anybody" in pages(sharing_record_pdf(LETTERHEAD, DAY, "C-1", "A Child", ()))[0]


def test_plain_text_becomes_blocks() -> None:
    assert blocks_of("Head\n\ntext #1.\n· one\n* two\n- three\nAs we will:\n") == (
        Block(Part.HEADING, "Head"),
        Block(Part.TEXT, "text #1."),
        Block(Part.POINT, "one"),
        Block(Part.POINT, "two"),
        Block(Part.POINT, "three"),
        Block(Part.TEXT, "As we will:"),
    )


def test_letters_shown_as_codes_are_explained_where_there_are_any() -> None:
    assert "cannot show" in "".join(pages(leaflet(LETTERHEAD, (Block(Part.TEXT, "中"),))))
    assert "cannot show" not in "".join(pages(leaflet(LETTERHEAD, (Block(Part.TEXT, "plain"),))))


def test_running_heads_are_short() -> None:
    assert len(shortened("🎉🙂" * 50)) == 80
    assert shortened("a  b\nc") == "a b c"
    assert len(shortened("x" * 100_000)) == 80
    assert shortened("x" * 100_000).endswith("…")


@SIZES
def test_whoever_signs_does_so_on_one_page(large: bool) -> None:
    signs = tuple(block for block in BLANK.blocks if block.part is Part.SIGN)
    assert len(signs) == 2
    for filler in range(0, 24, 3):
        text = tuple(Block(Part.TEXT, f"line {number}") for number in range(filler))
        paper = dataclasses.replace(BLANK, blocks=(*text, *signs))
        found = [bare(page) for page in pages(paper_pdf(paper, LETTERHEAD, DAY, large_print=large))]
        where = [[bare(one.words) in page for page in found] for one in signs]
        assert any(where[0]), filler
        assert where[0] == where[1], filler


def test_the_policy_is_three_pages_and_the_blank_form_one_sheet() -> None:
    assert len(pages(PAPERS["policy"](False))) == 3
    assert len(pages(PAPERS["blank form"](False))) == 2
