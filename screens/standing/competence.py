"""A talk with a child or young person about deciding for themselves (P14, domain table 4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.decision import Allowed
from iass_tui.rules.records.access import CompetenceFinding
from iass_tui.rules.release import Finding
from iass_tui.rules.release.basis import may_record_finding
from screens import messages
from screens.base import Seat
from screens.standing.dates import read_day, read_later
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words import standing as words
from screens.words.reasons import reason_sentences

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

YES_NO = (Choice("YES", "Yes"), Choice("NO", "No"))
FOUND = tuple(Choice(one.value, words.FINDINGS[one]) for one in Finding)


class CompetenceSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class FindingWork(Protocol):
    """What this form needs of the service."""

    def add_finding(self, person_id: UUID, finding: CompetenceFinding) -> None: ...


class CompetenceScreen(FormPage):
    """The five questions, what else was looked at, and what was found."""

    where = "Can they decide for themselves?"
    act = "Record the talk"

    def __init__(self, seat: CompetenceSeat, access: FindingWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.access, self.person_id, self.today = access, person_id, seat.today_date()

    @classmethod
    def open(cls, session: Session, wish: messages.CompetenceWanted) -> Self:
        """A talk with the person in the wish."""
        return cls(session, session.access_basis, wish.person_id)

    def place(self) -> messages.Wish:
        """This form again, empty."""
        return messages.CompetenceWanted(self.person_id)

    def fields(self) -> ComposeResult:
        """In the order of the talk."""
        yield Words("It serves one request. Their own view is theirs: it goes into no copy for anyone else (P32).\n")
        for name, label in words.QUESTIONS.items():
            yield CompactChoice(name, label, YES_NO)
        for name, label in words.TEXTS.items():
            yield TextField(name, label, dense=True, optional=True, limit=2_000)
        yield CompactChoice("finding", "What was found?", FOUND)
        yield TextField("assessor", "Who talked with them", dense=True)
        yield DateFields("assessed_on", "On which day", hint="", dense=True)
        yield DateFields("review_on", "Counts until", hint="", dense=True, optional=True)

    async def fill(self) -> None:
        """Today, and who sits here."""
        self.field("assessor").text = self.seat.me.card.name
        self.field("assessed_on").text = f"{self.today.day}/{self.today.month}/{self.today.year}"

    def _finding(self) -> CompetenceFinding | None:
        assessed_on, _ = read_day(self, "assessed_on", self.today)
        review_on, _ = read_later(self, "review_on")
        if assessed_on is None or not self.field("finding").text:
            return None
        said = {"YES": True, "NO": False}
        answers: dict[str, Any] = {name: said.get(self.field(name).text) for name in words.QUESTIONS}
        return CompetenceFinding(
            finding=Finding(self.field("finding").text),
            assessed_on=assessed_on,
            assessor=self.kept("assessor"),
            **answers,
            support=self.kept("support"),
            parents_view=self.kept("parents_view"),
            factors=self.kept("factors"),
            review_on=review_on,
        )

    def problems(self) -> Iterator[tuple[str, str]]:
        """Every question answered, and a finding that follows from the answers."""
        yield from self.long_texts()
        for name, label in words.QUESTIONS.items():
            if not self.field(name).text:
                yield name, f"Answer: {label}"
        if not self.field("finding").text:
            yield "finding", "Choose what was found"
        for name, read in (
            ("assessed_on", read_day(self, "assessed_on", self.today)),
            ("review_on", read_later(self, "review_on")),
        ):
            if read[1]:
                yield name, read[1]
        finding = self._finding()
        if finding is not None and all(self.field(name).text for name in words.QUESTIONS):
            answer = may_record_finding(finding, self.today)
            if not isinstance(answer, Allowed):
                yield from (("finding", sentence) for sentence in reason_sentences(answer.reasons))

    async def submit(self) -> None:
        """Records it."""
        finding = self._finding()
        assert finding is not None
        await self.save(self.access.add_finding, self.person_id, finding)
        self.done("Recorded", messages.Changed(self.person_id))
