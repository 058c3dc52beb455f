"""Nothing leaves but by the rule's permit: who makes permits, who spends them, who writes the sharing record."""

import ast
import re

from tests.architecture.tree import CODE, ROOT, files, named

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


GIVES_A_CASE = {
    # By `insist_may_have`, `may_have_case` or what they are made of: a conflict of interest keeps it from somebody.
    "iass_tui/services/casework.py": ("open_case", "reopen_case", "assign", "take_assignment_back"),
    "iass_tui/services/import_writing.py": ("_write_case",),  # asked while the rows are looked at: `_with_interest`
    "iass_tui/services/intake_saving.py": ("write_case",),  # asked by `save_case`, and by `join` of the queue
    "iass_tui/services/leaving.py": ("_give_case", "_give_task"),
    "iass_tui/services/restricting.py": ("_give_on",),
    "iass_tui/services/team.py": ("give_task", "take_task_back"),
}
ASKS_ELSEWHERE = {
    "_write_case": ("iass_tui/services/importing.py", "_with_interest"),
    "write_case": ("iass_tui/services/intake_saving.py", "save_case"),
    "give_task": ("iass_tui/services/team.py", "_insist_may_take"),
    "take_task_back": ("iass_tui/services/team.py", "_insist_may_take"),
}


def functions(place: str) -> dict[str, str]:
    """The functions of a module of ours and what stands in them."""
    text = (ROOT / place).read_text()
    return {
        one.name: ast.get_source_segment(text, one) or ""
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.FunctionDef)
    }


def test_whatever_gives_a_case_or_a_task_to_somebody_asks_whether_they_have_a_conflict_of_interest() -> None:
    gives = re.compile(r"\bcase_store\.(insert|assign|give)\(|\btask_store\.give\(")
    asks = re.compile(r"insist_may_have\(|may_have_case\(|refuse_unless_mine\(|_may_have\w*\(|self\._taker\(")
    found = {}
    for path in files("iass_tui", suffix=".py"):
        named_so = tuple(name for name, text in functions(named(path)).items() if gives.search(text))
        if named_so:
            found[named(path)] = named_so
    assert {place: set(names) for place, names in found.items()} == {
        place: set(names) for place, names in GIVES_A_CASE.items()
    }
    for place, names in GIVES_A_CASE.items():
        for name in names:
            where, asked = ASKS_ELSEWHERE.get(name, (place, name))
            assert asks.search(functions(where)[asked]), (place, name)
    assert asks.search(functions("iass_tui/services/queue_joining.py")["join"])
