"""What is still to be put right in an intake, the rows of its check page, and its answers as a consent form."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

from iass_tui.rules import ages
from iass_tui.rules.consent import Answer, FormAnswers
from iass_tui.rules.dates import EARLIEST_BIRTH_YEAR, PartialDate
from iass_tui.rules.decision import Problem, ProblemKind
from iass_tui.rules.intake.questions import Kind, Question
from iass_tui.rules.intake.routing import (
    CHILD_TYPES,
    Answers,
    has_consented,
    is_answered,
    question,
    sections,
    visible,
)
from iass_tui.rules.records.consents import ConsentMethod, FormSubject

MOST_PEOPLE = 9
_REACH = ("phone", "email", "address")


def problems(answers: Answers, today: date) -> tuple[Problem, ...]:
    """Everything to put right before this intake can be finished, in the order of the questions.

    Only questions that the answers lead to are looked at. For parents the field names the one: "parents.0.relation".
    """
    found: list[Problem] = []
    for field in visible(answers):
        found += _question_problems(field, question(field), answers, today)
    return tuple(dict.fromkeys((*found, *_together(answers), *_own_consent(answers, today))))


def _question_problems(field: str, one: Question, answers: Answers, today: date) -> Iterator[Problem]:
    if one.kind is Kind.INFO:
        return
    if one.kind is Kind.PEOPLE:
        yield from _people(field, one, answers, today)
        return
    value = answers.get(field, "").strip()
    if not value:
        if not one.is_optional:
            yield Problem(field, ProblemKind.MISSING)
    elif "." not in field and not is_answered(field, answers):
        yield Problem(field, ProblemKind.NEEDS_A_YES if field == "understood" else ProblemKind.NOT_AN_OPTION)
    else:
        yield from _value_problems(field, one, value, today)


def _value_problems(field: str, one: Question, value: str, today: date) -> Iterator[Problem]:
    if one.kind in {Kind.CHOICE, Kind.MULTI}:
        codes = value.split() if one.kind is Kind.MULTI else [value]
        offered = {option.code for option in one.choices(today)}
        if any(code not in offered for code in codes):
            yield Problem(field, ProblemKind.NOT_AN_OPTION)
        if len(set(codes)) < len(codes):
            yield Problem(field, ProblemKind.TWICE)
    elif one.kind in {Kind.DATE, Kind.PARTIAL_DATE} and value not in {option.code for option in one.or_options}:
        yield from _date_problems(field, one, value, today)


def _date_problems(field: str, one: Question, value: str, today: date) -> Iterator[Problem]:
    try:
        day = PartialDate.from_text(value)
    except ValueError:
        yield Problem(field, ProblemKind.NOT_A_DATE)
        return
    if one.kind is Kind.DATE and day.exact is None:
        yield Problem(field, ProblemKind.NOT_A_DATE)
    elif field == "action_due":
        if day.earliest() < today:
            yield Problem(field, ProblemKind.IN_THE_PAST)
    elif day.earliest() > today:
        yield Problem(field, ProblemKind.IN_THE_FUTURE)
    elif day.year < EARLIEST_BIRTH_YEAR:
        yield Problem(field, ProblemKind.TOO_LONG_AGO)


def how_many(answers: Answers, field: str = "parents") -> int:
    """How many people were entered under a question of kind PEOPLE; 0 where the count is missing or no number."""
    text = answers.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST_PEOPLE else 0


def people(answers: Answers, field: str = "parents") -> tuple[dict[str, str], ...]:
    """The people entered under a question of kind PEOPLE, each as question id to answer; unanswered ones are ""."""
    ids = [one.id for one in question(field).fields]
    return tuple(
        {name: answers.get(f"{field}.{number}.{name}", "") for name in ids}
        for number in range(how_many(answers, field))
    )


def _people(field: str, one: Question, answers: Answers, today: date) -> Iterator[Problem]:
    entered = how_many(answers, field)
    if not entered and (answers.get("user_type", "") not in CHILD_TYPES or answers.get(field, "").strip() != "0"):
        yield Problem(field, ProblemKind.MISSING)  # a young person may leave parents out, by saying none
    for number in range(entered):
        path = f"{field}.{number}"
        for inner in one.fields:
            yield from _question_problems(f"{path}.{inner.id}", inner, answers, today)
        if not any(answers.get(f"{path}.{name}", "").strip() for name in ("given_name", "family_name")):
            yield Problem(f"{path}.given_name", ProblemKind.MISSING)


def _together(answers: Answers) -> Iterator[Problem]:
    """Fields that are optional one by one, of which one is needed."""
    shown = visible(answers)
    for fields, kind in (
        (("child_given_name", "child_family_name"), ProblemKind.MISSING),
        (("family_given_name", "family_family_name"), ProblemKind.MISSING),
        (_REACH, ProblemKind.NEEDS_A_WAY_TO_REACH),
    ):
        if fields[0] in shown and not any(answers.get(field, "").strip() for field in fields):
            yield Problem(fields[0], kind)


def _own_consent(answers: Answers, today: date) -> Iterator[Problem]:
    """From 18 a parent's responsibility is over; at 16 and 17 the young person's own consent may follow (table 5.5)."""
    if "right" not in visible(answers) or answers.get("right", "") in {"AUTHORITY", "BEST_INTERESTS"}:
        return
    try:
        born = PartialDate.from_text(answers.get("born", ""))
    except ValueError:
        return
    if ages.has_attained(born.earliest(), ages.ADULT, today):
        yield Problem("right", ProblemKind.NEEDS_OWN_CONSENT)


@dataclasses.dataclass(frozen=True)
class CheckRow:
    """One line of the check page. `field` is the question that "change" goes to."""

    section: str
    field: str
    title: str
    answer: str


def check_answers(answers: Answers) -> tuple[CheckRow, ...]:
    """What was answered, in words and in order, without the questions passed over.

    Nothing here says that it may be kept: that is `routing.kept`.
    """
    shown = visible(answers)
    rows: list[CheckRow] = []
    for section in sections():
        for one in section.questions:
            if one.id in shown and one.kind is Kind.PEOPLE:
                rows += _people_rows(section.id, one, answers)
            elif one.id in shown and one.kind is not Kind.INFO and answers.get(one.id, "").strip():
                rows.append(CheckRow(section.id, one.id, one.title, in_words(one, answers[one.id])))
    return tuple(rows)


def _people_rows(section: str, one: Question, answers: Answers) -> Iterator[CheckRow]:
    for number, person in enumerate(people(answers, one.id)):
        said = [in_words(inner, person[inner.id]) for inner in one.fields if person[inner.id].strip()]
        yield CheckRow(section, f"{one.id}.{number}", one.title, ", ".join(said))


def in_words(one: Question, value: str) -> str:
    """An answer as people read it; text that is no code or date comes back as it is."""
    value = value.strip()
    if one.kind is Kind.CHOICE:
        return one.label(value)
    if one.kind is Kind.MULTI:
        return ", ".join(one.label(code) for code in value.split())
    if one.kind in {Kind.DATE, Kind.PARTIAL_DATE}:
        try:
            return PartialDate.from_text(value).display()
        except ValueError:
            return one.label(value)
    return value


def as_form(answers: Answers, today: date) -> FormAnswers:
    """The consents of a first contact by voice, as the form that `consent.form_events` turns into events.

    A parent's are about both, a young person's about themselves; the first parent entered is who called. Raises
    `ValueError` where nobody of the family has said Yes.
    """
    if not has_consented(answers):
        raise ValueError("no consent to save")
    is_child = answers["user_type"] in CHILD_TYPES
    child = _name(answers.get("child_given_name", ""), answers.get("child_family_name", ""))
    adults = people(answers)
    parent = _name(adults[0]["given_name"], adults[0]["family_name"]) if adults else ""
    right = answers.get("right", "")
    born = answers.get("born", "")
    return FormAnswers(
        read_by=answers["policy"],
        understood=True,
        about=FormSubject.SELF if is_child else FormSubject.BOTH,
        purposes_understood=True,
        withdrawal_explained=True,  # said in the wording of the question itself
        save=Answer.YES,
        contact=Answer(answers.get("contact", "") or "NOT_ASKED"),
        child_name=child,
        born=None if born in {"", "NOT_GIVEN"} else PartialDate.from_text(born),
        parent_name=parent,
        signer_is_child=is_child,
        right="" if is_child or right == "NOT_KNOWN" else right,
        own_consent_follows=True,
        signed_name=child if is_child else parent,
        method=ConsentMethod.VERBAL,
        evidence=answers.get("rights_by", ""),
        signed_on=today,
        language=answers.get("language", "") or "eng",
    )


def _name(given: str, family: str) -> str:
    return " ".join(part for part in (given.strip(), family.strip()) if part)
