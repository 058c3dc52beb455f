"""A small honest stand-in for the services: in memory, with hostile text in every field. Only for tests here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from iass_tui.rules.access import Action, may
from iass_tui.rules.find import Directory, Hit
from iass_tui.rules.records.casework import CaseStatus, TaskBody, TaskStatus
from iass_tui.rules.records.office import Colleague, OfficeFacts, Role, StaffCard
from iass_tui.services import views as v
from iass_tui.services.consent_views import ConsentAgenda
from iass_tui.services.policy_views import PolicyAgenda
from iass_tui.services.queue_views import QueueCount
from iass_tui.services.team_views import Unowned
from iass_tui.services.training_views import TrainingAgenda

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
PASSPHRASE = "correct horse battery staple"
HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m",
    "\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd",
    "A\x00B\x07C",
    "👩‍👩‍👧‍👦 [bold]",
    "L" * 100_000,
)


def hostile(number: int) -> str:
    """One of the hostile texts, each in turn."""
    return HOSTILE[number % len(HOSTILE)]


class FakeCasework:
    """Tasks that can be finished and opened again."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.cases = tuple(
            v.CaseLine(uuid4(), f"C-{n:04}", uuid4(), hostile(n), CaseStatus.OPEN, "L2", None, "", TODAY)
            for n in range(9)
        )
        self.tasks = [self._task(n) for n in range(9)]
        self.hold: threading.Event | None = None
        self.drafts: tuple[v.DraftOffer, ...] = ()
        self.warnings: tuple[str, ...] = ("NO_KIT",)

    def _task(self, n: int) -> v.TaskView:
        body = TaskBody(what=f"task {n} {hostile(n)}", due_on=TODAY + timedelta(days=n - 2), statutory=n % 2 == 0)
        case = self.cases[n]
        return v.TaskView(uuid4(), 1, case.id, case.reference, case.name, None, "", TaskStatus.OPEN, body)

    def exceptions(self) -> tuple[v.ExceptionLine, ...]:
        return ()

    def today(self) -> v.TodayView:
        self.calls.append(("today",))

        def due(low: int, high: int) -> tuple[v.TaskView, ...]:
            return tuple(
                t
                for t in self.tasks
                if t.status is TaskStatus.OPEN and t.body.due_on and low <= (t.body.due_on - TODAY).days <= high
            )

        return v.TodayView(
            due(-99, -1),
            due(0, 0),
            due(1, 6),
            due(7, 99),
            len(self.cases),
            {"L1": 2, "L2": 7},
            1,
            self.drafts,
            self.warnings,
        )

    def my_cases(self) -> tuple[v.CaseLine, ...]:
        return self.cases

    def finish_task(self, task_id: UUID, version: int, words: str = "") -> None:
        self._set(task_id, version, TaskStatus.DONE)

    def reopen_task(self, task_id: UUID, version: int) -> None:
        self._set(task_id, version, TaskStatus.OPEN)

    def _set(self, task_id: UUID, version: int, status: TaskStatus) -> None:
        if self.hold is not None:
            assert self.hold.wait(10)
        self.calls.append((status.value, task_id))
        n, old = next((n, t) for n, t in enumerate(self.tasks) if t.id == task_id)
        if old.version != version:
            raise v.Problem("Someone else changed this task. [/]")
        self.tasks[n] = v.TaskView(
            old.id, version + 1, old.case_id, old.reference, old.name, None, "", status, old.body
        )


class FakeDrafts:
    """Remembers what was thrown away."""

    def __init__(self) -> None:
        self.discarded: list[UUID] = []

    def offered(self) -> tuple[v.DraftOffer, ...]:
        return ()

    def discard(self, draft_id: UUID) -> None:
        self.discarded.append(draft_id)


class FakeKit:
    """Three sheets; `installed` says whether they became the kit."""

    def __init__(self) -> None:
        self.sheets = (
            "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-2X",
            "GGGG-HHHH-JJJJ-KKKK-MMMM-NNNN-3Y",
            "PPPP-QQQQ-RRRR-SSSS-TTTT-VVVV-4Z",
        )
        self.installed = False

    def is_due(self) -> bool:
        return not self.installed

    def begin(self) -> tuple[str, str, str]:
        return self.sheets

    def check(self, number: int, typed: str) -> bool:
        return typed.replace(" ", "").replace("-", "").upper() == self.sheets[number - 1].replace("-", "")

    def finish(self) -> None:
        self.installed = True


class FakeAccess:
    """Nobody's case is a colleague's here."""

    def asks(self, case_id: UUID) -> None:
        return None

    def asks_for_person(self, person_id: UUID) -> None:
        return None


class FakeDirectory:
    """Everyone in memory."""

    def __init__(self) -> None:
        self.is_ready = False
        self.queries: list[str] = []
        self.real = Directory()
        self.hold: threading.Event | None = None

    def load(self, progress: Callable[[int, int], None] | None = None) -> None:
        self.is_ready = True

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        if self.hold is not None:
            assert self.hold.wait(10)
        self.queries.append(query)
        return self.real.search(query, limit)

    def restricted(self) -> frozenset[UUID]:
        return frozenset()

    def refresh(self) -> None:
        self.is_ready = True


class FakeConcerns:
    """Nobody raised one."""

    def waiting(self) -> tuple[Any, ...]:
        return ()

    def readers(self) -> tuple[str, ...]:
        return (hostile(5),)


class FakeReviews:
    """Nothing to ask about."""

    def agenda(self) -> ConsentAgenda:
        return ConsentAgenda()


class FakeTeam:
    """Everything is somebody's."""

    def unowned(self) -> Unowned:
        return Unowned()


class FakeQueue:
    """Nothing was sent, by anybody."""

    def count(self) -> QueueCount:
        return QueueCount()

    def sent(self) -> tuple[Any, ...]:
        return ()


class FakeSides:
    """Nobody is on another side, and no record was joined."""

    def warns(self, person_id: UUID) -> None:
        return None

    def warns_of_case(self, case_id: UUID) -> None:
        return None

    def kept(self, person_id: UUID) -> UUID:
        return person_id


class FakeHandover:
    """Every case is somebody else's."""

    def glance(self, case_id: UUID) -> None:
        return None


class FakeTraining:
    """Everybody is trained."""

    def agenda(self) -> TrainingAgenda:
        return TrainingAgenda()


class FakeUndertakings:
    """Nothing is owed."""

    def owed(self) -> tuple[()]:
        return ()


class FakePolicy:
    """Version 1 is in force, and everybody knows it."""

    def agenda(self) -> PolicyAgenda:
        return PolicyAgenda()

    def to_read(self) -> None:
        return None


class FakeSession:
    """A signed-in colleague."""

    def __init__(self, role: Role = Role.OFFICER, facts: OfficeFacts | None = None) -> None:
        card = StaffCard(name="Amina [/] Yusuf")
        self.me = Colleague(id=uuid4(), sign_in="amina", role=role, card=card, is_active=True)
        self.facts = facts or OfficeFacts(name="Westminster [/] IASS", line_manager="Joan [b]Smith", is_demo=True)
        self.casework, self.drafts, self.kit, self.directory = FakeCasework(), FakeDrafts(), FakeKit(), FakeDirectory()
        self.papers = None  # none is made here: tests with real offices do
        self.putting_off = None  # nothing is put off here: tests with real offices do
        self.team, self.handover = FakeTeam(), FakeHandover()
        self.concerns = FakeConcerns()
        self.reviews = FakeReviews()
        self.access = FakeAccess()
        self.sides = self.joining = FakeSides()
        self.policy = FakePolicy()
        self.queue = self.sending = FakeQueue()
        self.training, self.undertakings = FakeTraining(), FakeUndertakings()
        self.locks = 0
        self.closed = False

    def today_date(self) -> date:
        return TODAY

    def may(self, action: str) -> bool:
        return bool(may(self.me.role, Action(action), self.me.card))

    def is_closed(self) -> bool:
        return False

    def unlock(self, passphrase: str) -> bool:
        return passphrase == PASSPHRASE

    def note_lock(self) -> None:
        self.locks += 1

    def close(self) -> None:
        self.closed = True


class FakeDoor:
    """An office that knows `amina` and one passphrase."""

    def __init__(
        self, condition: v.OfficeCondition = v.OfficeCondition.READY, role: Role = Role.OFFICER, wait: float = 0.0
    ) -> None:
        self.condition, self.role, self.wait = condition, role, wait
        self.sessions: list[FakeSession] = []
        self.answers: v.SetUpAnswers | None = None
        self.joined: list[tuple[str, str, str]] = []

    def state(self) -> v.OfficeState:
        return v.OfficeState(self.condition, "Ask the manager. [/]")

    def suggest_passphrase(self) -> str:
        return "apple river stone cloud lamp chair"

    def judge_passphrase(self, passphrase: str, name: str) -> str:
        return "" if len(passphrase) >= 14 else "Use 14 characters or more"

    def set_up(self, answers: v.SetUpAnswers) -> FakeSession:
        self.answers = answers
        return self._session(FakeSession(Role.MANAGER, answers.facts))

    def sign_in(self, name: str, passphrase: str) -> FakeSession:
        if (name, passphrase) != ("amina", PASSPHRASE):
            raise v.WrongPassphrase(self.wait)
        return self._session(FakeSession(self.role))

    def _session(self, session: FakeSession) -> FakeSession:
        self.sessions.append(session)
        return session

    def join(self, name: str, code: str, passphrase: str) -> None:
        self.joined.append((name, code, passphrase))
