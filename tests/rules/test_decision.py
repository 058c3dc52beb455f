"""Answers of rules: every reason, none twice, and a refusal is never taken for a yes."""

import importlib
import pkgutil

import pytest
from hypothesis import given, strategies as st

from iass_tui import rules
from iass_tui.rules.access import AccessReason
from iass_tui.rules.decision import Allowed, Decision, Reason, Refused, all_of, decide

REASONS = st.lists(st.sampled_from(list(AccessReason)), max_size=4)


def reason_kinds() -> list[type[Reason]]:
    for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        importlib.import_module(found.name)
    return Reason.__subclasses__()


def test_a_refusal_is_false_and_a_permission_true() -> None:
    assert Allowed()
    assert not Refused((AccessReason.NOT_YOUR_ROLE,))


def test_a_refusal_without_a_reason_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="without a reason"):
        Refused(())


def test_no_two_rules_share_a_reason_since_the_audit_stores_the_value_alone() -> None:
    values = [member.value for kind in reason_kinds() for member in kind]
    assert len(values) > 40
    assert sorted(values) == sorted(set(values))


def test_a_reason_is_stored_as_text_and_names_its_clauses() -> None:
    assert AccessReason("ACCESS_NO_EXPORT_PERMISSION") is AccessReason.NO_EXPORT_PERMISSION
    assert f"{AccessReason.NO_EXPORT_PERMISSION}" == "ACCESS_NO_EXPORT_PERMISSION"
    assert AccessReason.NO_EXPORT_PERMISSION.policy == "P49"


@given(REASONS)
def test_what_has_any_reason_against_it_is_refused_with_all_of_them(reasons: list[Reason]) -> None:
    answer = decide(reasons)
    assert bool(answer) is not bool(reasons)
    if isinstance(answer, Refused):
        assert set(answer.reasons) == set(reasons)
        assert len(set(answer.reasons)) == len(answer.reasons)


@given(st.lists(REASONS, max_size=4))
def test_several_decisions_together_allow_only_what_each_allows(lists: list[list[Reason]]) -> None:
    decisions: list[Decision] = [decide(reasons) for reasons in lists]
    together = all_of(*decisions)
    assert bool(together) is all(decisions)
    if isinstance(together, Refused):
        assert set(together.reasons) == {reason for reasons in lists for reason in reasons}
