"""What stands in a case or a person's record is opened by services that ask the one gate first (P20)."""

import ast
import re

from tests.architecture.tree import files, named

OPENS = {
    "person_id", "case_id", "note_id", "task_id", "event_id", "link_id", "child_id", "kept_id", "other_id",
    "subject_id", "sharing_id", "wish", "offer",
}  # fmt: skip
"""Arguments by which a service is told whose file it is about."""
ASKS = re.compile(r"access\.insist_(on|on_person|for_person|within)\(|session\.people\.person\(")
"""The gate itself, or a person's page, which asks it."""
NOT_THEIRS = frozenset({"case_access.py", "other_side.py", "second_person.py", "signed_in.py", "session.py"})
"""The gates themselves, and what every service is built on."""

CONSENT = "what somebody says of their own consent is taken down whoever hears it (P46)"
WRITES_ONLY = "nothing of the record is in its answer: the page that it is written on asked"
FIRST = "safeguarding waits for no question (P9); every exception is seen by a manager (P11)"
MANAGERS = "a manager's decision about the record: `insist_impartial` keeps whoever has a conflict from it"
RESTRICTS = "a manager shuts a record or opens it, and reads nothing of it"
ALLOCATES = "work is given out unread; who gets it is asked of `insist_may_have`"
DECLARES = "somebody declares a conflict without opening the family's page"
INSIDE = "part of a service that asked"
NAMES = "it answers with references and names alone"
PUBLIC = "a text of ours, with nothing of a record in it"

UNASKED = {
    **dict.fromkeys(
        ("consent.ConsentService.record", "consent.ConsentService.withdraw", "stopping.Stopping.stops",
         "stopping.Stopping.tell_agency", "acknowledging.Acknowledging.acknowledge", "tasks.Tasks.add_duty",
         "keeping_in_touch.KeepingInTouchService.stop", "intake.IntakeService.confirm_referral"),
        CONSENT,
    ),
    **dict.fromkeys(
        ("access_basis.AccessBasisService.add_finding", "access_basis.AccessBasisService.add_authority",
         "access_basis.AccessBasisService.end_authority", "agencies.AgencyService.involve",
         "casework.CaseworkService.open_case", "equality.EqualityService.save", "importing.ImportService.not_same",
         "policy_log.PolicyLog.ask"),
        WRITES_ONLY,
    ),
    **dict.fromkeys(
        ("concerns.ConcernService.tell_staff", "sharing.SharingService.exception",
         "sharing_exceptions.Exceptions.carry_out"),
        FIRST,
    ),
    **dict.fromkeys(
        ("erasing.ErasureService.look", "erasing.ErasureService.keep", "erasing.ErasureService.propose",
         "erasing.ErasureService.take_back", "erasing.ErasureService.say_no", "erasing.ErasureService.erase",
         "sharing_exceptions.Exceptions.seen", "sharing_exceptions.Exceptions.sign_off",
         "sharing_exceptions.Exceptions.turn_down"),
        MANAGERS,
    ),
    **dict.fromkeys(
        (f"restricting.RestrictionService.{one}" for one in ("standing", "preview", "place", "looked", "lift")),
        RESTRICTS,
    ),
    **dict.fromkeys(
        ("casework.CaseworkService.assign", "casework.CaseworkService.take_assignment_back",
         "team.TeamService.give_task", "team.TeamService.take_task_back", "queue.QueueService.join"),
        ALLOCATES,
    ),
    **dict.fromkeys((f"interests.InterestService.{one}" for one in ("of", "say", "end")), DECLARES),
    **dict.fromkeys(
        ("access_basis.AccessBasisService.use_finding", "duties.DutyService.insist_new", "redaction.Redaction.found",
         "reviews.ReviewService.of_case", "reviews.ReviewService.left_after", "reviews.ReviewService.settle",
         "sharing_exceptions.Exceptions.view", "review_reading.Read.is_active", "review_reading.Read.person",
         "review_reading.Read.history", "review_reading.Read.basis", "review_reading.Read.involvements"),
        INSIDE,
    ),
    **dict.fromkeys(
        ("case_notes.CaseNotes.sibling_cases", "casework.CaseworkService.person_of", "joining.JoiningService.kept",
         "joining.JoiningService.joined_to", "looking.LookingService.read", "looking.LookingService.make",
         "queue.QueueService.join_plan", "drafts.DraftService.start"),
        NAMES,
    ),
    **dict.fromkeys(("letters.LetterService.fill", "papers.PaperService.plain"), PUBLIC),
}  # fmt: skip
"""What need not ask, and why."""


def public_methods() -> dict[str, bool]:
    """Every public method of a service that is told whose file it is about, and whether it comes to the gate."""
    found = {}
    for path in files("iass_tui/services", suffix=".py"):
        if path.name in NOT_THEIRS or path.name.endswith(("_views.py", "ports.py")):
            continue
        text = path.read_text()
        tree = ast.parse(text)
        bodies: dict[str, str] = {}
        for one in ast.walk(tree):
            if isinstance(one, ast.FunctionDef):
                bodies[one.name] = bodies.get(one.name, "") + (ast.get_source_segment(text, one) or "")
        for service in (one for one in tree.body if isinstance(one, ast.ClassDef) and not _is_other(one)):
            for method in (one for one in service.body if isinstance(one, ast.FunctionDef)):
                told = {each.arg for each in (*method.args.args, *method.args.kwonlyargs)}
                if not method.name.startswith("_") and told & OPENS:
                    found[f"{path.stem}.{service.name}.{method.name}"] = _comes_to_it(method.name, bodies, set())
    return found


def _is_other(one: ast.ClassDef) -> bool:
    """What is no service: a module's own, and a view of one that its caller declares."""
    return one.name.startswith("_") or any(isinstance(base, ast.Name) and base.id == "Protocol" for base in one.bases)


def _comes_to_it(name: str, bodies: dict[str, str], seen: set[str]) -> bool:
    """Whether a function asks, itself or by another one of its module."""
    seen.add(name)
    body = bodies[name]
    if ASKS.search(body):
        return True
    called = set(re.findall(r"(?<![.\w])(?:self\.)?(\w+)\(", body)) & set(bodies) - seen
    return any(_comes_to_it(one, bodies, seen) for one in sorted(called))


def test_whatever_opens_a_case_or_a_persons_record_asks_the_gate_or_says_here_why_not() -> None:
    """A new method of a service is red until it asks, or until somebody has written down why it need not."""
    found = public_methods()
    assert len(found) > 100
    assert {name for name, asks in found.items() if not asks} == set(UNASKED)


def test_only_the_gate_asks_what_is_on_record_about_a_family() -> None:
    """One place: what asks of a colleague's case asks of the other side and of a conflict of interest too."""
    asks = re.compile(r"\bsides\.insist\w*\(")
    found = {named(path) for path in files("iass_tui", suffix=".py") if asks.search(path.read_text())}
    assert found == {"iass_tui/services/case_access.py"}
