"""A question as a field: the same for a page of its own and for the dense form, where it takes one line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date

from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import DateField, DateProblem, PartialDate
from iass_tui.rules.intake import Kind, Option, Prefill, Question, question
from iass_tui.rules.wording import wording
from screens.intake.interview import widget_id
from screens.widgets.choice_field import Choice, ChoiceField, MultiChoice
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.date_fields import DateFields, date_sentence
from screens.widgets.field import FormField
from screens.widgets.ranked import CompactRanked, RankedChoice
from screens.widgets.text_field import TextAreaField, TextField

_WARNINGS = {"FAMILY_MEMBER": "A member of the family: never a child, and some things are hard to say among relatives."}
DATE_HINT = "Like 27 3 2007"
PART_HINT = "Like 27 3 2007. Leave the day, or day and month, empty where they are not known"


@dataclasses.dataclass(frozen=True)
class Look:
    """How much room a field has, and what is offered as typed already."""

    today: date
    dense: bool = False
    rows: int = 12
    hint: str = ""
    issue_group: str = ""
    """What it is about: of a long list of issues those of this group come first."""
    prefills: dict[Prefill, str] = dataclasses.field(default_factory=dict, repr=False)


class Asked:
    """One question on screen. `field` is its widget; for a date that may be left out, `instead` is a second one."""

    def __init__(self, place: str, answers: Mapping[str, str], look: Look) -> None:
        self.place, self.look = place, look
        self.question = question(place)
        self.instead: MultiChoice | CompactMulti | None = None
        self.field = self._field()
        offered = look.prefills.get(self.question.prefill, "") if self.question.prefill else ""
        self.fill(answers.get(place, offered))

    @property
    def widgets(self) -> Iterator[FormField]:
        """What is to be mounted, in order."""
        yield self.field
        if self.instead is not None:
            yield self.instead

    def fill(self, value: str) -> None:
        """Shows an answer as it is stored, or as it was typed where it is no date yet."""
        one = self.question
        if not isinstance(self.field, DateFields):
            self.field.text = value
            return
        is_instead = value in {option.code for option in one.or_options}
        if self.instead is not None:
            self.instead.text = value if is_instead else ""
        try:
            self.field.show_date(PartialDate.from_text(value))
        except ValueError:
            self.field.text = "" if is_instead else value

    def value(self) -> str:
        """The answer as it is stored; a date that is none yet comes as it was typed."""
        if not isinstance(self.field, DateFields):
            return self.field.text.strip()
        if self.instead is not None and self.instead.value:
            return self.instead.value
        found = self._date()
        return found.to_text() if isinstance(found, PartialDate) else self.field.text

    def fault(self) -> str:
        """What to do about a date that cannot be read, "" where there is nothing to do."""
        if not isinstance(self.field, DateFields) or (self.instead is not None and self.instead.value):
            return ""
        found = self._date()
        return date_sentence(self.question.title.rstrip("?"), found) if isinstance(found, DateProblem) else ""

    def aim(self) -> None:
        """Puts the focus where the answer is to be put right."""
        found = self._date() if self.fault() else None
        if isinstance(found, DateProblem) and isinstance(self.field, DateFields):
            self.field.aim_at(found.fields[0] if found.fields else DateField.DAY)
        else:
            self.field.aim()

    def _date(self) -> PartialDate | DateProblem:
        assert isinstance(self.field, DateFields)
        return self.field.read(approximate=self.question.kind is Kind.PARTIAL_DATE)

    # making

    def _field(self) -> FormField:
        one, look, key = self.question, self.look, widget_id(self.place)
        hint = look.hint or spoken(one)
        match one.kind:
            case Kind.CHOICE | Kind.MULTI:
                return self._choice(key, hint)
            case Kind.LONG_TEXT:
                rows = 4 if look.dense else max(min(look.rows, 10), 4)
                return TextAreaField(key, one.title, hint=hint, optional=one.is_optional, rows=rows)
            case Kind.DATE | Kind.PARTIAL_DATE:
                if one.or_options:
                    self.instead = self._instead(key)
                example = PART_HINT if one.kind is Kind.PARTIAL_DATE else DATE_HINT
                return DateFields(key, one.title, hint=hint or example, optional=one.is_optional, dense=look.dense)
        return TextField(key, one.title, hint=hint, optional=one.is_optional, dense=look.dense)

    def _choice(self, key: str, hint: str) -> ChoiceField:
        one, look = self.question, self.look
        options = offered(one, look.today, look.issue_group)
        last = {option.code for option in one.or_options[:1]}
        choices = [Choice(option.code, option.label, apart=option.code in last) for option in options]
        warned = [_WARNINGS[option.code] for option in options if option.code in _WARNINGS]
        hint = " ".join((*([hint] if hint else []), *warned))
        is_ranked = "main one first" in one.title
        if one.kind is Kind.MULTI and not hint:
            hint = "Space marks one; the first that you mark is the main one" if is_ranked else "Space marks one"
        if look.dense:
            compact = CompactRanked if is_ranked else CompactMulti if one.kind is Kind.MULTI else CompactChoice
            return compact(key, one.title, choices, hint=hint, optional=one.is_optional)
        full = RankedChoice if is_ranked else MultiChoice if one.kind is Kind.MULTI else ChoiceField
        return full(key, one.title, choices, hint=hint, optional=one.is_optional, rows=look.rows)

    def _instead(self, key: str) -> MultiChoice | CompactMulti:
        choices = [Choice(option.code, option.label) for option in self.question.or_options]
        kind = CompactMulti if self.look.dense else MultiChoice
        return kind(f"{key}-or", "or", choices)


def offered(one: Question, today: date, issue_group: str) -> tuple[Option, ...]:
    """What may be chosen, in the order shown: what the enquiry is about comes first."""
    options = one.choices(today)
    if one.code_list != "ISSUE":
        return options
    issues = code_list("ISSUE")
    return tuple(sorted(options, key=lambda option: issues.get(option.code).group != issue_group))


def spoken(one: Question) -> str:
    """What is read aloud before the question, "" where its title is enough."""
    return f"Read aloud: {wording(one.wording).text}" if one.wording else ""
