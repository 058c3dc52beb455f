"""What the services hand to the screens about papers: which there are, who may read them, and what they say."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from iass_tui.rules.papers import Paper, Way
from iass_tui.rules.records.letters import RecordedLetter
from iass_tui.rules.records.papers import RecordedCopy

if TYPE_CHECKING:
    from iass_tui.services import views as v


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaperWish:
    """Which paper: about whom where it is about someone, and for whom."""

    paper: Paper
    version: str = ""
    """Of the policy; "" is the one in force."""
    large: bool = False
    person_id: UUID | None = None
    """Whose consents stand on it, or who is given a public paper."""
    reader_id: UUID | None = None
    """Who is to read it; None: the person themselves."""


@dataclasses.dataclass(frozen=True)
class PaperReader:
    """Someone who could be given a paper about a person: whether they may is asked when it is read."""

    id: UUID
    name: str
    is_person: bool
    """True for whom it is about."""


def readers_of(view: v.PersonView) -> tuple[PaperReader, ...]:
    """Whom a paper about someone could be for: them, and the adults of their family."""
    family = (PaperReader(one.person_id, one.name, False) for one in view.family if not one.is_child_side)
    return (PaperReader(view.id, view.card.full_name, True), *family)


@dataclasses.dataclass(frozen=True)
class PaperOffer:
    """The papers that can be made here."""

    papers: tuple[Paper, ...]
    policies: tuple[str, ...]
    """Versions of the policy, oldest first; the last is in force."""
    name: str = ""
    """Whom the papers are for; "" where nobody was chosen."""
    readers: tuple[PaperReader, ...] = ()
    copies: tuple[RecordedCopy, ...] = ()
    """What they were given already, oldest first (P28)."""
    may_write: bool = False
    """Whether a letter about them can be written here."""
    letters: tuple[RecordedLetter, ...] = ()
    """What went out about them, in a case or in none, oldest first; of a colleague's case only once it was said why."""


@dataclasses.dataclass(frozen=True)
class PaperView:
    """A paper as text: `lines` are (how a line stands on the page, words)."""

    title: str
    lines: tuple[tuple[str, str], ...]


class Papers(Protocol):
    """Papers to print: the same text is read in the terminal and stands on the page."""

    def offer(self, person_id: UUID | None = None) -> PaperOffer:
        """Which papers can be made: the public ones, and those about the person who is given."""
        ...

    def read(self, wish: PaperWish) -> PaperView:
        """What the paper will say, as text; raises `NotAllowed`, recorded, where its reader may not have it."""
        ...

    def make(self, wish: PaperWish, way: Way | None = None) -> v.OutboxFile | None:
        """The paper, encrypted, in the outbox; `way` records that someone on file is given it (P28)."""
        ...

    def recovery_forms(self, *, large_print: bool = False) -> v.OutboxFile:
        """The blank forms for a recovery kit, which their holders fill in by hand."""
        ...
