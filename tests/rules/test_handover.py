"""Handing over (P37-P43): what a colleague would miss, and what they are told and may not pass on (P15, P16, P32)."""

import dataclasses
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from iass_tui.rules.handover import HandoverGap, Material, handover_gaps, not_to_tell, with_note
from iass_tui.rules.handover.words import gap_sentence, gaps_line, short_gap
from iass_tui.rules.records.casework import (
    CaseFacts,
    CaseStatus,
    LevelChange,
    NoteBody,
    ParentMaySee,
    ProvidedBy,
    TaskBody,
)
from iass_tui.rules.release import Include, ItemReason, Requester, item_for
from iass_tui.rules.release.items import ItemProvenance

TODAY = date(2026, 11, 23)
FACTS = CaseFacts(
    levels=(LevelChange(level="L2", on=TODAY),),
    issues=("EP03",),
    wants="A place at a special school",
    child_view="YES",
    opened_on=TODAY - timedelta(days=90),
)
NOTE = NoteBody(progress="School agreed to meet", action="Write to the head", action_due=TODAY)
TASK = TaskBody(what="Write to the head", due_on=TODAY)
FULL = Material(facts=FACTS, notes=(NOTE,), last_note_on=TODAY, to_do=(TASK,), can_be_reached=True)
MOTHER, FATHER = UUID(int=1), UUID(int=2)


def gaps(**changed: object) -> tuple[HandoverGap, ...]:
    return handover_gaps(dataclasses.replace(FULL, **changed), TODAY)  # type: ignore[arg-type]


def without(**changed: object) -> tuple[HandoverGap, ...]:
    return gaps(facts=dataclasses.replace(FACTS, **changed))  # type: ignore[arg-type]


def test_a_case_with_its_facts_progress_and_dated_action_can_be_handed_over() -> None:
    assert gaps() == ()


def test_every_gap_has_its_own_case() -> None:
    """P38: basic details; P37, P39: notes; P40: action; P43: what the family and the child want."""
    assert without(levels=()) == (HandoverGap.NO_LEVEL,)
    assert without(issues=()) == (HandoverGap.NO_ISSUE,)
    assert without(wants=" \n") == (HandoverGap.NO_WISH,)
    assert without(child_view="NOT_YET") == without(child_view="") == (HandoverGap.CHILD_VIEW_NOT_SOUGHT,)
    assert without(child_view="NO") == ()
    assert gaps(can_be_reached=False) == (HandoverGap.NO_WAY_TO_REACH,)
    assert gaps(notes=()) == (HandoverGap.NO_NOTE,)
    assert gaps(notes=(NoteBody(action="Ring"),)) == (HandoverGap.NO_PROGRESS,)
    assert gaps(notes=(NoteBody(text="Rang"),), to_do=()) == (HandoverGap.NO_ACTION,)
    assert gaps(to_do=(TaskBody(what="Ring"),)) == (HandoverGap.ACTION_WITHOUT_DATE,)
    assert gaps(to_do=()) == gaps(to_do=(), notes=(NoteBody(text="Rang"),), has_done=True)
    assert gaps(to_do=()) == (HandoverGap.NOTHING_NEXT,)
    assert gaps(to_do=(), has_birthday=True) == ()
    assert gaps(last_note_on=TODAY - timedelta(days=28)) == (HandoverGap.NOT_UP_TO_DATE,)
    assert gaps(last_note_on=TODAY - timedelta(days=27)) == ()


def test_free_text_is_progress_too_since_nobody_is_forced_into_a_form() -> None:
    assert gaps(notes=(NoteBody(text="She rang, all settled"),)) == ()  # P42


def test_a_task_without_a_note_is_an_action_and_one_with_a_day_is_enough() -> None:
    assert gaps(notes=(NoteBody(text="Rang"),)) == ()
    assert gaps(to_do=(TaskBody(what="Ring"), TASK)) == ()


def test_a_case_set_aside_waits_and_needs_neither_a_new_note_nor_anything_to_do() -> None:
    waits = {"status": CaseStatus.INACTIVE, "to_do": (), "last_note_on": TODAY - timedelta(days=200)}
    assert gaps(**waits) == ()
    assert gaps(**waits, can_be_reached=False) == (HandoverGap.NO_WAY_TO_REACH,)


def test_an_empty_case_names_every_gap_but_not_those_that_follow_from_another() -> None:
    assert handover_gaps(Material(facts=CaseFacts()), TODAY) == (
        HandoverGap.NO_LEVEL,
        HandoverGap.NO_ISSUE,
        HandoverGap.NO_WAY_TO_REACH,
        HandoverGap.NO_WISH,
        HandoverGap.CHILD_VIEW_NOT_SOUGHT,
        HandoverGap.NO_NOTE,
    )


def test_of_a_closed_case_only_the_outcome_is_asked_for() -> None:
    closed = Material(facts=CaseFacts(), status=CaseStatus.CLOSED)
    assert handover_gaps(closed, TODAY) == (HandoverGap.NO_OUTCOME,)  # P41
    ended = CaseFacts(outcomes=("O01",), outcome_words="They know what to do")
    assert handover_gaps(dataclasses.replace(closed, facts=ended), TODAY) == ()


def test_a_note_not_yet_saved_is_judged_with_the_rest() -> None:
    bare = dataclasses.replace(FULL, notes=(), to_do=(), last_note_on=None)
    assert handover_gaps(with_note(bare, NOTE, TODAY), TODAY) == ()
    assert handover_gaps(with_note(bare, NoteBody(text="Rang"), TODAY), TODAY) == (HandoverGap.NO_ACTION,)


@pytest.mark.parametrize("gap", HandoverGap)
def test_every_gap_names_its_clause_and_has_words(gap: HandoverGap) -> None:
    assert gap.policy
    assert set(gap.policy.split()) <= {f"P{number}" for number in (37, 38, 39, 40, 41, 43, 44)}
    assert gap_sentence(gap).endswith(f"({gap.policy.replace(' ', ', ')})")
    assert short_gap(gap) in gaps_line([gap])


def test_a_gap_of_a_later_version_is_shown_as_it_stands() -> None:
    assert gaps_line(["HANDOVER_SOMETHING_NEW"]) == "HANDOVER_SOMETHING_NEW"


WORDS = st.text(min_size=1, max_size=4).filter(lambda words: bool(words.strip()))
FILLED = st.builds(NoteBody, progress=WORDS, text=WORDS, action=WORDS, action_due=st.just(TODAY))


@given(wants=WORDS, notes=st.lists(FILLED, min_size=1, max_size=3), what=WORDS)
def test_no_length_is_ever_asked_for(wants: str, notes: list[NoteBody], what: str) -> None:
    """P42: the officer decides how much detail to write. One letter is as good as a page."""
    facts = dataclasses.replace(FACTS, wants=wants)
    short = dataclasses.replace(FULL, facts=facts, notes=tuple(notes), to_do=(TaskBody(what=what, due_on=TODAY),))
    assert handover_gaps(short, TODAY) == ()


@given(
    st.builds(Material, facts=st.builds(CaseFacts, wants=st.text(max_size=3), opened_on=st.none() | st.just(TODAY))),
    st.builds(NoteBody, progress=st.text(max_size=3), text=st.text(max_size=3)),
)
def test_writing_one_more_note_of_progress_never_makes_a_case_harder_to_take_over(
    material: Material, note: NoteBody
) -> None:
    before = set(handover_gaps(material, TODAY))
    after = set(handover_gaps(with_note(material, note, TODAY), TODAY))
    assert after - before <= {HandoverGap.NO_PROGRESS, HandoverGap.NO_ACTION}  # both stand for NO_NOTE, more exactly


# what is not passed on


def test_what_the_child_keeps_back_is_named_with_those_it_is_kept_from() -> None:
    found = not_to_tell(ProvidedBy.CHILD, ParentMaySee.NO, (MOTHER, FATHER), {MOTHER})
    assert found is not None
    assert (found.why, found.whom) == (ItemReason.CHILD_DOES_NOT_AGREE, (MOTHER, FATHER))


def test_what_nobody_asked_the_child_about_is_kept_from_all_but_those_it_was_released_to() -> None:
    found = not_to_tell(ProvidedBy.CHILD, ParentMaySee.NOT_ASKED, (MOTHER, FATHER), {MOTHER})
    assert found is not None
    assert (found.why, found.whom) == (ItemReason.CHILD_NOT_ASKED, (FATHER,))
    assert not_to_tell(ProvidedBy.CHILD, ParentMaySee.NOT_ASKED, (MOTHER,), {MOTHER}) is None


def test_where_no_adult_is_on_file_it_is_kept_from_any_parent() -> None:
    found = not_to_tell(ProvidedBy.CHILD, ParentMaySee.NO, ())
    assert found is not None
    assert found.whom == ()


@given(
    st.sampled_from(ProvidedBy),
    st.sampled_from(ParentMaySee),
    st.frozensets(st.sampled_from([MOTHER, FATHER])),
    st.frozensets(st.sampled_from([MOTHER, FATHER])),
)
def test_nobody_is_told_on_the_telephone_what_a_copy_would_keep_from_them(
    by: ProvidedBy, may_see: ParentMaySee, adults: frozenset[UUID], released: frozenset[UUID]
) -> None:
    found = not_to_tell(by, may_see, adults, released)
    for adult in adults:
        item = ItemProvenance(provided_by=by, parent_may_see=may_see, child_agrees=adult in released)
        in_their_copy = isinstance(item_for(item, Requester.PARENT), Include)
        assert in_their_copy is (found is None or adult not in found.whom)
