"""The answers of a first contact without a screen: order, what is forgotten, what is sent. And words for rules."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules import intake as rule
from iass_tui.rules.access import AccessReason
from iass_tui.rules.cases import CaseReason
from iass_tui.rules.consent import ConsentReason, Effect, Lapse, NextChange, Status
from iass_tui.rules.decision import ProblemKind, Reason
from iass_tui.rules.intake import IntakeOutcome
from iass_tui.rules.notes import NoteReason
from iass_tui.rules.people import PersonReason
from iass_tui.rules.records.consents import ConsentMethod, Decision, FormSubject, Purpose, Scope
from iass_tui.rules.release.items import ItemReason
from iass_tui.rules.release.requests import ReleaseReason
from screens.intake.interview import CHECK, GATES, Interview, is_over, may_be_kept, settled
from screens.words import consents as words
from screens.words.outcomes import ENDINGS
from screens.words.problems import form_sentence, intake_sentence
from screens.words.reasons import SENTENCES, reason_sentence, reason_sentences
from tests.services.first_contacts import FAMILY, NO_CONTACT, REFERRAL, TODAY, YOUNG, ending, typed_anyway

NOT_OUR_STYLE = re.compile(r"please|sorry|invalid|valid|forbidden|oops|[A-Z]+_[A-Z]+", re.IGNORECASE)


def interview(said: dict[str, str]) -> Interview:
    """Someone who has said all this."""
    return Interview(TODAY, dict(said))


# Order


@pytest.mark.parametrize("said", [FAMILY, NO_CONTACT, YOUNG, REFERRAL, ending("NO"), ending("ANONYMOUS")])
def test_pages_follow_each_other_to_the_check_page_and_back(said: dict[str, str]) -> None:
    info = {"not_saved": "SEEN", "safeguarding": "SEEN", "code_word": "two words", "referral_blocked": "SEEN"}
    one = interview({**said, **info})
    one.take(settled(one.answers))
    place, seen = one.sequence()[0], []
    while place != CHECK:
        seen.append(place)
        place = one.after(place)
    assert [place for place in one.sequence() if place not in ("rights_by", "rights_on")] == [
        place for place in seen if place not in ("rights_by", "rights_on")
    ]
    back = [CHECK]
    while before := one.before(back[-1]):
        back.append(before)
    assert back[1:] == list(reversed(one.sequence()))


def test_a_parent_has_pages_of_their_own_before_the_question_whether_there_is_another() -> None:
    pages = interview(FAMILY).sequence()
    at = pages.index("parents")
    assert pages[at - 8 : at] == [
        f"parents.{n}.{name}" for n in (0, 1) for name in ("given_name", "family_name", "relation", "responsibility")
    ]
    assert not [page for page in interview(YOUNG).sequence() if page.startswith("parents.")]


def test_two_homes_are_asked_of_two_parents_also_before_anybody_said_that_these_are_all() -> None:
    one = interview(FAMILY)
    assert one.after("parents") == "homes"
    one.add_person()  # which takes the answer back that these are all
    assert one.step("homes")[0] == one.step("parents")[0] + 1
    assert one.proposed("contact", "NO")["homes"] == "FIRST"
    alone = interview(FAMILY | {"parents": "1"})
    alone.drop_person(1)
    assert "homes" not in alone.sequence()


def test_taking_one_parent_off_moves_the_others_up() -> None:
    one = interview(FAMILY)
    one.drop_person(0)
    assert one.names() == ["Otto Costa"]
    assert one.answers["parents.0.relation"] == "FAT"
    assert not [field for field in one.answers if field.startswith("parents.1")]
    assert one.first_open() == "parents"


def test_what_was_said_in_an_earlier_call_is_not_asked_again() -> None:
    one = Interview(TODAY, {"issue_group": "EA", "channel": "TEL", "user_type": "PAR"})
    one.carried = frozenset({"issue_group"})
    assert one.after("user_type") == "policy"


def test_a_draft_goes_on_where_one_was_typing() -> None:
    said = {**FAMILY}
    fields = list(rule.visible(said))
    after = fields[fields.index("setting_name") + 1 :]
    one = interview({field: value for field, value in said.items() if field not in after})
    assert one.resumed_at() == "setting_name"
    assert interview({**said, "born": "27/3/"}).resumed_at() == "born"


def test_how_many_questions_there_are_is_said_once_it_is_known_whether_anything_is_saved() -> None:
    begun = {"channel": "TEL", "user_type": "PAR", "issue_group": "EA", "policy": "ALOUD", "understood": "YES"}
    assert not interview(begun).is_decided
    assert interview(FAMILY).is_decided
    assert interview(ending("NO")).is_decided


def test_what_a_parent_lacks_is_asked_for_before_one_leaves_the_parents() -> None:
    names = ("given_name", "family_name")
    one = interview({field: value for field, value in FAMILY.items() if field.rpartition(".")[2] not in names})
    assert one.after("parents") == "parents.0.family_name"
    assert [problem.field for problem in one.problems_on("parents.0.family_name")] == ["parents.0.given_name"]
    assert not interview(FAMILY).after("parents").startswith("parents")


# Forgetting


def everything(said: dict[str, str]) -> dict[str, str]:
    return {**typed_anyway(), **said}


@pytest.mark.parametrize("said", ["NO", "NOT_ASKED", "ANONYMOUS"])
def test_after_a_no_nothing_about_anyone_is_in_memory_or_sent(said: str) -> None:
    one = interview(everything(ending("YES") | {"contact": "YES"}))
    one.typed = "Maya"
    proposed = one.proposed("save", said)
    assert "Phone" in one.lost(proposed)
    one.take(proposed)
    assert not [field for field in one.answers if rule.is_personal(field)]
    assert "rights_by" not in one.answers
    assert one.typed == ""
    assert not [field for field in one.to_send() if rule.is_personal(field)]
    assert set(one.to_send()) <= {*rule.TALLY_FIELDS, "policy", "understood", "save"}


def test_a_no_to_contact_forgets_the_ways_to_reach_them_alone() -> None:
    one = interview(FAMILY)
    proposed = one.proposed("contact", "NO")
    assert set(one.lost(proposed)) == {"Phone", "Email", "Address", "Postcode", "Safe times to call"} | {
        "What to take care of",
        "Do we ring or write to them for it?",
    }
    one.take(proposed)
    assert one.answers["child_given_name"] == "Maya"
    assert one.first_open() == "code_word"


_CODES = {
    field: [option.code for option in rule.question(field).choices(TODAY)]
    for field in ("user_type", "referral", "policy", "understood", "save", "contact", "permit")
}


@given(st.fixed_dictionaries({}, optional={field: st.sampled_from(codes) for field, codes in _CODES.items()}))
def test_whatever_is_chosen_nothing_is_kept_that_is_not_permitted(chosen: dict[str, str]) -> None:
    left = settled(everything({"channel": "TEL", "issue_group": "EA", **chosen}))
    assert settled(left) == left
    assert set(left) >= set(rule.kept(left)) - {"rights_by", "rights_on"}
    if is_over(left):
        assert not may_be_kept(left)
        assert not [field for field in left if rule.is_personal(field)]


def test_every_answer_that_opens_or_closes_questions_is_a_gate() -> None:
    full = {**FAMILY, "not_saved": "SEEN", "safeguarding": "SEEN"}
    for said in (full, {**REFERRAL}, ending("NO")):
        for field in rule.visible(said):
            one = rule.question(field)
            if field in GATES or not (one.options or one.code_list):
                continue
            shown = {rule.visible({**said, field: option.code}) for option in one.choices(TODAY)}
            assert len(shown) == 1, field


# Words for what rules answer


def test_every_reason_is_a_sentence() -> None:
    families: tuple[type[Reason], ...] = (
        AccessReason,
        CaseReason,
        ConsentReason,
        ItemReason,
        NoteReason,
        PersonReason,
        ReleaseReason,
    )
    for family in families:
        for reason in family:
            assert SENTENCES[reason].endswith("."), reason
            assert not NOT_OUR_STYLE.search(reason_sentence(reason)), reason
    assert reason_sentence("NEW_IN_A_LATER_VERSION") == "NEW_IN_A_LATER_VERSION"
    assert len(reason_sentences(["PERSON_FROZEN", "PERSON_FROZEN"])) == 1


def test_every_problem_says_what_to_do() -> None:
    for section in rule.sections():
        for one in section.questions:
            for inner in (one, *one.fields):
                field = one.id if inner is one else f"{one.id}.0.{inner.id}"
                for kind in ProblemKind:
                    sentence = intake_sentence(field, inner, kind)
                    assert sentence
                    assert not NOT_OUR_STYLE.search(sentence), sentence
                    assert "?:" not in sentence
    for kind in ProblemKind:
        assert not NOT_OUR_STYLE.search(form_sentence("email", "By email (P79)", kind))


def test_every_ending_names_its_act() -> None:
    assert set(ENDINGS) == set(IntakeOutcome)
    for ended, ending_words in ENDINGS.items():
        is_kept = not rule.permitted(ended).is_tally_only
        assert ending_words.act.split()[0] == ("Save" if "CASE" in ended else "Keep" if is_kept else "Count")
        assert all("{" not in line.format(days=14) for line in ending_words.then)


def test_consents_have_words_for_everything() -> None:
    assert set(words.STATUSES) == set(Status)
    assert set(words.DECISIONS) == set(Decision)
    assert set(words.METHODS) == set(ConsentMethod)
    assert set(words.ABOUT) == set(FormSubject)
    assert set(words.LAPSES) == set(Lapse)
    assert set(words.EFFECTS) == set(Effect)
    for purpose in Purpose:
        assert not NOT_OUR_STYLE.search(words.what_for(purpose, Scope(agency="HEALTH", named="Dr [/]")))
    for lapse in Lapse:
        for on in (None, date(2027, 3, 27)):
            assert "NOT" not in words.next_change_words(NextChange(on, lapse))
    assert words.next_change_words(None) == ""
    assert words.effect_words("REDACT_NOTES:3").startswith("3 places in notes, tasks, letters or what was shared seem")
    assert words.effect_words("REDACT_NOTES:1").startswith("1 place in notes, tasks, letters or what was shared seems")
    assert words.effect_words("FREEZE_RECORD") == words.EFFECTS[Effect.FREEZE_RECORD]
