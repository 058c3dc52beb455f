"""The pick lists: every list is there, its codes stand, and what is chosen today can be read for ever."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.codes import NAMES, Code, CodeList, UnknownCode, code_list
from iass_tui.rules.records.casework import CaseStatus
from iass_tui.rules.records.consents import Purpose

TODAY = date(2026, 11, 22)

LISTS = {
    "USER_TYPE": "PAR CAR KIN FOS CHI YP PRO STU ANO",
    "CHANNEL": "TEL EML WEB F2F HOM SCH VID SMS PST EVT SOC REP",
    "REF_SOURCE": "SLF RET FRD EDU LAS LAO SOC HLT EYS PCF VCS ADV MED LOF WEB EVT LEG YJS OTH NKN",
    "REF_PERMIT": "SELF WRITTEN VERBAL_TO_REFERRER VERBAL_CONFIRMED_BY_US NONE",
    "RELATION": "MOT FAT STP GRA SIB KIN FOS GUA SOCW SELF OTH",
    "PR_STATUS": "YES NO DISPUTED UNKNOWN",
    "HOME": "MOSTLY PARTLY NO",
    "INTEREST": "WORKS_FOR RELATIVE KNOWS OTHER_SIDE OTHER",
    "ISSUE_GROUP": "SS EA EP AR AD AT EX DR TR HE SC PA GE",
    "NEED_AREA": "CI CL SEMH SP OT",
    "NEED": "SPLD MLD SLD PMLD DS SEMH ADHD SLCN ASD HI VI MSI PD OTH NSA UND NKN PNS",
    "SEN_STAGE": "N K E Y U",
    "EHC_STAGE": "E00 E10 E20 E30 E40 E50 E60 E70 E75 E80 E90 E95",
    "CEASE": "1 2 3 4 5 6 7 8 9",
    "SETTING": "EYN EYP MLA MAC MRP MIN SLA SAC SNM SIN APP FEC SPI HEI WBL HOS SEC EHE OLA OPA ONL NEET NPL OTH NKN",
    "ETHNICITY": "W1 W2 W3 W4 W5 M1 M2 M3 M4 A1 A2 A3 A4 A5 B1 B2 B3 O1 O2 X1 X2",
    "SEX": "F M PNS",
    "LANG": "eng ara ben sqi por spa fra som kur fas tir ukr ita pol tur urd zho rus bfi OTH",
    "INTERP": "NONE SPOKEN BSL RELAY TRANSLATED_TEXT FAMILY_MEMBER",
    "FORMAT": "STD LARGE18 EASYREAD AUDIO BRAILLE TRANSLATION COLOURED_PAPER",
    "SAFETY": (
        "NO_VOICEMAIL NO_POST CODE_WORD SAFE_HOURS ADDRESS_WITHHELD SEPARATED_PARENTS COURT_ORDER RISK_TO_STAFF"
    ),
    "CIRC": "CLA PLA CIN CP YC SER YJ REF FSM LPC PDP NRPF EHE CME TRV NONE PNS",
    "ACTIVITY": (
        "CALL EMAIL RESEARCH DRAFT READ MEETPREP MEETATT HOMEVISIT LIAISE MEDIATION HEARING TRAVEL SUPERVISE ADMIN"
        " SAR TRAIN"
    ),
    "AGENCY": "LA_SEN EDU_SETTING HEALTH LEGAL SOCIAL_CARE PCF OTHER",
    "CASE_STATUS": "OPEN INACTIVE CLOSED",
    "LEVEL": "L1 L2 L3 L4",
    "MINUTES_BAND": "1-15 16-30 31-60 61-120 OVER_120",
    "SIGNPOST": (
        "IPSEA CONTACT COUNCIL_SEN LOCAL_OFFER SCHOOL HEALTH SOCIAL_CARE PCF MEDIATION TRIBUNAL LEGAL CHARITY NONE"
    ),
    "OUTCOME": " ".join(f"O{number:02}" for number in [*range(1, 24), 99]),
    "CLOSURE": " ".join(f"C{number:02}" for number in range(1, 13)),
    "PURPOSE": " ".join(Purpose),
}
IN_ANOTHER_LIST = {
    "ISSUE": "ISSUE_GROUP",
    "NEED": "NEED_AREA",
    "SETTING": "SETTING_GROUP",
    "ETHNICITY": "ETHNIC_GROUP",
    "AGENCY_FINE": "AGENCY",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_offers_its_codes_in_order(name: str) -> None:
    assert [code.code for code in code_list(name).options(TODAY)] == LISTS[name].split()


def test_issues_are_as_many_as_each_group_has() -> None:
    groups = [code.group for code in code_list("ISSUE").options(TODAY)]
    assert {group: groups.count(group) for group in groups} == {
        "SS": 8, "EA": 6, "EP": 9, "AR": 6, "AD": 6, "AT": 4, "EX": 5, "DR": 16, "TR": 5, "HE": 5, "SC": 5, "PA": 5,
        "GE": 9,
    }  # fmt: skip


@pytest.mark.parametrize(("name", "broader"), IN_ANOTHER_LIST.items())
def test_every_code_of_a_grouped_list_is_counted_in_a_code_of_the_broader_list(name: str, broader: str) -> None:
    assert {code.group for code in code_list(name)} == {code.code for code in code_list(broader)} - (
        {"LEGAL", "PCF"} if name == "AGENCY_FINE" else set()
    )


def test_codes_that_types_repeat_are_the_same_everywhere() -> None:
    assert [code.code for code in code_list("PURPOSE")] == list(Purpose)
    assert [code.code for code in code_list("CASE_STATUS")] == list(CaseStatus)


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_words_of_which_no_two_are_alike(name: str) -> None:
    labels = [code.label for code in code_list(name)]
    assert all(label == label.strip() and label for label in labels)
    assert len(set(labels)) == len(labels) > 1


@pytest.mark.parametrize("name", NAMES)
def test_the_present_lists_hold_since_september_2018(name: str) -> None:
    assert code_list(name).options(date(2018, 8, 31)) == ()
    assert len(code_list(name).options(date(2018, 9, 1))) >= 3


def test_a_reserved_code_is_never_offered_yet_can_be_read() -> None:
    stages = code_list("SEN_STAGE")
    assert "ISP" not in [code.code for code in stages.options(date(2035, 1, 1))]
    assert stages.label("ISP") == "Individual support plan"


def test_what_a_choice_brings_with_it() -> None:
    assert code_list("INTERP").get("FAMILY_MEMBER").note == "WARN"
    assert code_list("REF_PERMIT").get("NONE").note == "BLOCK"
    assert code_list("NEED").get("ADHD").note == "SECONDARY"
    assert code_list("NEED").get("DS").maps_to == "OTH"
    assert code_list("ETHNICITY").get("X1").maps_to == "REFU"
    assert code_list("ISSUE").get("EP03").group == "EP"


def test_a_code_or_a_list_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(UnknownCode) as unknown:
        code_list("SEX").label("X")
    assert (unknown.value.name, unknown.value.code) == ("SEX", "X")
    with pytest.raises(UnknownCode, match="SHOE_SIZE"):
        code_list("SHOE_SIZE")
    assert "F" in code_list("SEX")
    assert "X" not in code_list("SEX")


DAYS = st.dates(date(2018, 1, 1), date(2040, 1, 1))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=5), DAYS)
def test_a_choice_once_offered_is_readable_on_every_later_day(spans: list[tuple[date, date | None]], on: date) -> None:
    codes = {f"K{i}": Code(f"K{i}", f"label {i}", start, end) for i, (start, end) in enumerate(spans)}
    listed = CodeList("TEST", codes)
    for code in listed.options(on):
        assert code.valid_from <= on
        assert code.valid_to is None or on <= code.valid_to
    assert [listed.label(code) for code in codes] == [code.label for code in codes.values()]


def test_nothing_is_read_before_a_list_is_asked_for() -> None:
    script = "import sys, iass_tui.rules.codes as c; assert 'tomllib' not in sys.modules; c.code_list('SEX')"
    subprocess.run([sys.executable, "-c", script], check=True)
