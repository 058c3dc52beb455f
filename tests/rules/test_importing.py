"""Rows of a spreadsheet: what is read, mended, refused, counted; nothing personal comes out without consent."""

import dataclasses
import string
from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.importing import (
    COLUMNS,
    CONSENT,
    FaultKind,
    MappingFault,
    RowDecision,
    Verdict,
    column,
    decide_row,
    map_headings,
    match_headings,
    month_first_columns,
)
from iass_tui.rules.importing.households import households
from iass_tui.rules.importing.reading import read_code, read_codes
from iass_tui.rules.records.casework import CaseStatus, TallyBody
from iass_tui.rules.records.consents import ConsentMethod
from iass_tui.rules.text import NOTE_LIMIT

TODAY = date(2026, 11, 27)
ROW = {
    "child_given": "Amelia",
    "child_family": "O'Brien",
    "child_born": "3/4/2015",
    "parent1_given": "Siobhán",
    "parent1_family": "O'Brien",
    "parent1_relation": "Mum",
    "parent1_pr": "yes",
    "mobile": "07700 900123",
    "email": "siobhan@example.org",
    "postcode": "W2 1AA",
    "consent_save": "Yes",
    "consent_by": "Siobhan O'Brien",
    "consent_on": "1 May 2025",
    "consent_how": "paper",
    "consent_wording": "Form of 2023",
    "consent_contact": "yes",
    "opened": "1/5/2025",
    "level": "2",
    "channel": "phone",
    "issues": "Refusal to assess; Suspension",
    "needs": "autism",
    "note": "Rang about the refusal.",
    "note_on": "2 May 2025",
}


def decide(**changed: str) -> RowDecision:
    """The decision for the whole row with some cells changed; an empty cell is left out."""
    raw = {key: cell for key, cell in {**ROW, **changed}.items() if cell}
    return decide_row(raw, 2, TODAY, month_first_columns([raw]))


def faults(decision: RowDecision) -> set[tuple[str, str]]:
    return {(one.column, one.kind.value) for one in decision.faults}


def repairs(decision: RowDecision) -> set[tuple[str, str]]:
    return {(one.column, one.kind.value) for one in decision.repairs}


def test_a_whole_row_becomes_a_family_with_its_case_and_consent() -> None:
    decision = decide()
    family = decision.family
    assert (decision.verdict, decision.repairs, decision.faults) == (Verdict.ACCEPTED, (), ())
    assert family is not None
    assert (family.child.full_name, family.child.born) == ("Amelia O'Brien", PartialDate(2015, 4, 3))
    assert [(one.card.full_name, one.tie.relation, one.tie.responsibility) for one in family.adults] == [
        ("Siobhán O'Brien", "MOT", "YES")
    ]
    assert family.contact is not None
    assert (family.contact.phones, family.contact.emails) == (("07700 900123",), ("siobhan@example.org",))
    assert (family.consent.signer, family.consent.on, family.consent.method) == (
        1,
        date(2025, 5, 1),
        ConsentMethod.WET_INK,
    )
    assert (family.facts.issues, family.facts.needs, family.facts.level) == (("EA03", "EX01"), ("ASD",), "L2")
    assert (family.status, family.note, family.note_on) == (
        CaseStatus.OPEN,
        "Rang about the refusal.",
        date(2025, 5, 2),
    )


PERSONAL = tuple(one.key for one in COLUMNS if not one.codes and one.key not in ("opened", "consent_save"))
words = st.text(string.ascii_letters, min_size=9, max_size=14).map(lambda word: f"Zq{word}")


@given(
    lacking=st.sets(st.sampled_from([key for key in CONSENT if key != "consent_evidence"]), min_size=1),
    said=st.fixed_dictionaries(dict.fromkeys(PERSONAL, words)),
    instead=st.sampled_from(["", "no", "perhaps"]),
)
def test_nothing_personal_comes_out_of_a_row_that_does_not_prove_a_consent_to_save(
    lacking: set[str], said: dict[str, str], instead: str
) -> None:
    raw = {**ROW, **said, "consent_by": said["parent1_given"], "consent_on": "1 May 2025", "consent_how": "paper"}
    for key in lacking:
        raw[key] = instead if key == "consent_save" else ""
    decision = decide_row({key: cell for key, cell in raw.items() if cell}, 7, TODAY)
    assert decision.family is None
    assert decision.verdict in (Verdict.TALLY, Verdict.REFUSED)
    told = repr(decision)
    assert not any(word in told for word in said.values())
    assert "2015" not in told


@given(st.dictionaries(st.sampled_from([one.key for one in COLUMNS]), st.text(max_size=60), max_size=20))
def test_whatever_stands_in_a_row_it_is_decided_and_only_whole_consents_make_a_family(raw: dict[str, str]) -> None:
    decision = decide_row({key: cell for key, cell in raw.items() if cell}, 3, TODAY)
    assert (decision.family is not None) == (decision.verdict in (Verdict.ACCEPTED, Verdict.REPAIRED))
    assert (decision.tally is not None) == (decision.verdict is Verdict.TALLY)
    assert decision.verdict is not Verdict.REFUSED or decision.faults


def test_a_row_without_proof_is_counted_by_codes_and_its_week() -> None:
    decision = decide(consent_on="")
    assert decision.verdict is Verdict.TALLY
    assert decision.tally == TallyBody(
        week=date(2025, 4, 28), channel="TEL", user_type="", issue_group="EA", why="NOT_ASKED"
    )
    assert faults(decision) == {("consent_on", "MISSING")}


def test_a_no_is_counted_as_a_no() -> None:
    decision = decide(consent_save="No")
    assert decision.tally is not None
    assert (decision.tally.why, faults(decision)) == ("NO", {("consent_save", "SAID_NO")})


def test_without_the_day_a_row_cannot_even_be_counted() -> None:
    assert faults(decide(opened="", consent_save="")) == {("opened", "MISSING")}


@pytest.mark.parametrize(
    ("cell", "column_", "fault"),
    [
        ("Grandma Jones", "consent_by", FaultKind.NOT_IN_THE_ROW),
        ("O'Brien", "consent_by", FaultKind.NOT_IN_THE_ROW),  # two of them
        ("father", "consent_by", FaultKind.NOT_IN_THE_ROW),
        ("1 May 2027", "consent_on", FaultKind.IN_THE_FUTURE),
        ("May 2025", "consent_on", FaultKind.NEEDS_A_DAY),
        ("somehow", "consent_how", FaultKind.NOT_ON_THE_LIST),
        ("maybe", "consent_save", FaultKind.NOT_YES_OR_NO),
    ],
)
def test_doubtful_evidence_is_no_evidence(cell: str, column_: str, fault: FaultKind) -> None:
    decision = decide(**{column_: cell})
    assert (decision.verdict, faults(decision)) == (Verdict.TALLY, {(column_, fault.value)})


@pytest.mark.parametrize("who", ["mother", "Mum", "Mrs O'Brien", "parent", "siobhan obrien", "Siobhan"])
def test_whoever_signed_is_found_by_name_title_or_relation(who: str) -> None:
    decision = decide(consent_by=who) if who != "siobhan obrien" else decide(consent_by="Siobhán  O'BRIEN")
    assert decision.family is not None
    assert decision.family.consent.signer == 1


def test_a_spoken_consent_needs_whoever_wrote_it_down() -> None:
    assert faults(decide(consent_how="by phone")) == {("consent_evidence", "MISSING")}  # P95
    assert decide(consent_how="by phone", consent_evidence="HM").verdict is Verdict.ACCEPTED


def test_from_sixteen_a_parents_yes_is_not_enough_and_the_young_persons_own_is() -> None:
    young = {"child_born": "1/5/2009", "consent_on": "1/5/2025"}
    assert faults(decide(**young)) == {("consent_by", "NEEDS_OWN_CONSENT")}
    decision = decide(**young, consent_by="Amelia O'Brien")
    assert decision.family is not None
    assert (decision.family.consent.signer, decision.family.facts.user_type) == (0, "YP")


def test_contact_details_are_left_out_without_a_yes_of_their_own() -> None:
    decision = decide(consent_contact="")
    assert decision.family is not None
    assert decision.family.contact is None
    assert repairs(decision) == {("mobile", "LEFT_OUT"), ("email", "LEFT_OUT"), ("postcode", "LEFT_OUT")}
    assert not any(part in repr(decision) for part in ("900123", "siobhan@", "W2 1AA"))


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        ("03/04/2015", PartialDate(2015, 4, 3)),
        ("3.4.2015", PartialDate(2015, 4, 3)),
        ("2015-04-03", PartialDate(2015, 4, 3)),
        ("2015-04-03 00:00:00", PartialDate(2015, 4, 3)),
        ("3rd April 2015", PartialDate(2015, 4, 3)),
        ("April 2015", PartialDate(2015, 4)),
        ("2015", PartialDate(2015)),
    ],
)
def test_dates_are_read_in_any_spelling_day_first(cell: str, born: PartialDate) -> None:
    decision = decide(child_born=cell)
    assert decision.family is not None
    assert decision.family.child.born == born


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("3/4/15", FaultKind.YEAR_OF_TWO_DIGITS),
        ("4/27/2015", FaultKind.MONTH_FIRST),
        ("42097", FaultKind.NOT_A_DATE),
        ("31/2/2015", FaultKind.NOT_A_DATE),
        ("about seven", FaultKind.NOT_A_DATE),
        ("1/1/2027", FaultKind.IN_THE_FUTURE),
        ("1/1/1815", FaultKind.TOO_LONG_AGO),
        ("#REF!", FaultKind.SPREADSHEET_ERROR),
    ],
)
def test_a_date_that_may_be_another_one_is_refused_and_never_guessed(cell: str, fault: FaultKind) -> None:
    assert faults(decide(child_born=cell)) == {("child_born", fault.value)}


def test_one_month_first_date_makes_every_doubtful_one_of_its_column_refused() -> None:
    rows = [{**ROW, "child_born": cell} for cell in ("4/27/2015", "03/04/2015", "13/04/2015", "04/04/2015")]
    found = month_first_columns(rows)
    assert found == {"child_born"}
    verdicts = [decide_row(row, 2, TODAY, found).verdict for row in rows]
    assert verdicts == [Verdict.REFUSED, Verdict.REFUSED, Verdict.ACCEPTED, Verdict.ACCEPTED]


def test_what_a_spreadsheet_did_to_a_telephone_number_is_mended() -> None:
    decision = decide(mobile="7700900123", postcode="w21aa")
    assert decision.family is not None
    assert decision.family.contact is not None
    assert decision.family.contact.phones == ("07700900123",)
    assert repairs(decision) == {("mobile", "LEADING_ZERO"), ("postcode", "SPELLING")}


def test_words_on_no_list_stand_in_the_note_beside_the_open_code() -> None:
    decision = decide(needs="autism; dragons", issues="Everything", parent1_relation="Godmother")
    family = decision.family
    assert family is not None
    assert (family.facts.needs, family.facts.issues) == (("ASD", "OTH"), ("GE99",))
    assert family.note.startswith("Rang about the refusal.")
    assert "Issue: Everything" in family.note
    assert "Need: dragons" in family.note
    assert family.adults[0].tie.words == "Parent 1 relation: Godmother"
    assert "Godmother" not in family.note
    assert repairs(decision) == {("needs", "IN_WORDS"), ("issues", "IN_WORDS"), ("parent1_relation", "IN_WORDS")}


def test_a_level_or_status_on_no_list_is_refused() -> None:
    assert faults(decide(level="9", status="Nearly")) == {("level", "NOT_ON_THE_LIST"), ("status", "NOT_ON_THE_LIST")}


def test_closing_and_status_have_to_agree() -> None:
    assert faults(decide(closed="1/4/2025")) == {("closed", "BEFORE_OPENING")}
    assert faults(decide(status="closed")) == {("closed", "MISSING")}
    assert faults(decide(status="open", closed="1/6/2025")) == {("status", "CONTRADICTS")}
    closed = decide(closed="1/6/2025")
    assert closed.family is not None
    assert (closed.family.status, closed.family.facts.outcomes) == (CaseStatus.CLOSED, ("O23",))
    assert repairs(closed) == {("status", "WORKED_OUT"), ("outcome", "WORKED_OUT")}


def test_a_formula_stays_the_text_that_it_is() -> None:
    decision = decide(note='=HYPERLINK("http://evil")', setting_name="@SUM(1)")
    assert decision.family is not None
    assert (decision.family.note, decision.family.facts.setting_name) == ('=HYPERLINK("http://evil")', "@SUM(1)")


def test_what_nobody_sees_goes_and_the_report_says_so() -> None:
    decision = decide(child_given="Am\x00elia\u202e", note="Rang\x1b[2J.")
    assert decision.family is not None
    assert (decision.family.child.given_name, decision.family.note) == ("Amelia", "Rang[2J.")
    assert repairs(decision) == {("child_given", "TIDIED"), ("note", "TIDIED")}


def test_a_cell_too_long_is_refused_with_its_column() -> None:
    assert faults(decide(child_given="x" * 201)) == {("child_given", "TOO_LONG")}
    assert faults(decide(note="x" * 1_000_000)) == {("note", "TOO_LONG")}
    assert decide(note="x" * NOTE_LIMIT).verdict is Verdict.ACCEPTED


def test_one_cell_with_the_whole_name_is_taken_apart_at_its_last_word() -> None:
    raw = {"child_given": "", "child_family": ""}
    for whole, given_, family_, is_mended in (
        ("Amelia O'Brien", "Amelia", "O'Brien", False),
        ("O'Brien, Amelia Jane", "Amelia Jane", "O'Brien", False),
        ("Amelia Jane O'Brien", "Amelia Jane", "O'Brien", True),
        ("Amelia", "Amelia", "", False),
    ):
        decision = decide(**raw, child_name=whole)
        assert decision.family is not None
        assert (decision.family.child.given_name, decision.family.child.family_name) == (given_, family_)
        assert (("child_name", "NAME_SPLIT") in repairs(decision)) is is_mended


def test_every_code_is_known_by_itself_and_by_its_label() -> None:
    for name in sorted({one.codes for one in COLUMNS if one.codes}):
        for code in code_list(name):
            assert read_code(name, code.code) == code.code
            same = [one.code for one in code_list(name) if one.label == code.label]
            assert read_codes(name, code.label) == ((same[0],), ())


def test_headings_are_matched_by_what_they_are_usually_called() -> None:
    mapping, problems = match_headings(["Child's Name", "DOB", "Date opened", "Shoe size"])
    assert (dict(mapping.places), problems) == ({"child_name": 0, "child_born": 1, "opened": 2}, ())
    assert mapping.unused(["Child's Name", "DOB", "Date opened", "Shoe size"]) == ("Shoe size",)


def test_two_headings_that_mean_the_same_are_asked_about() -> None:
    headings = ["Name", "Child name", "Date opened"]
    _, problems = match_headings(headings)
    assert [one.fault for one in problems] == [MappingFault.COLUMN_TWICE, MappingFault.NO_CHILD]
    mapping, problems = map_headings(headings, {"child_name": "Name"}, {})
    assert (mapping.places["child_name"], problems) == (0, ())


def test_a_heading_that_stands_there_twice_cannot_be_chosen() -> None:
    _, problems = map_headings(["Pupil", "Pupil", "Date opened"], {"child_name": "Pupil"}, {})
    assert MappingFault.HEADING_TWICE in [one.fault for one in problems]


def test_a_mapping_names_what_it_gets_wrong() -> None:
    _, problems = map_headings(["Name", "Date"], {"shoes": "Name", "note": "Notes"}, {"consent_by": "x", "hat": "y"})
    assert [(one.fault, one.about) for one in problems] == [
        (MappingFault.NO_SUCH_COLUMN, ("shoes",)),
        (MappingFault.NO_SUCH_HEADING, ("Notes",)),
        (MappingFault.MAY_NOT_BE_FIXED, ("consent_by",)),
        (MappingFault.NO_SUCH_COLUMN, ("hat",)),
    ]


def test_a_value_for_the_whole_sheet_stands_where_a_cell_is_empty() -> None:
    mapping, _ = map_headings(["Name", "Date", "Consent how"], {}, {"consent_how": "paper"})
    assert mapping.row(["Amy", "1/1/2025", ""])["consent_how"] == "paper"
    assert mapping.row(["Amy", "1/1/2025", "email"])["consent_how"] == "email"


def test_who_agreed_when_and_to_what_is_never_given_for_a_whole_sheet() -> None:
    fixed = {one.key for one in COLUMNS if one.may_be_fixed}
    assert not fixed & {"consent_save", "consent_by", "consent_on", "consent_contact", "consent_statistics"}


def accepted(number: int, **changed: str) -> RowDecision:
    return dataclasses.replace(decide(**changed), number=number)


def test_rows_of_one_child_are_one_household_and_one_child() -> None:
    [found] = households([accepted(2), accepted(3, opened="1/6/2025", note="Again.")])
    assert (found.numbers, found.who) == ((2, 3), ((0, 1), (0, 1)))


def test_siblings_share_the_parent_who_signed_and_can_be_reached_the_same_way() -> None:
    [found] = households([accepted(2), accepted(5, child_given="Aoife", child_born="1/1/2017")])
    assert found.who == ((0, 1), (2, 1))


def test_a_parent_of_the_same_name_elsewhere_is_somebody_else() -> None:
    other = accepted(3, child_given="Aoife", child_born="1/1/2017", mobile="07700 900999", email="")
    assert len(households([accepted(2), other])) == 2


def test_a_child_without_a_birth_date_is_never_taken_for_another() -> None:
    plain = {"child_born": "", "consent_contact": ""}
    assert len(households([accepted(2, **plain), accepted(3, **plain)])) == 2


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["", "1", "2"])), max_size=8))
def test_every_row_is_in_one_household_and_everyone_in_it_has_one_place(shape: list[tuple[str, str]]) -> None:
    rows = [
        accepted(number, child_given=f"Child{name}", mobile=f"07700 90000{phone}" if phone else "", email="")
        for number, (name, phone) in enumerate(shape, 2)
    ]
    found = households(rows)
    assert sorted(number for one in found for number in one.numbers) == [row.number for row in rows]
    for one in found:
        assert {place for who in one.who for place in who} == set(range(one.size))


def test_the_columns_have_headings_of_their_own() -> None:
    headings = [one.heading for one in COLUMNS]
    assert len(set(headings)) == len(headings)
    mapping, problems = match_headings(headings)
    assert problems == ()
    assert list(mapping.places) == [one.key for one in COLUMNS]
    assert all(column(one.key) is one for one in COLUMNS)
