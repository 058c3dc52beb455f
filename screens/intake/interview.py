"""The answers of a first contact while someone gives them: which question stands where, and what is to be forgotten.

No widgets here. `rules.intake` says what is asked and what may be kept; this remembers where one is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date

from iass_tui.rules import intake as rule
from iass_tui.rules.decision import Problem
from iass_tui.rules.intake import IntakeOutcome, Kind
from iass_tui.rules.intake.routing import CHILD_TYPES

CHECK = "check"
"""The page after the last question."""
PEOPLE = "parents"
GATES = frozenset({"user_type", "referral", "policy", "understood", "save", "contact", "permit"})
"""Their answers open and close other questions: taken on Continue alone, never while arrows move over them."""
ROUTING = frozenset({"referral", "policy", "understood", "save", "permit"})
"""Codes that say which count it is. Of a contact that is not kept they and the count's codes are all that is sent."""
_OURS = frozenset({"rights_by", "rights_on"})
"""About us, not about them, but words and a date all the same: forgotten with the rest after a No."""
_LAST_OF = {
    "child_given_name": "child_family_name",
    "family_given_name": "family_family_name",
    "phone": "address",
    "given_name": "family_name",
}
"""Of several questions one answer is needed: it is asked for on the page of the last."""


def _asked_on(field: str) -> str:
    """The page on which a problem is put right."""
    whose, dot, name = field.rpartition(".")
    return f"{whose}{dot}{_LAST_OF.get(name, name)}"


def settled(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers without those to questions that are no longer led to; after a No without any words either."""
    left = dict(answers)
    while True:
        shown = frozenset(rule.visible(left))
        gone = [field for field in left if field.partition(".")[0] not in shown]
        if not gone:
            break
        for field in gone:
            del left[field]
    if is_over(left):
        for field in _OURS:
            left.pop(field, None)
    return left


def is_over(answers: Mapping[str, str]) -> bool:
    """Whether it is decided that nothing about them is kept: only the count's questions are left."""
    return "safeguarding" in rule.visible(answers)


def may_be_kept(answers: Mapping[str, str]) -> bool:
    """Whether a draft may be written."""
    return not rule.permitted(rule.outcome(answers)).is_tally_only


def widget_id(place: str) -> str:
    """The id of the field for a question: ids of widgets hold no dots."""
    return place.replace(".", "-")


def place_of(ident: str) -> str:
    """The question that a field belongs to."""
    return ident.replace("-", ".")


@dataclasses.dataclass
class Interview:
    """What was answered so far, and the order of what is asked. Text only, in memory only."""

    today: date
    answers: dict[str, str] = dataclasses.field(default_factory=dict, repr=False)
    typed: str = dataclasses.field(default="", repr=False)
    """What was searched for on Find: shown after Yes, wiped on No."""
    carried: frozenset[str] = frozenset()
    """Answers of an earlier, anonymous call: not asked again."""
    begun: int = 0
    """How many parents and carers are being entered."""

    def __post_init__(self) -> None:
        numbers = [int(field.split(".")[1]) + 1 for field in self.answers if field.startswith(f"{PEOPLE}.")]
        self.begun = max([self.begun, rule.how_many(self.answers), *numbers])

    # the order of the pages

    def sequence(self) -> list[str]:
        """All questions that the answers lead to, each parent's own before the question whether there is another."""
        out: list[str] = []
        for field in rule.visible(self._with_people()):
            if field == PEOPLE:
                out += [f"{PEOPLE}.{n}.{one.id}" for n in range(self.people()) for one in rule.question(PEOPLE).fields]
            out.append(field)
        return out

    def _with_people(self) -> dict[str, str]:
        """The answers as they are once everybody who is being entered is on the list: of two, more is asked."""
        return {**self.answers, PEOPLE: str(self.people())}

    def people(self) -> int:
        """How many parents and carers have pages: one at least, but for a young person none."""
        return max(self.begun, 0 if self.answers.get("user_type", "") in CHILD_TYPES else 1)

    def is_done(self, place: str) -> bool:
        """Whether a question is done with."""
        if place in _OURS and is_over(self.answers):
            return True
        if "." not in place:
            return rule.is_answered(place, self.answers)
        return place in self.answers and (rule.question(place).is_optional or bool(self.answers[place].strip()))

    def first_open(self) -> str:
        """The first question not done with or to be put right; the check page where there is none."""
        wrong = {problem.field for problem in rule.problems(self.answers, self.today)} if self.is_kept else set()
        for place in self.sequence():
            if not self.is_done(place) or place in wrong:
                return place
        return CHECK

    def after(self, place: str) -> str:
        """The page after this one; past the last whatever is still open.

        After the last parent it is what one of them lacks: who is spoken to can say it now, and not at the end.
        """
        if place == PEOPLE and (lacking := [one.field for one in self.problems() if "." in one.field]):
            return _asked_on(lacking[0])
        pages = self.sequence()
        following = pages[pages.index(place) + 1 :] if place in pages else []
        for one in following:
            if one not in self.carried or not self.is_done(one):
                return one
        return self.first_open()

    def before(self, place: str) -> str:
        """The page before this one; "" on the first."""
        pages = self.sequence()
        if place == CHECK:
            return pages[-1]
        at = pages.index(place) if place in pages else 0
        return pages[at - 1] if at else ""

    def resumed_at(self) -> str:
        """Where to go on with a draft: what was being typed last, else the first open question."""
        place = self.first_open()
        if self.answers.get(place, "").strip():
            return place
        last = self.before(place)
        is_text = last not in {"", PEOPLE} and rule.question(last).kind in {Kind.TEXT, Kind.LONG_TEXT}
        return last if is_text and self.answers.get(last, "").strip() and rule.is_personal(last) else place

    @property
    def is_decided(self) -> bool:
        """Whether it is known that something is kept, or that nothing is."""
        return self.is_kept or is_over(self.answers)

    def step(self, place: str) -> tuple[int, int]:
        """(2, 9) is "question 2 of 9"; the pages of a parent count as one question."""
        return rule.step_of(place.partition(".")[0], self._with_people())

    # answers

    @property
    def is_kept(self) -> bool:
        """Whether something about them may be kept."""
        return may_be_kept(self.answers)

    @property
    def outcome(self) -> IntakeOutcome:
        """Where this leads if it ended now."""
        return rule.outcome(self.answers)

    def note(self, place: str, value: str) -> None:
        """Takes an answer as it stands while someone types."""
        self.answers[place] = value

    def offered(self, place: str, value: str) -> None:
        """Takes what a field shows as typed already, where nothing was answered yet."""
        if value and place not in GATES:
            self.answers.setdefault(place, value)

    def proposed(self, place: str, value: str) -> dict[str, str]:
        """All answers as they would be after this one."""
        return settled({**self.answers, place: value})

    def lost(self, proposed: Mapping[str, str]) -> tuple[str, ...]:
        """Titles of what was said about someone and would be forgotten."""
        gone = [
            field
            for field, value in self.answers.items()
            if value.strip() and field not in proposed and rule.is_personal(field) and field != PEOPLE
        ]
        return tuple(dict.fromkeys(rule.question(field).title for field in gone))

    def take(self, proposed: Mapping[str, str]) -> None:
        """Takes the answers, and forgets what is to be forgotten."""
        self.answers = dict(proposed)
        if is_over(self.answers):
            self.typed = ""
        if PEOPLE not in rule.visible(self.answers):
            self.begun = 0

    def to_send(self) -> dict[str, str]:
        """What the service is given: of a contact that is not kept, codes alone."""
        if self.is_kept:
            return dict(self.answers)
        allowed = rule.TALLY_FIELDS | ROUTING
        return {field: value for field, value in self.answers.items() if field in allowed}

    def forget(self) -> None:
        """Wipes everything."""
        self.answers, self.typed, self.carried, self.begun = {}, "", frozenset(), 0

    # people

    def add_person(self) -> str:
        """One more parent or carer; their first question."""
        self.answers.pop(PEOPLE, None)
        number = self.people()
        self.begun = number + 1
        return f"{PEOPLE}.{number}.{rule.question(PEOPLE).fields[0].id}"

    def drop_person(self, number: int) -> None:
        """Takes one off the list; those after them move up."""
        self.answers.pop(PEOPLE, None)
        for n in range(number, self.people()):
            for one in rule.question(PEOPLE).fields:
                following = self.answers.pop(f"{PEOPLE}.{n + 1}.{one.id}", None)
                self.answers.pop(f"{PEOPLE}.{n}.{one.id}", None)
                if following is not None:
                    self.answers[f"{PEOPLE}.{n}.{one.id}"] = following
        self.begun = max(self.people() - 1, 0)

    def names(self) -> list[str]:
        """Those entered, by name, as far as they have one."""
        found = []
        for n in range(self.people()):
            parts = (self.answers.get(f"{PEOPLE}.{n}.{name}", "").strip() for name in ("given_name", "family_name"))
            found.append(" ".join(part for part in parts if part) or f"Parent or carer {n + 1}, no name yet")
        return found

    # what is still wrong

    def problems(self) -> tuple[Problem, ...]:
        """Everything to put right before the end, none for a contact that is only counted but gaps in the count."""
        if self.is_kept:
            return rule.problems(self.answers, self.today)
        shown = set(rule.visible(self.answers))
        if is_over(self.answers):
            shown -= _OURS
        return tuple(one for one in rule.problems(self.answers, self.today) if one.field in shown)

    def problems_on(self, place: str) -> Iterator[Problem]:
        """What is wrong on this page, with what is needed of several pages on the last of them."""
        return (one for one in rule.problems(self.answers, self.today) if _asked_on(one.field) == place)
