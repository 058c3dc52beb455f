"""Every public method that may lead out of the office is listed here with how it asks, and attacked where it can be.

A new one is red until somebody has said so: see `leading_out` for what counts.
"""

from __future__ import annotations

from tests.attacks.leading_out import leads_out, public_methods
from tests.attacks.test_no_permission import PATHS
from tests.services.offices import Office

ATTACKED = {
    "casework.add_contact": "the door (P33)",
    "casework.add_duty": "whom it reaches (P44)",
    "casework.add_note": "the door (P33) for whom it was with, whom its action reaches (P44)",
    "casework.add_task": "whom it reaches (P44)",
    "casework.change_task": "whom it reaches (P44)",
    "casework.correct_note": "as a new note",
    "consent.acknowledge": "that something was taken back; it goes to whoever did, unless they are refused (P47, P15)",
    "deadlines.print_timeline": "the door",
    "keeping_in_touch.export": "each one's Yes to this way (P79-P82), counted again in the unit that writes",
    "letters.send": "the door, and P44 for whoever it is sent to",
    "looking.make": "release of the file, and the door",
    "packs.make": "release of the file, and the door",
    "papers.make": "the door",
    "papers.plain": "that it is a public paper",
    "people.change_contact": "P44, again in the unit that writes",
    "sharing.carry_out": "a manager's sign-off of this very thing, and the door",
    "sharing.print": "release of the file, and the door",
    "sharing.share": "the door",
}
"""Called in `test_no_permission` for whoever permitted nothing: the name of each call there begins with the method."""
OF_FIRST_CONTACT = {
    # The consents are the form's own, written in the unit that writes what they allow (P78, P44).
    "imports.run": "a row without proof of a Yes becomes a count (test_command_line_permission)",
    "intake.confirm_referral": "P78 and P44 of the family that was passed on (test_intake_referrals)",
    "intake.finish": "P78 and P44; without P44 what was agreed waits until they come (test_intake)",
    "queue.accept": "as first contact, of what a volunteer took down (test_queue)",
    "queue.join": "as first contact, after all that was said before (test_queue)",
}
MOVES_WHAT_STANDS = {
    # Whom a task reaches was asked when it was planned, and it goes with the permission (`taken_along.drop_tasks`).
    "casework.finish_task": "ends it",
    "casework.reopen_case": "a note of the office's own, of no contact",
    "casework.reopen_task": "whom it reaches, again (test_permits)",
    "consent.record": "drops what may not be done any more",
    "consent.redact": "takes words out of it",
    "consent.withdraw": "drops what may not be done any more",
    "keeping_in_touch.stop": "as taking consent back",
    "consent.finish": "drops what may not be done any more",
    "duties.keep": "its own rule: birthdays and consents that come by themselves",
    "joining.join": "keeps the ways to reach them of whoever agreed to that (test_joining)",
    "joining.part": "gives each record back what was its own (test_joining)",
    "putting_off.put_back": "moves its day",
    "putting_off.put_off": "moves its day",
    "putting_off.wait": "says for whom it waits",
    "putting_off.wait_no_longer": "ends that",
    "reviews.settle": "ends what an answer has answered",
    "team.give_task": "says whose it is",
}
TO_WHOM_IT_IS_ABOUT = {
    "consent.tell_agency": "they want it so; the talk itself asks the door",
    "erasures.erase": "that it was taken back; the letter goes to whoever did",
    "erasures.keep": "that it was taken back; the letter goes to whoever did",
    "policy.issue": "P69; who may not be reached is told when they come (test_policy_issuing)",
    "policy.tell": "P44 for each way that writes (test_policy_issuing)",
}
FOR_THE_OFFICE = {
    "audit.export": "managers, by their role",
    "handover.make": "the colleague who takes over",
    "packs.get": "what waits: a withdrawal has taken it away",
    "packs.outbox": "what waits: a withdrawal has taken it away",
    "papers.recovery_forms": "blank forms for managers: nothing stands on them",
    "policy.circular": "the council and agencies: no family stands in it",
    "policy.letter": "the council and agencies: no family stands in it",
    "quarters.make": "counts, small ones hidden",
    "registers.mailing_list": "agencies: no family stands in it",
    "registers.print": "managers, by their role",
    "training.report": "managers, by their role",
}
LISTED = {**ATTACKED, **OF_FIRST_CONTACT, **MOVES_WHAT_STANDS, **TO_WHOM_IT_IS_ABOUT, **FOR_THE_OFFICE}


def test_every_method_that_leads_out_is_listed_with_how_it_asks(office: Office) -> None:
    found = {name for name, method in public_methods(office.officer) if leads_out(office.officer, method)}
    assert found == set(LISTED)


def test_whatever_can_be_called_for_somebody_who_permitted_nothing_is() -> None:
    called = {name.partition(":")[0] for name in PATHS}
    assert called == set(ATTACKED)


def test_the_walk_follows_what_is_hidden_behind_parts_and_imports(office: Office) -> None:
    """It would be worth nothing if it saw only what a method calls itself."""
    session = office.officer
    assert {"outbox", "document", "export"} <= leads_out(session, session.consent.acknowledge)  # held by a part
    assert "sharing" in leads_out(session, session.letters.send)  # imported where it is used, in a lambda's method
    assert "outbox" in leads_out(session, session.erasures.erase)  # made on the spot
    assert leads_out(session, session.people.person) == frozenset()
