"""All questions on one form: a field appears when the answers lead to it, and is gone when they no longer do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.containers import Vertical
from textual.widget import Widget

from iass_tui.rules import intake as rule
from iass_tui.rules.intake import Kind
from iass_tui.rules.wording import wording
from screens.intake.asked import Asked, Look
from screens.intake.interview import PEOPLE, Interview
from screens.intake.pages import buttons
from screens.widgets.words import Section, Words

SEARCHED = "searched"
_HEADING = "section:"


class DenseForm(Vertical):
    """The fields that `Interview.sequence` asks for, under the headings of their sections. No other field exists."""

    DEFAULT_CSS = """
    DenseForm { height: auto; }
    """

    def __init__(self, interview: Interview, look: Callable[[str], Look]) -> None:
        super().__init__()
        self.interview, self.look = interview, look
        self.asked: dict[str, Asked] = {}
        self._parts: dict[str, list[Widget]] = {}

    async def sync(self) -> None:
        """Puts on the form what is asked now, and takes off what is not."""
        with self.app.batch_update():
            await self._sync(list(self._wanted()))

    async def _sync(self, wanted: list[str]) -> None:
        for key in [key for key in self._parts if key not in wanted]:
            self.asked.pop(key, None)
            for widget in self._parts.pop(key):
                await widget.remove()
        above: Widget | None = None
        new: list[Widget] = []
        for key in wanted:
            if key in self._parts:
                await self._put(new, above)
                above, new = self._parts[key][-1], []
            else:
                self._parts[key] = list(self._make(key))
                new += self._parts[key]
        await self._put(new, above)

    async def _put(self, new: list[Widget], above: Widget | None) -> None:
        if new and above is not None:
            await self.mount(*new, after=above)
        elif new:
            await self.mount(*new, before=0 if self.children else None)

    async def forget_people(self) -> None:
        """Takes the fields of parents and carers off; the next `sync` puts them on as they are now."""
        for key in [key for key in self._parts if key.startswith(PEOPLE)]:
            self.asked.pop(key, None)
            for widget in self._parts.pop(key):
                await widget.remove()

    def _wanted(self) -> Iterator[str]:
        section = ""
        sections = {one.id: section.id for section in rule.sections() for one in section.questions}
        for place in self.interview.sequence():
            if sections[place.partition(".")[0]] != section:
                section = sections[place.partition(".")[0]]
                yield f"{_HEADING}{section}"
                if section == "people" and self.interview.typed:
                    yield SEARCHED
            yield place

    def _make(self, key: str) -> Iterator[Widget]:
        if key.startswith(_HEADING):
            title = next(one.title for one in rule.sections() if one.id == key.removeprefix(_HEADING))
            yield Section(title, classes="" if self._parts else "first")
        elif key == SEARCHED:
            yield Words(f"You searched for: {self.interview.typed}", classes="dim")
        elif key == PEOPLE:
            yield buttons(("add-person", "Add a parent or carer"), ("drop-person", "Take the last one off"))
        elif rule.question(key).kind is Kind.INFO:
            one = rule.question(key)
            yield Words(f"{one.title}: {wording(one.wording).text}", classes="notice")
        else:
            if key.startswith(f"{PEOPLE}.") and key.endswith(".given_name"):
                yield Words(f"Parent or carer {int(key.split('.')[1]) + 1}", classes="strong")
            self.asked[key] = asked = Asked(key, self.interview.answers, self.look(key))
            self.interview.offered(key, asked.value())
            yield from asked.widgets

    def next_after(self, place: str) -> Asked | None:
        """The field that follows this one."""
        order = [key for key in self._wanted() if key in self.asked]
        following = order[order.index(place) + 1 :] if place in order else []
        return self.asked[following[0]] if following else None
