"""The policy register: a version's life, what is in force, and what people's consents were given on."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID

import pytest

from iass_tui.rules.consent.reviews import ReviewKind
from iass_tui.rules.papers import Paper
from iass_tui.rules.policy import PolicyReason, Reminder, read_on
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.policies import Approval, PolicyBody, PolicyState, ReviewCall, Reviewer, Trigger
from iass_tui.rules.wording import form_wording, policy_text, purpose_wording
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import Conflict, NotAllowed, NotFound
from tests.services.families import add_family, consent
from tests.services.first_contacts import FAMILY
from tests.services.offices import Office

TODAY = date(2026, 11, 23)
YES = Approval(by=Reviewer.BOTH, on=TODAY, minutes="Board 4/2026, item 7")
LATER = policy_text().text.replace("cloud-based case management system", "case management system of our own")


def drafted(
    session: OfficeSession, *, text: str = LATER, changes: str = "Our system is our own.", **more: object
) -> UUID:
    """A new version with its text and what changed."""
    made = session.policy.draft()
    stored = session.policy.version(made)
    body = dataclasses.replace(stored.body, text=text, changes=changes, **more)  # type: ignore[arg-type]
    session.policy.change_draft(made, stored.version, stored.body, body)
    return made


def approved(session: OfficeSession, **more: object) -> UUID:
    """The same, approved by manager and Board."""
    made = drafted(session, **more)  # type: ignore[arg-type]
    session.policy.approve(made, session.policy.version(made).version, YES)
    return made


def issued(session: OfficeSession, **more: object) -> UUID:
    """The same, in force."""
    made = approved(session, **more)
    session.policy.issue(made, session.policy.version(made).version)
    return made


def test_a_new_office_has_the_policy_it_starts_with_as_version_1_in_force(office: Office) -> None:
    (one,) = office.volunteer.policy.register().versions
    assert (one.number, one.state, one.body.text) == (1, PolicyState.ISSUED, policy_text().text)
    assert office.officer.policy.in_force() == policy_text()
    assert one.body.issued_on == TODAY


def test_an_office_of_an_earlier_program_gets_version_1_when_somebody_first_signs_in(office: Office) -> None:
    office.tamper("DELETE FROM policy_notice")
    office.tamper("DELETE FROM policy_version")
    assert office.volunteer.policy.in_force() == policy_text()
    assert office.ask("SELECT count(*) FROM policy_version") == 1
    assert office.manager.policy.register().in_force.body.issued_on == TODAY


def test_p65_a_version_goes_from_draft_to_approved_to_issued_and_the_one_before_is_superseded(office: Office) -> None:
    policy = office.manager.policy
    made = drafted(office.manager)
    assert policy.version(made).state is PolicyState.DRAFT
    policy.approve(made, policy.version(made).version, YES)
    stored = policy.version(made)
    assert (stored.state, stored.body.approval) == (
        PolicyState.APPROVED,
        dataclasses.replace(YES, recorded_by=office.manager.me.id),
    )
    policy.issue(made, stored.version)
    newest, first = policy.register().versions
    assert [(newest.number, newest.state), (first.number, first.state)] == [
        (2, PolicyState.ISSUED),
        (1, PolicyState.SUPERSEDED),
    ]
    assert office.officer.policy.in_force().text == LATER
    assert [one.version for one in office.officer.policy.texts()] == ["1", "2"]


def test_an_approval_goes_when_the_words_change(office: Office) -> None:
    policy = office.manager.policy
    made = approved(office.manager)
    stored = policy.version(made)
    policy.change_draft(made, stored.version, stored.body, dataclasses.replace(stored.body, text=LATER + "\nMore."))
    now = policy.version(made)
    assert (now.state, now.body.approval) == (PolicyState.DRAFT, None)
    with pytest.raises(NotAllowed) as refused:
        policy.issue(made, now.version)
    assert refused.value.reasons == (PolicyReason.NOT_APPROVED,)
    assert office.said()[0].act is Act.REFUSED


def test_p66_what_was_issued_never_changes_and_is_never_thrown_away(office: Office) -> None:
    policy = office.manager.policy
    made = issued(office.manager)
    stored = policy.version(made)
    with pytest.raises(NotAllowed):
        policy.change_draft(made, stored.version, stored.body, dataclasses.replace(stored.body, text="Something"))
    with pytest.raises(NotAllowed):
        policy.discard(made, stored.version)
    with pytest.raises(NotAllowed):
        policy.issue(made, stored.version)
    assert policy.version(made) == stored


def test_one_new_version_is_worked_on_at_a_time_and_a_draft_can_be_thrown_away(office: Office) -> None:
    policy = office.manager.policy
    made = policy.draft("A text from a file.")
    with pytest.raises(NotAllowed):
        policy.draft()
    policy.discard(made, policy.version(made).version)
    with pytest.raises(NotFound):
        policy.version(made)
    assert policy.version(policy.draft()).body.text == policy_text().text


def test_two_managers_words_are_not_written_over_each_other(office: Office) -> None:
    made = drafted(office.manager)
    seen = office.manager.policy.version(made)
    other = office.sign_in("hannah")
    other.policy.change_draft(made, seen.version, seen.body, dataclasses.replace(seen.body, changes="Other words."))
    mine = dataclasses.replace(seen.body, changes="My words.")
    with pytest.raises(Conflict) as both:
        office.manager.policy.change_draft(made, seen.version, seen.body, mine)
    assert isinstance(both.value.theirs, PolicyBody)
    assert both.value.theirs.changes == "Other words."


@pytest.mark.parametrize("who", ["officer", "volunteer"])
def test_only_managers_write_the_policy(office: Office, who: str) -> None:
    session: OfficeSession = getattr(office, who)
    one = session.policy.register().in_force
    for act in (
        session.policy.draft,
        lambda: session.policy.approve(one.id, one.version, YES),
        lambda: session.policy.issue(one.id, one.version),
        lambda: session.policy.review(one.id, one.version, YES),
        lambda: session.policy.discard(one.id, one.version),
    ):
        with pytest.raises(NotAllowed):
            act()
        assert office.said()[0].act is Act.REFUSED


def test_p63_the_manager_is_reminded_60_30_and_7_days_before_the_year_is_over(office: Office) -> None:
    found = {}
    for days in (304, 305, 334, 335, 357, 358, 365, 366):
        office.clock.now = office.clock.now.replace(year=2026, month=11, day=23) + timedelta(days=days)
        found[days] = office.manager.policy.agenda().reminder
    assert found == {
        304: None,
        305: Reminder.IN_60_DAYS,
        334: Reminder.IN_60_DAYS,
        335: Reminder.IN_30_DAYS,
        357: Reminder.IN_30_DAYS,
        358: Reminder.IN_7_DAYS,
        365: Reminder.DUE,
        366: Reminder.OVERDUE,
    }
    assert office.officer.policy.agenda().reminder is None
    one = office.manager.policy.register().in_force
    review = dataclasses.replace(YES, on=office.manager.today_date())
    office.manager.policy.review(one.id, one.version, review)
    assert office.manager.policy.agenda().reminder is None
    due = office.manager.policy.register().due
    assert due is not None
    assert due.on == date(2028, 11, 24)


def test_p64_a_review_before_the_year_is_called_for_with_its_reason(office: Office) -> None:
    policy = office.manager.policy
    one = policy.register().in_force
    with pytest.raises(NotAllowed) as refused:
        policy.call_review(one.id, one.version, ReviewCall(trigger=Trigger.LAW, on=TODAY))
    assert refused.value.reasons == (PolicyReason.NO_REASON,)
    policy.call_review(one.id, one.version, ReviewCall(trigger=Trigger.LAW, on=TODAY, words="The Act of 2026"))
    agenda = policy.agenda()
    assert agenda.reminder is Reminder.DUE
    assert agenda.due is not None
    assert agenda.due.call is not None
    assert agenda.due.call.words == "The Act of 2026"


def test_the_difference_says_line_by_line_what_was_added_and_taken_out(office: Office) -> None:
    made = drafted(office.manager, text=policy_text().text + "\nWe answer within five days.")
    said = [line for line in office.manager.policy.difference(made) if line[0]]
    assert said == [("added", "We answer within five days.")]
    assert all(how == "" for how, _ in office.manager.policy.difference(office.manager.policy.register().in_force.id))


def test_p28_any_version_is_printed_and_an_older_one_says_that_it_is_older(office: Office) -> None:
    issued(office.manager)
    papers = office.officer.papers
    assert papers.offer().policies == ("1", "2")
    old = papers.read(PaperWish(paper=Paper.POLICY, version="1"))
    new = papers.read(PaperWish(paper=Paper.POLICY))
    assert "This is an earlier version" in old.lines[0][1]
    assert any("a case management system of our own" in words for _, words in new.lines) or any(
        "system of our own" in words for _, words in new.lines
    )
    assert any("policy, version 2" in words for _, words in new.lines)
    assert office.officer.papers.plain(PaperWish(paper=Paper.POLICY, version="2")).startswith(b"%PDF")


def test_the_changed_meaning_of_a_consent_is_asked_about_again_and_nothing_else(office: Office) -> None:
    made = add_family(office.officer)
    heard = form_wording()
    yes = [
        dataclasses.replace(
            consent(purpose, right="PR"), given_by=made.mother, wording_version=heard.version, wording_hash=heard.sha256
        )
        for purpose in (Purpose.STATS, Purpose.FEEDBACK_INVITE)
    ]
    office.officer.consent.record(made.child, yes)

    def asked_again() -> list[tuple[Purpose, ...]]:
        return [
            one.review.purposes
            for one in office.officer.reviews.agenda().reviews
            if one.review.kind is ReviewKind.WORDING_CHANGED and one.person_id == made.child
        ]

    assert asked_again() == []
    issued(office.manager, meaning=(Purpose.STATS,))
    assert asked_again() == [(Purpose.STATS,)]
    heard = purpose_wording("STATS", office.officer.policy.in_force())
    again = dataclasses.replace(yes[0], wording_version=heard.version, wording_hash=heard.sha256)
    office.officer.consent.record(made.child, [again])
    assert asked_again() == []


def test_p73_a_consent_names_the_version_of_the_day_it_was_given(
    office: Office,
) -> None:
    issued(office.manager)
    before, after = (read_on(office.officer.policy.issued(), day) for day in (TODAY - timedelta(days=1), TODAY))
    assert (before.version, after.version) == ("1", "2")
    saved = office.officer.intake.finish(FAMILY)
    assert saved.person_id is not None
    view = office.officer.people.person(saved.person_id)
    assert {one.event.wording_version for one in view.consents} == {"1, policy 2"}
