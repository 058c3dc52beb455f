"""The items of a working copy as rows and words: what the rules propose, and what a person decided."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from uuid import UUID

from iass_tui.rules.dates import display_day
from iass_tui.rules.masking import Neutral
from iass_tui.services.views import PackItemView, PackOffer, PersonView
from screens.widgets.choice_field import Choice
from screens.widgets.reader import Part
from screens.widgets.row_list import Row
from screens.words.codes import label
from screens.words.days import short_day
from screens.words.people import responsibility_words
from screens.words.reasons import reason_sentences
from screens.words.releases import next_steps

CONCERN = "ITEM_SAFEGUARDING"
SELF = "SELF"
IN, OUT = "IN", "OUT"


@dataclasses.dataclass
class Copy:
    """A copy being put together: nothing is decided for anyone. What the rules keep back is out by itself."""

    offer: PackOffer
    decided: dict[str, bool] = dataclasses.field(default_factory=dict)

    @property
    def open(self) -> tuple[PackItemView, ...]:
        """What is still to be decided."""
        return tuple(one for one in self.offer.items if not one.locked and one.id not in self.decided)

    @property
    def decisions(self) -> dict[str, bool]:
        """Every item with its decision, the locked ones out."""
        return {one.id: self.decided.get(one.id, False) and not one.locked for one in self.offer.items}

    @property
    def is_decided(self) -> bool:
        """Whether the copy can be made: someone may have it, every item is decided, and something goes in."""
        return self.offer.allowed and not self.open and any(self.decisions.values())

    def decide(self, item_id: str, goes_in: bool | None) -> None:
        """Decides about one item; None takes the decision back. A locked item takes none."""
        if any(one.id == item_id and not one.locked for one in self.offer.items):
            if goes_in is None:
                self.decided.pop(item_id, None)
            else:
                self.decided[item_id] = goes_in

    def count_line(self) -> str:
        """How far it is."""
        values = list(self.decided.values())
        locked = sum(one.locked for one in self.offer.items)
        parts = (
            f"goes in {sum(values)}",
            f"stays out {len(values) - sum(values)}",
            f"kept back by the rules {locked}",
            f"to decide {len(self.open)}",
        )
        nothing = () if self.open or any(values) else ("so nothing goes in",)
        return "   ".join((*parts, *nothing))

    def as_values(self) -> dict[str, str]:
        """For a draft: who asks, and each decision; of concerns none, since case staff hold the key of a draft."""
        asked_by = str(self.offer.requester_id or SELF)
        safeguarding = {item.id for item in self.offer.items if CONCERN in item.reasons}
        decided = {key: goes_in for key, goes_in in self.decided.items() if key not in safeguarding}
        return {"requester": asked_by, **{key: IN if goes_in else OUT for key, goes_in in decided.items()}}

    def take(self, values: Mapping[str, str]) -> None:
        """Takes decisions back from a draft; those about items that are gone fall away."""
        for key, value in values.items():
            if value in (IN, OUT):
                self.decide(key, value == IN)


def requesters(view: PersonView) -> tuple[Choice, ...]:
    """Who may ask: the person, and everyone in the family by name."""
    found = [Choice(SELF, f"{view.card.full_name}, for their own file")]
    for one in view.family:
        relation = "child" if one.is_child_side else label("RELATION", one.tie.relation).lower()
        responsibility = "" if one.is_child_side else f", {responsibility_words(one.tie)}"
        found.append(Choice(str(one.person_id), f"{one.name}, {relation}{responsibility}"))
    return tuple(found)


def requester_of(code: str) -> UUID | None:
    """The requester's id; None for the person themself."""
    return None if code == SELF else UUID(code)


def answer_lines(copy: Copy, name: str) -> Iterator[str]:
    """Whether they may have a copy, and every reason or condition."""
    sentences = reason_sentences(copy.offer.reasons)
    if copy.offer.allowed:
        yield f"YES, {name} may have a copy."
        yield from (f"  · {one}" for one in sentences)
    else:
        yield f"NO. {name} may not have a copy."
        yield from (f"  · {one}" for one in sentences)
        yield from (f"  → {one}" for one in next_steps(copy.offer.reasons))


def rows(copy: Copy) -> Iterator[Row]:
    """One line an item, in the order of days."""
    for one in copy.offer.items:
        first = " ".join(f"{one.heading}  {one.text[:300]}".split())
        look = "look: " if one.reasons and not one.locked and one.id not in copy.decided else ""
        error = "IN ERROR  " if one.in_error else ""
        cells = (Neutral(mark(copy, one)), Neutral(short_day(one.day)), Neutral(one.kind), f"{error}{look}{first}")
        yield Row(one.id, cells, dim=one.locked)


def mark(copy: Copy, item: PackItemView) -> str:
    """What was decided about an item, in a column."""
    if item.locked:
        return "KEPT BACK"
    return {True: "goes in", False: "stays out", None: "undecided"}[copy.decided.get(item.id)]


def parts(copy: Copy, item: PackItemView) -> Iterator[Part]:
    """One item to read, with what the rules say about it."""
    yield Part(f"{item.kind}, {display_day(item.day)}   {mark(copy, item)}", "strong")
    yield Part(item.heading)
    if item.in_error:
        yield Part("IN ERROR: it goes in with that mark, or stays out", "strong")
    if item.locked:
        yield Part("The rules keep it from this person:", "strong")
    elif item.reasons:
        proposed = "stays out" if item.proposed == "WITHHOLD" else "goes in"
        yield Part(f"The rules would say: {proposed}, after a look at this:", "strong")
    yield from (Part(f"  · {one}") for one in reason_sentences(item.reasons))
    yield Part("")
    yield Part(item.text)
