"""What the services hand to the screens about training, undertakings and the office's registers."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.office import Colleague
from iass_tui.rules.records.registers import RecordedLine, Register
from iass_tui.rules.records.training import Acknowledgement, Coming, Held, RecordedTraining, Undertaking
from iass_tui.rules.registers.fields import Form
from iass_tui.rules.training import Beginning, Course, Standing
from iass_tui.rules.training_plan import Planned
from iass_tui.rules.undertakings import Owed
from iass_tui.rules.wording import Wording
from iass_tui.services.refusals import NotOpen
from iass_tui.services.views import OutboxFile


class TrainingEnded(NotOpen):
    """Somebody may not work until their training is recorded (P25). Nothing was opened to them."""

    def __init__(self, sentence: str, *, may_enter_own: bool = False) -> None:
        super().__init__(sentence)
        self.may_enter_own = may_enter_own
        """A manager, and no other manager may work: `Door.enter_own_training` is open to them."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolicyRead:
    """Which version of the policy a colleague last said that they read, beside the one in force (P26)."""

    in_force: int
    number: int = 0
    """0 where they have read none."""
    on: date | None = None

    @property
    def is_current(self) -> bool:
        """Whether it is the one in force."""
        return self.number == self.in_force


@dataclasses.dataclass(frozen=True, kw_only=True)
class PersonTraining:
    """One colleague in the register. `lines` is empty of one's own: what they may know stands in `held`."""

    colleague: Colleague
    standing: Standing
    until: date | None
    held: tuple[Held, ...]
    lines: tuple[RecordedTraining, ...] = ()
    gaps: tuple[Course, ...] = ()
    agreed: tuple[Acknowledgement, ...] = ()
    """The latest of each kind."""
    owed: tuple[Owed, ...] = ()
    planned: tuple[Planned, ...] = ()
    """What is to come for them, as the managers' plan says; of one's own what the card says: `told`."""
    told: tuple[Coming, ...] = ()
    policy: PolicyRead | None = None
    """None of one's own, which the first page asks for, and where no version is in force."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrainingOverview:
    """The register: everybody who works here, and the courses there are."""

    today: date
    people: tuple[PersonTraining, ...]
    courses: tuple[Course, ...]
    to_come: tuple[Planned, ...] = ()
    to_note: tuple[Planned, ...] = ()
    """Planned trainings whose day has come, and nobody noted who came."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrainingAgenda:
    """What the first page says of all this: one's own, and what is the manager's to see to."""

    ends_on: date | None = None
    """When one's own ends, where that is within 30 days."""
    is_grace: bool = False
    """Whether what ends is days without the training."""
    owed: tuple[Undertaking, ...] = ()
    planned: tuple[Coming, ...] = ()
    """What is planned for oneself."""
    ended: int = 0
    """Colleagues who may not work."""
    ending: int = 0
    """Colleagues who may not in 30 days' time."""
    reviews: int = 0
    """Lines of registers that should have been looked at again."""
    to_note: int = 0
    """Planned trainings whose day has come, and nobody noted who came."""


class Training(Protocol):
    """The training register. Whoever manages staff sees everybody; others see their own."""

    def agenda(self) -> TrainingAgenda: ...
    def mine(self) -> PersonTraining: ...
    def overview(self) -> TrainingOverview: ...
    def courses(self) -> tuple[Course, ...]: ...
    def enter(self, account_id: UUID, wanted: Beginning) -> None:
        """A course that was done, or days of grace. Raises `NotAllowed` with every reason."""
        ...

    def came(self, plan_id: UUID, version: int, who: Collection[UUID], evidence: str) -> None:
        """Notes who came to a planned training, with a line of the register for each. Raises as `enter`."""
        ...

    def take_back(self, line: RecordedTraining, reason: str) -> None: ...
    def report(self, *, large_print: bool = False) -> OutboxFile:
        """Who was trained in what, until when, and what is missing, as an encrypted PDF."""
        ...


class Undertakings(Protocol):
    """What everybody reads and agrees to."""

    def owed(self) -> tuple[Owed, ...]: ...
    def text(self, what: Undertaking) -> Wording: ...
    def agree(self, what: Undertaking, sha256: str) -> None:
        """Raises `NotAllowed` where the text is another by now."""
        ...


@dataclasses.dataclass(frozen=True)
class Holder:
    """Somebody whose keys open something, as the key register has it today."""

    name: str
    role: str
    compartments: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RegisterView:
    """One register as it stands."""

    register: Register
    today: date
    lines: tuple[RecordedLine, ...]
    form: Form
    """Its fields, with what the office's own lists offer in them."""
    taken_back: tuple[RecordedLine, ...] = ()
    names: Mapping[UUID, str] = dataclasses.field(default_factory=dict)
    """Of whoever wrote a line."""
    holders: tuple[Holder, ...] = ()
    """Of the register of who can reach host and keys: who holds keys now."""


class Registers(Protocol):
    """The office's registers, for whoever may change them."""

    def page(self, register: Register) -> RegisterView: ...
    def form(self, register: Register) -> Form: ...
    def line(self, register: Register, line_id: UUID) -> RecordedLine: ...
    def add(self, register: Register, values: Mapping[str, str]) -> UUID: ...
    def change(self, register: Register, line_id: UUID, version: int, values: Mapping[str, str]) -> None: ...
    def take_back(self, register: Register, line_id: UUID, version: int, reason: str) -> None: ...
    def print(self, register: Register, *, large_print: bool = False) -> OutboxFile: ...
    def mailing(self) -> tuple[Agency, ...]:
        """The agencies that are not retired: those that get the policy first."""
        ...

    def set_mailing(self, agency_id: UUID, version: int, *, gets_policy: bool) -> None: ...
    def mailing_list(self) -> OutboxFile:
        """Whom policy copies go to, as an encrypted workbook."""
        ...
