"""Nothing leaves but by the rule's permit: who makes permits, who spends them, who writes the sharing record."""

import re

from tests.architecture.tree import CODE, files, named

DOOR = "iass_tui/services/sharing_door.py"
STORE = "db/sharing_store.py"


def naming(pattern: str) -> set[str]:
    """The modules of ours in which this stands."""
    found = re.compile(pattern, re.MULTILINE)
    return {named(path) for path in files(*CODE, suffix=".py") if found.search(path.read_text())}


def test_only_the_rule_makes_permits() -> None:
    assert naming(r"permit import .*\bmade\b") == {"iass_tui/rules/sharing/deciding.py"}
    assert naming(r"(?<!class )\bPermit\(|permit\.made\b|_MADE_BY_THE_RULE") == {"iass_tui/rules/sharing/permit.py"}


def test_only_the_store_of_sharings_spends_a_permit_and_writes_the_table() -> None:
    assert naming(r"\bspend\(") == {"iass_tui/rules/sharing/permit.py", STORE}
    assert naming(r"\bSharingRow\b") == {"db/tables/sharing.py", STORE}
    assert naming(r"(?i)(insert|replace)\s+into\s+\W*sharing\b") == set()


def test_only_the_door_records_that_something_was_passed_on() -> None:
    assert naming(r"\brecord_shared\b") == {STORE, DOOR}


def test_only_the_store_of_contacts_writes_them() -> None:
    assert naming(r"\bContactRow\b") == {"db/tables/casework.py", "db/contact_store.py"}


def test_only_the_store_of_letters_writes_them_and_only_services_that_know_whose_words_say_they_are_theirs() -> None:
    assert naming(r"\bLetterRow\b") == {"db/tables/letters.py", "db/letter_store.py"}
    assert naming(r"\bis_theirs=") == {DOOR, "iass_tui/services/letters.py", "iass_tui/services/papers.py"}


WRITES_TO_THE_OUTBOX = {
    # By the door, or by the rule of release behind it; each is called in tests/attacks/test_no_permission.py.
    "iass_tui/services/deadlines.py",
    "iass_tui/services/keeping_in_touch.py",
    "iass_tui/services/letters.py",
    "iass_tui/services/packs.py",
    "iass_tui/services/papers.py",
    "iass_tui/services/sharing.py",
    # To whom it is about, or whom the rule of release lets have the file.
    "iass_tui/services/acknowledging.py",
    "iass_tui/services/looking.py",
    # For the office's own eyes.
    "iass_tui/services/audit.py",
    "iass_tui/services/handover.py",
    "iass_tui/services/policy_notices.py",
    "iass_tui/services/registers.py",
    "iass_tui/services/training.py",
}


def test_whatever_puts_a_file_into_the_outbox_is_listed_here_and_attacked() -> None:
    """A new service that does so is red until somebody has said by which rule, and called it for whom it may not."""
    assert naming(r"outbox\.put(_list)?\(|outbox import put\b") == WRITES_TO_THE_OUTBOX


def test_whatever_plans_work_asks_first_whom_it_reaches() -> None:
    """Tasks come into being in these modules alone: those that a person words ask P44 (table 1.3)."""
    assert naming(r"task_store\.insert\(") == {
        "iass_tui/services/case_notes.py",
        "iass_tui/services/duties.py",  # birthdays and consents that are due: they name nobody to reach
        "iass_tui/services/intake_saving.py",  # of whoever may not be reached it says that they contact us
        "iass_tui/services/policy_issuing.py",  # to tell a family, or when they come where they may not be reached
        "iass_tui/services/tasks.py",
    }
