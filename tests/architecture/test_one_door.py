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
