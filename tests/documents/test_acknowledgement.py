"""The letter after a withdrawal: what stopped, what stays, what was decided, how to complain (P47, P48)."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from iass_tui.documents.acknowledgement import (
    BASES,
    ERASED,
    NEXT,
    STAYS,
    STOPPED,
    Acknowledgement,
    acknowledgement_pdf,
    blocks,
    worded,
)
from iass_tui.documents.letterhead import Letterhead
from iass_tui.rules.consent import Effect, fold, withdrawal_effects
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.erasure import ErasureOutcome, LawfulBasis

LETTER = Acknowledgement(
    letterhead=Letterhead("Westbridge IASS", "", "", "", "Joan Smith", "1"),
    made_on=date(2026, 11, 23),
    reference="C-0417",
    name='Zahra #read("/etc/passwd") Hassan \u202e',
    address=("1 High Street", "W2 1AA"),
    what="Save the case on our secure database",
    taken_back_on=date(2026, 11, 20),
    effects=(Effect.FREEZE_RECORD, Effect.DECIDE_ERASURE, Effect.PAST_STAYS_LAWFUL),
    decide_by=date(2026, 12, 20),
)
OWN_WORDS = {
    Effect.TELL_PERSON,
    Effect.ACKNOWLEDGE_IN_WRITING,
    Effect.COMPLAINT_ROUTE,
    Effect.KEEP_SUPPRESSION_NOTE,
}
"""Effects that the letter is, or says in words of its own."""


def words(letter: Acknowledgement) -> str:
    """Everything the letter says."""
    return "\n".join(block.words for block in blocks(letter))


def test_the_letter_says_what_stopped_when_it_is_decided_what_stays_and_whom_to_tell() -> None:
    said = words(LETTER)
    for needed in ("20 November 2026", "20 December 2026", "1 High Street", "was lawful", "Joan Smith", "30 days"):
        assert needed in said


def test_its_title_holds_the_reference_and_no_name() -> None:
    pdf = acknowledgement_pdf(LETTER)
    assert pdf.startswith(b"%PDF")
    assert acknowledgement_pdf(LETTER, large_print=True) != pdf


@pytest.mark.parametrize("purpose", Purpose)
def test_every_effect_of_every_withdrawal_has_words_for_the_family(purpose: Purpose) -> None:
    effects = withdrawal_effects(fold([], date(2026, 11, 23)), purpose)
    known = {*STOPPED, *NEXT, *STAYS, *OWN_WORDS}
    assert {*effects.at_once, *effects.then} <= known
    letter = dataclasses.replace(LETTER, effects=(*effects.at_once, *effects.then))
    assert all(worded(STOPPED[one], letter) in words(letter) for one in effects.at_once)
    about = dataclasses.replace(letter, name="Zahra Hassan", about="Amina Hassan")
    own = {" your ", " you "}
    for one in (*STOPPED.values(), *STAYS.values(), *ERASED):
        assert not any(word in f" {worded(one, about)} ".lower() for word in own)


@pytest.mark.parametrize("basis", LawfulBasis)
def test_a_record_that_is_kept_is_kept_on_a_basis_and_for_a_reason_in_words(basis: LawfulBasis) -> None:
    kept = dataclasses.replace(LETTER, decided=ErasureOutcome.KEEP, basis=basis, reason="An appeal is pending.")
    assert BASES[basis] in words(kept)
    assert "An appeal is pending." in words(kept)
    assert "What stopped at once" not in words(kept)


def test_a_record_that_was_erased_is_said_to_be_so_with_what_is_left_of_it() -> None:
    said = words(dataclasses.replace(LETTER, decided=ErasureOutcome.ERASE, decided_on=date(2026, 12, 1)))
    assert "erased on 1 December 2026" in said
    assert "code made from your name and birth date" in said
    assert "14 days" in said


def test_it_speaks_to_whoever_took_it_back_of_whom_it_is_about() -> None:
    said = words(dataclasses.replace(LETTER, name="Zahra Hassan", about="Amina Hassan"))
    assert "you took back the agreement to this for Amina Hassan: Save" in said
    assert "Amina Hassan's record" in said


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("", "you took back your agreement"),
        ("Zahra Hassan", "Zahra Hassan took back your agreement"),
        (None, "your agreement to this was taken back"),
    ],
)
def test_it_says_who_took_it_back_where_that_was_not_its_reader(by: str | None, said: str) -> None:
    assert f"On 20 November 2026 {said}" in words(dataclasses.replace(LETTER, taken_back_by=by))
