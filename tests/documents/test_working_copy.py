"""The internal working copy: only decided items, never taken for a release."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from iass_tui.documents.working_copy import (
    NOT_FOR_RELEASE,
    Forbidden,
    Included,
    LeftOut,
    Undecided,
    UsedTwice,
    decided,
    working_copy_pdf,
)
from tests.documents.samples import bare, copy_of, item, pages


def test_every_page_says_not_for_release_and_its_number() -> None:
    found = pages(working_copy_pdf(copy_of(tuple(item(number) for number in range(40)))))
    assert len(found) > 5
    for number, page in enumerate(found, 1):
        assert NOT_FOR_RELEASE in page
        assert f"Page {number} of {len(found)}" in page
        assert "Working copy P-0042" in page


def test_an_item_needs_the_proof_that_it_was_decided() -> None:
    for proof in (None, True, "1", object()):
        with pytest.raises(TypeError):
            item(1, included=proof)
    with pytest.raises(TypeError):
        Included("1")
    with pytest.raises(TypeError):
        Included("1", object())


def test_undecided_and_forbidden_items_cannot_be_put_in() -> None:
    with pytest.raises(Undecided):
        decided("1", None, is_forbidden=False)
    with pytest.raises(Forbidden):
        decided("1", True, is_forbidden=True)
    assert decided("1", False, is_forbidden=True) is None
    assert decided("1", False, is_forbidden=False) is None


def test_one_decision_stands_for_one_item() -> None:
    one = item(1)
    with pytest.raises(UsedTwice):
        copy_of((one, one))


def test_everything_given_is_printed() -> None:
    text = bare(
        "".join(pages(working_copy_pdf(copy_of((item(1), item(2)), kept_until="27 March 2039, the birthday."))))
    )
    for words in (
        "P-0042",
        "Amélie O'Brien-Łuczak",
        "27 March 2014",
        "The parent",
        "A Officer",
        "Call number 1",
        "Call number 2",
        "Agreed action: Write to the SENCO",
        "She will send the draft plan. Next call in two weeks.",
        "Given by: Parent or carer",
        "Her father: refused on 3 May 2026, still in force.",
        "Westbourne City Council, SEN team: 12 May 2026",
        "27 March 2039, the birthday.",
    ):
        assert bare(words) in text


def test_items_stand_in_date_order_and_in_the_index() -> None:
    items = tuple(item(number) for number in (9, 3, 6))
    text = "".join(pages(working_copy_pdf(copy_of((*items, item(1, day=None))))))
    numbers = [text.index(f"Call number {number}") for number in (3, 6, 9, 1)]
    assert numbers == sorted(numbers)
    assert text.count("Item 1: Note, 4 January 2026") == 2
    assert text.count("Item 4: Contact, no date") == 2


def test_an_error_is_marked_in_words() -> None:
    items = (item(1), item(2, in_error=True, mark_words="Wrong file, marked by AB."))
    text = bare("".join(pages(working_copy_pdf(copy_of(items)))))
    assert bare("Marked as an error. Wrong file, marked by AB.") in text
    assert text.count(bare("(marked as an error)")) == 2


def test_what_is_left_out_is_named_by_its_category_alone() -> None:
    left_out = (LeftOut("Document", date(2026, 2, 3), "Given in confidence"), LeftOut("Note", None, "Not theirs"))
    text = bare("".join(pages(working_copy_pdf(copy_of((), left_out=left_out)))))
    assert bare("Kind Date Reason Document 3 February 2026 Given in confidence Note no date Not theirs") in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"left_out": ()}, "Nothing that was gathered has been left out."),
        ({"refusals": ()}, "No refusal of access is recorded."),
        ({"recipients": ()}, "Nobody, as far as this record shows."),
        ({}, "Nothing is printed in this copy."),
    ],
)
def test_an_empty_section_says_so(changes: dict[str, Any], words: str) -> None:
    assert bare(words) in bare("".join(pages(working_copy_pdf(copy_of((), **changes)))))


def test_a_long_file_fills_sixty_pages_and_more() -> None:
    """How long that takes is measured apart: no test here depends on how busy the machine is."""
    text = "She rang about the review. " * 80
    copy = copy_of(tuple(item(number, text=text) for number in range(80)))
    assert len(pages(working_copy_pdf(copy))) >= 60
