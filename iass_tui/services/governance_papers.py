"""The coverage report and the registers as papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from iass_tui.documents.paper import Block, PaperText, Part, Row
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.registers import RegisterLine
from iass_tui.rules.registers import day, review_due
from iass_tui.rules.registers.fields import NAME, Field, Form, Shape
from iass_tui.rules.training import may_work
from iass_tui.rules.training_words import agreed_words, held_words, owed_words, plan_words, read_words, standing_words
from iass_tui.services.training_views import PersonTraining, RegisterView, TrainingOverview

OWN = "entered by themselves, since no other manager could"


def coverage_paper(overview: TrainingOverview) -> PaperText:
    """Who was trained in what, until when, and what is missing; who agreed to what."""
    return PaperText(
        title="Training coverage",
        heading="Training, undertakings and declarations",
        blocks=tuple(_coverage(overview)),
    )


def _coverage(overview: TrainingOverview) -> Iterator[Block]:
    people = overview.people
    able = sum(bool(may_work(one.colleague.card.training, overview.today)) for one in people)
    gaps = sum(bool(one.gaps) for one in people)
    owed = sum(bool(one.owed) for one in people)
    yield Block(
        Part.TEXT, f"As it stood on {display_day(overview.today)}. Nobody works without confidentiality training."
    )
    yield Block(
        Part.FIELDS,
        rows=(
            Row("Colleagues", str(len(people))),
            Row("May work", f"{able} of {len(people)}"),
            Row("With courses missing", str(gaps)),
            Row("With something to agree to", str(owed)),
            *_policy_row(people),
        ),
    )
    for course in overview.courses:
        have = sum(course not in one.gaps for one in people)
        yield Block(Part.POINT, f"{course.name}: {have} of {len(people)}")
    for one in (*overview.to_note, *overview.to_come):
        yield Block(Part.POINT, f"Planned: {plan_words(one)}, for {len(one.people)}")
    yield Block(Part.HEADING, "Colleague by colleague")
    yield from (_person(one) for one in people)


def _policy_row(people: Sequence[PersonTraining]) -> Iterator[Row]:
    known = [one.policy for one in people if one.policy is not None]
    if known:
        have = sum(one.is_current for one in known)
        yield Row(f"Have read version {known[0].in_force} of the policy", f"{have} of {len(people)}")


def _person(one: PersonTraining) -> Block:
    who = one.colleague
    rows = [Row("Confidentiality", standing_words(one.standing, one.until))]
    lines = {line.body.held: line for line in one.lines if not line.body.taken_back}
    for held in one.held:
        words = [f"{display_day(held.on)}, counts until {display_day(held.until)}"]
        if held in lines:
            body = lines[held].body
            words += [body.evidence or body.reason, *([OWN] if body.is_own else [])]
        rows.append(Row(held_words(held), "; ".join(words)))
    rows += [Row("Missing", course.name) for course in one.gaps]
    rows += [Row("Planned", plan_words(planned)) for planned in one.planned]
    rows += [Row("Agreed", agreed_words(ack)) for ack in one.agreed]
    rows += [Row("To agree", owed_words(owed)) for owed in one.owed]
    if one.policy is not None:
        rows.append(Row("Confidentiality policy", read_words(one.policy.number, one.policy.on, one.policy.in_force)))
    return Block(Part.ENTRY, f"{who.card.name}, {who.role.value}", rows=tuple(rows))


def register_paper(view: RegisterView) -> PaperText:
    """One register as one document."""
    form = view.form
    return PaperText(title=form.title, heading=form.title, blocks=tuple(_register(view, form)))


def _register(view: RegisterView, form: Form) -> Iterator[Block]:
    yield Block(Part.TEXT, form.why)
    if view.holders:
        yield Block(Part.HEADING, "Who holds keys of this program")
        for holder in view.holders:
            rows = (Row("Role", holder.role), Row("Keys", ", ".join(holder.compartments)))
            yield Block(Part.ENTRY, holder.name, rows=rows)
        yield Block(Part.HEADING, "Who can reach the machine, backups and sheets")
    if not view.lines:
        yield Block(Part.TEXT, "Nothing is entered yet.")
    for line in view.lines:
        yield Block(Part.ENTRY, line.body.value(NAME), rows=tuple(_rows(form, line.body, view.today)))


def _rows(form: Form, line: RegisterLine, today: date) -> Iterator[Row]:
    for field in form.fields:
        value = field_words(field, line.value(field.key))
        if field.key != NAME and value:
            yield Row(field.label, value)
    due = review_due(line, today)
    if due is not None:
        yield Row("Review", f"OVERDUE since {display_day(due)}" if due < today else "due today")


def field_words(field: Field, value: str) -> str:
    """A stored value as people read it."""
    found = day(value) if field.shape is Shape.DAY else None
    return display_day(found) if found else field.shown(value)
