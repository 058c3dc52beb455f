"""How an agency stands to a family, as fields of a form: now, soon or no longer, from when, and what else to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.records.agencies import Involved, Involvement
from screens.widgets.choice_field import ChoiceField
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.words import agencies as words


def fields() -> Iterator[ChoiceField | DateFields | TextField]:
    """The three fields."""
    label = words.INVOLVEMENT_LABELS
    yield ChoiceField("stands", label["stands"], words.STANDS_CHOICES)
    yield DateFields("since", label["since"], hint="When it began, is to begin, or ended", optional=True, dense=True)
    yield TextField("involved_words", label["words"], optional=True, dense=True)


def fill(form: FormPage, body: Involvement) -> None:
    """Puts what stands there into the fields."""
    form.field("stands").text = body.stands.value
    form.query_one("#since", DateFields).show_date(PartialDate.of(body.since) if body.since else None)
    form.field("involved_words").text = body.words


def problems(form: FormPage) -> Iterator[tuple[str, str]]:
    """An answer, and a day that can be."""
    if not form.field("stands").text:
        yield "stands", "Choose how they stand to the family"
    found = _since(form)
    if isinstance(found, DateProblem):
        yield "since", form.query_one("#since", DateFields).sentence(found)


def read(form: FormPage) -> Involvement:
    """What was typed, once `problems` found none."""
    since = _since(form)
    return Involvement(
        stands=Involved(form.field("stands").text),
        since=since if isinstance(since, date) else None,
        words=form.kept("involved_words"),
    )


def _since(form: FormPage) -> date | DateProblem | None:
    found = form.query_one("#since", DateFields).read()
    if isinstance(found, DateProblem):
        return None if found.fault is DateFault.NOTHING_TYPED else found
    return found.earliest()
