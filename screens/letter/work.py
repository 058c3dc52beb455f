"""What the page of a letter needs of the services."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from iass_tui.rules.records.office import Colleague
from iass_tui.services.letter_views import LetterPlaces, LetterView, LetterWish
from iass_tui.services.sharing_views import AnswerView
from iass_tui.services.views import OutboxFile, PersonView
from screens.base import Seat


class LetterSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class LetterWork(Protocol):
    """What this page needs of letters."""

    def gate(self, wish: LetterWish) -> AnswerView: ...
    def places(self, wish: LetterWish) -> LetterPlaces: ...
    def fill(self, wish: LetterWish, values: dict[str, str]) -> str: ...
    def read(self, wish: LetterWish, values: dict[str, str], text: str) -> LetterView: ...
    def send(self, wish: LetterWish, values: dict[str, str], text: str) -> OutboxFile: ...


class PeopleWork(Protocol):
    """What this page needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class StaffWork(Protocol):
    """What this page needs of the staff list."""

    def colleagues(self) -> tuple[Colleague, ...]: ...
